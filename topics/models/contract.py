"""The contract of all engines: scikit-learn's estimators, with one set of names."""

from __future__ import annotations

import logging
import warnings
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Self, TypeVar

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, ClassNamePrefixFeaturesOutMixin, TransformerMixin
from sklearn.utils.validation import check_is_fitted, validate_data

from topics.checks import check_whole
from topics.errors import InputError, OptionError, TopicsWarning
from topics.kernels.compiling import is_compiled
from topics.kernels.threads import kernel_threads
from topics.models.partitions.rows import PartitionedRows
from topics.notices import Notice, Progress, silent
from topics.scheduling.contract import Scheduler
from topics.values import amount

logger = logging.getLogger(__name__)

Engine = TypeVar("Engine", bound="TopicModel")

ALIKE = 0.1
"""Topics whose probabilities of terms differ by less than this are called alike."""


class TopicModel(
    ClassNamePrefixFeaturesOutMixin,  # type: ignore[misc]
    TransformerMixin,  # type: ignore[misc]
    BaseEstimator,  # type: ignore[misc]
    ABC,
):
    """A topic engine: a scikit-learn transformer of CSR rows of counts or weights.

    An engine defines `fit_quietly`, `partial_fit` and `transform`, and `prepare_restored` if
    `transform` needs more than fitted arrays.

    Attributes
    ----------
    n_topics : int
    progress : callable or None
        Called with ("fit", sweeps done, maximum).
    components_ : array of float64, shape (n_topics, n_vocabulary)
        LDA: expected counts plus prior. NMF: the raw factor.
    n_sweeps_ : int
        Passes over the rows that the fit took.
    converged_ : bool or None
        Whether the fit stopped by its tolerance before `max_sweeps`; None for an engine
        that always takes all sweeps.
    is_short_, is_of_sample_ : bool
        Of a witness of `fit_several`: whether it had fewer sweeps than the options allow, and
        whether it is a fit of a bootstrap sample of the documents.
    """

    n_topics: int
    progress: Progress | None
    components_: NDArray[np.float64]
    n_sweeps_: int
    converged_: bool | None
    is_short_: bool
    is_of_sample_: bool

    @abstractmethod
    def fit_quietly(self, X: Any) -> list[Notice]:
        """Fit from scratch on rows (n_rows, n_vocabulary); notices instead of warnings.

        `fit` is this and a `TopicsWarning` for each notice.
        """

    @abstractmethod
    def partial_fit(self, X: Any, y: None = None) -> Self:
        """Continue the fit with further rows (n_rows, n_vocabulary)."""

    @abstractmethod
    def transform(self, X: Any) -> NDArray[np.float64]:
        """Topic weights of rows with the topics frozen, shape (n_rows, n_topics)."""

    def fit_several(
        self, X: Any, n_fits: int, groups: NDArray[np.int64] | None = None
    ) -> tuple[list[Notice], list[Self]]:
        """Fit several times, and keep the best fit by its objective.

        Parameters
        ----------
        X : CSR, shape (n_rows, n_vocabulary)
        n_fits : int
            1 is `fit_quietly`.
        groups : array of int, shape (n_rows,), optional
            The document of each row. Documents are sampled; default: rows are documents.

        Returns
        -------
        notices : list of Notice
            Those of the best fit.
        witnesses : list of engines
            The fits to compare the best one with, none if `n_fits` is 1: fits of bootstrap samples
            of the documents, at least ``n_fits - 1``, and perhaps fits of all. They may be shorter
            than the best one, and that may start from what they have in common.

        Raises
        ------
        InputError
            Groups that are no whole numbers, or not one for each row.
        OptionError
            More than one fit of an engine that cannot compare its fits.
        """
        if n_fits > 1:
            raise OptionError(
                f"n_fits is {n_fits}, but {type(self).__name__} fits once; use engine='topics'"
            )
        return self.fit_quietly(X), []

    def fit_partitions(
        self, rows: PartitionedRows, n_fits: int, scheduler: Scheduler
    ) -> tuple[list[Notice], list[Self]]:
        """Fit to rows in files, of which one partition for each worker is in memory.

        The bits do not depend on the number of workers. A fit that was stopped goes on from its
        last sweep, if the folder of the rows still has the state that it left.

        Parameters
        ----------
        rows : PartitionedRows
        n_fits : int
            As in `fit_several`; the other fits are of a sample of the rows.
        scheduler : Scheduler
            Who sweeps over the partitions.

        Returns
        -------
        notices, witnesses
            As `fit_several` returns them.

        Raises
        ------
        OptionError
            The engine cannot fit partitions.
        WorkerError
            Workers died again and again, or their scheduler is gone.
        """
        raise OptionError(
            f"{type(self).__name__} cannot fit partitions of the rows; leave out partition_rows, "
            "or use engine='topics'"
        )

    def fit(self, X: Any, y: None = None) -> Self:
        """Fit from scratch on rows (n_rows, n_vocabulary).

        Raises
        ------
        InputError
            Values that are negative, missing, infinite or too large.
        OptionError
            An option out of range.

        Warns
        -----
        TopicsWarning
            The fit stopped at `max_sweeps` before it converged, or topics of an LDA are alike.
        """
        warn_of(self.fit_quietly(X), stacklevel=3)
        return self

    def fit_transform(self, X: Any, y: None = None) -> NDArray[np.float64]:
        """Fit, and the topic weights of the same rows, shape (n_rows, n_topics)."""
        warn_of(self.fit_quietly(X), stacklevel=4)
        return self.transform(X)

    def renumber(self, order: NDArray[np.int64]) -> None:
        """Give the fitted topics other numbers: topic ``order[i]`` becomes topic ``i``."""
        for name in ("components_", "document_topic_prior_"):
            if hasattr(self, name):
                setattr(self, name, np.ascontiguousarray(getattr(self, name)[order]))
        # Sums over topics in another order differ in their last bits.
        self.__dict__.pop("document_topic_", None)
        self.prepare_restored()

    def prepare_restored(self) -> None:
        """Build what `transform` needs besides fitted arrays, after these were restored."""

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        tags.input_tags.positive_only = True
        tags.transformer_tags.preserves_dtype = []
        return tags

    @property
    def _n_features_out(self) -> int:
        """Number of output columns, for ``get_feature_names_out``."""
        return int(self.components_.shape[0])

    @property
    def progress_or_silent(self) -> Progress:
        """The callback, or one that does nothing."""
        return self.progress or silent

    def _checked_rows(self, X: Any, *, reset: bool, dtype: Any = np.float64) -> Any:
        """Rows as canonical CSR.

        Parameters
        ----------
        X : array_like or sparse matrix
        reset : bool
            Whether a fit starts, and takes over the number of terms.
        dtype : type or tuple of types
            As scikit-learn's `validate_data` takes it.

        Raises
        ------
        InputError
            A value that is missing, infinite or negative, named by row and column.
        """
        if not reset:
            check_is_fitted(self)
        rows = validate_data(
            self,
            X,
            reset=reset,
            accept_sparse="csr",
            dtype=dtype,
            ensure_min_samples=1,
            ensure_all_finite=False,
        )
        matrix = sp.csr_matrix(rows)
        check_values(matrix, type(self).__name__)
        if not matrix.has_canonical_format:
            matrix = matrix.copy()
            matrix.sum_duplicates()
        return matrix

    def _check_sizes(self, **sizes: int | None) -> None:
        """Raise OptionError unless `n_topics` and these are whole numbers of at least 1."""
        for name, value in {"n_topics": self.n_topics, **sizes}.items():
            check_whole(name, value, 1)

    def _continues(self) -> bool:
        """Whether topics are fitted already, which further rows can continue.

        Raises
        ------
        OptionError
            `n_topics` was changed after the fit.
        """
        if not hasattr(self, "components_"):
            return False
        if len(self.components_) != self.n_topics:
            raise OptionError(
                f"n_topics is {self.n_topics}, but the fit has "
                f"{amount(len(self.components_), 'topic')}; fit again, or set it back"
            )
        return True


