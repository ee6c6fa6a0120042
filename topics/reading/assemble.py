"""Documents from all files → one Corpus: ids, titles, metadata columns, removals."""

from __future__ import annotations

import datetime
import math
from collections import Counter
from collections.abc import Iterable
from typing import Any

import polars as pl

from topics.cleaning import clean_web
from topics.corpus import (
    DOCUMENT_SCHEMA,
    INPUT_SCHEMA,
    REMOVED_SCHEMA,
    SECTION_SCHEMA,
    Corpus,
    with_metadata,
)
from topics.frames import series_of
from topics.memory import release_free_memory
from topics.notices import Notice
from topics.reading.files.discovery import InputFile
from topics.reading.ids import document_id
from topics.reading.records import Document, Removal, RemovedLine, Section
from topics.texts.copies import mark_copies
from topics.values import value_as_text

MAX_METADATA_COLUMNS = 1000
"""A corpus has at most this many metadata columns; further keys share one column of JSON text.
Otherwise rows with new keys each would make a table as wide as it is long."""

OVERFLOW_COLUMN = "more"
"""Name of the column that holds the keys beyond `MAX_METADATA_COLUMNS`."""

TITLE_CHARACTERS = 60
"""Length at which the first words of a row are cut when they are its title."""

TABLE_CHARACTERS = 16_000_000
"""After this many characters of text, sections are moved from Python objects into a table."""


