"""LDA by gensim: online variational Bayes with learned or matrix priors."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
import scipy.sparse as sp
from gensim.matutils import Sparse2Corpus
from gensim.models import LdaModel
from gensim.models.callbacks import Metric
from numpy.typing import ArrayLike, NDArray
from scipy.special import psi
from threadpoolctl import threadpool_limits

from topics.models.contract import TopicModel, alike_topics
from topics.notices import Notice, Progress


class GensimLDA(TopicModel):
    """Latent Dirichlet allocation by gensim's ``LdaModel`` (Hoffman, Blei and Bach 2010).

    Parameters
    ----------
    n_topics : int
    document_topic_prior : "auto", float or array of shape (n_topics,)
        "auto" learns an asymmetric prior.
    topic_term_prior : float or array of shape (n_topics, n_vocabulary), optional
        An array may contain seed words; None is 1 / n_topics.
    max_sweeps : int
        Number of passes over the rows; gensim has no stopping rule over passes.
    random_state : int
    progress : callable, optional
        Called with ("fit", sweep, max_sweeps).

    Attributes
    ----------
    components_ : array, shape (n_topics, n_vocabulary)
        Expected counts plus prior.
    document_topic_prior_ : array, shape (n_topics,)
        The prior that was given or learned.
    """

    def __init__(
        self,
        n_topics: int = 10,
        *,
        document_topic_prior: str | float | ArrayLike = "auto",
        topic_term_prior: float | ArrayLike | None = None,
        max_sweeps: int = 20,
        random_state: int = 0,
        progress: Progress | None = None,
    ) -> None:
        self.n_topics = n_topics
        self.document_topic_prior = document_topic_prior
        self.topic_term_prior = topic_term_prior
        self.max_sweeps = max_sweeps
        self.random_state = random_state
        self.progress = progress

    def fit_quietly(self, X: Any) -> list[Notice]:
        """Fit from scratch on counts (n_rows, n_vocabulary); notices instead of warnings."""
        rows = self._checked_rows(X, reset=True)
        self._check_sizes(max_sweeps=self.max_sweeps)
        self._model = self._make(rows.shape[1], self.document_topic_prior)
        with threadpool_limits(1):
            self._model.update(_corpus(rows), passes=self.max_sweeps)
        self.n_sweeps_ = self.max_sweeps
        self.converged_ = None  # gensim has no stopping rule over passes
        self._keep()
        return alike_topics(self.components_)

    def partial_fit(self, X: Any, y: None = None) -> Self:
        """One online pass over further rows."""
        first = not hasattr(self, "_model")
        rows = self._checked_rows(X, reset=first)
        if first:
            self._check_sizes()
            self._model = self._make(rows.shape[1], self.document_topic_prior)
            self.n_sweeps_ = 1
            self.converged_ = False
        with threadpool_limits(1):
            self._model.update(_corpus(rows), passes=1)
        self._keep()
        return self

    def transform(self, X: Any) -> NDArray[np.float64]:
        """Topic shares of rows with the topics frozen, shape (n_rows, n_topics); rows sum to 1."""
        rows = self._checked_rows(X, reset=False)
        # gensim starts each row from the next random numbers, so its shares would depend on the
        # rows before it. From an even start they depend only on the row.
        generator, self._model.random_state = self._model.random_state, _EvenStart()
        try:
            with threadpool_limits(1):
                gamma, _ = self._model.inference(list(_corpus(rows)))
        finally:
            self._model.random_state = generator
        shares: NDArray[np.float64] = gamma / gamma.sum(axis=1, keepdims=True)
        return shares

    def _keep(self) -> None:
        self.components_ = self._model.state.get_lambda()
        self.document_topic_prior_ = np.array(self._model.alpha, dtype=np.float64)

    def prepare_restored(self) -> None:
        """Make a fitted model of gensim from the restored arrays."""
        model = self._make(self.components_.shape[1], self.document_topic_prior_)
        mass = self.components_.sum(axis=1, keepdims=True)
        model.expElogbeta = np.exp(psi(self.components_) - psi(mass))
        self._model = model

    def _make(self, n_vocabulary: int, prior: str | float | ArrayLike) -> Any:
        return LdaModel(
            num_topics=self.n_topics,
            id2word={i: str(i) for i in range(n_vocabulary)},
            alpha=prior if isinstance(prior, str) else _prior(prior),
            eta=None if self.topic_term_prior is None else _prior(self.topic_term_prior),
            eval_every=None,
            random_state=self.random_state,
            dtype=np.float64,
            callbacks=[_PassCounter(self.progress_or_silent, self.max_sweeps)],
        )


class _EvenStart:
    """Replaces a random generator: all topics start with the mean."""

    def gamma(self, shape: float, scale: float, size: tuple[int, ...]) -> NDArray[np.float64]:
        """The mean of the distribution, everywhere."""
        return np.full(size, shape * scale)


class _PassCounter(Metric):  # type: ignore[misc]
    """Reports finished passes: gensim evaluates its metrics after each."""

    def __init__(self, progress: Progress, max_sweeps: int) -> None:
        self.progress = progress
        self.max_sweeps = max_sweeps
        self.logger = None
        self.title = "passes"
        self.n_done = 0

    def get_value(self, **_: object) -> int:
        """Number of passes done so far."""
        self.n_done += 1
        self.progress("fit", self.n_done, self.max_sweeps)
        return self.n_done


def _corpus(rows: Any) -> Any:
    return Sparse2Corpus(sp.csc_matrix(rows.T), documents_columns=True)


def _prior(value: float | ArrayLike) -> float | NDArray[np.float64]:
    array = np.asarray(value, dtype=np.float64)
    return float(array) if array.ndim == 0 else array
