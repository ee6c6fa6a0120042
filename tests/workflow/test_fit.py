"""fit: shares at both levels, the themes of the sample documents, defaults, bad options."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
import scipy.sparse as sp
from sklearn.metrics import normalized_mutual_info_score

import topics
from topics.corpus import Corpus
from topics.errors import InputError, OptionError, TopicsWarning

BOTH = [(model, level) for model in ("lda", "nmf") for level in ("section", "document")]


@pytest.fixture(scope="module")
def with_empty_documents(planted):
    """The planted themes and three documents: only stop words, no text, and no sections."""
    extra = Corpus.from_texts(["the of and", ""], ids=["stops", "hollow"])
    names = Corpus.from_texts([""], ids=["bare"]).documents
    return Corpus(
        documents=pl.concat([planted.documents, extra.documents, names]),
        sections=pl.concat([planted.sections, extra.sections]),
    )


@pytest.fixture(scope="module", params=BOTH, ids=lambda pair: "-".join(pair))
def run(request, with_empty_documents):
    """A run of every model at every level on the corpus with empty documents."""
    model, level = request.param
    with pytest.warns(TopicsWarning, match="no counted terms"):
        return topics.fit(
            with_empty_documents,
            model=model,
            level=level,
            n_topics=4,
            n_fits=1,
            tolerance=0.01,
            project=False,
        )


def test_rows_sum_to_one(run):
    """All rows of all matrices sum to 1, including those of empty documents; none is NaN."""
    for matrix in (run.document_topic, run.section_topic, run.topic_term):
        assert np.all(np.isfinite(matrix))
        assert np.allclose(matrix.sum(axis=1), 1, atol=1e-12)


def test_documents_are_weighted_means_of_their_sections(run):
    """A document's shares are the mean of its sections, weighted by n_terms, to 1e-9."""
    n_terms = run.sections["n_terms"].to_numpy()
    for i, document in enumerate(run.documents["id"]):
        inside = (run.sections["document"] == document).to_numpy()
        if not n_terms[inside].sum():
            continue
        mean = np.average(run.section_topic[inside], axis=0, weights=n_terms[inside])
        assert np.allclose(run.document_topic[i], mean, atol=1e-9)


def test_expected_counts_of_sections_add_up_to_the_corpus(run):
    """Shares times n_terms have the same sum over sections and over documents."""
    by_section = run.sections["n_terms"].to_numpy() @ run.section_topic
    by_document = run.documents["n_terms"].to_numpy() @ run.document_topic
    assert np.allclose(by_section, by_document, rtol=1e-9)
    assert np.allclose(by_section / by_section.sum(), run.topics["share"], atol=1e-9)


def test_rows_without_terms_show_the_corpus_mean(run):
    """Documents of stop words, without text or without sections show the mean; n_terms is 0."""
    mean = run.topics["share"].to_numpy()
    rows = run.documents["id"].is_in(["stops", "hollow", "bare"]).to_numpy()
    assert run.documents["n_terms"].to_numpy()[rows].tolist() == [0, 0, 0]
    assert np.allclose(run.document_topic[rows], mean, atol=1e-9)


def test_planted_themes_are_found_at_both_levels(run):
    """The largest topic of documents and sections agrees with their theme."""
    themes = np.arange(60) % 4
    assert normalized_mutual_info_score(themes, run.document_topic[:60].argmax(axis=1)) > 0.8
    sections = run.section_topic[:180].argmax(axis=1)
    assert normalized_mutual_info_score(np.repeat(themes, 3), sections) > 0.8


def test_nmf_finds_the_themes_of_the_seeds(seed_corpus, seed_themes):
    """scikit-learn's NMF reaches a normalised mutual information of 0.7 on documents."""
    assert agreement(seed_corpus, seed_themes, engine="sklearn") >= 0.7


@pytest.mark.parametrize("random_state", range(5))
def test_own_nmf_finds_the_themes_of_the_seeds(seed_corpus, seed_themes, random_state):
    """The default engine reaches at least 0.85, for any random state."""
    assert agreement(seed_corpus, seed_themes, random_state=random_state) >= 0.85


