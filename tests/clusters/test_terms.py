"""Terms, labels and representatives of clusters."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp

from topics.clusters import (
    class_tf_idf,
    cluster_labels,
    cluster_representatives,
    top_terms,
)

TERMS = np.array(["sea", "ship", "law", "court", "day"])
COUNTS = sp.csr_array(
    [[3, 2, 0, 0, 4], [2, 3, 0, 0, 4], [0, 0, 3, 1, 4], [0, 0, 2, 3, 4], [1, 1, 1, 1, 1]]
)
LABELS = np.array([0, 0, 1, 1, -1])


def test_weights_follow_the_formula_without_noise():
    """By hand for one term."""
    weights = class_tf_idf(COUNTS, LABELS)
    assert weights.shape == (2, 5)
    assert weights[0, 0] == 5 / 18 * np.log1p(17.5 / 5)


def test_terms_are_of_the_cluster_only():
    """Best first; the other cluster's words are not among them."""
    found = [sorted(TERMS[each] for each in row) for row in top_terms(COUNTS, LABELS)]
    assert found == [["day", "sea", "ship"], ["court", "day", "law"]]


def test_labels_are_unique_and_have_no_foreign_terms():
    """Also of clusters with the same words."""
    alike = sp.csr_array([[1, 1, 0, 0, 0], [1, 1, 0, 0, 0]])
    labels = cluster_labels(alike, np.array([0, 1]), TERMS)
    assert len(set(labels)) == 2
    assert all("law" not in label for label in labels)


def test_representatives_are_strong_members_and_no_copies():
    """A copy is shown once, noise never."""
    counts = sp.csr_array(np.vstack([COUNTS.toarray(), COUNTS.toarray()[:1]]))
    labels = np.array([0, 0, 1, 1, -1, 0])
    rows = cluster_representatives(counts, labels, np.array([1, 1, 1, 1, 0, 1.0]), 3)
    assert not {0, 5} <= set(rows[0].tolist())
    assert set(rows[1].tolist()) <= {2, 3}
    assert all(len(each) for each in rows)


def test_all_noise_has_no_clusters():
    """Empty lists."""
    labels = np.full(5, -1)
    assert top_terms(COUNTS, labels) == []
    assert cluster_labels(COUNTS, labels, TERMS) == []
    assert cluster_representatives(COUNTS, labels, np.zeros(5)) == []
