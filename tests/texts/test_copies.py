"""Documents with the text of an earlier one are marked."""

import polars as pl

import topics
from topics import Corpus
from topics.texts.copies import mark_copies


def test_copies_name_the_first_document_with_their_text():
    """Also after cleaning; documents without text are nobody's copies."""
    texts = ["Tides lift.", "Courts rule.", "Tides lift.", "", "", "Courts\u200b rule."]
    corpus = Corpus.from_texts(texts, ids=list("abcdef"), titles=list("uvwxyz"))
    assert corpus.documents["duplicate_of"].to_list() == [None, None, "a", None, None, "b"]
    assert [notice.code for notice in corpus.notices] == ["documents-without-text"]


def test_copies_in_files_are_counted(tmp_path):
    """A notice of reading says how many there are, with examples."""
    for name, text in {"a": "Tides lift.", "b": "Courts rule.", "c": "Tides lift."}.items():
        (tmp_path / f"{name}.txt").write_text(text)
    corpus = topics.read(tmp_path)
    (notice,) = corpus.notices
    assert (notice.code, notice.count) == ("copies", 1)
    assert "'c.txt' of 'a.txt'" in notice.message
    assert corpus.documents["duplicate_of"].to_list() == [None, None, "a.txt"]


def sections_of(texts):
    """A table of sections: a list of texts for every document."""
    rows = [(name, n, "", text) for name, of in texts.items() for n, text in enumerate(of)]
    return pl.DataFrame(rows, schema=["document", "position", "heading", "text"], orient="row")


def test_the_order_and_number_of_sections_count():
    """The same sections in another order, or only some of them, are another text."""
    texts = {"a": ["x", "y"], "b": ["y", "x"], "c": ["x"], "d": ["x", "y"], "e": ["xy"]}
    documents = pl.DataFrame({"id": list(texts), "duplicate_of": [None] * len(texts)})
    marked, _ = mark_copies(documents, sections_of(texts))
    assert marked["duplicate_of"].to_list() == [None, None, None, "a", None]


def test_headings_count():
    """The same text below another heading is no copy."""
    documents = pl.DataFrame({"id": ["a", "b"], "duplicate_of": [None, None]})
    sections = sections_of({"a": ["x"], "b": ["x"]})
    other = sections.with_columns(heading=pl.Series(["One", "Two"]))
    assert mark_copies(documents, other)[1] == []
    assert mark_copies(documents, sections)[1][0].count == 1
