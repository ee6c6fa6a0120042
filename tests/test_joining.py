"""Corpus.with_metadata: the rows of a table and the documents that they belong to."""

from __future__ import annotations

import pandas
import polars as pl
import pytest

from topics.corpus import Corpus
from topics.errors import InputError


def corpus(ids=("a", "b", "c"), sources=None, **options):
    """Documents with these ids, and files if they have some."""
    made = Corpus.from_texts([f"text {i}" for i in range(len(ids))], ids=ids, **options)
    if sources is None:
        return made
    return Corpus(made.documents.with_columns(source=pl.Series(sources)), made.sections)


def messages(joined):
    """The notices by code."""
    return {notice.code: notice.message for notice in joined.notices}


FILES = ("c/a/one.txt", "c/a/two.txt", "c/b/two.html.gz")


@pytest.mark.parametrize(
    ("cells", "rule", "values"),
    [
        (["a", "b", "c"], "ids", [0, 1, 2]),
        (["c/a/one.txt", "./c/a/two.txt", "c\\b\\two.html.gz"], "paths", [0, 1, 2]),
        (["/home/x/one.txt", "two.txt", "two.html.gz"], "file names", [0, 1, 2]),
        (["one", " one ", "else"], "file names without ending", None),
        (["one", "three", "two"], "file names without ending", [0, None, None]),
    ],
)
def test_the_way_that_most_documents_fit_is_taken(cells, rule, values):
    """Ids, paths, or file names with or without ending; names of several files are nobody's."""
    table = {"n": [7, 7, 7], "which": cells, "value": [0, 1, 2]}
    if values is None:
        with pytest.raises(InputError, match="several rows, which differ, for one key in 'which'"):
            corpus(sources=FILES).with_metadata(table)
        return
    joined = corpus(sources=FILES).with_metadata(table)
    assert joined.documents["value"].to_list() == values
    assert f"'which' with the {rule} of the documents" in messages(joined)["metadata-joined"]
    assert "which" not in joined.documents.columns


def test_paths_below_the_folder_are_those_of_ids():
    """The articles of a page, and rows of a table, have what the file has."""
    ids = ["b/page.txt#1", "b/page.txt#2", "t.csv#9"]
    joined = corpus(ids, ["c/b/page.txt", "c/b/page.txt", "c/t.csv"]).with_metadata(
        {"file": ["t.csv", "b/page.txt"], "value": [1, 2]}
    )
    assert joined.documents["value"].to_list() == [2, 2, 1]
    assert "paths below the folder" in messages(joined)["metadata-joined"]


def test_what_does_not_match_is_counted_and_named():
    """On both sides, the first five."""
    ids = [f"d{i}" for i in range(9)]
    joined = corpus(ids).with_metadata(
        {"id": ["d0", *(f"x{i}" for i in range(7)), None], "v": [1.5, *range(8)]}, key="ID"
    )
    assert joined.documents["v"].to_list() == [1.5] + [None] * 8
    assert messages(joined) == {
        "documents-without-metadata": "documents without a row in the table: 8 "
        "('d1', 'd2', 'd3', 'd4', 'd5', …)",
        "rows-without-documents": "rows of the table without a document: 8 "
        "('x0', 'x1', 'x2', 'x3', 'x4', …)",
    }


def test_rows_that_repeat_a_key_are_an_error_if_they_differ():
    """Equal rows are one row; rows that name no document do not matter."""
    table = {"id": ["a", "a", "b", "c", "z", "z"], "v": [1, 1, 2, 3, 4, 5], "w": [0] * 6}
    assert corpus().with_metadata(table).documents["v"].to_list() == [1, 2, 3]
    table["v"][1] = 9
    with pytest.raises(InputError, match=r"in 'id': 1 \('a'\); they differ in v; keep one row"):
        corpus().with_metadata(table)


def test_columns_are_never_overwritten():
    """Author, date and language fill empty columns; others get a prefix, which a notice says."""
    table = {
        "id": ["a", "b", "c"],
        "title": ["x", "y", "z"],
        "topic": [1, 2, 3],
        "date": ["1990", "1991", None],
        "desk": ["k", "l", "m"],
    }
    made = corpus(metadata={"desk": ["own"] * 3}).with_metadata(table, key="id")
    documents = made.documents
    assert documents["title"].to_list() == ["a", "b", "c"]
    assert documents["date"].to_list() == ["1990", "1991", None]
    assert documents["desk"].to_list() == ["own"] * 3
    assert documents.columns[-4:] == ["desk", "meta_title", "meta_topic", "meta_desk"]
    assert "3 ('title' as 'meta_title'" in messages(made)["metadata-renamed"]
    again = made.with_metadata({"id": ["a"], "date": ["2000"]}, key="id")
    assert again.documents["date"].to_list() == ["1990", "1991", None]
    assert again.documents["meta_date"].to_list() == ["2000", None, None]


def test_ids_that_pandas_made_fractions_are_whole_numbers():
    """A missing value among whole numbers makes pandas write 1.0."""
    table = pandas.DataFrame({"id": [2, None, 1], "v": ["two", "none", "one"]})
    assert corpus(["1", "2"]).with_metadata(table).documents["v"].to_list() == ["one", "two"]


def test_codes_keep_their_zeros_and_letters_their_spelling():
    """007 is not 7, and é is é in either Unicode form."""
    made = corpus(["007", "7", "caf\u00e9"]).with_metadata(
        {"id": ["007", "cafe\u0301"], "v": [1, 2]}
    )
    assert made.documents["v"].to_list() == [1, None, 2]


@pytest.mark.parametrize(
    ("table", "key", "message"),
    [
        ({"id": ["x"], "v": [1]}, None, r"no row of any document: .*\(the first is 'a'; the"),
        ({"id": ["a"], "v": [1]}, "v", "nothing in its column 'v'"),
        ({"id": ["a"], "v": [1]}, "key", "no column 'key'; its columns are id, v"),
        ({}, None, "has no rows"),
        ("table.csv", None, r"use topics\.read\(paths, metadata=path\)"),
    ],
)  # fmt: skip
def test_tables_that_fit_nothing_are_errors(table, key, message):
    """They show what documents and rows are called."""
    with pytest.raises(InputError, match=message):
        corpus().with_metadata(table, key=key)
