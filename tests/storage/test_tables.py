"""Tables come back from CSV unchanged, and no cell is a formula in a spreadsheet."""

from __future__ import annotations

import csv
import datetime as dt
import random
import zlib
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from topics.errors import RunFolderError
from topics.storage import read_table, table_schema, write_table

HOSTILE = [
    "=1+1",
    "+1",
    "-1",
    "@A1",
    "\tx",
    "\rx",
    "\nx",
    "'x",
    "''",
    "'=1",
    "＝1",
    "＋",
    "－",
    "＠",
]
ODD = ["", " ", '"', '""', ",", "a,b", 'say "no"', "a\r\nb", "\r", "\n", "\\", "\ufeffid", "\x00"]

texts = st.one_of(
    st.sampled_from(HOSTILE + ODD),
    st.text(st.sampled_from("=+-@'\"\r\n\t, \\;#x\ufeff"), max_size=6),
    st.text(max_size=20),
)


def written_and_read(folder: Path, table: pl.DataFrame) -> pl.DataFrame:
    """Write a table and return what is read back."""
    write_table(folder / "table", table)
    return read_table(folder / "table", table_schema(table))


@settings(max_examples=150, deadline=None)
@given(rows=st.lists(st.tuples(st.none() | texts, st.none() | texts), max_size=12))
def test_every_string_comes_back(tmp_path_factory: pytest.TempPathFactory, rows: list) -> None:
    """Any text comes back; null and "" stay different."""
    table = pl.DataFrame(rows, schema={"id": pl.String, "text": pl.String}, orient="row")
    assert_frame_equal(written_and_read(tmp_path_factory.getbasetemp(), table), table)


@settings(max_examples=100, deadline=None)
@given(cells=st.lists(st.none() | texts, max_size=8))
def test_single_column_comes_back(tmp_path_factory: pytest.TempPathFactory, cells: list) -> None:
    """A table of one column keeps its empty and missing cells, whose lines are empty."""
    table = pl.DataFrame({"only": cells}, schema={"only": pl.String})
    assert_frame_equal(written_and_read(tmp_path_factory.getbasetemp(), table), table)


@settings(max_examples=100, deadline=None)
@given(names=st.lists(texts, min_size=1, max_size=5, unique=True))
def test_every_column_name_comes_back(
    tmp_path_factory: pytest.TempPathFactory, names: list[str]
) -> None:
    """Column names, which come from metadata keys, can be any text."""
    table = pl.DataFrame({name: ["x", None] for name in names})
    assert_frame_equal(written_and_read(tmp_path_factory.getbasetemp(), table), table)


@settings(max_examples=150, deadline=None)
@given(
    floats=st.lists(st.none() | st.floats(), min_size=3, max_size=3),
    small=st.lists(st.floats(width=32), min_size=3, max_size=3),
    integers=st.lists(st.none() | st.integers(-(2**63), 2**63 - 1), min_size=3, max_size=3),
)
def test_numbers_come_back_bit_for_bit(
    tmp_path_factory: pytest.TempPathFactory, floats: list, small: list, integers: list
) -> None:
    """Floats of both widths and integers keep every bit, including signed zeros and NaN."""
    schema = {"f": pl.Float64, "g": pl.Float32, "i": pl.Int64}
    table = pl.DataFrame({"f": floats, "g": small, "i": integers}, schema=schema)
    back = written_and_read(tmp_path_factory.getbasetemp(), table)
    assert_frame_equal(back, table, check_exact=True)
    for name, integer in (("f", pl.UInt64), ("g", pl.UInt32)):
        before, after = (t[name].is_finite() & (t[name] == 0) for t in (table, back))
        assert before.to_list() == after.to_list()
        signs = [t[name].reinterpret(signed=False).to_list() for t in (table, back)]
        zeros = before.fill_null(False).to_list()
        assert [s for s, z in zip(signs[0], zeros, strict=True) if z] == [
            s for s, z in zip(signs[1], zeros, strict=True) if z
        ]
        assert integer is not None


@settings(max_examples=50, deadline=None)
@given(
    moment=st.datetimes(dt.datetime(1, 1, 1), dt.datetime(9999, 12, 31)),
    ns_moment=st.datetimes(dt.datetime(1700, 1, 1), dt.datetime(2200, 1, 1)),
)
def test_other_types_come_back(
    tmp_path_factory: pytest.TempPathFactory, moment: dt.datetime, ns_moment: dt.datetime
) -> None:
    """Booleans, dates and datetimes of each unit keep their type and value."""
    table = pl.DataFrame({"yes": [True, None], "day": [moment.date(), None]}).with_columns(
        us=pl.Series([moment, None], dtype=pl.Datetime("us")),
        ns=pl.Series([ns_moment, None], dtype=pl.Datetime("ns")),
        ms=pl.Series([moment, None], dtype=pl.Datetime("us")).cast(pl.Datetime("ms")),
    )
    assert_frame_equal(written_and_read(tmp_path_factory.getbasetemp(), table), table)


