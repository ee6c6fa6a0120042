"""Models of other libraries as runs: their shares and numbers stay, and nothing else of them."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
import scipy.sparse as sp
from gensim.models import LdaModel, Nmf, TfidfModel
from sklearn.decomposition import NMF, LatentDirichletAllocation
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer, TfidfVectorizer
from sklearn.pipeline import make_pipeline

import topics
from topics.corpus import Corpus
from topics.errors import InputError, TopicsWarning

QUICK = {"project": False, "n_fits": 1}


def normal(rows):
    """Rows that sum to 1."""
    return rows / rows.sum(axis=1, keepdims=True)


def test_lda_of_scikit_learn_keeps_its_shares(sklearn_lda, corpus, texts):
    """Documents have the rows that the model gives; its topics keep their numbers."""
    run = topics.adopt(sklearn_lda.model, corpus, vocabulary=sklearn_lda.vectorizer, **QUICK)
    theirs = sklearn_lda.model.transform(sklearn_lda.counts)
    assert np.allclose(run.document_topic, theirs, rtol=0, atol=1e-12)
    assert run.terms.tolist() == sklearn_lda.vectorizer.get_feature_names_out().tolist()
    assert np.allclose(run.topic_term, normal(sklearn_lda.model.components_), rtol=1e-12)
    assert (run.options.model, run.options.engine, run.n_topics) == ("lda", "sklearn", 4)
    assert np.array_equal(run.transform(texts[:3]).document_topic, run.document_topic[:3])


def test_an_adopted_run_is_saved_and_loaded(sklearn_lda, corpus, texts, tmp_path):
    """With clusters, map and report, and it gives new documents the same rows."""
    run = topics.adopt(
        sklearn_lda.model, corpus, vocabulary=sklearn_lda.vectorizer, cluster="kmeans", n_clusters=4
    )
    assert run.topics["stability"].min() > 0.9
    folder = run.save(tmp_path / "run")
    loaded = topics.load(folder)
    assert loaded.adopted == run.adopted
    assert loaded.adopted.in_words.startswith("LatentDirichletAllocation of scikit-learn 1.")
    assert loaded.topics.equals(run.topics)
    assert np.array_equal(loaded.transform(texts[:9]).document_topic, run.document_topic[:9])
    again = topics.load(loaded.save(tmp_path / "again"))
    assert again.adopted == run.adopted
    assert "LatentDirichletAllocation of scikit-learn" in (folder / "report.html").read_text()
    names = {path.suffix for path in folder.rglob("*") if path.is_file()}
    assert names <= {".csv", ".json", ".npz", ".npy", ".png", ".html"}
    moved = topics.project(loaded, view="consensus")
    assert moved.adopted == run.adopted


def test_the_other_fits_are_named_as_ours(sklearn_lda, corpus):
    """Stability compares with fits of our own, which the quality card says."""
    run = topics.adopt(
        sklearn_lda.model, corpus, vocabulary=sklearn_lda.vectorizer, project=False, n_fits=3
    )
    (score,) = [each for each in run.quality["scores"] if each["name"] == "stability, mean"]
    assert score["reference"].startswith("4 other fits: 1 whole fit of all documents of ours")


@pytest.mark.parametrize("form", ["corpus", "bags", "counts", "matrix"])
def test_lda_of_gensim(gensim_lda, bags, corpus, form):
    """Data in any form gives the same rows, which are those of its inference."""
    terms = [bags.dictionary[i] for i in range(len(bags.dictionary))]
    matrix = np.zeros((60, len(terms)))
    for row, bag in enumerate(bags.corpus):
        for term, n in bag:
            matrix[row, term] = n
    data = {
        "corpus": corpus,
        "bags": bags.corpus,
        "counts": topics.Counts(matrix[:, ::-1].copy(), terms[::-1]),
        "matrix": sp.csr_array(matrix),
    }[form]
    run = topics.adopt(gensim_lda, data, **QUICK)
    theirs = np.zeros((60, 4))
    for row, bag in enumerate(bags.corpus):
        for topic, share in gensim_lda.get_document_topics(bag, minimum_probability=0):
            theirs[row, topic] = share
    # gensim starts each inference at random.
    assert np.abs(run.document_topic - theirs).max() < 0.02
    assert np.allclose(run.topic_term, gensim_lda.get_topics(), atol=1e-6)
    assert run.terms.tolist() == terms


@pytest.mark.filterwarnings("ignore:2 topics are alike")
def test_multicore_and_streams_of_gensim(bags):
    """A subclass of LdaModel, and a corpus that is made anew for each pass."""
    from gensim.models import LdaMulticore

    model = LdaMulticore(
        bags.corpus, id2word=bags.dictionary, num_topics=3, workers=1, random_state=0
    )
    run = topics.adopt(model, (bag for bag in bags.corpus), **QUICK)
    assert run.adopted.kind == "LdaMulticore"
    assert run.documents.height == 60


def test_nmf_of_gensim_with_its_tfidf(bags, texts, corpus):
    """Weights of a TfidfModel are kept, for new documents, too."""
    tfidf = TfidfModel(bags.corpus)
    model = Nmf(tfidf[bags.corpus], id2word=bags.dictionary, num_topics=4, random_state=0)
    run = topics.adopt(model, corpus, tfidf=tfidf, **QUICK)
    assert run.options.model == "nmf"
    weight = run.engine_arrays["term_weight"]
    assert np.allclose([tfidf.idfs[i] for i in range(len(weight))], weight)
    moved = np.abs(run.transform(texts[:2]).document_topic - run.document_topic[:2])
    assert moved.max() < 0.02


@pytest.mark.parametrize(
    "weighing",
    [
        {},
        {"sublinear_tf": True},
        {"norm": "l1"},
        {"norm": None, "use_idf": False},
        {"smooth_idf": False},
    ],
)
def test_pipeline_of_tfidf_and_nmf(texts, corpus, weighing, tmp_path):
    """Rows are those of the pipeline with each kind of weights, also for new documents."""
    pipeline = make_pipeline(TfidfVectorizer(**weighing), NMF(4, random_state=0)).fit(texts)
    run = topics.adopt(pipeline, corpus, **QUICK)
    model = pipeline[-1]
    theirs = normal(pipeline.transform(texts) * model.components_.sum(axis=1))
    assert np.abs(run.document_topic - theirs).max() < 1e-4
    new = ["seaaword lawbword lawcword seaaword"]
    expected = normal(pipeline.transform(new) * model.components_.sum(axis=1))
    loaded = topics.load(run.save(tmp_path / "run"))
    assert np.abs(loaded.transform(new).document_topic - expected).max() < 1e-4


def test_pipeline_with_a_transformer_and_bigrams(texts, corpus):
    """Steps between vectorizer and model are read; phrases are joined as ours are."""
    steps = (CountVectorizer(ngram_range=(1, 2)), TfidfTransformer(), NMF(3, random_state=0))
    pipeline = make_pipeline(*steps).fit(texts)
    run = topics.adopt(pipeline, corpus, **QUICK)
    assert any("_" in term for term in run.terms.tolist())
    theirs = normal(pipeline.transform(texts) * pipeline[-1].components_.sum(axis=1))
    assert np.abs(run.document_topic - theirs).max() < 1e-4
    assert np.array_equal(run.transform(texts[:2]).document_topic, run.document_topic[:2])


def test_a_penalty_is_not_forgotten(texts, corpus):
    """A factorisation that we cannot do again has the rows of its own, and takes no new ones."""
    pipeline = make_pipeline(TfidfVectorizer(), NMF(3, alpha_W=1e-4, random_state=0)).fit(texts)
    run = topics.adopt(pipeline, corpus, **QUICK)
    theirs = normal(pipeline.transform(texts) * pipeline[-1].components_.sum(axis=1))
    assert np.abs(run.document_topic - theirs).max() < 1e-12
    with pytest.raises(InputError, match=r"its alpha_W is 0\.0001, and a run keeps no penalty"):
        run.transform(texts[0])


def test_a_vectorizer_of_its_own_cuts_the_texts_once(texts, corpus):
    """Without settings of ours that cut as it does, new texts have to come as counts."""
    vectorizer = CountVectorizer(analyzer="char", ngram_range=(3, 3))
    counts = vectorizer.fit_transform(texts)
    model = LatentDirichletAllocation(3, random_state=0).fit(counts)
    with (
        pytest.warns(TopicsWarning, match="new texts have to be counted with it"),
        pytest.warns(TopicsWarning, match="repeated nearly word for word"),
    ):
        run = topics.adopt(model, corpus, vocabulary=vectorizer, **QUICK)
    assert np.allclose(run.document_topic, model.transform(counts), rtol=0, atol=1e-12)
    with pytest.raises(InputError, match="does not know how to cut texts into terms"):
        run.transform(texts[0])
    again = run.transform(topics.Counts(counts[:2], run.terms))
    assert np.array_equal(again.document_topic, run.document_topic[:2])


@pytest.mark.parametrize("kind", ["LDA", "NMF"])
def test_our_own_estimators(kind, sklearn_lda, corpus, texts):
    """topics.LDA and topics.NMF that were fitted outside a run."""
    model = getattr(topics, kind)(n_topics=4).fit(sklearn_lda.counts)
    run = topics.adopt(model, corpus, vocabulary=sklearn_lda.vectorizer, **QUICK)
    theirs = model.transform(sklearn_lda.counts)
    theirs = normal(theirs * (1 if kind == "LDA" else model.components_.sum(axis=1)))
    assert np.allclose(run.document_topic, theirs, rtol=0, atol=1e-12)
    assert np.array_equal(run.transform(texts[:2]).document_topic, run.document_topic[:2])


def test_lda_of_tomotopy(texts, corpus):
    """It keeps the topics of its documents, which are those of the run."""
    tomotopy = pytest.importorskip("tomotopy", reason="tomotopy is of the extra test")
    model = tomotopy.LDAModel(k=4, seed=1, alpha=0.1)
    for text in texts:
        model.add_doc(text.split())
    model.train(100, workers=1)
    run = topics.adopt(model, corpus, project=False)
    theirs = np.array([document.get_topic_dist() for document in model.docs])
    assert np.allclose(run.document_topic, theirs, rtol=0, atol=1e-6)
    shares = np.array([model.get_topic_word_dist(topic) for topic in range(4)])
    assert np.allclose(run.topic_term, shares, atol=1e-6)
    assert run.topics["stability"].min() > 0.9
    assert np.abs(run.transform(texts[:9]).document_topic - theirs[:9]).max() < 0.05


class BERTopic:
    """The documented attributes of a fitted BERTopic; the real one is in test_bertopic.py."""

    __module__ = "bertopic._bertopic"

    def __init__(self, texts, probabilities=None, labels=None, outliers=True):
        self.vectorizer_model = CountVectorizer().fit(texts)
        self.topics_ = [i % 4 for i in range(len(texts))]
        if outliers:
            self.topics_[:4] = [-1] * 4
        numbers = sorted(set(self.topics_))
        self.topic_sizes_ = {topic: self.topics_.count(topic) for topic in numbers}
        counts = self.vectorizer_model.transform(texts).toarray()
        self.c_tf_idf_ = sp.csr_matrix(
            [counts[np.array(self.topics_) == topic].sum(axis=0) for topic in numbers]
        )
        self.probabilities_ = probabilities
        self.custom_labels_ = labels


def test_bertopic_keeps_its_numbers(texts, corpus, tmp_path):
    """Topics keep their numbers, and outliers are the last topic; it says what it cannot do."""
    model = BERTopic(texts)
    with pytest.warns(TopicsWarning, match="stability was not measured: BERTopic's topics are"):
        run = topics.adopt(model, corpus, project=False)
    assert run.documents["topic"].to_list() == [4 if k < 0 else k for k in model.topics_]
    assert run.topics["label"][4] == "outliers"
    assert np.allclose(run.topic_term[0], normal(model.c_tf_idf_.toarray())[1])
    run = topics.load(run.save(tmp_path / "run"))
    with pytest.raises(InputError, match="finds topics of new documents by embeddings"):
        run.transform(texts[0])
    with pytest.raises(InputError, match="cannot be fitted again: BERTopic's topics are clusters"):
        topics.stability(run, 2)
    assert run.cluster(n_clusters=4, method="kmeans").documents["cluster"].n_unique() == 4


def test_probabilities_of_bertopic(texts, corpus):
    """What they lack of 1 is the outliers' share; labels of a person are kept."""
    probabilities = np.random.default_rng(0).dirichlet([1] * 5, 60)[:, :4]
    labels = ["Noise", "Sea", "Law", "Sky", "Art"]
    with pytest.warns(TopicsWarning, match="stability was not measured"):
        run = topics.adopt(BERTopic(texts, probabilities, labels), corpus, project=False)
    assert np.allclose(run.document_topic[:, :4], probabilities)
    assert run.topics["label"].to_list() == ["Sea", "Law", "Sky", "Art", "Noise"]
    assert run.topics["label_origin"].unique().to_list() == ["BERTopic"]
    with pytest.warns(TopicsWarning, match="stability was not measured"):
        run = topics.adopt(BERTopic(texts, None, None, outliers=False), corpus, project=False)
    assert run.n_topics == 4


