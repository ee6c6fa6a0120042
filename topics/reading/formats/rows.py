"""One row of a table or of JSON Lines → a document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from topics.cleaning import clean, clean_line
from topics.columns import how_to_name, says_missing
from topics.options import ReadOptions
from topics.reading.formats.markup.inline_marks import strip_field
from topics.reading.formats.plain import parse_plain
from topics.reading.formats.row_columns import (
    WELCOME,
    Path,
    find_path,
    flat_names,
    flat_row,
    value_at,
)
from topics.reading.records import (
    MISSING_VALUE,
    Document,
    Remark,
    RemovedLine,
    Section,
)
from topics.values import value_as_text


class RowError(ValueError):
    """A row cannot become a document; the message says why."""


class NoTextError(RowError):
    """A row has neither the text column nor sections."""


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where the fields of a document are in a row; None for fields that the row does not have."""

    text: Path | None
    id: Path | None
    title: Path | None
    author: Path | None
    date: Path | None
    language: Path | None
    group: Path | None
    heading: Path | None


_BY_SPELLING = "columns-by-spelling"
"""Code of the remark about columns whose names differ a little from what was asked for."""


class RowReader:
    """Makes documents of the rows of one file, and remembers what a notice should say of it.

    ``title``, ``author``, ``date`` and ``language``, or the columns that options name instead,
    fill the fields of the same name; all other keys are metadata. A row with both sections and
    text uses the sections.

    Parameters
    ----------
    options : ReadOptions
    names : sequence of str, optional
        Columns of the table, if all rows have the same.
    is_clean : bool, default False
        Whether the texts were cleaned with the file.
    """

    def __init__(
        self, options: ReadOptions, names: Sequence[str] | None = None, *, is_clean: bool = False
    ) -> None:
        self._options = options
        self._is_clean = is_clean
        self._group_by = options.group_by or None
        self._remarks: dict[tuple[str, str, str], int] = {}
        self._how_to_name = ""
        self._columns_seen: set[str] = set()
        self._known: dict[tuple[str, ...], _Columns] = {}
        self._columns = None if names is None else self._find(tuple(names))

    @property
    def text_column(self) -> str:
        """Name of the column of the texts."""
        return self._options.text_column

    def document(self, row: Mapping[str, Any], number: int, line: int | None) -> Document:
        """Document of one row, with its own sections or those recognised in its text.

        Parameters
        ----------
        row : mapping of str to value
        number : int
            Row number from 1.
        line : int or None
            Line of the file on which the row begins, if the format has lines.

        Raises
        ------
        RowError
            The row has neither text nor sections, or its text, sections or id have a wrong type.
        """
        columns = self._columns or self._columns_of(row)
        used = {"sections"}
        removed: list[RemovedLine] = []

        def field(path: Path | None) -> Any:
            if path is None:
                return None
            value, name = value_at(row, path)
            used.add(name)
            return value

        title = one_line(field(columns.title))
        if title is not None and says_missing(title):
            removed.append(RemovedLine(title, line, None, MISSING_VALUE))
            title = None
        document = self._with_sections(row, columns, title, removed)
        if not isinstance(row.get("sections"), list):
            used.discard("sections")
        field(columns.text)
        field(columns.heading)
        document.removed = removed + document.removed
        document.title = title or document.title
        document.author = one_line(field(columns.author)) or document.author
        document.date = one_line(field(columns.date)) or document.date
        document.language = one_line(field(columns.language))
        group = one_line(field(columns.group))
        if group is not None:
            document.id, document.is_part_of_group = group, True
        else:
            document.id = self._own_id(field(columns.id), columns.id, row)
            if self._group_by is not None:
                self._remark(
                    "rows-without-group",
                    "rows without a value in the column of group_by=…, each a document of its own",
                    repr(self._group_by),
                )
        document.row, document.line = number, line
        for section in document.sections:
            # Line numbers inside a cell mean nothing in the file; only the row's line is known.
            section.line, section.block_lines = line, None
        document.metadata = _metadata(row, used)
        return document

    def merge(self, other: RowReader) -> None:
        """Take over what the reader of other rows of the same file has to say."""
        for key, count in other._remarks.items():
            is_of_columns = key[0] == _BY_SPELLING
            self._remarks[key] = 1 if is_of_columns else self._remarks.get(key, 0) + count
        self._columns_seen |= other._columns_seen

    def remarks(self) -> Iterator[Remark]:
        """What is to be said of the file, after its rows were read."""
        for (code, message, example), count in self._remarks.items():
            yield Remark(code, message, example, count)
        for option in WELCOME:
            wanted = getattr(self._options, option)
            if wanted and wanted not in self._columns_seen:
                message = "columns that an option names and no row has"
                yield Remark("columns-not-there", message, f"{option} {wanted!r}")

    def _with_sections(
        self,
        row: Mapping[str, Any],
        columns: _Columns,
        title: str | None,
        removed: list[RemovedLine],
    ) -> Document:
        """The document with its sections only, from the row's own or from its text."""
        heading = one_line(value_at(row, columns.heading)[0])
        sections = row.get("sections")
        if isinstance(sections, list) and (sections or columns.text is None):
            return Document([_section(entry, index) for index, entry in enumerate(sections)])
        if columns.text is None and sections is not None:
            raise RowError(f"'sections' is {kind(sections)}, expected a list")
        text = self._text(row, columns)
        if text is not None and says_missing(text):
            removed.append(RemovedLine(text.strip(), None, None, MISSING_VALUE))
            text = None
        if self._group_by is not None or heading is not None:
            body = "" if text is None else strip_field(text, is_clean=self._is_clean)
            is_empty = not body and heading is None
            return Document([] if is_empty else [Section(heading or "", int(bool(heading)), body)])
        if text is None:
            return Document([])
        text = strip_field(text, is_clean=self._is_clean)
        keep = self._options.keep_furniture
        return parse_plain(text, title=title, keep_furniture=keep, keep_only_text=True)

    def _text(self, row: Mapping[str, Any], columns: _Columns) -> str | None:
        """Text of the row; None if it is missing."""
        wanted = self._options.text_column
        text, name = value_at(row, columns.text)
        if not name:
            text = self._joined_tokens(row)
            if text is None:
                raise NoTextError(self._no_text(row))
        if text is None or isinstance(text, str):
            return text
        why = f"{wanted!r} is {kind(text)}, expected text"
        if isinstance(text, dict) and text:
            names = [f"{wanted}.{key}" for key in text]
            why += f"; {how_to_name(wanted, names, 'text_column', _examples(row, names))}"
        raise RowError(why)

    def _joined_tokens(self, row: Mapping[str, Any]) -> str | None:
        """The tokens of a row that has been cut into words, joined by blanks; None without any."""
        tokens = row.get("tokens")
        if not isinstance(tokens, list) or not all(isinstance(token, str) for token in tokens):
            return None
        self._remark(
            "rows-of-tokens",
            "rows of tokens, joined by blanks; pre_tokenized=True counts tokens as they are",
            "'tokens'",
        )
        return " ".join(tokens)

    def _no_text(self, row: Mapping[str, Any]) -> str:
        names = flat_names(row)
        wanted = self._options.text_column
        listed = ", ".join(name[:60] for name in names[:20]) + (", …" if len(names) > 20 else "")
        if not self._how_to_name:  # once for a file: there may be many such rows
            how = how_to_name(wanted, names, "text_column", _examples(row, names))
            self._how_to_name = f"; {how}"
        return f"neither {wanted!r} nor 'sections' among its keys: {listed}{self._how_to_name}"

    def _own_id(self, value: Any, path: Path | None, row: Mapping[str, Any]) -> str | None:
        wanted = self._options.id_column or None
        if wanted is not None and path is None:
            names = flat_names(row)
            how = how_to_name(wanted, names, "id_column", {})
            raise RowError(f"no {wanted!r} among its keys: {', '.join(names[:20])}; {how}")
        if value is None or value == "":
            if wanted is not None:
                self._remark(
                    "rows-without-id",
                    "rows without a value in the column of ids, named by their file and number",
                    repr(wanted),
                )
            return None
        if isinstance(value, list | dict):
            raise RowError(f"the id is {kind(value)}, expected text or a number")
        return clean(str(value).lower() if isinstance(value, bool) else str(value))

    def _columns_of(self, row: Mapping[str, Any]) -> _Columns:
        """Where the fields are in a row; rows with the same keys are looked at once."""
        names = tuple(row)
        columns = self._known.get(names)
        if columns is None:
            if len(self._known) > 1000:  # rows with new keys each
                self._known.clear()
            columns = self._known[names] = self._find(names)
        return columns

    def _find(self, names: tuple[str, ...]) -> _Columns:
        options = self._options
        wanted: dict[str, str | None] = {
            "text": options.text_column,
            "id": options.id_column or "id",
            "title": options.title_column or "title",
            "author": "author",
            "date": options.date_column or "date",
            "language": "language",
            "group": self._group_by,
            "heading": options.section_column or None,
        }
        paths = {
            name: None if column is None else find_path(column, names)
            for name, column in wanted.items()
        }
        self._columns_seen.update(str(wanted[name]) for name, path in paths.items() if path)
        for name, path in paths.items():
            if path is not None and not path.inner and path.key != wanted[name]:
                self._note_spelling(path.key, str(wanted[name]))
        return _Columns(**paths)

    def _note_spelling(self, name: str, wanted: str) -> None:
        code, message = _BY_SPELLING, "columns used although their names differ a little"
        self._remarks[code, message, f"{name!r} as {wanted!r}"] = 1

    def _remark(self, code: str, message: str, example: str) -> None:
        key = (code, message, example)
        self._remarks[key] = self._remarks.get(key, 0) + 1


