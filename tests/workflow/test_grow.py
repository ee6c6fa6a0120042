"""Growing a run: old topics go on, new ones come after them, and the run says what moved."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import polars as pl
import pytest

import topics
from topics.corpus import Corpus
from topics.errors import InputError, OptionError, RunFolderError, TopicsWarning
from topics.runs.growing import SAME_TOPIC, start_topics

pytestmark = [
    pytest.mark.filterwarnings("ignore::topics.errors.TopicsWarning"),
    pytest.mark.usefixtures("without_pictures"),
]

LETTERS = "abcdefghij"
WORDS = {
    theme: [f"{theme}{a}{b}" for a in LETTERS[:5] for b in LETTERS[:6]]
    for theme in ("sea", "law", "sky", "tax")
}
FAST = {"project": False, "n_fits": 2}


def texts(themes, n, seed):
    """Texts of 40 words, each of one of the themes, in turn."""
    rng = np.random.default_rng(seed)
    return [" ".join(rng.choice(WORDS[themes[i % len(themes)]], 40)) for i in range(n)]


def corpus(themes, n, seed, name="n"):
    """A corpus of these texts, with ids that begin with a name."""
    return Corpus.from_texts(texts(themes, n, seed), ids=[f"{name}{i}" for i in range(n)])


OLD = corpus(("sea", "law", "sky"), 60, 0, "old")
MORE = corpus(("sea", "tax"), 40, 1)


@pytest.fixture(scope="module", params=["lda", "nmf"])
def start(request):
    """A run of three themes."""
    return topics.fit(OLD, model=request.param, n_topics=3, **FAST)


@pytest.fixture(scope="module")
def grown(start):
    """The run with documents of a theme that it knows and one that it does not."""
    return topics.fit(MORE, start=start, n_new_topics=1, **FAST)


def terms_of(run, topic):
    """The displayed terms of a topic."""
    return run.topics["terms"][topic].split(", ")


def test_old_topics_keep_number_label_and_terms(start, grown):
    """And the run says that none of them moved."""
    assert grown.topics["label"][:3].to_list() == start.topics["label"].to_list()
    assert grown.growth["is_new"].to_list() == [False, False, False, True]
    similarity = grown.growth["start_similarity"]
    assert similarity[:3].min() > SAME_TOPIC
    assert similarity[3] is None
    assert grown.growth["moved"].to_list() == [False, False, False, None]
    for topic in range(3):
        theme = terms_of(start, topic)[0][:3]
        assert {term[:3] for term in terms_of(grown, topic)} == {theme}


def test_the_similarity_is_the_cosine_over_the_terms_of_both(start, grown):
    """Terms that are new have no share in the start."""
    before = np.zeros((3, len(grown.terms)))
    before[:, np.searchsorted(grown.terms, start.terms)] = start.topic_term
    after = grown.topic_term[:3]
    lengths = np.linalg.norm(before, axis=1) * np.linalg.norm(after, axis=1)
    expected = (before * after).sum(axis=1) / lengths
    assert grown.growth["start_similarity"][:3].to_numpy() == pytest.approx(expected, abs=1e-12)


def test_a_new_theme_is_a_new_topic(grown):
    """It comes last, has the new terms, and is the topic of the documents that brought it."""
    assert all(term.startswith("tax") for term in terms_of(grown, 3))
    assert (grown.documents["topic"][1::2] == 3).all()
    assert (grown.documents["topic"][::2] != 3).all()


def test_the_run_holds_the_new_documents(start, grown):
    """The start stays as it is; its manifest and the new one say which it was."""
    assert grown.documents["id"].to_list() == MORE.documents["id"].to_list()
    assert grown.document_topic.shape == (40, 4)
    assert np.allclose(grown.document_topic.sum(axis=1), 1)
    assert start.n_topics == 3
    record = grown.manifest["growth"]
    assert record["n_topics"] == 3
    assert record["created"] == start.manifest["created"]
    assert record["n_counted_terms"] == pytest.approx(60 * 40)
    assert record["new_terms"]["n"] == 30
    assert all(term.startswith("tax") for term in record["new_terms"]["first"])


def test_what_the_topics_have_seen_adds_up(start, grown):
    """The next growth weighs them by all documents so far."""
    assert start_topics(grown).mass.sum() == pytest.approx(100 * 40)
    further = topics.fit(corpus(("law",), 20, 2, "x"), start=grown, **FAST)
    assert start_topics(further).mass.sum() == pytest.approx(120 * 40)
    assert further.n_topics == 4
    assert further.growth["start_similarity"].min() > SAME_TOPIC


def test_old_and_new_documents_together(start, grown):
    """Documents that the start holds get topics, but are no evidence again."""
    both = Corpus(
        documents=pl.concat([OLD.documents, MORE.documents]),
        sections=pl.concat([OLD.sections, MORE.sections]),
    )
    with pytest.warns(TopicsWarning, match="60 of 100 documents with the ids and terms of"):
        run = topics.fit(both, start=start, n_new_topics=1, **FAST)
    assert run.documents.height == 100
    assert start_topics(run).mass.sum() == pytest.approx(100 * 40, rel=1e-3)
    assert np.abs(run.document_topic[60:] - grown.document_topic).max() < 0.05


def test_documents_with_ids_of_others_are_new(start):
    """An id alone does not say that a document is the same."""
    renamed = Corpus.from_texts(texts(("sea", "law"), 20, 3), ids=[f"old{i}" for i in range(20)])
    with pytest.warns(TopicsWarning, match="20 documents with ids of documents of the run, but"):
        run = topics.fit(renamed, start=start, **FAST)
    assert run.manifest["growth"]["n_known_documents"] == 0


def test_numbers_are_ids_only_where_all_documents_come_again():
    """Texts in memory are numbered, so that equal numbers alone say nothing."""
    old, more = texts(("sea", "law", "sky"), 30, 0), texts(("sea", "law"), 10, 3)
    run = topics.fit(Corpus.from_texts(old), n_topics=3, **FAST)
    for new, n_known in ((more, 0), ([*old[:4], *more], 0), ([*old, *more], 30)):
        grown = topics.fit(Corpus.from_texts(new), start=run, **FAST)
        assert grown.manifest["growth"]["n_known_documents"] == n_known
        is_named = "known-documents" in [each["code"] for each in grown.warnings]
        assert is_named == (n_known > 0)
    with pytest.raises(InputError, match="all 30 documents with counted terms are in the run"):
        topics.fit(Corpus.from_texts(old), start=run, **FAST)


def test_nothing_new(start):
    """The same documents alone are an error that says so."""
    with pytest.raises(InputError, match="all 60 documents with counted terms are in the run"):
        topics.fit(OLD, start=start, **FAST)


def test_topics_that_moved_are_named(start):
    """Many new documents that use a topic's terms in another way."""
    rng = np.random.default_rng(5)
    few = [*WORDS["sea"][:4], *WORDS["tax"][:4]]
    other = [" ".join(rng.choice(few, 40)) for _ in range(150)]
    with pytest.warns(TopicsWarning, match="of 3 earlier topics ha.* moved .cosine with what"):
        run = topics.fit(Corpus.from_texts(other, ids=map("y{}".format, range(150))),
                         start=start, least_similarity=0, **FAST)  # fmt: skip
    moved = run.growth.filter(pl.col("moved"))
    assert moved.height >= 1
    assert (moved["start_similarity"] < SAME_TOPIC).all()
    codes = [each["code"] for each in run.warnings]
    assert "topics-moved" in codes