def test_documents_of_several_sections(planted):
    """Documents are what was fitted; that their shares are those of their terms is said."""
    texts = planted.sections.group_by("document", maintain_order=True).agg(
        pl.col("text").str.join("\n")
    )
    vectorizer = CountVectorizer()
    model = LatentDirichletAllocation(4, random_state=0, doc_topic_prior=1.0)
    model.fit(vectorizer.fit_transform(texts["text"].to_list()))
    with pytest.warns(TopicsWarning, match=r"shares of documents differ by 0\.0\d+ on average"):
        run = topics.adopt(model, planted, vocabulary=vectorizer, **QUICK)
    assert run.options.level == "document"
    weighted = (run.section_topic * run.counts.n_terms[:, None]).reshape(60, 3, 4).sum(axis=1)
    assert np.allclose(run.document_topic, normal(weighted))


def test_rows_for_each_section(planted):
    """A model that keeps as many rows as there are sections was fitted on these."""
    terms = sorted({word for text in planted.sections["text"] for word in text.split()})
    rng = np.random.default_rng(0)
    model = {"topic_term": rng.random((3, len(terms))), "terms": terms}
    model["document_topic"] = rng.dirichlet([1] * 3, 180)
    run = topics.adopt(model, planted, **QUICK)
    assert run.options.level == "section"
    assert np.allclose(run.section_topic, model["document_topic"])


