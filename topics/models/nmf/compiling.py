"""The kernels of NMF, and how to compile them all."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp

from topics.kernels.chance import fill_exponential
from topics.kernels.nmf.divergence import scale_rows
from topics.kernels.nmf.least_squares import solve_rows
from topics.kernels.nmf.sparse_products import extrapolate, gram_parts, multiply
from topics.kernels.nmf.transposing import transpose
from topics.models.nmf.losses import LOSSES
from topics.models.nmf.problem import Problem
from topics.models.nmf.sweeps import run_sweeps

LEAST_SQUARES_KERNELS = (
    extrapolate, fill_exponential, gram_parts, multiply, solve_rows, transpose,
)  # fmt: skip

KERNELS = {
    "frobenius": LEAST_SQUARES_KERNELS,
    "kullback-leibler": (*LEAST_SQUARES_KERNELS, scale_rows),  # it starts with least squares
}
"""What a fit runs, by the name of the loss."""


def compile_kernels(loss_name: str) -> None:
    """A small fit: compiles the kernels of a loss, or loads them from numba's cache."""
    problem = Problem(sp.csr_matrix(np.eye(3, dtype=np.float32)))
    loss = LOSSES[loss_name]
    run_sweeps(problem, loss, *loss.start(problem, 1, 0, at_random=False), 3, 0.0)