class Assembly:
    """A corpus under construction, kept in columns from the start."""

    def __init__(self) -> None:
        self._documents: dict[str, list[Any]] = {name: [] for name in DOCUMENT_SCHEMA}
        self._sections: dict[str, list[Any]] = {name: [] for name in SECTION_SCHEMA}
        self._tables: list[pl.DataFrame] = []
        self._n_characters = 0
        self._metadata: dict[str, list[Any]] = {}
        self._inputs: list[tuple[str, str, int]] = []
        self._removed: list[Removal] = []
        self._notices: list[Notice] = []
        # Documents whose title is their first words, and whether they have an id of their own.
        self._untitled: list[tuple[int, bool]] = []

    @property
    def n_documents(self) -> int:
        """Documents added so far."""
        return len(self._documents["id"])

    def add(self, document: Document, file: InputFile, sections: list[Section]) -> None:
        """Append a document with its sections; its id must be new."""
        name = document_id(document, file)
        values = {
            "id": name,
            "source": file.source,
            "part": document.part,
            "title": document.title or self._title_without_one(document, file),
            "author": document.author,
            "date": document.date,
            "language": document.language,
            "duplicate_of": None,
        }
        for column, value in values.items():
            self._documents[column].append(value)
        self._add_metadata(document.metadata)
        for position, section in enumerate(sections):
            self._sections["document"].append(name)
            self._sections["position"].append(position)
            self._sections["level"].append(section.level)
            self._sections["heading"].append(section.heading)
            self._sections["text"].append(section.text)
            self._n_characters += len(section.text)
        if self._n_characters >= TABLE_CHARACTERS:
            self._tables.append(self._sections_so_far())

    def add_input(self, file: InputFile, sha256: str, n_bytes: int) -> None:
        """Record a file whose bytes were read."""
        self._inputs.append((file.source, sha256, n_bytes))

    def remove(self, removal: Removal) -> None:
        """Record something that was left out."""
        self._removed.append(removal)

    def remove_line(
        self, document: Document, file: InputFile, line: RemovedLine, position: int | None
    ) -> None:
        """Record lines that were removed from a document."""
        has_own_line = document.line is None or document.is_part_of_group
        self._removed.append(
            Removal(
                file.source,
                line.reason,
                line.text,
                line=line.line if has_own_line else document.line,
                document=document_id(document, file),
                position=position,
                n_documents=line.n_documents,
            )
        )

    def notice(self, code: str, items: list[str], message: str, count: int | None = None) -> None:
        """Record a counted warning, with the first items as examples, if there are any.

        The count is that of the items by default.
        """
        if items:
            count = len(items) if count is None else count
            examples = "; ".join(item[:200] for item in items[:3])
            more = "; …" if len(items) > 3 else ""
            self._notices.append(Notice(code, count, f"{message}: {count} ({examples}{more})"))

    def extend(self, notices: Iterable[Notice]) -> None:
        """Record warnings that are complete."""
        self._notices.extend(notices)

    def corpus(self) -> Corpus:
        """The corpus of everything added."""
        self._name_by_id()
        documents = pl.DataFrame(self._documents, schema=DOCUMENT_SCHEMA)
        columns = [
            series_of(name, values + [None] * (self.n_documents - len(values)))
            for name, values in self._metadata.items()
        ]
        if columns:
            documents = with_metadata(documents, pl.DataFrame(columns))
        sections = pl.concat([*self._tables, self._sections_so_far()])
        documents, copies = mark_copies(documents, sections)
        return Corpus(
            documents=documents,
            sections=sections,
            removed=pl.DataFrame(
                [[getattr(removal, name) for name in REMOVED_SCHEMA] for removal in self._removed],
                schema=REMOVED_SCHEMA,
                orient="row",
            ),
            inputs=pl.DataFrame(self._inputs, schema=INPUT_SCHEMA, orient="row"),
            notices=(*self._notices, *copies),
        )

    def _title_without_one(self, document: Document, file: InputFile) -> str:
        """The stem of the file; the first words of a row, whose file has many."""
        if document.row is None:
            return file.stem
        self._untitled.append((len(self._documents["title"]), document.id is not None))
        texts = (section.heading or section.text for section in document.sections)
        return first_words(next((text for text in texts if text), ""))

    def _name_by_id(self) -> None:
        """Give rows their id as title if they have no words, or an own id and common first words.

        Speeches begin with the same address, posts with a greeting.
        """
        ids, titles = self._documents["id"], self._documents["title"]
        counts = Counter(titles[index] for index, _ in self._untitled)
        for index, has_own_id in self._untitled:
            if not titles[index] or (has_own_id and counts[titles[index]] > 1):
                titles[index] = ids[index]

    def _sections_so_far(self) -> pl.DataFrame:
        """Table of the sections since the last table; their lists are emptied."""
        table = pl.DataFrame(self._sections, schema=SECTION_SCHEMA)
        self._sections = {name: [] for name in SECTION_SCHEMA}
        self._n_characters = 0
        release_free_memory()
        return table

    def _add_metadata(self, metadata: dict[str, Any]) -> None:
        """Append a row to the metadata columns; a column ends with its last value."""
        row = self.n_documents - 1
        overflow: dict[str, Any] = {}
        for name, value in metadata.items():
            if name not in self._metadata and len(self._metadata) >= MAX_METADATA_COLUMNS:
                overflow[name] = value
                continue
            self._append(name, row, value)
        if overflow:
            self._append(OVERFLOW_COLUMN, row, overflow)

    def _append(self, name: str, row: int, value: Any) -> None:
        column = self._metadata.setdefault(name, [])
        column.extend([None] * (row - len(column)))
        column.append(_cell(value))


def first_words(text: str) -> str:
    """The beginning of a text on one line, cut between words if it is long."""
    line = " ".join(text[: 10 * TITLE_CHARACTERS].split())
    if len(line) <= TITLE_CHARACTERS:
        return line
    words, _, _ = line[: TITLE_CHARACTERS + 1].rpartition(" ")
    return f"{words.rstrip(' ,;:.–—-') or line[:TITLE_CHARACTERS]}…"


def _cell(value: Any) -> Any:
    """A metadata value of a type that a column can have; NaN and infinity are missing."""
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if value is None or isinstance(value, bool | int | float | datetime.date):
        return value
    return clean_web(value_as_text(value))
