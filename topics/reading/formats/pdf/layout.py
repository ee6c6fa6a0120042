"""Lines of pages → sections: headings by the outline or by size, paragraphs by the gaps."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby, pairwise
from statistics import median

from topics.reading.formats.markup.section_writer import MAX_LEVEL
from topics.reading.formats.pdf.lines import Line, body_size, letters_by_size
from topics.reading.records import Section

MIN_HEADING_SIZE = 1.15
"""A line is a heading if its letters are at least this many times as high as those of the text."""

MAX_HEADING_WORDS = 20
MAX_HEADING_LINES = 4
MIN_HEADING_LETTERS = 3
"""Fewer letters are an initial."""

MAX_HEADING_SHARE = 0.2
"""A size that has more than this share of all letters is no size of headings."""

MIN_GAP = 1.35
"""Between paragraphs lines are at least this many times as far apart as in them."""

MAX_LEADING = 2
"""Lines of one paragraph are less than this many times the height of their letters apart."""

SHORT_LINE = 0.85
"""The last line of a paragraph ends before this share of the width of the text."""

_SIGNS = re.compile(r"\W+")
_NUMBER = re.compile(r"^(?:\d{1,3}|[A-Z]|[IVXLC]{1,6})(?:\.\d{1,3}){0,5}\.?\s+(?=\S)")
_END = re.compile(r"[.!?:;…][\"'”’»)\]]*$")


def sections_of_lines(pages: list[list[Line]], outline: list[tuple[int, str]]) -> list[Section]:
    """Sections of the pages, with the headings of the outline if they are on the pages.

    Parameters
    ----------
    pages : list of list of Line
    outline : list of (int, str)
        Level and title of the entries of the file's own outline, in order.
    """
    lines = [line for page in pages for line in page]
    headings = _by_outline(lines, outline) or _by_size(lines)
    sections: list[Section] = []
    index = 0
    blocks: list[list[Line]] = []
    heading, level = "", 0
    begins = _block_begins(pages)
    while index < len(lines):
        if index in headings:
            _add(sections, heading, level, blocks)
            n_lines, level = headings[index]
            heading = " ".join(line.text for line in lines[index : index + n_lines])
            blocks = []
            index += n_lines
            continue
        if not blocks or begins[index] or index - 1 in headings:
            blocks.append([])
        blocks[-1].append(lines[index])
        index += 1
    _add(sections, heading, level, blocks)
    return sections


def _add(sections: list[Section], heading: str, level: int, blocks: list[list[Line]]) -> None:
    if heading or blocks:
        text = "\n\n".join("\n".join(line.text for line in block) for block in blocks)
        sections.append(Section(heading, level, text))


def _letters(text: str) -> str:
    return _SIGNS.sub("", text).casefold()


def _by_outline(lines: list[Line], outline: list[tuple[int, str]]) -> dict[int, tuple[int, int]]:
    """Number of lines and level of each heading that the outline names, by its first line."""
    headings: dict[int, tuple[int, int]] = {}
    letters = [_letters(line.text) for line in lines]
    places: dict[str, list[tuple[int, int]]] = {}
    for index, line in enumerate(lines):
        # Many outlines leave out the numbers of headings.
        for begin in dict.fromkeys((letters[index], _letters(_NUMBER.sub("", line.text)))):
            joined = begin
            for n_lines in range(1, MAX_HEADING_LINES + 1):
                places.setdefault(joined, []).append((index, n_lines))
                if index + n_lines == len(lines):
                    break
                joined += letters[index + n_lines]
    after = -1
    for level, title in outline:
        wanted = _letters(title)
        # The largest of the lines with these words: the contents name them, too.
        below = [each for each in places.get(wanted, ()) if each[0] > after]
        if not wanted or not below:
            continue
        place, n_lines = max(below, key=lambda each: (lines[each[0]].size, -each[0]))
        headings[place] = n_lines, min(level, MAX_LEVEL)
        after = place
    return headings


def _levels_by_size(lines: list[Line]) -> dict[float, int]:
    """Level of headings by the size of their letters."""
    n_letters = letters_by_size(lines)
    body = body_size(n_letters)
    largest = MAX_HEADING_SHARE * n_letters.total()
    sizes = sorted(
        (s for s, n in n_letters.items() if s >= MIN_HEADING_SIZE * body and n <= largest),
        reverse=True,
    )
    return {size: min(rank, MAX_LEVEL) for rank, size in enumerate(sizes, 1)}


def _by_size(lines: list[Line]) -> dict[int, tuple[int, int]]:
    """Number of lines and level of each heading, by the index of its first line."""
    levels = _levels_by_size(lines)
    headings: dict[int, tuple[int, int]] = {}
    index = 0
    for size, group in groupby(lines, key=lambda line: line.size):
        texts = [line.text for line in group]
        text = " ".join(texts)
        is_short = len(texts) <= MAX_HEADING_LINES and len(text.split()) <= MAX_HEADING_WORDS
        if size in levels and is_short and sum(map(str.isalpha, text)) >= MIN_HEADING_LETTERS:
            headings[index] = len(texts), levels[size]
        index += len(texts)
    return headings


def _block_begins(pages: list[list[Line]]) -> list[bool]:
    """Whether each line begins a paragraph."""
    gaps = [
        above.base - below.base
        for page in pages
        for above, below in pairwise(page)
        if 0 < above.base - below.base < MAX_LEADING * above.size and above.size == below.size
    ]
    leading = median(gaps) if gaps else 0.0
    return list(_begins(pages, leading))


def _begins(pages: list[list[Line]], leading: float) -> Iterator[bool]:
    previous: Line | None = None
    for page in pages:
        right = max((line.right for line in page), default=0.0)
        left = min((line.left for line in page), default=0.0)
        for number, line in enumerate(page):
            if previous is None:
                yield True
            else:
                gap = previous.base - line.base
                is_short = previous.right < left + SHORT_LINE * (right - left)
                ends = _END.search(previous.text) is not None
                if number == 0 or gap <= 0:  # the next page or column
                    yield ends
                else:
                    yield (
                        gap > MIN_GAP * leading
                        or not 1 / MIN_HEADING_SIZE < line.size / previous.size < MIN_HEADING_SIZE
                        or (ends and is_short)
                    )
            previous = line
