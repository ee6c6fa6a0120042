"""The product's own engine with its defaults."""

from __future__ import annotations

from typing import Any

import numpy as np

from benchmarks.contenders import Clock
from benchmarks.nmf_contenders import Fit
from topics.models import NMF

PACKAGES = ("topics", "numba")


def warm_up(loss: str) -> None:
    """Compile the kernels."""
    NMF(2, loss=loss).fit(np.eye(3))


def run(rows: Any, loss: str, n_topics: int, random_state: int, n_threads: int) -> Fit:
    """Fit from the spectral start until the default tolerance."""
    model = NMF(n_topics, loss=loss, random_state=random_state, n_threads=n_threads)
    with Clock() as clock:
        weights = model.fit_transform(rows)
    return Fit(clock, model.n_sweeps_, weights, model.components_)
