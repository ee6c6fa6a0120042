"""Our NMF: scikit-learn's contract, the same bits, planted factors, seed words."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import scipy.sparse as sp
from sklearn.decomposition import non_negative_factorization
from sklearn.utils.estimator_checks import parametrize_with_checks

from support.planted import SMALL_WEIGHTS as SMALL
from support.planted import matched_cosine, noisy_factors, planted_factors
from topics.errors import TopicsWarning
from topics.models import NMF, make_engine

LOSSES = ("frobenius", "kullback-leibler")
both = pytest.mark.parametrize("loss", LOSSES)


def divergence(counts, weights, components):
    """Generalised Kullback-Leibler divergence, dense."""
    expected = weights @ components
    counts = counts.toarray()
    logs = np.log(np.where(counts > 0, counts / np.maximum(expected, 1e-300), 1.0))
    return (counts * logs - counts + expected).sum()


def distance(counts, weights, components):
    """Half the squared distance, dense."""
    return 0.5 * ((counts.toarray() - weights @ components) ** 2).sum()


MEASURES = {"frobenius": distance, "kullback-leibler": divergence}


@parametrize_with_checks([NMF(n_topics=2), NMF(n_topics=2, loss="kullback-leibler")])
def test_scikit_learn_contract(estimator, check):
    """Every check that scikit-learn makes of an estimator."""
    check(estimator)


@both
def test_planted_factors_come_back(loss):
    """Exact rows are rebuilt, and both factors are recovered."""
    rows, row_topic, topic_term = planted_factors()
    model = NMF(5, loss=loss, tolerance=1e-6, max_sweeps=1000)
    weights = model.fit_transform(rows)
    assert matched_cosine(model.components_, topic_term).min() > 0.9999
    assert matched_cosine(weights.T, row_topic.T).min() > 0.9999
    rebuilt = model.inverse_transform(weights)
    assert np.abs(rebuilt - rows).max() < 0.002 * rows.max()


@both
def test_objective_never_rises(loss):
    """With any start, penalties and seed words; a millionth is left to rounding."""
    seeds = np.zeros((6, 90))
    seeds[2, :5] = 1
    cases = [
        {},
        {"init": "random"},
        {"document_topic_penalty": 0.01, "topic_term_penalty": 0.01, "l1_ratio": 0.5},
        {"topic_term_prior": seeds},
    ]
    for options in cases:
        model = NMF(6, loss=loss, tolerance=0, max_sweeps=150, **options).fit(SMALL)
        assert np.all(model.objective_[1:] <= model.objective_[:-1] * (1 + 1e-6))
        assert model.objective_[-1] < model.objective_[0]


@both
def test_objective_and_error_equal_those_of_the_factors(loss):
    """Computed again on dense arrays in float64."""
    model = NMF(6, loss=loss, tolerance=1e-6)
    weights = model.fit_transform(SMALL)
    expected = MEASURES[loss](SMALL, weights, model.components_)
    assert model.reconstruction_error_ == pytest.approx(np.sqrt(2 * expected), rel=1e-4)
    assert model.objective_[-1] == pytest.approx(expected, rel=1e-3)
    assert len(model.objective_) == model.n_sweeps_
    assert model.converged_


@both
@pytest.mark.parametrize("l1_ratio", [0.0, 0.3, 1.0])
def test_objective_includes_the_penalties(loss, l1_ratio):
    """With the factors that the docstring gives."""
    alphas = {"document_topic_penalty": 0.002, "topic_term_penalty": 0.001}
    model = NMF(4, loss=loss, l1_ratio=l1_ratio, tolerance=1e-6, max_sweeps=500, **alphas)
    weights = model.fit_transform(SMALL)
    n_rows, n_vocabulary = SMALL.shape
    expected = MEASURES[loss](SMALL, weights, model.components_)
    for factor, scale in ((weights, n_vocabulary * 0.002), (model.components_, n_rows * 0.001)):
        expected += scale * (l1_ratio * factor.sum() + (1 - l1_ratio) / 2 * (factor**2).sum())
    assert model.objective_[-1] == pytest.approx(expected, rel=1e-3)


@both
def test_as_good_as_scikit_learn(loss):
    """The divergence or distance is at most half a thousandth higher."""
    errors = []
    for engine in ("topics", "sklearn"):
        model = make_engine("nmf", engine, n_topics=5, loss=loss, tolerance=1e-6, max_sweeps=2000)
        weights = model.fit_transform(SMALL)
        errors.append(MEASURES[loss](SMALL, weights, model.components_))
    assert errors[0] <= errors[1] * 1.0005


def test_penalties_shrink_and_empty_the_factors():
    """A linear penalty makes zeros; a very large one leaves nothing else."""
    free = NMF(4).fit(SMALL).components_
    few = NMF(4, topic_term_penalty=0.05, l1_ratio=1.0, document_topic_penalty=0.001)
    assert (few.fit(SMALL).components_ == 0).sum() > (free == 0).sum()
    nothing = NMF(4, topic_term_penalty=1e3, document_topic_penalty=1e3, l1_ratio=1.0)
    assert nothing.fit_transform(SMALL).sum() == 0


@both
def test_shapes_dtypes_and_names(loss):
    """Float64 for any input; transform of the fitted rows gives nearly their weights."""
    for dtype in (np.float32, np.float64, np.int64, np.uint8):
        model = NMF(4, loss=loss)
        weights = model.fit_transform(SMALL.astype(dtype))
        assert weights.shape == (200, 4)
        assert model.components_.shape == (4, 90)
        assert model.components_.dtype == weights.dtype == np.float64
    assert model.get_feature_names_out().tolist() == ["nmf0", "nmf1", "nmf2", "nmf3"]
    np.testing.assert_allclose(model.transform(SMALL), weights, atol=0.005 * weights.max())


def test_transform_solves_the_rows():
    """Coordinate descent of scikit-learn finds the same weights for frozen terms."""
    model = NMF(5, tolerance=1e-6).fit(SMALL)
    expected, _, _ = non_negative_factorization(
        SMALL, H=model.components_, n_components=5, init="custom", update_H=False,
        tol=1e-10, max_iter=2000,
    )  # fmt: skip
    np.testing.assert_allclose(model.transform(SMALL), expected, atol=1e-3 * expected.max())


@both
def test_transform_of_a_row_does_not_depend_on_its_neighbours(loss):
    """Alone, among others, and in another order."""
    model = NMF(4, loss=loss).fit(SMALL)
    together = model.transform(SMALL)
    for i in (0, 17, 59):
        np.testing.assert_array_equal(model.transform(SMALL[[i]])[0], together[i])
    np.testing.assert_array_equal(model.transform(SMALL[::-1]), together[::-1])


@both
def test_scaled_rows_scale_the_weights(loss):
    """Exactly, for powers of two, even if squares leave the range of floats."""
    model = NMF(4, loss=loss)
    weights = model.fit_transform(SMALL)
    for power in (-900, -300, -3, 10, 400):
        other = NMF(4, loss=loss)
        np.testing.assert_array_equal(other.fit_transform(SMALL * 2.0**power), weights * 2.0**power)
        np.testing.assert_array_equal(other.components_, model.components_)


FIT_AND_HASH = """
import hashlib, sys
import numpy as np
import topics.models.nmf.estimator
from support.planted import noisy_factors
from topics.models import NMF
topics.models.nmf.estimator.ONE_THREAD_VISITS = 0  # small fits on all threads too
rows = noisy_factors(700, 300)
seeds = np.zeros((21, 300))
seeds[3, :9] = 1
for loss in ("frobenius", "kullback-leibler"):
    options = dict(loss=loss, n_threads=int(sys.argv[1]))
    model = NMF(21, max_sweeps=12, tolerance=0, **options)
    seeded = NMF(9, max_sweeps=5, tolerance=0, topic_term_prior=seeds[:9], **options)
    online = NMF(5, **options).partial_fit(rows[:300]).partial_fit(rows[300:])
    arrays = [model.fit_transform(rows), model.components_, model.objective_]
    arrays += [seeded.fit_transform(rows), seeded.components_, online.components_]
    at_random = NMF(4, init="random", max_sweeps=2, tolerance=0, **options)
    arrays += [online.transform(rows), at_random.fit(rows).components_]
    for array in arrays:
        print(hashlib.sha256(np.ascontiguousarray(array).tobytes()).hexdigest())
