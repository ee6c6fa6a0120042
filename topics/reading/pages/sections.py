"""Remove furniture from sections and split them into articles, after markup has been parsed.

`formats/markdown` and `formats/markup/inline_marks` turn markup into sections of plain text. This
module knows no markup: it works on the finished sections of HTML, Markdown, reStructuredText
and rows.
"""

from __future__ import annotations

from dataclasses import dataclass

from topics.reading.lines.blocks import blocks_of
from topics.reading.lines.signatures import take_signature
from topics.reading.lines.units import Unit, code_unit, make_unit, split_units
from topics.reading.pages.articles import find_articles, find_signature
from topics.reading.pages.furniture import (
    find_furniture,
    furniture_by_form,
    is_known_button,
    reads_like_crawled,
)
from topics.reading.records import Block, Document, RemovedLine, Section


@dataclass(frozen=True, slots=True)
class _Origin:
    """Where a unit comes from: index of its section, and of its block; None for the heading."""

    section: int
    block: int | None


def clear_furniture(document: Document, *, is_page: bool) -> None:
    """Remove furniture from a document and record it in ``removed``.

    Parameters
    ----------
    document : Document
    is_page : bool
        Whether it is a page of a web site, with furniture around its text. Other documents
        lose only buttons such as "Subscribe now", unless furniture of several kinds shows that
        they were crawled: "See also the full demo." is text.
    """
    units, origins = _units(document.sections)
    if is_page:
        is_furniture = find_furniture(units, [])
    elif reads_like_crawled(units):
        is_furniture = furniture_by_form(units)
    else:
        is_furniture = [is_known_button(unit) for unit in units]
    if not any(is_furniture):
        return
    remaining = {
        origin for origin, is_removed in zip(origins, is_furniture, strict=True) if not is_removed
    }
    has_text = {origin.section for origin in remaining if origin.block is not None}
    for index, origin in enumerate(origins):
        # A heading whose section keeps text remains, whatever its words.
        if origin.block is None and origin.section in has_text:
            is_furniture[index] = False
    _rebuild(document, units, origins, is_furniture)


def split_articles(sections: list[Section]) -> list[Document]:
    """One document for each article in the sections; an empty list if there are fewer than two.

    Every article must begin with a marked heading.
    """
    units, origins = _units(sections)
    starts = find_articles(units)
    if not starts or any(origins[start].block is not None for start in starts):
        return []
    bounds = [origins[start].section for start in starts]
    documents = []
    for part, (begin, end) in enumerate(zip(bounds, [*bounds[1:], len(sections)], strict=True), 1):
        first = 0 if part == 1 else begin
        documents.append(article_document(sections[first:end], part, begin - first))
    return documents


def article_document(sections: list[Section], part: int, headline: int = 0) -> Document:
    """Document of one article, titled by the heading of the section at index `headline`.

    The text of that section opens the article and may begin with a byline.
    """
    headline_section = sections[headline]
    document = Document([], part=part, title=headline_section.heading or None)
    opening = Section("", 0, headline_section.text)
    document.sections = [*sections[:headline], opening, *sections[headline + 1 :]]
    units, origins = _units([opening])
    signature = find_signature(units)
    if signature is not None:
        index, document.author = signature
        block_index = origins[index].block
        blocks = blocks_of(opening)
        if block_index is not None and len(blocks[block_index].lines) == 1:
            del blocks[block_index]
            opening.text = "\n\n".join(block.text for block in blocks)
    blocks = list(blocks_of(opening))
    author, document.date = take_signature(blocks)
    document.author = document.author or author
    opening.text, opening.blocks = "\n\n".join(block.text for block in blocks), None
    document.sections = [
        section for section in document.sections if section.heading or section.text
    ]
    return document


def _units(sections: list[Section]) -> tuple[list[Unit], list[_Origin]]:
    """Units of the headings and texts, in order, and the origin of each."""
    units: list[Unit] = []
    origins: list[_Origin] = []
    for section_index, section in enumerate(sections):
        if section.heading:
            units.append(make_unit(Block(section.line or 1, [section.heading]), 1))
            origins.append(_Origin(section_index, None))
        for block_index, block in enumerate(blocks_of(section)):
            is_code = block_index in section.code
            block_units = [code_unit(block)] if is_code else split_units([block])
            units.extend(block_units)
            origins.extend([_Origin(section_index, block_index)] * len(block_units))
    return units, origins


def _rebuild(
    document: Document, units: list[Unit], origins: list[_Origin], is_furniture: list[bool]
) -> None:
    """Remove furniture from the sections, and sections of which nothing remains."""
    sections: list[Section] = []
    removed: list[tuple[Unit, int]] = []
    new_indices: dict[int, int] = {}
    by_section: dict[int, list[int]] = {}
    for index, origin in enumerate(origins):
        by_section.setdefault(origin.section, []).append(index)
    for section_index, section in enumerate(document.sections):
        indices = by_section.get(section_index, [])
        headings = [i for i in indices if origins[i].block is None and not is_furniture[i]]
        texts: dict[int, list[str]] = {}
        lines: list[int] = []
        for i in indices:
            block = origins[i].block
            if block is None or is_furniture[i]:
                continue
            if block not in texts:
                lines.append(units[i].block.line)
            texts.setdefault(block, []).extend(units[i].block.lines)
        if headings or texts or not indices:
            new_indices[section_index] = len(sections)
            sections.append(
                Section(
                    heading=section.heading if headings else "",
                    level=section.level if headings else 0,
                    text="\n\n".join("\n".join(block_lines) for block_lines in texts.values()),
                    line=section.line,
                    block_lines=None if section.block_lines is None else lines,
                    is_plain=section.is_plain,
                    code=frozenset(new for new, old in enumerate(texts) if old in section.code),
                )
            )
        else:
            new_indices[section_index] = max(len(sections) - 1, 0)
        removed.extend((units[i], section_index) for i in indices if is_furniture[i])
    for unit, section_index in removed:
        line = unit.block.line if document.sections[section_index].block_lines is not None else None
        position = new_indices[section_index] if sections else None
        document.removed.extend(
            RemovedLine(text, None if line is None else line + offset, position)
            for offset, text in enumerate(unit.block.lines)
        )
    document.sections = sections
