"""Groups: differences from the rest, separation, and permutations of documents."""

import numpy as np
import pytest

from topics.trends import cells_of, differences, group_shares, separation


def grouped_rows(n_documents=60, effect=0.0, seed=0):
    """Shares, terms, documents and groups of sections; the second group has more of topic 0."""
    rng = np.random.default_rng(seed)
    own_group = np.arange(n_documents) % 3
    mean = np.where((own_group == 1)[:, None], [0.2 + effect, 0.8 - effect], [0.2, 0.8])
    own = np.stack([rng.dirichlet(5 * each) for each in mean])
    document = np.repeat(np.arange(n_documents), 4)
    shares = np.stack([rng.dirichlet(30 * own[d] + 1e-3) for d in document])
    return shares, rng.integers(20, 90, len(document)), document, own_group[document]


def test_differences_are_from_the_rest():
    """The same as two ratios, with an interval around it."""
    shares, n_terms, document, group = grouped_rows(effect=0.3)
    cells = cells_of(shares, n_terms, document, group, 3)
    found = differences(cells, group_shares(cells))
    for g in range(3):
        sides = [
            n_terms[side] @ shares[side] / n_terms[side].sum() for side in (group == g, group != g)
        ]
        assert found.difference[g] == pytest.approx(sides[0] - sides[1])
    assert (found.low <= found.difference).all()
    assert (found.high >= found.difference).all()
    assert found.low[1, 0] > 0 > found.high[1, 1]
    assert found.difference.sum(axis=1) == pytest.approx(np.zeros(3))


def test_two_groups_differ_by_opposite_amounts():
    """The difference of one is that of the other with the other sign."""
    shares, n_terms, document, group = grouped_rows(effect=0.2)
    cells = cells_of(shares, n_terms, document, (group == 1).astype(int), 2)
    found = differences(cells, group_shares(cells))
    assert found.low[0] == pytest.approx(-found.high[1])
    assert found.difference[0] == pytest.approx(-found.difference[1])


def test_documents_in_several_groups_are_one_unit():
    """What their sections have in common cancels in the difference."""
    rng = np.random.default_rng(1)
    own = rng.dirichlet([1.0, 4.0], 50)
    document, group = np.repeat(np.arange(50), 2), np.tile([0, 1], 50)
    shares = own[document] + np.where(group == 0, 1, -1)[:, None] * [0.01, -0.01]
    n_terms = np.full(100, 50)
    nested = cells_of(shares, n_terms, document, group, 2)
    apart = cells_of(shares, n_terms, np.arange(100), group, 2)
    close = differences(nested, group_shares(nested))
    wide = differences(apart, group_shares(apart))
    assert (close.high - close.low).max() < 0.1 * (wide.high - wide.low).min()
    assert close.low[0, 0] > 0


def test_groups_of_one_document_have_no_interval():
    """Their difference is known all the same; an empty group has neither."""
    shares, n_terms, document, _ = grouped_rows(4)
    cells = cells_of(shares, n_terms, document, np.where(document == 3, 1, 0), 3)
    found = differences(cells, group_shares(cells))
    assert np.isnan(found.low[1]).all()
    assert not np.isnan(found.difference[1]).any()
    assert np.isnan(found.difference[2]).all()


def test_separation_is_the_share_of_variance_between_groups():
    """Compared with a loop."""
    shares, n_terms, document, group = grouped_rows(effect=0.3)
    cells = cells_of(shares, n_terms, document, group, 3)
    share = cells.mass / cells.n_terms[:, None]
    mean = np.average(share, axis=0, weights=cells.n_terms)
    between = sum(
        cells.n_terms[cells.group == g].sum()
        * (
            np.average(share[cells.group == g], axis=0, weights=cells.n_terms[cells.group == g])
            - mean
        )
        ** 2
        for g in range(3)
    )
    total = cells.n_terms @ (share - mean) ** 2
    found = separation(cells)
    assert found.score == pytest.approx(between / total)
    assert found.n_permutations == 999
    assert found.p.max() < 0.01
    assert (found.p_adjusted >= found.p).all()


def test_without_an_effect_p_is_even():
    """Ten of 40 topics of noise have a p below .25 on average; 20 would be 3.6 deviations more."""
    low = 0
    for seed in range(40):
        rows = grouped_rows(24, seed=seed)
        low += separation(cells_of(*rows, 3), seed).p[0] < 0.25
    assert low < 20


def test_sections_of_one_document_are_no_evidence():
    """Six documents of many sections each, which are alike: p is that of six documents."""
    rng = np.random.default_rng(2)
    own = rng.dirichlet([1.0, 1.0], 6)
    document = np.repeat(np.arange(6), 100)
    cells = cells_of(own[document], np.full(600, 30), document, document % 2, 2)
    assert separation(cells).p.min() > 0.05


def test_groups_inside_documents_are_permuted_inside_them():
    """Sections of one kind in each document differ, though documents differ much more."""
    rng = np.random.default_rng(3)
    own = rng.uniform(0.1, 0.8, 30)
    document, group = np.repeat(np.arange(30), 2), np.tile([0, 1], 30)
    first = own[document] + 0.03 * group
    cells = cells_of(np.stack([first, 1 - first], axis=1), np.full(60, 50), document, group, 2)
    found = separation(cells)
    assert found.score.max() < 0.05
    assert found.p.max() < 0.01


def test_the_same_random_state_gives_the_same_numbers():
    """And another one gives others."""
    cells = cells_of(*grouped_rows(), 3)
    assert np.array_equal(separation(cells, 1).p, separation(cells, 1).p)
    assert not np.array_equal(separation(cells, 1).p, separation(cells, 2).p)
