"""NMF in both losses, extrapolated and online: the product's own engine."""

from __future__ import annotations

import warnings
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any, Self

import numpy as np
import scipy.sparse as sp
from numpy.typing import ArrayLike, NDArray
from sklearn.utils.validation import check_is_fitted

from topics.errors import InputError, OptionError, TopicsWarning
from topics.kernels.threads import ONE_THREAD_VISITS, kernel_threads
from topics.models.contract import (
    TopicEstimator,
    all_or_nothing,
    compiled_kernels,
)
from topics.models.nmf.problem import Problem, Pull, exponent_of, scaled, times_power_of_two
from topics.models.nmf.pull import earlier_pull, seed_pull, seeded_terms
from topics.models.nmf.start import (
    START_KERNELS,
    random_start,
    root_start,
    row_start,
    spectral_start,
)
from topics.models.nmf.sweeps import KERNELS, LEAST, LOSSES, Factors, sweep
from topics.models.options import check_at_least_zero, check_random_state, numbers_of
from topics.notices import Progress

Floats = NDArray[np.float32]

STARTS = ("nndsvd", "random")
UNITS = {"frobenius": 2, "kullback-leibler": 1}
"""The power of the rows' scale that an objective has."""

BATCH_SWEEPS = 10
FIRST_PASSES, LAST_PASSES, FOLD_PASSES = 20, 3, 200
"""Most passes over rows before the first sweep, after the last, and of new rows."""


