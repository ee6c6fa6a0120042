"""A model of another library as plain data, checked: nothing of its objects is kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import numpy as np
from numpy.typing import NDArray

from topics.counting import TermWeights
from topics.errors import InputError
from topics.exchange.adopting.vocabulary import house_terms
from topics.values import amount

Floats = NDArray[np.float64]

ARRAYS = "arrays"
"""Library of a model that came as plain arrays."""


@dataclass(frozen=True, kw_only=True)
class ForeignModel:
    """A model that another library fitted, as arrays and terms.

    Attributes
    ----------
    library : str
        Package that fitted it, ``"mallet"`` or ``"arrays"``.
    kind : str
        Name of its class.
    model : {"lda", "nmf"}
        ``"lda"`` also for other models whose rows are shares.
    engine : str
        Our engine that finds topics of new rows as that library does.
    terms : array of str, shape (n_vocabulary,)
        Any sequence of them is taken.
    components : array, shape (n_topics, n_vocabulary)
        LDA: expected counts plus prior. NMF: the raw factor.
    prior : array, shape (n_topics,), or None
        Document-topic prior of an LDA.
    loss : str or None
        Loss of an NMF.
    exponent : int or None
        Power of two that our NMF scales its rows by.
    weights : TermWeights or None
        How it weighs counts; None for counts as they are.
    rows : array, shape (n_rows, n_topics), or None
        Shares of its own documents, where it keeps them.
    row_names : list of str or None
        Names of these documents.
    rows_are_shares : bool
        Whether `rows` are shares or counts of topics, and not raw factors.
    labels : list of str or None
        Labels that it gives its topics.
    apply : callable or None
        From weighted counts to the raw factor of the rows, where only the model itself can; used
        once and not kept.
    vectorizer : object or None
        What cuts texts into its terms; used once and not kept.
    no_transform : str
        Why new documents cannot get its topics; empty where they can.
    no_refits : str
        Why it cannot be fitted again to see how stable its topics are; empty where it can.

    Raises
    ------
    InputError
        The arrays are no topics: other shapes, missing, infinite or negative numbers.
    """

    library: str
    kind: str
    model: str
    engine: str
    terms: Any
    components: Floats
    prior: Floats | None = None
    loss: str | None = None
    exponent: int | None = None
    weights: TermWeights | None = None
    rows: Floats | None = None
    row_names: list[str] | None = None
    rows_are_shares: bool = True
    labels: list[str] | None = None
    apply: Callable[[Any], Any] | None = None
    vectorizer: Any = None
    no_transform: str = ""
    no_refits: str = ""

    def __post_init__(self) -> None:
        def set_field(name: str, value: object) -> None:
            object.__setattr__(self, name, value)

        set_field("terms", house_terms(self.terms))
        name = f"the topics of {self.name}"
        components = _numbers(name, self.components)
        check_shape(name, components, len(self.terms), "term")
        if not len(components) or not components.shape[1]:
            raise InputError(f"{self.name} has no topics, or no terms; fit it first")
        with np.errstate(over="ignore"):
            is_too_large = not np.isfinite(components.sum())
        if is_too_large:
            raise InputError(f"{name} have numbers that are too large; divide them all by one")
        if not components.any():
            raise InputError(f"{name} are all 0; fit it first")
        if self.model == "lda" and not self.no_transform and components.min() <= 0:
            raise InputError(f"{name} hold zeros, which an LDA with a prior never has")
        set_field("components", components)
        if self.prior is not None:
            set_field("prior", self._checked_prior(self.prior))
        if self.rows is not None:
            rows = _numbers(f"the documents' topics of {self.name}", self.rows)
            check_shape(f"the documents' topics of {self.name}", rows, self.n_topics, "topic")
            set_field("rows", rows)
        if self.labels is not None and len(self.labels) != self.n_topics:
            raise InputError(
                f"{self.name} has {amount(len(self.labels), 'label')} for "
                f"{amount(self.n_topics, 'topic')}"
            )

    @property
    def n_topics(self) -> int:
        """Number of topics."""
        return int(self.components.shape[0])

    @property
    def name(self) -> str:
        """Class and library, for messages."""
        return f"{self.kind} ({self.library})" if self.library != ARRAYS else "the given model"

    def _checked_prior(self, prior: Any) -> Floats:
        array = np.asarray(prior, dtype=np.float64)
        if array.ndim == 0:
            array = np.full(self.n_topics, float(array))
        if array.shape != (self.n_topics,) or not (np.isfinite(array) & (array > 0)).all():
            raise InputError(
                f"the document-topic prior of {self.name} is {prior!r:.80}, expected a number "
                "above 0 for each topic"
            )
        return array


def check_shape(name: str, array: Floats, n_columns: int, column: str) -> None:
    """Raise InputError unless the array has this many columns; a transposed one is recognised."""
    if array.ndim != 2:
        raise InputError(f"{name} have {amount(array.ndim, 'axis', 'axes')}, expected 2")
    if array.shape[1] == n_columns:
        return
    hint = ""
    if array.shape[0] == n_columns:
        hint = "; it seems to be transposed: give array.T"
    raise InputError(
        f"{name} have shape {array.shape}, expected {amount(n_columns, 'column')}, one for each "
        f"{column}{hint}"
    )


def _numbers(name: str, values: Any) -> Floats:
    """Finite numbers of at least 0, dense."""
    dense = values.toarray() if hasattr(values, "toarray") else values
    try:
        array = np.ascontiguousarray(dense, dtype=np.float64)
    except (TypeError, ValueError):
        raise InputError(f"{name} are {values!r:.80}, expected numbers") from None
    if not np.isfinite(array).all():
        n_bad = int((~np.isfinite(array)).sum())
        raise InputError(
            f"{name} have {amount(n_bad, 'number')} that {'is' if n_bad == 1 else 'are'} missing "
            "or infinite; the fit went wrong, so fit it again"
        )
    if array.min(initial=0.0) < 0:
        raise InputError(
            f"{name} have negative numbers, the smallest {array.min():.3g}; topics need "
            "weights of 0 or more (an LSI, an SVD or a PCA has no such topics: fit an LDA or NMF)"
        )
    return array


def attributes_of(model: Any, names: Sequence[str], kind: str) -> list[Any]:
    """Documented attributes of a model.

    Raises
    ------
    InputError
        It lacks one, as an unfitted model does.
    """
    missing = [name for name in names if getattr(model, name, None) is None]
    if missing:
        raise InputError(f"{kind} has no {', '.join(missing)}; fit it before it is adopted")
    return [getattr(model, name) for name in names]


def version_of(package: str) -> str:
    """Installed version of a package; empty where there is none."""
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
