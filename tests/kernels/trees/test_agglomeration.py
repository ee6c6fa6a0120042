"""Bounds in single precision are below the exact costs, and close to them."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import xlogy

from topics.kernels.trees import agglomeration


@pytest.mark.parametrize("concentration", [0.003, 0.1, 1.0, 1e6])
@pytest.mark.parametrize("skew", [0.02, 1.0, 1e6])
@pytest.mark.parametrize("width", [1, 3, 700, 5000])
def test_bounds_are_below_costs(concentration, skew, width):
    """Rows flat or spiky, weights equal or far apart."""
    rng = np.random.default_rng(0)
    n = 37
    rows = rng.gamma(concentration, size=(n, width)) + 1e-12
    rows /= rows.sum(axis=1, keepdims=True)
    weights = np.maximum(rng.gamma(skew, size=n), 1e-9)
    weights /= weights.sum()
    joint = rows * weights[:, None]
    bounds = np.full((n, n), np.inf)
    own = xlogy(joint, joint).sum(axis=1)
    agglomeration.fill_bounds(joint.astype(np.float32), own, weights, bounds)
    for i in range(n):
        assert np.isinf(bounds[i, : i + 1]).all()
        for j in range(i + 1, n):
            mean = joint[i] + joint[j]
            weight = weights[i] + weights[j]
            cost = xlogy(joint[[i, j]], joint[[i, j]] / mean).sum()
            cost += xlogy(weight, weight) - xlogy(weights[[i, j]], weights[[i, j]]).sum()
            exact = agglomeration.merge_cost(joint[i], joint[j], weights[i], weights[j])
            assert exact == pytest.approx(cost, abs=2e-13)
            assert bounds[i, j] <= exact + 1e-13
            lowest = exact - 4e-6 * abs(xlogy(mean, mean).sum()) - 1e-13
            assert bounds[i, j] >= lowest
