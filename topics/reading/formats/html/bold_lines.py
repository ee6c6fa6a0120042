"""Headings of pages that mark them in bold only."""

from __future__ import annotations

from typing import Any

from topics.reading.lines.forms import line_form
from topics.reading.records import Block

MIN_HEADINGS = 2
"""A page has at least this many bold lines above text; a single one can be anything."""

MAX_WORDS = 12
"""A heading has at most this many words."""

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_INLINE = frozenset("font span u i em big center".split())
_LINES = frozenset(("p", "div"))
_BLOCKS = frozenset(
    "p div ul ol dl table blockquote pre section center nav header footer aside hr br".split()
)
_NO_TEXT = frozenset("nav header footer aside form td th li dt dd a figure".split())


def mark_bold_headings(tree: Any) -> None:
    """Make headings of the bold lines of a page that has no headings.

    Such a line is a paragraph, or between two, has the form of a title, and has a longer text
    below it.
    """
    if any("".join(heading.itertext()).strip() for heading in tree.iter(*_HEADINGS)):
        return
    lines = [line for bold in tree.iter("b", "strong") if (line := _line_of(bold)) is not None]
    is_text: dict[Any, bool] = {}  # by the element around a line, because many have the same
    for above in {line.getparent() for line in lines}:
        is_text[above] = above.tag not in _NO_TEXT and all(
            one.tag not in _NO_TEXT for one in above.iterancestors()
        )
    lines = [line for line in lines if is_text[line.getparent()]]
    if len(lines) < MIN_HEADINGS:
        return
    for line in lines:
        line.tag = "h3"


def _line_of(bold: Any) -> Any:
    """The element of the line that is bold as a whole and reads like a heading, or None."""
    words = "".join(bold.itertext()).split()
    if not 0 < len(words) <= MAX_WORDS:
        return None
    line = bold
    while (above := line.getparent()) is not None and above.tag in _INLINE and _is_all_of(line):
        line = above
    if above is None:
        return None
    if above.tag in _LINES and _is_all_of(line):
        line = above
    elif not _is_between_blocks(line):
        return None
    below = line.getnext()
    if below is None or len("".join(below.itertext()).split()) <= len(words):
        return None
    return line if line_form(Block(1, [" ".join(words)])).has_form_of_title else None


def _is_all_of(element: Any) -> bool:
    """Whether the element around this one has nothing else in it."""
    above = element.getparent()
    return len(above) == 1 and not (above.text or "").strip() and not (element.tail or "").strip()


def _is_between_blocks(element: Any) -> bool:
    """Whether the element is a line of its own, because blocks or nothing are around it."""
    before, after = element.getprevious(), element.getnext()
    text_before = element.getparent().text if before is None else before.tail
    return (
        not (text_before or "").strip()
        and not (element.tail or "").strip()
        and (before is None or before.tag in _BLOCKS)
        and after is not None
        and after.tag in _BLOCKS
    )
