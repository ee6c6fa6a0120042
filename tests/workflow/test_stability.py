"""Stability from further whole fits, and the perplexity of documents that are held out."""

from __future__ import annotations

import warnings
from dataclasses import replace

import numpy as np
import pytest

import topics
from topics import Counts
from topics.errors import InputError, OptionError, TopicsWarning
from topics.evaluation import completion_perplexity
from topics.options import FitOptions
from topics.workflow import HeldOut

pytestmark = pytest.mark.usefixtures("without_pictures")


@pytest.fixture(scope="module", params=["lda", "nmf"])
def run(request, planted):
    """A run of five topics, one more than there are themes."""
    return topics.fit(planted, model=request.param, n_topics=5, n_fits=1, project=False)


def fitted(matrix, **options):
    """A run of counts that is allowed to be odd."""
    counts = Counts(matrix, [f"term{i}" for i in range(matrix.shape[1])])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", TopicsWarning)
        return topics.fit(counts, n_fits=1, project=False, **options)


@pytest.fixture(scope="module")
def lda(planted):
    """A run of the four themes."""
    return topics.fit(planted, n_topics=4, n_fits=1, project=False)


@pytest.mark.parametrize("method", ["refit", "bootstrap"])
def test_planted_topics_are_stable_and_what_is_split_is_not(run, method):
    """Values are in [0, 1], inside their intervals; every fit matches each topic once."""
    found = topics.stability(run, 4, method=method)
    assert found.values.shape == (5,)
    assert (found.low <= found.values).all()
    assert (found.values <= found.high).all()
    assert (np.sort(found.matched, axis=1) == np.arange(5)).all()
    if run.options.model == "lda":
        assert (np.sort(found.values)[1:] > 0.9).all()


def test_the_themes_are_stable(lda):
    """Topics that are in every fit have a stability near 1."""
    assert (topics.stability(lda, 3).values > 0.9).all()


@pytest.mark.parametrize("method", ["refit", "bootstrap"])
def test_the_same_bits_for_any_threads_and_other_fits_for_other_seeds(run, method):
    """The number of threads changes nothing, the random state does."""
    one, two = (topics.stability(run, 2, method=method, n_threads=n) for n in (1, 2))
    assert np.array_equal(one.values, two.values)
    assert np.array_equal(one.matched, two.matched)
    other = topics.stability(run, 2, method=method, random_state=8)
    assert not np.array_equal(one.values, other.values)


def test_more_fits_begin_with_the_same_fits(lda):
    """The matches of two fits are the first two of three."""
    two, three = (topics.stability(lda, n).matched for n in (2, 3))
    assert np.array_equal(two, three[:2])


def test_a_single_fit_has_no_interval(lda):
    """With one fit the interval is everything."""
    found = topics.stability(lda, 1)
    assert found.low.tolist() == [0] * 4
    assert found.high.tolist() == [1] * 4


def test_topics_after_edits_are_compared(lda):
    """What its members are matched with is merged, too; the others keep their stability."""
    edited = topics.stability(lda.edit(merge=[[0, 1]]), 2)
    plain = topics.stability(lda, 2)
    assert edited.values.shape == (3,)
    assert edited.values[0] >= min(plain.values[:2]) - 0.02
    assert np.allclose(edited.values[1:], plain.values[2:], atol=0.02)
    renamed = topics.stability(lda.edit(rename={0: "Tides"}), 2)
    assert np.array_equal(renamed.values, plain.values)


def test_topics_that_other_fits_divide_elsewhere_are_stable_once_merged():
    """Two themes in five topics: their parts differ from fit to fit, the themes do not."""
    draws = np.random.default_rng(3).multinomial(40, np.full(12, 1 / 12), size=60)
    counts = np.zeros((60, 24), dtype=int)
    counts[:30, :12], counts[30:, 12:] = draws[:30], draws[30:]
    run = fitted(counts, n_topics=5)
    is_second = run.topic_term[:, 12:].sum(axis=1) > 0.5
    themes = [np.flatnonzero(each).tolist() for each in (~is_second, is_second)]
    plain = topics.stability(run, 4).values
    merged = topics.stability(run.edit(merge=[theme for theme in themes if len(theme) > 1]), 4)
    assert merged.values.min() > 0.9
    assert plain.min() < 0.6


def test_a_saved_run_is_fitted_again_without_its_texts(lda, tmp_path):
    """Loaded with its texts it gives the same bits; without them long sections are whole."""
    lda.save(tmp_path / "run")
    lda.save(tmp_path / "bare", text=False)
    expected = topics.stability(lda, 2).values
    assert np.array_equal(topics.stability(tmp_path / "run", 2).values, expected)
    with pytest.warns(TopicsWarning, match="saved without texts"):
        bare = topics.stability(tmp_path / "bare", 2).values
    assert np.allclose(bare, expected, atol=0.1)


def test_other_engines_and_counts(planted):
    """Engines of other libraries, and a run of counts."""
    run = topics.fit(planted, engine="sklearn", n_topics=4, project=False)
    counts = topics.fit(run.counts, n_topics=4, n_fits=1, project=False)
    for each in (run, counts):
        found = topics.stability(each, 2, method="bootstrap")
        assert found.matched.shape == (2, 4)
        assert str(topics.held_out_perplexity(each)).startswith("perplexity of held-out")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"n_refits": 0}, "n_refits is 0, expected a whole number, 1 or more"),
        ({"n_refits": -3}, "n_refits is -3"),
        ({"n_refits": 2.5}, "n_refits is 2.5"),
        ({"method": "jackknife"}, "choose from refit, bootstrap"),
        ({"random_state": -1}, "random_state is -1"),
        ({"n_threads": 0}, "n_threads is 0"),
        ({"runs": 3}, "unknown option 'runs'"),
    ],
)
def test_options_out_of_range(lda, options, words):
    """The message says what was expected."""
    with pytest.raises(OptionError, match=words):
        topics.stability(lda, **options)


