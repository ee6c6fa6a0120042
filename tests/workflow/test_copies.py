"""Copies get topics of their own text, and change nothing about the topics."""

import numpy as np
import polars as pl
import pytest

import topics
from support.copies import edited, text_of
from topics import Corpus
from topics.errors import TopicsWarning

N = 24
COPIES = {3: "drop", 7: "swap", 8: "add", 20: None}
"""Documents that have a copy, and what is changed in it."""

pytestmark = pytest.mark.filterwarnings("ignore::topics.errors.TopicsWarning")


def themed(state):
    """A text of three paragraphs, whose words depend on its theme."""
    theme = ("", "x", "z")[state % 3]
    words = text_of(90, state).split()
    return "\n\n".join(" ".join(f"{theme}{word}" for word in words[i : i + 30])
                       for i in (0, 30, 60))  # fmt: skip


def corpora():
    """The corpus of originals, and the same one with copies after it and in it."""
    texts = [themed(state) for state in range(N)]
    copies = [
        text if kind is None else edited(text, kind, 0.05, 1)
        for text, kind in ((texts[number], kind) for number, kind in COPIES.items())
    ]
    ids = [f"d{number}" for number in range(N)]
    copy_ids = [f"c{number}" for number in COPIES]
    originals = Corpus.from_texts(texts, ids=ids)
    behind = Corpus.from_texts([*texts, *copies], ids=[*ids, *copy_ids])
    middle = 22
    within = Corpus.from_texts(
        [*texts[:middle], *copies, *texts[middle:]], ids=[*ids[:middle], *copy_ids, *ids[middle:]]
    )
    return originals, behind, within


def sectioned(corpus):
    """The corpus with every paragraph as a section."""
    rows = [
        (name, position, 0, "", part)
        for name, text in corpus.sections.select("document", "text").rows()
        for position, part in enumerate(text.split("\n\n"))
    ]
    return Corpus(
        documents=corpus.documents,
        sections=pl.DataFrame(rows, schema=corpus.sections.schema, orient="row"),
    )


@pytest.mark.parametrize("model", ["lda", "nmf"])
@pytest.mark.parametrize("level", ["section", "document"])
def test_topics_are_those_of_the_originals_to_the_bit(model, level):
    """Also scores, rows of originals, and the witnesses; every document has a row in its place."""
    originals, _, within = map(sectioned, corpora())
    asked = {"model": model, "n_topics": 3, "level": level, "n_fits": 2, "project": False}
    alone, run = topics.fit(originals, **asked), topics.fit(within, **asked)
    is_copy = run.counts.is_copy
    assert is_copy.sum() == len(COPIES)
    assert run.documents["id"].to_list() == within.documents["id"].to_list()
    assert run.terms.tolist() == alone.terms.tolist()
    assert np.array_equal(run.topic_term, alone.topic_term)
    assert np.array_equal(run.document_topic[~is_copy], alone.document_topic)
    assert np.array_equal(run.section_topic[~is_copy[run.counts.row_document]], alone.section_topic)
    assert run.topics.equals(alone.topics)
    assert run.quality["scores"] == alone.quality["scores"]
    assert np.array_equal(run.witnesses.term_roots, alone.witnesses.term_roots)
    assert np.allclose(run.document_topic.sum(axis=1), 1)
    named = dict(run.documents.select("id", "duplicate_of").drop_nulls().rows())
    assert named == {f"c{number}": f"d{number}" for number in COPIES}


def test_copies_have_the_topics_of_their_own_text():
    """Those of an exact copy equal its original's, to the bit; the others are near theirs."""
    _, behind, _ = corpora()
    run = topics.fit(behind, n_topics=3, n_fits=2)
    row = {name: number for number, name in enumerate(run.documents["id"])}
    for number, kind in COPIES.items():
        copy, original = run.document_topic[row[f"c{number}"]], run.document_topic[number]
        if kind is None:
            assert np.array_equal(copy, original)
        else:
            assert not np.array_equal(copy, original)
            assert np.abs(copy - original).max() < 0.2
    assert run.documents["n_terms"].min() > 0
    points = run.projection.filter(level="document").select("x", "y")
    assert points[row["c20"]].equals(points[20])