def unfitted(engine: Engine, **changes: Any) -> Engine:
    """An unfitted engine with the same options, but for the changes."""
    # Not sklearn.base.clone, which copies what a callback belongs to.
    return type(engine)(**{**engine.get_params(deep=False), **changes})


def random_states(random_state: int, n: int) -> list[int]:
    """Seeds of `n` fits: `random_state` itself, then others that follow from it.

    Examples
    --------
    >>> random_states(7, 3)[0], len(set(random_states(7, 3)))
    (7, 3)
    """
    others = np.random.SeedSequence(random_state).generate_state(max(n - 1, 1), np.uint32)
    return [random_state, *(int(seed) for seed in others[: n - 1])]


def not_converged(name: str, max_sweeps: int, movement: str, tolerance: float) -> Notice:
    """The notice of a fit that stopped at `max_sweeps` while there was still `movement`."""
    return Notice(
        "not-converged",
        1,
        f"{name} stopped at max_sweeps={max_sweeps} while {movement}; raise max_sweeps or "
        f"tolerance (now {tolerance:g})",
    )


def alike_topics(components: NDArray[np.floating]) -> list[Notice]:
    """The notice of topics whose terms are nearly those of another topic; at most one notice.

    Topics without terms are left out: they have a notice of their own.
    """
    mass = components.sum(axis=1, keepdims=True)
    pairs = alike_pairs(components[mass[:, 0] > 0] / mass[mass[:, 0] > 0])
    n = len(np.unique(pairs))
    message = f"{amount(n, 'topic')} are alike: ask for fewer topics (now {len(components)})"
    return [Notice("topics-alike", n, message)] if n else []


