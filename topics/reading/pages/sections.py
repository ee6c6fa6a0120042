"""Furniture and articles in documents whose headings are marked: HTML, Markdown, reST, rows."""

from __future__ import annotations

from dataclasses import dataclass

from topics.reading.formats.plain import split_blocks
from topics.reading.lines.units import Unit, make_unit, split_units
from topics.reading.pages.articles import find_articles, find_signature
from topics.reading.pages.furniture import find_furniture, furniture_by_form
from topics.reading.records import Block, Document, RemovedLine, Section


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a unit stood: section, and block of its text; None for the heading."""

    section: int
    block: int | None


def clear_furniture(document: Document, *, is_page: bool) -> None:
    """Take furniture out of a document, and record it in ``removed``.

    Parameters
    ----------
    document : Document
    is_page : bool
        Whether it is a crawled page, which has furniture around its text. In documents
        that somebody wrote only lines go that are furniture by their form.
    """
    units, places = _units(document.sections)
    flags = find_furniture(units, []) if is_page else furniture_by_form(units)
    if not any(flags):
        return
    kept_texts = {place for place, flag in zip(places, flags, strict=True) if not flag}
    has_text = {place.section for place in kept_texts if place.block is not None}
    for number, place in enumerate(places):
        # A heading with text below it is no furniture, whatever its words.
        if place.block is None and place.section in has_text:
            flags[number] = False
    _rebuild(document, units, places, flags)


def split_articles(sections: list[Section]) -> list[Document]:
    """Documents of several articles in one sequence of sections; empty if it is but one.

    Every article must begin with a marked heading.
    """
    units, places = _units(sections)
    starts = find_articles(units)
    if not starts or any(places[start].block is not None for start in starts):
        return []
    bounds = [places[start].section for start in starts]
    documents = []
    for part, (begin, end) in enumerate(zip(bounds, [*bounds[1:], len(sections)], strict=True), 1):
        first = 0 if part == 1 else begin
        documents.append(article_document(sections[first:end], part, begin - first))
    return documents


def article_document(sections: list[Section], part: int, headline: int = 0) -> Document:
    """Document of an article of which one section has the headline; its text opens it."""
    head = sections[headline]
    document = Document([], part=part, title=head.heading or None)
    opening = Section("", 0, head.text)
    document.sections = [*sections[:headline], opening, *sections[headline + 1 :]]
    units, places = _units([opening])
    signature = find_signature(units)
    if signature is not None:
        number, document.author = signature
        block = places[number].block
        blocks = split_blocks(head.text)
        if block is not None and len(blocks[block].lines) == 1:
            del blocks[block]
            opening.text = "\n\n".join(one.text for one in blocks)
    document.sections = [one for one in document.sections if one.heading or one.text]
    return document


def _units(sections: list[Section]) -> tuple[list[Unit], list[_Place]]:
    """Units of headings and texts, in order, and where each stood."""
    units: list[Unit] = []
    places: list[_Place] = []
    for number, section in enumerate(sections):
        if section.heading:
            units.append(make_unit(Block(section.line or 1, [section.heading]), 1))
            places.append(_Place(number, None))
        known = section.block_lines
        for place, block in enumerate(split_blocks(section.text)):
            line = block.line if known is None else known[place]
            own = split_units([Block(line, block.lines)])
            units.extend(own)
            places.extend([_Place(number, place)] * len(own))
    return units, places


def _rebuild(
    document: Document, units: list[Unit], places: list[_Place], flags: list[bool]
) -> None:
    """The sections without what is flagged; sections of which nothing is left are gone."""
    sections: list[Section] = []
    removed: list[tuple[Unit, int]] = []
    new_places: dict[int, int] = {}
    by_section: dict[int, list[int]] = {}
    for number, place in enumerate(places):
        by_section.setdefault(place.section, []).append(number)
    for number, section in enumerate(document.sections):
        numbers = by_section.get(number, [])
        headings = [n for n in numbers if places[n].block is None and not flags[n]]
        texts: dict[int, list[str]] = {}
        lines: list[int] = []
        for n in numbers:
            block = places[n].block
            if block is None or flags[n]:
                continue
            if block not in texts:
                lines.append(units[n].block.line)
            texts.setdefault(block, []).extend(units[n].block.lines)
        if headings or texts or not numbers:
            new_places[number] = len(sections)
            sections.append(
                Section(
                    heading=section.heading if headings else "",
                    level=section.level if headings else 0,
                    text="\n\n".join("\n".join(one) for one in texts.values()),
                    line=section.line,
                    block_lines=None if section.block_lines is None else lines,
                    is_plain=section.is_plain,
                )
            )
        else:
            new_places[number] = max(len(sections) - 1, 0)
        removed.extend((units[n], number) for n in numbers if flags[n])
    for unit, number in removed:
        line = unit.block.line if document.sections[number].block_lines is not None else None
        position = new_places[number] if sections else None
        document.removed.extend(
            RemovedLine(text, None if line is None else line + place, position)
            for place, text in enumerate(unit.block.lines)
        )
    document.sections = sections
