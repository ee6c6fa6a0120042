"""Our LDA: scikit-learn's contract, the same bits, planted topics, bad input."""

import hashlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import scipy.sparse as sp
from sklearn.utils.estimator_checks import parametrize_with_checks

from support.messy import messy
from support.planted import SMALL_COUNTS as SMALL
from support.planted import matched_cosine, planted_counts
from topics.errors import InputError, OptionError, TopicsWarning
from topics.models import LDA, make_engine
from topics.models.contract import alike_topics
from topics.models.lda.search import run_sweeps

IGNORE_ALIKE = pytest.mark.filterwarnings("ignore:.* topics are alike")
"""For rows with fewer topics than the model."""


@IGNORE_ALIKE
@parametrize_with_checks([LDA(n_topics=3)])
def test_scikit_learn_contract(estimator, check):
    """Every check that scikit-learn makes of an estimator."""
    check(estimator)


def test_planted_topics_come_back():
    """Ten topics with separate terms, and the shares of 2,000 rows."""
    counts, topic_term, shares = planted_counts()
    model = LDA(n_topics=10).fit(counts)
    assert matched_cosine(model.components_, topic_term).min() > 0.995
    assert matched_cosine(model.document_topic_.T, shares.T).min() > 0.985


@IGNORE_ALIKE
@pytest.mark.parametrize(("max_sweeps", "n_drawn"), [(300, 240), (60, 54)])
def test_drawn_sweeps_leave_no_trace_in_the_sums(max_sweeps, n_drawn):
    """With rows and topics enough for drawn sweeps; most planted topics come back."""
    counts, topic_term, _ = planted_counts(n_rows=4000, n_topics=20, terms_each=30)
    model = LDA(n_topics=20, max_sweeps=max_sweeps).fit(counts)
    assert model.n_sweeps_ > n_drawn
    assert np.median(matched_cosine(model.components_, topic_term)) > 0.998
    np.testing.assert_allclose(model.components_.sum(), counts.sum() + 0.01 * 20 * 600, rtol=1e-5)


def test_shape_sums_and_dtypes():
    """Rows sum to 1, components to all counts plus the prior."""
    model = LDA(n_topics=4)
    shares = model.fit_transform(SMALL)
    assert shares.shape == (60, 4)
    np.testing.assert_allclose(shares.sum(axis=1), 1)
    np.testing.assert_allclose(model.components_.sum(), SMALL.sum() + 0.01 * 4 * 40, rtol=1e-5)
    assert model.components_.dtype == shares.dtype == np.float64
    assert model.exp_dirichlet_component_.shape == model.components_.shape
    assert model.get_feature_names_out().tolist() == ["lda0", "lda1", "lda2", "lda3"]
    np.testing.assert_array_equal(shares, model.document_topic_)
    np.testing.assert_array_equal(shares, model.transform(SMALL))


def test_objective_rises_and_the_fit_converges():
    """One objective a sweep; the last gain is below the tolerance."""
    done = []
    model = LDA(n_topics=4, progress=lambda *call: done.append(call)).fit(SMALL)
    assert model.converged_
    assert len(model.objective_) == model.n_sweeps_ < model.max_sweeps
    assert model.objective_[-1] > model.objective_[0]
    assert done[-1][0] == "fit"
    assert done[-1][1] <= done[-1][2] == 5 * model.max_sweeps


def test_a_fit_that_does_not_converge_warns():
    """With the last gain; tolerance 0 asks for all sweeps and does not warn."""
    with pytest.warns(TopicsWarning, match=r"max_sweeps=2 while a sweep still gained .* nats"):
        assert not LDA(n_topics=4, max_sweeps=2).fit(SMALL).converged_
    with pytest.warns(TopicsWarning, match="max_sweeps=2") as caught:
        LDA(n_topics=4, max_sweeps=2).fit_transform(SMALL)
    assert caught[0].filename == __file__
    assert LDA(n_topics=4, max_sweeps=7, tolerance=0).fit(SMALL).n_sweeps_ == 7


def test_fit_quietly_returns_the_warning_as_a_notice():
    """The same fit, and none for a fit that converges."""
    model = LDA(n_topics=4, max_sweeps=2)
    (notice,) = model.fit_quietly(SMALL)
    assert (notice.code, notice.count) == ("not-converged", 1)
    with pytest.warns(TopicsWarning, match=re.escape(notice.message)):
        again = LDA(n_topics=4, max_sweeps=2).fit(SMALL)
    np.testing.assert_array_equal(model.components_, again.components_)
    assert LDA(n_topics=4).fit_quietly(SMALL) == []


