"""The title of a document, found among its headings, in formats that mark headings."""

from __future__ import annotations

from topics.reading.lines.headings import opens_series, same_line
from topics.reading.records import Document, Section, join_text


def promote_title(document: Document) -> None:
    """Set the document's title from its headings and remove the heading that is the title.

    A document without a title takes the first heading of level 1, unless that is the first of
    several with numbers. That heading is removed if
    it is the first of all headings and no other has level 1. If the document had a title
    already, a first heading that repeats it is removed. The text below a removed heading
    joins the text before the first heading.
    """
    tops = [section for section in document.sections if section.level == 1]
    had_title = document.title is not None
    if not had_title and tops and not opens_series([section.heading for section in tops]):
        document.title = tops[0].heading or None
    index = next((i for i, section in enumerate(document.sections) if section.level > 0), None)
    if index is None or document.title is None:
        return
    first = document.sections[index]
    repeats_title = same_line(first.heading, document.title)
    if repeats_title and (had_title or (first.level == 1 and len(tops) == 1)):
        _join_to_opening(document.sections, index)


def _join_to_opening(sections: list[Section], index: int) -> None:
    """Drop the heading of a section and join its text to the text before the first heading."""
    section = sections.pop(index)
    opening = sections.pop(0) if index else Section("", 0, "")
    join_text(opening, section)
    if opening.text:
        opening.line = opening.block_lines[0] if opening.block_lines else section.line
        sections.insert(0, opening)
