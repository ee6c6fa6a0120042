"""topica: sparse Gibbs sampling in Rust, document prior learned."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import topica

from benchmarks.contender import Clock, Fit
from benchmarks.lda.contenders import DOCUMENT_PRIOR, TERM_PRIOR, lda_fit, token_lists

PACKAGES = ("topica",)


def run(
    rows: Any, *, n_topics: int, random_state: int, n_threads: int, stops: list[int]
) -> Iterator[Fit]:
    """Yield a separate fit for each stop, as the library cannot continue one."""
    documents = token_lists(rows)
    for stop in stops:
        model = topica.LDA(
            n_topics,
            alpha_sum=DOCUMENT_PRIOR * n_topics,
            beta=TERM_PRIOR,
            optimize_interval=10,
            burn_in=20,
            seed=random_state,
        )
        clock = Clock()
        with clock:
            model.fit(documents, iters=stop, num_samples=1, num_threads=n_threads, progress=False)
        columns = np.array([int(word) for word in model.vocabulary])
        topic_term = np.full((n_topics, rows.shape[1]), 1e-12)
        topic_term[:, columns] = model.topic_word
        prior = np.broadcast_to(np.asarray(model.alpha, dtype=np.float64), (n_topics,)).copy()
        yield lda_fit(stop, clock, topic_term, prior)
