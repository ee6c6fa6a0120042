"""similar: the most similar documents and sections, and suggestions for an unknown id."""

from __future__ import annotations

import unicodedata
import warnings

import numpy as np
import pytest

import topics
from topics.errors import InputError, OptionError, UnknownIdError


@pytest.fixture(scope="module")
def run(planted):
    """A run of the planted themes."""
    return topics.fit(planted, model="nmf", n_topics=4, n_fits=1, project=False)


def test_documents_are_those_of_the_theme(run):
    """Documents are sorted by Hellinger distance, without the document itself."""
    similar = run.similar("d2", 14)
    assert similar.columns == ["document", "title", "topic", "topic_share", "distance"]
    assert all(int(name[1:]) % 4 == 2 for name in similar["document"])
    assert "d2" not in similar["document"]
    roots = np.sqrt(run.document_topic)
    expected = np.sort(np.linalg.norm(roots - roots[2], axis=1) / np.sqrt(2))[1:15]
    assert np.allclose(similar["distance"], expected)


def test_sections_are_compared_with_sections(run):
    """With a position, sections are returned, without the section itself."""
    similar = run.similar("d2", 5, position=1)
    key = ["document", "position", "heading"]
    assert similar.columns == [*key, "topic", "topic_share", "distance"]
    assert similar.height == 5
    assert ("d2", 1) not in similar.select("document", "position").rows()


def test_fewer_rows_than_asked_for(run):
    """If there are fewer documents than n, all others are returned."""
    assert run.similar("d0", 1_000).height == 59


def test_an_unknown_id_names_close_ones(run):
    """The error lists ids that contain the text or are spelled alike, else the first ids."""
    with pytest.raises(UnknownIdError, match="close to it are 'd55'"):
        run.similar("D55")
    with pytest.raises(UnknownIdError, match=r"close to it are .*'d11'"):
        run.similar("dd11")
    with pytest.raises(UnknownIdError, match="the first are 'd0', 'd1', 'd2'"):
        run.similar("zzzzzzzz")
    with pytest.raises(UnknownIdError, match="'d1' has 3 sections, none at position 7"):
        run.similar("d1", position=7)


def test_suggested_ids_are_really_close():
    """Ids are suggested that differ in a letter, a folder or an ending, not in all but a letter."""
    ids = ["sea/reef-tours.txt", "law/court.txt", "a1"]
    run = _run_of(["the reef and the tide", "a judge and a jury", "tide judge"], ids)
    for unknown in ("reef-tour", "Reef-Tours.txt", "other/sea/reef-tours.md"):
        with pytest.raises(UnknownIdError, match=r"close to it are 'sea/reef-tours.txt'"):
            run.similar(unknown)
    for unknown in ("a", "t", "txt", "zzz"):
        with pytest.raises(UnknownIdError, match=r"the first are 'sea/reef-tours.txt'"):
            run.similar(unknown)


@pytest.mark.parametrize(
    "unknown", ["law-2.txt", "law-02", "law_2", "LAW 2.md", "other/law-2", "law-002.txt"]
)
def test_the_same_letters_and_numbers_are_suggested_first(unknown):
    """Also where many ids are spelled alike; those equally close come in their order."""
    ids = [f"sea/{kind}-{i:02}.txt" for kind in ("law", "reef") for i in range(1, 25)]
    run = _run_of(["the reef and the tide", "a judge and a jury"] * 24, ids)
    with pytest.raises(UnknownIdError, match=r"close to it are 'sea/law-02.txt'"):
        run.similar(unknown)
    with pytest.raises(UnknownIdError, match=r"'sea/law-01.txt', 'sea/law-02.txt', 'sea/law-03"):
        run.similar("law-0")


def test_ids_are_found_in_either_unicode_form():
    """A file name that a Mac wrote with combining marks is the same id, and so is a source."""
    decomposed = unicodedata.normalize("NFD", "café.txt")
    run = _run_of(
        ["the reef and the tide", "a judge and a jury", "tide reef"], ["b", decomposed, "c"]
    )
    assert run.similar("café.txt").equals(run.similar(decomposed))