def test_topics_are_held_near_what_they_were(start):
    """The same documents move no topic further than is asked for, and the run says which it held.

    New documents get shares of the topics as they are then.
    """
    rng = np.random.default_rng(5)
    few = [*WORDS["sea"][:4], *WORDS["tax"][:4]]
    other = [" ".join(rng.choice(few, 40)) for _ in range(150)]
    corpus = Corpus.from_texts(other, ids=map("y{}".format, range(150)))
    for least, given in ((0.98, {}), (0.9, {"least_similarity": 0.9})):
        with pytest.warns(TopicsWarning, match=f"earlier topics? (is|are) held at a .* {least} "):
            run = topics.fit(corpus, start=start, **given, **FAST)
        similarity = run.growth["start_similarity"].to_numpy()
        assert similarity.min() == pytest.approx(least, abs=1e-6)
        assert similarity.min() >= least
        assert run.growth["moved"].any() == (least < SAME_TOPIC)
        assert run.manifest["growth"]["least_similarity"] == least
        held = run.growth.filter("is_held")
        assert run.manifest["growth"]["held_topics"] == held["topic"].to_list()
        assert held["start_similarity"].to_numpy() == pytest.approx(least, abs=1e-6)
        free = topics.fit(corpus, start=start, least_similarity=0, **FAST).growth
        assert not free["is_held"].any()
        assert free["free_similarity"].equals(free["start_similarity"])
        expected = free["start_similarity"].to_numpy()
        assert run.growth["free_similarity"].to_numpy() == pytest.approx(expected, abs=1e-9)
        assert (run.growth["is_held"].to_numpy() == (expected < least)).all()
        again = run.transform(corpus).document_topic
        assert np.allclose(again, run.document_topic, atol=1e-6)