def test_a_run_without_counts_cannot_be_fitted_again(lda):
    """The message says what is missing."""
    empty = replace(lda, counts=Counts(lda.counts.matrix * 0, lda.terms, lda.counts.row_document))
    for function in (topics.stability, topics.held_out_perplexity):
        with pytest.raises(InputError, match="no counts of terms, so it cannot be fitted again"):
            function(empty)


def test_seed_words_that_the_folder_does_not_hold(tmp_path):
    """A large prior is not in the folder, so a loaded run is not fitted again without it."""
    counts = Counts(np.random.default_rng(0).poisson(0.4, (40, 300)), [f"t{i}" for i in range(300)])
    prior = np.full((4, 300), 0.01)
    run = topics.fit(counts, n_topics=4, n_fits=1, topic_term_prior=prior, project=False)
    assert topics.stability(run, 1).values.shape == (4,)
    run.save(tmp_path / "run")
    with pytest.raises(
        InputError, match=r"topic_term_prior .array of shape .4, 300.., which is too"
    ):
        topics.stability(tmp_path / "run", 1)


def test_progress_counts_fits(lda):
    """Every fit is reported, and the end."""
    calls = []
    topics.stability(lda, 3, progress=lambda *call: calls.append(call))
    assert [call for call in calls if call[0] == "refit"] == [("refit", n, 3) for n in range(4)]
    assert not any(call[0] == "fit" for call in calls)


def test_held_out_documents_are_predicted_better_than_by_a_unigram_model(run):
    """Topics of planted themes leave a quarter of the uncertainty, for both models."""
    found = topics.held_out_perplexity(run, 0.2)
    assert isinstance(found, HeldOut)
    assert found.perplexity < 0.4 * found.unigram_perplexity
    assert found.n_documents == 12
    assert found == topics.held_out_perplexity(run, 0.2, n_threads=1)
    assert found != topics.held_out_perplexity(run, 0.2, random_state=5)
    assert str(found) == (
        f"perplexity of held-out documents: {found.perplexity:,.0f}; lower is better; a unigram "
        f"model scores {found.unigram_perplexity:,.0f}"
    )


def test_the_held_out_documents_take_no_part_in_the_fit(lda, monkeypatch):
    """Rows of the fit and rows that are scored are the whole corpus, without any in both."""
    import topics.workflow.judging.held_out as room

    seen = {}

    def spy(topic_term, held_out, *, background, **options):
        seen["held_out"], seen["background"] = held_out, background
        return completion_perplexity(topic_term, held_out, background=background, **options)

    monkeypatch.setattr(room, "completion_perplexity", spy)
    topics.held_out_perplexity(lda, 0.25)
    assert seen["held_out"].shape[0] == 15
    total = seen["background"] + np.asarray(seen["held_out"].sum(axis=0)).ravel()
    assert np.array_equal(total, lda.counts.term_counts)


def test_the_unigram_score_is_that_of_the_term_shares():
    """With eight terms that are equally frequent everywhere it is eight."""
    run = fitted(np.full((40, 8), 20), n_topics=2)
    with pytest.warns(TopicsWarning, match="without the held-out documents: 2 topics are alike"):
        found = topics.held_out_perplexity(run)
    assert found.unigram_perplexity == pytest.approx(8, rel=1e-3)


@pytest.mark.parametrize("share", [0, -0.1, 0.6, 1, True, "0.1", float("nan")])
def test_shares_out_of_range(lda, share):
    """Nothing, half of the corpus and more, and what is no number are refused."""
    with pytest.raises(OptionError, match="expected more than 0 and at most"):
        topics.held_out_perplexity(lda, share)


@pytest.mark.parametrize(
    ("matrix", "n_topics", "words"),
    [
        (np.eye(12, 6) + 1, 2, "12 documents with counted terms, expected 20 or more"),
        (np.eye(30), 2, "no document has two counted terms"),
        (np.eye(20, 6) + 1, 19, "there are 18 sections for 19 topics; hold out less than 0.1"),
        ((np.eye(30, 6) + 1) * 0.5, 2, "held-out counts must be whole numbers"),
    ],
)
def test_too_few_documents_or_terms(matrix, n_topics, words):
    """The message says how many there are and how many are needed."""
    run = fitted(matrix, model="nmf", n_topics=n_topics)
    with pytest.raises(InputError, match=words):
        topics.held_out_perplexity(run)


def test_documents_of_one_term_are_never_held_out():
    """They have no second half; the share is that of all documents with terms."""
    matrix = np.zeros((40, 6), int)
    matrix[:30, 0] = 1
    matrix[30:, 1:] = 5
    run = fitted(matrix, model="nmf", n_topics=2)
    assert topics.held_out_perplexity(run, 0.2).n_documents == 8


def test_runs_of_earlier_versions_are_fitted_once(lda):
    """Their options do not say how many fits there were."""
    earlier = replace(
        lda, parameters=replace(lda.parameters, options=replace(lda.options, n_fits=None))
    )
    assert isinstance(earlier.options, FitOptions)
    assert topics.held_out_perplexity(earlier) == topics.held_out_perplexity(lda)