def test_rows_without_terms_are_nobodys_neighbours():
    """They show the corpus mean, which is no reason to be near anything."""
    texts = ["tides lift the harbour", "", "judges heard the appeal", "the", "harbour judges"]
    run = _run_of(texts, list("abcde"))
    with pytest.raises(InputError, match="'b' has no counted terms: nothing is known"):
        run.similar("b")
    with pytest.raises(InputError, match="section 0 of 'd' has no counted terms"):
        run.similar("d", position=0)
    assert sorted(run.similar("a")["document"]) == ["c", "e"]
    assert set(run.similar("a", position=0)["document"]) == {"c", "e"}
    for topic in range(run.n_topics):
        assert sorted(run.topic(topic)["document"]) == ["a", "c", "e"]
        assert set(run.topic(topic, level="section")["document"]) == {"a", "c", "e"}


def test_a_new_text_has_neighbours(run):
    """Several words that are no id are a text; its neighbours are documents of its theme."""
    words = run.topics["terms"][0].split(", ")[:4]
    nearest = run.similar(" ".join(words), 5)
    assert nearest["topic"].to_list() == [0] * 5
    with pytest.raises(InputError, match="the text has no term of the run's vocabulary"):
        run.similar("entirely unheard words")
    with pytest.raises(OptionError, match="a text is compared as a whole"):
        run.similar(" ".join(words), position=0)


def test_a_file_has_neighbours(run, tmp_path):
    """topics.similar reads a file with one document; a table of several is refused."""
    text = " ".join(run.topics["terms"][1].split(", ")[:6])
    (tmp_path / "new.txt").write_text(text, encoding="utf-8")
    assert topics.similar(run, tmp_path / "new.txt", 3)["topic"].to_list() == [1] * 3
    (tmp_path / "new.csv").write_text(f"text\n{text}\n{text}\n", encoding="utf-8")
    with pytest.raises(InputError, match="holds 2 documents, expected one"):
        topics.similar(run, tmp_path / "new.csv")
    with pytest.raises(OptionError, match="a file is compared as a whole"):
        topics.similar(run, tmp_path / "new.txt", position=0)


def test_documents_of_few_words_lead_no_list_of_a_topic():
    """Rows are sorted by the share that their terms support, and short ones are marked."""
    long = "reef tide coral current plankton " * 30 + "judge jury "
    texts = ["reef tide", long, "judge jury court verdict appeal " * 30, "court appeal", long]
    run = _run_of(texts, list("abcde"))
    reef = int(run.document_topic[1].argmax())
    listed = run.topic(reef, 3)
    assert listed["document"].to_list() == ["b", "e", "a"]
    assert listed["few_terms"].to_list() == [False, False, True]
    assert listed.columns == ["document", "title", "share", "n_terms", "few_terms"]
    sections = run.topic(reef, level="section")
    assert sections.columns[:3] == ["document", "position", "heading"]
    with pytest.raises(OptionError, match="there is no topic 2; the topics are 0 to 1"):
        run.topic(2)
    with pytest.raises(OptionError, match="unknown level 'page'"):
        run.topic(0, level="page")


def _run_of(texts, ids):
    corpus = topics.Corpus.from_texts(texts, ids=ids)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", topics.TopicsWarning)
        return topics.fit(corpus, n_topics=2, n_fits=1, min_documents=1, project=False)


def test_a_document_is_named_by_a_text_or_a_whole_number():
    """Default ids look like numbers; anything else gets an error of this package."""
    run = _run_of(["reef tide", "judge court", "reef", "court"], None)
    assert run.similar(2).equals(run.similar("2"))
    assert topics.similar(run, np.int64(2)).equals(run.similar("2"))
    for unknown in (b"2", None, ["2"], 2.0):
        for similar in (run.similar, lambda document: topics.similar(run, document)):
            with pytest.raises(InputError, match="expected the id of a document or a text"):
                similar(unknown)


def test_a_number_out_of_range_is_refused(run):
    """N must be at least 1."""
    with pytest.raises(OptionError, match="n is 0"):
        run.similar("d1", 0)


def test_a_run_folder_gives_the_same_table_as_its_run(run, tmp_path):
    """topics.similar takes a folder or a run."""
    folder = run.save(tmp_path / "run")
    assert topics.similar(folder, "d3").equals(run.similar("d3"))
