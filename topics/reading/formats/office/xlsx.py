"""XLSX files → documents: every sheet is a table, read as CSV is.

Read by calamine, which is the engine of pandas and polars for them. It makes a full table of the
rows and columns between the cells of a sheet, so that these are counted first.
"""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Iterator
from typing import Any

from topics.columns import find_column, no_column
from topics.options import ReadOptions
from topics.reading.extras import missing_extra
from topics.reading.formats.office.package import Package
from topics.reading.formats.row_columns import check_columns, text_columns
from topics.reading.formats.rows import RowError, RowReader
from topics.reading.formats.tables import column_names
from topics.reading.records import BadRow, Parsed, Remark, TooLargeError, UnusableFileError
from topics.values import amount

MAX_SHEETS = 1_000
"""A workbook with more sheets is refused."""

MAX_CELLS = 20_000_000
"""A sheet with more rows times columns is refused: a cell takes about 50 bytes, however short."""

_EXAMPLES = 100
_REFERENCE = re.compile(r"([A-Z]{1,4})(\d{1,8})")
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_SHEETS_WITHOUT_TEXT = "sheets-without-texts"


def read_xlsx(data: bytes, options: ReadOptions) -> Parsed:
    """The documents of the rows of every sheet with a column of texts.

    If there are several sheets, ids are those of the file and the sheet, ``a.xlsx/Answers#3``.
    """
    package = Package(data, options)
    yield from package.macros()
    _check_sizes(package)
    others: list[str] = []
    names: list[str] = []
    examples: dict[str, list[Any]] = {}
    n_read = 0
    sheets = _sheets(data)
    for sheet, rows in sheets:
        names = column_names([_text(cell) for cell in rows[0]])
        examples = _examples(names, rows[1 : _EXAMPLES + 1])
        if find_column(options.text_column, names) is None and len(sheets) > 1:
            others.append(repr(sheet))
            continue
        check_columns(options, names, examples)
        n_read += 1
        yield from _rows(names, rows, options, sheet if len(sheets) > 1 else None)
    if not n_read:
        raise UnusableFileError(
            no_column(options.text_column, names, "text_column", examples)
            if sheets
            else "no cells in it"
        )
    if others:
        message = "sheets without the column of texts, left out"
        yield Remark(_SHEETS_WITHOUT_TEXT, message, ", ".join(others[:3]), len(others))


def _sheets(data: bytes) -> list[tuple[str, list[list[Any]]]]:
    """Name and rows of every sheet with cells."""
    try:
        from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum
    except ImportError as error:
        raise missing_extra("XLSX files") from error
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        tables = [
            (sheet.name, book.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False))
            for sheet in book.sheets_metadata
            if sheet.typ == SheetTypeEnum.WorkSheet
        ]
    except (CalamineError, OSError, ValueError) as error:
        raise UnusableFileError(f"not a readable XLSX file: {str(error)[:200]}") from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # of Rust, which is no Exception
            raise
        raise UnusableFileError("not a readable XLSX file: calamine fails on it") from error
    return [(name, table) for name, rows in tables if (table := _without_blank_head(rows))]


def _without_blank_head(rows: list[list[Any]]) -> list[list[Any]]:
    """The rows from the first one with cells on."""
    begin = next((i for i, row in enumerate(rows) if any(map(_text, row))), len(rows))
    return rows[begin:]


def _rows(
    names: list[str], rows: list[list[Any]], options: ReadOptions, sheet: str | None
) -> Parsed:
    """The documents of one sheet."""
    texts = text_columns(options, names)
    reader = RowReader(options, names)
    text_name = find_column(options.text_column, names)
    for number, cells in enumerate(rows[1:], 1):
        if not any(map(_text, cells)):
            continue
        row = {
            name: _text(cell) if name in texts else _value(cell)
            for name, cell in zip(names, cells, strict=False)
            if _text(cell) or name == text_name
        }
        try:
            document = reader.document(row, number, None)
        except RowError as error:
            where = "" if sheet is None else f"sheet {sheet!r}, "
            yield BadRow(None, f"{where}row {number}: {error}")
            continue
        document.table = sheet
        yield document
    yield from reader.remarks()


def _examples(names: list[str], rows: list[list[Any]]) -> dict[str, list[Any]]:
    return {name: [_text(row[i]) for row in rows if i < len(row)] for i, name in enumerate(names)}


def _value(cell: Any) -> Any:
    """A cell as metadata: whole numbers without a decimal point, dates, text."""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 2**53:
        return int(cell)
    if isinstance(cell, datetime.datetime):
        return cell.date() if cell.time() == datetime.time() else cell.isoformat()
    if isinstance(cell, datetime.time | datetime.timedelta):
        return str(cell)
    return cell


def _text(cell: Any) -> str:
    """A cell as text."""
    value = _value(cell)
    if isinstance(value, datetime.date):
        return value.isoformat()
    return "" if value is None else str(value)


def _check_sizes(package: Package) -> None:
    """Raise TooLargeError if a part unpacks to too much, or a sheet has too many cells."""
    sheets = [name for name in package.names if _SHEET.fullmatch(name)]
    if not sheets:
        raise UnusableFileError("no workbook in it")
    if len(sheets) > MAX_SHEETS:
        raise TooLargeError(f"has more than {MAX_SHEETS:,} sheets")
    for name in package.names:
        part = package.read(name)  # within the budget, also parts that nothing here looks at
        if name not in sheets:
            continue
        n_cells = _n_cells(part)
        if n_cells > MAX_CELLS:
            raise TooLargeError(
                f"a sheet of {amount(n_cells, 'cell')}, expected at most {MAX_CELLS:,}"
            )


def _n_cells(sheet: bytes) -> int:
    """Rows times columns between the first and the last cell of a sheet, as its XML says."""
    from lxml import etree

    n_rows = n_columns = row = column = 0
    for name, reference in _references(sheet, etree):
        if name == "row":
            row, column = (int(reference) if reference.isdigit() else row + 1), 0
        else:
            match = _REFERENCE.fullmatch(reference)
            column = column + 1 if match is None else _number(match[1])
            row = row if match is None else int(match[2])
        n_rows, n_columns = max(n_rows, row), max(n_columns, column)
    return n_rows * max(n_columns, 1)


def _references(sheet: bytes, etree: Any) -> Iterator[tuple[str, str]]:
    """Names (``row`` or ``c``) and references of the rows and cells, in order."""
    options = {"resolve_entities": False, "no_network": True, "huge_tree": False}
    events = etree.iterparse(io.BytesIO(sheet), events=("start", "end"), **options)
    try:
        for event, element in events:
            name = str(element.tag).rpartition("}")[2]
            if event == "start" and name in ("row", "c"):
                yield name, (element.get("r") or "").strip().upper()
            elif event == "end" and name == "row":
                element.clear()
    except etree.XMLSyntaxError as error:
        raise UnusableFileError(f"not a readable XLSX file: {error}") from error


def _number(letters: str) -> int:
    """The number of a column: A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number
