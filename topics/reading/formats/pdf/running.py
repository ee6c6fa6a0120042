"""Lines at the edges of pages that repeat from page to page, and numbers of pages."""

from __future__ import annotations

import re
from collections import Counter

from topics.reading.formats.pdf.lines import Line, body_size, letters_by_size

MIN_PAGES = 3
"""A line is a running head if it is at the same edge of at least this many pages."""

MAX_EDGE = 2
"""At most this many lines at an edge of a page are looked at."""

MAX_SIZE = 1.1
"""A running head has letters of at most this many times the height of those of the text."""

_DIGITS = re.compile(r"\d+")
_ROMAN = re.compile(r"\W*[ivxlc]+\W*")


def split_running(pages: list[list[Line]]) -> tuple[list[list[Line]], list[Line]]:
    """The pages without running heads and numbers of pages, and these lines in order.

    Digits are not compared: ``12 Harbours`` and ``14 Harbours`` are the same line. A line that is
    larger than the text is a heading, such as ``Chapter 2``.
    """
    largest = MAX_SIZE * body_size(letters_by_size(line for page in pages for line in page))
    counts: Counter[tuple[bool, str]] = Counter()
    for page in pages:
        for is_top, edge in ((True, page[:MAX_EDGE]), (False, page[-MAX_EDGE:])):
            counts.update({(is_top, _key(line)) for line in edge if line.size <= largest})
    kept: list[list[Line]] = []
    running: list[Line] = []
    for page in pages:
        begin, end = 0, len(page)
        runs = [line.size <= largest for line in page]
        while begin < min(MAX_EDGE, end) and runs[begin]:
            if counts[True, _key(page[begin])] < MIN_PAGES:
                break
            begin += 1
        while end > max(begin, len(page) - MAX_EDGE) and runs[end - 1]:
            if counts[False, _key(page[end - 1])] < MIN_PAGES:
                break
            end -= 1
        kept.append(page[begin:end])
        running += page[:begin] + page[end:]
    return kept, running


def _key(line: Line) -> str:
    """What is the same on other pages."""
    text = line.text.casefold()
    return "#" if _ROMAN.fullmatch(text) else _DIGITS.sub("#", text)