def test_the_least_similarity_is_a_cosine(start):
    """From 0 to 1."""
    for number in (-0.1, 1.5, "much"):
        with pytest.raises(OptionError, match=r"least_similarity is .*, expected 0 to 1"):
            topics.fit(MORE, start=start, least_similarity=number)


def test_saved_and_loaded(start, grown, tmp_path):
    """Growth, what the topics weigh, and new documents are the same."""
    loaded = topics.load(grown.save(tmp_path / "run"))
    assert loaded.growth.equals(grown.growth)
    assert loaded.manifest["growth"] == grown.manifest["growth"]
    new = texts(("sea", "tax"), 4, 9)
    assert np.array_equal(loaded.transform(new).document_topic, grown.transform(new).document_topic)
    again = topics.fit(MORE, start=start.save(tmp_path / "start"), n_new_topics=1, **FAST)
    assert np.array_equal(again.topic_term, grown.topic_term)


def test_a_grown_run_gives_its_documents_their_rows_again(grown):
    """As every run does."""
    again = grown.transform(MORE)
    assert np.abs(again.document_topic - grown.document_topic).max() < 1e-9


def test_other_fits_go_on_too(start, grown):
    """So that stability is known, of the old topics and of the new one."""
    assert len(grown.witnesses) == 1
    assert grown.witnesses.term_roots.shape[1] == 4
    assert grown.topics["stability"].null_count() == 0
    assert grown.topics["stability"][3] > 0.5
    record = next(s for s in grown.quality["scores"] if s["name"] == "stability, mean")
    assert "1 other fit" in record["reference"]


def test_a_start_of_one_fit_has_no_stability_to_hand_on():
    """The grown run has one fit, too, whatever is asked for."""
    one = topics.fit(OLD, n_topics=3, n_fits=1, project=False)
    run = topics.fit(MORE, start=one, n_fits=5, project=False)
    assert run.witnesses is None
    assert "stability" not in run.topics.columns


def test_clusters_of_a_grown_run(grown):
    """By its shares and by short fits."""
    for view in ("shares", "consensus"):
        clustered = topics.cluster(grown, view=view, method="kmeans", n_clusters=2)
        found = clustered.documents["cluster"]
        assert found[::2].n_unique() == 1
        assert found[1::2].n_unique() == 1
        assert found[0] != found[1]


def test_the_bits_do_not_depend_on_threads(start, grown):
    """Nor on how often it is done."""
    run = topics.fit(MORE, start=start, n_new_topics=1, n_threads=1, **FAST)
    assert np.array_equal(run.topic_term, grown.topic_term)
    assert np.array_equal(run.document_topic, grown.document_topic)


