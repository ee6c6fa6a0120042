"""Changes: planted ones are found at their place, and noise has none."""

from itertools import pairwise

import numpy as np
import pytest

from topics.trends import cells_of, change_points, group_shares, rows_behind
from topics.trends.changes import _segments


def stepped(n_periods=20, step=10, n_each=8, seed=0):
    """Shares, terms and periods of documents whose first topic rises from 10% to 30%."""
    rng = np.random.default_rng(seed)
    period = np.repeat(np.arange(n_periods), n_each)
    before, after = np.array([1.0, 6, 3]), np.array([3.0, 4, 3])
    shares = np.stack([rng.dirichlet(2 * (after if p >= step else before)) for p in period])
    return shares, rng.integers(50, 400, len(period)), period


def changes_of(shares, n_terms, period, n_periods=20):
    """Changes of documents that are one section each."""
    cells = cells_of(shares, n_terms, np.arange(len(period)), period, n_periods)
    return change_points(cells, group_shares(cells).share)


def test_a_step_is_found():
    """With its place, its size and its segments; the topic that stays has none."""
    rows = stepped()
    found = changes_of(*rows)
    assert [(change.topic, change.period) for change in found] == [(0, 10), (1, 10)]
    rise = found[0]
    assert (rise.first, rise.last) == (0, 19)
    assert rise.low < rise.difference < rise.high
    assert rise.difference == pytest.approx(rise.after - rise.before)
    assert rise.before == pytest.approx(0.1, abs=0.03)
    assert rise.after == pytest.approx(0.3, abs=0.05)
    assert rise.low > 0


def test_noise_has_few_changes():
    """Of 400 topics without any change at most one in fifty has one; the benchmark has the rate."""
    n_found = 0
    for seed in range(40):
        rng = np.random.default_rng(seed)
        period = np.sort(rng.integers(0, 24, 150))
        shares = rng.dirichlet(np.full(10, 0.5), 150)
        n_terms = rng.integers(10, 500, 150)
        n_found += len({c.topic for c in changes_of(shares, n_terms, period, 24)})
    assert n_found <= 8


def test_rows_that_made_a_change():
    """Of the first period with the new share for a rise, of the last with the old for a fall."""
    shares, n_terms, period = stepped()
    rise, fall = changes_of(shares, n_terms, period)
    behind = rows_behind(rise, shares, n_terms, period, 3)
    assert set(period[behind]) == {10}
    excess = n_terms * (shares[:, 0] - rise.before)
    assert behind[0] == np.flatnonzero(period == 10)[excess[period == 10].argmax()]
    assert set(period[rows_behind(fall, shares, n_terms, period, 3)]) == {9}


def test_empty_periods_are_stepped_over():
    """The change is at the first period that has documents, and rows are found before it."""
    shares, n_terms, period = stepped()
    kept = (period < 8) | (period > 12)
    found = changes_of(shares[kept], n_terms[kept], period[kept])
    assert found[0].period == 13
    assert found[1].topic == 1
    behind = rows_behind(found[1], shares[kept], n_terms[kept], period[kept], 2)
    assert set(period[kept][behind]) == {7}


def test_one_document_proves_nothing():
    """One speech about something else is no change."""
    shares, n_terms, period = stepped(step=99, n_each=1)
    shares[10] = [0.98, 0.01, 0.01]
    assert changes_of(shares, n_terms, period) == []


@pytest.mark.parametrize("n_periods", [1, 2])
def test_two_periods_have_no_changes(n_periods):
    """They are compared by their intervals."""
    rows = stepped(n_periods, 1)
    assert changes_of(*rows, n_periods) == []


def test_topics_without_spread_have_no_changes():
    """A topic that nobody uses, say."""
    shares = np.tile([[0.0, 1.0]], (40, 1))
    assert changes_of(shares, np.full(40, 9), np.repeat(np.arange(20), 2)) == []


def test_segments_are_the_best_of_all():
    """Compared with trying every set of cuts."""
    rng = np.random.default_rng(5)
    for _ in range(20):
        values, variance = rng.normal(size=8), rng.uniform(0.1, 1, 8)

        def cost(cuts, values=values, variance=variance):
            edges = [0, *cuts, 8]
            total = 3.0 * len(cuts)
            for first, end in pairwise(edges):
                part, weight = values[first:end], 1 / variance[first:end]
                total += weight @ (part - weight @ part / weight.sum()) ** 2
            return total

        sets = ([i + 1 for i in range(7) if bits >> i & 1] for bits in range(128))
        assert cost(_segments(values, variance, 3.0)) == pytest.approx(min(map(cost, sets)))
