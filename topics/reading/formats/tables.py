"""CSV and TSV → documents, one per row."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from topics.columns import find_column, says_missing
from topics.options import ReadOptions
from topics.reading.files.decoding import clean_utf8
from topics.reading.formats.delimited import Dialect, best_dialect, rows_of, variants
from topics.reading.formats.row_columns import check_columns, text_columns
from topics.reading.formats.rows import RowError, RowReader
from topics.reading.records import BadRow, Parsed, Remark, UnusableFileError
from topics.values import amount

_INTEGER = re.compile(r"[+-]?(?:0|[1-9][0-9]{0,17})")
_EXAMPLES = 100
"""Rows at the start of a table by which a column of texts is recognised, for messages."""

_NUMBER = re.compile(r"[+-]?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,40})?(?:[eE][+-]?[0-9]{1,2})?")

_FIRST_LINE = re.compile(r"\n*([^\n]*)")


def read_csv(data: bytes, options: ReadOptions) -> Parsed:
    """The documents of a CSV file, in the dialect that fits it best."""
    return _read_delimited(clean_utf8(data), ",", options)


def read_tsv(data: bytes, options: ReadOptions) -> Parsed:
    """The documents of a table separated by tabs."""
    return _read_delimited(clean_utf8(data), "\t", options)


@dataclass(slots=True)
class _Table:
    """What a first pass over a delimited table finds.

    Attributes
    ----------
    dialect : Dialect
    header, names : list of str
        Columns as they are named, and with numbers behind names that repeat.
    examples : dict of str to list of str
        Cells of the first rows by column.
    types : _ColumnTypes
    text_index : int
        Index of the column of the texts; -1 if there is none.
    n_rows, n_bad : int
        Rows below the header, and how many of them cannot be read.
    """

    dialect: Dialect
    header: list[str]
    names: list[str]
    examples: dict[str, list[str]]
    types: _ColumnTypes
    text_index: int
    n_rows: int
    n_bad: int


def rows_of_delimited(text: str, preferred: str) -> Iterator[dict[str, Any] | BadRow]:
    """The rows of a table without texts, in the dialect that fits it best."""
    table = _best_scan(text, preferred, ReadOptions())
    for _, _, row in _typed_rows(text, table):
        yield row


def _read_delimited(text: str, preferred: str, options: ReadOptions) -> Parsed:
    table = _best_scan(text, preferred, options)
    check_columns(options, table.names, table.examples, header=table.header)
    reader = RowReader(options, table.names, is_clean=True)
    for number, line, row in _typed_rows(text, table):
        if isinstance(row, BadRow):
            yield row
            continue
        try:
            yield reader.document(row, number, line)
        except RowError as error:
            yield BadRow(line, f"row {number}: {error}")
    if not table.n_rows:
        raise UnusableFileError("no rows below its header")
    yield from table.types.remarks()
    yield from reader.remarks()


def _best_scan(text: str, preferred: str, options: ReadOptions) -> _Table:
    table = _scan(text, best_dialect(text, options, preferred), options)
    if table.n_bad:
        others = (_scan(text, other, options) for other in variants(text, table.dialect))
        table = min([table, *others], key=lambda each: (each.text_index < 0, each.n_bad))
    return table


def _typed_rows(text: str, table: _Table) -> Iterator[tuple[int, int, dict[str, Any] | BadRow]]:
    """Number, line and values of every row; empty cells are left out, but for that of the text."""
    names, text_index = table.names, table.text_index
    converters = table.types.converters()
    # The text is parsed a second time: keeping all rows would take several times its memory.
    for number, (line, cells) in enumerate(_header_and_rows(text, table.dialect)[1], 1):
        if isinstance(cells, BadRow):
            yield number, line, BadRow(line, f"row {number}: {cells.why}")
            continue
        if not _fits(cells, len(names), text_index):
            why = f"row {number} {_misfit(cells, len(names), table.dialect)}"
            yield number, line, BadRow(line, why)
            continue
        row: dict[str, Any] = {
            name: converters[name](cell) if name in converters else cell
            for index, (name, cell) in enumerate(zip(names, cells, strict=False))
            if cell or index == text_index
        }
        yield number, line, row


def _scan(text: str, dialect: Dialect, options: ReadOptions) -> _Table:
    """A first pass over a table: its columns, their types, and how many rows are damaged."""
    header, rows = _header_and_rows(text, dialect)
    names = column_names(header)
    types = _ColumnTypes(names, text_columns(options, names))
    text_name = find_column(options.text_column, names)
    text_index = -1 if text_name is None else names.index(text_name)
    examples: dict[str, list[str]] = {name: [] for name in names}
    n_rows = n_bad = 0
    for _, cells in rows:
        n_rows += 1
        if isinstance(cells, BadRow):
            n_bad += 1
            continue
        n_bad += not _fits(cells, len(names), text_index)
        types.add(cells)
        if n_rows <= _EXAMPLES:
            for name, cell in zip(names, cells, strict=False):
                examples[name].append(cell)
    return _Table(dialect, header, names, examples, types, text_index, n_rows, n_bad)


def _header_and_rows(
    text: str, dialect: Dialect
) -> tuple[list[str], Iterator[tuple[int, list[str] | BadRow]]]:
    """The first row, and an iterator over the rows below it.

    A header with wrong quotation marks is read as well as it can be: the row below it is none.
    """
    rows = rows_of(text, dialect)
    _, header = next(rows, (0, None))
    if header is None:
        raise UnusableFileError("empty")
    if isinstance(header, BadRow):
        header = _damaged_header(text, dialect)
    return header, rows


def _damaged_header(text: str, dialect: Dialect) -> list[str]:
    """The columns of a header with wrong quotation marks, without the marks."""
    line = _FIRST_LINE.match(text, dialect.begin)[1]  # type: ignore[index]
    try:
        cells = next(dialect.reader(iter([line]), strict=False), [])
        if len(cells) < 2:  # the mark opens in the first cell
            cells = next(dialect.reader(iter([line.replace('"', "")])), [])
    except csv.Error as error:
        raise UnusableFileError(f"the first line is no header: {error}") from error
    return [cell.replace('"', "").strip() for cell in cells]


def typed_columns(columns: Mapping[str, list[str | None]]) -> dict[str, list[Any]]:
    """The columns with cells as numbers or booleans where all of them are, as in a table."""
    types = _ColumnTypes(list(columns), set())
    for cells in zip(*columns.values(), strict=True):
        types.add([cell or "" for cell in cells])
    converters = types.converters()
    return {
        name: [
            converters[name](cell) if cell is not None and name in converters else cell
            for cell in cells
        ]
        for name, cells in columns.items()
    }


def _fits(cells: list[str], n_names: int, text_index: int) -> bool:
    """Whether a row has the text's cell, and none beyond the header but empty ones."""
    return text_index < len(cells) and (len(cells) <= n_names or not any(cells[n_names:]))


