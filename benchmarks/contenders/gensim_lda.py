"""gensim: online variational Bayes, in one process with the document prior learned.

A fit of its own for every stop: repeated updates would count the rows as new ones each time.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from gensim.matutils import Sparse2Corpus
from gensim.models import LdaModel

from benchmarks.contenders import TERM_PRIOR, Clock, Stop, normalised

PACKAGES = ("gensim",)


def run(
    rows: Any, n_topics: int, random_state: int, n_threads: int, stops: list[int]
) -> Iterator[Stop]:
    """Online passes over the rows, as many as each stop says."""
    corpus = list(Sparse2Corpus(rows, documents_columns=False))
    words = {t: str(t) for t in range(rows.shape[1])}
    for stop in stops:
        with Clock() as clock:
            model = LdaModel(
                corpus,
                num_topics=n_topics,
                id2word=words,
                passes=stop,
                alpha="auto",
                eta=TERM_PRIOR,
                eval_every=None,
                random_state=random_state,
            )
        yield Stop(str(stop), clock, normalised(model.get_topics()), np.asarray(model.alpha, float))
