"""`topics.LDA`: a separate fit for every stop."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import Any

import numpy as np

from benchmarks.contender import Clock, Fit
from benchmarks.lda.contenders import lda_fit
from topics import LDA, TopicsWarning

PACKAGES = ("topics", "numba", "numpy")


def warm_up() -> None:
    """Load the kernels from numba's cache or compile them."""
    # With such a large term prior nothing is annealed, and sweeps are drawn as in large fits.
    LDA(2, topic_term_prior=1.0, max_sweeps=30, tolerance=0).fit(np.ones((2, 2)))


def run(
    rows: Any, *, n_topics: int, random_state: int, n_threads: int, stops: list[int]
) -> Iterator[Fit]:
    """Yield the default fit, then a fit with each of the given numbers of sweeps."""
    for label, options in [("default", {})] + [
        (str(n), {"max_sweeps": n, "tolerance": 0}) for n in stops
    ]:
        model = LDA(n_topics, random_state=random_state, n_threads=n_threads, **options)
        clock = Clock()
        with warnings.catch_warnings(), clock:
            warnings.simplefilter("ignore", TopicsWarning)
            model.fit(rows)
        yield lda_fit(label, clock, model.components_, model.document_topic_prior_)