def _misfit(cells: list[str], n_names: int, dialect: Dialect) -> str:
    why = f"has {amount(len(cells), 'cell')}, expected {n_names} as in the header"
    if len(cells) <= n_names or not dialect.has_quotes:
        return why
    return f"{why}; put quotation marks around cells with {dialect.delimiter!r} in them"


def column_names(header: list[str]) -> list[str]:
    """Column names without surrounding white space; empty and repeated ones get a number."""
    names: dict[str, None] = {}
    numbers: dict[str, int] = {}
    for position, cell in enumerate(header, 1):
        name = wanted = cell.strip() or f"column_{position}"
        while name in names:
            # Continued from the last number: a header may repeat a name 100,000 times.
            numbers[wanted] = numbers.get(wanted, 1) + 1
            name = f"{wanted}_{numbers[wanted]}"
        names[name] = None
    return list(names)


class _ColumnTypes:
    """The types of columns whose cells all are numbers, or all are true or false.

    Cells such as ``007`` are codes, not numbers: a column that has one stays text. Cells that say
    that they have no value, such as ``NA``, are missing in a column of numbers.
    """

    # Narrowest first: whether a cell fits, and the function that converts it.
    _KINDS: tuple[tuple[Any, Any], ...] = (
        (_INTEGER.fullmatch, int),
        (_NUMBER.fullmatch, float),
        (
            {"true", "false", "True", "False", "TRUE", "FALSE"}.__contains__,
            lambda cell: cell.lower() == "true",
        ),
    )

    def __init__(self, names: list[str], text_names: set[str]) -> None:
        self._names = names
        self._fitting: dict[int, Any] = {
            index: self._KINDS for index, name in enumerate(names) if name not in text_names
        }
        self._has_values: set[int] = set()
        self._n_missing: dict[int, int] = {}

    def add(self, cells: list[str]) -> None:
        """Take the cells of one row into account."""
        for index, candidates in list(self._fitting.items()):
            if index < len(cells) and cells[index]:
                cell = cells[index]
                left = [kind for kind in candidates if kind[0](cell)]
                if left:
                    self._has_values.add(index)
                    self._fitting[index] = left
                elif says_missing(cell):
                    self._n_missing[index] = self._n_missing.get(index, 0) + 1
                else:
                    del self._fitting[index]

    def converters(self) -> dict[str, Any]:
        """Function from cell to number or boolean by column."""
        return {
            self._names[index]: _or_missing(left[0][1]) if index in self._n_missing else left[0][1]
            for index, left in self._fitting.items()
            if index in self._has_values
        }

    def remarks(self) -> Iterator[Remark]:
        """The columns of numbers in which cells say that they have no value."""
        message = "cells in columns of numbers that are just 'nan' or the like, taken as missing"
        for index, count in self._n_missing.items():
            if index in self._fitting and index in self._has_values:
                yield Remark("missing-values", message, repr(self._names[index]), count)


def _or_missing(convert: Any) -> Any:
    return lambda cell: None if says_missing(cell) else convert(cell)
