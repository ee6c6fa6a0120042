"""Points of each view: their distances are what is promised, and bad arrays are named."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.sparse as sp

from topics.clusters import consensus_points, embedding_points, shares_points, tf_idf_points
from topics.clusters.members import member_topics
from topics.errors import InputError
from topics.space import hellinger


def test_distances_of_the_consensus_are_the_root_mean_square_of_hellinger():
    """Over fits with different numbers of topics."""
    generator = np.random.default_rng(0)
    fits = [generator.dirichlet(np.ones(n), 8) for n in (3, 5, 9)]
    points = consensus_points(fits)
    squares = np.mean([[hellinger(f[:1], f[1:2])[0] ** 2] for f in fits])
    assert np.linalg.norm(points[0] - points[1]) == pytest.approx(np.sqrt(squares))
    assert (shares_points(fits[0]) == consensus_points(fits[:1])).all()


def test_fits_of_other_rows_or_none_are_errors():
    """With the numbers."""
    with pytest.raises(InputError, match="at least one fit"):
        consensus_points([])
    with pytest.raises(InputError, match="got 2 and 3 rows"):
        consensus_points([np.full((2, 2), 0.5), np.full((3, 2), 0.5)])
    with pytest.raises(InputError, match="below 0"):
        consensus_points([np.array([[-0.5, 1.5]])])


@pytest.mark.parametrize("shape", [(1, 1), (1, 9), (9, 1), (2, 2), (40, 30)])
def test_tf_idf_points_have_unit_length_and_the_same_bits(shape):
    """For any shape; a row without terms is zero."""
    counts = np.random.default_rng(0).poisson(0.5, shape) + 1
    counts[-1] = 0 if shape[0] > 2 else counts[-1]
    (points,) = tf_idf_points(sp.csr_array(counts))
    length = np.linalg.norm(points, axis=1)
    assert np.allclose(length, counts.sum(axis=1) > 0)
    assert points.tobytes() == tf_idf_points(sp.csr_array(counts))[0].tobytes()


def test_bad_embeddings_are_named():
    """Rows, NaN, zeros, shape."""
    good = np.random.default_rng(0).normal(size=(9, 4))
    with pytest.raises(InputError, match="has 9 rows, expected 10"):
        embedding_points(good, 10)
    with pytest.raises(InputError, match=r"shape \(9,\)"):
        embedding_points(good[:, 0], 9)
    with pytest.raises(InputError, match="not numbers"):
        embedding_points([["a", "b"]], 1)
    bad = good.copy()
    bad[[2, 5], 0] = np.nan, np.inf
    with pytest.raises(InputError, match="NaN or infinity in row 2, 5"):
        embedding_points(bad, 9)
    bad = good.copy()
    bad[:7] = 0
    with pytest.raises(InputError, match="only zeros in row 0, 1, 2, 3, 4 and 2 more"):
        embedding_points(bad, 9)


def test_rows_that_are_not_used_are_not_looked_at():
    """Such as documents without terms, whose embedding may be anything."""
    points = embedding_points([[0.0, 0.0], [3.0, 4.0]], 2, np.array([False, True]))
    assert points.tolist() == [[0.6, 0.8]]


def test_huge_and_tiny_embeddings_get_unit_length():
    """Squares would overflow."""
    points = embedding_points([[1e300, 1e300], [1e-300, 0.0]], 2)
    assert np.allclose(np.linalg.norm(points, axis=1), 1)


def test_members_have_more_topics_where_there_are_more_rows():
    """Never fewer, within limits."""
    numbers = [member_topics(n) for n in (1, 10, 1_000, 10_000, 10**7)]
    assert numbers == sorted(numbers)
