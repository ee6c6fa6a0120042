"""LDA by collapsed variational Bayes in chunks: the library's engine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, Self

import numpy as np
import scipy.sparse as sp
from numpy.typing import ArrayLike, NDArray
from sklearn.utils.validation import check_is_fitted

from topics.checks import check_at_least_zero, check_random_state, check_whole, checks_names
from topics.errors import InputError
from topics.models.contract import (
    TopicModel,
    alike_topics,
    all_or_nothing,
    compiled_kernels,
    not_converged,
    random_states,
    unfitted,
    warn_of,
)
from topics.models.lda import fold
from topics.models.lda.compiling import compile_fold, compile_sweeps
from topics.models.lda.ensemble import several_fits
from topics.models.lda.joining import Fit
from topics.models.lda.partitions import fit_partitions
from topics.models.lda.priors import Priors, SeedPrior, whole_term_prior
from topics.models.lda.search import best_of_starts
from topics.models.lda.state import SWEEP_KERNELS, LdaState, shuffled
from topics.models.partitions import PartitionedRows, key_of_fit
from topics.models.resampling import checked_groups
from topics.models.seed_words import SeedWords, seeds_of
from topics.notices import Notice, Progress
from topics.scheduling import Scheduler

BATCH_PASSES = 20
"""Passes over the rows of a batch before the terms are renewed."""

LARGEST_TOTAL = 2.0**53
"""From this sum of counts on, sums in floating point are not exact."""


class LDA(TopicModel):
    r"""Latent Dirichlet allocation by CVB0, incremental over fixed chunks of the rows.

    Token responsibilities are

    .. math:: \gamma_{itk} \propto \frac{(n_{ik}^{-} + \alpha_k)(n_{tk}^{-} + \beta_{kt})}
              {n_k^{-} + \sum_t \beta_{kt}}

    where :math:`n^{-}` are the expected counts without the token's contribution, :math:`\alpha` is
    the document prior and :math:`\beta` the term prior. The rows are split into fixed chunks. A
    sweep visits one chunk after another: some passes over its rows with the terms frozen, then
    its contribution to the term counts is replaced. Responsibilities are not stored but
    recomputed from one number a non-zero (`topics.kernels.lda.cvb`). In large fits the first
    sweeps draw topics instead (collapsed Gibbs sampling, `topics.kernels.lda.gibbs`), which
    leads CVB0 to better optima. The bits of a fit do not depend on the number of threads,
    because threads share rows, then terms, and never add to the same number.

    Parameters
    ----------
    n_topics : int
    document_topic_prior : "auto", float, or array of shape (n_topics,)
        Dirichlet prior of the rows; "auto" learns an asymmetric one (Minka's fixed point on
        whole counts; Wallach, Mimno and McCallum 2009 show why).
    topic_term_prior : float, or array of shape (n_topics, n_vocabulary)
        Dirichlet prior of the topics.
    seed_words : sequence or mapping of lists, optional
        Words of the first topics, as numbers of columns, or as words if `vocabulary` is given or
        the rows are a data frame. The fit begins with the rows that hold them, and each word
        counts in its topic as if the rows had it `seed_strength` times more often.
    seed_strength : float, or one number for each topic with seed words
        0 ignores the words.
    vocabulary : sequence of str, or mapping of str to int, optional
        The word of each column, for `seed_words`.
    max_sweeps : int
        Maximum number of sweeps over the rows.
    tolerance : float
        Stop when a sweep improves `objective_` by less than this (nats a token; 0.001 is 0.1%
        of perplexity); 0 never stops early. The sweeps that search for a good optimum come
        first and are always taken: up to 240 that draw topics in large fits, or up to 100 that
        are annealed in small ones.
    row_tolerance : float
        `transform` and `score` finish a row when a pass changes none of its shares by more than
        this.
    random_state : int
        Seed of the random numbers, 0 to 2**32 - 1. The same value gives identical results.
    n_threads : int, optional
        Default: numba's current number, at first all cores.
    progress : callable, optional
        Called with ("fit", sweeps done, maximum), counting all starts of a small fit, and with
        ("compile", 0 or 1, 1) around the first use of the kernels on a machine.

    Attributes
    ----------
    components_ : array of float64, shape (n_topics, n_vocabulary)
        Expected counts plus prior.
    document_topic_ : array of float64, shape (n_rows, n_topics)
        Shares of the fitted rows, as `transform` returns them. Removed by `partial_fit`.
    document_topic_prior_ : array of float64, shape (n_topics,)
        The prior that was given or learned.
    n_sweeps_ : int
        After `partial_fit` the number of batches.
    n_batches_ : int
        1 after `fit`, and one more for each `partial_fit`.
    converged_ : bool
        Whether the gain of the last sweep was below `tolerance`.
    seed_counts_ : array of float64, shape (n_seeds,)
        How often the rows had each seed word, in the order of topics and columns; with
        `partial_fit`, the rows of the first batch.
    objective_ : array of float64
        Mean log probability of a token given all others, in nats, for each sweep.
        `partial_fit` appends one number for each batch that has counts.

    References
    ----------
    Asuncion, Welling, Smyth and Teh 2009, On smoothing and inference for topic models.
    Griffiths and Steyvers 2004, Finding scientific topics.
    Foulds, Boyles, DuBois, Smyth and Welling 2013, Stochastic collapsed variational Bayesian
    inference for latent Dirichlet allocation.

    Examples
    --------
    >>> from scipy.sparse import csr_array
    >>> rows = csr_array([[4, 0, 1], [5, 1, 0], [0, 6, 3], [0, 4, 4]])
    >>> shares = LDA(n_topics=2).fit_transform(rows)
    >>> shares.argmax(axis=1).tolist() in ([0, 0, 1, 1], [1, 1, 0, 0])
    True
    """

    components_: NDArray[np.float64]

    @checks_names
    def __init__(
        self,
        n_topics: int = 10,
        *,
        document_topic_prior: str | float | ArrayLike = "auto",
        topic_term_prior: float | ArrayLike = 0.01,
        seed_words: SeedWords | None = None,
        seed_strength: float | ArrayLike = 1.0,
        vocabulary: Sequence[str] | Mapping[str, int] | None = None,
        max_sweeps: int = 300,
        tolerance: float = 0.004,
        row_tolerance: float = fold.TOLERANCE,
        random_state: int = 0,
        n_threads: int | None = None,
        progress: Progress | None = None,
    ) -> None:
        self.n_topics = n_topics
        self.document_topic_prior = document_topic_prior
        self.topic_term_prior = topic_term_prior
        self.seed_words = seed_words
        self.seed_strength = seed_strength
        self.vocabulary = vocabulary
        self.max_sweeps = max_sweeps
        self.tolerance = tolerance
        self.row_tolerance = row_tolerance
        self.random_state = random_state
        self.n_threads = n_threads
        self.progress = progress

    def fit_quietly(self, X: Any) -> list[Notice]:
        """Fit from scratch on counts (n_rows, n_vocabulary); notices instead of warnings.

        Raises
        ------
        InputError
            Counts that are negative, missing or infinite, or whose sum is not exact in floating
            point (2**53 and above).
        OptionError
            An option out of range.
        """
        self._check_options()
        with all_or_nothing(self), self._kernels():
            rows = self._rows(X, reset=True)
            state, objective = self._best_of_starts(
                shuffled(rows, int(self.random_state)), self._priors(rows)
            )
            self._take(Fit.of(state, objective), rows)
            del state
            self.document_topic_ = self._fold(rows)[0]
        return self._notices(rows)

    def fit_several(
        self, X: Any, n_fits: int, groups: NDArray[np.int64] | None = None
    ) -> tuple[list[Notice], list[Self]]:
        """Fit several times on counts, as `TopicModel.fit_several` says.

        The best fit usually starts from what the others have in common
        (`topics.models.lda.ensemble`). Raises as `fit_quietly` does.
        """
        self._check_options()
        check_whole("n_fits", n_fits, 1, optional=False)
        with all_or_nothing(self), self._kernels():
            rows = self._rows(X, reset=True)
            groups = checked_groups(groups, rows.shape[0])
            if n_fits == 1 or not rows.nnz:
                return self.fit_quietly(X), []
            counted = np.flatnonzero(np.diff(rows.indptr))
            best, others = several_fits(
                rows[counted],
                self._priors(rows),
                random_states(int(self.random_state), n_fits),
                groups[counted],
                max_sweeps=int(self.max_sweeps),
                tolerance=self.tolerance,
                progress=self.progress_or_silent,
            )
            self._take(best, rows)
            self.document_topic_ = self._fold(rows)[0]
            witnesses = [self._witness(fit, rows) for fit in others]
        return self._notices(rows), witnesses

    def fit_partitions(
        self, rows: PartitionedRows, n_fits: int, scheduler: Scheduler
    ) -> tuple[list[Notice], list[Self]]:
        """Fit to rows in files, as `TopicModel.fit_partitions` says.

        `topics.models.lda.partitions.fit` has the algorithm. `document_topic_` is not set.
        """
        self._check_options()
        totals = sp.csr_matrix(rows.term_counts[None])
        with all_or_nothing(self), self._kernels():
            best, others = fit_partitions(
                rows,
                self._priors(totals),
                random_states(int(self.random_state), n_fits),
                max_sweeps=int(self.max_sweeps),
                tolerance=self.tolerance,
                key=key_of_fit(self, rows, n_fits),
                scheduler=scheduler,
                progress=self.progress_or_silent,
            )
            self.__dict__.pop("document_topic_", None)
            self._take(best, totals)
            witnesses = [self._witness(fit, totals) for fit in others]
        return self._notices(totals), witnesses

    def _take(self, fit: Fit, rows: Any) -> Self:
        """Take over the topics of a fit to these rows, or to a sample of them."""
        self.components_ = fit.components.astype(np.float64)
        self.document_topic_prior_ = fit.document_prior
        self.objective_ = np.array(fit.objective)
        self.n_sweeps_ = len(self.objective_)
        self.converged_ = not rows.nnz or self._gain() < self.tolerance
        self.n_batches_ = 1
        self.n_features_in_ = rows.shape[1]
        return self

    def _witness(self, fit: Fit, rows: Any) -> Self:
        """Another engine with the topics of another fit."""
        witness = unfitted(self)._take(fit, rows)
        witness.is_short_, witness.is_of_sample_ = fit.is_short, fit.is_of_sample
        return witness

    def _gain(self) -> float:
        """What the last sweep added to the objective; infinite if it was the first one."""
        return float(np.diff(self.objective_)[-1]) if len(self.objective_) > 1 else np.inf

    def _notices(self, rows: Any) -> list[Notice]:
        notices = alike_topics(self.components_) if rows.nnz else []
        if self.converged_ or self.tolerance == 0:
            return notices
        movement = "the gain of one sweep is unknown"
        if len(self.objective_) > 1:
            movement = f"a sweep still gained {self._gain():.2g} nats a token"
        return [*notices, not_converged("LDA", self.max_sweeps, movement, self.tolerance)]

    def fit_transform(self, X: Any, y: None = None) -> NDArray[np.float64]:
        """Fit, and the topic shares of the same rows, shape (n_rows, n_topics)."""
        warn_of(self.fit_quietly(X), stacklevel=4)
        return self.document_topic_

    def partial_fit(self, X: Any, y: None = None) -> Self:
        """Add the counts of further rows; memory depends only on the batch and the topics.

        The first batch is fitted as in `fit`, and so is the next one after batches that left all
        topics equal; their counts are kept. Later batches get `BATCH_PASSES` passes with the
        topics frozen. The weight of earlier batches decays by a share ``1 / (n_batches + 1)``
        with every batch, because they were assigned while the topics were still rough.

        Raises
        ------
        InputError
            As `fit`, and a first batch without counts.
        OptionError
            As `fit`, and another `n_topics` than was fitted.
        """
        self._check_options()
        with all_or_nothing(self), self._kernels():
            is_fitted = self._continues()
            rows = self._rows(X, reset=not is_fitted)
            is_first = not is_fitted or self._is_untrained()
            priors = self._priors(rows, continues=not is_first)
            order = shuffled(rows, int(self.random_state))
            earlier = self._counts(priors) if is_fitted else None
            if len(order.data):
                if is_first:
                    self.n_batches_ = 0
                self._add_batch(order, priors, is_first)
                if is_first and earlier is not None:
                    self.components_ += earlier
            elif is_first and (earlier is None or not earlier.any()):
                raise InputError("the first batch has no counts; begin with one that has")
            self.n_batches_ += 1
            self.n_sweeps_ = self.n_batches_
            self.converged_ = False
            self.__dict__.pop("document_topic_", None)
        return self

    def transform(self, X: Any) -> NDArray[np.float64]:
        """Topic shares of rows with the topics frozen, shape (n_rows, n_topics); rows sum to 1.

        The shares of a row depend only on that row. A row without counts gets the prior.
        """
        with self._fold_kernels():
            return self._fold(self._rows(X, reset=False))[0]

    def score(self, X: Any, y: None = None) -> float:
        """Log probability in nats of all tokens, each given the other tokens of its row."""
        with self._fold_kernels():
            return float(self._fold(self._rows(X, reset=False))[1].sum())

    def perplexity(self, X: Any) -> float:
        """``exp(-score(X) / X.sum())``; lower is better.

        Raises
        ------
        InputError
            The rows have no counts.
        """
        with self._fold_kernels():
            rows = self._rows(X, reset=False)
            n = rows.data.sum(dtype=np.float64)
            if n == 0:
                raise InputError("the rows have no counts; perplexity needs at least one")
            return float(np.exp(-self._fold(rows)[1].sum() / n))

    @property
    def exp_dirichlet_component_(self) -> NDArray[np.float64]:
        """``exp(E[log topic_term])`` under ``Dirichlet(components_)``, as in scikit-learn's LDA."""
        from scipy.special import psi

        check_is_fitted(self)
        mass = self.components_.sum(axis=1, keepdims=True)
        result: NDArray[np.float64] = np.exp(psi(self.components_) - psi(mass))
        return result

    def _best_of_starts(self, order: Any, priors: Priors) -> tuple[LdaState, list[float]]:
        return best_of_starts(
            order,
            priors,
            max_sweeps=int(self.max_sweeps),
            tolerance=self.tolerance,
            random_state=int(self.random_state),
            progress=self.progress_or_silent,
        )

    def _add_batch(self, order: Any, priors: Priors, is_first: bool) -> None:
        if is_first:
            state, objective = self._best_of_starts(order, priors)
        else:
            state = LdaState.start(order, 1, priors, int(self.random_state))
            state.continue_from(self.components_, 1.0 - 1.0 / (self.n_batches_ + 1.0))
            if priors.learns_document:
                state.document_prior = self.document_topic_prior_.copy()
            (chunk,) = state.chunks
            state.spread_rows(chunk)
            state.renew(chunk, BATCH_PASSES)
            objective = [state.objective]
            if priors.learns_document:
                state.learn_document_prior()
        self.components_ = np.ascontiguousarray(state.term_topic.T, dtype=np.float64)
        self.document_topic_prior_ = state.document_prior
        self.objective_ = np.append(getattr(self, "objective_", []), objective[-1])

    def _fold(self, rows: Any) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Shares and log probabilities of rows under the fitted topics."""
        mass = self.components_.sum(axis=1)
        term_topic = (self.components_.T / mass).astype(np.float32, order="C")
        return fold.fold_in(rows, term_topic, self.document_topic_prior_, self.row_tolerance)

    def _rows(self, X: Any, *, reset: bool) -> Any:
        """Canonical CSR float32 without stored zeros."""
        matrix = self._checked_rows(X, reset=reset)
        if matrix.data.sum() >= LARGEST_TOTAL:
            raise InputError(
                f"the counts sum to {matrix.data.sum():.3g}; sums of 2**53 and above are not exact"
            )
        rows = sp.csr_matrix(
            (matrix.data.astype(np.float32), matrix.indices, matrix.indptr), shape=matrix.shape
        )
        if not rows.data.all():
            rows.indices, rows.indptr = rows.indices.copy(), rows.indptr.copy()
            rows.eliminate_zeros()
        return rows

    def _counts(self, priors: Priors) -> NDArray[np.float64]:
        """The expected counts in `components_`."""
        prior = whole_term_prior(priors.term, priors.seeds, self.components_.T.shape)
        return np.maximum(self.components_ - prior.T, 0.0)

    def _is_untrained(self) -> bool:
        """Whether all topics are equal, as after a fit on rows without counts."""
        return self.n_topics > 1 and not np.ptp(self.components_, axis=0).any()

    def _check_options(self) -> None:
        self._check_sizes(max_sweeps=self.max_sweeps, n_threads=self.n_threads)
        check_random_state(self.random_state)
        check_at_least_zero(tolerance=self.tolerance, row_tolerance=self.row_tolerance)

    def _priors(self, rows: Any, *, continues: bool = False) -> Priors:
        """The priors; what seed words add depends on the rows, or on those of the first batch."""
        n_topics, n_vocabulary = int(self.n_topics), rows.shape[1]
        columns, seeds = seeds_of(self, n_topics, n_vocabulary), None
        if columns is not None:
            if not continues or not hasattr(self, "seed_counts_"):
                term_counts = np.bincount(rows.indices, rows.data, minlength=n_vocabulary)
                self.seed_counts_ = term_counts[columns.terms].astype(np.float64)
            seeds = SeedPrior.of(columns, self.seed_counts_)
        return Priors.checked(
            self.document_topic_prior, self.topic_term_prior, n_topics, n_vocabulary, seeds
        )

    def _kernels(self) -> AbstractContextManager[None]:
        """The kernels of a fit, except those that draw topics: `best_of_starts` sees to these."""
        return compiled_kernels(
            (*SWEEP_KERNELS, *fold.KERNELS),
            compile_sweeps,
            name="LDA",
            n_threads=self.n_threads,
            progress=self.progress_or_silent,
        )

    def _fold_kernels(self) -> AbstractContextManager[None]:
        return compiled_kernels(
            fold.KERNELS,
            compile_fold,
            name="LDA",
            n_threads=self.n_threads,
            progress=self.progress_or_silent,
        )
