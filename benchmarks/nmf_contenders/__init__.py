"""Contenders of the NMF benchmark: one file each, run in processes of their own.

A contender module has ``run(rows, loss, n_topics, random_state, n_threads)``, which gives a
`Fit`, and may have ``warm_up(loss)``, which is not timed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.contenders import Clock

BOTH = ("frobenius", "kullback-leibler")
CONTENDERS = {
    "topics": ("benchmarks.nmf_contenders.topics_nmf", BOTH),
    "topics-1": ("benchmarks.nmf_contenders.topics_nmf_brief", ("frobenius",)),
    "sklearn": ("benchmarks.nmf_contenders.sklearn_nmf", BOTH),
    "gensim": ("benchmarks.nmf_contenders.gensim_nmf", ("frobenius",)),
}
"""Module, and the losses that it has."""


@dataclass(frozen=True)
class Fit:
    """What a contender comes to: clock, sweeps, and factors in float64."""

    clock: Clock
    sweeps: int
    weights: NDArray[np.float64]
    components: NDArray[np.float64]
