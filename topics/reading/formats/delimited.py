"""Text of a delimited table → its rows of cells, in the dialect that fits the text best.

Programs write such tables in many ways, and none of them says how. The separator is chosen by
evidence of several rows; rows after a damaged one are read.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from topics.columns import find_column
from topics.options import ReadOptions
from topics.reading.records import BadRow

_FIELD_LIMIT = 2**31 - 1
"""Maximum characters of a CSV cell. The csv module's default, 131,072, is too low for a long
document."""

_NO_DELIMITER = "\x1f"
"""Separator of a table of one column: a character that `clean` has removed from the text."""

_SAMPLE_CHARACTERS = 200_000
_SAMPLE_ROWS = 500

_MAX_WASTE = 10
"""Rows may have any number of lines until damaged ones have cost this many times the text."""

_SPAN_AFTER_WASTE = 200
"""Maximum number of lines of a row after that."""

_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?\n', re.IGNORECASE)
_RUN = re.compile(r"\d+|[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Dialect:
    r"""How a table is written.

    Attributes
    ----------
    delimiter : str
    has_quotes : bool
        Whether quotation marks enclose cells; otherwise they are text.
    has_escapes : bool
        Whether a quotation mark inside a cell is written ``\"``.
    has_blanks : bool
        Whether a blank follows each separator.
    begin : int
        Where the header begins: below a line such as ``sep=;``.
    """

    delimiter: str
    has_quotes: bool = True
    has_escapes: bool = False
    has_blanks: bool = False
    begin: int = 0

    def reader(self, lines: Iterator[str], *, strict: bool = True) -> Iterator[list[str]]:
        """Rows of cells; an error where quotation marks are wrong, if `strict`."""
        return csv.reader(
            lines,
            delimiter=self.delimiter,
            quoting=csv.QUOTE_MINIMAL if self.has_quotes else csv.QUOTE_NONE,
            escapechar="\\" if self.has_escapes else None,
            skipinitialspace=self.has_blanks,
            strict=strict,
        )


def rows_of(text: str, dialect: Dialect) -> Iterator[tuple[int, list[str] | BadRow]]:
    """Number of the first line, and cells, of every row that is not empty.

    Where quotation marks are wrong, rows are read again from the next line that is a row.
    """
    return _Rows(text, dialect).rows()


def best_dialect(text: str, options: ReadOptions, preferred: str = ",") -> Dialect:
    """The dialect in which the header has the wanted columns and the rows its number of cells."""
    begin = len(text) - len(text.lstrip("\n "))
    candidates = [preferred, *(each for each in ",;\t|" if each != preferred)]
    named = _SEPARATOR_LINE.match(text, begin)
    if named is not None:
        begin, candidates = named.end(), [named[1]]
    end = text.find("\n", begin) + 1 or len(text)
    header = text[begin:end][:10_000]
    candidates = [each for each in candidates if each in header]
    dialects = [_with_blanks(text, Dialect(each, begin=begin)) for each in candidates]
    dialects.append(Dialect(_NO_DELIMITER, begin=begin))
    if len(dialects) == 1:
        return dialects[0]
    sample = text[: begin + _SAMPLE_CHARACTERS]
    return max(dialects, key=lambda each: _fit(sample, len(sample) < len(text), each, options))


def variants(text: str, dialect: Dialect) -> list[Dialect]:
    """Other ways in which quotation marks may be meant, for a text that does not fit `dialect`."""
    others = []
    if '\\"' in text:
        others.append(replace(dialect, has_escapes=True))
    if dialect.delimiter in "\t|" and '"' in text:
        others.append(replace(dialect, has_quotes=False))
    return others


def _with_blanks(text: str, dialect: Dialect) -> Dialect:
    """The dialect, with blanks after separators if quoted cells in the header have them."""
    header = text[dialect.begin : text.find("\n", dialect.begin) + 1 or len(text)]
    has_blanks = f'{dialect.delimiter} "' in header
    return replace(dialect, has_blanks=True) if has_blanks else dialect


def _fit(sample: str, is_cut: bool, dialect: Dialect, options: ReadOptions) -> tuple[float, ...]:
    """How well a dialect fits a sample; greater is better, part by part."""
    rows = [cells for _, cells in islice(rows_of(sample, dialect), _SAMPLE_ROWS)]
    if is_cut and len(rows) > 2 and len(rows) < _SAMPLE_ROWS:
        rows.pop()  # it may be cut in the middle
    header = next((cells for cells in rows if isinstance(cells, list)), [])
    names = [cell.strip() for cell in header]
    wanted = [options.text_column, options.id_column]
    n_named = sum(name is not None and find_column(name, names) is not None for name in wanted)
    n_fitting = sum(isinstance(cells, list) and len(cells) == len(header) for cells in rows)
    return (n_named, len(header) > 1, n_fitting / max(1, len(rows)), len(header) > 1)


class _Rows:
    """The rows of a text, read by the csv module from one line after another."""

    def __init__(self, text: str, dialect: Dialect) -> None:
        self._text = text
        self._dialect = dialect
        self._offset = dialect.begin  # end of the last line that was read
        self._line = text.count("\n", 0, dialect.begin)  # number of that line
        self._n_cells = 0
        self._waste = 0
        self._last_line: int | None = None  # the last line that the row may have

    def rows(self) -> Iterator[tuple[int, list[str] | BadRow]]:
        reader = self._dialect.reader(self._lines())
        while True:
            begin, line = self._offset, self._line
            if self._waste > _MAX_WASTE * len(self._text):
                self._last_line = line + _SPAN_AFTER_WASTE
            why = ""
            # The limit is global to the process, so it is restored before anything else runs.
            limit = csv.field_size_limit(_FIELD_LIMIT)
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                why = str(error)
            finally:
                csv.field_size_limit(limit)
            if not why and self._line > line + 1 and self._holds_rows(begin, cells):
                why = "unexpected end of data"
            if why:
                yield line + 1, self._damaged(begin, line, why)
                reader = self._dialect.reader(self._lines())
            elif any(cells):
                self._n_cells = self._n_cells or len(cells)
                yield line + 1, cells

    def _lines(self) -> Iterator[str]:
        """Lines with their ends; `io.StringIO` would copy the text at four bytes a character."""
        text, n = self._text, len(self._text)
        while self._offset < n and (self._last_line is None or self._line < self._last_line):
            begin = self._offset
            self._offset = text.find("\n", begin) + 1 or n
            self._line += 1
            yield text[begin : self._offset]

    def _damaged(self, begin: int, line: int, why: str) -> BadRow:
        """A row with wrong quotation marks; reading goes on at the next line that is a row."""
        failed, n_read = self._line, self._offset - begin
        self._offset, self._line = self._text.find("\n", begin) + 1 or len(self._text), line + 1
        while self._line < failed and not self._is_row(self._offset):
            self._offset = self._text.find("\n", self._offset) + 1 or len(self._text)
            self._line += 1
        self._waste += n_read
        is_open = why.startswith("unexpected end") or self._line < failed
        what = (
            "a quotation mark opens and never closes"
            if is_open
            else f"text follows a closing quotation mark ({why})"
        )
        if self._line > line + 1:
            what += f"; lines {line + 1} to {self._line} are the row"
        return BadRow(line + 1, what)

    def _is_row(self, offset: int) -> bool:
        """Whether the line is a whole row, or the beginning of one whose last cell is open."""
        cells, is_open = self._split(offset)
        if not self._n_cells:  # the header itself is damaged
            return bool(cells)
        return 1 < len(cells) <= self._n_cells if is_open else len(cells) == self._n_cells

    def _split(self, offset: int) -> tuple[list[str], bool]:
        """The cells of one line, and whether its last cell is open; none if it is no row."""
        line = self._text[offset : self._text.find("\n", offset) + 1 or len(self._text)]
        for strict in (True, False):
            try:
                return next(self._dialect.reader(iter([line]), strict=strict), []), not strict
            except csv.Error as error:
                if not str(error).startswith("unexpected end"):
                    break
        return [], False

    def _holds_rows(self, begin: int, cells: list[str]) -> bool:
        r"""Whether every further line of a row looks like a row of its own.

        Such a row begins with a quotation mark that never closes, and ends at the next one that
        happens to be before a separator: ``1,"tides\n2,courts\n3,he said "yes"``. Rows are
        recognised by their number of cells and a first or last cell such as an id or a number.
        """
        if len(cells) < 2 or len(cells) != self._n_cells:
            return False
        first, last = _shape(cells[0]), _shape(cells[-1])
        offset = self._text.find("\n", begin) + 1
        while 0 < offset < self._offset:
            line, _ = self._split(offset)
            if len(line) != self._n_cells:
                return False
            first = first if _shape(line[0]) == first else ""
            last = last if _shape(line[-1]) == last else ""
            if not first and not last:
                return False
            offset = self._text.find("\n", offset) + 1
        return True


def _shape(cell: str) -> str:
    """The cell with runs of digits and letters as one sign each; empty unless it has digits."""
    cell = cell.strip()
    if len(cell) > 40 or not any(map(str.isdigit, cell)):
        return ""
    return _RUN.sub(lambda run: "0" if run[0][0].isdigit() else "a", cell)