def test_types_without_a_csv_form_become_text(tmp_path: Path) -> None:
    """Lists, structs, bytes, times and categories are written as text, not refused."""
    table = pl.DataFrame(
        {
            "kinds": [["a", "b"], None],
            "at": [dt.time(1, 2, 3), None],
            "raw": [b"\xff=1", None],
            "who": pl.Series(["x", "=y"], dtype=pl.Categorical),
            "zone": pl.Series([dt.datetime(2020, 1, 1), None]).dt.replace_time_zone("UTC"),
        }
    )
    back = written_and_read(tmp_path, table)
    assert set(back.dtypes) == {pl.String}
    assert back["kinds"].to_list() == ['["a", "b"]', None]
    assert back["who"].to_list() == ["x", "=y"]


@pytest.mark.parametrize("cell", HOSTILE)
def test_no_cell_starts_a_formula(tmp_path: Path, cell: str) -> None:
    """Cells and column names that look like formulas get a leading apostrophe."""
    write_table(tmp_path / "t", pl.DataFrame({"id": ["a"], cell: [cell]}))
    with (tmp_path / "t.csv").open(newline="", encoding="utf-8") as file:
        header, row = list(csv.reader(file))
    assert header == ["id", "'" + cell]
    assert row == ["a", "'" + cell]


def test_negative_numbers_stay_numbers(tmp_path: Path) -> None:
    """Only text gets an apostrophe; negative numbers are written unchanged."""
    write_table(tmp_path / "t", pl.DataFrame({"x": [-1.5], "n": [-2]}))
    assert (tmp_path / "t.csv").read_text() == "x,n\n-1.5,-2\n"


def test_large_table_with_line_ends_in_cells(tmp_path: Path) -> None:
    """Line ends inside cells survive where polars reads a file in several pieces."""
    rng = random.Random(0)  # noqa: S311
    cells = ["".join(rng.choices("ab\"\n\r,=' é", k=rng.randrange(40))) for _ in range(60_000)]
    table = pl.DataFrame({"n": range(len(cells)), "text": cells})
    assert_frame_equal(written_and_read(tmp_path, table), table)


def test_same_table_gives_the_same_bytes(tmp_path: Path) -> None:
    """A table does not depend on the clock."""
    table = pl.DataFrame({"id": ["a", "b"], "x": [0.1, 1 / 3]})
    for name in ("one", "two"):
        write_table(tmp_path / name, table)
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "two.csv").read_bytes()


def test_empty_table_keeps_its_columns(tmp_path: Path) -> None:
    """A table without rows keeps the names and types of its columns."""
    table = pl.DataFrame(schema={"id": pl.String, "n": pl.Int64, "day": pl.Date})
    assert_frame_equal(written_and_read(tmp_path, table), table)


def test_path_with_pattern_characters(tmp_path: Path) -> None:
    """A folder whose name looks like a glob pattern is read like any other."""
    folder = tmp_path / "run[1]*"
    folder.mkdir()
    table = pl.DataFrame({"id": ["a"]})
    assert_frame_equal(written_and_read(folder, table), table)


@pytest.mark.parametrize(
    ("content", "schema", "message"),
    [
        (b"id,n\na,1\n", {"id": "String"}, "has the columns id, n"),
        (b"id,n\na,x\n", {"id": "String", "n": "Int64"}, "does not have the columns and types"),
        (b"id,n\na,1,2\n", {"id": "String", "n": "Int64"}, "does not have the columns and types"),
        (b"id,n\na,1\n", {"id": "String", "n": "Object"}, "unknown type 'Object'"),
        (b"", {"id": "String"}, "does not start with"),
        (zlib.compress(b"id\n" + b"a" * 99), {"id": "String"}, "does not start with"),
        (b"\x1f\x8bxx", {"id": "String"}, "does not start with"),
        (b'id\n"a', {"id": "String"}, "schema"),
        (b"id\n\xff\xfe\n", {"id": "String"}, "invalid utf-8"),
    ],
)
def test_damaged_table_is_refused_by_name(
    tmp_path: Path, content: bytes, schema: dict[str, str], message: str
) -> None:
    """A file that does not match its schema is refused; compressed files are not unpacked."""
    (tmp_path / "t.csv").write_bytes(content)
    with pytest.raises(RunFolderError, match=rf"t\.csv.*{message}"):
        read_table(tmp_path / "t", schema)


def test_missing_table_is_named(tmp_path: Path) -> None:
    """The error for a missing file names it."""
    with pytest.raises(RunFolderError, match=r"gone\.csv does not exist"):
        read_table(tmp_path / "gone", {"id": "String"})
