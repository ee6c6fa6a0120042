"""What every engine offers: scikit-learn's estimator contract with one set of names."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Protocol, Self

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, ClassNamePrefixFeaturesOutMixin, TransformerMixin
from sklearn.utils.validation import check_is_fitted, validate_data

from topics.errors import InputError, OptionError
from topics.kernels.compiling import is_compiled
from topics.kernels.threads import kernel_threads
from topics.models.options import check_whole
from topics.notices import Progress

logger = logging.getLogger(__name__)


class TopicModel(Protocol):
    """A topic engine: a scikit-learn transformer on CSR rows of counts or weights.

    Attributes
    ----------
    n_topics : int
    components_ : array, shape (n_topics, n_terms)
        LDA: expected counts plus prior. NMF: the raw factor.
    n_sweeps_ : int
        Passes over the rows that the fit took.
    converged_ : bool or None
        Whether the fit stopped by its tolerance before `max_sweeps`; None for an engine
        that always takes all sweeps.
    """

    n_topics: int
    components_: NDArray[np.float64]
    n_sweeps_: int
    converged_: bool | None

    def get_params(self, deep: bool = True) -> dict[str, Any]:
        """Options by name, as scikit-learn's estimators give them."""
        ...

    def fit(self, X: Any, y: None = None) -> Self:
        """Fit from scratch on rows (n_rows, n_terms)."""
        ...

    def partial_fit(self, X: Any, y: None = None) -> Self:
        """Go on with the fit on further rows."""
        ...

    def transform(self, X: Any) -> NDArray[np.float64]:
        """Raw topic weights of rows, terms frozen, shape (n_rows, n_topics)."""
        ...

    def fit_transform(self, X: Any, y: None = None) -> NDArray[np.float64]:
        """Fit, and give the weights of the same rows."""
        ...


def fit_partitions(model: TopicModel, partitions: Iterable[Any]) -> TopicModel:
    """The model, fitted on row partitions one after the other through `partial_fit`.

    Rows never have to be in memory together; the order of the partitions matters.
    """
    for partition in partitions:
        model.partial_fit(partition)
    return model


class TopicEstimator(ClassNamePrefixFeaturesOutMixin, TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Checks and options that all engines share; an engine adds the fitting."""

    n_topics: int
    components_: NDArray[np.float64]

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

    def _checked(self, X: Any, *, reset: bool, dtype: Any = np.float64) -> Any:
        """Rows as canonical CSR; what they must not hold is named by row and column."""
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
        for name, value in {"n_topics": self.n_topics, **sizes}.items():
            check_whole(name, value, 1)

    def _goes_on(self) -> bool:
        """Whether further rows meet fitted topics; OptionError where these are not `n_topics`."""
        if not hasattr(self, "components_"):
            return False
        if len(self.components_) != self.n_topics:
            raise OptionError(
                f"n_topics is {self.n_topics}, but {len(self.components_)} topics are fitted; "
                "fit anew, or set it back"
            )
        return True

    def _rebuild(self) -> None:
        """Make anew what `transform` needs beyond fitted arrays, after these were put back."""

    def _tell(self, stage: str, done: int, total: int) -> None:
        progress: Progress | None = getattr(self, "progress", None)
        if progress is not None:
            progress(stage, done, total)


def check_values(matrix: Any, name: str) -> None:
    """Raise InputError for the first value of CSR rows that is missing, infinite or negative."""
    data = matrix.data
    # NaN fails both comparisons.
    if not len(data) or (data.min() >= 0 and np.isfinite(data.max())):
        return
    place = int(np.flatnonzero(~np.isfinite(data) | (data < 0))[0])
    row = int(np.searchsorted(matrix.indptr, place, side="right")) - 1
    where = f"row {row}, column {matrix.indices[place]}"
    if np.isnan(data[place]):
        raise InputError(f"Input X contains NaN: {where}; {name} needs numbers of 0 or more")
    if np.isinf(data[place]):
        raise InputError(f"Input X contains infinity: {where}; {name} needs finite numbers")
    raise InputError(f"Negative values in data passed to {name}: {where} is {data[place]}")


@contextmanager
def all_or_nothing(estimator: BaseEstimator) -> Iterator[None]:
    """Put an estimator back as it was when anything, also Ctrl-C, ends the block."""
    before = dict(vars(estimator))
    try:
        yield
    except BaseException:
        estimator.__dict__.clear()
        estimator.__dict__.update(before)
        raise


@contextmanager
def compiled_kernels(
    estimator: TopicEstimator,
    n_threads: int | None,
    kernels: Iterable[Any],
    compile_all: Callable[[], None],
) -> Iterator[None]:
    """Kernels on the threads that were asked for; a word where they must be compiled."""
    with kernel_threads(n_threads):
        if not all(is_compiled(kernel) for kernel in kernels):
            logger.info("compiling the %s kernels: some seconds, once", type(estimator).__name__)
            estimator._tell("compile", 0, 1)
            compile_all()
            estimator._tell("compile", 1, 1)
        yield
