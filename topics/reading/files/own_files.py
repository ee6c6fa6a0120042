"""Files that a run wrote: they describe texts and are none."""

from __future__ import annotations

import io
import json
import os
import re
from collections.abc import Callable

from topics.columns import find_column
from topics.reading.files.discovery import InputFile
from topics.reading.records import OwnFileError, Remark

_HEAD_BYTES = 2_000
"""Bytes at the start of a page that are searched before the whole page is."""

_GENERATOR = re.compile(rb"""<meta name=["']generator["'] content=["']topics \d""")

_MARKS_OF_REPORT = (
    b'<a class="skip" href="#',
    b'<script type="application/json" id="data">',
)
"""Parts of every report, also of those that do not name their generator."""

_HEADER_BYTES = 100_000
"""Bytes of a table in which its header is looked for."""

_SEPARATOR = re.compile(r"[,;\t]")
"""What is between the columns of our tables, also after a spreadsheet has saved them."""

_BEGINNINGS: tuple[tuple[tuple[str, ...], str], ...] = (
    (("document", "position", "level", "heading", "n_terms"), "sections"),
    (("topic", "label", "terms", "share"), "topics"),
    (("level", "document", "position", "x", "y"), "the points of the map"),
    (("source", "line", "document", "position", "reason"), "removed text"),
)
"""First columns of our tables, and what is in them."""

_SHARES = "shares of topics"

_WHOLE: dict[tuple[str, ...], str] = {
    ("document", "topic", "share"): _SHARES,
    ("document", "position", "topic", "share"): _SHARES,
    ("term", "count", "n_documents", "reason"): "unknown terms",
}
"""All columns of our tables that have few, and what is in them."""

_JSON = re.compile(rb'\s*\{\s*"(?:format_version|scores|unknown_terms|phrases)"\s*:')

_KEYS_OF_JSON = (
    {"format_version", "versions", "files"},
    {"scores", "warnings"},
    {"unknown_terms", "warnings"},
    {"phrases", "too_frequent"},
)
"""Keys of our files of JSON."""


def check_own_file(file: InputFile, data: bytes, text_column: str) -> list[Remark]:
    """A remark on a table that a run wrote, if it was named to be read; nothing for other files.

    Parameters
    ----------
    file : InputFile
    data : bytes
        Its bytes, unpacked and in UTF-8 if it is text.
    text_column : str
        The column that a table must have to be read.

    Raises
    ------
    OwnFileError
        A run wrote the file, and it was found in a folder or has no such column.
    """
    look = _LOOKS.get(file.format.name)
    what = None if look is None else look(file, data)
    if what is None:
        return []
    is_table = file.format.name in ("csv", "tsv")
    if not (is_table and file.is_named and find_column(text_column, _header(data)) is not None):
        raise OwnFileError(f"{what} that a run wrote, expected texts; name the files of the texts")
    return [Remark("own-tables", "tables that a run wrote, read because they were named", what)]


def _page(_: InputFile, data: bytes) -> str | None:
    head = data[:_HEAD_BYTES]
    is_ours = _GENERATOR.search(head) is not None or (
        b"default-src 'none'" in head and all(mark in data for mark in _MARKS_OF_REPORT)
    )
    return "a report" if is_ours else None


def _json(_: InputFile, data: bytes) -> str | None:
    if _JSON.match(data) is None:
        return None
    try:
        keys = json.loads(data).keys()
    except (ValueError, RecursionError):
        return None
    return "a record" if any(keys >= ours for ours in _KEYS_OF_JSON) else None


def _table(file: InputFile, data: bytes) -> str | None:
    return _table_of(tuple(_header(data)), file.path)


def _parquet(file: InputFile, data: bytes) -> str | None:
    if b"topic" not in data[-_HEADER_BYTES:] or not data.endswith(b"PAR1"):
        return None
    import polars as pl

    try:
        names = pl.read_parquet_schema(io.BytesIO(data))
    except (pl.exceptions.PolarsError, OSError, pl.exceptions.PanicException):
        return None  # the parser says what is wrong
    return _table_of(tuple(names), file.path)


def _header(data: bytes) -> list[str]:
    first = data[:_HEADER_BYTES].lstrip().split(b"\n", 1)[0].decode("utf-8", errors="replace")
    return [cell.strip().strip('"') for cell in _SEPARATOR.split(first)]


def _table_of(names: tuple[str, ...], path: str) -> str | None:
    """What is in a table of ours with these columns; None for other tables."""
    what = _WHOLE.get(names)
    for beginning, each in _BEGINNINGS:
        if names[: len(beginning)] == beginning:
            what = each
    if names[:2] == ("id", "source") and {"title", "n_sections", "n_terms", "topic"} <= set(names):
        what = "documents"
    if len(names) > 1 and names[0] == "document":
        shares = names[2:] if names[1] == "position" else names[1:]
        if shares and shares == tuple(f"topic_{number}" for number in range(len(shares))):
            what = _SHARES
    if names == ("text",) and os.path.basename(path).startswith("texts."):
        # Its one column says nothing; the counts of the same texts are next to it.
        beside = os.path.join(os.path.dirname(path), "rows.npz")
        what = "texts" if os.path.exists(beside) else None
    return None if what is None else f"a table of {what}"


_LOOKS: dict[str, Callable[[InputFile, bytes], str | None]] = {
    "html": _page,
    "json": _json,
    "csv": _table,
    "tsv": _table,
    "parquet": _parquet,
}
"""How files of ours are recognised, by the name of their format."""
