"""Weights of terms: tf-idf for NMF, and what a model of another library was fitted on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from topics.errors import InputError
from topics.values import amount

TERM_WEIGHT, SCALING = "term_weight", "scaling"
"""Arrays of a run that keep `TermWeights`: the weights, and (is_sublinear, norm)."""


def tfidf(matrix: Any, document_frequency: NDArray[np.integer], n_documents: int) -> Any:
    r"""Sublinear tf-idf with rows of unit length, CSR float64 of the same shape.

    .. math:: w_{it} = (1 + \ln c_{it}) \, (1 + \ln \frac{1 + N}{1 + n_t})

    with :math:`c` the counts, :math:`n_t` the number of documents with term :math:`t` and
    :math:`N` the number of all documents; then every row is divided by its Euclidean length.
    It equals scikit-learn's ``TfidfTransformer(sublinear_tf=True)`` if rows are the documents.

    Parameters
    ----------
    matrix : CSR, shape (n_rows, n_terms)
        Counts.
    document_frequency : array of int, shape (n_terms,)
        That of the fitted rows, so that new rows get the same weights.
    n_documents : int

    Examples
    --------
    >>> import scipy.sparse as sp
    >>> tfidf(sp.csr_array([[3, 0], [1, 1]]), np.array([2, 1]), 2).toarray().round(2).tolist()
    [[1.0, 0.0], [0.58, 0.81]]
    """
    weighted = matrix.astype(np.float64)
    idf = 1.0 + np.log((1.0 + n_documents) / (1.0 + document_frequency))
    # 1 + ln(c) is negative for weights far below 1, so those below 1 are kept as they are.
    tokens = np.maximum(weighted.data, 1.0)
    damped = np.where(weighted.data < 1.0, weighted.data, 1.0 + np.log(tokens))
    weighted.data = damped * idf[weighted.indices]
    n_rows = weighted.shape[0]
    row = np.repeat(np.arange(n_rows), np.diff(weighted.indptr))
    # bincount adds in storage order, without BLAS: the same bits on any number of threads.
    length = np.sqrt(np.bincount(row, weights=weighted.data**2, minlength=n_rows))
    weighted.data /= length[row]
    return weighted


EVIDENCE_TERMS = 30
"""A row of this many counted terms decides half as much as a very long one; measured in
benchmarks/README.md."""


def weighted_by_evidence(matrix: Any, n_terms: NDArray[Any]) -> Any:
    r"""Rows of unit length, shorter where there is little evidence; CSR of the same shape.

    A factorisation sums the squared errors of its rows, so a post of three words would decide
    as much as one of three hundred. Each row is multiplied by

    .. math:: \sqrt{\frac{n}{n + 30}}

    with its number :math:`n` of counted terms, which gives its squared error that much weight.

    Parameters
    ----------
    matrix : CSR, shape (n_rows, n_terms)
        Rows of unit length, as `tfidf` returns them.
    n_terms : array, shape (n_rows,)
        Summed counts of the rows, above 0.

    Examples
    --------
    >>> import scipy.sparse as sp
    >>> weighted_by_evidence(sp.csr_array([[1.0], [1.0]]), np.array([10, 90])).data.tolist()
    [0.5, 0.8660254037844386]
    """
    weights = np.sqrt(n_terms / (n_terms + EVIDENCE_TERMS))
    weighted = matrix.copy()
    weighted.data *= np.repeat(weights, np.diff(matrix.indptr))
    return weighted


@dataclass(frozen=True)
class TermWeights:
    """How a model of another library weighs counts; it takes the place of our tf-idf.

    Attributes
    ----------
    weight : array, shape (n_terms,)
        Factor of every term, 0 or more: its idf.
    is_sublinear : bool
        Whether a count c is 1 + ln c.
    norm : {0, 1, 2}
        Rows are divided by their sum (1) or their Euclidean length (2); 0 leaves them.

    Raises
    ------
    InputError
        Weights that are missing, infinite or negative, or another norm.

    Examples
    --------
    >>> import scipy.sparse as sp
    >>> weights = TermWeights(np.array([1.0, 3.0]), is_sublinear=False, norm=1)
    >>> weights.of(sp.csr_array([[1, 1], [0, 2]])).toarray().tolist()
    [[0.25, 0.75], [0.0, 1.0]]
    """

    weight: NDArray[np.float64]
    is_sublinear: bool
    norm: int

    def __post_init__(self) -> None:
        is_number = self.weight.dtype.kind in "iuf" and self.weight.ndim == 1
        if not is_number or not (np.isfinite(self.weight) & (self.weight >= 0)).all():
            raise InputError("the weights of the terms must be finite numbers of 0 or more")
        if self.norm not in (0, 1, 2):
            raise InputError(f"the norm of the rows is {self.norm!r}, expected 0, 1 or 2")

    def arrays(self) -> dict[str, NDArray[Any]]:
        """The arrays by name, for a run folder."""
        return {TERM_WEIGHT: self.weight, SCALING: np.array([int(self.is_sublinear), self.norm])}

    def of(self, matrix: Any) -> Any:
        """Weighted rows, CSR float64 of the same shape as the counts."""
        weighted = matrix.astype(np.float64)
        damped = weighted.data
        if self.is_sublinear:
            tokens = np.maximum(damped, 1.0)
            damped = np.where(damped < 1.0, damped, 1.0 + np.log(tokens))
        weighted.data = damped * self.weight[weighted.indices]
        if self.norm:
            n_rows = weighted.shape[0]
            row = np.repeat(np.arange(n_rows), np.diff(weighted.indptr))
            sums = np.bincount(row, weights=weighted.data**self.norm, minlength=n_rows)
            length = sums if self.norm == 1 else np.sqrt(sums)
            weighted.data /= np.where(length > 0, length, 1.0)[row]
        return weighted


def term_weights_of(arrays: Mapping[str, NDArray[Any]], n_terms: int) -> TermWeights | None:
    """The weights in the arrays of a run, which are untrusted; None where it has none.

    Raises
    ------
    InputError
        They do not fit the terms.
    """
    weight, scaling = arrays.get(TERM_WEIGHT), arrays.get(SCALING)
    if weight is None and scaling is None:
        return None
    is_proper = scaling is not None and scaling.shape == (2,) and scaling.dtype.kind in "iu"
    if weight is None or scaling is None or not is_proper or weight.shape != (n_terms,):
        raise InputError(f"the weights of the terms do not fit {amount(n_terms, 'term')}")
    return TermWeights(weight, bool(scaling[0]), int(scaling[1]))