"""


def test_same_bits_with_any_number_of_threads():
    """Fits, seeded fits, batches, new rows, a start from a sample, in processes of 1, 2 and 4."""
    root, tests = Path(__file__).parents[3], Path(__file__).parents[2]
    path = os.pathsep.join([str(root), str(tests), os.environ.get("PYTHONPATH", "")])
    environment = {**os.environ, "PYTHONPATH": path, "NUMBA_NUM_THREADS": "4"}
    outputs = {
        subprocess.run(
            [sys.executable, "-c", FIT_AND_HASH, n_threads],
            env={**environment, "OPENBLAS_NUM_THREADS": n_threads},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for n_threads in ("1", "2", "4")
    }
    assert len(outputs) == 1
    assert len(outputs.pop().split()) == 16


@both
def test_bits_do_not_depend_on_the_addresses_of_arrays(loss):
    """Fits with small blocks of memory taken in between, with topics around a vector's width."""
    for n_topics in (3, 12, 20):
        fits = set()
        for i in range(4):
            blocks = [np.empty(n, np.float32) for n in range(1, 7 * i)]
            model = NMF(n_topics, loss=loss, max_sweeps=5, tolerance=0).fit(SMALL)
            fits.add(model.components_.tobytes())
            del blocks
        assert len(fits) == 1


