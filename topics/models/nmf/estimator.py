"""NMF with both losses, extrapolated and online: the library's engine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from functools import partial
from typing import Any, Self

import numpy as np
import scipy.sparse as sp
from numpy.typing import ArrayLike, NDArray
from sklearn.utils.validation import check_is_fitted

from topics.checks import (
    check_at_least_zero,
    check_choice,
    check_random_state,
    check_whole,
    checks_names,
)
from topics.errors import InputError, OptionError
from topics.kernels.threads import ONE_THREAD_VISITS, kernel_threads
from topics.models.contract import (
    TopicModel,
    all_or_nothing,
    compiled_kernels,
    not_converged,
    warn_of,
)
from topics.models.nmf.compiling import KERNELS, compile_kernels
from topics.models.nmf.ensemble import several_fits
from topics.models.nmf.guided import SEED_WEIGHT, guided_terms, seed_weights
from topics.models.nmf.loss import Floats, Loss
from topics.models.nmf.losses import LOSSES
from topics.models.nmf.partitions import SAMPLE_ROWS, fit_partitions, measured_rows
from topics.models.nmf.problem import Problem, exponent_of, times_power_of_two
from topics.models.nmf.pull import Pull
from topics.models.nmf.start import FIRST_PASSES, first_factors, rows_for, seed_factor
from topics.models.nmf.sweeps import Factors, run_sweeps
from topics.models.partitions import PartitionedRows
from topics.models.seed_words import SeedColumns, SeedWords, seeds_of
from topics.notices import Notice, Progress
from topics.scheduling import Scheduler

STARTS = ("nndsvd", "random")

BATCH_SWEEPS = 10
"""Sweeps over a batch of `partial_fit`."""

LAST_PASSES, FOLD_PASSES = 3, 200
"""Maximum number of passes over the rows after the last sweep, and in `transform`."""


class NMF(TopicModel):
    r"""Non-negative matrix factorisation by extrapolated block descent.

    Rows :math:`V` over terms are approximated by :math:`W H`. With :math:`n` rows and :math:`m`
    terms the fit lowers

    .. math:: D(V, WH) + m \alpha_W \left(\lambda \|W\|_1 + \tfrac{1 - \lambda}{2} \|W\|_F^2\right)
              + n \alpha_H \left(\lambda \|H\|_1 + \tfrac{1 - \lambda}{2} \|H\|_F^2\right)

    where :math:`D` is :math:`\tfrac{1}{2} \|V - WH\|_F^2` or :math:`\sum V \log \frac{V}{WH} -
    V + WH`, as in scikit-learn's NMF. The factors over rows and over terms are renewed in turn
    and extrapolated in the direction of their last change; a sweep that would raise the
    objective is taken back. The bits of a fit do not depend on the number of threads, because
    threads share rows and never add to the same number.

    Parameters
    ----------
    n_topics : int
    loss : {"frobenius", "kullback-leibler"}
        The loss :math:`D` to minimise.
    init : {"nndsvd", "random"}, array of shape (n_topics, n_vocabulary), or a pair of arrays
        The start. "nndsvd": singular vectors split by sign (for Kullback-Leibler, those of the
        square roots of the rows, after 5 sweeps of least squares). "random": random rows, fitted
        to a sample if there are many (for Kullback-Leibler, random numbers). An array is the
        first factor over terms; a pair of arrays is that over rows and that over terms, as
        `fit_transform` and `components_` return them.
    document_topic_penalty, topic_term_penalty : float
        The :math:`\alpha_W` and :math:`\alpha_H`; 0 or more.
    l1_ratio : float in [0, 1]
        The :math:`\lambda`: 0 makes weights even, 1 makes them sparse.
    topic_term_prior : array of shape (n_topics, n_vocabulary), optional
        Weights of terms in each topic, 0 for terms without a preference. A topic that has any
        starts from them, and is pulled towards them.
    prior_weight : float
        Strength of `topic_term_prior`, in pseudo-rows per topic as a multiple of
        n_rows / n_topics; 0 uses it for the start only.
    seed_words : sequence or mapping of lists, optional
        Words of the first topics, as numbers of columns, or as words if `vocabulary` is given or
        the rows are a data frame. These topics start as what the rows that hold their words have
        more than others, unless `init` is an array, and are pulled back to it.
    seed_strength : float, or one number for each topic with seed words
        In pseudo-rows per topic, as a multiple of n_rows / n_topics; 0 ignores the words.
    vocabulary : sequence of str, or mapping of str to int, optional
        The word of each column, for `seed_words`.
    max_sweeps : int
        Maximum number of sweeps over the rows.
    tolerance : float, optional
        Stop after two consecutive sweeps with a relative decrease of `objective_` below this, or
        when the objective itself is below this share of that of empty factors (half the sum of
        squares; for Kullback-Leibler, the sum of the rows). Default: 5e-6 for Frobenius, 1e-4
        for Kullback-Leibler; 0 stops when float32 cannot lower the objective further.
    random_state : int
        Seed of the random numbers, 0 to 2**32 - 1. The same value gives identical results.
    n_threads : int, optional
        Default: numba's current number, at first all cores.
    progress : callable, optional
        Called with ("fit", sweep, max_sweeps), and with ("compile", 0 or 1, 1) around the
        first use of the kernels on a machine.

    Attributes
    ----------
    components_ : array of float64, shape (n_topics, n_vocabulary)
        The raw factor over terms, :math:`H`.
    reconstruction_error_ : float
        The square root of twice :math:`D`, which for Frobenius is the distance. After
        `partial_fit`, that of the last batch.
    objective_ : array of float64
        What the fit lowers, one number for each sweep; it never rises within a fit.
        `partial_fit` appends one number for each batch.
    n_sweeps_ : int
        After `partial_fit` the number of batches.
    n_batches_ : int
        1 after `fit`, and one more for each `partial_fit`.
    converged_ : bool
        Whether the fit stopped by `tolerance`.
    exponent_ : int
        The rows were divided by ``2**exponent_``, so that the largest is at most 1.
    summary_ : array of float64, shape (n_topics, n_topics) or (n_topics,)
        What `partial_fit` needs of earlier rows: their Gram matrix, or for Kullback-Leibler
        their mass, over the topics.

    References
    ----------
    Cichocki and Phan 2009, Fast local algorithms for large scale nonnegative matrix and tensor
    factorizations. Ang and Gillis 2019, Accelerating nonnegative matrix factorization
    algorithms using extrapolation. Hien, Leplat and Gillis 2024, Block majorization
    minimization with extrapolation and application to beta-NMF.

    Examples
    --------
    >>> from scipy.sparse import csr_array
    >>> rows = csr_array([[4.0, 0, 1], [5, 0, 0], [0, 6, 3], [0, 4, 4]])
    >>> weights = NMF(n_topics=2).fit_transform(rows)
    >>> weights.argmax(axis=1).tolist() in ([0, 0, 1, 1], [1, 1, 0, 0])
    True
    """

    components_: NDArray[np.float64]
    objective_: NDArray[np.float64]
    summary_: NDArray[np.float64]
    exponent_: int

    @checks_names
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
        seed_words: SeedWords | None = None,
        seed_strength: float | ArrayLike = 1.0,
        vocabulary: Sequence[str] | Mapping[str, int] | None = None,
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
        self.seed_words = seed_words
        self.seed_strength = seed_strength
        self.vocabulary = vocabulary
        self.max_sweeps = max_sweeps
        self.tolerance = tolerance
        self.random_state = random_state
        self.n_threads = n_threads
        self.progress = progress

    def fit_quietly(self, X: Any) -> list[Notice]:
        """Fit from scratch on weights (n_rows, n_vocabulary); notices instead of warnings.

        Raises
        ------
        InputError
            Values that are negative, missing, infinite or above 1e150.
        OptionError
            An option out of range.
        """
        with all_or_nothing(self):
            self._fit(X)
        return self._notices()

    def fit_several(
        self, X: Any, n_fits: int, groups: NDArray[np.int64] | None = None
    ) -> tuple[list[Notice], list[Self]]:
        """Fit several times, as `TopicModel.fit_several` says; see `topics.models.nmf.ensemble`.

        Raises as `fit_quietly` does.
        """
        check_whole("n_fits", n_fits, 1, optional=False)
        if n_fits == 1:
            return self.fit_quietly(X), []
        self._check_options()
        with all_or_nothing(self):
            rows = self._checked_rows(X, reset=True, dtype=(np.float64, np.float32))
            best, witnesses = several_fits(self, rows, n_fits, groups)
            options = self.get_params(deep=False)
            self.__dict__.update({k: v for k, v in vars(best).items() if k not in options})
        return self._notices(), witnesses

    def fit_partitions(
        self, rows: PartitionedRows, n_fits: int, scheduler: Scheduler
    ) -> tuple[list[Notice], list[Self]]:
        """Fit to rows in files by squared loss, as `TopicModel.fit_partitions` says.

        `topics.models.nmf.partitions` has the algorithm. Seed words lead to what the rows of a
        sample say of them.

        Raises
        ------
        OptionError
            Another loss, and as `TopicModel.fit_partitions`.
        """
        self._check_options()
        if self.loss != "frobenius":
            raise OptionError(
                f"partitions are fitted with loss='frobenius' only, not {self.loss!r}; leave out "
                "partition_rows and the workers, or the loss"
            )
        with all_or_nothing(self), self._kernels():
            self.exponent_, sizes = measured_rows(rows)
            sample, groups = rows.sample(SAMPLE_ROWS, int(self.random_state))
            problem = self._problem(sp.csr_matrix((rows.n_rows, rows.n_vocabulary)))
            pull = self._seed_pull(problem, self._prior(self._problem(sample)))
            fit, witnesses = fit_partitions(
                self, rows, sample, groups, replace(problem, pull=pull), sizes, n_fits, scheduler
            )
            self.n_features_in_ = rows.n_vocabulary
            self.components_ = self._loss.without_floor(fit.term_topic.T)
            self.summary_ = fit.gram
            self.reconstruction_error_ = self._loss.distance(fit.loss, self.exponent_)
            self.objective_ = self._in_input_units(fit.objective)
            self.n_sweeps_, self.n_batches_ = len(fit.objective), 1
            self.converged_ = fit.converged
        return self._notices(), witnesses

    def fit_transform(self, X: Any, y: None = None) -> NDArray[np.float64]:
        """Fit from scratch, and the raw factor over the rows, shape (n_rows, n_topics).

        Raises and warns as `fit` does.
        """
        with all_or_nothing(self):
            weights = self._in_input_scale(self._fit(X))
        warn_of(self._notices(), stacklevel=4)
        return weights

    def partial_fit(self, X: Any, y: None = None) -> Self:
        """Continue with further rows; memory depends only on the batch and the topics.

        Only `summary_` is kept of earlier rows. It pulls the topics back as those rows would; its
        weight decays by a share ``1 / (n_batches + 1)`` with every batch.

        Raises
        ------
        InputError
            As `fit`, and a first batch without weights.
        OptionError
            As `fit`, and another `n_topics` than was fitted.
        """
        self._check_options()
        with all_or_nothing(self), self._kernels():
            is_fitted = self._continues()
            matrix = self._checked_rows(X, reset=not is_fitted, dtype=(np.float64, np.float32))
            is_first = not is_fitted or not self.components_.any()
            if is_first:
                if not matrix.data.any():
                    raise InputError("the first batch has no weights; begin with one that has")
                self.n_batches_ = 0
                self.exponent_ = exponent_of(matrix)
            problem = self._problem(matrix)
            with self._threads(problem):
                self._add_batch(problem, is_first)
        return self

    def transform(self, X: Any) -> NDArray[np.float64]:
        """Raw factor over rows with the topics frozen, shape (n_rows, n_topics).

        The weights of a row depend only on that row. Terms that no topic contains are ignored.
        """
        self._check_options()
        with self._kernels():
            problem, _ = self._explainable(X)
            with self._threads(problem):
                return self._in_input_scale(self._fold(problem))

    def score(self, X: Any, y: None = None) -> float:
        r"""The loss of rows with the topics frozen, as a mean over all entries, times -1.

        This is :math:`-D(V, WH) / (n_{rows} \cdot n_{vocabulary})` for the weights :math:`W` that
        `transform` gives, without penalties and seed words; higher is better, and 0 is perfect.
        It can rank models in a grid search. The weights are fitted to the very rows that are
        scored, so more topics nearly always score better: look for the number from which the
        score hardly rises.
        """
        self._check_options()
        with self._kernels():
            problem, left_out = self._explainable(X)
            with self._threads(problem):
                term_topic = np.ascontiguousarray(self.components_.T, dtype=np.float32)
                row_topic = self._fold(problem)
                loss, _ = self._loss.settle(problem, row_topic, term_topic, LAST_PASSES)
            loss += self._loss.of_nothing(left_out)
            mean = loss / (problem.n_rows * problem.n_vocabulary)
            return -float(self._in_input_units(mean))

    def _explainable(self, X: Any) -> tuple[Problem, Floats]:
        """Rows without the terms that no topic contains, and the values that this leaves out."""
        matrix = self._checked_rows(X, reset=False, dtype=(np.float64, np.float32))
        problem = self._problem(matrix)
        has_topics: NDArray[np.bool_] = np.any(self.components_.astype(np.float32), axis=0)
        if has_topics.all():
            return problem, np.empty(0, np.float32)
        rows = problem.matrix.copy()
        is_left_out = ~has_topics[rows.indices]
        values = rows.data[is_left_out]
        rows.data[is_left_out] = 0
        rows.eliminate_zeros()
        return replace(problem, matrix=rows), values

    def _fold(self, problem: Problem) -> Floats:
        """The scaled factor over new rows."""
        term_topic = np.ascontiguousarray(self.components_.T, dtype=np.float32)
        return rows_for(problem, self._loss, term_topic, FOLD_PASSES)

    def inverse_transform(self, X: ArrayLike) -> NDArray[np.float64]:
        """The product of weights and `components_`, shape (n_rows, n_vocabulary)."""
        check_is_fitted(self)
        weights = np.asarray(X, dtype=np.float64)
        if weights.ndim != 2 or weights.shape[1] != len(self.components_):
            raise InputError(
                f"weights have shape {weights.shape}, expected (n_rows, {len(self.components_)})"
            )
        rebuilt: NDArray[np.float64] = np.einsum("ik,kt->it", weights, self.components_)
        return rebuilt

    @property
    def _loss(self) -> Loss:
        return LOSSES[self.loss]

    def _tolerance(self) -> float:
        return self._loss.tolerance if self.tolerance is None else self.tolerance

    def _fit(self, X: Any) -> Floats:
        """Fit from scratch; the scaled factor over the rows, as wide as in the sweeps."""
        self._check_options()
        with self._kernels():
            matrix = self._checked_rows(X, reset=True, dtype=(np.float64, np.float32))
            self.exponent_ = exponent_of(matrix)
            problem = self._problem(matrix)
            del matrix
            with self._threads(problem):
                prior = self._prior(problem)
                row_topic, term_topic = self._start(problem, prior)
                if prior is not None:
                    problem = replace(problem, pull=self._seed_pull(problem, prior))
                factors = self._sweep(problem, row_topic, term_topic, int(self.max_sweeps))
                del row_topic, term_topic
                self._finish(problem, factors)
        self.n_batches_ = 1
        self.objective_ = self._in_input_units(factors.objective)
        self.n_sweeps_ = len(factors.objective)
        self.converged_ = factors.converged
        return factors.row_topic

    def _notices(self) -> list[Notice]:
        if self.converged_ or self._tolerance() == 0:
            return []
        movement = "a sweep still lowered the objective by more than the tolerance allows"
        return [not_converged("NMF", self.max_sweeps, movement, self._tolerance())]

    def _sweep(
        self, problem: Problem, row_topic: Floats, term_topic: Floats, max_sweeps: int
    ) -> Factors:
        return run_sweeps(
            problem,
            self._loss,
            row_topic,
            term_topic,
            max_sweeps,
            self._tolerance(),
            lambda n_sweeps: self.progress_or_silent("fit", n_sweeps, max_sweeps),
        )

    def _add_batch(self, problem: Problem, is_first: bool) -> None:
        prior = self._prior(problem)
        pull = self._seed_pull(problem, prior)
        earlier = None
        if is_first:
            row_topic, term_topic = self._start(problem, prior)
        else:
            term_topic = np.ascontiguousarray(self.components_.T, dtype=np.float32)
            row_topic = rows_for(problem, self._loss, term_topic, FIRST_PASSES)
            earlier = (1.0 - 1.0 / (self.n_batches_ + 1.0)) * self.summary_
            earlier_pull = self._loss.earlier_pull(term_topic, earlier)
            pull = earlier_pull if pull is None else pull + earlier_pull
        problem = replace(problem, pull=pull)
        factors = self._sweep(problem, row_topic, term_topic, BATCH_SWEEPS)
        self._finish(problem, factors)
        if earlier is not None:
            self.summary_ = self.summary_ + earlier
        self.n_batches_ += 1
        self.n_sweeps_ = self.n_batches_
        self.converged_ = False
        value = self._in_input_units(factors.objective[-1:])
        self.objective_ = value if is_first else np.append(self.objective_, value)

    def _finish(self, problem: Problem, factors: Factors) -> None:
        """Settle the factor over rows; keep its summary, and the factor over terms."""
        term_topic = factors.term_topic
        left, summary = self._loss.settle(problem, factors.row_topic, term_topic, LAST_PASSES)
        n = int(self.n_topics)
        self.summary_ = summary[(slice(n),) * summary.ndim]
        self.reconstruction_error_ = self._loss.distance(left, self.exponent_)
        self.components_ = self._loss.without_floor(term_topic.T[:n])

    def _in_input_scale(self, row_topic: Floats) -> NDArray[np.float64]:
        """The factor over rows, for rows that are not scaled."""
        weights = self._loss.without_floor(row_topic[:, : len(self.components_)])
        return times_power_of_two(weights, self.exponent_)

    def _in_input_units(self, objective: ArrayLike) -> NDArray[np.float64]:
        """Objectives, for rows that are not scaled."""
        result: NDArray[np.float64] = np.ldexp(objective, self._loss.unit * self.exponent_)
        return result

    def _problem(self, matrix: Any) -> Problem:
        return Problem.scaled(
            matrix,
            self.exponent_,
            self._loss.unit,
            document_topic_penalty=self.document_topic_penalty,
            topic_term_penalty=self.topic_term_penalty,
            l1_ratio=self.l1_ratio,
        )

    def _start(self, problem: Problem, prior: Floats | None) -> tuple[Floats, Floats]:
        guide, loss = None, self._loss
        if prior is not None and self.topic_term_prior is None:
            guide, prior = partial(guided_terms, prior=prior), None
        n_topics, random_state = int(self.n_topics), int(self.random_state)
        return first_factors(problem, loss, self.init, prior, n_topics, random_state, guide)

    def _seeds(self, problem: Problem) -> SeedColumns | None:
        return seeds_of(self, int(self.n_topics), problem.n_vocabulary)

    def _prior(self, problem: Problem) -> Floats | None:
        """The seed words as a factor over terms, shape (n_vocabulary, n_topics)."""
        seeds, prior = self._seeds(problem), self.topic_term_prior
        if seeds is not None:
            prior = seed_weights(problem, seeds, int(self.n_topics))
        if prior is None:
            return None
        return seed_factor(problem, self._loss, prior, int(self.n_topics))

    def _seed_pull(self, problem: Problem, prior: Floats | None) -> Pull | None:
        weights = np.full(int(self.n_topics), float(self.prior_weight))
        seeds = self._seeds(problem)
        if seeds is not None:
            weights[seeds.topics] = SEED_WEIGHT * seeds.strengths
        if prior is None or not weights.any():
            return None
        return self._loss.seed_pull(prior, weights * problem.n_rows / int(self.n_topics))

    def _check_options(self) -> None:
        check_choice("loss", self.loss, LOSSES)
        if isinstance(self.init, str):
            check_choice("init", self.init, STARTS)
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
        if self.seed_words is not None and self.topic_term_prior is not None:
            raise OptionError("seed_words and topic_term_prior are both given; pass one of them")
        if isinstance(self.init, tuple) and len(self.init) != 2:
            raise OptionError(f"init has {len(self.init)} arrays, expected 2, one for each factor")

    def _threads(self, problem: Problem) -> AbstractContextManager[int]:
        """One thread if there is little work."""
        visits = int(self.n_topics) * len(problem.matrix.data)
        return kernel_threads(1 if visits < ONE_THREAD_VISITS else None)

    def _kernels(self) -> AbstractContextManager[None]:
        return compiled_kernels(
            KERNELS[self.loss],
            lambda: compile_kernels(self.loss),
            name="NMF",
            n_threads=self.n_threads,
            progress=self.progress_or_silent,
        )
