"""Words in the topics, documents and sections of a run."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import polars as pl
import pytest

import topics
from topics.errors import InputError, OptionError
from topics.runs.searching.excerpts import excerpt
from topics.runs.searching.search import K1, B, search_run
from topics.runs.searching.words import n_found, words_of

TEXTS = [
    "# The reef\n\nThe tide rises over the reef. Coral and tide, tide and plankton.",
    "# The court\n\nA judge heard the supreme court. A court is no supreme judge.",
    "# Tides\n\nThe judge went to the reef, and the plankton bloomed at low tide.",
    "# Bread\n\nBakers knead the dough before dawn.",
]


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """Four short Markdown files."""
    folder = tmp_path_factory.mktemp("texts")
    for number, text in enumerate(TEXTS):
        (folder / f"{number}.md").write_text(text)
    return topics.fit(folder, n_topics=2, n_fits=1, project=False)


def ids(run, words, **options):
    """Ids of the documents that a search finds."""
    return run.search(words, level="document", **options)["document"].to_list()


def test_rows_with_more_of_the_words_come_first(run):
    """Then those that have them more often, or in their title."""
    assert ids(run, "judge reef") == ["2.md", "0.md", "1.md"]
    assert ids(run, "tide") == ["0.md", "2.md"]
    assert ids(run, "tides") == ["2.md"]
    assert ids(run, "tide*")[0] == "2.md"  # its title
    assert ids(run, "tide", n=1) == ["0.md"]


def test_phrases_are_words_that_follow_each_other(run):
    """In quotation marks of any kind, also across signs."""
    assert ids(run, '"supreme court"') == ["1.md"]
    assert ids(run, "“coral and tide”") == ["0.md"]
    assert ids(run, '"tide coral"') == []
    assert ids(run, "plankton-bloomed") == ["2.md"]


def test_scores_are_bm25_of_the_sections():
    """With one section a document and no titles, the score is that of the formula."""
    texts = ["tide reef", "tide tide coral reef reef", "judge jury"]
    run = topics.fit(topics.Corpus.from_texts(texts), n_topics=2, n_fits=1, project=False)
    found = run.search("tide", level="section")
    length = np.array([len(text) for text in texts])
    frequency = np.array([1, 2, 0])
    idf = np.log(1 + (3 - 2 + 0.5) / (2 + 0.5))
    slowed = K1 * (1 - B + B * length / length.mean())
    expected = idf * frequency * (K1 + 1) / (frequency + slowed)
    assert found["document"].to_list() == ["0", "1"]  # the shorter one
    np.testing.assert_allclose(found["score"], expected[[0, 1]])


def test_topics_are_found_by_their_share_of_the_words(run):
    """The score is the share of the occurrences; a word of no topic finds none."""
    found = run.search("tide", level="topic")
    column = int(np.flatnonzero(run.terms == "tide")[0])
    weight = run.topic_term[:, column] * run.topics["share"].to_numpy()
    np.testing.assert_allclose(
        found["score"], (weight / weight.sum())[found["topic"].to_numpy()], rtol=1e-12
    )
    assert found["score"].is_sorted(descending=True)
    assert run.search("the", level="topic").is_empty()  # a stop word


def test_marks_are_where_the_words_are(run):
    """In the excerpts of documents and sections, and in the terms of topics."""
    found = run.search("tide reef*")
    assert found["level"].unique(maintain_order=True).to_list() == ["topic", "document", "section"]
    n_marks = 0
    for text, marks in found.select("excerpt", "marks").iter_rows():
        for begin, end in marks:
            assert re.fullmatch(r"tide|reefs?", text[begin:end].lower())
            n_marks += 1
    assert n_marks > 5


def test_long_texts_are_cut_around_the_words():
    """At the place with most different words, between words, on one line."""
    text = "start " + "filler words here " * 50 + "the tide\n\nand the reef " + "more text " * 50
    shown = excerpt("tide " + text, words_of("tide reef"))
    assert [shown.text[begin:end] for begin, end in shown.marks] == ["tide", "reef"]
    assert "the tide and the reef" in shown.text
    assert shown.text.startswith("…")
    assert shown.text.endswith("…")
    assert len(shown.text) < 180


@pytest.mark.parametrize(
    ("text", "words", "n"),
    [
        ("STRASSE und Straße", "straße", 1),
        ("the café, the cafe\u0301 and CAFÉ", "café", 3),
        ("ﬁnance", "finance", 1),
        ("潮は港の壁を越えた", "港", 1),
        ("पानी और पान", "पान", 1),
        ("don’t, don't", "don't", 2),
        ("snake_case", "case", 0),
        ("1984 and 19845", "1984", 1),
    ],
)
def test_words_are_compared_as_they_are_counted(text, words, n):
    """In one spelling of letters; the marks agree with the numbers."""
    found = words_of(words)
    text = topics.Corpus.from_texts([text]).sections["text"][0]
    assert n_found(pl.Series([text]), found).tolist() == [[n]]
    assert len(excerpt(text, found).marks) == n


def test_a_run_without_texts_is_searched_by_terms_and_titles(run):
    """There are no excerpts, and words that are not counted are found in titles alone."""
    bare = replace(run, section_texts=None)
    assert ids(bare, "plankton") == ["2.md", "0.md"]
    found = bare.search("plankton", level="section")
    assert found["excerpt"].to_list() == ["", ""]
    assert found["places"].to_list() == ["counted terms", "counted terms"]
    assert set(ids(bare, "the")) == {"0.md", "1.md"}  # in their titles
    assert search_run(run, "tide").has_texts
    assert not search_run(bare, "tide").has_texts


def test_what_is_no_search_is_refused(run):
    """Signs, too many words, other types, other levels."""
    with pytest.raises(OptionError, match="expected one word or more"):
        run.search(" & ")
    with pytest.raises(OptionError, match="21 words, expected at most 20"):
        run.search(" ".join(f"w{i}" for i in range(21)))
    with pytest.raises(OptionError, match="300 characters"):
        run.search("a" * 300)
    with pytest.raises(InputError, match="the words are list, expected text"):
        run.search(["tide"])
    with pytest.raises(OptionError, match="unknown level 'page'"):
        run.search("tide", level="page")
    with pytest.raises(OptionError, match="n is 0"):
        run.search("tide", 0)


def test_a_search_of_a_saved_run_is_the_same(run, tmp_path):
    """Also by the path of the folder."""
    run.save(tmp_path / "run")
    assert topics.search(tmp_path / "run", "tide reef").equals(run.search("tide reef"))


def test_nothing_found_is_an_empty_table(run):
    """With the same columns."""
    found = run.search("zebra")
    assert found.is_empty()
    assert found.columns == run.search("tide").columns
