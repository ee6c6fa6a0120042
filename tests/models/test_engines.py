"""All engines follow one contract: shapes, invariants, planted themes, same bits."""

from __future__ import annotations

import inspect
import re
import warnings

import numpy as np
import pytest
import scipy.sparse as sp
from sklearn.metrics import normalized_mutual_info_score

from support.planted import SMALL_WEIGHTS as SMALL
from support.planted import planted_counts
from topics.counting import count_terms, tfidf
from topics.errors import InputError, OptionError, TopicsWarning
from topics.models import ENGINE_CLASSES, LDA, NMF, engine_arrays, make_engine, restored_engine
from topics.models.lda.fold import KERNELS as FOLD_KERNELS
from topics.models.lda.state import DRAW_KERNELS, SWEEP_KERNELS
from topics.models.nmf.compiling import KERNELS as NMF_KERNELS

PAIRS = [(model, engine) for model in ENGINE_CLASSES for engine in ENGINE_CLASSES[model]]


@pytest.fixture(scope="module")
def matrices(planted):
    """Counts and tf-idf weights of the planted sections, and the theme of every row."""
    counts = count_terms(planted)
    frequency = np.bincount(counts.matrix.indices, minlength=counts.n_vocabulary)
    weights = tfidf(counts.matrix, frequency, counts.n_rows)
    return {"lda": counts.matrix, "nmf": weights, "theme": counts.row_document % 4}


@pytest.mark.parametrize(("model", "engine"), PAIRS)
def test_planted_themes_come_back(matrices, model, engine):
    """Four separate vocabularies give four topics; weights are finite and not negative."""
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


@pytest.mark.filterwarnings("ignore:.* topics are alike")
@pytest.mark.parametrize(("model", "engine"), PAIRS)
def test_more_topics_than_rows_are_fitted(model, engine):
    """Five topics for three rows."""
    rows = sp.csr_array(np.array([[3, 0, 1, 0], [0, 4, 0, 1], [1, 1, 0, 0]], dtype=float))
    weights = make_engine(model, engine, n_topics=5).fit_transform(rows)
    assert weights.shape == (3, 5)
    assert np.all(np.isfinite(weights))


@pytest.mark.parametrize(("model", "engine"), PAIRS)
def test_batches_are_fitted_one_after_another(matrices, model, engine):
    """After partial_fit with three batches, an engine transforms."""
    matrix = matrices[model]
    fitted = make_engine(model, engine, n_topics=4)
    for begin in (0, 60, 120):
        fitted.partial_fit(matrix[begin : begin + 60])
    assert fitted.transform(matrix).shape == (180, 4)


@pytest.mark.parametrize(("model", "engine"), PAIRS)
def test_notices_of_a_fit_are_its_warnings(matrices, model, engine):
    """One for a fit without enough sweeps, except for gensim, which has no stopping rule."""
    matrix = matrices[model]
    notices = make_engine(model, engine, n_topics=4, max_sweeps=1).fit_quietly(matrix)
    expected = [] if engine == "gensim" else ["not-converged"]
    assert [notice.code for notice in notices] == expected
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", TopicsWarning)
        make_engine(model, engine, n_topics=4, max_sweeps=1).fit(matrix)
    issued = [str(one.message) for one in caught if one.category is TopicsWarning]
    assert issued == [notice.message for notice in notices]


@pytest.mark.parametrize(("model", "engine"), PAIRS)
def test_a_restored_engine_transforms_as_before(matrices, model, engine):
    """To the bit with our engines, nearly with those of others."""
    matrix = matrices[model]
    fitted = make_engine(model, engine, n_topics=4).fit(matrix)
    restored = restored_engine(
        model, engine, engine_arrays(fitted), {}, n_vocabulary=matrix.shape[1]
    )
    expected = fitted.transform(matrix)
    tolerance = 0 if engine == "topics" else 1e-6
    np.testing.assert_allclose(restored.transform(matrix), expected, rtol=0, atol=tolerance)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"components": None}, "components is missing"),
        ({"components": np.ones((2, 3))}, "vocabulary of 90 terms"),
        ({"components": np.zeros((2, 90))}, "components must be above 0"),
        ({"components": np.full((2, 90), np.inf)}, "not finite"),
        ({"components": np.full((2, 90), "a")}, "expected numbers"),
        ({"document_topic_prior": np.ones(3)}, "one number above 0 for each topic"),
        ({"exponent": np.array(4000)}, "exponent must be one number"),
    ],
)
def test_arrays_that_no_fit_produces_are_refused(changes, message):
    """Run folders are untrusted: the error names the array."""
    arrays = {"components": np.ones((2, 90)), "document_topic_prior": np.ones(2), **changes}
    arrays = {name: array for name, array in arrays.items() if array is not None}
    with pytest.raises(InputError, match=message):
        restored_engine("lda", "topics", arrays, {}, n_vocabulary=90)


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
    """Gensim's LDA takes seed words as a prior for each topic and term."""
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
def test_unknown_names_and_options_are_refused(options, message):
    """Errors name what was asked for."""
    with pytest.raises(OptionError, match=message):
        make_engine(**options)