def test_shares_that_the_caller_has(sklearn_lda, corpus):
    """`document_topic` takes the place of what would be found again."""
    shares = np.random.default_rng(0).dirichlet([1] * 4, 60)
    run = topics.adopt(
        sklearn_lda.model,
        corpus,
        vocabulary=sklearn_lda.vectorizer,
        document_topic=shares,
        **QUICK,
    )
    assert np.allclose(run.document_topic, shares)


def test_rows_are_matched_by_name(arrays, corpus):
    """Names that are ids put the rows into the order of the documents."""
    reversed_rows = {**arrays, "document_topic": arrays["document_topic"][::-1]}
    names = [str(i) for i in range(60)][::-1]
    run = topics.adopt({**reversed_rows, "names": names}, corpus, **QUICK)
    assert np.allclose(run.document_topic, arrays["document_topic"])
    more = np.concatenate([arrays["document_topic"], arrays["document_topic"][:5]])
    names = [str(i) for i in range(65)]
    with pytest.warns(TopicsWarning, match="fitted on 65 documents, 5 more than there are here"):
        run = topics.adopt({**arrays, "document_topic": more, "names": names}, corpus, **QUICK)
    assert np.allclose(run.document_topic, arrays["document_topic"])


def test_phrases_of_the_vocabulary_are_found_in_texts():
    """Terms of several words, with a blank or ``_``, are joined before they are counted."""
    corpus = Corpus.from_texts(["the supreme court met", "a low tide and a high tide"] * 5)
    terms = ["supreme court", "met", "low_tide", "high tide"]
    model = {"topic_term": np.eye(2, 4) + 0.1, "document_topic": np.full((10, 2), 0.5)}
    run = topics.adopt({**model, "terms": terms}, corpus, **QUICK)
    assert run.terms.tolist() == ["supreme_court", "met", "low_tide", "high_tide"]
    assert run.counts.term_counts.tolist() == [5, 5, 5, 5]


