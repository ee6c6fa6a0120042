"""pandas and polars at the edge: both become a corpus, and tables of runs become pandas."""

from __future__ import annotations

import datetime as dt
from importlib.util import find_spec

import numpy as np
import pandas as pd
import polars as pl
import pytest

import topics
from topics.corpus import Corpus

TEXTS = ["the reef and the tide", "a judge and a jury", "letters and parcels"] * 4
ZONE = dt.timezone(dt.timedelta(hours=5, minutes=30))


def frame_of(kind, **columns):
    """A table of either library."""
    return pd.DataFrame(columns) if kind == "pandas" else pl.DataFrame(columns)


@pytest.mark.parametrize("kind", ["pandas", "polars"])
def test_both_make_the_same_corpus(kind):
    """Ids, titles, text and metadata of numbers, truth values and text."""
    columns = {
        "id": [f"d{i}" for i in range(12)],
        "title": [f"Title {i}" for i in range(12)],
        "text": TEXTS,
        "year": list(range(2000, 2012)),
        "is_long": [i % 2 == 0 for i in range(12)],
        "weight": [i / 3 for i in range(12)],
    }
    corpus = Corpus.from_frame(frame_of(kind, **columns))
    assert corpus.documents["id"].to_list() == columns["id"]
    assert corpus.sections["text"].to_list() == TEXTS
    for name in ("year", "is_long", "weight"):
        assert corpus.documents[name].to_list() == columns[name]


@pytest.mark.parametrize(
    "index",
    [
        pytest.param([5] * 12, id="repeated"),
        pytest.param(list("abcdefghijkl"), id="letters"),
        pytest.param(pd.date_range("2020-01-01", periods=12, tz="Asia/Kolkata"), id="dates"),
        pytest.param(
            pd.MultiIndex.from_product([["a", "b"], range(6)], names=["x", "y"]), id="levels"
        ),
        pytest.param([np.nan] * 12, id="missing"),
    ],
)
def test_any_index_of_pandas(index):
    """The index is no id and no column; rows keep their order."""
    frame = pd.DataFrame({"text": TEXTS, "n": range(12)}, index=index)
    corpus = Corpus.from_frame(frame)
    assert corpus.n_documents == 12
    assert corpus.documents["n"].to_list() == list(range(12))
    part = Corpus.from_frame(frame[frame["n"] > 5])
    assert part.documents["n"].to_list() == [6, 7, 8, 9, 10, 11]
    assert part.documents["id"].to_list() == [str(i) for i in range(6)]


@pytest.mark.parametrize("kind", ["pandas", "polars"])
def test_categories_are_their_names(kind):
    """Categorical and Enum columns are read as text, also as texts themselves."""
    parties = ["a", "b", "c"] * 4
    if kind == "pandas":
        column = pd.Categorical(parties, categories=["c", "b", "a", "unused"], ordered=True)
        text = pd.Categorical(TEXTS)
    else:
        column = pl.Series(parties, dtype=pl.Enum(["c", "b", "a", "unused"]))
        text = pl.Series(TEXTS, dtype=pl.Categorical)
    corpus = Corpus.from_frame(frame_of(kind, text=text, party=column))
    assert corpus.documents["party"].cast(pl.String).to_list() == parties
    assert corpus.sections["text"].to_list() == TEXTS


def test_missing_values_of_pandas():
    """NA, NaN, None and NaT are missing, in each kind of column; a missing text is empty."""
    frame = pd.DataFrame(
        {
            "text": pd.array([*TEXTS[:-1], pd.NA], dtype="string"),
            "whole": pd.array([1, pd.NA] * 6, dtype="Int64"),
            "truth": pd.array([True, pd.NA] * 6, dtype="boolean"),
            "number": [1.5, np.nan] * 6,
            "words": ["x", None] * 6,
            "mixed": ["x", pd.NA] * 6,
            "day": pd.to_datetime(["2020-01-02", None] * 6),
        }
    )
    corpus = Corpus.from_frame(frame)
    for name in ("whole", "truth", "number", "words", "mixed", "day"):
        column = corpus.documents[name]
        assert column.is_null().to_list() == [False, True] * 6, name
    assert corpus.documents["whole"].to_list()[0] == 1
    assert corpus.sections.filter(document="11")["text"].str.join("").to_list() in ([], [""])


@pytest.mark.parametrize("kind", ["pandas", "polars"])
def test_times_with_zones_keep_their_day(kind):
    """The day that was written stays, wherever it is read."""
    late = [dt.datetime(2020, 1, 2, 0, 30, tzinfo=ZONE) + dt.timedelta(days=i) for i in range(12)]
    if kind == "pandas":
        moments = pd.DatetimeIndex(late)
    else:
        moments = pl.Series(late).dt.convert_time_zone("Asia/Kolkata")
    corpus = Corpus.from_frame(frame_of(kind, text=TEXTS, when=moments))
    run = topics.fit(corpus, n_topics=2, n_fits=1, project=False)
    found = run.over_time("when", period="day").table["period"].unique().sort().to_list()
    assert str(found[0]).startswith("2020-01-02")
    assert len(found) == 12


def pandas_of(table):
    """The table for pandas, also where pyarrow is not installed."""
    if find_spec("pyarrow") is None:
        return pd.DataFrame(table.to_dict(as_series=False))
    return table.to_pandas()


@pytest.mark.parametrize("kind", ["pandas", "polars"])
def test_tables_of_runs_become_pandas(kind, tmp_path):
    """`.to_pandas()` needs pyarrow besides pandas; either way a table goes back into a corpus."""
    corpus = Corpus.from_frame(frame_of(kind, text=TEXTS, party=["a", "b", None] * 4))
    run = topics.fit(corpus, n_topics=2, n_fits=1)
    for name in ("documents", "sections", "topics", "projection", "removed"):
        table = getattr(run, name)
        assert isinstance(table, pl.DataFrame)
        frame = pandas_of(table)
        assert isinstance(frame, pd.DataFrame)
        assert list(frame.columns) == table.columns
        assert len(frame) == table.height
    assert pandas_of(run.topics)["share"].sum() == pytest.approx(1)
    joined = pandas_of(run.documents).assign(text=TEXTS)
    again = Corpus.from_frame(joined)
    assert again.documents["id"].to_list() == run.documents["id"].to_list()