def test_scikit_learn_refuses_priors_it_cannot_take():
    """A learned prior needs another engine; the error names it."""
    with pytest.raises(OptionError, match="gensim"):
        make_engine("lda", "sklearn", n_topics=2, document_topic_prior="auto").fit(np.eye(4))


our_engines = pytest.mark.parametrize(
    ("engine", "options"), [(LDA, {}), (NMF, {}), (NMF, {"loss": "kullback-leibler"})]
)


@our_engines
def test_n_topics_changed_after_the_fit(engine, options):
    """New rows get the fitted topics; partial_fit with another number of topics is refused."""
    model = engine(5, **options).fit(SMALL)
    expected = model.transform(SMALL)
    for n_topics in (3, 11):
        model.set_params(n_topics=n_topics)
        np.testing.assert_array_equal(model.transform(SMALL), expected)
        with pytest.raises(OptionError, match=f"n_topics is {n_topics}, but the fit has 5"):
            model.partial_fit(SMALL)


@our_engines
def test_partial_fit_after_a_fit_on_empty_rows(engine, options):
    """Topics that were fitted to empty rows are started again."""
    model = engine(4, **options).fit(sp.csr_matrix(SMALL.shape)).partial_fit(SMALL)
    fresh = engine(4, **options).partial_fit(SMALL)
    np.testing.assert_array_equal(model.components_, fresh.components_)


@our_engines
def test_later_batches_and_new_rows_need_no_further_compilation(engine, options):
    """Kernels get the same types of arrays from fit, partial_fit and transform."""
    kernels = (*SWEEP_KERNELS, *DRAW_KERNELS, *FOLD_KERNELS)
    kernels += NMF_KERNELS["kullback-leibler"]
    model = engine(4, **options).fit(SMALL)
    before = [len(kernel.signatures) for kernel in kernels]
    model.partial_fit(SMALL).transform(SMALL[:5])
    frozen = SMALL.copy()
    for array in (frozen.data, frozen.indices, frozen.indptr):
        array.flags.writeable = False
    engine(4, **options).fit(frozen).partial_fit(frozen).transform(frozen)
    assert [len(kernel.signatures) for kernel in kernels] == before


@pytest.mark.parametrize(("model", "name", "right"), [
    ("lda", "n_components", "it is called n_topics here"),
    ("lda", "num_topics", "it is called n_topics here"),
    ("lda", "k", "it is called n_topics here"),
    ("lda", "alpha", "it is called document_topic_prior here"),
    ("lda", "eta", "it is called topic_term_prior here"),
    ("lda", "max_iter", "it is called max_sweeps here"),
    ("lda", "loss", "there are n_topics, document_topic_prior"),
    ("lda", "toleranz", "did you mean tolerance?"),
    ("nmf", "n_iter", "it is called max_sweeps here"),
    ("nmf", "alpha", "it is called document_topic_penalty here"),
    ("nmf", "alpha_H", "it is called topic_term_penalty here"),
    ("nmf", "beta_loss", "it is called loss here"),
])  # fmt: skip
def test_names_of_other_libraries_are_answered_with_ours(model, name, right):
    """A TypeError, as Python raises it, that is also an OptionError."""
    estimator = {"lda": LDA, "nmf": NMF}[model]
    with pytest.raises(OptionError, match=re.escape(f"unknown option {name!r}; {right}")) as caught:
        estimator(**{name: 3})
    assert isinstance(caught.value, TypeError)


@pytest.mark.parametrize("estimator", [LDA, NMF])
def test_parameters_are_those_of_the_signature(estimator):
    """The check of names hides nothing from scikit-learn."""
    names = list(inspect.signature(estimator.__init__).parameters)[1:]
    assert sorted(names) == sorted(estimator().get_params())
    assert estimator(3).n_topics == 3


@pytest.mark.parametrize("estimator", [LDA, NMF])
def test_numbers_of_small_numpy_types_do_not_overflow(estimator):
    """The same fit as with Python's numbers."""
    rows = np.random.default_rng(0).poisson(1.0, (40, 12))
    for small in (np.uint8, np.int8, np.uint32):
        options = {"n_topics": 3, "max_sweeps": 127, "random_state": 117, "n_threads": 1}
        fitted = estimator(**options, tolerance=0.0).fit(rows)
        again = estimator(**{name: small(value) for name, value in options.items()}, tolerance=0.0)
        np.testing.assert_array_equal(again.fit(rows).components_, fitted.components_)
        again.partial_fit(rows)
    estimator(2, random_state=np.uint32(2**32 - 1)).fit(rows)
    with pytest.raises(OptionError, match="random_state is"):
        estimator(2, random_state=np.int64(2**32)).fit(rows)


@pytest.mark.parametrize("estimator", [LDA, NMF])
def test_a_grid_search_over_the_number_of_topics_needs_no_scorer(estimator):
    """Both engines have a `score`."""
    from sklearn.model_selection import GridSearchCV

    counts, *_ = planted_counts(n_rows=90, n_topics=3, terms_each=8)
    search = GridSearchCV(estimator(), {"n_topics": [1, 3]}, cv=2).fit(counts)
    assert search.best_params_ == {"n_topics": 3}
    assert np.isfinite(search.cv_results_["mean_test_score"]).all()
