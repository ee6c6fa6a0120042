"""The licence and the header that Project Gutenberg puts around the text of a book."""

from __future__ import annotations

import re
from typing import NamedTuple

SIGN = "GUTENBERG"
"""A text without this word has no such lines."""

MAX_MARK_LINES = 3
"""A mark with a long title goes on for at most this many lines."""

# "*** START OF THE PROJECT GUTENBERG EBOOK THE STORM ***", in old files "***START OF THIS …".
_MARK = re.compile(
    r"\s{0,9}\*{2,3}\s?(START|END) OF (?:THE |THIS )?PROJECT GUTENBERG\b", re.IGNORECASE
)
# Above the mark of the end: "End of the Project Gutenberg EBook of The Storm, by Anna Marsh".
_LAST_LINE = re.compile(r"\s{0,9}End of (?:the |this )?Project Gutenberg", re.IGNORECASE)
_FIELD = re.compile(r"(Title|Author): +(\S.{0,300})")


class Licence(NamedTuple):
    """What is around a book.

    Attributes
    ----------
    lines : set of int
        Indices of the lines of headers, marks and licences.
    title, author : str or None
        What the header says of the only book.
    """

    lines: set[int]
    title: str | None = None
    author: str | None = None


def find_licence(text: str, lines: list[str]) -> Licence:
    """The lines around a book, or around several, one after the other.

    Without a mark of the beginning there is no header, and without one of the end no licence.
    """
    if SIGN not in text:
        return Licence(set())
    found: set[int] = set()
    begin: int | None = 0  # of a header or licence that has not ended; None inside a book
    n_books = 0
    header: list[str] = []
    for index, line in enumerate(lines):
        mark = _MARK.match(line[:80])
        if mark is None:
            continue
        if mark[1].upper() == "START":
            end = _end_of_mark(lines, index)
            if begin is not None:
                found.update(range(begin, end))
                header = header or lines[:index]
                n_books += 1
            begin = None
        elif begin is None or begin == 0:
            begin = _begin_of_end(lines, index)
    if begin:
        found.update(range(begin, len(lines)))
    if n_books != 1:
        return Licence(found)
    fields = {match[1]: match[2].strip() for line in header if (match := _FIELD.match(line))}
    return Licence(found, fields.get("Title"), fields.get("Author"))


def _end_of_mark(lines: list[str], index: int) -> int:
    """Index behind the mark that begins at a line."""
    for end in range(index, min(index + MAX_MARK_LINES, len(lines))):
        text = lines[end].rstrip()
        if text.endswith("**") and len(text.strip("* \t")) > 0:
            return end + 1
        if not text:
            break
    return index + 1


def _begin_of_end(lines: list[str], index: int) -> int:
    """Index of the mark, or of the last line above it that says the same."""
    above = index - 1
    while above > 0 and not lines[above].strip():
        above -= 1
    # The line may be wrapped.
    for begin in (above, above - 1):
        if begin >= 0 and _LAST_LINE.match(lines[begin][:80]):
            return begin
    return index
