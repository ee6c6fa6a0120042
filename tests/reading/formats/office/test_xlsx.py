"""XLSX files: every sheet is a table, read as CSV is."""

from __future__ import annotations

import sys

import pytest
from polars.testing import assert_frame_equal

from support.documents import cell, xlsx
from support.files import BODY
from topics.errors import InputError
from topics.reading import read
from topics.reading.formats.office import xlsx as module

OTHER = "A survey of the northern quay found cracks below the line of the spring tide."
HEADER = ["id", "text", "age", "ok", "when"]
ROWS = [HEADER, ["a", BODY, 7, True, ""], ["", "", "", "", ""], ["b", OTHER, 8.5, False, "May"]]


def one(tmp_path, data, **options):
    """The corpus of one file."""
    (tmp_path / "a.xlsx").write_bytes(data)
    return read(tmp_path / "a.xlsx", **options)


def test_a_sheet_is_read_as_a_table_of_csv(tmp_path):
    """Ids, texts and metadata are the same."""
    corpus = one(tmp_path, xlsx({"Answers": ROWS}))
    lines = [",".join(HEADER), f"a,{BODY},7,true,", f"b,{OTHER},8.5,false,May"]
    (tmp_path / "a.csv").write_text("\n".join(lines))
    wanted = read(tmp_path / "a.csv")
    assert_frame_equal(corpus.documents.drop("source"), wanted.documents.drop("source"))
    assert corpus.sections["text"].to_list() == [BODY, OTHER]


def test_several_sheets_are_in_the_ids(tmp_path):
    """Sheets without texts are counted."""
    rows = [["text", "n"], [BODY, 3]]
    other = [["text", "n"], [OTHER, 4]]
    data = xlsx({"North": rows, "Notes": [["key"], ["x"]], "South": other, "Blank": []})
    corpus = one(tmp_path, data)
    assert corpus.documents["id"].to_list() == ["a.xlsx/North#1", "a.xlsx/South#1"]
    assert corpus.documents["n"].to_list() == [3, 4]
    assert [(each.code, each.count) for each in corpus.notices] == [("sheets-without-texts", 1)]


def test_the_column_of_texts_is_named_as_for_csv(tmp_path):
    """Numbers in it are text; the error names the columns that there are."""
    data = xlsx({"A": [["answer", "n"], [BODY, 1], [12, 2]]})
    with pytest.raises(InputError, match="answer"):
        one(tmp_path, data)
    corpus = one(tmp_path, data, text_column="answer")
    assert corpus.sections["text"].to_list() == [BODY, "12"]


def test_rows_above_the_header_that_are_blank_are_skipped(tmp_path):
    """A table may begin further down."""
    corpus = one(tmp_path, xlsx({"A": [["", ""], ["text", "n"], [BODY, 1]]}))
    assert corpus.sections["text"].to_list() == [BODY]


def test_a_sheet_between_two_far_cells_is_refused(tmp_path, monkeypatch):
    """Calamine would make all cells between them."""
    far = f'<row r="1">{cell("text", "A1")}</row><row r="1048576">{cell("x", "XFD1048576")}</row>'
    xml = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"<sheetData>{far}</sheetData></worksheet>"
    )
    with pytest.raises(InputError, match="a sheet of 17,179,869,184 cells"):
        one(tmp_path, xlsx({"A": xml}))
    monkeypatch.setattr(module, "MAX_CELLS", 14)
    with pytest.raises(InputError, match=r"a sheet of 15 cells, expected at most 14"):
        one(tmp_path, xlsx({"A": [HEADER] * 3}))


@pytest.mark.parametrize(
    ("data", "match"),
    [
        (b"\xd0\xcf\x11\xe0", "encrypted, or of an old version"),
        (b"no workbook", "damaged ZIP file"),
        (xlsx({}), "no workbook in it"),
        (xlsx({"A": []}), "no cells in it"),
        (xlsx({"A": "<worksheet"}), "not a readable XLSX file"),
        (xlsx({"A": ROWS}, more={"xl/media/x.bin": b"\0" * 40_000_000}), "200 times its size"),
    ],
)
def test_workbooks_that_cannot_be_read_say_why(tmp_path, data, match):
    """Each is an error if it was named."""
    with pytest.raises(InputError, match=match):
        one(tmp_path, data)


def test_without_the_package_the_way_to_install_it_is_named(tmp_path, monkeypatch):
    """The message has the line for pip."""
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    with pytest.raises(InputError, match=r"pip install 'topics\[formats\]'"):
        one(tmp_path, xlsx({"A": ROWS}))
