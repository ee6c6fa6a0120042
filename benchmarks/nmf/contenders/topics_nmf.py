"""`topics.NMF` with its defaults."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from benchmarks.contender import Clock, Fit
from benchmarks.nmf.contenders import BOTH, nmf_fit
from topics import NMF

PACKAGES = ("topics", "numba")


def warm_up() -> None:
    """Load the kernels of both losses from numba's cache or compile them."""
    for loss in BOTH:
        NMF(2, loss=loss).fit(np.eye(3))


def run(rows: Any, *, loss: str, n_topics: int, random_state: int, n_threads: int) -> Iterator[Fit]:
    """Fit from the spectral start to the default tolerance."""
    model = NMF(n_topics, loss=loss, random_state=random_state, n_threads=n_threads)
    with Clock() as clock:
        weights = model.fit_transform(rows)
    return nmf_fit(clock, model.n_sweeps_, weights, model.components_)
