"""Bootstrap samples: documents are drawn as often as there are documents, and rows follow."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from topics.models.resampling import BALANCED, balanced_times, times_drawn, weighted_rows

GROUPS = st.lists(st.integers(0, 9), max_size=40).map(lambda numbers: np.array(numbers, np.int64))
SEEDS = st.integers(0, 2**32 - 1)


@given(GROUPS, SEEDS)
def test_as_many_groups_are_drawn_as_there_are(groups, random_state):
    """Each group counts once, however many rows it has; its rows are drawn equally often."""
    times = times_drawn(groups, random_state)
    assert times.shape == groups.shape
    by_group = {}
    for group, n in zip(groups.tolist(), times.tolist(), strict=True):
        assert by_group.setdefault(group, n) == n
    assert sum(by_group.values()) == len(by_group)
    assert min(by_group.values(), default=0) >= 0


@given(GROUPS, SEEDS)
def test_a_sample_depends_on_the_random_state_and_the_order_of_groups_only(groups, random_state):
    """The same again with larger numbers, with rows in another order and with more rows."""
    times = times_drawn(groups, random_state)
    np.testing.assert_array_equal(times_drawn(groups, random_state), times)
    np.testing.assert_array_equal(times_drawn(groups * 7 + 3, random_state), times)
    np.testing.assert_array_equal(times_drawn(groups[::-1], random_state), times[::-1])
    np.testing.assert_array_equal(
        times_drawn(np.repeat(groups, 2), random_state), np.repeat(times, 2)
    )


def test_samples_differ_and_leave_out_a_third():
    """The share of groups that a sample lacks is about 1 / e, and each is drawn once on average."""
    samples = np.stack([times_drawn(np.arange(500), state) for state in range(40)])
    assert len({sample.tobytes() for sample in samples}) == 40
    assert abs((samples == 0).mean() - np.exp(-1)) < 0.01
    assert abs(samples.mean(axis=0) - 1).max() < 0.8


@given(GROUPS, st.lists(SEEDS, min_size=1, max_size=3 * BALANCED))
def test_balanced_samples_draw_every_group_equally_often(groups, random_states):
    """In each whole block; each sample has as many groups as there are, with all their rows."""
    samples = np.stack(list(balanced_times(groups, random_states)))
    assert samples.shape == (len(random_states), len(groups))
    for first in range(0, len(samples) - BALANCED + 1, BALANCED):
        assert (samples[first : first + BALANCED].sum(axis=0) == BALANCED).all()
    numbers, rows = np.unique(groups, return_index=True)
    assert (samples[:, rows].sum(axis=1) == len(numbers)).all()
    np.testing.assert_array_equal(samples, samples[:, rows][:, np.searchsorted(numbers, groups)])


@given(GROUPS, st.lists(SEEDS, min_size=2, max_size=2 * BALANCED))
def test_the_first_balanced_samples_are_those_of_fewer(groups, random_states):
    """Further samples leave them as they are, and larger numbers of the groups do."""
    samples = np.stack(list(balanced_times(groups, random_states)))
    fewer = np.stack(list(balanced_times(groups * 7 + 3, random_states[:-1])))
    np.testing.assert_array_equal(samples[:-1], fewer)


def test_balanced_samples_differ_and_leave_out_a_third():
    """Nearly as many groups as independent samples lack, which is 1 / e."""
    samples = np.stack(list(balanced_times(np.arange(500), range(4 * BALANCED))))
    assert len({sample.tobytes() for sample in samples}) == 4 * BALANCED
    assert abs((samples == 0).mean() - (1 - 1 / BALANCED) ** BALANCED) < 0.01


@given(
    arrays(np.float64, (6, 4), elements=st.sampled_from([0.0, 0.5, 1.0, 3.0])),
    arrays(np.int64, 6, elements=st.integers(0, 3)),
    st.sampled_from([np.float32, np.float64]),
)
def test_weighted_rows_equal_a_product(dense, weights, dtype):
    """Rows times their weights without those of weight 0; what was given stays as it was."""
    matrix = sp.csr_matrix(dense.astype(dtype))
    before = matrix.copy()
    result = weighted_rows(matrix, weights)
    assert result.dtype == dtype
    np.testing.assert_array_equal(
        result.toarray(), (dense * weights[:, np.newaxis])[weights > 0].astype(dtype)
    )
    np.testing.assert_array_equal(matrix.toarray(), before.toarray())


def test_weighted_rows_of_a_wide_matrix_keep_its_shape():
    """Also where no row is left, and for weights that are not whole."""
    rows = sp.csr_array(np.eye(3, 70_000))
    assert weighted_rows(rows, np.zeros(3)).shape == (0, 70_000)
    assert weighted_rows(rows, np.sqrt([0, 2, 1])).data.tolist() == [np.sqrt(2), 1.0]
