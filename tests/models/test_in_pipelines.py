"""topics.LDA and topics.NMF among scikit-learn's own: pipelines, searches, copies, frames."""

from __future__ import annotations

import io
import pickle

import joblib
import numpy as np
import pandas as pd
import polars as pl
import pytest
import scipy.sparse as sp
from sklearn.base import clone
from sklearn.compose import ColumnTransformer
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, cross_val_score
from sklearn.pipeline import FeatureUnion, Pipeline, make_pipeline
from sklearn.utils.validation import NotFittedError

import topics

CASES = [
    pytest.param(topics.LDA, CountVectorizer, id="LDA-counts"),
    pytest.param(topics.LDA, TfidfVectorizer, id="LDA-tfidf"),
    pytest.param(topics.NMF, CountVectorizer, id="NMF-counts"),
    pytest.param(topics.NMF, TfidfVectorizer, id="NMF-tfidf"),
]


@pytest.fixture(scope="module")
def texts():
    """40 texts about the sea or the law, in turn."""
    rng = np.random.default_rng(0)
    words = [
        "reef tide ship sail harbour wave".split(),
        "judge jury court law trial appeal".split(),
    ]
    return [" ".join(rng.choice(words[i % 2], 30)) for i in range(40)]


def made(model, vectorizer, **options):
    """A pipeline of both."""
    steps = [("words", vectorizer()), ("topics", model(n_topics=2, random_state=0, **options))]
    return Pipeline(steps)


@pytest.mark.parametrize(("model", "vectorizer"), CASES)
def test_in_a_pipeline(model, vectorizer, texts):
    """It separates the two kinds of text, and names its columns."""
    pipeline = made(model, vectorizer)
    weights = pipeline.fit_transform(texts)
    assert weights.shape == (40, 2)
    largest = weights.argmax(axis=1)
    assert len(set(largest[::2])) == len(set(largest[1::2])) == 1
    assert largest[0] != largest[1]
    name = model.__name__.lower()
    assert pipeline.get_feature_names_out().tolist() == [f"{name}0", f"{name}1"]
    assert np.allclose(pipeline.transform(texts), weights, atol=0.02)
    assert np.array_equal(pipeline.transform(texts[:3]), pipeline.transform(texts)[:3])


@pytest.mark.parametrize(("model", "vectorizer"), CASES)
@pytest.mark.parametrize(("kind", "frame"), [("pandas", pd.DataFrame), ("polars", pl.DataFrame)])
def test_output_as_a_frame(model, vectorizer, kind, frame, texts):
    """`set_output` gives frames of both libraries, with the names of the topics."""
    pipeline = made(model, vectorizer)
    pipeline["topics"].set_output(transform=kind)
    found = pipeline.fit_transform(texts)
    name = model.__name__.lower()
    assert isinstance(found, frame)
    assert list(found.columns) == [f"{name}0", f"{name}1"]
    plain = clone(made(model, vectorizer)).fit_transform(texts)
    assert np.array_equal(found.to_numpy(), plain)
    assert isinstance(pipeline.transform(texts), frame)


@pytest.mark.parametrize(("model", "vectorizer"), CASES)
@pytest.mark.parametrize(
    "copied",
    [
        pytest.param(lambda fitted: pickle.loads(pickle.dumps(fitted)), id="pickle"),  # noqa: S301
        pytest.param(lambda fitted: through_joblib(fitted), id="joblib"),
    ],
)
def test_copies_of_a_fit(model, vectorizer, copied, texts):
    """Pickle and joblib keep a fit to the bit."""
    fitted = made(model, vectorizer).fit(texts)
    again = copied(fitted)
    assert np.array_equal(again.transform(texts), fitted.transform(texts))
    assert np.array_equal(again["topics"].components_, fitted["topics"].components_)
    assert again["topics"].get_params().keys() == fitted["topics"].get_params().keys()


def through_joblib(fitted):
    """What joblib reads of what it wrote."""
    file = io.BytesIO()
    joblib.dump(fitted, file)
    file.seek(0)
    return joblib.load(file)


