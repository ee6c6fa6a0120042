"""LDA by scikit-learn: variational Bayes, one full pass a sweep."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from scipy.special import psi
from threadpoolctl import threadpool_limits

from topics.errors import OptionError
from topics.models.contract import TopicModel, alike_topics, not_converged
from topics.notices import Notice, Progress


class SklearnLDA(TopicModel):
    """Latent Dirichlet allocation by batch variational Bayes (Hoffman, Blei and Bach 2010).

    Parameters
    ----------
    n_topics : int
    document_topic_prior, topic_term_prior : float, optional
        Symmetric Dirichlet priors, above 0 and at most 1; None is 1 / n_topics. Learned and
        matrix priors need another engine.
    max_sweeps : int
        Maximum number of passes over the rows.
    tolerance : float
        Stop when a sweep changes the topics by less than this on average (total variation of
        their terms, 0 to 1); 0 never stops early.
    random_state : int
    progress : callable, optional
        Called with ("fit", sweep, max_sweeps).

    Attributes
    ----------
    components_ : array, shape (n_topics, n_vocabulary)
        Expected counts plus prior.
    document_topic_prior_ : array, shape (n_topics,)
        The prior that was used.

    Examples
    --------
    >>> import scipy.sparse as sp
    >>> rows = sp.csr_array([[4, 0, 1], [5, 1, 0], [0, 6, 3], [0, 4, 4]])
    >>> SklearnLDA(n_topics=2).fit_transform(rows).sum(axis=1).round(6).tolist()
    [1.0, 1.0, 1.0, 1.0]
    """

    def __init__(
        self,
        n_topics: int = 10,
        *,
        document_topic_prior: float | None = None,
        topic_term_prior: float | None = None,
        max_sweeps: int = 60,
        tolerance: float = 0.005,
        random_state: int = 0,
        progress: Progress | None = None,
    ) -> None:
        self.n_topics = n_topics
        self.document_topic_prior = document_topic_prior
        self.topic_term_prior = topic_term_prior
        self.max_sweeps = max_sweeps
        self.tolerance = tolerance
        self.random_state = random_state
        self.progress = progress

    def fit_quietly(self, X: Any) -> list[Notice]:
        """Fit from scratch on counts (n_rows, n_vocabulary); notices instead of warnings."""
        rows = self._checked_rows(X, reset=True)
        # With decay 0 and one batch of all rows, scikit-learn's online step is the batch step;
        # calling it sweep by sweep gives us progress and a stopping rule.
        model = self._make(total_samples=rows.shape[0], learning_decay=0.0)
        before = None
        moved = np.inf
        self.converged_ = False
        for sweep in range(1, self.max_sweeps + 1):
            with threadpool_limits(1):
                model.partial_fit(rows)
            now = model.components_ / model.components_.sum(axis=1, keepdims=True)
            self.progress_or_silent("fit", sweep, self.max_sweeps)
            moved = np.inf if before is None else 0.5 * np.abs(now - before).sum(axis=1).mean()
            self.n_sweeps_ = sweep
            if moved < self.tolerance:
                self.converged_ = True
                break
            before = now
        self._keep(model)
        notices = alike_topics(self.components_)
        if self.converged_ or self.tolerance == 0:
            return notices
        movement = "the change by one sweep is unknown"
        if np.isfinite(moved):
            movement = f"a sweep still changed the topics by {moved:.2g}"
        return [*notices, not_converged("LDA", self.max_sweeps, movement, self.tolerance)]

    def partial_fit(self, X: Any, y: None = None) -> Self:
        """One online step with further rows."""
        first = not hasattr(self, "_model")
        rows = self._checked_rows(X, reset=first)
        if first:
            self._model = self._make(total_samples=1e6, learning_decay=0.7)
            self.n_sweeps_ = 1
            self.converged_ = False
        with threadpool_limits(1):
            self._model.partial_fit(rows)
        self._keep(self._model)
        return self

    def transform(self, X: Any) -> NDArray[np.float64]:
        """Topic shares of rows with the topics frozen, shape (n_rows, n_topics); rows sum to 1."""
        rows = self._checked_rows(X, reset=False)
        with threadpool_limits(1):
            shares: NDArray[np.float64] = self._model.transform(rows)
        return shares

    def _keep(self, model: Any) -> None:
        self._model = model
        self.components_ = model.components_
        self.document_topic_prior_ = np.full(self.n_topics, model.doc_topic_prior_)

    def prepare_restored(self) -> None:
        """Make a fitted estimator of scikit-learn from the restored arrays."""
        model = self._make()
        mass = self.components_.sum(axis=1, keepdims=True)
        model.components_ = self.components_
        model.exp_dirichlet_component_ = np.exp(psi(self.components_) - psi(mass))
        model.doc_topic_prior_ = float(self.document_topic_prior_[0])
        model.n_features_in_ = self.components_.shape[1]
        self._model = model

    def _make(self, **options: Any) -> Any:
        from sklearn.decomposition import LatentDirichletAllocation

        self._check_sizes(max_sweeps=self.max_sweeps)
        for name in ("document_topic_prior", "topic_term_prior"):
            value = getattr(self, name)
            if value is not None and (isinstance(value, str) or np.ndim(value)):
                raise OptionError(
                    f"engine sklearn takes one positive number for {name}; learned and matrix "
                    'priors work with engine="topics" or "gensim"'
                )
            if value is not None and not 0 < value <= 1:
                raise OptionError(f"{name} is {value}; engine sklearn takes above 0, at most 1")
        return LatentDirichletAllocation(
            n_components=self.n_topics,
            doc_topic_prior=self.document_topic_prior,
            topic_word_prior=self.topic_term_prior,
            batch_size=2**31 - 1,
            random_state=self.random_state,
            **options,
        )
