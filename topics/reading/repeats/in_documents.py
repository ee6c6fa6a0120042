"""What repeats in the documents of a call of `read`: by section, by heading, in the title."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from topics.reading.batches import DocumentBatches
from topics.reading.repeats.hashing import TextBatch
from topics.reading.repeats.heading_order import unordered_headings
from topics.reading.repeats.repetition import Repeats, find_repeats

TITLE = -1
"""Index of the title among the sections of its document."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A row of `Repeats`: a block or a line of a text."""

    block: int
    line: int
    start: int
    end: int
    n_documents: int
    is_known: bool
    key: int


@dataclass(frozen=True, slots=True)
class SectionRepeats:
    """What repeats in a section or in a title.

    Attributes
    ----------
    units : list of Unit
        All units of the section's text, if any of them repeats.
    n_heading_documents : int
        Number of documents with the section's heading or the title, if it is to be removed.
    is_ordered : bool
        Whether a repeated title follows a fixed order, so that it may be a heading.
    """

    units: list[Unit]
    n_heading_documents: int = 0
    is_ordered: bool = False


@dataclass(frozen=True)
class RepeatsOfDocuments:
    """What repeats in the texts of all documents.

    Attributes
    ----------
    repeats : Repeats
    document, position : array of int32, shape (n_texts,)
        The document of each text, ascending, and the index of its section, or `TITLE`.
    is_heading : array of bool, shape (n_texts,)
        Whether the text is a heading or the title.
    unordered : set of int
        Keys of the headings that follow no fixed order.
    """

    repeats: Repeats
    document: NDArray[np.int32]
    position: NDArray[np.int32]
    is_heading: NDArray[np.bool_]
    unordered: set[int]

    @classmethod
    def found_in(
        cls, batches: DocumentBatches, known: Mapping[str, int] | None = None
    ) -> RepeatsOfDocuments:
        """What repeats in the documents, or is known to repeat elsewhere."""
        texts = _DocumentTexts(batches)
        repeats = find_repeats(texts, len(batches), known)
        document, position, is_heading = texts.origins()
        rows = np.flatnonzero((repeats.n_documents > 0) & is_heading[repeats.text])
        # What is known was removed elsewhere, so a known heading was unordered there.
        unordered = set(repeats.key[rows[repeats.is_known[rows]]].tolist())
        begins = np.flatnonzero(np.diff(document[repeats.text[rows]], prepend=-1))
        headings = np.split(repeats.key[rows], begins[1:])
        unordered |= unordered_headings(keys.tolist() for keys in headings)
        return cls(repeats, document, position, is_heading, unordered)

    @property
    def documents(self) -> NDArray[np.int32]:
        """Documents with something that repeats, ascending."""
        return np.unique(self.document[self.repeats.text[self.repeats.n_documents > 0]])

    def of_document(self, index: int) -> dict[int, SectionRepeats]:
        """What is to be removed from a document, by the index of the section (or `TITLE`)."""
        by_section: dict[int, SectionRepeats] = {}
        headings: dict[int, Unit] = {}
        for text in range(*np.searchsorted(self.document, [index, index + 1]).tolist()):
            units = self._units(text)
            if not any(unit.n_documents for unit in units):
                continue
            position = int(self.position[text])
            if self.is_heading[text]:
                headings[position] = units[0]
            else:
                by_section[position] = SectionRepeats(units)
        for position, heading in headings.items():
            is_ordered = heading.key not in self.unordered
            if position == TITLE or not is_ordered:
                units = by_section[position].units if position in by_section else []
                by_section[position] = SectionRepeats(units, heading.n_documents, is_ordered)
        return by_section

    def _units(self, text: int) -> list[Unit]:
        rows = slice(*np.searchsorted(self.repeats.text, [text, text + 1]).tolist())
        columns = (getattr(self.repeats, name)[rows].tolist() for name in Unit.__slots__)
        return [Unit(*row) for row in zip(*columns, strict=True)]


class _DocumentTexts:
    """Titles, plain headings and texts of all documents, batch by batch, as often as iterated."""

    def __init__(self, batches: DocumentBatches) -> None:
        self._batches = batches
        self._origins: list[NDArray[np.int32]] = []

    def __iter__(self) -> Iterator[TextBatch]:
        self._origins = []
        for batch in self._batches:
            texts: list[str] = []
            origins: list[tuple[int, int, bool]] = []  # document, section, whether it is a heading
            for index, document, _ in batch:
                if document.title_line is not None and document.title:
                    texts.append(document.title)
                    origins.append((index, TITLE, True))
                for position, section in enumerate(document.sections):
                    if section.is_plain:
                        texts.append(section.heading)
                        origins.append((index, position, True))
                    texts.append(section.text)
                    origins.append((index, position, False))
            self._origins.append(np.array(origins, dtype=np.int32).reshape(-1, 3))
            yield TextBatch(texts, self._origins[-1][:, 0])

    def origins(self) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.bool_]]:
        """The document of each text, its section or `TITLE`, and whether it is a heading."""
        document, position, is_heading = np.concatenate(self._origins).T
        return document.copy(), position.copy(), is_heading.astype(bool)
