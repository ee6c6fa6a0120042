"""Corpus from memory: ids, titles, metadata, pandas, and what is refused."""

from __future__ import annotations

import datetime

import polars as pl
import pytest

from topics.corpus import Corpus, with_metadata
from topics.errors import InputError


def test_texts_get_ids_and_titles():
    """Numbers where none are given; a missing title is the id."""
    assert Corpus.from_texts(["a", "b"]).documents["id"].to_list() == ["0", "1"]
    corpus = Corpus.from_texts(["a", "b"], ids=["x", "007"], titles=["Tide", None])
    assert corpus.documents.select("id", "title").rows() == [("x", "Tide"), ("007", "007")]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"ids": ["a", None]}, "missing"),
        ({"ids": ["a", "a"]}, "'a'"),
        ({"ids": ["a"]}, "1 ids for 2"),
        ({"metadata": {"k": [1, 2, 3]}}, "3 metadata rows"),
    ],
)
def test_bad_ids_and_lengths_are_named(options, message):
    """Each says what is wrong with it."""
    with pytest.raises(InputError, match=message):
        Corpus.from_texts(["one", "two"], **options)


def test_no_texts_and_no_strings_are_refused():
    """An empty corpus and a number among the texts."""
    with pytest.raises(InputError, match="at least one"):
        Corpus.from_texts([])
    with pytest.raises(InputError, match="text 1 is int"):
        Corpus.from_texts(["a", 5])
    with pytest.raises(InputError, match="empty or no string"):
        Corpus.from_tokens([["a", ""]])


def test_lone_surrogates_are_replaced():
    """What UTF-8 cannot hold does not stop a fit."""
    assert Corpus.from_texts(["tide \ud800 reef"]).sections["text"][0] == "tide \ufffd reef"


def test_metadata_that_collides_or_nests_is_kept():
    """Fixed names get the prefix meta_; lists and dicts become JSON, durations text."""
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
    """Nothing to add is nothing done."""
    documents = Corpus.from_texts(["t"]).documents
    assert with_metadata(documents, pl.DataFrame()).equals(documents)


def test_a_frame_fills_fixed_columns_and_metadata():
    """Columns id, title, author, date and language are known; the rest is metadata."""
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
    with pytest.raises(InputError, match="expected text"):
        Corpus.from_frame(frame, text_column="stars")


def test_a_pandas_frame_needs_nothing_else():
    """NaN, NaT and NA are missing; dates stay dates."""
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
    """Unknown documents, missing values, wrong order, wrong positions, wrong types."""
    good = Corpus.from_texts(["a", "b"], ids=["x", "y"])
    bad_sections = {
        "does not hold": good.sections.with_columns(document=pl.lit("z")),
        "missing values": good.sections.with_columns(text=pl.lit(None, dtype=pl.String)),
        "order of their documents": good.sections.reverse(),
        "count from 0": good.sections.with_columns(position=pl.lit(7, dtype=pl.Int64)),
        "expected Int64": good.sections.with_columns(level=pl.lit("1")),
        "no column": good.sections.drop("heading"),
    }
    for message, sections in bad_sections.items():
        with pytest.raises(InputError, match=message):
            Corpus(documents=good.documents, sections=sections)
