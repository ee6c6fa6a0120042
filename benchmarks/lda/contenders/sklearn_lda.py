"""scikit-learn: online variational Bayes, in one process.

With ``n_jobs=2`` a pass over 20 Newsgroups takes twice as long: its batches are small.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from sklearn.decomposition import LatentDirichletAllocation

from benchmarks.contender import Clock, Fit
from benchmarks.lda.contenders import DOCUMENT_PRIOR, TERM_PRIOR, lda_fit

PACKAGES = ("scikit-learn",)


def run(
    rows: Any,
    *,
    n_topics: int,
    random_state: int,
    n_threads: int,
    stops: list[int],
    with_documents: bool = False,
) -> Iterator[Fit]:
    """Make online passes over the rows and yield a fit at each stop."""
    model = LatentDirichletAllocation(
        n_components=n_topics,
        doc_topic_prior=DOCUMENT_PRIOR,
        topic_word_prior=TERM_PRIOR,
        learning_method="online",
        total_samples=rows.shape[0],
        random_state=random_state,
    )
    prior = np.full(n_topics, DOCUMENT_PRIOR)
    clock, done = Clock(), 0
    for stop in stops:
        with clock:
            for _ in range(stop - done):
                model.partial_fit(rows)
        done = stop
        shares = model.transform(rows) if with_documents else None
        yield lda_fit(stop, clock, model.components_, prior, shares)