def test_topics_that_are_alike_are_a_notice():
    """More topics than the rows have; none where there are no counts, or one topic."""
    rows = sp.csr_matrix([[5, 5, 0, 0]] * 8 + [[0, 0, 5, 5]] * 8)
    (notice,) = LDA(5).fit_quietly(rows)
    assert notice.code == "topics-alike"
    assert 2 <= notice.count <= 5
    assert notice.message == f"{notice.count} topics are alike: ask for fewer topics (now 5)"
    assert LDA(2).fit_quietly(rows) == LDA(1).fit_quietly(rows) == []
    assert LDA(3).fit_quietly(sp.csr_matrix((5, 4), dtype=int)) == []


def test_alike_are_topics_with_a_small_total_variation():
    """Also next to others, with any mass, and over many terms; topics without terms are not."""
    even = np.full(1000, 0.001)
    peaked = even * 0.91
    peaked[0] += 0.09
    farther = even * 0.88
    farther[0] += 0.12
    other = np.zeros(1000)
    other[500:] = 1
    assert alike_topics(np.array([even, farther, other, np.zeros(1000), np.zeros(1000)])) == []
    (notice,) = alike_topics(np.array([other, 1e6 * even, farther, np.zeros(1000), peaked]))
    assert notice.count == 3  # peaked is between the other two


FIT_AND_HASH = """
import hashlib, sys
import numpy as np
import scipy.sparse as sp
import topics.models.lda.search
from topics.models import LDA
topics.models.lda.search.ONE_THREAD_VISITS = 0  # small fits on all threads too
counts = np.random.default_rng(0).poisson(0.2, (400, 240)).astype(sys.argv[2])
counts = sp.csr_matrix(counts)
options = {"n_threads": int(sys.argv[1]), "tolerance": 0}
arrays = []
# No drawn sweeps; few, which start chunk by chunk; many.
for n_topics, max_sweeps in ((21, 6), (230, 60), (230, 130)):
    model = LDA(n_topics, max_sweeps=max_sweeps, **options).fit(counts)
    arrays += [model.components_, model.document_topic_, model.document_topic_prior_]
    arrays.append(model.objective_)
batches = LDA(5, **options).partial_fit(counts[:200]).partial_fit(counts[200:])
for array in (*arrays, batches.components_):
    print(hashlib.sha256(np.ascontiguousarray(array).tobytes()).hexdigest())
"""


