"""Contenders of the NMF benchmark, one file each.

``run(rows, loss, n_topics, random_state, n_threads)`` yields one `Fit` with the arrays
``weights`` and ``components``, and the detail ``sweeps``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from benchmarks.contender import Clock, Fit

BOTH = ("frobenius", "kullback-leibler")
CONTENDERS = {
    "topics": ("benchmarks.nmf.contenders.topics_nmf", BOTH),
    "topics-1": ("benchmarks.nmf.contenders.topics_nmf_brief", ("frobenius",)),
    "sklearn": ("benchmarks.nmf.contenders.sklearn_nmf", BOTH),
    "gensim": ("benchmarks.nmf.contenders.gensim_nmf", ("frobenius",)),
}
"""Module of each contender, and the losses that it supports."""


def nmf_fit(clock: Clock, sweeps: int, weights: Any, components: Any) -> Iterator[Fit]:
    """Yield one fit with its factors in float64."""
    arrays = {
        "weights": np.asarray(weights, dtype=np.float64),
        "components": np.asarray(components, dtype=np.float64),
    }
    yield Fit(clock, arrays, {"sweeps": int(sweeps)})
