"""Counts check their arguments and sum by document."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.sparse as sp

from topics.counts import Counts
from topics.errors import InputError

MATRIX = sp.csr_array([[2, 0], [1, 3], [0, 4]])


def test_rows_are_summed_by_document():
    """A document without rows has a row of zeros."""
    counts = Counts(MATRIX, ["a", "b"], row_document=[0, 0, 2], n_documents=4)
    assert counts.by_document().toarray().tolist() == [[3, 3], [0, 0], [0, 4], [0, 0]]
    assert counts.n_terms_of_documents.tolist() == [6, 0, 4, 0]


def test_the_matrix_becomes_canonical():
    """Duplicates are added, zeros dropped, columns sorted; the caller's matrix does not change."""
    given = sp.csr_array((np.array([1, 0, 2, 1]), np.array([1, 0, 1, 0]), [0, 3, 4]), shape=(2, 2))
    counts = Counts(given, ["a", "b"])
    assert counts.matrix.has_canonical_format
    assert counts.matrix.toarray().tolist() == [[0, 3], [1, 0]]
    assert given.nnz == 4


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"matrix": np.array([[1, -1]])}, "negative"),
        ({"matrix": np.array([[1, np.nan]])}, "finite"),
        ({"matrix": np.array(["a"])}, "two axes"),
        ({"terms": ["a"]}, "1 term for 2"),
        ({"terms": ["a", "a"]}, "repeat"),
        ({"terms": ["a", 3]}, "strings"),
        ({"row_document": [1, 0, 2]}, "must ascend"),
        ({"row_document": [0, 1]}, "shape"),
        ({"n_documents": 1}, "n_documents"),
        ({"token_ids": np.array([9]), "token_offsets": np.array([0, 1, 1, 1])}, "outside"),
        ({"token_ids": np.array([0]), "token_offsets": np.array([0, 7])}, "do not split"),
        ({"token_ids": np.array([0])}, "pass both or neither"),
    ],
)
def test_arguments_that_do_not_match_are_refused(options, message):
    """Every check has its own message."""
    given = {"matrix": MATRIX, "terms": ["a", "b"], **options}
    with pytest.raises(InputError, match=message):
        Counts(**given)


@pytest.mark.parametrize("terms", [{"b": 1, "a": 0, "c": 2}, {2: "c", 0: "a", 1: "b"}])
def test_terms_by_number(terms):
    """A vocabulary of scikit-learn or a dictionary of gensim has another order than the columns."""
    counts = Counts(np.array([[1, 2, 3]]), terms)
    assert counts.terms.tolist() == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("terms", "message"),
    [
        ({"a", "b", "c"}, "terms is a set, which has no order"),
        ("abc", "terms is one text"),
        ({"a": 5, "b": 2, "c": 9}, "a mapping without the numbers of the columns"),
        ({"a": "x", "b": "y", "c": "z"}, "a mapping without the numbers of the columns"),
        ({"a": 1, "b": 1, "c": 0}, "a mapping without the numbers of the columns"),
    ],
)
def test_terms_without_an_order_are_refused(terms, message):
    """The words of the topics would be wrong without a sign of it."""
    with pytest.raises(InputError, match=message):
        Counts(np.array([[1, 2, 3]]), terms)
