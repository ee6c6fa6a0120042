"""scikit-learn: 200 sweeps of coordinate descent, or of multiplicative updates."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sklearn.decomposition import NMF
from threadpoolctl import threadpool_limits

from benchmarks.contender import Clock, Fit
from benchmarks.nmf.contenders import nmf_fit

PACKAGES = ("scikit-learn",)
SWEEPS = 200
SOLVERS = {"frobenius": "cd", "kullback-leibler": "mu"}


def run(rows: Any, *, loss: str, n_topics: int, random_state: int, n_threads: int) -> Iterator[Fit]:
    """Fit from NNDSVDa for all sweeps, without a tolerance."""
    model = NMF(
        n_topics,
        init="nndsvda",
        solver=SOLVERS[loss],
        beta_loss=loss,
        max_iter=SWEEPS,
        tol=0,
        random_state=random_state,
    )
    with threadpool_limits(n_threads), Clock() as clock:
        weights = model.fit_transform(rows)
    return nmf_fit(clock, SWEEPS, weights, model.components_)
