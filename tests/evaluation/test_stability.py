"""Stability is 1 for copies, 0 for the corpus as a whole, and knows planted topics from others."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.spatial.distance import jensenshannon
from scipy.stats import t as student
from sklearn.metrics import roc_auc_score

from support.planted import hard_topics, noise_counts
from topics.errors import InputError
from topics.evaluation import STABILITY_FLOOR, noise_topics, topic_stability, why_unmeasured
from topics.evaluation.stability import similarity
from topics.models import LDA

SHARES = np.array([0.4, 0.3, 0.2, 0.1])


def random_topics(n_topics=4, n_terms=30, random_state=0):
    """Topics of few terms each, and the corpus that they make with `SHARES`."""
    rng = np.random.default_rng(random_state)
    topic_term = rng.dirichlet(np.full(n_terms, 0.1), n_topics)
    return topic_term, SHARES[:n_topics] @ topic_term


def stability_of_fit(model, witnesses, counts):
    """Stability of the topics of an LDA in the fits of its witnesses, and the topics."""
    topic_term, *others = (
        fit.components_ / fit.components_.sum(axis=1, keepdims=True) for fit in (model, *witnesses)
    )
    n_tokens = np.asarray(counts.sum(axis=1)).ravel()
    stability = topic_stability(
        topic_term,
        others,
        background=np.asarray(counts.sum(axis=0)).ravel(),
        topic_share=n_tokens @ model.document_topic_ / n_tokens.sum(),
    )
    return stability, topic_term


@given(st.permutations(range(4)), st.integers(1, 4))
def test_copies_are_stable(order, n_fits):
    """In whatever order they are; one fit says nothing of the interval."""
    topic_term, corpus = random_topics()
    stability = topic_stability(
        topic_term, [topic_term[order]] * n_fits, background=corpus, topic_share=SHARES
    )
    np.testing.assert_allclose(stability.values, 1)
    np.testing.assert_allclose(stability.low, 0 if n_fits == 1 else 1)
    np.testing.assert_allclose(stability.high, 1)
    assert stability.matched.shape == (n_fits, 4)
    assert [order[number] for number in stability.matched[0]] == [0, 1, 2, 3]


@given(st.permutations(range(4)), st.permutations(range(4)))
def test_the_order_of_topics_does_not_matter(order, other_order):
    """Neither that of the topics nor that of the other fits."""
    topic_term, corpus = random_topics()
    others = [0.8 * topic_term + 0.2 * random_topics(random_state=i)[0] for i in (1, 2, 3)]
    first = topic_stability(topic_term, others, background=corpus, topic_share=SHARES)
    second = topic_stability(
        topic_term[order],
        [other[other_order] for other in others],
        background=corpus,
        topic_share=SHARES[order],
    )
    for name in ("values", "low", "high"):
        np.testing.assert_allclose(getattr(second, name), getattr(first, name)[order])
    np.testing.assert_array_equal(np.array(other_order)[second.matched], first.matched[:, order])


def test_values_and_intervals_are_those_of_the_formula():
    """With SciPy's divergence and Student's t; the topics are distinct enough for 1 - c."""
    topic_term, corpus = random_topics()
    others = [0.7 * topic_term + 0.3 * random_topics(random_state=i)[0] for i in (1, 2, 3, 4, 5)]
    found = topic_stability(topic_term, others, background=corpus, topic_share=SHARES)
    by_fit = np.empty((5, 4))
    for fit, other in enumerate(others):
        for topic in range(4):
            match = other[found.matched[fit, topic]]
            similar = 1 - jensenshannon(topic_term[topic], match, base=2) ** 2
            chance = 1 - jensenshannon(topic_term[topic], corpus, base=2) ** 2
            by_fit[fit, topic] = (similar - chance) / (1 - chance)
    mean, error = by_fit.mean(axis=0), by_fit.std(axis=0, ddof=1) / np.sqrt(5)
    low, high = student.interval(0.9, 4, mean, error)
    np.testing.assert_allclose(found.values, mean, rtol=1e-9)
    np.testing.assert_allclose(found.low, np.clip(low, 0, 1), rtol=1e-9)
    np.testing.assert_allclose(found.high, np.clip(high, 0, 1), rtol=1e-9)


def test_what_is_found_as_the_corpus_only_is_not_stable():
    """A fit whose topics are all the corpus finds no topic; a topic that is the corpus is none."""
    topic_term, corpus = random_topics()
    same = np.tile(corpus, (4, 1))
    stability = topic_stability(topic_term, [same, same], background=corpus, topic_share=SHARES)
    np.testing.assert_allclose(stability.values, 0, atol=1e-12)
    topic_term[2] = corpus
    stability = topic_stability(
        topic_term, [topic_term, topic_term], background=corpus, topic_share=SHARES
    )
    np.testing.assert_allclose(stability.values, [1, 1, 0, 1], atol=1e-12)


def test_topics_that_hardly_differ_from_the_corpus_are_hardly_stable():
    """Even if every fit finds them exactly."""
    topic_term, corpus = random_topics()
    near = 0.02 * topic_term + 0.98 * corpus
    stability = topic_stability(near, [near] * 4, background=corpus, topic_share=SHARES)
    assert stability.values.max() < 0.1


def test_fits_with_fewer_and_more_topics():
    """A topic without a match counts as one that has nothing in common; more topics do no harm."""
    topic_term, corpus = random_topics()
    fewer, more = topic_term[[2, 0]], np.vstack([topic_term[::-1], corpus])
    stability = topic_stability(topic_term, [fewer, more], background=corpus, topic_share=SHARES)
    assert stability.matched.tolist() == [[1, -1, 0, -1], [3, 2, 1, 0]]
    np.testing.assert_allclose(stability.values[[0, 2]], 1)
    assert (stability.values[[1, 3]] < 0.5).all()
    for array in (stability.values, stability.low, stability.high):
        assert ((array >= 0) & (array <= 1)).all()
    assert (stability.low <= stability.values).all()
    assert (stability.values <= stability.high).all()


def test_one_other_fit_says_nothing_of_the_interval():
    """It is 0 to 1."""
    topic_term, corpus = random_topics()
    other = 0.5 * topic_term + 0.5 * corpus
    stability = topic_stability(topic_term, [other], background=corpus, topic_share=SHARES)
    assert ((stability.values > 0) & (stability.values < 1)).all()
    assert stability.low.tolist() == [0] * 4
    assert stability.high.tolist() == [1] * 4


def test_one_topic_or_document_says_nothing():
    """It is the corpus in every fit, and samples of one document are that document."""
    shares = np.array([[0.5, 0.3, 0.2]])
    with pytest.raises(InputError, match="two topics: the only topic is the corpus"):
        topic_stability(shares, [shares] * 3, background=[5, 3, 2], topic_share=[1.0])
    assert "the only topic" in why_unmeasured(1, [3, 4])
    assert "one document" in why_unmeasured(2, [3, 0])
    assert why_unmeasured(2, [3, 4]) == ""


def test_an_iterator_of_fits_and_counts_as_background():
    """Others are read once, and the background may have any sum."""
    topic_term, corpus = random_topics()
    others = [random_topics(random_state=i)[0] for i in (1, 2)]
    from_list = topic_stability(topic_term, others, background=corpus, topic_share=SHARES)
    from_iterator = topic_stability(
        topic_term, iter(others), background=1000 * corpus, topic_share=SHARES
    )
    np.testing.assert_allclose(from_iterator.values, from_list.values)


@pytest.mark.parametrize(
    ("others", "background", "message"),
    [
        ([], np.ones(30), "at least one other fit"),
        ([np.ones((4, 29)) / 29], np.ones(30), r"30 terms, another fit has shape \(4, 29\)"),
        ([np.ones(30) / 30], np.ones(30), r"another fit has shape \(30,\)"),
        ([np.ones((4, 30)) / 30], np.ones(29), r"the background \(29,\)"),
        ([np.ones((4, 30)) / 30], np.ones((3, 30)), r"the background \(3, 30\)"),
        ([np.ones((4, 30)) / 30], np.zeros(30), "sums above 0"),
        ([np.ones((4, 30)) / 30], np.full(30, np.nan), "sums above 0"),
    ],
)
def test_arrays_that_do_not_fit(others, background, message):
    """The error says which shapes came."""
    topic_term, _ = random_topics()
    with pytest.raises(InputError, match=message):
        topic_stability(topic_term, others, background=background, topic_share=SHARES)


@pytest.mark.parametrize("shares", [[0.5, 0.5], 0.25, np.full((4, 1), 0.25)])
def test_shares_that_do_not_fit(shares):
    """One number a topic is expected; another shape is not spread over the topics."""
    topic_term, corpus = random_topics()
    with pytest.raises(InputError, match="4 topics, topic_share"):
        topic_stability(topic_term, [topic_term], background=corpus, topic_share=shares)


def test_similarity_is_that_of_scipy():
    """Of rows with zeros, which count as nothing; never NaN."""
    first, _ = random_topics(random_state=1)
    second, _ = random_topics(random_state=2)
    first[:, ::3] = 0
    first /= first.sum(axis=1, keepdims=True)
    expected = 1 - jensenshannon(first, second, base=2, axis=1) ** 2
    np.testing.assert_allclose(similarity(first, second), expected, rtol=1e-9)
    assert similarity(np.eye(2), np.eye(2)[::-1]).tolist() == [0, 0]


@pytest.mark.parametrize("random_state", [0, 1, 2])
def test_stable_topics_are_the_planted_ones(random_state):
    """A third of the planted topics are hard to find; stability says which were not found."""
    counts, planted = hard_topics(random_state=random_state)
    model = LDA(9, random_state=random_state)
    _, witnesses = model.fit_several(counts, 5)
    stability, topic_term = stability_of_fit(model, witnesses, counts)
    lengths = np.linalg.norm(topic_term, axis=1)[:, None] * np.linalg.norm(planted, axis=1)
    is_planted = (topic_term @ planted.T / lengths).max(axis=1) >= 0.9
    assert 4 <= is_planted.sum() <= 8
    assert roc_auc_score(is_planted, stability.values) >= 0.75


@pytest.mark.parametrize("n_topics", [4, 10])
def test_no_topic_of_noise_is_stable(n_topics):
    """All documents have the same probabilities of terms."""
    counts = noise_counts(n_rows=150, n_terms=300)
    model = LDA(n_topics)
    _, witnesses = model.fit_several(counts, 5)
    assert stability_of_fit(model, witnesses, counts)[0].values.max() < STABILITY_FLOOR


def test_noise_of_a_squared_loss_keeps_frequent_terms_only():
    """What remains of a topic is spread as in the corpus."""
    topics = np.array([[0.6, 0.1, 0.1, 0.2, 0.0, 0.0], [0.0, 0.0, 0.1, 0.1, 0.4, 0.4]])
    background = [9.0, 8.0, 7.0, 6.0, 1.0, 3.0]
    noise = noise_topics(topics, background)  # four frequent terms for two topics
    np.testing.assert_allclose(noise[:, :4], topics[:, :4])
    np.testing.assert_allclose(noise[:, 4:], [[0.0, 0.0], [0.2, 0.6]])
    np.testing.assert_allclose(noise.sum(axis=1), 1.0)


def test_topics_of_frequent_terms_are_not_stable_where_the_loss_is_squared():
    """Such topics are found in noise, too."""
    n_terms = 40
    background = np.arange(n_terms, 0, -1.0)
    shares = background / background.sum()
    topics = 0.5 * np.eye(n_terms)[:3] + 0.5 * shares
    plain, squared = (
        topic_stability(topics, [topics], background=chance, topic_share=[0.3, 0.3, 0.4])
        for chance in (background, noise_topics(topics, background))
    )
    assert plain.values.min() > 0.5
    assert squared.values.max() < 0.1
