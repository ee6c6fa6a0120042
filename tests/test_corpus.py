"""A corpus from data in memory: ids, titles, metadata, pandas, and bad input."""

from __future__ import annotations

import datetime

import polars as pl
import pytest

from topics.corpus import Corpus, with_metadata
from topics.errors import InputError


def test_texts_get_ids_and_titles():
    """Ids default to numbers; a missing title is replaced by the id."""
    assert Corpus.from_texts(["a", "b"]).documents["id"].to_list() == ["0", "1"]
    corpus = Corpus.from_texts(["a", "b"], ids=["x", "007"], titles=["Tide", None])
    assert corpus.documents.select("id", "title").rows() == [("x", "Tide"), ("007", "007")]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"ids": ["a", None]}, "missing"),
        ({"ids": ["a", "a"]}, "'a'"),
        ({"ids": ["a"]}, "1 ids for 2 texts; give one each"),
        ({"metadata": {"k": [1, 2, 3]}}, "metadata has 3 rows"),
    ],
)
def test_bad_ids_and_lengths_are_named(options, message):
    """The error says what is wrong with ids and lengths."""
    with pytest.raises(InputError, match=message):
        Corpus.from_texts(["one", "two"], **options)


def test_empty_input_and_values_that_are_not_strings_are_refused():
    """No texts, a number among the texts, and an empty token are errors."""
    with pytest.raises(InputError, match="at least one"):
        Corpus.from_texts([])
    with pytest.raises(InputError, match="text 1 is int"):
        Corpus.from_texts(["a", 5])
    with pytest.raises(InputError, match="empty or not a string"):
        Corpus.from_tokens([["a", ""]])


def test_lone_surrogates_are_replaced():
    """Characters that UTF-8 cannot encode are replaced instead of stopping a fit."""
    assert Corpus.from_texts(["tide \ud800 reef"]).sections["text"][0] == "tide \ufffd reef"
    assert Corpus.from_tokens([["tide\ud800"]]).sections["tokens"].to_list() == [["tide\ufffd"]]
    rows = [{"text": "tide", "\ud800": "\ud800", "user": {"\udfff": "sea\ud800"}}]
    metadata = Corpus.from_frame(rows).documents.select("\ufffd", "user.\ufffd")
    assert metadata.rows() == [("\ufffd", "sea\ufffd")]


def test_metadata_that_collides_or_nests_is_kept():
    """Names that are taken get the prefix meta_; lists become JSON, durations text."""
    metadata = {
        "title": ["x"],
        "meta_title": ["y"],
        "n_terms": [3],
        "tags": [["a", "b"]],
        "span": [datetime.timedelta(hours=1)],
    }
    documents = Corpus.from_texts(["t"], metadata=metadata).documents
    assert documents.columns[8:] == [
        "meta_title",
        "meta_meta_title",
        "meta_n_terms",
        "tags",
        "span",
    ]
    assert documents["tags"][0] == '["a", "b"]'
    assert documents["span"][0] == "1:00:00"


def test_with_metadata_leaves_documents_alone_without_columns():
    """Without metadata columns the table is returned unchanged."""
    documents = Corpus.from_texts(["t"]).documents
    assert with_metadata(documents, pl.DataFrame()).equals(documents)


def test_a_frame_fills_fixed_columns_and_metadata():
    """The columns id, title, author, date and language have a meaning; others are metadata."""
    frame = pl.DataFrame(
        {
            "id": ["a", "b"],
            "body": ["tide", None],
            "title": ["T", None],
            "date": [datetime.date(2024, 5, 1), None],
            "stars": [4, 5],
        }
    )
    corpus = Corpus.from_frame(frame, text_column="body")
    assert corpus.documents["title"].to_list() == ["T", "b"]
    assert corpus.documents["date"].to_list() == ["2024-05-01", None]
    assert corpus.documents["stars"].to_list() == [4, 5]
    assert corpus.sections["text"].to_list() == ["tide", ""]
    with pytest.raises(InputError, match="no column 'text'"):
        Corpus.from_frame(frame)
    with pytest.raises(InputError, match="is Int64, expected text"):
        Corpus.from_frame(frame, text_column="stars")


def test_a_pandas_frame_needs_nothing_else():
    """NaN, NaT and NA become null, and no further package is needed."""
    pandas = pytest.importorskip("pandas", reason="pandas is no dependency")
    frame = pandas.DataFrame(
        {
            "text": ["tide", None],
            "when": pandas.to_datetime(["2024-05-01", None]),
            "score": [0.5, float("nan")],
        }
    )
    corpus = Corpus.from_frame(frame)
    assert corpus.sections["text"].to_list() == ["tide", ""]
    assert corpus.documents["score"].to_list() == [0.5, None]
    assert corpus.documents["when"].to_list()[1] is None


def test_tables_that_do_not_fit_together_are_refused():
    """Unknown documents, missing values, and wrong order, positions, types or columns."""
    good = Corpus.from_texts(["a", "b"], ids=["x", "y"])
    bad_sections = {
        "not in the documents": good.sections.with_columns(document=pl.lit("z")),
        "missing values": good.sections.with_columns(text=pl.lit(None, dtype=pl.String)),
        "order of their documents": good.sections.reverse(),
        "count from 0": good.sections.with_columns(position=pl.lit(7, dtype=pl.Int64)),
        "expected Int64": good.sections.with_columns(level=pl.lit("1")),
        "no column": good.sections.drop("heading"),
    }
    for message, sections in bad_sections.items():
        with pytest.raises(InputError, match=message):
            Corpus(documents=good.documents, sections=sections)


def test_texts_ids_titles_and_metadata_are_cleaned():
    """As those of files: one spelling, no web residue, no marks that turn the direction."""
    corpus = Corpus.from_texts(
        ["Great!<br/>Works<br>well &amp; fast", "cafe\u0301", "ข้าว\u200bปลา"],
        ids=["e\u0301", "b", "c"],
        titles=["A &amp; B", "x\u202ey", None],
        metadata={"gro\u0308ße": ["u\u0308", None, "x"]},
    )
    assert corpus.documents["id"].to_list() == ["é", "b", "c"]
    assert corpus.documents["title"].to_list() == ["A & B", "xy", "c"]
    assert corpus.documents["größe"].to_list() == ["ü", None, "x"]
    assert corpus.sections["text"].to_list() == ["Great!\nWorks\nwell & fast", "café", "ข้าว ปลา"]


@pytest.mark.parametrize(
    ("texts", "count"),
    [([None, None], 2), (["a tide", None, "", " \n"], 3), (["a tide", "nan", None], 1)],
)
def test_texts_that_are_missing_are_counted(texts, count):
    """As those of files are; what only says so has its own notice."""
    counts = {one.code: one.count for one in Corpus.from_texts(texts).notices}
    assert counts["documents-without-text"] == count
    frame = Corpus.from_frame(pl.DataFrame({"text": texts}, schema={"text": pl.String}))
    assert {one.code: one.count for one in frame.notices} == counts


def test_texts_that_are_there_have_no_notice():
    """Also where a section of several is empty."""
    assert Corpus.from_texts(["a tide", "a reef"]).notices == ()
