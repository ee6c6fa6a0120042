"""NMF by scikit-learn: coordinate descent, or multiplicative updates for Kullback-Leibler."""

from __future__ import annotations

import warnings
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from topics.checks import check_choice
from topics.models.contract import TopicModel, not_converged, warn_of
from topics.notices import Notice, Progress

SOLVERS = {"frobenius": "cd", "kullback-leibler": "mu"}
"""scikit-learn's solver for each loss."""

FOLD_SWEEPS, FOLD_TOLERANCE = 1000, 1e-6
"""Maximum number of passes over new rows, and their tolerance. scikit-learn stops for all rows at
once, so a loose tolerance would end a row early because of others."""


class SklearnNMF(TopicModel):
    """Non-negative matrix factorisation (Lee and Seung 1999; Cichocki and Phan 2009).

    Parameters
    ----------
    n_topics : int
    loss : {"frobenius", "kullback-leibler"}
    max_sweeps : int
        Maximum number of passes over the rows.
    tolerance : float
        The `tol` of scikit-learn's stopping rule.
    random_state : int
    progress : callable, optional
        Called once at the end, with ("fit", sweeps, sweeps): scikit-learn has no hook.

    Attributes
    ----------
    components_ : array, shape (n_topics, n_vocabulary)
        Raw factor over terms.

    Examples
    --------
    >>> import scipy.sparse as sp
    >>> rows = sp.csr_array([[4.0, 0, 1], [5, 0, 0], [0, 6, 3], [0, 4, 4]])
    >>> SklearnNMF(n_topics=2).fit(rows).transform(rows).shape
    (4, 2)
    """

    def __init__(
        self,
        n_topics: int = 10,
        *,
        loss: str = "frobenius",
        max_sweeps: int = 400,
        tolerance: float = 1e-4,
        random_state: int = 0,
        progress: Progress | None = None,
    ) -> None:
        self.n_topics = n_topics
        self.loss = loss
        self.max_sweeps = max_sweeps
        self.tolerance = tolerance
        self.random_state = random_state
        self.progress = progress

    def fit_quietly(self, X: Any) -> list[Notice]:
        """Fit from scratch on weights (n_rows, n_vocabulary); notices instead of warnings."""
        self._fit(X)
        return self._notices()

    def fit_transform(self, X: Any, y: None = None) -> NDArray[np.float64]:
        """Fit, and the raw factor over the same rows, shape (n_rows, n_topics)."""
        weights = self._fit(X)
        warn_of(self._notices(), stacklevel=4)
        return weights

    def partial_fit(self, X: Any, y: None = None) -> Self:
        """One online step with further rows (scikit-learn's MiniBatchNMF)."""
        from sklearn.decomposition import MiniBatchNMF

        first = not isinstance(getattr(self, "_model", None), MiniBatchNMF)
        rows = self._checked_rows(X, reset=first)
        if first:
            self._check_sizes()
            self._solver()
            self._model = MiniBatchNMF(
                n_components=self.n_topics,
                init="random",
                beta_loss=self.loss,
                random_state=self.random_state,
            )
            self.n_sweeps_ = 1
            self.converged_ = False
        with threadpool_limits(1):
            self._model.partial_fit(rows)
        self.components_ = self._model.components_
        return self

    def transform(self, X: Any) -> NDArray[np.float64]:
        """Raw factor over rows with the topics frozen, shape (n_rows, n_topics)."""
        from sklearn.decomposition import non_negative_factorization

        rows = self._checked_rows(X, reset=False)
        with threadpool_limits(1), warnings.catch_warnings():
            warnings.simplefilter("ignore", category=_convergence_warning())
            weights, _, _ = non_negative_factorization(
                rows,
                H=self.components_,
                n_components=len(self.components_),
                init="custom",
                update_H=False,
                solver=self._solver(),
                beta_loss=self.loss,
                tol=FOLD_TOLERANCE,
                max_iter=FOLD_SWEEPS,
            )
        result: NDArray[np.float64] = weights
        return result

    def inverse_transform(self, X: NDArray[np.float64]) -> NDArray[np.float64]:
        """The product of weights and `components_`, shape (n_rows, n_vocabulary)."""
        return X @ self.components_

    def _fit(self, X: Any) -> NDArray[np.float64]:
        from sklearn.decomposition import NMF

        rows = self._checked_rows(X, reset=True)
        self._check_sizes(max_sweeps=self.max_sweeps)
        # NNDSVD takes no more components than the smaller side has.
        spectral = self.n_topics <= min(rows.shape)
        model = NMF(
            n_components=self.n_topics,
            init="nndsvda" if spectral else "random",
            solver=self._solver(),
            beta_loss=self.loss,
            max_iter=self.max_sweeps,
            tol=self.tolerance,
            random_state=self.random_state,
        )
        # converged_ says the same as scikit-learn's ConvergenceWarning.
        with threadpool_limits(1), warnings.catch_warnings():
            warnings.simplefilter("ignore", category=_convergence_warning())
            weights: NDArray[np.float64] = model.fit_transform(rows)
        self._model = model
        self.components_ = model.components_
        self.n_sweeps_ = int(model.n_iter_)
        self.converged_ = self.n_sweeps_ < self.max_sweeps
        self.progress_or_silent("fit", self.n_sweeps_, self.n_sweeps_)
        return weights

    def _notices(self) -> list[Notice]:
        if self.converged_ or self.tolerance == 0:
            return []
        movement = "a sweep still lowered the loss by more than the tolerance allows"
        return [not_converged("NMF", self.max_sweeps, movement, self.tolerance)]

    def _solver(self) -> str:
        check_choice("loss", self.loss, SOLVERS)
        return SOLVERS[self.loss]


def _convergence_warning() -> type[Warning]:
    from sklearn.exceptions import ConvergenceWarning

    warning: type[Warning] = ConvergenceWarning
    return warning