def one_line(value: Any) -> str | None:
    """Text of a title, author or other field on one line; None if it is empty.

    A list of strings is joined by commas, for several authors; other values are as
    `value_as_text` writes them.
    """
    if value is None:
        return None
    if isinstance(value, list) and all(isinstance(entry, str) for entry in value):
        value = ", ".join(value)
    return clean_line(value_as_text(value)) or None


def _metadata(row: Mapping[str, Any], used: set[str]) -> dict[str, Any]:
    """The values of a row that no field of the document has used, by flat names."""
    if any(isinstance(value, dict) for value in row.values()):
        row = flat_row({key: value for key, value in row.items() if key not in used})
    return {
        clean(str(key)): clean(value) if isinstance(value, str) else value
        for key, value in row.items()
        if key not in used and value is not None
    }


def _examples(row: Mapping[str, Any], names: list[str]) -> dict[str, list[Any]]:
    flat = flat_row(row)
    return {name: [flat.get(name)] for name in names}


def _section(entry: Any, index: int) -> Section:
    if isinstance(entry, str):
        return Section("", 0, strip_field(entry))
    if not isinstance(entry, Mapping):
        raise RowError(f"section {index} is {kind(entry)}, expected an object")
    if entry and "text" not in entry and "heading" not in entry:
        keys = ", ".join(str(key)[:40] for key in list(entry)[:10])
        raise RowError(f"section {index} has neither 'heading' nor 'text'; its keys are {keys}")
    heading, text, level = entry.get("heading"), entry.get("text"), entry.get("level")
    heading = "" if heading is None else heading
    text = "" if text is None else text
    level = int(bool(heading)) if level is None else level
    for name, value in (("heading", heading), ("text", text)):
        if not isinstance(value, str):
            raise RowError(f"{name!r} of section {index} is {kind(value)}, expected text")
    if isinstance(level, bool) or not isinstance(level, int) or not 0 <= level <= 1000:
        raise RowError(f"'level' of section {index} is {level!r:.50}, expected 0, 1, 2, …")
    heading = " ".join(strip_field(heading).split())
    return Section(heading, level, strip_field(text))


def kind(value: Any) -> str:
    """What a value is, for messages."""
    kinds = {
        dict: "an object",
        list: "a list",
        str: "text",
        bool: "true or false",
        type(None): "null",
    }
    return kinds.get(type(value), f"{type(value).__name__} {value!r:.30}")
