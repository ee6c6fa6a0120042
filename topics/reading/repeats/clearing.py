"""Documents without the blocks that repeat over the corpus, and what was taken out of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from topics.reading.formats.plain import split_blocks
from topics.reading.lines.headings import is_headline
from topics.reading.records import Document, RemovedLine, Section
from topics.reading.repeats.heading_order import unordered_headings

if TYPE_CHECKING:
    from topics.reading.repeats.repetition import Repeats

LEAST_DOCUMENTS = 3
"""Fewer documents cannot show what is furniture: two may quote one sentence."""


@dataclass(frozen=True, slots=True)
class _Unit:
    """A piece of a section's text: its place, and how many documents hold it if it repeats."""

    block: int
    line: int
    start: int
    end: int
    n_documents: int
    is_known: bool
    key: int


@dataclass(frozen=True, slots=True)
class _Found:
    """What repeats in one section: units of its text, and documents that hold its heading.

    Of a repeated title, `keeps_order` says whether it may be a heading.
    """

    units: list[_Unit]
    heading: int = 0
    keeps_order: bool = False


_TITLE = -1
"""Stands for the title where the place of a section is expected."""


def clear_repeated(documents: Sequence[Document], known: Mapping[str, int] | None = None) -> None:
    """Take repeated blocks out of the documents, and add them to what each has `removed`.

    What is `known` to repeat elsewhere, with the number of documents there, is taken as well.

    A section keeps its heading when all of its text is taken. A section without a heading
    goes when nothing is left of it. A heading that was told by its form alone goes where its
    like keeps no order among the headings of other documents; its text joins the section
    above. A title that was told by its form and repeats is the name of the site above the
    headline, or a heading such as "Abstract", or another line without order.
    """
    if len(documents) < LEAST_DOCUMENTS and not known:
        return
    for number, found in _find(documents, known).items():
        title = found.pop(_TITLE, None)
        _clear(documents[number], found)
        if title is not None:
            _take_title(documents[number], title)


def _find(
    documents: Sequence[Document], known: Mapping[str, int] | None
) -> dict[int, dict[int, _Found]]:
    """What repeats, by place of the document and of the section (or `_TITLE`)."""
    from topics.reading.repeats.repetition import find_repeats

    texts: list[str] = []
    places: list[tuple[int, int, bool]] = []
    for number, document in enumerate(documents):
        if document.title_line is not None and document.title:
            texts.append(document.title)
            places.append((number, _TITLE, True))
        for place, section in enumerate(document.sections):
            if section.is_plain:
                texts.append(section.heading)
                places.append((number, place, True))
            texts.append(section.text)
            places.append((number, place, False))
    if not texts:
        return {}
    owner = np.array([number for number, _, _ in places], dtype=np.int32)
    repeats = find_repeats(texts, owner, len(documents), known)
    found: dict[int, dict[int, _Found]] = {}
    headings: dict[int, list[tuple[int, int, int]]] = {}
    # What is known was judged where it was found, and stands in no list there if it heads text.
    unordered: set[int] = set()
    for text, units in _repeated(repeats):
        number, place, is_heading = places[text]
        if is_heading:
            headings.setdefault(number, []).append((place, units[0].key, units[0].n_documents))
            if units[0].is_known:
                unordered.add(units[0].key)
        else:
            found.setdefault(number, {})[place] = _Found(units)
    unordered |= unordered_headings([key for _, key, _ in own] for own in headings.values())
    for number, own in headings.items():
        for place, key, n in own:
            if place == _TITLE or key in unordered:
                of_document = found.setdefault(number, {})
                units = of_document[place].units if place in of_document else []
                of_document[place] = _Found(units, n, key not in unordered)
    return found