class NMF(TopicEstimator):
    r"""Non-negative matrix factorisation by extrapolated block descent.

    Rows :math:`V` over terms become :math:`W H`. With :math:`n` rows and :math:`m` terms the
    fit lowers

    .. math:: D(V, WH) + m \alpha_W \left(\lambda \|W\|_1 + \tfrac{1 - \lambda}{2} \|W\|_F^2\right)
              + n \alpha_H \left(\lambda \|H\|_1 + \tfrac{1 - \lambda}{2} \|H\|_F^2\right)

    where :math:`D` is :math:`\tfrac{1}{2} \|V - WH\|_F^2` or :math:`\sum V \log \frac{V}{WH} -
    V + WH`, as scikit-learn's NMF does. Rows and terms are renewed in turn, from points
    beyond the last ones; a sweep that would raise the objective is taken back. Threads
    share rows, never a sum, so that the bits do not depend on their number.

    Parameters
    ----------
    n_topics : int
    loss : {"frobenius", "kullback-leibler"}
    init : {"nndsvd", "random"}, array of shape (n_topics, n_terms), or a pair of arrays
        Singular vectors split into their signs (for Kullback-Leibler those of the square
        roots, and 5 sweeps of least squares on them), rows drawn by chance, fitted to a
        sample where there are many (for Kullback-Leibler numbers drawn by chance), a first
        factor over terms, or first factors over rows and terms, as `fit_transform` and
        `components_` are.
    document_topic_penalty, topic_term_penalty : float
        The :math:`\alpha_W` and :math:`\alpha_H`; 0 or more.
    l1_ratio : float in [0, 1]
        The :math:`\lambda`: 0 makes weights even, 1 makes them few.
    topic_term_prior : array of shape (n_topics, n_terms), optional
        Seed words: 0 says nothing of a term. A row that holds anything is where its topic
        starts, and pulls.
    prior_weight : float
        How strongly `topic_term_prior` pulls: as much as this many times an even share of the
        rows, each a row of the prior. 0 starts there and no more.
    max_sweeps : int
        Most sweeps over the rows.
    tolerance : float, optional
        Stop when two sweeps in a row lower `objective_` by less than this share, or when it is
        less than this share of the rows (of half their squares, or of their sum). By default
        5e-6 for Frobenius, 1e-4 for Kullback-Leibler; 0 stops where float32 can tell no more.
    random_state : int
        0 or more.
    n_threads : int, optional
        Default: as many as numba is set to, all at first.
    progress : callable, optional
        Called with ("fit", sweep, max_sweeps), and with ("compile", 0 or 1, 1) around the
        first use of the kernels on a machine.

    Attributes
    ----------
    components_ : array of float64, shape (n_topics, n_terms)
        The raw factor over terms, :math:`H`.
    reconstruction_error_ : float
        The square root of twice :math:`D`; for Frobenius the distance. Of the last batch after
        `partial_fit`.
    objective_ : array of float64
        What the fit lowers, one for each sweep as the sweep came to it; it never rises within
        a fit. `partial_fit` appends one for each batch.
    n_sweeps_ : int
        After `partial_fit` the number of batches.
    converged_ : bool
        Whether the fit stopped by `tolerance`.

    References
    ----------
    Cichocki and Phan 2009, Fast local algorithms for large scale nonnegative matrix and tensor
    factorizations. Ang and Gillis 2019, Accelerating nonnegative matrix factorization
    algorithms using extrapolation. Hien, Leplat and Gillis 2024, Block majorization
    minimization with extrapolation and application to beta-NMF.

    Examples
    --------
    >>> rows = sp.csr_array([[4.0, 0, 1], [5, 0, 0], [0, 6, 3], [0, 4, 4]])
    >>> weights = NMF(n_topics=2).fit_transform(rows)
    >>> weights.argmax(axis=1).tolist() in ([0, 0, 1, 1], [1, 1, 0, 0])
    True
    """

    components_: NDArray[np.float64]
    objective_: NDArray[np.float64]
    _seen: NDArray[np.float64]

    def __init__(
        self,
        n_topics: int = 10,
        *,
        loss: str = "frobenius",
        init: str | ArrayLike | tuple[ArrayLike, ArrayLike] = "nndsvd",
        document_topic_penalty: float = 0.0,
        topic_term_penalty: float = 0.0,
        l1_ratio: float = 0.0,
        topic_term_prior: ArrayLike | None = None,
        prior_weight: float = 0.1,
        max_sweeps: int = 200,
        tolerance: float | None = None,
        random_state: int = 0,
        n_threads: int | None = None,
        progress: Progress | None = None,
    ) -> None:
        self.n_topics = n_topics
        self.loss = loss
        self.init = init
        self.document_topic_penalty = document_topic_penalty
        self.topic_term_penalty = topic_term_penalty
        self.l1_ratio = l1_ratio
        self.topic_term_prior = topic_term_prior
        self.prior_weight = prior_weight
        self.max_sweeps = max_sweeps
        self.tolerance = tolerance
        self.random_state = random_state
        self.n_threads = n_threads
        self.progress = progress

    def fit(self, X: Any, y: None = None) -> Self:
        """Fit from scratch on weights (n_rows, n_terms); see `fit_transform`."""
        with all_or_nothing(self):
            self._fit(X)
        self._warn_of_the_end(3)
        return self

    def fit_transform(self, X: Any, y: None = None) -> NDArray[np.float64]:
        """Fit from scratch, and the raw factor over the rows, shape (n_rows, n_topics).

        Raises
        ------
        InputError
            Values that are negative, missing, infinite or above 1e150.
        OptionError
            An option out of range.

        Warns
        -----
        TopicsWarning
            `max_sweeps` was reached while a sweep still gained more than `tolerance`.
        """
        with all_or_nothing(self):
            weights = self._outward(self._fit(X))
        self._warn_of_the_end(4)
        return weights

    def partial_fit(self, X: Any, y: None = None) -> Self:
        """Go on with further rows; memory depends on the batch and the topics only.

        Of earlier rows their Gram matrix (Frobenius) or mass (Kullback-Leibler) over the topics
        is kept: it holds the topics back as those rows would. Its weight falls by a share
        ``1 / (n_batches + 1)`` with every batch.
        """
        self._check_options()
        with all_or_nothing(self), self._kernels():
            known = self._goes_on()
            matrix = self._checked(X, reset=not known, dtype=(np.float64, np.float32))
            first = not known or not self.components_.any()
            if first:
                if not matrix.data.any():
                    raise InputError("the first batch has no weights; begin with one that has")
                self.n_batches_ = 0
                self._exponent = exponent_of(matrix)
            problem = self._problem(matrix)
            with self._threads(problem):
                self._add_batch(problem, first)
        return self

    def transform(self, X: Any) -> NDArray[np.float64]:
        """Raw factor over rows, terms frozen, shape (n_rows, n_topics).

        A row's answer depends on nothing but the row. Terms that no topic holds are passed over.
        """
        self._check_options()
        with self._kernels():
            matrix = self._checked(X, reset=False, dtype=(np.float64, np.float32))
            problem = self._problem(matrix)
            term_topic = np.ascontiguousarray(self.components_.T, dtype=np.float32)
            known: NDArray[np.bool_] = np.asarray(term_topic.any(axis=1))
            if not known.all():
                rows = problem.matrix.copy()
                rows.data[~known[rows.indices]] = 0
                rows.eliminate_zeros()
                problem = replace(problem, matrix=rows)
            with self._threads(problem):
                return self._outward(self._rows_for(problem, term_topic, FOLD_PASSES))

    def inverse_transform(self, X: ArrayLike) -> NDArray[np.float64]:
        """Rows rebuilt from their weights, shape (n_rows, n_terms)."""
        check_is_fitted(self)
        weights = np.asarray(X, dtype=np.float64)
        if weights.ndim != 2 or weights.shape[1] != len(self.components_):
            raise InputError(
                f"weights have shape {weights.shape}, expected (n_rows, {len(self.components_)})"
            )
        rebuilt: NDArray[np.float64] = np.einsum("ik,kt->it", weights, self.components_)
        return rebuilt

    def _fit(self, X: Any) -> Floats:
        """Fit from scratch; the scaled factor over the rows, as wide as the sweeps had it."""
        self._check_options()
        with self._kernels():
            matrix = self._checked(X, reset=True, dtype=(np.float64, np.float32))
            self._exponent = exponent_of(matrix)
            problem = self._problem(matrix)
            del matrix
            with self._threads(problem):
                prior = self._prior(problem)
                row_topic, term_topic = self._start(problem, prior)
                if prior is not None:
                    problem = replace(problem, pull=self._prior_pull(problem, prior))
                factors = self._sweep(problem, row_topic, term_topic, self.max_sweeps)
                del row_topic, term_topic
                self._finish(problem, factors)
        self.n_batches_ = 1
        self.objective_ = self._in_units(factors.objective)
        self.n_sweeps_ = len(factors.objective)
        self.converged_ = factors.converged
        return factors.row_topic

    def _warn_of_the_end(self, stacklevel: int) -> None:
        if not self.converged_ and self._tolerance() > 0:
            warnings.warn(
                f"NMF stopped at max_sweeps={self.max_sweeps} while a sweep still lowered the "
                f"objective by more than the share {self._tolerance():g}; raise one of them",
                TopicsWarning,
                stacklevel=stacklevel,
            )

    def _tolerance(self) -> float:
        return LOSSES[self.loss].tolerance if self.tolerance is None else self.tolerance

    def _sweep(
        self, problem: Problem, row_topic: Floats, term_topic: Floats, max_sweeps: int
    ) -> Factors:
        return sweep(
            problem,
            LOSSES[self.loss](),
            row_topic,
            term_topic,
            max_sweeps,
            self._tolerance(),
            lambda done: self._tell("fit", done, max_sweeps),
        )

    def _add_batch(self, problem: Problem, first: bool) -> None:
        prior = self._prior(problem)
        pull = self._prior_pull(problem, prior)
        kept = None
        if first:
            row_topic, term_topic = self._start(problem, prior)
        else:
            term_topic = np.ascontiguousarray(self.components_.T, dtype=np.float32)
            row_topic = self._rows_for(problem, term_topic, FIRST_PASSES)
            kept = (1.0 - 1.0 / (self.n_batches_ + 1.0)) * self._seen
            pull = earlier_pull(self.loss, term_topic, kept, pull)
        problem = replace(problem, pull=pull)
        factors = self._sweep(problem, row_topic, term_topic, BATCH_SWEEPS)
        self._finish(problem, factors)
        if kept is not None:
            self._seen = self._seen + kept
        self.n_batches_ += 1
        self.n_sweeps_ = self.n_batches_
        self.converged_ = False
        value = self._in_units(factors.objective[-1:])
        self.objective_ = value if first else np.append(self.objective_, value)

    def _finish(self, problem: Problem, factors: Factors) -> None:
        """Settle the factor over rows; keep what stands for them, and the factor over terms."""
        loss = LOSSES[self.loss]()
        row_topic, term_topic = factors.row_topic, factors.term_topic
        left, seen = loss.finish(problem, row_topic, term_topic, LAST_PASSES)
        n = self.n_topics
        self._seen = seen[:n, :n] if seen.ndim == 2 else seen[:n]
        if self.loss == "frobenius":
            self.reconstruction_error_ = float(np.ldexp(np.sqrt(2 * left), self._exponent))
        else:
            self.reconstruction_error_ = float(np.sqrt(np.ldexp(2 * left, self._exponent)))
        self.components_ = _without_crumbs(term_topic.T[:n], self.loss)

    def _outward(self, row_topic: Floats) -> NDArray[np.float64]:
        """The factor over rows in the scale of the rows that came."""
        weights = _without_crumbs(row_topic[:, : len(self.components_)], self.loss)
        return times_power_of_two(weights, self._exponent)

    def _in_units(self, objective: ArrayLike) -> NDArray[np.float64]:
        """Objectives in the scale of the rows that came."""
        result: NDArray[np.float64] = np.ldexp(objective, UNITS[self.loss] * self._exponent)
        return result

    def _problem(self, matrix: Any) -> Problem:
        """Scaled rows, and the penalties in their scale: the factor over rows takes it all."""
        n_rows, n_terms = matrix.shape
        unit = UNITS[self.loss]
        per_row = n_terms * self.document_topic_penalty
        per_term = _shifted(n_rows * self.topic_term_penalty, -unit * self._exponent)
        row_linear = _shifted(per_row, (1 - unit) * self._exponent)
        row_quadratic = _shifted(per_row, (2 - unit) * self._exponent)
        return Problem(
            matrix=scaled(matrix, self._exponent),
            exponent=self._exponent,
            row_linear=row_linear * self.l1_ratio,
            row_quadratic=row_quadratic * (1 - self.l1_ratio),
            term_linear=per_term * self.l1_ratio,
            term_quadratic=per_term * (1 - self.l1_ratio),
        )

    def _start(self, problem: Problem, prior: Floats | None) -> tuple[Floats, Floats]:
        """Factors before the first sweep."""
        positive = self.loss == "kullback-leibler"
        if isinstance(self.init, str):
            if self.init == "random" or problem.total == 0:
                by_chance = random_start if positive else row_start
                row_topic, term_topic = by_chance(problem, self.n_topics, self.random_state)
            else:
                start = root_start if positive else spectral_start
                row_topic, term_topic = start(problem, self.n_topics, self.random_state)
            if prior is None:
                return row_topic, term_topic
        else:
            shapes = (problem.n_rows, self.n_topics), (self.n_topics, problem.n_terms)
            if isinstance(self.init, tuple):
                row_init, term_init = self.init
                weights = numbers_of("init", row_init, shapes[0], dtype=np.float64)
                row_topic = times_power_of_two(weights, -self._exponent).astype(np.float32)
            else:
                term_init, row_topic = self.init, None
            term_topic = numbers_of("init", term_init, shapes[1]).T.astype(np.float32, order="C")
            if prior is None and row_topic is not None:
                return row_topic, term_topic
        if prior is not None:
            seeded = prior.any(axis=0)
            term_topic[:, seeded] = prior[:, seeded]
            if positive:
                np.maximum(term_topic, max(problem.mean, 1e-6), out=term_topic)
        return self._rows_for(problem, term_topic, FIRST_PASSES), term_topic

    def _rows_for(self, problem: Problem, term_topic: Floats, n_passes: int) -> Floats:
        """The factor over rows for a frozen factor over terms, from an even start."""
        row_topic = np.zeros((problem.n_rows, term_topic.shape[1]), np.float32)
        if self.loss == "kullback-leibler":
            mass = max(float(term_topic.sum(dtype=np.float64)), float(LEAST))
            lengths = np.asarray(problem.matrix.sum(axis=1, dtype=np.float64)).ravel()
            row_topic += (lengths / mass)[:, None].astype(np.float32)
        LOSSES[self.loss]().renew_rows(problem, row_topic, term_topic, n_passes)
        return row_topic

    def _prior(self, problem: Problem) -> Floats | None:
        if self.topic_term_prior is None:
            return None
        if np.ndim(self.topic_term_prior) == 0:
            raise OptionError(
                f"topic_term_prior is {self.topic_term_prior!r}, expected seed words: an array "
                "of shape (n_topics, n_terms)"
            )
        shape = (self.n_topics, problem.n_terms)
        return seeded_terms(
            problem, self.loss, numbers_of("topic_term_prior", self.topic_term_prior, shape)
        )

    def _prior_pull(self, problem: Problem, prior: Floats | None) -> Pull | None:
        if prior is None or self.prior_weight == 0:
            return None
        return seed_pull(self.loss, prior, self.prior_weight * problem.n_rows / self.n_topics)

    def _check_options(self) -> None:
        for name, known in (("loss", tuple(LOSSES)), ("init", STARTS)):
            value = getattr(self, name)
            if (name == "loss" or isinstance(value, str)) and value not in known:
                raise OptionError(f"unknown {name} {value!r}; there are {', '.join(known)}")
        self._check_sizes(max_sweeps=self.max_sweeps, n_threads=self.n_threads)
        check_random_state(self.random_state)
        check_at_least_zero(
            tolerance=self._tolerance(),
            document_topic_penalty=self.document_topic_penalty,
            topic_term_penalty=self.topic_term_penalty,
            l1_ratio=self.l1_ratio,
            prior_weight=self.prior_weight,
        )
        if self.l1_ratio > 1:
            raise OptionError(f"l1_ratio is {self.l1_ratio!r}, expected 0 to 1")
        if isinstance(self.init, tuple) and len(self.init) != 2:
            raise OptionError(f"init holds {len(self.init)} arrays, expected those of two factors")

    def _threads(self, problem: Problem) -> AbstractContextManager[int]:
        """One thread for little work."""
        visits = self.n_topics * len(problem.matrix.data)
        return kernel_threads(1 if visits < ONE_THREAD_VISITS else None)

    def _kernels(self) -> AbstractContextManager[None]:
        return compiled_kernels(self, self.n_threads, (*KERNELS, *START_KERNELS), _compile_kernels)


def _compile_kernels() -> None:
    """Small fits: compile every kernel, or load it from numba's cache."""
    problem = Problem(sp.csr_matrix(np.eye(3, dtype=np.float32)))
    for loss in LOSSES.values():
        row_topic, term_topic = root_start(problem, 1, 0)
        sweep(problem, loss(), row_topic, term_topic, 3, 0.0, lambda done: None)


def _shifted(penalty: float, exponent: int) -> float:
    """``penalty * 2**exponent``, but never more than float32 holds."""
    with np.errstate(over="ignore", under="ignore"):
        return float(min(np.ldexp(penalty, exponent), 1e30))


def _without_crumbs(factor: Floats, loss: str) -> NDArray[np.float64]:
    """Float64, and 0 where multiplicative updates have come down to their floor."""
    result = factor.astype(np.float64, order="C")
    if loss == "kullback-leibler":
        result[factor <= 10 * LEAST] = 0
    return result