def test_exact_copies_have_equal_shares_and_one_place_also_among_sections():
    """Sections within one document are never left out, whatever they repeat."""
    texts = [themed(state) for state in range(N)]
    frame = pl.DataFrame(
        {
            "id": [*map(str, range(N)), "0", "5"],
            "text": [*texts, texts[0], texts[0]],
        }
    ).sort("id", maintain_order=True)
    run = topics.fit(Corpus.from_frame(frame, group_by="id"), n_topics=3, n_fits=1)
    assert run.counts.n_copies == 0
    same = (frame["text"] == texts[0]).to_numpy()
    assert len(np.unique(run.section_topic[same], axis=0)) == 1
    points = run.projection.filter(level="section").select("x", "y").filter(pl.Series(same))
    assert points.n_unique() == 1


def test_copies_are_counted_where_that_is_asked_for():
    """They are named nevertheless, and the fit is that of all documents."""
    originals, behind, _ = corpora()
    asked = {"n_topics": 3, "n_fits": 1, "project": False}
    run = topics.fit(behind, keep_duplicates=True, **asked)
    assert run.counts.is_copy is None
    assert run.documents["duplicate_of"].drop_nulls().len() == len(COPIES)
    assert run.options.keep_duplicates
    (notice,) = [each for each in run.warnings if each["code"] == "copies"]
    assert "as was asked for" in notice["message"]
    assert run.counts.n_terms.sum() > topics.fit(originals, **asked).counts.n_terms.sum()


def test_a_warning_says_how_many_copies_there_are():
    """With the option that counts them, and examples."""
    _, behind, _ = corpora()
    with pytest.warns(TopicsWarning, match=r"4 documents are copies .* not counted in the fit"):
        run = topics.fit(behind, n_topics=3, n_fits=1, project=False)
    (notice,) = [each for each in run.warnings if each["code"] == "copies"]
    assert notice["count"] == run.manifest["n_copies"] == 4
    assert "keep_duplicates=True" in notice["message"]
    assert "'c3' of 'd3'" in notice["message"]


def test_short_answers_are_all_counted():
    """A survey with one answer from many people is no crawl with copies."""
    texts = ["no comment", "more buses at night please", "the parks are fine as they are"] * 20
    asked = {"n_topics": 2, "n_fits": 1, "project": False}
    run, kept = (
        topics.fit(Corpus.from_texts(texts), keep_duplicates=keep, **asked)
        for keep in (False, True)
    )
    assert run.counts.is_copy is None
    assert run.topics.equals(kept.topics)
    assert "copies" not in {each["code"] for each in run.warnings}
    assert run.documents["duplicate_of"].drop_nulls().len() == 57


def test_a_run_with_copies_is_saved_and_loaded(tmp_path):
    """And gives new documents what it gave its own."""
    _, _, within = corpora()
    run = topics.fit(within, n_topics=3, n_fits=2)
    loaded = topics.load(run.save(tmp_path / "run"))
    assert loaded.counts.is_copy.tolist() == run.counts.is_copy.tolist()
    assert loaded.manifest["n_copies"] == 4
    assert "rensa" in loaded.manifest["versions"]
    again = topics.transform(loaded, within)
    assert np.array_equal(again.document_topic, run.document_topic)
    assert again.projection.select("x", "y").equals(run.projection.select("x", "y"))