def test_options_are_those_of_the_start(start):
    """At their defaults they are taken from there; others are an error that names both."""
    run = topics.fit(MORE, start=start, n_new_topics=1, random_state=4, **FAST)
    assert run.options.model == start.options.model
    assert run.options.min_documents == start.options.min_documents
    assert run.options.random_state == 4
    same, other = sorted(["lda", "nmf"], key=lambda model: model != start.options.model)
    with pytest.raises(OptionError, match=f"model is '{other}', but the run that is continued has"):
        topics.fit(MORE, start=start, model=other)
    given = {"model": same, "level": "section", "stop_words": "en", "extra_stop_words": []}
    named = topics.fit(MORE, start=start, n_new_topics=1, min_documents=None, **given, **FAST)
    assert named.options.model == same
    for name, value in {
        "min_documents": 7,
        "stop_words": "de",
        "phrases": True,
        "level": "document",
        "engine": "sklearn",
        "seed_topics": {"tax": ["taxaa"]},
    }.items():
        with pytest.raises(OptionError, match=f"{name} is .*but the run that is continued has"):
            topics.fit(MORE, start=start, **{name: value})
    with pytest.raises(OptionError, match="n_topics is 7, but the run that is continued has 3"):
        topics.fit(MORE, start=start, n_topics=7, n_new_topics=1)
    assert topics.fit(MORE, start=start, n_topics=4, n_new_topics=1, **FAST).n_topics == 4


@pytest.mark.parametrize("number", [-1, 1.5, True, None])
def test_new_topics_are_a_whole_number(start, number):
    """0 or more."""
    with pytest.raises(
        OptionError, match=r"n_new_topics is .*, expected a whole number, 0 or more"
    ):
        topics.fit(MORE, start=start, n_new_topics=number)


def test_more_new_topics_than_documents(start):
    """As for a fit."""
    with pytest.raises(OptionError, match="9 new topics for 2 sections of new documents"):
        topics.fit(corpus(("sea",), 2, 1), start=start, n_new_topics=9)


def test_new_topics_need_a_start():
    """Without one `n_topics` is the option."""
    with pytest.raises(OptionError, match="n_new_topics is 2, but there is no run to which"):
        topics.fit(MORE, n_new_topics=2)
    with pytest.raises(OptionError, match=r"least_similarity is 0\.98, but there is no run whose"):
        topics.fit(MORE, least_similarity=0.98)


def test_documents_of_other_words(start):
    """No known term, no way to go on."""
    foreign = Corpus.from_texts(["ganz andere Worte", "noch andere Worte"] * 5)
    with pytest.raises(InputError, match="no term of the 10 new documents is in the vocabulary"):
        topics.fit(foreign, start=start)


def test_mostly_unknown_words_get_a_warning(start):
    """The rest is counted."""
    mixed = [f"{text} " + " ".join(f"odd{a}{b}{i}" for a in LETTERS for b in LETTERS)
             for i, text in enumerate(texts(("sea",), 8, 1))]  # fmt: skip
    with pytest.warns(TopicsWarning, match="% of the terms are not in the run's vocabulary, and"):
        run = topics.fit(Corpus.from_texts(mixed, ids=map("z{}".format, range(8))),
                         start=start, **FAST)  # fmt: skip
    assert run.manifest["growth"]["left_out_terms"]["n"] == 800


def test_a_folder_that_is_no_run(tmp_path):
    """As `topics.load` says."""
    with pytest.raises(RunFolderError):
        topics.fit(MORE, start=tmp_path)


def test_texts_for_a_run_of_counts(start):
    """It does not know how to cut them; counts bring all their terms."""
    counts = start.counts
    run = topics.fit(topics.Counts(counts.matrix, counts.terms), n_topics=3, **FAST)
    with pytest.raises(InputError, match="was fitted on counts, so it does not know how to cut"):
        topics.fit(MORE, start=run)
    matrix = np.hstack([np.asarray(counts.matrix[:10].toarray()), np.full((10, 1), 3)])
    more = topics.Counts(matrix[::-1], [*counts.terms, "zebra"])
    grown = topics.fit(more, start=run, **FAST)
    assert grown.terms[-1] == "zebra"
    assert grown.growth.height == 3


