"""The title of a document, found among its headings, in formats that mark headings."""

from __future__ import annotations

from topics.reading.lines.blocks import blocks_of
from topics.reading.lines.headings import opens_series, same_line
from topics.reading.lines.signatures import take_signature
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


def sign(document: Document) -> None:
    """Take byline and date below the title of a document out of its text: author and date.

    Where the markup names another author or another date, all lines stay.
    """
    opening = document.sections[0] if document.sections else None
    if document.title is None or opening is None or opening.heading or not opening.text:
        return
    blocks = blocks_of(opening)
    n_head = min(opening.code, default=len(blocks))
    head, rest = blocks[:n_head], blocks[n_head:]
    author, date = take_signature(head)
    is_other_author = author is not None and not same_line(document.author or author, author)
    is_other_date = date is not None and not (document.date or date).startswith(date)
    if (author is None and date is None) or is_other_author or is_other_date:
        return
    document.author, document.date = document.author or author, document.date or date
    n_gone = n_head - len(head)
    opening.text = "\n\n".join(block.text for block in [*head, *rest])
    opening.code = frozenset(index - n_gone for index in opening.code)
    if opening.block_lines is not None:
        opening.block_lines = [block.line for block in head] + opening.block_lines[n_head:]
    opening.blocks = None
    if not opening.text:
        del document.sections[0]
