"""Words of topics in periods: expected counts, without words of everywhere."""

import numpy as np
import scipy.sparse as sp

from topics.trends import terms_of_groups


def test_words_are_those_of_the_topic_in_the_group():
    """Term 0 is everywhere; 1 and 2 are of the first topic in one group each, 3 of the second."""
    counts = sp.csr_array([[20, 30, 0, 10], [20, 0, 30, 10], [0, 0, 0, 0]])
    share = np.array([[0.8, 0.2], [0.8, 0.2], [np.nan, np.nan]])
    topic_term = np.array([[0.3, 0.4, 0.3, 0.0], [0.3, 0.0, 0.0, 0.7]])
    found = terms_of_groups(counts, np.array([0, 1, -1]), share, topic_term)
    assert [each[0][0] for each in found[:2]] == [1, 2]
    assert found[0][1] == [3]
    assert found[2] == [[], []]


def test_many_groups_are_done_in_blocks():
    """More than one block gives the same as each group alone."""
    rng = np.random.default_rng(0)
    counts = sp.csr_array(rng.integers(0, 9, (450, 12)))
    share, topic_term = rng.dirichlet(np.ones(3), 450), rng.dirichlet(np.ones(12), 3)
    found = terms_of_groups(counts, np.arange(450), share, topic_term)
    group = np.full(450, -1)
    group[449] = 0
    assert terms_of_groups(counts, group, share[449:], topic_term) == found[449:]
