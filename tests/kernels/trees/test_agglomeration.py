"""Bounds are below the exact costs and close to them, and merges are those of exact costs."""

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
    agglomeration.fill_bounds(agglomeration.rows_of(joint.copy(), weights), bounds)
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
            # A tail of at most 1% of one row, as one cell with all of the other row.
            tail, rest = agglomeration.TAIL * weights[j], weights[i]
            loose = xlogy(tail + rest, tail + rest) - xlogy(tail, tail) - xlogy(rest, rest)
            assert bounds[i, j] >= exact - loose - 1e-5 * abs(xlogy(mean, mean).sum()) - 1e-13


@pytest.mark.parametrize("shape", [(2, 1), (40, 300)])
def test_merges_equal_those_of_plain_costs(shape):
    """Bounds decide only what is computed, never what is merged."""
    rng = np.random.default_rng(3)
    rows = rng.gamma(0.2, size=shape) + 1e-12
    rows /= rows.sum(axis=1, keepdims=True)
    weights = np.full(len(rows), 1 / len(rows))
    merges, costs = np.zeros((len(rows) - 1, 2), dtype=np.int64), np.zeros(len(rows) - 1)
    joint = rows * weights[:, None]
    agglomeration.agglomerate(joint.copy(), weights.copy(), merges, costs)
    kept = {i: (joint[i], weights[i]) for i in range(len(rows))}
    for (first, second), cost in zip(merges.tolist(), costs, strict=True):
        pairs = [(i, j) for i in kept for j in kept if i < j]
        exact = {
            (i, j): agglomeration.merge_cost(kept[i][0], kept[j][0], kept[i][1], kept[j][1])
            for i, j in pairs
        }
        assert min(exact, key=lambda pair: (exact[pair], pair)) == (first, second)
        assert cost == exact[first, second]
        row, weight = kept.pop(second)
        kept[first] = (kept[first][0] + row, kept[first][1] + weight)