def agreement(seed_corpus, seed_themes, **options):
    """Normalised mutual information of themes and largest topics, with 8 topics."""
    run = topics.fit(
        seed_corpus, model="nmf", n_topics=8, n_fits=1, level="document", project=False, **options
    )
    largest_topics, themes = [], []
    for row, (source, title) in enumerate(run.documents.select("source", "title").iter_rows()):
        theme = seed_themes.get((source.removeprefix("seeds/"), title))
        if theme is not None:
            themes.append(theme)
            largest_topics.append(int(run.document_topic[row].argmax()))
    assert len(themes) >= 24
    return normalized_mutual_info_score(themes, largest_topics)


@pytest.mark.filterwarnings("ignore:.*hardly found by other fits")
@pytest.mark.parametrize("model", ["lda", "nmf"])
def test_same_random_state_same_bits_on_any_thread_count(planted, model):
    """With 1, 2 or 512 threads, all arrays and the map are identical."""
    runs = [
        topics.fit(planted, model=model, n_topics=4, n_fits=2, n_threads=n) for n in (1, 2, 512)
    ]
    for other in runs[1:]:
        assert np.array_equal(runs[0].section_topic, other.section_topic)
        assert np.array_equal(runs[0].topic_term, other.topic_term)
        assert runs[0].projection.equals(other.projection)


def test_shuffled_documents_shuffle_rows(planted):
    """With rows in another order, NMF gives each row the same shares, up to the order of topics."""
    order = np.random.default_rng(0).permutation(60)
    names = planted.documents["id"].gather(order)
    shuffled = Corpus(
        documents=planted.documents[order],
        sections=pl.concat([planted.sections.filter(pl.col("document") == n) for n in names]),
    )
    first = topics.fit(planted, model="nmf", n_topics=4, n_fits=1, project=False).document_topic[
        order
    ]
    second = topics.fit(shuffled, model="nmf", n_topics=4, n_fits=1, project=False).document_topic
    partner = (first.T @ second).argmax(axis=1)
    assert sorted(partner) == [0, 1, 2, 3]
    assert np.allclose(first, second[:, partner], atol=0.01)


@pytest.mark.parametrize(("model", "weighting"), [("nmf", "counts"), ("lda", "tf-idf")])
def test_the_other_weighting_is_fitted_too(planted, model, weighting):
    """With the weighting that is not the default, rows sum to 1 and themes are found."""
    run = topics.fit(planted, model=model, weighting=weighting, n_topics=4, n_fits=1, project=False)
    largest_topics = run.document_topic.argmax(axis=1)
    assert normalized_mutual_info_score(np.arange(60) % 4, largest_topics) > 0.8
    assert np.allclose(run.document_topic.sum(axis=1), 1)


@pytest.mark.parametrize("level", ["section", "document"])
def test_rows_without_terms_are_counted_at_both_levels(planted, level):
    """One section and two documents have no terms, whichever level is fitted."""
    extra = Corpus.from_texts(["the of"], ids=["stops"])
    bare = Corpus.from_texts([""], ids=["bare"]).documents
    corpus = Corpus(
        documents=pl.concat([planted.documents, extra.documents, bare]),
        sections=pl.concat([planted.sections, extra.sections]),
    )
    with pytest.warns(TopicsWarning, match="no counted terms"):
        run = topics.fit(corpus, level=level, n_topics=4, n_fits=1, project=False)
    counted = {warning["code"]: warning["count"] for warning in run.warnings}
    assert counted["sections-without-terms"] == 1
    assert counted["documents-without-terms"] == 2


def test_the_record_holds_what_was_in_force(planted):
    """The manifest records the values of defaults, and how the fit ended."""
    parameters = topics.fit(planted, n_topics=4, n_fits=1, project=False).manifest["parameters"]
    assert parameters["min_documents"] == 2
    assert parameters["max_document_share"] == 0.5
    assert parameters["converged"] is True
    assert parameters["n_sweeps"] > 1
    assert parameters["topic_term_prior"] > 0


@pytest.mark.filterwarnings("ignore::topics.errors.TopicsWarning")
def test_weighted_counts_keep_their_fractions():
    """If counts have fractions, so has n_terms."""
    rng = np.random.default_rng(0)
    matrix = sp.csr_array(rng.poisson(1.0, size=(30, 8)) * 0.3)
    run = topics.fit(
        topics.Counts(matrix, list("abcdefgh")), model="nmf", n_topics=2, n_fits=1, project=False
    )
    assert np.allclose(run.documents["n_terms"], matrix.sum(axis=1))


