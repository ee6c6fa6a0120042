"""The kernel of bootstrap samples."""

from __future__ import annotations

import numpy as np

from topics.kernels.resampling import draw_times


def test_draw_times_is_a_poisson_bootstrap_of_groups():
    """Rows of a group have the same number; numbers are distributed as Poisson with mean 1."""
    groups = np.repeat(np.arange(20_000), 2)
    times = np.empty(len(groups), np.int64)
    draw_times(np.uint64(5), groups, times)
    assert (times[::2] == times[1::2]).all()
    shares = np.bincount(times[::2], minlength=5)[:5] / 20_000
    np.testing.assert_allclose(shares, [0.3679, 0.3679, 0.1839, 0.0613, 0.0153], atol=0.011)
    others = np.empty(len(groups), np.int64)
    draw_times(np.uint64(5), groups[::-1].copy(), others)
    assert others[::-1].tolist() == times.tolist()
