"""Tokens that are most of their row and of their term: numbers stay finite, and right."""

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from topics.errors import OptionError
from topics.models import LDA
from topics.models.lda.priors import HIGHEST, LOWEST
from topics.models.lda.state import is_scarce

COUNTS = st.sampled_from([0, 0, 0, 1, 1, 2, 7])
WEIGHTS = st.sampled_from([0, 0, 1e-6, 0.3, 0.99, 1.0, 1.2, 1.5, 3.7])
LARGE = st.sampled_from([0, 0, 1, 2**24 - 1, 2**24, 2**31, 2**47])


def assert_sound(model, rows):
    """Everything finite, shares that sum to 1, and topics that hold all counts and the prior."""
    assert np.isfinite(model.components_).all()
    assert (model.components_ > 0).all()
    assert np.isfinite(model.objective_).all()
    assert np.isfinite(model.document_topic_prior_).all()
    for shares in (model.document_topic_, model.transform(rows), model.transform(rows[::-1])):
        np.testing.assert_allclose(shares.sum(axis=1), 1, rtol=1e-12)
    assert np.isfinite(model.score(rows))


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from([COUNTS, WEIGHTS, LARGE]).flatmap(
        lambda values: arrays(
            np.float64, st.tuples(st.integers(1, 6), st.integers(1, 7)), elements=values
        )
    ),
    st.integers(1, 9),
    st.sampled_from(["auto", 0.1, LOWEST, HIGHEST]),
    st.sampled_from([0.01, 1.0, LOWEST, HIGHEST]),
    st.sampled_from([1, 3, 30, 130]),
)
def test_any_small_rows_give_finite_numbers(rows, n_topics, document_prior, term_prior, sweeps):
    """Rows of one token, empty rows, more topics than rows, weights, large counts, any prior."""
    model = LDA(
        n_topics,
        document_topic_prior=document_prior,
        topic_term_prior=term_prior,
        max_sweeps=sweeps,
        tolerance=0 if sweeps == 130 else 0.004,
    )
    model.fit_quietly(rows)
    assert_sound(model, rows)
    expected = rows.sum() + term_prior * n_topics * rows.shape[1]
    np.testing.assert_allclose(model.components_.sum(), expected, rtol=1e-4)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        arrays(np.float64, st.tuples(st.integers(1, 4), st.just(5)), elements=COUNTS),
        min_size=2,
        max_size=4,
    ),
    st.integers(1, 4),
)
def test_batches_of_rare_terms_give_finite_numbers(batches, n_topics):
    """The first batch has counts; later ones may be empty or bring terms never seen before."""
    batches[0][0, 0] = 1
    model = LDA(n_topics)
    for batch in batches:
        model.partial_fit(batch)
        assert (model.components_[:, batch.any(axis=0)] > 0.1 / n_topics).any(axis=0).all()
        assert np.isfinite(model.components_).all()
        np.testing.assert_allclose(model.transform(batch).sum(axis=1), 1, rtol=1e-12)
    assert np.isfinite(model.objective_).all()


def test_a_batch_that_leaves_all_topics_equal_is_kept():
    """A word alone in its row is equal in all topics; the next batch parts them."""
    model = LDA(2).partial_fit([[1, 0, 0, 0, 0]]).partial_fit(np.zeros((1, 5)))
    np.testing.assert_allclose(model.components_.sum(axis=0), [1.02, 0.02, 0.02, 0.02, 0.02])
    model.partial_fit([[0, 9, 9, 0, 0]] * 3 + [[0, 0, 0, 9, 9]] * 3)
    np.testing.assert_allclose(model.components_.sum(axis=0)[0], 1.02)
    assert abs(model.components_[0, 1] - model.components_[1, 1]) > 20


def test_one_topic_is_the_counts_and_the_prior():
    """Also where a row's only token occurs nowhere else."""
    rows = np.array([[1, 1, 0], [0, 0, 1]])
    model = LDA(n_topics=1).fit(rows)
    np.testing.assert_allclose(model.components_, [[1.01, 1.01, 1.01]], rtol=1e-6)
    np.testing.assert_array_equal(model.document_topic_, [[1], [1]])


@pytest.mark.parametrize("n_topics", [1, 2, 3])
@pytest.mark.parametrize("document_prior", ["auto", 0.1])
def test_the_objective_of_lone_tokens_is_that_of_the_priors(n_topics, document_prior):
    """Nothing but the priors predicts a word that occurs once, alone in its row.

    p = sum_k alpha[k] / alpha.sum() * beta / mass[k], and mass is at least the prior's.
    """
    model = LDA(n_topics, document_topic_prior=document_prior, tolerance=0, max_sweeps=300)
    model.fit_quietly(np.eye(20, dtype=int))
    lowest = np.log(0.01 / (20 + 20 * 0.01))
    assert lowest - 1e-3 <= model.objective_[-1] < 0
    np.testing.assert_allclose(model.objective_[-50:], model.objective_[-1], rtol=1e-4)


def test_a_lone_word_says_nothing_about_its_topic():
    """Its row gets the prior's shares, where it could have stayed where it started."""
    rows = np.zeros((9, 9))
    rows[:4, :4] = rows[4:8, 4:8] = 5
    rows[8, 8] = 1
    model = LDA(2, document_topic_prior=0.1).fit(rows)
    share = model.components_[:, 8]
    assert share.min() > 0.2 * share.max()


def naive_is_scarce(rows):
    """The third step of the fixed point for a topic that has all counts, one by one."""
    result = []
    for i, t in zip(*np.nonzero(rows), strict=True):
        token = min(rows[i, t], 1)
        a, b = rows[i].sum() / token, rows[:, t].sum() / token
        g = 0
        for _ in range(3):
            g = (a * b + g * g) / (a + b)
        result.append(g < 1.1)
    return np.array(result, bool)


def test_lone_rows_and_terms_are_scarce():
    """Those of two tokens and more are not; weights count by how much else there is."""
    rng = np.random.default_rng(0)
    rows = rng.poisson(0.3, (30, 20)) * rng.choice([1.0, 0.7, 1.3], (30, 20))
    np.testing.assert_array_equal(is_scarce(sp.csr_matrix(rows)), naive_is_scarce(rows))
    rows = np.array([[2, 0, 0], [0, 1, 0], [2, 5, 9], [0, 0, 1]])
    assert is_scarce(sp.csr_matrix(rows)).tolist() == [False, True, False, False, False, True]
    assert is_scarce(sp.csr_matrix((3, 4))).tolist() == []


@pytest.mark.parametrize("value", [LOWEST / 2, HIGHEST * 2])
@pytest.mark.parametrize("name", ["document_topic_prior", "topic_term_prior"])
def test_priors_outside_what_float32_can_multiply_are_refused(name, value):
    """With the range that is allowed."""
    with pytest.raises(OptionError, match=rf"{name} must be from 1e-09 to 1e\+09"):
        LDA(2, **{name: value}).fit(np.eye(3))