def test_options_that_do_not_apply_are_refused(planted):
    """Counting options with counts, reading options with a corpus, and a number as data."""
    counts = topics.Counts(sp.csr_array(np.eye(3)), list("abc"))
    with pytest.raises(OptionError, match="min_documents cannot be used with counts"):
        topics.fit(counts, min_documents=3)
    with pytest.raises(OptionError, match="read_options apply when paths are read"):
        topics.fit(planted, read_options={"skip_bad": True})
    with pytest.raises(InputError, match="expected a path"):
        topics.fit(5)


def test_the_map_has_documents_and_sections(planted):
    """The projection has one row per document and section."""
    run = topics.fit(planted, model="nmf", n_topics=4, n_fits=1)
    assert run.projection.columns == ["level", "document", "position", "x", "y", "topic"]
    assert run.projection["level"].value_counts(sort=True).rows() == [
        ("section", 180),
        ("document", 60),
    ]
    assert run.projection["x"].is_finite().all()


@pytest.mark.filterwarnings("ignore::topics.errors.TopicsWarning")
def test_rows_without_terms_have_no_topic_on_the_map(tmp_path):
    """Neither in the tables nor on the map, when the run is new, saved, edited, mapped or used."""
    texts = ["reef tide plankton coral", "", "judge jury verdict court", "…"] * 3
    run = topics.fit(Corpus.from_texts(texts), model="nmf", n_topics=2, min_documents=1)
    run.save(tmp_path / "run")
    edited = run.edit(merge=[[0, 1]])
    again = topics.load(tmp_path / "run")
    for one in (run, again, edited, topics.project(edited, n_neighbors=4), run.transform(texts)):
        for table in (one.documents, one.sections):
            points = one.projection.filter(pl.col("level") == pl.lit("document"))
            if table is one.sections:
                points = one.projection.filter(pl.col("level") == pl.lit("section"))
            assert points["topic"].to_list() == table["topic"].to_list()
        assert one.projection["topic"].null_count() >= 6


def test_topics_show_ten_terms_best_first(planted):
    """Terms are separated by a comma and a space; the label is the first three."""
    run = topics.fit(planted, model="nmf", n_topics=4, n_fits=1, project=False)
    for label, terms in run.topics.select("label", "terms").iter_rows():
        words = terms.split(", ")
        assert len(words) == 10
        assert label == " · ".join(words[:3])


def test_counts_are_fitted_as_they_are():
    """With counts, documents are numbered and no term is left out."""
    rng = np.random.default_rng(0)
    matrix = sp.csr_array(rng.poisson(1.0, size=(30, 8)))
    run = topics.fit(topics.Counts(matrix, list("abcdefgh")), n_topics=3, n_fits=1, project=False)
    assert run.documents["id"].to_list() == [str(i) for i in range(30)]
    assert run.terms.tolist() == list("abcdefgh")
    assert run.section_texts is None


