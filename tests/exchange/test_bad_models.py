"""Models that cannot be adopted: the error says what came, what was expected, and what to do."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from gensim.models import HdpModel, LdaModel, LsiModel, Nmf, TfidfModel
from sklearn.decomposition import NMF, LatentDirichletAllocation, TruncatedSVD
from sklearn.feature_extraction.text import CountVectorizer, HashingVectorizer, TfidfVectorizer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import Normalizer

import topics
from topics.errors import (
    InputError,
    MissingInputError,
    OptionError,
    RunFolderError,
    TopicsWarning,
    UnknownOptionError,
)

QUICK = {"project": False, "n_fits": 1}


def changed(arrays, **changes):
    """The arrays with others in their place."""
    return {**arrays, **changes}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda a: {"topic_term": a["topic_term"].T}, r"shape \(100, 4\).*transposed: give array"),
        (lambda a: {"document_topic": a["document_topic"].T}, r"\(4, 60\).*transposed: give array"),
        (lambda a: {"topic_term": a["topic_term"] - 0.5}, "negative numbers, the smallest -0.4"),
        (lambda a: {"document_topic": a["document_topic"] - 0.5}, "negative numbers"),
        (lambda a: {"topic_term": a["topic_term"] * 0}, "are all 0; fit it first"),
        (lambda a: {"topic_term": a["topic_term"] * 1e308}, "numbers that are too large"),
        (lambda a: {"topic_term": a["topic_term"][None]}, "have 3 axes, expected 2"),
        (lambda a: {"topic_term": "abc"}, "expected numbers"),
        (lambda a: {"topic_term": a["topic_term"][:0]}, "has no topics, or no terms"),
        (lambda a: {"terms": a["terms"][:-1]}, r"expected 99 columns, one for each term"),
        (
            lambda a: {"terms": [*a["terms"][:-1], a["terms"][0]]},
            "1 term of the vocabulary",
        ),
        (lambda a: {"terms": [*a["terms"][:-1], ""]}, "or some are empty"),
        (lambda a: {"terms": list(range(100))}, "vocabulary holds 0, expected terms as text"),
        (lambda a: {"terms": set(a["terms"])}, "is a set, which has no order"),
        (lambda a: {"terms": {t: i + 1 for i, t in enumerate(a["terms"])}}, "without gaps"),
        (lambda a: {"terms": "abc"}, "expected its dictionary, its fitted vectorizer"),
        (lambda a: {"terms": [*a["terms"][:-1], "\ud800"]}, "half of a character"),
        (lambda a: {"labels": ["one"]}, "1 label for 4 topics"),
        (lambda a: {"labels": "four"}, "labels of the arrays are 'four', expected a list"),
        (lambda a: {"names": 60}, "names of the arrays are 60, expected a list"),
        (lambda a: {"document_topic": [[1, 2], [1]]}, "expected numbers"),
        (lambda a: {"alpha": 1}, "has alpha; it can have topic_term, document_topic, terms"),
        (lambda a: {"document_topic": None}, "lacks document_topic"),
        (lambda a: {"document_topic": a["document_topic"][:-1]}, "59 documents, and there are 60"),
    ],
)
def test_arrays_that_are_no_topics(arrays, corpus, change, message):
    """Shapes, values and terms are checked before anything else."""
    with pytest.raises(InputError, match=message):
        topics.adopt(changed(arrays, **change(arrays)), corpus, **QUICK)


def test_missing_numbers_are_counted(arrays, corpus):
    """NaN and infinity, in either array."""
    topic_term = arrays["topic_term"].copy()
    topic_term[0, :2] = np.nan, np.inf
    with pytest.raises(InputError, match="topics of the given model have 2 numbers that are missi"):
        topics.adopt(changed(arrays, topic_term=topic_term), corpus, **QUICK)


def test_a_vocabulary_that_does_not_fit(arrays, corpus):
    """The error counts shared and missing terms and says what to do."""
    others = arrays["terms"][:10] + [f"other{i}" for i in range(90)]
    message = (
        r"10 of the model's 100 terms occur in the data, 90 are missing \(such as 'other.*"
        r"the shared ones have \d+% of the topics; pass the documents it was fitted on"
    )
    with pytest.raises(InputError, match=message):
        topics.adopt(changed(arrays, terms=others), corpus, **QUICK)
    capitals = [term.upper() for term in arrays["terms"]]
    with pytest.raises(InputError, match="100 terms have capitals, and our words are lower case"):
        topics.adopt(changed(arrays, terms=capitals), corpus, **QUICK)
    with pytest.raises(InputError, match="no term of these counts is in the vocabulary"):
        topics.adopt(arrays, topics.Counts(np.ones((60, 2)), ["a", "b"]), **QUICK)
    with pytest.raises(InputError, match="0 of the model's 100 terms occur in the data"):
        topics.adopt(arrays, np.zeros((60, 100)), **QUICK)


def test_a_vocabulary_that_fits_in_part(arrays, corpus):
    """Most of the topics are in shared terms: a notice says how many are missing."""
    others = arrays["terms"][:80] + [f"other{i}" for i in range(20)]
    with pytest.warns(TopicsWarning, match="80 of the model's 100 terms occur in the data, 20 are"):
        run = topics.adopt(changed(arrays, terms=others), corpus, **QUICK)
    assert run.counts.n_vocabulary == 100


def test_ids_that_do_not_match(arrays, corpus):
    """All names are ids, or none; some are an error. Where none is, the order counts."""
    half = [str(i) if i < 30 else f"x{i}" for i in range(60)]
    with pytest.raises(InputError, match="30 of 60 documents are named by the given model, but 30"):
        topics.adopt(changed(arrays, names=half), corpus, **QUICK)
    with pytest.warns(TopicsWarning, match="are no ids of the documents .* taken in their order"):
        run = topics.adopt(changed(arrays, names=[f"x{i}" for i in range(60)]), corpus, **QUICK)
    assert np.allclose(run.document_topic, arrays["document_topic"])
    with pytest.raises(InputError, match="60 documents are named"):
        topics.adopt(changed(arrays, names=["0"] * 60), corpus, **QUICK)


def test_rows_and_topics_of_zeros(arrays, corpus):
    """A topic without terms shows those of the corpus, a row without topics the mean: both said."""
    topic_term = arrays["topic_term"] * np.array([[1], [0], [1], [1]])
    document_topic = arrays["document_topic"] * (np.arange(60) > 2)[:, None]
    model = changed(arrays, topic_term=topic_term, document_topic=document_topic)
    with (
        pytest.warns(TopicsWarning, match="3 sections with terms that no topic explains"),
        pytest.warns(TopicsWarning, match="1 topic without terms, which shows those of the corpus"),
    ):
        run = topics.adopt(model, corpus, **QUICK)
    assert np.allclose(run.document_topic.sum(axis=1), 1)
    assert np.allclose(run.topic_term.sum(axis=1), 1)


@pytest.mark.parametrize("n_topics", [1, 300])
@pytest.mark.usefixtures("without_pictures")
def test_one_topic_and_more_topics_than_documents(n_topics, arrays, corpus, tmp_path):
    """Both make a run; stability that would say nothing is left out, with the reason."""
    rng = np.random.default_rng(0)
    model = changed(
        arrays,
        topic_term=rng.random((n_topics, 100)) ** 4,
        document_topic=rng.dirichlet([1] * n_topics, 60),
    )
    with pytest.warns(TopicsWarning, match="stability was not measured"):
        run = topics.adopt(model, corpus, project=False)
    assert topics.load(run.save(tmp_path / "run")).n_topics == n_topics


def test_labels_are_made_harmless(arrays, corpus, tmp_path):
    """Markup, control characters and formulas in labels of a model reach no file as such."""
    labels = ["<script>alert(1)</script>Sea", "=cmd()|' /C calc'!A0", "a\x1b[2J\u202eb", "x" * 500]
    run = topics.adopt(changed(arrays, labels=labels), corpus, **QUICK)
    kept = run.topics["label"].to_list()
    assert "<script>" not in kept[0]
    assert "\x1b" not in kept[2]
    assert len(kept[3]) == 100
    folder = run.save(tmp_path / "run")
    assert "\n1,'=cmd()" in (folder / "topics.csv").read_text().replace('"', "")
    assert "<script>alert" not in (folder / "report.html").read_text()
    assert topics.load(folder).topics["label"].to_list() == kept


def test_objects_that_are_no_models(arrays, corpus, bags):
    """What can be adopted is listed; models with other topics are told what to adopt instead."""
    for model in (object(), None, "lda", 3, TruncatedSVD(2)):
        with pytest.raises(InputError, match=r"cannot adopt .*; expected a fitted LdaModel or Nmf"):
            topics.adopt(model, corpus, **QUICK)
    with pytest.raises(InputError, match="is the class LdaModel, expected a fitted object"):
        topics.adopt(LdaModel, corpus, **QUICK)
    lsi = LsiModel(bags.corpus, id2word=bags.dictionary, num_topics=2)
    with pytest.raises(InputError, match="gensim LsiModel: its topics have negative weights"):
        topics.adopt(lsi, corpus, **QUICK)
    hdp = HdpModel(bags.corpus, id2word=bags.dictionary)
    with pytest.raises(InputError, match=r"adopt model\.suggested_lda_model"):
        topics.adopt(hdp, corpus, **QUICK)


def test_models_without_fit_or_terms(texts, corpus, bags):
    """What is missing is named."""
    unfitted = LatentDirichletAllocation(3)
    with pytest.raises(InputError, match="has no components_, doc_topic_prior_; fit it before"):
        topics.adopt(unfitted, corpus, vocabulary=["a"], **QUICK)
    fitted = LatentDirichletAllocation(3).fit(np.ones((5, 100)))
    with pytest.raises(InputError, match="does not know its terms: pass the fitted vectorizer"):
        topics.adopt(fitted, corpus, **QUICK)
    with pytest.raises(InputError, match="vectorizer of LatentDirichletAllocation is not fitted"):
        topics.adopt(fitted, corpus, vocabulary=CountVectorizer(), **QUICK)
    with pytest.raises(InputError, match="expected its dictionary, its fitted vectorizer"):
        topics.adopt(fitted, corpus, vocabulary=HashingVectorizer(), **QUICK)
    with pytest.raises(InputError, match="does not know its terms"):
        topics.adopt(topics.NMF(2).fit(np.eye(3)), corpus, **QUICK)
    nameless = Nmf(bags.corpus, num_topics=2)
    with pytest.raises(InputError, match="only their numbers; pass its gensim Dictionary"):
        topics.adopt(nameless, corpus, **QUICK)
    other = make_pipeline(CountVectorizer(), Normalizer(), NMF(3)).fit(texts)
    with pytest.raises(InputError, match="steps CountVectorizer, Normalizer, NMF; expected"):
        topics.adopt(other, corpus, **QUICK)


def test_weights_that_a_run_cannot_keep(bags, texts, corpus, gensim_lda):
    """Foreign weights are kept exactly, or refused."""
    for tfidf, message in [
        (3, "tfidf is int, expected a fitted TfidfVectorizer"),
        (TfidfVectorizer(), "tfidf is not fitted"),
        (TfidfVectorizer().fit(["one two"]), "weights of 2 terms, and the model has 100"),
        (TfidfModel(bags.corpus, smartirs="Lfc"), "its own local weights, pivot or normalisation"),
    ]:
        with pytest.raises(InputError, match=message):
            topics.adopt(gensim_lda, corpus, tfidf=tfidf, **QUICK)


def test_data_that_does_not_fit(arrays, texts, corpus):
    """Texts, tables, transposed matrices and bags of other words get an error that helps."""
    for data, error, message in [
        (texts, MissingInputError, r"use topics\.Corpus\.from_texts"),
        (pd.DataFrame({"text": texts}), InputError, r"use topics\.Corpus\.from_frame"),
        (np.ones((100, 60)), InputError, "transposed: give matrix.T"),
        (np.ones((60, 7)), InputError, "expected 100 columns, one for each term"),
        (-np.ones((60, 100)), InputError, "negative values"),
        ([[(100, 1)]], InputError, "the term number 100, but the model has 100 terms"),
        ([[(-1, 1)]], InputError, "the term number -1"),
        ([], InputError, "no path was given"),
    ]:
        with pytest.raises(error, match=message):
            topics.adopt(arrays, data, **QUICK)


def test_options_of_adopting(arrays, corpus):
    """They are checked as those of a fit are."""
    with pytest.raises(OptionError, match="unknown level 'page'"):
        topics.adopt(arrays, corpus, level="page")
    with pytest.raises(UnknownOptionError, match="n_topics"):
        topics.adopt(arrays, corpus, n_topics=3)
    with pytest.raises(OptionError, match="read_options apply when paths are read"):
        topics.adopt(arrays, corpus, read_options={"lines": True})


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"adopted": {"library": "x"}}, "does not record properly which model it was adopted from"),
        ({"adopted": 3}, "does not record properly"),
    ],
)
def test_a_damaged_record(arrays, corpus, tmp_path, change, message):
    """What a manifest says of the model is checked."""
    import json

    folder = topics.adopt(arrays, corpus, **QUICK).save(tmp_path / "run")
    manifest = folder / "manifest.json"
    manifest.write_text(json.dumps({**json.loads(manifest.read_text()), **change}))
    with pytest.raises(RunFolderError, match=message):
        topics.load(folder)


@pytest.mark.parametrize(
    "change",
    [
        {"term_weight": np.ones(3)},
        {"term_weight": np.full(100, np.nan)},
        {"term_weight": np.full(100, -1.0)},
        {"scaling": np.array([1, 7])},
        {"scaling": np.array(["a", "b"])},
        {"scaling": np.array([np.nan, 2.0])},
        {"scaling": np.array([1])},
    ],
)
def test_damaged_weights(texts, corpus, change):
    """Weights in a run folder are checked before new documents are weighed with them."""
    pipeline = make_pipeline(TfidfVectorizer(), NMF(4, random_state=0)).fit(texts)
    run = topics.adopt(pipeline, corpus, **QUICK)
    damaged = replace(run, engine_arrays={**run.engine_arrays, **change})
    with pytest.raises(RunFolderError, match="adopt the model again"):
        damaged.transform(texts[0])