def alike_pairs(topic_term: NDArray[np.floating]) -> NDArray[np.int64]:
    """Pairs of topics whose probabilities of terms differ by less than `ALIKE`, shape (n, 2).

    The difference is the total variation, 0 to 1.

    Parameters
    ----------
    topic_term : array, shape (n_topics, n_vocabulary)
        Rows sum to 1.
    """
    # sum(sqrt(p * q)) >= sum(min(p, q)) = 1 - distance, so that one product finds the few pairs
    # whose terms need to be compared one by one.
    root = np.sqrt(topic_term)
    could_be = np.argwhere(np.triu(root @ root.T > 1.0 - ALIKE, k=1))
    distances = [0.5 * np.abs(topic_term[i] - topic_term[j]).sum() for i, j in could_be]
    return could_be[np.array(distances) < ALIKE] if len(could_be) else could_be


def warn_of(notices: Iterable[Notice], stacklevel: int) -> None:
    """Issue notices as `TopicsWarning`; with `stacklevel` 2 they name the caller's line."""
    for notice in notices:
        warnings.warn(notice.message, TopicsWarning, stacklevel=stacklevel)


def check_values(matrix: Any, name: str) -> None:
    """Raise InputError for the first value of CSR rows that is missing, infinite or negative.

    `name` is that of the engine, for the message.
    """
    data = matrix.data
    # NaN fails both comparisons.
    if not len(data) or (data.min() >= 0 and np.isfinite(data.max())):
        return
    first = int(np.flatnonzero(~np.isfinite(data) | (data < 0))[0])
    row = int(np.searchsorted(matrix.indptr, first, side="right")) - 1
    where = f"row {row}, column {matrix.indices[first]}"
    if np.isnan(data[first]):
        raise InputError(f"Input X contains NaN: {where}; {name} needs numbers of 0 or more")
    if np.isinf(data[first]):
        raise InputError(f"Input X contains infinity: {where}; {name} needs finite numbers")
    raise InputError(f"Negative values in data passed to {name}: {where} is {data[first]}")


@contextmanager
def all_or_nothing(estimator: BaseEstimator) -> Iterator[None]:
    """Restore an estimator's attributes if an error or Ctrl-C ends the block."""
    before = dict(vars(estimator))
    try:
        yield
    except BaseException:
        estimator.__dict__.clear()
        estimator.__dict__.update(before)
        raise


@contextmanager
def compiled_kernels(
    kernels: Iterable[Any],
    compile_all: Callable[[], None],
    *,
    name: str,
    n_threads: int | None,
    progress: Progress,
) -> Iterator[None]:
    """Run the block on `n_threads`; report compilation first, if it is needed.

    Parameters
    ----------
    kernels : iterable of numba functions
    compile_all : callable
        Compiles them by calling them on small arrays.
    name : str
        The engine, for the log.
    n_threads : int or None
        None keeps numba's current number.
    progress : callable
        Called with ("compile", 0 or 1, 1) around the compilation.
    """
    with kernel_threads(n_threads):
        ensure_compiled(kernels, compile_all, name=name, progress=progress)
        yield


def ensure_compiled(
    kernels: Iterable[Any], compile_all: Callable[[], None], *, name: str, progress: Progress
) -> None:
    """Compile kernels if that is needed, and report it; as `compiled_kernels` takes them."""
    if not all(is_compiled(kernel) for kernel in kernels):
        logger.info("compiling the %s kernels; this takes some seconds, once", name)
        progress("compile", 0, 1)
        compile_all()
        progress("compile", 1, 1)