def test_random_state_changes_the_fit():
    """And the same random state repeats it."""
    fits = [NMF(4, init="random", random_state=s).fit(SMALL).components_ for s in (0, 0, 1)]
    np.testing.assert_array_equal(fits[0], fits[1])
    assert not np.array_equal(fits[0], fits[2])


def test_random_starts_are_rows():
    """Two sweeps from rows of planted topics find them; empty rows start no topic."""
    rows = sp.csr_matrix(np.kron(np.eye(4), np.ones((5, 6))) + np.eye(20, 24) * 0.1)
    rows = sp.vstack([sp.csr_matrix((30, 24)), rows]).tocsr()
    for random_state in range(4):
        model = NMF(12, init="random", max_sweeps=2, tolerance=0, random_state=random_state)
        model.fit(rows)
        assert model.components_.any(axis=1).all()
        assert model.reconstruction_error_ < 0.1 * sp.linalg.norm(rows)


def test_many_rows_start_from_a_sample(monkeypatch):
    """One sweep gets closer than from rows alone, and no topic is empty."""
    rows = noisy_factors(n_rows=2_000)
    options = {"init": "random", "max_sweeps": 1, "tolerance": 0}
    sampled = [NMF(8, random_state=state, **options).fit(rows) for state in range(4)]
    monkeypatch.setattr("topics.models.nmf.start.FEWEST_A_TOPIC", 10**6)
    plain = [NMF(8, random_state=state, **options).fit(rows) for state in range(4)]
    assert all(model.components_.any(axis=1).all() for model in sampled)
    for one, other in zip(sampled, plain, strict=True):
        assert one.reconstruction_error_ < other.reconstruction_error_


def test_terms_too_rare_for_a_sample():
    """Rows without common terms: there is no sample to fit, and topics are rows."""
    model = NMF(3, init="random", max_sweeps=2, tolerance=0).fit(sp.identity(2_000, format="csr"))
    assert ((model.components_ > 0).sum(axis=1) == 1).all()
    assert model.reconstruction_error_ == pytest.approx(np.sqrt(1_997))


def test_more_topics_than_rows_start_with_random_numbers():
    """No division by zero, and the rows are rebuilt."""
    rows = sp.csr_matrix([[0.0, 2, 0, 1], [0, 0, 0, 0], [3, 0, 1, 0]])
    model = NMF(5, init="random", max_sweeps=50, tolerance=0)
    weights = model.fit_transform(rows)
    np.testing.assert_allclose(weights @ model.components_, rows.toarray(), atol=1e-3)


@both
def test_given_factors_as_start(loss):
    """A factor over terms, or both factors: a finished fit stays where it was."""
    done = NMF(4, loss=loss, tolerance=1e-7, max_sweeps=2000)
    weights = done.fit_transform(SMALL)
    options = {"loss": loss, "max_sweeps": 3, "tolerance": 0}
    again = NMF(4, init=(weights, done.components_), **options).fit(SMALL)
    assert matched_cosine(again.components_, done.components_).min() > 0.99999
    terms = NMF(4, init=done.components_, **options).fit(SMALL)
    assert matched_cosine(terms.components_, done.components_).min() > 0.99999


@both
def test_seed_words_start_and_pull(loss):
    """Seed words of a planted topic make it topic 3; seed words of several are pulled together."""
    rows, _, topic_term = planted_factors(n_rows=400)
    counts = sp.csr_matrix(np.random.default_rng(1).poisson(rows.toarray() * 3).astype(float))

    def shares(words, prior_weight):
        seeds = np.zeros((5, 120))
        seeds[3, words] = 1.0
        model = NMF(5, loss=loss, topic_term_prior=seeds, prior_weight=prior_weight).fit(counts)
        return model.components_[:, words].sum(axis=1) / model.components_.sum(axis=1)

    assert shares(topic_term[2].argsort()[::-1][:6], 0.0).argmax() == 3
    mixed = [3, 40, 77, 110]
    assert shares(mixed, 1.0)[3] > 1.5 * shares(mixed, 0.0)[3]
    assert shares(mixed, 1.0)[3] > shares(mixed, 0.1)[3]


