"""Rows with the same value in one column become one document with a section each."""

import json

import polars as pl
import pytest

from support.files import json_lines, write
from topics.reading import read

COLUMNS = ("book", "chapter", "text", "page", "author", "year")
ROWS = [
    dict(zip(COLUMNS, row, strict=True))
    for row in (
        ("b1", "Tides", "sea one", 1, "Ann", 1914),
        ("b1", "Tides", "sea two", 2, "Ann", 1914),
        ("007", "", "law one", 1, "Bo", 1920),
        ("b1", "Ships", "sea three", 3, "Ann", 1914),
    )
]
FORMATS = ["a.csv", "a.jsonl", "a.json", "a.parquet"]


@pytest.fixture
def folder(tmp_path):
    """The rows in every format."""
    frame = pl.DataFrame(ROWS)
    frame.write_csv(tmp_path / "a.csv")
    frame.write_parquet(tmp_path / "a.parquet")
    return write(tmp_path, a__jsonl=json_lines(*ROWS), a__json=json.dumps(ROWS))


@pytest.mark.parametrize("name", FORMATS)
def test_rows_of_a_document_are_its_sections(folder, name):
    """In the order of the rows, also if other rows are between them."""
    corpus = read(folder / name, group_by="book", section_column="chapter")
    assert corpus.sections.drop("document").rows() == [
        (0, 1, "Tides", "sea one"),
        (1, 1, "Tides", "sea two"),
        (2, 1, "Ships", "sea three"),
        (0, 0, "", "law one"),
    ]
    columns = ("id", "title", "author", "year", "page")
    assert corpus.documents.select(columns).rows() == [
        ("b1", "b1", "Ann", 1914, 1),
        ("007", "007", "Bo", 1920, 1),
    ]
    differing = [each for each in corpus.notices if each.code == "values-differ-in-group"]
    assert [each.count for each in differing] == [1]
    assert "the first: 1 ('page')" in differing[0].message


def test_rows_of_a_document_may_be_in_several_files(tmp_path):
    """The files in their order, whatever their format."""
    write(
        tmp_path,
        a__csv="book,text\nx,one\ny,other\n",
        b__jsonl=json_lines({"book": "x", "text": "two"}),
    )
    corpus = read(tmp_path, group_by="book")
    assert corpus.sections.select("document", "position", "text").rows() == [
        ("x", 0, "one"),
        ("x", 1, "two"),
        ("y", 0, "other"),
    ]


def test_rows_without_group_are_documents_of_their_own(tmp_path):
    """A notice counts them."""
    write(tmp_path, a__csv="book,text\nx,one\n,two\n,three\n")
    corpus = read(tmp_path, group_by="book")
    assert corpus.documents["id"].to_list() == ["x", "a.csv#2", "a.csv#3"]
    assert [(each.code, each.count) for each in corpus.notices] == [("rows-without-group", 2)]


def test_an_empty_name_takes_an_option_back(tmp_path):
    """For new documents of a run that was fitted on groups."""
    write(tmp_path, a__csv="id,text\nx,one\ny,two\n")
    corpus = read(tmp_path, group_by="", section_column="")
    assert corpus.documents["id"].to_list() == ["x", "y"]
    assert corpus.notices == ()


def test_titles_of_rows_are_the_documents_if_they_agree(tmp_path):
    """Titles that differ are those of chapters: then the group names the document."""
    rows = [("x", "Sea"), ("x", "Sea"), ("y", "One"), ("y", "Two"), ("y", "One")]
    write(tmp_path, a__jsonl=json_lines(*({"b": b, "title": t, "text": t} for b, t in rows)))
    corpus = read(tmp_path, group_by="b")
    assert corpus.documents["title"].to_list() == ["Sea", "y"]


def test_what_is_removed_from_a_row_keeps_its_line(tmp_path):
    """Cells without a value are listed with their own line."""
    write(tmp_path, a__csv="book,text\nx,one\nx,NULL\nx,two\n")
    corpus = read(tmp_path, group_by="book")
    assert corpus.sections["text"].to_list() == ["one", "two"]
    assert corpus.removed.select("line", "document", "text").rows() == [(3, "x", "NULL")]


def test_a_heading_makes_the_row_one_section(tmp_path):
    """Without groups each row is a document of one section with its heading."""
    write(tmp_path, a__csv='id,h,text\n1,Tides,"one\n\nTwo words\n\nthree"\n')
    corpus = read(tmp_path, section_column="h")
    assert corpus.sections.select("heading", "level").rows() == [("Tides", 1)]


def test_own_ids_of_grouped_rows_are_metadata(tmp_path):
    """The id of the document is the value of the group."""
    write(tmp_path, a__csv="id,book,text\np1,x,one\np2,x,two\n")
    documents = read(tmp_path, group_by="book").documents
    assert documents.select("id", "meta_id").rows() == [("x", "p1")]