def test_same_bits_with_any_threads_and_counts_of_any_type():
    """Processes of 1, 2 and 4 threads and three types."""
    path = os.pathsep.join([str(Path(__file__).parents[3]), os.environ.get("PYTHONPATH", "")])
    environment = {**os.environ, "PYTHONPATH": path, "NUMBA_NUM_THREADS": "4"}
    cases = [("1", "int64"), ("2", "float64"), ("4", "float32")]
    runs = [
        subprocess.run(
            [sys.executable, "-c", FIT_AND_HASH, *case],
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        for case in cases
    ]
    outputs = {run.stdout for run in runs}
    assert len(outputs) == 1
    assert len(outputs.pop().split()) == 13


def test_bits_do_not_depend_on_the_addresses_of_arrays():
    """Fits with small blocks of memory taken in between, with topics around a vector's width."""
    for n_topics in (3, 12, 20):
        hashes = set()
        for i in range(5):
            blocks = [np.empty(n, np.float32) for n in range(1, 7 * i)]
            model = LDA(n_topics, max_sweeps=5, tolerance=0).fit(SMALL)
            hashes.add(hashlib.sha256(model.components_.tobytes()).hexdigest())
            del blocks
        assert len(hashes) == 1


def test_random_state_changes_the_fit():
    """And the same random state repeats it."""
    first, same, other = (LDA(4, random_state=s).fit(SMALL).components_ for s in (0, 0, 1))
    np.testing.assert_array_equal(first, same)
    assert not np.array_equal(first, other)


def test_transform_of_a_row_does_not_depend_on_its_neighbours():
    """Alone, among others, and in another order."""
    model = LDA(n_topics=4).fit(SMALL)
    together = model.transform(SMALL)
    for i in (0, 17, 59):
        np.testing.assert_array_equal(model.transform(SMALL[[i]])[0], together[i])
    np.testing.assert_array_equal(model.transform(SMALL[::-1]), together[::-1])


def test_partial_fit_learns_planted_topics():
    """One pass in batches, the last one short."""
    counts, topic_term, _ = planted_counts()
    model = LDA(n_topics=10)
    for begin in range(0, 2000, 300):
        model.partial_fit(counts[begin : begin + 300])
    assert matched_cosine(model.components_, topic_term).mean() > 0.995
    assert model.n_sweeps_ == 7
    assert model.components_.shape == (10, 500)


def test_partial_fit_continues_a_fit():
    """Further rows change the topics but do not replace them."""
    counts, *_ = planted_counts()
    model = LDA(n_topics=10).fit(counts[:1900])
    before = model.components_.copy()
    model.partial_fit(counts[1900:])
    assert matched_cosine(model.components_, before).min() > 0.998
    assert not hasattr(model, "document_topic_")


def test_score_and_perplexity_agree():
    """Perplexity is the exponential of the mean; noise scores worse than unseen rows."""
    model = LDA(n_topics=4).fit(SMALL[:50])
    held_out = SMALL[50:]
    expected = np.exp(-model.score(held_out) / held_out.sum())
    assert model.perplexity(held_out) == pytest.approx(expected)
    noise = sp.csr_matrix(np.random.default_rng(0).poisson(1.5, held_out.shape))
    assert model.perplexity(noise) > 8 * model.perplexity(held_out)


def test_priors_as_arrays():
    """A document prior with a number per topic; seed words in a term prior."""
    seeds = np.full((4, 40), 0.01)
    seeds[2, :10] = 5.0
    model = LDA(4, document_topic_prior=[0.1, 0.2, 0.3, 0.4], topic_term_prior=seeds).fit(SMALL)
    np.testing.assert_array_equal(model.document_topic_prior_, [0.1, 0.2, 0.3, 0.4])
    shares = model.components_ / model.components_.sum(axis=1, keepdims=True)
    assert shares[:, :10].sum(axis=1).argmax() == 2
    learned = LDA(4).fit(SMALL).document_topic_prior_
    assert learned.shape == (4,)
    assert np.ptp(learned) > 0


class TestBadInput:
    """Right results, or errors that name the problem."""

    @pytest.mark.parametrize("value", [-1.0, np.nan, np.inf])
    def test_negative_and_missing_counts_are_refused(self, value):
        """The error says which."""
        counts = SMALL.astype(float)
        counts.data[3] = value
        with pytest.raises(ValueError, match=r"Negative|NaN|infinity"):
            LDA(4).fit(counts)

    def test_empty_rows_get_the_prior(self):
        """With a learned prior and with a given one."""
        counts = sp.vstack([SMALL[:30], sp.csr_matrix((2, 40), dtype=int), SMALL[30:]]).tocsr()
        model = LDA(4).fit(counts)
        prior = model.document_topic_prior_ / model.document_topic_prior_.sum()
        np.testing.assert_allclose(model.document_topic_[30:32], [prior, prior], rtol=1e-5)
        fixed = LDA(4, document_topic_prior=0.1).fit(counts)
        np.testing.assert_allclose(fixed.document_topic_[30], 0.25, rtol=1e-5)

    def test_rows_without_any_counts(self):
        """Topics and shares are those of the priors."""
        model = LDA(3).fit(sp.csr_matrix((5, 4), dtype=int))
        np.testing.assert_allclose(model.components_, 0.01, rtol=1e-6)
        np.testing.assert_allclose(model.document_topic_, 1 / 3, rtol=1e-5)
        with pytest.raises(InputError, match="no counts"):
            model.perplexity(np.zeros((1, 4)))
        with pytest.raises(InputError, match="first batch"):
            LDA(3).partial_fit(np.zeros((1, 4)))

    def test_terms_that_never_occur(self):
        """They get the prior only."""
        counts = sp.hstack([SMALL, sp.csr_matrix((60, 3), dtype=int)]).tocsr()
        model = LDA(4).fit(counts)
        np.testing.assert_allclose(model.components_[:, 40:], 0.01, rtol=1e-6)

    @IGNORE_ALIKE
    @pytest.mark.parametrize("shape", [(1, 7), (7, 1), (1, 1), (3, 5)])
    def test_one_row_one_term_more_topics_than_rows(self, shape):
        """Finite, and rows sum to 1."""
        model = LDA(n_topics=6).fit(np.full(shape, 3))
        np.testing.assert_allclose(model.document_topic_.sum(axis=1), 1)
        assert np.isfinite(model.components_).all()
        np.testing.assert_allclose(
            model.components_.sum(), 3 * np.prod(shape) + 0.06 * shape[1], rtol=1e-5
        )

    def test_integers_beyond_float32(self):
        """Counts of 2**40 + 1 are fitted; sums of 2**53 and above are refused."""
        counts = SMALL.astype(np.int64)
        counts.data[::7] += 2**40 + 1
        model = LDA(4).fit(counts)
        assert np.isfinite(model.components_).all()
        np.testing.assert_allclose(model.components_.sum(), counts.sum(), rtol=1e-5)
        counts.data[0] = 2**53
        with pytest.raises(InputError, match="2\\*\\*53"):
            LDA(4).fit(counts)

    def test_non_canonical_rows_and_wide_indices(self):
        """Duplicates, unsorted columns, stored zeros and 64-bit indices change nothing."""
        rows = messy(SMALL)
        before = rows.data.copy()
        expected = LDA(4).fit(SMALL).components_
        np.testing.assert_array_equal(LDA(4).fit(rows).components_, expected)
        np.testing.assert_array_equal(rows.data, before)

    @pytest.mark.parametrize(
        "options",
        [
            {"n_topics": 0}, {"n_topics": 2.5}, {"max_sweeps": 0}, {"tolerance": -1},
            {"tolerance": np.nan}, {"random_state": -1}, {"random_state": None},
            {"document_topic_prior": "learn"}, {"document_topic_prior": 0.0},
            {"document_topic_prior": [0.1, 0.1]}, {"topic_term_prior": -0.1},
            {"topic_term_prior": np.ones((4, 3))}, {"topic_term_prior": "auto"},
            {"n_threads": 0}, {"n_threads": 2.5}, {"n_threads": "2"}, {"random_state": 2**64},
            {"topic_term_prior": 1e-50}, {"document_topic_prior": 1e39},
        ],
    )  # fmt: skip
    def test_options_out_of_range(self, options):
        """The error names the option, and the estimator stays as it was."""
        model = LDA(**{"n_topics": 4, **options})
        with pytest.raises(OptionError, match=next(iter(options))):
            model.fit(SMALL)
        assert not hasattr(model, "components_")
        assert not hasattr(model, "n_features_in_")

    def test_interrupt_leaves_the_estimator_as_it_was(self):
        """Before a first fit and after one."""

        def stop(stage, done, total):
            if stage == "fit" and done == 2:
                raise KeyboardInterrupt

        model = LDA(4, progress=stop)
        unfitted = dict(vars(model))
        with pytest.raises(KeyboardInterrupt):
            model.fit(SMALL)
        assert vars(model) == unfitted
        model.set_params(progress=None).fit(SMALL)
        fitted = {name: id(value) for name, value in vars(model).items() if name != "progress"}
        model.set_params(progress=stop)
        with pytest.raises(KeyboardInterrupt):
            model.fit(SMALL[:, :20])
        now = {name: id(value) for name, value in vars(model).items() if name != "progress"}
        assert now == fitted


def test_starts_of_drawn_topics_differ(monkeypatch):
    """With a large term prior there is no annealing: each start draws other random topics."""
    started = []

    def recorded(state, *options):
        started.append(state)
        return run_sweeps(state, *options)

    monkeypatch.setattr("topics.models.lda.search.run_sweeps", recorded)
    LDA(4, topic_term_prior=1.0, max_sweeps=40, tolerance=0).fit(SMALL)
    assert len({state.term_topic.tobytes() for state in started}) == len(started) == 5


def test_default_engine_of_lda():
    """By its name and without a name."""
    assert isinstance(make_engine("lda", n_topics=3), LDA)
    assert isinstance(make_engine("lda", "topics"), LDA)


@pytest.mark.parametrize("n_topics", [8, 12])
def test_sample_documents_fall_into_their_themes(n_topics):
    """Documents of one theme have the same largest topic, for any random state."""
    from sklearn.metrics import normalized_mutual_info_score

    import topics
    from topics.counting import CountSettings, count_terms
    from topics.counting.stop_words import stop_words
    from topics.shares import roll_up

    root = Path(__file__).parents[3]
    entries = json.loads(
        (root / "tests" / "support" / "seed_themes.json").read_text(encoding="utf-8")
    )
    themes = {(Path(t["source"]).name, t["headline"]): t["theme"] for t in entries}
    corpus = topics.read(root / "seeds")
    keys = [
        (Path(source).name, title)
        for source, title in corpus.documents.select("source", "title").iter_rows()
    ]
    labelled = [i for i, key in enumerate(keys) if key in themes]
    assert len(labelled) >= 20
    counts = count_terms(corpus, CountSettings(stop_words=stop_words("en")))
    for random_state in range(5):
        shares = LDA(n_topics, random_state=random_state).fit_transform(counts.matrix)
        rolled = roll_up(shares, counts.n_terms, counts.row_document, counts.n_documents)
        largest_topic = rolled[labelled].argmax(axis=1)
        labels = [themes[keys[i]] for i in labelled]
        assert normalized_mutual_info_score(labels, largest_topic) >= 0.85
