"""LDA by collapsed variational Bayes in chunks: the product's own engine."""

from __future__ import annotations

import warnings
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import scipy.sparse as sp
from numpy.typing import ArrayLike, NDArray
from sklearn.utils.validation import check_is_fitted

from topics.errors import InputError, OptionError, TopicsWarning
from topics.kernels.lda.fold import fold_rows
from topics.kernels.threads import ONE_THREAD_VISITS, kernel_threads
from topics.models.contract import (
    TopicEstimator,
    all_or_nothing,
    compiled_kernels,
)
from topics.models.lda.search import PASSES, swept
from topics.models.lda.state import KERNELS, Sweeps, in_chunks, random_topics, shuffled
from topics.models.options import check_at_least_zero, check_random_state, numbers_of
from topics.notices import Progress

BATCH_PASSES = 20
"""Passes over a batch's rows before the terms move."""

CHUNK_ROWS, MAX_CHUNKS = 48, 16
LARGEST_TOTAL = 2.0**53

# Local optima: small fits start several times and keep the best objective, and every fit
# searches in its first sweeps (`topics.models.lda.search`). Starts are measured in visits, that
# is non-zeros times topics. On the project's sample documents starts and search lift the
# agreement with the themes from 0.87 to 0.95.
STARTS, STARTS_VISITS = 5, 2e6
START_PRIOR, START_PRIOR_SUM = 0.1, 5.0
"""A prior to be learned starts from the first, or from less where the sum would be larger."""

FOLD_PASSES, FOLD_TOLERANCE = 100, np.float32(1e-3)


