"""`topics.LDA` with seed words, as one fit or as several."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import Any

import numpy as np

from benchmarks.contender import Clock, Fit
from benchmarks.lda.contenders import normalised
from topics import LDA, TopicsWarning

PACKAGES = ("topics", "numba", "numpy")


def warm_up() -> None:
    """Load the kernels from numba's cache or compile them."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", TopicsWarning)
        LDA(2, topic_term_prior=1.0, max_sweeps=30, tolerance=0).fit(np.ones((2, 2)))
        LDA(2, seed_words=[[0], [1]]).fit_several(np.ones((4, 4)), 2)


def run(
    rows: Any,
    *,
    n_topics: int,
    seeds: list[list[int]],
    random_state: int,
    n_threads: int,
    n_fits: int = 1,
    strength: float = 1.0,
) -> Iterator[Fit]:
    """Yield one fit."""
    model = LDA(
        n_topics,
        seed_words=seeds,
        seed_strength=strength,
        random_state=random_state,
        n_threads=n_threads,
    )
    clock = Clock()
    with warnings.catch_warnings(), clock:
        warnings.simplefilter("ignore", TopicsWarning)
        model.fit_several(rows, n_fits)
    topic_term = normalised(model.components_)
    arrays = {"topic_term": topic_term, "document_topic": model.document_topic_}
    yield Fit(clock, arrays, {"n_sweeps": model.n_sweeps_})