@pytest.mark.filterwarnings("ignore:.* topics are alike", "ignore:stability was not measured")
@pytest.mark.parametrize("n_documents", [1, 2, 5])
def test_tiny_corpora_run_to_the_end(n_documents):
    """The default number of topics is lowered to half the number of rows, with a warning."""
    texts = [
        "reef tide plankton",
        "judge jury verdict",
        "piano choir",
        "tram street",
        "tariff port",
    ]
    with pytest.warns(TopicsWarning, match="lowered from 12"):
        run = topics.fit(Corpus.from_texts(texts[:n_documents]))
    assert run.n_topics == min(2, n_documents)
    assert run.projection.height == 2 * n_documents


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"n_topics": 0}, "n_topics is 0"),
        ({"n_topics": "3"}, "n_topics is '3'"),
        ({"n_topics": 500}, "ask for at most 180"),
        ({"n_threads": 0}, "n_threads is 0"),
        ({"relevance": 7}, "relevance is 7, expected 0 to 1"),
        ({"n_neighbors": 1}, "n_neighbors is 1"),
        ({"random_state": 2**33}, "0 to 4294967295"),
        ({"document_topic_prior": -1.0}, "document_topic_prior"),
        ({"topic_term_prior": float("nan")}, "topic_term_prior"),
        ({"tolerance": float("nan")}, "tolerance is nan"),
        ({"engine": "sklearn", "document_topic_prior": 4.2}, "at most 1"),
        ({"ngrams": 11}, "1 to 10"),
        ({"random_state": -1}, "random_state is -1"),
        ({"level": "page"}, "section, document"),
        ({"order": "beauty"}, "probability"),
        ({"weighting": "bm25"}, "tf-idf"),
        ({"model": "bert"}, "lda, nmf"),
        ({"min_documents": 0}, "min_documents is 0"),
        ({"max_document_share": 1.5}, "max_document_share is 1.5"),
        ({"ngrams": 0}, "ngrams is 0"),
        ({"n_shown": 3}, "10 or more"),
    ],
)
def test_bad_options_are_named(planted, options, message):
    """An option out of range is an OptionError that says what was expected."""
    with pytest.raises(OptionError, match=message):
        topics.fit(planted, **options)


def test_counts_without_any_term_are_an_error():
    """Counts of zeros only are refused."""
    with pytest.raises(InputError, match="nothing to fit"):
        topics.fit(topics.Counts(sp.csr_array((3, 2)), ["a", "b"]))


def test_progress_reports_every_stage(planted):
    """The callback gets the beginning and the end of every stage."""
    steps = []
    topics.fit(
        planted, model="nmf", n_topics=4, n_fits=1, progress=lambda *step: steps.append(step)
    )
    for stage in ("count", "fit", "roll up", "score", "project"):
        assert (stage, 0, 1) in steps
        assert (stage, 1, 1) in steps


@pytest.mark.filterwarnings("ignore::topics.errors.TopicsWarning")
def test_stop_words_of_the_languages_of_the_texts():
    """With "auto" the lists are those of the recognised languages, and the options name them."""
    texts = [
        "Der Hafen und die Schiffe, und dann die Schiffe im Hafen",
        "Die Flut und der Wind, und dann wieder der Wind und die Flut",
        "The tide and the wind, and then the wind and the tide again",
    ] * 2
    run = topics.fit(
        Corpus.from_texts(texts),
        model="nmf",
        n_topics=2,
        n_fits=1,
        stop_words="auto",
        project=False,
    )
    assert run.options.stop_words == "de,en"
    assert run.counts.terms.tolist() == ["flut", "hafen", "schiffe", "tide", "wind"]


@pytest.mark.filterwarnings("ignore::topics.errors.TopicsWarning")
def test_texts_that_were_cut_ahead_are_counted_and_transformed_alike(tmp_path):
    """The option is kept with the run."""
    texts = ["我喜欢 潮汐和 珊瑚", "法院 今天 宣布判决"] * 2
    run = topics.fit(
        Corpus.from_texts(texts),
        model="nmf",
        n_topics=2,
        n_fits=1,
        pre_tokenized=True,
        project=False,
    )
    assert run.counts.terms.tolist() == sorted({word for text in texts for word in text.split()})
    run.save(tmp_path / "run")
    new = topics.load(tmp_path / "run").transform(Corpus.from_texts(["潮汐和 灯台の光が港を"]))
    assert new.documents["n_terms"].to_list() == [1]
    assert new.unknown_terms["term"].to_list() == ["灯台の光が港を"]


@pytest.mark.filterwarnings("ignore::topics.errors.TopicsWarning")
def test_a_text_in_a_script_without_spaces_does_not_stop_a_transform():
    """It is named in a warning and shows the mean."""
    run = topics.fit(
        Corpus.from_texts(["judges heard appeals", "ferry dock crane"] * 2),
        model="nmf",
        n_topics=2,
        n_fits=1,
        project=False,
    )
    new = run.transform(Corpus.from_texts(["潮は港の壁を越えて上がった", "the ferry"]))
    assert new.documents["n_terms"].to_list() == [0, 1]
    codes = [warning["code"] for warning in new.quality["warnings"]]
    assert "script-without-spaces" in codes
