"""gensim: online variational Bayes, in one process with the document prior learned.

Every stop is a separate fit, because an update with the same rows counts them as new ones.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from gensim.matutils import Sparse2Corpus
from gensim.models import LdaModel

from benchmarks.contender import Clock, Fit
from benchmarks.lda.contenders import TERM_PRIOR, lda_fit, normalised

PACKAGES = ("gensim",)


def run(
    rows: Any,
    *,
    n_topics: int,
    random_state: int,
    n_threads: int,
    stops: list[int],
    with_documents: bool = False,
) -> Iterator[Fit]:
    """Yield a fit with the given number of online passes for each stop."""
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
        shares = normalised(model.inference(corpus)[0]) if with_documents else None
        yield lda_fit(stop, clock, model.get_topics(), model.alpha, shares)