@pytest.mark.parametrize("model", [topics.LDA, topics.NMF])
def test_clones_are_unfitted(model, texts):
    """A clone has the options and nothing of the fit; fitted again, it has the same bits."""
    counts = CountVectorizer().fit_transform(texts)
    fitted = model(n_topics=3, max_sweeps=7, tolerance=0.0, random_state=4).fit(counts)
    copy = clone(fitted)
    assert copy.get_params() == fitted.get_params()
    with pytest.raises(NotFittedError, match="is not fitted yet"):
        copy.transform(counts)
    assert np.array_equal(copy.fit(counts).components_, fitted.components_)


@pytest.mark.parametrize(("model", "vectorizer"), CASES[:1] + CASES[3:])
def test_in_a_grid_search(model, vectorizer, texts):
    """Options of model and vectorizer are searched together, also in other processes."""
    pipeline = make_pipeline(vectorizer(), model(random_state=0), LogisticRegression())
    name = model.__name__.lower()
    grid = {f"{name}__n_topics": [1, 2], f"{vectorizer.__name__.lower()}__min_df": [1, 2]}
    labels = [i % 2 for i in range(40)]
    search = GridSearchCV(pipeline, grid, cv=2).fit(texts, labels)
    assert search.best_score_ > 0.95
    assert search.cv_results_["param_" + f"{name}__n_topics"].tolist().count(2) == 2
    with joblib.parallel_backend("threading", n_jobs=2):
        again = GridSearchCV(pipeline, grid, cv=2).fit(texts, labels)
    assert np.array_equal(
        again.cv_results_["mean_test_score"], search.cv_results_["mean_test_score"]
    )


def test_lda_scores_held_out_texts(texts):
    """`score` is the log probability of the rows, so that a search needs no labels."""
    counts = CountVectorizer().fit_transform(texts)
    scores = cross_val_score(topics.LDA(n_topics=2, random_state=0), counts, cv=2)
    assert (scores < 0).all()
    search = GridSearchCV(topics.LDA(random_state=0), {"n_topics": [1, 2]}, cv=2).fit(counts)
    assert search.best_params_ == {"n_topics": 2}


def test_beside_other_features(texts):
    """In a union and in the columns of a frame, names tell topics from words."""
    union = FeatureUnion([("lda", made(topics.LDA, CountVectorizer)), ("words", CountVectorizer())])
    columns = union.fit(texts).get_feature_names_out().tolist()
    assert columns[:3] == ["lda__lda0", "lda__lda1", "words__appeal"]
    frame = pd.DataFrame({"text": texts, "year": range(40)})
    transformer = ColumnTransformer(
        [("topics", made(topics.NMF, TfidfVectorizer), "text")], remainder="passthrough"
    )
    assert transformer.fit_transform(frame).shape == (40, 3)
    names = transformer.get_feature_names_out().tolist()
    assert names == ["topics__nmf0", "topics__nmf1", "remainder__year"]


@pytest.mark.parametrize("model", [topics.LDA, topics.NMF])
@pytest.mark.parametrize(
    "form",
    [
        pytest.param(sp.csr_matrix, id="csr_matrix"),
        pytest.param(sp.csc_array, id="csc_array"),
        pytest.param(sp.coo_matrix, id="coo_matrix"),
        pytest.param(lambda counts: counts.toarray().astype(np.int8), id="int8"),
        pytest.param(lambda counts: pd.DataFrame(counts.toarray()), id="pandas"),
        pytest.param(lambda counts: pl.DataFrame(counts.toarray()), id="polars"),
    ],
)
def test_counts_in_any_form(model, form, texts):
    """Sparse, dense and framed counts give the same topics."""
    counts = CountVectorizer().fit_transform(texts)
    expected = model(n_topics=2, random_state=0).fit(counts).components_
    assert np.array_equal(model(n_topics=2, random_state=0).fit(form(counts)).components_, expected)


@pytest.mark.parametrize("model", [topics.LDA, topics.NMF])
def test_names_of_input_columns(model, texts):
    """Frames leave the names of their columns, and another frame is refused."""
    vectorizer = CountVectorizer()
    counts = vectorizer.fit_transform(texts).toarray()
    frame = pd.DataFrame(counts, columns=vectorizer.get_feature_names_out())
    fitted = model(n_topics=2).fit(frame)
    assert fitted.feature_names_in_.tolist() == vectorizer.get_feature_names_out().tolist()
    with pytest.raises(ValueError, match="feature names should match"):
        fitted.transform(frame.rename(columns={"reef": "other"}))
    with pytest.raises(ValueError, match="expecting 12 features"):
        fitted.transform(counts[:, :5])
