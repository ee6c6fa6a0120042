"""All engines keep one contract: shapes, invariants, planted themes, same bits."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.sparse as sp
from sklearn.metrics import normalized_mutual_info_score

from support.nmf_rows import SMALL
from topics.counting import count_terms, tfidf
from topics.errors import OptionError
from topics.models import ENGINES, LDA, NMF, fit_partitions, make_engine

PAIRS = [(model, engine) for model in ENGINES for engine in ENGINES[model]]


@pytest.fixture(scope="module")
def matrices(planted):
    """Counts and tf-idf of the planted sections, and the theme of every row."""
    counts = count_terms(planted)
    frequency = np.bincount(counts.matrix.indices, minlength=counts.n_vocabulary)
    weights = tfidf(counts.matrix, frequency, counts.n_rows)
    return {"lda": counts.matrix, "nmf": weights, "theme": counts.row_document % 4}


@pytest.mark.parametrize(("model", "engine"), PAIRS)
def test_planted_themes_come_back(matrices, model, engine):
    """Four disjoint vocabularies give four topics; weights are non-negative and finite."""
    fitted = make_engine(model, engine, n_topics=4, random_state=1)
    weights = fitted.fit_transform(matrices[model])
    assert weights.shape == (180, 4)
    assert fitted.components_.shape == (4, matrices[model].shape[1])
    assert np.all(np.isfinite(weights))
    assert weights.min() >= 0
    assert fitted.components_.min() >= 0
    assert normalized_mutual_info_score(matrices["theme"], weights.argmax(axis=1)) > 0.8


@pytest.mark.parametrize(("model", "engine"), PAIRS)
def test_same_random_state_same_bits(matrices, model, engine):
    """Two fits agree to the last bit; so do two transforms of one fit."""
    first, second = (
        make_engine(model, engine, n_topics=3, random_state=5).fit(matrices[model])
        for _ in range(2)
    )
    assert np.array_equal(first.components_, second.components_)
    rows = matrices[model][:20]
    once, again, other = (m.transform(rows) for m in (first, first, second))
    assert np.array_equal(once, again)
    assert np.array_equal(once, other)


@pytest.mark.parametrize(("model", "engine"), PAIRS)
def test_more_topics_than_rows_is_answered(model, engine):
    """The estimators fit 5 topics to 3 rows."""
    rows = sp.csr_array(np.array([[3, 0, 1, 0], [0, 4, 0, 1], [1, 1, 0, 0]], dtype=float))
    weights = make_engine(model, engine, n_topics=5).fit_transform(rows)
    assert weights.shape == (3, 5)
    assert np.all(np.isfinite(weights))


@pytest.mark.parametrize(("model", "engine"), PAIRS)
def test_partitions_are_fitted_one_after_the_other(matrices, model, engine):
    """partial_fit over three partitions gives a model that transforms."""
    matrix = matrices[model]
    fitted = fit_partitions(
        make_engine(model, engine, n_topics=4), [matrix[:60], matrix[60:120], matrix[120:]]
    )
    assert fitted.transform(matrix).shape == (180, 4)


@pytest.mark.parametrize(("model", "engine"), PAIRS)
def test_bad_rows_are_refused(model, engine):
    """Negative counts and NaN raise ValueError, as scikit-learn's checks do."""
    for bad in (np.array([[1.0, -1.0]]), np.array([[1.0, np.nan]])):
        with pytest.raises(ValueError, match=r"[Nn]egative|NaN"):
            make_engine(model, engine, n_topics=1).fit(bad)


@pytest.mark.parametrize(("model", "engine"), PAIRS)
def test_zero_topics_are_refused(model, engine):
    """n_topics below 1 is an OptionError that names the number."""
    with pytest.raises(OptionError, match="n_topics is 0"):
        make_engine(model, engine, n_topics=0).fit(np.ones((3, 3)))


def test_a_matrix_prior_pulls_its_topic():
    """LDA of gensim takes seed words as a prior matrix over terms."""
    rng = np.random.default_rng(0)
    rows = sp.csr_array(rng.poisson(0.5, size=(60, 12)).astype(float))
    prior = np.full((2, 12), 0.1)
    prior[0, :3] = 50.0
    fitted = make_engine("lda", "gensim", n_topics=2, topic_term_prior=prior).fit(rows)
    shares = fitted.components_ / fitted.components_.sum(axis=1, keepdims=True)
    assert shares[0, :3].sum() > shares[1, :3].sum()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"model": "lsi"}, "unknown model 'lsi'"),
        ({"model": "lda", "engine": "mallet"}, "unknown engine 'mallet'"),
        ({"model": "nmf", "document_topic_prior": 0.1}, "no option document_topic_prior"),
    ],
)
def test_unknown_names_and_options_say_what_there_is(options, message):
    """Errors name the choice and the alternatives."""
    with pytest.raises(OptionError, match=message):
        make_engine(**options)


def test_scikit_learn_refuses_priors_it_cannot_take():
    """A learned prior needs another engine; the error names it."""
    with pytest.raises(OptionError, match="gensim"):
        make_engine("lda", "sklearn", n_topics=2, document_topic_prior="auto").fit(np.eye(4))


own = pytest.mark.parametrize(
    ("engine", "options"), [(LDA, {}), (NMF, {}), (NMF, {"loss": "kullback-leibler"})]
)


@own
def test_n_topics_changed_after_the_fit(engine, options):
    """New rows get what was fitted; further rows for another number of topics are refused."""
    model = engine(5, **options).fit(SMALL)
    expected = model.transform(SMALL)
    for n_topics in (3, 11):
        model.set_params(n_topics=n_topics)
        np.testing.assert_array_equal(model.transform(SMALL), expected)
        with pytest.raises(OptionError, match=f"n_topics is {n_topics}, but 5"):
            model.partial_fit(SMALL)


@own
def test_further_rows_after_rows_that_hold_nothing(engine, options):
    """Topics that were fitted to nothing are started anew."""
    model = engine(4, **options).fit(sp.csr_matrix(SMALL.shape)).partial_fit(SMALL)
    fresh = engine(4, **options).partial_fit(SMALL)
    np.testing.assert_array_equal(model.components_, fresh.components_)