def test_edits_and_effects_of_an_adopted_run(gensim_lda, bags):
    """Everything else that runs can do works, too."""
    run = topics.adopt(gensim_lda, bags.corpus, project=False, n_fits=2)
    edited = run.edit(merge={"Both": [0, 1]}, rename={2: "Third"})
    assert edited.n_topics == 3
    assert edited.adopted == run.adopted
    assert edited.undo_edits().topics.equals(run.topics)
    assert run.similar("0", 2).height == 2
    with pytest.warns(TopicsWarning, match=r"adopted model \(LdaModel of gensim"):
        topics.stability(run, 1)


def test_the_run_has_arrays_of_its_own(gensim_lda, bags):
    """Changing the model changes nothing."""
    run = topics.adopt(gensim_lda, bags.corpus, **QUICK)
    before = run.topic_term.copy(), run.engine_arrays["components"].copy()
    own = LdaModel(bags.corpus, id2word=bags.dictionary, num_topics=4, random_state=0)
    other = topics.adopt(own, bags.corpus, **QUICK)
    own.state.sstats[:] = 1.0
    assert not np.array_equal(other.engine_arrays["components"], own.state.get_lambda())
    assert np.array_equal(run.topic_term, before[0])
    assert np.array_equal(run.engine_arrays["components"], before[1])