class LDA(TopicEstimator):
    r"""Latent Dirichlet allocation by CVB0, incremental over fixed chunks of the rows.

    Token responsibilities are

    .. math:: \gamma_{itk} \propto \frac{(n_{ik}^{-} + \alpha_k)(n_{tk}^{-} + \beta_{kt})}
              {n_k^{-} + \sum_t \beta_{kt}}

    with :math:`n^{-}` the expected counts without the token's own share, :math:`\alpha` the
    document prior and :math:`\beta` the term prior. Rows stand in fixed chunks. A sweep takes
    chunk after chunk: some passes over its rows with the terms frozen, then the chunk's part
    of the term counts is replaced. Threads share rows, then terms, never a cell, so that the
    bits do not depend on their number. Responsibilities are not stored but solved for
    (`topics.kernels.lda.cvb`), which leaves one number a non-zero. In large fits the first sweeps
    draw topics instead (collapsed Gibbs sampling, `topics.kernels.lda.gibbs`), which finds better
    optima for CVB0 to settle in.

    Parameters
    ----------
    n_topics : int
    document_topic_prior : "auto", float, or array of shape (n_topics,)
        Dirichlet prior of the rows; "auto" learns an asymmetric one (Minka's fixed point on
        whole counts; Wallach, Mimno and McCallum 2009 on why).
    topic_term_prior : float, or array of shape (n_topics, n_terms)
        Dirichlet prior of the topics; an array may hold seed words.
    max_sweeps : int
        Most sweeps over the rows.
    tolerance : float
        Stop when a sweep raises `objective_` by less than this (nats a token; 0.001 is 0.1%
        of perplexity); 0 never stops early. Sweeps that search come first and are taken in any
        case: in large fits up to 240 that draw topics, in small ones those that anneal.
    random_state : int
        0 or more.
    n_threads : int, optional
        Default: as many as numba is set to, all at first.
    progress : callable, optional
        Called with ("fit", sweeps done, most sweeps), those of all starts of a small fit, and
        with ("compile", 0 or 1, 1) around the first use of the kernels on a machine.

    Attributes
    ----------
    components_ : array of float64, shape (n_topics, n_terms)
        Expected counts plus prior.
    document_topic_ : array, shape (n_rows, n_topics)
        Shares of the fitted rows: what `transform` gives for them. Not after `partial_fit`.
    document_topic_prior_ : array, shape (n_topics,)
        The prior that was given or learned.
    n_sweeps_ : int
        After `partial_fit` the number of batches.
    converged_ : bool
        Whether the gain of a sweep fell below `tolerance`.
    objective_ : array of float64
        Mean log probability of a token given all others, one for each sweep, as the sweep
        came to it. `partial_fit` appends one for each batch that has counts.

    References
    ----------
    Asuncion, Welling, Smyth and Teh 2009, On smoothing and inference for topic models.
    Griffiths and Steyvers 2004, Finding scientific topics.
    Foulds, Boyles, DuBois, Smyth and Welling 2013, Stochastic collapsed variational Bayesian
    inference for latent Dirichlet allocation.

    Examples
    --------
    >>> rows = sp.csr_array([[4, 0, 1], [5, 1, 0], [0, 6, 3], [0, 4, 4]])
    >>> shares = LDA(n_topics=2).fit_transform(rows)
    >>> shares.argmax(axis=1).tolist() in ([0, 0, 1, 1], [1, 1, 0, 0])
    True
    """

    components_: NDArray[np.float64]

    def __init__(
        self,
        n_topics: int = 10,
        *,
        document_topic_prior: str | float | ArrayLike = "auto",
        topic_term_prior: float | ArrayLike = 0.01,
        max_sweeps: int = 300,
        tolerance: float = 0.004,
        random_state: int = 0,
        n_threads: int | None = None,
        progress: Progress | None = None,
    ) -> None:
        self.n_topics = n_topics
        self.document_topic_prior = document_topic_prior
        self.topic_term_prior = topic_term_prior
        self.max_sweeps = max_sweeps
        self.tolerance = tolerance
        self.random_state = random_state
        self.n_threads = n_threads
        self.progress = progress

    def fit(self, X: Any, y: None = None) -> Self:
        """Fit from scratch on counts (n_rows, n_terms).

        Raises
        ------
        InputError
            Counts that are negative, missing or infinite, or whose sum is not exact in floating
            point (2**53 and above).
        OptionError
            An option out of range.

        Warns
        -----
        TopicsWarning
            `max_sweeps` was reached while a sweep still gained more than `tolerance`.
        """
        self._check_options()
        with all_or_nothing(self), self._kernels():
            rows = self._rows(X, reset=True)
            options = self._options(rows.shape[1])
            sweeps, objective = self._best_start(shuffled(rows, self.random_state), options)
            self.document_topic_prior_ = sweeps.document_prior
            self.components_ = np.ascontiguousarray(sweeps.term_topic.T, dtype=np.float64)
            self.objective_ = np.array(objective)
            self.n_sweeps_ = len(objective)
            gain = objective[-1] - objective[-2] if len(objective) > 1 else np.inf
            self.converged_ = not len(sweeps.counts) or gain < self.tolerance
            self.n_batches_ = 1
            del sweeps
            self.document_topic_ = self._fold(rows)[0]
        if not self.converged_ and self.tolerance > 0:
            warnings.warn(
                f"LDA stopped at max_sweeps={self.max_sweeps} while a sweep still gained "
                f"{gain:.2g} nats a token, tolerance is {self.tolerance:g}; raise one of them",
                TopicsWarning,
                stacklevel=2,
            )
        return self

    def fit_transform(self, X: Any, y: None = None) -> NDArray[np.float64]:
        """Fit, and the shares of the same rows."""
        return self.fit(X).document_topic_

    def partial_fit(self, X: Any, y: None = None) -> Self:
        """Add the counts of further rows; memory depends on the batch and the topics only.

        The first batch is fitted as `fit` does, a later one is gone over some times against
        the topics so far. Earlier batches, placed
        when the topics were still vague, fade: their weight falls by a share
        ``1 / (n_batches + 1)`` with every batch.
        """
        self._check_options()
        with all_or_nothing(self), self._kernels():
            known = self._goes_on()
            rows = self._rows(X, reset=not known)
            first = not known or self._knows_nothing()
            options = self._options(rows.shape[1])
            order = shuffled(rows, self.random_state)
            if first:
                self.n_batches_ = 0
            if len(order.data):
                self._add_batch(order, options, first)
            elif first:
                raise InputError("the first batch has no counts; begin with one that has")
            self.n_batches_ += 1
            self.n_sweeps_ = self.n_batches_
            self.converged_ = False
            self.__dict__.pop("document_topic_", None)
        return self

    def transform(self, X: Any) -> NDArray[np.float64]:
        """Topic shares of rows, terms frozen, shape (n_rows, n_topics); each row sums to 1.

        A row's answer depends on nothing but the row. A row without counts gets the prior.
        """
        with self._kernels():
            return self._fold(self._rows(X, reset=False))[0]

    def score(self, X: Any, y: None = None) -> float:
        """Log probability of rows: every token given its row's other tokens, terms frozen."""
        with self._kernels():
            return float(self._fold(self._rows(X, reset=False))[1].sum())

    def perplexity(self, X: Any) -> float:
        """``exp(-score(X) / X.sum())``: lower is better.

        Raises
        ------
        InputError
            No counts to score.
        """
        with self._kernels():
            rows = self._rows(X, reset=False)
            n = rows.data.sum(dtype=np.float64)
            if n == 0:
                raise InputError("the rows hold no counts; perplexity needs at least one")
            return float(np.exp(-self._fold(rows)[1].sum() / n))

    @property
    def exp_dirichlet_component_(self) -> NDArray[np.float64]:
        """``exp(E[log topic_term])`` under Dirichlet(components_), as scikit-learn's LDA."""
        from scipy.special import psi

        check_is_fitted(self)
        mass = self.components_.sum(axis=1, keepdims=True)
        result: NDArray[np.float64] = np.exp(psi(self.components_) - psi(mass))
        return result

    def _best_start(self, order: Any, options: _Options) -> tuple[Sweeps, list[float]]:
        """Fit from one or some random starts; the best, and the objective of its sweeps."""
        visits = max(order.nnz * self.n_topics, 1)
        n_chunks = min(max(order.shape[0] // CHUNK_ROWS, 1), MAX_CHUNKS)
        n_starts = int(np.clip(STARTS_VISITS / visits, 1, STARTS))
        n_threads = 1 if visits * PASSES < ONE_THREAD_VISITS * n_chunks else None
        best: tuple[Sweeps, list[float]] | None = None
        n_done = 0
        with kernel_threads(n_threads):
            for start in range(n_starts):
                sweeps = _sweeps(order, n_chunks, options, self.random_state, start)
                if not order.nnz:
                    return sweeps, [0.0]
                objective: list[float] = []
                state = self.random_state + (start << 32)
                for value in swept(sweeps, self.max_sweeps, self.tolerance, options.learn, state):
                    objective.append(value)
                    n_done += 1
                    self._tell("fit", n_done, n_starts * self.max_sweeps)
                if best is None or objective[-1] > best[1][-1]:
                    best = sweeps, objective
        assert best is not None  # noqa: S101 - there is at least one start
        return best

    def _add_batch(self, order: Any, options: _Options, first: bool) -> None:
        if first:
            sweeps, objective = self._best_start(order, options)
        else:
            sweeps = _sweeps(order, 1, options, self.random_state)
            keep = 1.0 - 1.0 / (self.n_batches_ + 1.0)
            prior = sweeps.term_prior
            counts = np.maximum(self.components_.T - prior, 0.0)
            sweeps.term_topic = (keep * counts + prior).astype(np.float32)
            sweeps.mass = sweeps.term_topic.sum(axis=0, dtype=np.float64)
            if options.learn:
                sweeps.document_prior = self.document_topic_prior_.copy()
            sweeps.start(sweeps.chunks[0])
            sweeps.renew(sweeps.chunks[0], BATCH_PASSES)
            objective = [sweeps.objective]
            if options.learn:
                sweeps.learn_document_prior()
        self.components_ = np.ascontiguousarray(sweeps.term_topic.T, dtype=np.float64)
        self.document_topic_prior_ = sweeps.document_prior
        self.objective_ = np.append(getattr(self, "objective_", []), objective[-1])

    def _fold(self, rows: Any) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Shares and log probability of rows under the fitted topics."""
        mass = self.components_.sum(axis=1)
        term_topic = (self.components_.T / mass).astype(np.float32, order="C")
        return _fold(rows, term_topic, self.document_topic_prior_)

    def _rows(self, X: Any, *, reset: bool) -> Any:
        """Canonical CSR float32 without stored zeros."""
        matrix = self._checked(X, reset=reset)
        if matrix.data.sum() >= LARGEST_TOTAL:
            raise InputError(
                f"the counts sum to {matrix.data.sum():.3g}; sums from 2**53 on are not exact"
            )
        rows = sp.csr_matrix(
            (matrix.data.astype(np.float32), matrix.indices, matrix.indptr), shape=matrix.shape
        )
        if not rows.data.all():
            rows.indices, rows.indptr = rows.indices.copy(), rows.indptr.copy()
            rows.eliminate_zeros()
        return rows

    def _knows_nothing(self) -> bool:
        """Whether rows without counts left topics that are all alike."""
        return self.n_topics > 1 and not np.ptp(self.components_, axis=0).any()

    def _check_options(self) -> None:
        self._check_sizes(max_sweeps=self.max_sweeps, n_threads=self.n_threads)
        check_random_state(self.random_state)
        check_at_least_zero(tolerance=self.tolerance)

    def _options(self, n_terms: int) -> _Options:
        learn = isinstance(self.document_topic_prior, str)
        if learn and self.document_topic_prior != "auto":
            raise OptionError(
                f"document_topic_prior is {self.document_topic_prior!r}, "
                f'expected "auto", a number or {self.n_topics} numbers'
            )
        given = (
            min(START_PRIOR, START_PRIOR_SUM / max(self.n_topics, 1))
            if learn
            else self.document_topic_prior
        )
        document_prior = _prior("document_topic_prior", given, (self.n_topics,))
        term_prior = _prior("topic_term_prior", self.topic_term_prior, (self.n_topics, n_terms))
        if np.ndim(self.topic_term_prior) == 0:
            term_prior = term_prior[:, :1]
        return _Options(
            learn=learn,
            document_prior=document_prior.copy(),
            term_prior=np.ascontiguousarray(term_prior.T, dtype=np.float32),
        )

    def _kernels(self) -> AbstractContextManager[None]:
        return compiled_kernels(self, self.n_threads, (*KERNELS, fold_rows), _compile_kernels)


@dataclass(frozen=True)
class _Options:
    """Checked options: whether to learn the document prior, and the priors to start from."""

    learn: bool
    document_prior: NDArray[np.float64]
    term_prior: NDArray[np.float32]


def _compile_kernels() -> None:
    """One small sweep and fold-in: compiles every kernel, or loads it from numba's cache."""
    rows = sp.csr_matrix(np.ones((2, 2), np.float32))
    options = _Options(True, np.ones(1), np.ones((1, 1), np.float32))
    sweeps = _sweeps(shuffled(rows, 0), 1, options, 0)
    sweeps.start(sweeps.chunks[0])
    sweeps.renew(sweeps.chunks[0], 1)
    sweeps.scatter(0, 1.0, True)
    sweeps.count_rows()
    sweeps.draw(sweeps.chunks[0], 0, 0)
    sweeps.recount()
    sweeps.learn_document_prior()
    _fold(rows, sweeps.term_topic, sweeps.document_prior)


def _sweeps(
    order: Any, n_chunks: int, options: _Options, random_state: int, start: int = 0
) -> Sweeps:
    """State before the first sweep: random topics that weigh as much as one chunk."""
    n_topics = len(options.document_prior)
    counts, indices, indptr = _arrays(order)
    term_counts = np.bincount(indices, counts, minlength=order.shape[1]).astype(np.float64)
    if len(counts):
        weight = term_counts.sum() / n_chunks
        topics = random_topics(term_counts, n_topics, weight, random_state, start)
    else:
        topics = np.zeros((order.shape[1], n_topics), np.float32)
    return Sweeps(
        counts=counts,
        indices=indices,
        indptr=indptr,
        document_prior=options.document_prior.copy(),
        term_prior=options.term_prior,
        term_topic=topics + options.term_prior,
        chunks=in_chunks(order, n_chunks, n_topics),
        row_topic=np.zeros((order.shape[0], n_topics), np.float32),
        scales=np.empty(len(counts), np.float32),
        drawn=np.empty(len(counts), np.int32),
        log_likelihood=np.zeros(order.shape[0]),
    )


def _fold(
    rows: Any, term_topic: NDArray[np.float32], document_prior: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    shares = np.empty((rows.shape[0], len(document_prior)))
    log_likelihood = np.empty(rows.shape[0])
    prior = document_prior.astype(np.float32)
    fold_rows(
        *_arrays(rows), term_topic, prior, FOLD_PASSES, FOLD_TOLERANCE, shares, log_likelihood
    )
    return shares, log_likelihood


def _arrays(rows: Any) -> tuple[NDArray[np.float32], NDArray[np.int32], NDArray[np.int64]]:
    return rows.data, rows.indices.astype(np.int32), rows.indptr.astype(np.int64)


def _prior(name: str, value: Any, shape: tuple[int, ...]) -> NDArray[np.float64]:
    """A number or an array of positive numbers, spread to `shape`."""
    of_one = np.ndim(value) == 0
    return np.broadcast_to(numbers_of(name, value, () if of_one else shape, above_zero=True), shape)
