"""gensim: online variational Bayes, in one process with the document prior learned."""

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
    """Online passes over the rows, scored at the stops."""
    corpus = list(Sparse2Corpus(rows, documents_columns=False))
    model = LdaModel(
        num_topics=n_topics,
        id2word={t: str(t) for t in range(rows.shape[1])},
        alpha="auto",
        eta=TERM_PRIOR,
        eval_every=None,
        random_state=random_state,
    )
    clock, done = Clock(), 0
    for stop in stops:
        with clock:
            for _ in range(stop - done):
                model.update(corpus)
        done = stop
        yield Stop(str(stop), clock, normalised(model.get_topics()), np.asarray(model.alpha, float))