@both
def test_partial_fit_learns_planted_topics(loss):
    """One pass in batches, the last one short."""
    rows, _, topic_term = planted_factors(n_rows=1000)
    model = NMF(5, loss=loss)
    for begin in range(0, 1000, 150):
        model.partial_fit(rows[begin : begin + 150])
    assert matched_cosine(model.components_, topic_term).mean() > 0.9999
    assert model.n_sweeps_ == len(model.objective_) == 7
    whole = NMF(5, loss=loss).fit(rows)
    spare = rows.multiply(rows).sum() if loss == "frobenius" else rows.sum()
    left = MEASURES[loss](rows, model.transform(rows), model.components_)
    assert left < MEASURES[loss](rows, whole.transform(rows), whole.components_) + 0.05 * spare


@both
def test_partial_fit_continues_a_fit(loss):
    """Further rows change the topics but do not replace them; the summary is small."""
    rows, *_ = planted_factors(n_rows=600)
    model = NMF(5, loss=loss).fit(rows[:500])
    before = model.components_.copy()
    model.partial_fit(rows[500:])
    assert matched_cosine(model.components_, before).min() > 0.9999
    assert model.summary_.size <= 25


def test_progress_counts_sweeps():
    """One call a sweep, up to the last."""
    done = []
    model = NMF(4, progress=lambda *call: done.append(call)).fit(SMALL)
    sweeps = [call for call in done if call[0] == "fit"]
    assert sweeps == [("fit", i + 1, 200) for i in range(model.n_sweeps_)]


def test_a_fit_that_does_not_converge_warns():
    """Tolerance 0 asks for all sweeps and does not warn."""
    for fit in (NMF(4, max_sweeps=2).fit, NMF(4, max_sweeps=2).fit_transform):
        with pytest.warns(TopicsWarning, match="max_sweeps=2 while a sweep") as caught:
            fit(SMALL)
        assert caught[0].filename == __file__
    assert NMF(n_topics=4, max_sweeps=7, tolerance=0).fit(SMALL).n_sweeps_ == 7


def test_fit_quietly_returns_the_warning_as_a_notice():
    """The same fit, and none for a fit that converges."""
    model = NMF(n_topics=4, max_sweeps=2)
    (notice,) = model.fit_quietly(SMALL)
    assert (notice.code, notice.count) == ("not-converged", 1)
    assert not model.converged_
    assert NMF(n_topics=4).fit_quietly(SMALL) == []


def test_default_engine_of_nmf():
    """By its name and without a name."""
    assert isinstance(make_engine("nmf", n_topics=3), NMF)
    assert isinstance(make_engine("nmf", "topics"), NMF)


@both
def test_score_is_the_mean_loss_of_new_rows(loss):
    """As computed from `transform` and `inverse_transform`; also where no topic has a term."""
    rows, held_out = SMALL[:150], SMALL[150:]
    model = NMF(n_topics=5, loss=loss, max_sweeps=400, tolerance=1e-4).fit(rows)
    weights = model.transform(held_out)
    expected = MEASURES[loss](held_out, weights, model.components_) / (50 * 90)
    assert model.score(held_out) == pytest.approx(-expected, rel=1e-4)
    assert model.score(1e6 * held_out) == pytest.approx(
        -expected * 1e6 ** (2 if loss == "frobenius" else 1), rel=1e-3
    )
    hollow = sp.hstack([held_out, sp.csr_matrix(np.full((50, 1), 2.0))]).tocsr()
    wide = NMF(n_topics=5, loss=loss, max_sweeps=400, tolerance=1e-4)
    wide.fit(sp.hstack([rows, sp.csr_matrix((150, 1))]).tocsr())
    assert np.isfinite(wide.score(hollow))
    assert wide.score(hollow) < wide.score(sp.hstack([held_out, sp.csr_matrix((50, 1))]).tocsr())


def test_score_of_empty_rows_is_perfect():
    """Nothing is to explain."""
    model = NMF(n_topics=2).fit(SMALL)
    assert model.score(sp.csr_matrix((3, SMALL.shape[1]))) == 0