@pytest.mark.parametrize("level", ["document", "section"])
@pytest.mark.parametrize("view", ["consensus", "shares", "tf-idf"])
def test_clusters_are_those_of_the_originals(level, view):
    """A copy has a cluster, too: an exact one that of its original."""
    originals, behind, _ = map(sectioned, corpora())
    asked = {"n_topics": 3, "n_fits": 1, "project": False}
    alone, run = (
        topics.fit(corpus, **asked).cluster(level=level, view=view, n_clusters=3)
        for corpus in (originals, behind)
    )
    name = f"{level}s"
    own, others = getattr(alone, name)["cluster"], getattr(run, name)["cluster"]
    assert own.to_list() == others.head(own.len()).to_list()
    assert others.null_count() == 0
    documents = run.documents["cluster"]
    assert documents[-1] == documents[20]
    assert run.clusters.table[f"n_{level}s"].sum() == others.len()


def test_scores_and_the_choice_of_the_number_see_originals_only():
    """Refits, held-out documents, the number of topics, the tree and the intervals."""
    originals, behind, _ = corpora()
    asked = {"n_topics": 3, "n_fits": 2, "project": False}
    alone, run = (
        topics.evaluate(topics.fit(corpus, **asked), n_refits=2, held_out=0.2)
        for corpus in (originals, behind)
    )
    assert run.topics.equals(alone.topics)
    assert run.quality["scores"] == alone.quality["scores"]
    assert run.tree([2]).to_dict() == alone.tree([2]).to_dict()
    tables = [topics.select(corpus, (2, 4)).table.drop("seconds") for corpus in (originals, behind)]
    assert tables[0].equals(tables[1])
    low, high = (getattr(run.intervals(), end) for end in ("low", "high"))
    assert np.array_equal(low[:N], alone.intervals().low)
    assert np.array_equal(high[:N], alone.intervals().high)


def test_edits_divisions_and_comparisons_go_on_to_work():
    """Merged topics are described by the originals; parts and other runs have all documents."""
    originals, behind, _ = corpora()
    asked = {"n_topics": 3, "n_fits": 2, "project": False}
    alone, run = (topics.fit(corpus, **asked) for corpus in (originals, behind))
    merged = [each.edit(merge=[[0, 1]]) for each in (alone, run)]
    assert merged[0].topics.equals(merged[1].topics)
    assert merged[1].document_topic.shape == (N + len(COPIES), 2)
    part = run.divide(0, n_topics=2)
    assert part.documents.height == part.counts.n_documents
    assert set(topics.compare(alone, run).topics["change"]) == {"kept"}
    assert run.similar("c20")["document"][0] == "d20"
    assert run.topic(0, n=5).height == 5


def test_a_grown_run_takes_copies_as_no_evidence():
    """Topics that go on are those of the new documents without their copies."""
    originals, behind, _ = corpora()
    start = topics.fit(
        Corpus.from_texts([themed(state) for state in range(100, 130)],
                          ids=[f"s{state}" for state in range(30)]),
        n_topics=3, n_fits=2, project=False,
    )  # fmt: skip
    alone, grown = (
        topics.fit(corpus, start=start, project=False) for corpus in (originals, behind)
    )
    assert np.array_equal(grown.topic_term, alone.topic_term)
    assert grown.counts.n_copies == len(COPIES)
    assert grown.document_topic.shape[0] == N + len(COPIES)
    batches = [start.update(corpus) for corpus in (originals, behind)]
    assert np.array_equal(batches[0].topic_term, batches[1].topic_term)


def test_corpora_of_copies_only_have_one_original():
    """One document is fitted; the others get its shares."""
    texts = [themed(1)] * 6
    run = topics.fit(sectioned(Corpus.from_texts(texts)), n_topics=2, n_fits=1, project=False)
    assert run.counts.n_copies == 5
    assert len(np.unique(run.document_topic, axis=0)) == 1
    assert run.trends is None


def test_trends_and_effects_use_all_documents():
    """What an outlet printed counts for it, whoever printed it first."""
    _, behind, _ = corpora()
    outlet = ["one"] * N + ["two"] * len(COPIES)
    corpus = behind.with_metadata({"id": behind.documents["id"], "outlet": outlet}, key="id")
    run = topics.fit(corpus, n_topics=3, n_fits=1, project=False)
    assert run.by_group("outlet").table.height == 2 * 3
    assert run.effects("~ outlet").table.height > 0
