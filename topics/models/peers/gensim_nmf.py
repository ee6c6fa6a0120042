"""NMF by gensim: online factorisation with truncated gradients."""

from __future__ import annotations

import warnings
from typing import Any, Self

import numpy as np
import scipy.sparse as sp
from gensim.models.nmf import Nmf
from numpy.typing import NDArray
from sklearn.decomposition import non_negative_factorization
from sklearn.exceptions import ConvergenceWarning
from threadpoolctl import threadpool_limits

from topics.models.contract import TopicModel
from topics.notices import Notice, Progress


class GensimNMF(TopicModel):
    """Non-negative matrix factorisation by gensim's ``Nmf`` (Zhao and Tan 2017).

    gensim fits the factor over terms. The factor over rows is computed by scikit-learn's
    coordinate descent; gensim's own result depends on earlier calls.

    Parameters
    ----------
    n_topics : int
    max_sweeps : int
        Number of passes over the rows; gensim has no stopping rule over passes.
    random_state : int
    progress : callable, optional
        Called with ("fit", sweep, max_sweeps).

    Attributes
    ----------
    components_ : array, shape (n_topics, n_vocabulary)
        Raw factor over terms.
    """

    def __init__(
        self,
        n_topics: int = 10,
        *,
        max_sweeps: int = 10,
        random_state: int = 0,
        progress: Progress | None = None,
    ) -> None:
        self.n_topics = n_topics
        self.max_sweeps = max_sweeps
        self.random_state = random_state
        self.progress = progress

    def fit_quietly(self, X: Any) -> list[Notice]:
        """Fit from scratch on weights (n_rows, n_vocabulary); there are no notices."""
        rows = self._checked_rows(X, reset=True)
        self._check_sizes(max_sweeps=self.max_sweeps)
        self._model = self._make(rows.shape[1])
        for sweep in range(1, self.max_sweeps + 1):
            self._update(rows)
            self.progress_or_silent("fit", sweep, self.max_sweeps)
        self.n_sweeps_ = self.max_sweeps
        self.converged_ = None  # gensim has no stopping rule over passes
        return []

    def partial_fit(self, X: Any, y: None = None) -> Self:
        """One pass over further rows."""
        first = not hasattr(self, "_model")
        rows = self._checked_rows(X, reset=first)
        if first:
            self._check_sizes()
            self._model = self._make(rows.shape[1])
            self.n_sweeps_ = 1
            self.converged_ = False
        self._update(rows)
        return self

    def transform(self, X: Any) -> NDArray[np.float64]:
        """Raw factor over rows with the topics frozen, shape (n_rows, n_topics)."""
        rows = self._checked_rows(X, reset=False)
        with threadpool_limits(1), warnings.catch_warnings():
            warnings.simplefilter("ignore", category=ConvergenceWarning)
            weights, _, _ = non_negative_factorization(
                rows,
                H=self.components_,
                n_components=self.components_.shape[0],
                init="custom",
                update_H=False,
            )
        result: NDArray[np.float64] = weights
        return result

    def _make(self, n_vocabulary: int) -> Any:
        return Nmf(
            num_topics=self.n_topics,
            id2word={i: str(i) for i in range(n_vocabulary)},
            eval_every=None,
            normalize=False,
            random_state=self.random_state,
        )

    def _update(self, rows: Any) -> None:
        with threadpool_limits(1):
            self._model.update(sp.csc_matrix(rows.T), passes=1)
        # gensim's factor has another precision.
        self.components_ = np.ascontiguousarray(self._model.get_topics(), dtype=np.float64)
