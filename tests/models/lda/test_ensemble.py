"""Several LDA fits: what is joined, where a fit from there ends, and which fits are witnesses."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from support.planted import SMALL_COUNTS as SMALL
from support.planted import (
    hard_topics,
    matched_cosine,
    noisy_factors,
    planted_counts,
    rows_of_documents,
)
from topics.models import LDA
from topics.models.contract import random_states
from topics.models.lda import ensemble, joining, search, short_fits
from topics.models.lda.joining import Fit, joined, refined
from topics.models.lda.priors import Priors
from topics.models.resampling import times_drawn, weighted_rows

MARGIN = 0.01
"""Nats a token. A joined fit may be this much worse than a plain one: it starts from shorter fits,
and now and then ends in an optimum that is a little worse."""


@pytest.fixture
def large(monkeypatch):
    """Small fits are made as large ones are."""
    monkeypatch.setattr(ensemble, "SMALL_VISITS", 0)
    monkeypatch.setattr(search, "STARTS", 1)


CORPORA = [
    planted_counts(n_rows=150, n_topics=5, terms_each=15)[0],
    hard_topics(n_rows=120, n_topics=6, n_terms=150)[0],
    noisy_factors(120, 60),
]


def gains(rows, random_states):
    """By how much the objective of several fits is above that of one, for each random state."""
    found = []
    for random_state in random_states:
        several, plain = (LDA(5, random_state=random_state) for _ in range(2))
        several.fit_several(rows, 3)
        plain.fit_quietly(rows)
        found.append(several.objective_[-1] - plain.objective_[-1])
    return np.array(found)


@pytest.mark.parametrize("number", range(len(CORPORA)))
def test_small_fits_are_never_worse_than_one(number):
    """The plain fit is one of them."""
    assert (gains(CORPORA[number], range(2)) >= 0).all()


@pytest.mark.parametrize("number", range(len(CORPORA)))
def test_large_fits_are_not_worse_than_one(large, number):
    """Nor where topics are annealed in fewer sweeps than in the plain fit."""
    assert gains(CORPORA[number], range(5)).min() >= -MARGIN


def test_topics_that_one_fit_misses_are_found():
    """Of many rows, whose topics are drawn: a fit has some planted topics twice, others not."""
    counts, topic_term, _ = planted_counts(n_rows=4000, n_topics=20, terms_each=30)
    several, plain = LDA(20, random_state=1), LDA(20, random_state=1)
    _, witnesses = several.fit_several(counts, 5)
    plain.fit_quietly(counts)
    assert len(witnesses) == 4
    assert several.objective_[-1] > plain.objective_[-1] + MARGIN
    assert matched_cosine(plain.components_, topic_term).min() < 0.9
    assert matched_cosine(several.components_, topic_term).min() > 0.99


def recorded(monkeypatch):
    """The matrices, random states and numbers of starts and sweeps of all fits from now on."""
    calls = []

    def fits(matrix, priors, **options):
        calls.append((matrix, options))
        return search.fits_from_starts(matrix, priors, **options)

    monkeypatch.setattr(short_fits, "fits_from_starts", fits)
    return calls


@pytest.mark.parametrize("rows_each", [1, 2])
def test_small_fits_are_of_all_documents_and_of_samples(monkeypatch, rows_each):
    """The best of many short starts of every random state is a witness, and a fit of a sample.

    Where documents have several rows, fits from half as many starts begin with documents.
    """
    calls = recorded(monkeypatch)
    model = LDA(4, random_state=5)
    groups = np.arange(60) // rows_each
    _, witnesses = model.fit_several(SMALL, 3, groups)
    states = random_states(5, 3)
    n_starts = [ensemble.STARTS, ensemble.STARTS // 2][:rows_each]
    of_all = [(state, n) for n in n_starts for state in states]
    expected = of_all + [(state, 1) for state in states[1:]]
    assert [(options["random_state"], options["n_starts"]) for _, options in calls] == expected
    assert {options["max_sweeps"] for _, options in calls} == {short_fits.SHORT_ANNEALED}
    assert [each.is_of_sample_ for each in witnesses] == [False, False, False, True, True]
    assert all(each.is_short_ for each in witnesses)
    for (matrix, _), state in zip(calls[-2:], states[1:], strict=True):
        sample = weighted_rows(SMALL, times_drawn(groups, state))
        assert sorted(matrix.sum(axis=1)) == sorted(sample.sum(axis=1))
        np.testing.assert_allclose(matrix.sum(axis=0), sample.sum(axis=0))


def test_large_fits_are_short_and_of_samples(large, monkeypatch):
    """One fit of all rows, which is no witness, and one of each sample."""
    calls = recorded(monkeypatch)
    _, witnesses = LDA(4).fit_several(SMALL, 4)
    assert [options["n_starts"] for _, options in calls] == [1] * 4
    assert {options["max_sweeps"] for _, options in calls} == {short_fits.SHORT_ANNEALED}
    assert calls[0][0].sum() == SMALL.sum()
    assert len(witnesses) == 3
    assert all(each.n_sweeps_ <= short_fits.SHORT_ANNEALED for each in witnesses)


def test_large_fits_may_begin_with_documents(large, monkeypatch):
    """Where these have several rows and their optimum is a better one for the rows."""
    rows, document, _ = rows_of_documents()
    calls = recorded(monkeypatch)
    gains = []
    for random_state in range(3, 6):
        by_document, by_row = (LDA(10, random_state=random_state) for _ in range(2))
        _, witnesses = by_document.fit_several(rows, 2, document)
        by_row.fit_several(rows, 2)
        gains.append(by_document.objective_[-1] - by_row.objective_[-1])
        assert [each.is_of_sample_ for each in witnesses] == [True]
    n_drawn = len(np.unique(document[times_drawn(document, random_states(3, 2)[1]) > 0]))
    assert [matrix.shape[0] for matrix, _ in calls[:4]] == [1800, 300, n_drawn, 1800]
    assert calls[1][0].sum() == rows.sum()
    assert min(gains) > -1e-6
    assert max(gains) > MARGIN


def test_fits_of_rows_go_on_where_documents_say_less(large, monkeypatch):
    """Documents that are about all topics say nothing of them: samples are fitted by row."""
    rows, _, _ = rows_of_documents()
    document = np.random.default_rng(0).permutation(1800) // 60
    calls, given_up = recorded(monkeypatch), []

    def refined_rows(*arguments, **options):
        given_up.append(refined(*arguments, **options))
        return given_up[-1]

    monkeypatch.setattr(short_fits, "refined", refined_rows)
    LDA(10).fit_several(rows, 2, document)
    assert [matrix.shape[0] for matrix, _ in calls[:2]] == [1800, 30]
    assert calls[2][0].shape[0] == np.count_nonzero(times_drawn(document, random_states(0, 2)[1]))
    assert [len(fit.objective) for fit in given_up] == [short_fits.TRIAL]


@pytest.mark.parametrize("by_document", [True, False])
@pytest.mark.parametrize("small_visits", [0, ensemble.SMALL_VISITS])
def test_progress_never_goes_back(monkeypatch, by_document, small_visits):
    """Nor does it exceed the total, which stays the same, in large and in small fits."""
    monkeypatch.setattr(ensemble, "SMALL_VISITS", small_visits)
    rows, document, _ = rows_of_documents(n_documents=60)
    done = []
    model = LDA(4, progress=lambda stage, n, total: done.append((stage, n, total)))
    model.fit_several(rows, 3, document if by_document else None)
    sweeps = [n for stage, n, _ in done if stage == "fit"]
    assert sweeps == sorted(sweeps)
    (total,) = {total for stage, _, total in done if stage == "fit"}
    assert sweeps[-1] <= total


def test_documents_of_one_row_and_seed_words_are_fitted_by_row(large, monkeypatch):
    """Documents would be the same rows; seed words say more in a row than in a whole document."""
    calls = recorded(monkeypatch)
    rows, document, _ = rows_of_documents(n_documents=40)
    LDA(4).fit_several(rows, 2, np.arange(240) * 2 // 3)
    LDA(4, seed_words=[[0, 1]]).fit_several(rows, 2, document)
    assert [matrix.shape[0] for matrix, _ in calls[::2]] == [240, 240]
    assert all(matrix.shape[0] > 40 for matrix, _ in calls)


def test_rows_without_counts_are_left_out(monkeypatch):
    """Their groups are left out with them, so that samples are of documents that have counts."""
    rows = SMALL.toarray()
    rows[::3] = 0
    calls = recorded(monkeypatch)
    LDA(4).fit_several(rows, 3, np.arange(60) // 2)
    assert all(matrix.sum(axis=1).min() > 0 for matrix, _ in calls)
    assert [matrix.shape[0] for matrix, _ in calls[:3]] == [40] * 3


def one_fit(random_state=0, n_topics=4):
    """A fit of the small counts."""
    model = LDA(n_topics, random_state=random_state).fit(SMALL)
    return Fit(
        model.components_.astype(np.float32),
        model.document_topic_prior_,
        tuple(model.objective_),
    )


def shuffled(fit, order):
    """The fit with its topics in another order."""
    order = list(order)
    return replace(fit, components=fit.components[order], document_prior=fit.document_prior[order])


def test_joined_copies_are_the_fit():
    """In the order of the base, whatever the order of the others."""
    fit = one_fit()
    result = joined([fit, shuffled(fit, [2, 0, 3, 1]), shuffled(fit, [3, 2, 1, 0])], fit)
    np.testing.assert_allclose(result.components, fit.components, rtol=1e-6)
    np.testing.assert_allclose(result.document_prior, fit.document_prior)
    assert result.components.dtype == np.float32


def test_joined_fits_are_their_mean_in_any_order():
    """All counts are kept, and the order of topics in the fits does not matter."""
    fits = [one_fit(state) for state in range(3)]
    result = joined(fits, fits[0])
    mass = np.mean([fit.components.sum() for fit in fits])
    np.testing.assert_allclose(result.components.sum(), mass, rtol=1e-6)
    others = [fits[0], shuffled(fits[1], [1, 2, 3, 0]), shuffled(fits[2], [3, 0, 1, 2])]
    np.testing.assert_allclose(joined(others, fits[0]).components, result.components, rtol=1e-6)


def refined_from(start, **options):
    """`refined` for the small counts, and how often it called back."""
    calls = []
    options = {"max_sweeps": 60, "tolerance": 0.001, **options}
    priors = Priors.checked("auto", 0.01, 4, 40)
    rows = SMALL.astype(np.float32)
    fit = refined(rows, priors, start, after_sweep=lambda: calls.append(1), **options)
    assert len(calls) == len(fit.objective)
    return fit


def test_a_finished_fit_stays_where_it_is():
    """It takes the fewest sweeps, and its topics hardly move."""
    start = one_fit()
    fit = refined_from(start)
    assert len(fit.objective) == joining.FEWEST_SWEEPS
    assert fit.objective[-1] >= start.objective[-1] - 1e-4
    np.testing.assert_allclose(fit.components, start.components, atol=0.3)


def test_a_fit_from_joined_topics_converges():
    """It ends with a small gain or at the most sweeps allowed, and its start is not changed."""
    rough = replace(one_fit(), components=one_fit().components + np.float32(30))
    before = rough.components.copy(), rough.document_prior.copy()
    fit = refined_from(rough)
    assert joining.FEWEST_SWEEPS < len(fit.objective) < 60
    assert fit.objective[-1] - fit.objective[-2] < 0.001
    assert len(refined_from(rough, max_sweeps=5, tolerance=0).objective) == 5
    np.testing.assert_array_equal(rough.components, before[0])
    np.testing.assert_array_equal(rough.document_prior, before[1])


def test_the_best_small_fits_go_on_until_they_converge(monkeypatch):
    """Only so many of them, and within the sweeps that are allowed; large fits stop earlier."""
    searches = []

    def recording(matrix, priors, start, *, search, **options):
        searches.append((search, options["max_sweeps"]))
        return refined(matrix, priors, start, search=search, **options)

    monkeypatch.setattr(joining, "refined", recording)
    model = LDA(5).set_params(tolerance=0.01)
    model.fit_several(CORPORA[1], 3)
    assert len(model.objective_) >= joining.FEWEST_CONVERGING
    assert model.objective_[-1] - model.objective_[-2] < joining.CONVERGED * 0.01
    n_finalists = sum(search is joining.CONVERGING for search, _ in searches)
    assert n_finalists == ensemble.FINALISTS
    monkeypatch.setattr(ensemble, "SMALL_VISITS", 0)
    LDA(5, max_sweeps=12).fit_several(CORPORA[1], 3)
    assert all(search is joining.FROM_JOINED for search, _ in searches[-2:])
    assert searches[-1][1] == 12


def test_given_priors_stay():
    """A document prior that is not learned, and seed words, are those of all fits."""
    seeds = np.full((4, 40), 0.01)
    seeds[2, :5] = 5.0
    model = LDA(4, document_topic_prior=[0.1, 0.2, 0.3, 0.4], topic_term_prior=seeds)
    _, witnesses = model.fit_several(SMALL, 3)
    for fit in (model, *witnesses):
        np.testing.assert_allclose(fit.document_topic_prior_, [0.1, 0.2, 0.3, 0.4], rtol=1e-6)
        assert (fit.components_ >= seeds * (1 - 1e-6)).all()
