"""Counting new documents: what enters the vocabulary of a run, and what stays out."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from topics.corpus import Corpus
from topics.counting import CountSettings, LearnedVocabulary, count_known_terms
from topics.counting.growing import count_growing_terms, in_growing_columns, same_rows
from topics.counts import Counts
from topics.errors import InputError

TERMS = np.array(["reef", "tide"])
TEXTS = ["the reef and the quay", "tide and quay", "the harbour", "the mast"]
RULES = CountSettings(min_documents=2, max_document_share=0.6)


def grown(texts=TEXTS, rules=RULES, learned=None):
    """The texts in the vocabulary `TERMS`, which may grow."""
    return count_growing_terms(
        Corpus.from_texts(texts), rules, learned or LearnedVocabulary(), TERMS
    )


def test_a_term_enters_in_enough_and_not_too_many_documents():
    """`the` is in three of four documents, `mast` in one; known terms stay anyway."""
    counted = grown()
    assert counted.terms.tolist() == ["and", "quay", "reef", "tide"]
    assert counted.new_terms.select("term", "count", "n_documents").rows() == [
        ("and", 2, 2),
        ("quay", 2, 2),
    ]
    assert set(counted.left_out["term"]) == {"the", "harbour", "mast"}


def test_a_term_that_was_too_frequent_stays_out():
    """It was left out of the run for a reason that few new documents do not refute."""
    counted = grown(learned=LearnedVocabulary(too_frequent=("and",)))
    assert counted.terms.tolist() == ["quay", "reef", "tide"]


@pytest.mark.parametrize(("most", "n"), [(2, 2), (3, 3), (1, 2)])
def test_the_vocabulary_does_not_outgrow_its_limit(most, n):
    """With `max_terms` the most frequent new terms fill what is left; no known term goes."""
    rules = CountSettings(min_documents=2, max_document_share=0.6, max_terms=most)
    assert len(grown(rules=rules).terms) == n


def test_known_columns_are_counted_as_without_growth():
    """New terms change no count of a known one."""
    corpus = Corpus.from_texts(TEXTS)
    known = count_known_terms(corpus, RULES, LearnedVocabulary(), TERMS).counts
    counts = grown().counts
    own = counts.matrix[:, np.searchsorted(counts.terms, TERMS)]
    assert (own != known.matrix).nnz == 0


def test_given_counts_bring_all_their_terms():
    """They were counted by the caller, who chose them."""
    counted = in_growing_columns(Counts([[1, 2], [0, 3]], ["tide", "mast"]), TERMS)
    assert counted.counts.terms.tolist() == ["mast", "reef", "tide"]
    assert counted.counts.matrix.toarray().tolist() == [[2, 0, 1], [3, 0, 0]]
    assert counted.new_terms["term"].to_list() == ["mast"]
    assert counted.left_out.height == 0


def test_given_counts_need_a_known_term():
    """Otherwise no topic says anything of them."""
    with pytest.raises(InputError, match="no term of these counts is in the vocabulary"):
        in_growing_columns(Counts([[1]], ["mast"]), TERMS)


def test_same_rows_equals_a_comparison_row_by_row():
    """In the terms of the second matrix only."""
    rng = np.random.default_rng(0)
    whole = np.array(["a", "b", "c", "d"])
    own = Counts(rng.integers(0, 2, (20, 4)), whole)
    other = Counts(rng.integers(0, 2, (20, 2)), whole[[1, 3]])
    expected = (own.matrix.toarray()[:, [1, 3]] == other.matrix.toarray()).all(axis=1)
    assert 0 < expected.sum() < 20
    assert same_rows(own.matrix, whole, other.matrix, other.terms).tolist() == expected.tolist()


def test_a_table_without_new_terms_keeps_its_columns():
    """Where nothing is new, or nothing left out."""
    counted = grown(["reef tide", "tide reef"])
    assert counted.new_terms.schema == counted.left_out.schema
    assert counted.new_terms.schema["count"] == pl.Int64
