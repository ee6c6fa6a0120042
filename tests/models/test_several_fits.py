"""Several fits, of both models: one is the plain fit, bits, samples of documents, odd rows."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
import scipy.sparse as sp

from support.planted import SMALL_COUNTS as SMALL
from support.planted import planted_counts
from topics.errors import InputError, OptionError
from topics.models import ENGINE_CLASSES, LDA, NMF, make_engine
from topics.models.contract import random_states, unfitted
from topics.models.resampling import balanced_times, times_drawn

ENGINES = [LDA, NMF]
engines = pytest.mark.parametrize("engine", ENGINES)

LDA_SIZES = {
    "small": {"search.STARTS": 2, "ensemble.MANY_BASES": 2},
    "large": {"ensemble.SMALL_VISITS": 0, "search.STARTS": 1},
    "large, topics are drawn": {
        "ensemble.SMALL_VISITS": 0,
        "search.STARTS": 1,
        "search.ANNEALED_VISITS": 0,
    },
}
"""Constants of `topics.models.lda` that make a small fit as a large one is made."""


@pytest.fixture(params=[*LDA_SIZES, "NMF", "NMF, Kullback-Leibler"])
def make(request, monkeypatch):
    """Makes an unfitted engine: LDA in all its regimes, NMF with both losses; on all threads."""
    monkeypatch.setattr("topics.models.lda.search.ONE_THREAD_VISITS", 0)
    monkeypatch.setattr("topics.models.nmf.estimator.ONE_THREAD_VISITS", 0)
    for name, value in LDA_SIZES.get(request.param, {}).items():
        monkeypatch.setattr(f"topics.models.lda.{name}", value)
    is_lda = request.param in LDA_SIZES
    loss = {} if is_lda else {"loss": "frobenius"}
    if "Kullback" in request.param:
        loss = {"loss": "kullback-leibler"}

    def make(n_topics=4, **options):
        return (LDA if is_lda else NMF)(n_topics, max_sweeps=30, **loss, **options)

    return make


def arrays_of(engine):
    """Fitted attributes by name, as bytes where they are arrays."""
    options = engine.get_params(deep=False)
    fitted = {name: value for name, value in vars(engine).items() if name not in options}
    return {
        name: value.tobytes() if isinstance(value, np.ndarray) else value
        for name, value in fitted.items()
        if not name.startswith("_")
    }


def fit_several(engine, rows=SMALL, n_fits=3, groups=None):
    """Fitted attributes of the engine and of all witnesses, after several fits."""
    _, witnesses = engine.fit_several(rows, n_fits, groups)
    return [arrays_of(each) for each in (engine, *witnesses)]


def test_one_fit_is_the_plain_fit(make):
    """To the bit, with the same notices and without witnesses."""
    several, plain = make(), make()
    notices, witnesses = several.fit_several(SMALL, 1, np.arange(60) // 2)
    assert notices == plain.fit_quietly(SMALL)
    assert witnesses == []
    assert "components_" in arrays_of(plain)
    assert arrays_of(several) == arrays_of(plain)


def test_same_bits_with_any_number_of_threads(make):
    """Of all five fits and of the best one, where threads share the rows of two chunks."""
    rows, *_ = planted_counts(n_rows=110, n_topics=4, terms_each=12)
    first, *others = (fit_several(make(6, n_threads=n), rows, 5) for n in (1, 2))
    assert all(other == first for other in others)


def test_random_state_decides(make):
    """The same one repeats all fits, another one changes the witnesses."""
    first, same = (fit_several(make(random_state=3)) for _ in range(2))
    other = fit_several(make(random_state=4))
    assert same == first
    bits = [each["components_"] for each in (*first[1:], *other[1:])]
    assert len(set(bits)) == len(bits) >= 4


def test_counts_of_any_type_have_the_same_bits(make):
    """A dense array, integers and arrays of other index types are the same rows."""
    first = fit_several(make(), SMALL.astype(np.float64))
    wide = sp.csr_matrix(SMALL.astype(np.float64))
    wide.indices, wide.indptr = wide.indices.astype(np.int64), wide.indptr.astype(np.int64)
    for rows in (SMALL.toarray(), SMALL.astype(np.int64), wide):
        before = rows.copy()
        assert fit_several(make(), rows) == first
        assert abs(rows - before).sum() == 0


@pytest.mark.filterwarnings("ignore:.* stopped at max_sweeps")
def test_the_best_fit_can_be_used_like_any_other(make):
    """Shares of its rows, new rows, further rows, and options that are still its own."""
    calls = []
    model = make(progress=lambda *call: calls.append(call), random_state=2)
    options = model.get_params()
    _, witnesses = model.fit_several(SMALL, 3)
    assert model.get_params() == options
    assert model.components_.shape == (4, 40)
    assert model.transform(SMALL).shape == (60, 4)
    for witness in witnesses:
        shares = witness.transform(SMALL)
        assert shares.shape == (60, 4)
        assert np.isfinite(shares).all()
        assert witness.get_params()["n_topics"] == 4
    model.partial_fit(SMALL)
    unfitted(model).fit(SMALL)


def test_progress_rises_and_does_not_exceed_its_total(make):
    """One total for all fits together."""
    calls = []
    make(progress=lambda *call: calls.append(call)).fit_several(SMALL, 4)
    sweeps = [(done, total) for stage, done, total in calls if stage == "fit"]
    assert len({total for _, total in sweeps}) == 1
    done = [done for done, _ in sweeps]
    assert all(before < after for before, after in pairwise(done))
    assert 1 <= done[0] <= done[-1] <= sweeps[0][1]


def stopping(make, rows, share):
    """A callback that interrupts several fits of these rows after this share of its calls."""
    calls = []
    make(progress=lambda *call: calls.append(call)).fit_several(rows, 3)
    left = iter(range(int(share * (len(calls) - 1))))

    def stop(*_):
        if next(left, None) is None:
            raise KeyboardInterrupt

    return stop


@pytest.mark.parametrize("share", [0.0, 0.3, 0.6, 1.0])
def test_an_interrupt_leaves_the_estimator_as_it_was(make, share):
    """In the first fit, in samples and in the fit from joined topics; before and after a fit."""
    model = make(progress=stopping(make, SMALL, share))
    before = dict(vars(model))
    with pytest.raises(KeyboardInterrupt):
        model.fit_several(SMALL, 3)
    assert vars(model) == before
    assert not hasattr(model, "n_features_in_")
    model.set_params(progress=None).fit_several(SMALL, 2)
    fitted = {name: id(value) for name, value in vars(model).items() if name != "progress"}
    model.set_params(progress=stopping(make, SMALL[:, :20], share))
    with pytest.raises(KeyboardInterrupt):
        model.fit_several(SMALL[:, :20], 3)
    assert fitted == {name: id(value) for name, value in vars(model).items() if name != "progress"}


@engines
def test_samples_are_of_documents(engine):
    """The terms that only one document has are in exactly the samples that have this document."""
    counts, *_ = planted_counts(n_rows=96, n_topics=3, terms_each=10)
    own = slice(30, 35)
    rows = np.zeros((100, 36))
    rows[:96, :30], rows[96:, own], rows[:, 35] = counts.toarray(), 20, 3
    for groups in (np.append(np.arange(96) // 4, [24] * 4), None):
        _, witnesses = engine(4, random_state=3).fit_several(rows, 5, groups)
        numbers = np.arange(100) if groups is None else groups
        samples = [fit for fit in witnesses if fit.is_of_sample_]
        states = random_states(3, 1 + len(samples))[1:]
        times = [times_drawn(numbers, state) for state in states]
        if engine is NMF:
            times = list(balanced_times(numbers, states))
        drawn = [each[96:].any() for each in times]
        topics = [fit.components_ / fit.components_.max() for fit in samples]
        assert [(each[:, own] > 1e-3).any() for each in topics] == drawn
        assert groups is None or 0 < sum(drawn) < len(samples)


@engines
def test_documents_are_known_by_any_numbers(engine):
    """Their order counts, not their numbers; one document of all rows is drawn whole."""
    groups = np.arange(60) // 3
    first = fit_several(engine(4), SMALL, 3, groups)
    assert fit_several(engine(4), SMALL, 3, 5 * groups + 2) == first
    assert fit_several(engine(4), SMALL, 3, None) != first
    one = fit_several(engine(4), SMALL, 3, np.zeros(60, np.int64))
    assert all(np.isfinite(np.frombuffer(each["components_"])).all() for each in one)


def odd_rows():
    """Names and rows that leave an engine with little to go by."""
    one_term = np.arange(12.0)[:, np.newaxis]
    some_empty = SMALL.toarray()
    some_empty[::2] = 0
    no_term = SMALL.toarray()
    no_term[:, 5] = 0
    return {
        "one document": SMALL[:1],
        "fewer rows than topics": SMALL[:3],
        "one term": sp.csr_matrix(one_term),
        "one number": sp.csr_matrix([[3.0]]),
        "rows of zeros": sp.csr_matrix(some_empty),
        "a term that never occurs": sp.csr_matrix(no_term),
        "one row with counts": sp.csr_matrix((np.array([2.0, 1.0]), ([4, 4], [3, 30])), (9, 40)),
        "zeros only": sp.csr_matrix((5, 7)),
        "equal rows": sp.csr_matrix(np.ones((20, 6))),
        "stored zeros": sp.csr_matrix(
            (np.array([0.0, 2, 1, 0, 0, 3]), ([0, 0, 1, 1, 2, 2], [0, 1, 1, 2, 0, 1])), (3, 3)
        ),
    }


@pytest.mark.parametrize("name", odd_rows())
def test_odd_rows_have_finite_topics(make, name):
    """The right shapes and no NaN in the best fit and in all witnesses."""
    rows = odd_rows()[name]
    model = make(5)
    groups = np.arange(rows.shape[0]) // 2
    _, witnesses = model.fit_several(rows, 5, groups)
    for fit in (model, *witnesses):
        assert fit.components_.shape == (5, rows.shape[1])
        assert np.isfinite(fit.components_).all()
        assert (fit.components_ >= 0).all()
        assert np.isfinite(fit.objective_).all()
        shares = fit.transform(rows)
        assert shares.shape == (rows.shape[0], 5)
        assert np.isfinite(shares).all()


@engines
@pytest.mark.parametrize("n_fits", [0, -1, 2.5, "5", True, None])
def test_numbers_of_fits_out_of_range(engine, n_fits):
    """The option is named, and the estimator stays unfitted."""
    model = engine(4)
    with pytest.raises(OptionError, match="n_fits"):
        model.fit_several(SMALL, n_fits)
    assert not hasattr(model, "components_")


@engines
@pytest.mark.parametrize("groups", [np.arange(5), np.arange(99), ["a"] * 60, np.ones((60, 1), int)])
def test_groups_of_other_rows_are_refused(engine, groups):
    """Otherwise only the first rows, or rows that do not exist, would be sampled."""
    model = engine(4)
    with pytest.raises(InputError, match="expected a whole number for each of the 60 rows"):
        model.fit_several(SMALL, 3, groups)
    assert not hasattr(model, "components_")


@engines
@pytest.mark.parametrize("value", [-1.0, np.nan, np.inf])
def test_bad_values_are_refused(engine, value):
    """As by a plain fit; the estimator stays unfitted."""
    rows = SMALL.astype(np.float64)
    rows.data[7] = value
    model = engine(4)
    before = dict(vars(model))
    with pytest.raises(InputError):
        model.fit_several(rows, 3)
    assert vars(model) == before


@pytest.mark.parametrize(
    ("model", "name"),
    [(m, e) for m in ENGINE_CLASSES for e in ENGINE_CLASSES[m] if e != "topics"],
)
def test_engines_of_others_fit_once(model, name):
    """More is an error that says what to do; one fit is theirs."""
    with pytest.raises(OptionError, match="use engine='topics'"):
        make_engine(model, name, n_topics=2).fit_several(SMALL, 2)
    engine = make_engine(model, name, n_topics=2)
    _, witnesses = engine.fit_several(SMALL, 1)
    assert witnesses == []
    assert engine.components_.shape == (2, 40)
