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


def test_originals_are_the_documents_that_are_no_copies():
    """With their tokens and pieces; the terms stay, and weights of copies are 0."""
    counts = Counts(
        sp.csr_array([[2, 0], [1, 1], [2, 0], [0, 4]]),
        ["a", "b"],
        row_document=[0, 0, 1, 2],
        token_ids=np.array([0, 0, 0, 1, 0, 0, 1, 1, 1, 1], dtype=np.int32),
        token_offsets=np.array([0, 2, 4, 6, 10]),
        piece_starts=np.array([1, 5, 8]),
        is_copy=np.array([False, True, False]),
    )
    originals = counts.originals
    assert originals.matrix.toarray().tolist() == [[2, 0], [1, 1], [0, 4]]
    assert originals.row_document.tolist() == [0, 0, 1]
    assert originals.token_ids.tolist() == [0, 0, 0, 1, 1, 1, 1, 1]
    assert originals.token_offsets.tolist() == [0, 2, 4, 8]
    assert originals.piece_starts.tolist() == [1, 6]
    assert originals.is_copy is None
    assert originals.originals is originals
    assert counts.original_rows.tolist() == [0, 1, 3]
    assert counts.weights.tolist() == [2, 2, 0, 4]
    assert counts.weights_of_documents.tolist() == [4, 0, 4]
    assert counts.term_counts.tolist() == [3, 5]
    assert counts.n_copies == 1


@pytest.mark.parametrize(
    ("is_copy", "message"),
    [
        (np.array([True, False]), "one value for each of the 3 documents"),
        (np.array([0, 1, 0]), "an array of bool"),
        ([False, True, False], "an array of bool"),
        (np.array([True, True, True]), "all documents are copies"),
    ],
)
def test_what_says_which_documents_are_copies_is_checked(is_copy, message):
    """One truth value for every document, and at least one original."""
    with pytest.raises(InputError, match=message):
        Counts(MATRIX, ["a", "b"], is_copy=is_copy)
