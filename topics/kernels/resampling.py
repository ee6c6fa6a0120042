"""How often groups of rows are in a bootstrap sample."""

from __future__ import annotations

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

from topics.kernels.chance import uniform


@njit(cache=True, parallel=True)
def draw_times(
    random_state: np.uint64, groups: NDArray[np.int64], times: NDArray[np.int64]
) -> None:
    """Fill `times` (n_rows,) with how often the group of each row is in a Poisson bootstrap.

    The number of a group has a Poisson distribution with mean 1, and depends on the random state
    and on the group alone: ``poisson(1).ppf(uniform(random_state, group, 0, 0))``.
    """
    for i in prange(len(groups)):
        left = uniform(random_state, groups[i], 0, 0)
        n, probability = 0, np.exp(-1.0)
        while left >= probability and n < 20:
            left -= probability
            n += 1
            probability /= n
        times[i] = n