def _repeated(repeats: Repeats) -> Iterator[tuple[int, list[_Unit]]]:
    """Texts that hold a repeated unit, with all of their units."""
    columns = [getattr(repeats, name) for name in _Unit.__slots__]
    changed = np.unique(repeats.text[repeats.n_documents > 0])
    firsts = np.searchsorted(repeats.text, changed, side="left")
    lasts = np.searchsorted(repeats.text, changed, side="right")
    for text, first, last in zip(changed.tolist(), firsts, lasts, strict=True):
        rows = zip(*(column[first:last].tolist() for column in columns), strict=True)
        yield text, [_Unit(*row) for row in rows]


def _clear(document: Document, found: dict[int, _Found]) -> None:
    """Clear the sections in which something repeats, and record what was taken."""
    taken: list[RemovedLine] = []
    kept: list[Section] = []
    now: list[int | None] = []  # where each section, or the one that it joined, stands now
    for place, section in enumerate(document.sections):
        lost = _take_out(section, found[place]) if place in found else []
        if place in found and found[place].heading:
            section.heading, section.level, section.is_plain = "", 0, False
            is_joined = bool(kept)
            if is_joined:
                _join(kept[-1], section)
        else:
            is_joined = False
        is_gone = bool(lost) and not section.heading and not section.text
        if not (is_joined or is_gone):
            kept.append(section)
        now.append(None if is_gone and not is_joined else len(kept) - 1)
        taken.extend(replace(line, section=now[place]) for line in lost)
    document.sections = kept
    document.removed = [
        line if line.section is None else replace(line, section=now[line.section])
        for line in document.removed
    ]
    document.removed.extend(taken)


def _take_out(section: Section, found: _Found) -> list[RemovedLine]:
    """Leave what repeats out of the section's text; the pieces that it was."""
    lost: list[RemovedLine] = []
    if found.heading:
        lost.append(_repeated_line(section.heading, section.line, found.heading))
    if not found.units:
        return lost
    data = section.text.encode()
    lines = section.block_lines
    if lines is not None and len(lines) != found.units[-1].block + 1:
        lines = None  # code with blank lines inside was one block where it was read
    texts: list[str] = []
    kept_lines: list[int] = []
    block = -1
    for unit in found.units:
        text = data[unit.start : unit.end].decode()
        line = section.line if lines is None else lines[unit.block] + unit.line
        if unit.n_documents:
            lost.append(_repeated_line(text, line, unit.n_documents))
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


def _take_title(document: Document, found: _Found) -> None:
    """Take a repeated title for a removed line, or for a heading where none follows it."""
    title, line = document.title or "", document.title_line
    document.title = document.title_line = None
    has_headline = _take_headline(document)
    if found.keeps_order and not has_headline:
        if not document.sections or document.sections[0].heading:
            document.sections.insert(0, Section("", 0, "", line, []))
        first = document.sections[0]
        first.heading, first.level, first.line, first.is_plain = title, 1, line, True
        return
    place = 0 if document.sections else None
    document.removed.append(replace(_repeated_line(title, line, found.heading), section=place))


def _take_headline(document: Document) -> bool:
    """Take the first line below a title that was none for the title, if it can be one."""
    first = document.sections[0] if document.sections else None
    if first is None:
        return False
    if first.is_plain:
        document.title, document.title_line = first.heading, first.line
        first.heading, first.level, first.is_plain = "", 0, False
        return True
    blocks = [] if first.heading else split_blocks(first.text)
    if not is_headline(blocks):
        return False
    document.title, document.title_line = " ".join(blocks[0].text.split()), first.line
    first.text = "\n\n".join(block.text for block in blocks[1:])
    first.block_lines = first.block_lines and first.block_lines[1:]
    return True


def _repeated_line(text: str, line: int | None, n_documents: int) -> RemovedLine:
    return RemovedLine(text, line, reason="repeated", n_documents=n_documents)


def _join(above: Section, section: Section) -> None:
    """Append the text of a section whose heading is gone to the one above it."""
    if not section.text:
        return
    if above.block_lines is None or section.block_lines is None:
        above.block_lines = None
    else:
        above.block_lines = above.block_lines + section.block_lines
    above.text = f"{above.text}\n\n{section.text}" if above.text else section.text
