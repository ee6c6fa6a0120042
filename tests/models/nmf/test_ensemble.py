"""Several NMF fits: losses of samples, starts that were given, and the best of two fits."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.sparse as sp
from scipy.special import xlogy

from support.planted import noisy_factors, planted_counts
from topics.models import NMF
from topics.models.contract import random_states
from topics.models.nmf.ensemble import SAMPLES
from topics.models.resampling import balanced_times

both = pytest.mark.parametrize("loss", ["frobenius", "kullback-leibler"])

ROWS = noisy_factors(120, 60)


@both
@pytest.mark.parametrize("random_state", range(3))
def test_the_best_fit_has_no_larger_loss_than_one(loss, random_state):
    """The plain fit is one of the two that compete."""
    several, plain = (NMF(5, loss=loss, random_state=random_state) for _ in range(2))
    _, witnesses = several.fit_several(ROWS, 4)
    plain.fit(ROWS)
    assert several.objective_[-1] <= plain.objective_[-1]
    assert len(witnesses) == 3 * SAMPLES


def loss_of(rows, product, loss):
    """The loss of a product for rows, in double precision."""
    rows = rows.toarray()
    if loss == "frobenius":
        return 0.5 * np.square(rows - product).sum()
    return (xlogy(rows, rows) - xlogy(rows, np.maximum(product, 1e-30)) - rows + product).sum()


@both
def test_samples_are_fitted_as_if_rows_were_repeated(loss):
    """The objective of a witness is the loss for rows repeated as often as they were drawn."""
    groups = np.arange(120) // 3
    model = NMF(5, loss=loss)
    _, witnesses = model.fit_several(ROWS, 3, groups)
    states = random_states(0, 1 + len(witnesses))[1:]
    for witness, times in zip(witnesses, balanced_times(groups, states), strict=True):
        repeated = ROWS[np.repeat(np.arange(120), times)]
        product = witness.transform(repeated) @ witness.components_
        expected = loss_of(repeated, product, loss)
        assert witness.objective_[-1] == pytest.approx(expected, rel=6e-3)


def test_witnesses_start_from_random_rows_or_as_was_asked():
    """The first fit and the shown one keep the option; a given start is that of all fits."""
    for init, of_samples in (("nndsvd", "random"), ("random", "random")):
        model = NMF(4, init=init)
        _, witnesses = model.fit_several(ROWS, 3)
        assert model.init == init
        assert {each.init for each in witnesses} == {of_samples}
        states = random_states(0, 1 + len(witnesses))[1:]
        assert [each.random_state for each in witnesses] == states


@both
def test_samples_have_short_fits_with_the_options_of_all(loss):
    """They stop sooner than the tolerance asks for, unless that is large, and say so."""
    n_sweeps = {}
    for tolerance, is_short in ((None, True), (0.0, True), (0.01, False)):
        model = NMF(4, loss=loss, tolerance=tolerance)
        _, witnesses = model.fit_several(ROWS, 2)
        assert {each.tolerance for each in (model, *witnesses)} == {tolerance}
        assert {each.is_short_ for each in witnesses} == {is_short}
        assert all(each.is_of_sample_ for each in witnesses)
        n_sweeps[tolerance] = [each.n_sweeps_ for each in witnesses]
    assert n_sweeps[None] == n_sweeps[0.0]
    assert sum(n_sweeps[0.01]) < sum(n_sweeps[None])


@both
def test_a_given_start_is_that_of_all_fits(loss):
    """Of both factors only that over terms is used for samples, which have other rows."""
    plain = NMF(4, loss=loss, max_sweeps=40)
    weights = plain.fit_transform(ROWS)
    for init in (plain.components_, (weights, plain.components_)):
        model = NMF(4, loss=loss, init=init, max_sweeps=40)
        _, witnesses = model.fit_several(ROWS, 3)
        assert model.init is init
        assert all(each.init is plain.components_ for each in witnesses)
        assert model.objective_[-1] <= plain.objective_[-1] * 1.001


def test_seed_words_pull_all_fits():
    """The topic of the seed words has the same number in every fit."""
    counts, topic_term, _ = planted_counts(n_rows=120, n_topics=4, terms_each=12)
    seeds = np.zeros((4, 48))
    seeds[3, topic_term[0].argsort()[::-1][:4]] = 1.0
    # With the default of 0.1 one fit of a sample in ten leaves the seed words to another topic.
    model = NMF(4, topic_term_prior=seeds, prior_weight=0.5)
    _, witnesses = model.fit_several(counts, 3)
    for fit in (model, *witnesses):
        assert fit.components_[3, seeds[3] > 0].sum() > 0.5 * fit.components_[3].sum()


def test_penalties_hold_for_all_fits():
    """They are options like the others: penalised witnesses have more zeros."""
    few = NMF(4, l1_ratio=1.0, topic_term_penalty=0.02)
    free = NMF(4)
    zeros = []
    for model in (few, free):
        _, witnesses = model.fit_several(ROWS, 3)
        zeros.append([(each.components_ == 0).sum() for each in (model, *witnesses)])
    assert sum(zeros[0]) > sum(zeros[1])


@both
def test_scaled_rows_scale_all_fits(loss):
    """Exactly, for powers of two."""
    first, second = NMF(4, loss=loss, max_sweeps=30), NMF(4, loss=loss, max_sweeps=30)
    _, one = first.fit_several(ROWS, 3)
    _, other = second.fit_several(ROWS * 2.0**40, 3)
    for a, b in zip((first, *one), (second, *other), strict=True):
        np.testing.assert_array_equal(a.transform(ROWS) * 2.0**40, b.transform(ROWS * 2.0**40))
        np.testing.assert_array_equal(a.components_, b.components_)


def test_single_precision_stays():
    """Rows of float32 are fitted as the same rows in float64 are, as in a plain fit."""
    single = sp.csr_matrix(ROWS, dtype=np.float32)
    one, other = NMF(4, max_sweeps=30), NMF(4, max_sweeps=30)
    one.fit_several(single, 3)
    other.fit_several(single.astype(np.float64), 3)
    np.testing.assert_allclose(one.components_, other.components_, rtol=1e-4, atol=1e-6)
