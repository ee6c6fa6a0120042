"""CSV, TSV and Parquet become documents, one per row."""

import contextlib
import datetime
import io
import math

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from support.files import BODY, write
from topics.errors import InputError
from topics.options import ReadOptions
from topics.reading import read
from topics.reading.formats.parquet import read_parquet
from topics.reading.records import UnusableFileError

WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20)


def test_csv_details(tmp_path):
    """Quoted line ends, semicolons, repeated names, types, short rows, huge cells."""
    huge = "word " * 50_000
    write(
        tmp_path,
        a__csv=f'text;n;zip;ok;n\n"a; b\n\nc ""d""";1;007;true;x\n\n{huge};2.5;123\n',
    )
    corpus = read(tmp_path / "a.csv")
    assert corpus.sections["text"].to_list() == ['a; b\n\nc "d"', huge]
    assert corpus.documents["n"].to_list() == [1.0, 2.5]
    assert corpus.documents["zip"].to_list() == ["007", "123"]
    assert corpus.documents["ok"].to_list() == [True, None]
    assert corpus.documents["n_2"].to_list() == ["x", None]


def test_parquet_sections_and_dates(tmp_path):
    """A column of lists of structs is used as sections; dates keep their type."""
    pl.DataFrame(
        {
            "sections": [[{"heading": "A", "level": 2, "text": BODY}]],
            "date": [datetime.date(2020, 1, 2)],
            "day": [datetime.date(2020, 1, 3)],
        }
    ).write_parquet(tmp_path / "a.parquet")
    corpus = read(tmp_path)
    assert corpus.sections.row(0) == ("a.parquet#1", 0, 2, "A", BODY)
    assert corpus.documents["date"].to_list() == ["2020-01-02"]
    assert corpus.documents["day"].dtype == pl.Date


def test_text_of_rows_is_cut_at_headings(tmp_path):
    """A text in a table shows its plain-line headings."""
    write(tmp_path, a__csv=f'text\n"{BODY}\n\nThe boats\n\n{BODY}"\n')
    assert read(tmp_path).sections["heading"].to_list() == ["", "The boats"]


def test_bad_csv_rows(tmp_path):
    """Too many cells and broken quotes are errors that name the line."""
    write(tmp_path, a__csv=f'n,text\n1,"{BODY}\nmore"\n2,a,b,c\n3,"x"y\n4,good\n')
    with pytest.raises(InputError, match="line 4"):
        read(tmp_path / "a.csv")
    corpus = read(tmp_path / "a.csv", skip_bad=True)
    assert corpus.documents["n"].to_list() == [1, 4]
    assert corpus.removed["line"].to_list() == [4, 5]


def test_a_quote_that_never_ends_is_an_error(tmp_path):
    """It would swallow the rest of the table."""
    write(tmp_path, a__csv='text\ngood\n"bad\nlost\n')
    with pytest.raises(InputError, match="line 3"):
        read(tmp_path / "a.csv")


@pytest.mark.parametrize("option", ["text_column", "id_column"])
def test_a_column_that_is_not_there(tmp_path, option):
    """The message lists the columns that are."""
    write(tmp_path, a__csv="text,n\na,1\n")
    with pytest.raises(InputError, match=r"'nope'.*text, n"):
        read(tmp_path / "a.csv", **{option: "nope"})


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.floats(allow_nan=False, allow_infinity=False), st.integers(-(2**63), 2**63 - 1), WORDS)
def test_csv_metadata_survives(tmp_path, number, whole, text):
    """Numbers in a table are the numbers that were written."""
    frame = pl.DataFrame({"text": ["a"], "number": [number], "whole": [whole], "s": ["x" + text]})
    frame.write_csv(tmp_path / "a.csv")
    documents = read(tmp_path / "a.csv").documents
    assert math.isclose(float(documents["number"][0]), number, rel_tol=1e-15)
    assert int(documents["whole"][0]) == whole


def test_damaged_parquet_is_unusable():
    """Even if polars panics, the error is ours."""
    buffer = io.BytesIO()
    pl.DataFrame({"text": [BODY] * 50, "sections": [["x", "y"]] * 50}).write_parquet(buffer)
    whole = buffer.getvalue()
    footer = len(whole) - 8 - int.from_bytes(whole[-8:-4], "little")
    for offset in range(footer, len(whole), 7):
        damaged = whole[:offset] + bytes([whole[offset] ^ 0x55]) + whole[offset + 1 :]
        with contextlib.suppress(UnusableFileError):
            list(read_parquet(damaged, ReadOptions()))


def test_two_columns_of_texts(tmp_path):
    """Which is meant cannot be known: an error, or in a folder a counted file."""
    write(tmp_path, a__csv="id,text,text\n1,tides lift,judges heard\n", b__txt=BODY)
    with pytest.raises(InputError, match=r"a.csv: columns 2 and 3 are both named 'text', expected"):
        read(tmp_path / "a.csv")
    assert [notice.code for notice in read(tmp_path).notices] == ["unreadable-files"]
    corpus = read(tmp_path / "a.csv", text_column="text_2")
    assert corpus.sections["text"].to_list() == ["judges heard"]