def test_an_edited_run_goes_on_as_it_is_shown(start):
    """Merged topics stay merged and named; hidden ones are shown again, and a notice says so."""
    edited = start.edit(merge={"Coast": [0, 1]}, hide=2)
    with pytest.warns(TopicsWarning, match="1 hidden topic and 0 grouped topics are as the others"):
        run = topics.fit(MORE, start=edited, n_new_topics=1, **FAST)
    assert run.topics["label"][0] == "Coast"
    assert run.n_topics == 3
    assert run.growth["start_similarity"][:2].min() > SAME_TOPIC
    assert run.topics["label_origin"][0] == "edits"
    assert start_topics(edited).mass.sum() == pytest.approx(60 * 40)


def test_a_grown_run_can_be_edited(grown):
    """What is merged has no similarity with what it was."""
    edited = grown.edit(merge=[[0, 3]])
    columns = ["start_similarity", "is_held", "free_similarity"]
    assert edited.growth.select(columns).row(0) == (None, None, None)
    assert edited.undo_edits().growth.equals(grown.growth)


def test_what_the_topics_weigh_is_checked(grown):
    """A run folder can come from anywhere."""
    for bad in (np.ones(9), np.array([np.nan] * 4), -np.ones(4), np.ones(4, dtype=int)):
        damaged = replace(grown, engine_arrays={**grown.engine_arrays, "topic_mass": bad})
        with pytest.raises(RunFolderError, match="what the run's topics weigh does not fit them"):
            topics.fit(MORE, start=damaged)


def test_refits_of_a_grown_run_say_what_they_are(grown):
    """They know its own documents only."""
    with pytest.warns(TopicsWarning, match="go on from another run, but what is fitted again"):
        topics.stability(grown, 2)


def test_seed_topics_go_on_as_topics():
    """Their names stay; their words are in them already."""
    run = topics.fit(OLD, n_topics=3, seed_topics={"Law": ["lawaa", "lawab"]}, **FAST)
    grown = topics.fit(MORE, start=run, **FAST)
    assert grown.topics["label"][0] == "Law"
    assert grown.options.seed_topics is None


def test_a_run_of_another_library_goes_on(tmp_path):
    """Its topics are continued with the library's own engine."""
    one = topics.fit(OLD, engine="sklearn", n_topics=3, project=False)
    run = topics.fit(MORE, start=one, n_new_topics=1, project=False)
    assert run.options.engine == "topics"
    assert run.growth["start_similarity"][:3].min() > SAME_TOPIC
    assert all(term.startswith("tax") for term in terms_of(run, 3))


def test_the_manifest_has_the_options_of_the_start(start, grown, tmp_path):
    """As JSON, without the prior that the growth made."""
    record = json.loads((grown.save(tmp_path / "r") / "manifest.json").read_text())["parameters"]
    before = start.manifest["parameters"]
    assert record["topic_term_prior"] == before["topic_term_prior"]
    assert record["n_topics"] == 4
    assert record["min_documents"] == before["min_documents"]


def test_a_default_that_contradicts_the_start_is_an_error_where_it_is_given():
    """Left out, it is taken from the start."""
    start = topics.fit(OLD, n_topics=3, level="document", normalize="none", ngrams=2, **FAST)
    for name, value in {"level": "section", "ngrams": 1}.items():
        with pytest.raises(OptionError, match=f"{name} is {value!r}, but the run that is"):
            topics.fit(MORE, start=start, **{name: value})
    run = topics.fit(MORE, start=start, n_new_topics=1, **FAST)
    assert (run.options.level, run.options.ngrams) == ("document", 2)


def test_a_run_of_partitions_goes_on_in_memory(tmp_path):
    """And its options say so."""
    start = topics.fit(OLD, n_topics=3, partition_rows=20, **FAST)
    assert start.options.partition_rows == 20
    assert topics.fit(MORE, start=start, **FAST).options.partition_rows is None
    assert start.update(texts(("sea",), 5, 2)).options.partition_rows is None


def test_a_grown_run_of_an_earlier_version(grown, tmp_path):
    """It has no columns for topics that are held."""
    earlier = replace(grown, topics=grown.topics.drop("is_held", "free_similarity"))
    loaded = topics.load(earlier.save(tmp_path / "run"))
    assert loaded.growth["is_new"].to_list() == [False, False, False, True]
    assert loaded.growth["is_held"].null_count() == 4
