"""Documents without the blocks that repeat over the corpus, and what was taken out of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from topics.reading.records import Document, Section

LEAST_DOCUMENTS = 3
"""Fewer documents cannot show what is furniture: two may quote one sentence."""


@dataclass(frozen=True, slots=True)
class Repeated:
    """A block, or a line of one, that was taken out of a section.

    Attributes
    ----------
    section : int or None
        Place of the section among those that the document has now; None where it is gone.
    line : int or None
        First line in the file.
    text : str
        As it stood.
    n_documents : int
        Documents that hold it or its like.
    """

    section: int | None
    line: int | None
    text: str
    n_documents: int


@dataclass(slots=True)
class _Unit:
    """A piece of a section's text: its place and whether it repeats."""

    block: int
    line: int
    start: int
    end: int
    n_documents: int


def clear_repeated(documents: Sequence[Document]) -> list[list[Repeated]]:
    """Take repeated blocks out of the documents; what was taken, for every document.

    A section keeps its heading when all of its text is taken. A section without a heading
    goes when nothing is left of it.
    """
    from topics.reading.repetition import find_repeats

    taken: list[list[Repeated]] = [[] for _ in documents]
    if len(documents) < LEAST_DOCUMENTS:
        return taken
    places = [
        (number, section)
        for number, document in enumerate(documents)
        for section in document.sections
    ]
    texts = [section.text for _, section in places]
    owner = np.array([number for number, _ in places], dtype=np.int32)
    found = find_repeats(texts, owner, len(documents))
    repeated = _units_of_changed_texts(found.text, found.n_documents)
    columns = (found.block, found.line, found.start, found.end, found.n_documents)
    changes: dict[int, dict[int, list[_Unit]]] = {}
    for text, first, last in repeated:
        units = [
            _Unit(*row)
            for row in zip(*(column[first:last].tolist() for column in columns), strict=True)
        ]
        number, section = places[text]
        changes.setdefault(number, {})[id(section)] = units
    for number, units_of in changes.items():
        taken[number] = _clear(documents[number], units_of)
    return taken


def _units_of_changed_texts(
    text: NDArray[np.int32], n_documents: NDArray[np.int64]
) -> Iterator[tuple[int, int, int]]:
    """Place, first and past-the-last unit of the texts that hold a repeated unit."""
    for place in np.unique(text[n_documents > 0]).tolist():
        first, last = np.searchsorted(text, [place, place + 1])
        yield place, int(first), int(last)


def _clear(document: Document, units_of: dict[int, list[_Unit]]) -> list[Repeated]:
    """Clear the sections that have units (by identity); what was taken, in order."""
    taken: list[Repeated] = []
    kept: list[Section] = []
    for section in document.sections:
        units = units_of.get(id(section))
        if units is None:
            kept.append(section)
            continue
        lost = _take_out(section, units)
        is_gone = not section.heading and not section.text
        place = None if is_gone else len(kept)
        taken.extend(Repeated(place, line, text, n) for line, text, n in lost)
        if not is_gone:
            kept.append(section)
    document.sections = kept
    return taken


def _take_out(section: Section, units: list[_Unit]) -> list[tuple[int | None, str, int]]:
    """Leave the repeated units out of a section; line, text and documents of each."""
    data = section.text.encode()
    lines = section.block_lines
    if lines is not None and len(lines) != units[-1].block + 1:
        lines = None  # code with blank lines inside counts as one block where it was read
    lost: list[tuple[int | None, str, int]] = []
    texts: list[str] = []
    kept_lines: list[int] = []
    block = -1
    for unit in units:
        text = data[unit.start : unit.end].decode()
        line = section.line if lines is None else lines[unit.block] + unit.line
        if unit.n_documents:
            lost.append((line, text, unit.n_documents))
        elif unit.block == block:
            texts[-1] += "\n" + text
        else:
            block = unit.block
            texts.append(text)
            if lines is not None and line is not None:
                kept_lines.append(line)
    section.text = "\n\n".join(texts)
    section.block_lines = None if lines is None else kept_lines
    return lost
