"""How to compile the kernels of LDA, and only those that will run."""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy.sparse as sp

from topics.models.lda.fold import fold_in
from topics.models.lda.priors import Priors
from topics.models.lda.state import LdaState, shuffled


def compile_sweeps() -> None:
    """One small sweep and a fold-in: compiles their kernels, or loads them from numba's cache."""
    state = _small_state()
    state.spread_rows(state.chunks[0])
    state.renew(state.chunks[0], 1)
    state.sum_topics()
    state.learn_document_prior()
    compile_fold()


def compile_draws() -> None:
    """One small sweep that draws topics."""
    state = _small_state()
    state.scatter(0, 1.0, all_chunks=True)
    state.count_rows()
    state.draw(state.chunks[0], 0, 0)


def compile_fold() -> None:
    """A small fold-in."""
    fold_in(_rows(), np.ones((2, 1), np.float32), np.ones(1))


def _rows() -> Any:
    return sp.csr_matrix(np.ones((2, 2), np.float32))


def _small_state() -> LdaState:
    priors = Priors(True, np.ones(1), np.ones((1, 1), np.float32))
    return LdaState.start(shuffled(_rows(), 0), 1, priors, 0)
