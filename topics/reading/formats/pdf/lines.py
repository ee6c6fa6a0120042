"""The lines of a page, with the place and the size of their letters."""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from topics.cleaning import clean

_CUT = str.maketrans({"\x02": "-", "\ufffe": "-", "\xad": "-"})
"""Signs that PDFium writes for a hyphen where a word is cut at the end of a line."""

MAX_DIFFERENCE = 1.04
"""Sizes are the same if the larger is less than this many times the smaller."""

_LINE = re.compile("[^\n\x02\ufffe]*[\x02\ufffe]?")
"""A line; PDFium joins it with the next where a word is cut."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page.

    Attributes
    ----------
    text : str
    size : float
        Height of its letters in points, with what is above and below them in their font.
    left, right, base : float
        Its ends, and the height on the page on which its letters are, in points.
    """

    text: str
    size: float
    left: float
    right: float
    base: float


def letters_by_size(lines: Iterable[Line]) -> Counter[float]:
    """Number of letters of each size."""
    n_letters: Counter[float] = Counter()
    for line in lines:
        n_letters[line.size] += len(line.text)
    return n_letters


def body_size(n_letters: Counter[float]) -> float:
    """The size that most letters have; 0 without letters."""
    return max(n_letters, key=lambda size: (n_letters[size], -size), default=0.0)


def with_equal_sizes(pages: list[list[Line]]) -> list[list[Line]]:
    """The pages with one size for sizes that differ by less than `MAX_DIFFERENCE`.

    The letters of a font differ a little from those of its bold or slanted companion.
    """
    n_letters = letters_by_size(line for page in pages for line in page)
    equal: dict[float, float] = {}
    group: list[float] = []
    for size in sorted(n_letters):
        if group and size > MAX_DIFFERENCE * group[0]:
            group = []
        group.append(size)
        main = max(group, key=lambda each: (n_letters[each], -each))
        equal.update(dict.fromkeys(group, main))
    return [[replace(line, size=equal[line.size]) for line in page] for page in pages]


def page_lines(page: Any) -> list[Line]:
    """The lines of a page that have letters or digits, in the order of the file.

    Parameters
    ----------
    page : pypdfium2.PdfTextPage
    """
    from pypdfium2 import raw

    whole = page.get_text_range()
    lines: list[Line] = []
    for match in _LINE.finditer(whole):
        begin, line = match.start(), match[0]
        end = begin + len(line.rstrip())
        start = begin + len(line) - len(line.lstrip())
        text = " ".join(clean(line.translate(_CUT)).split())
        if any(map(str.isalnum, text)):
            first = raw.FPDFText_GetCharIndexFromTextIndex(page, start)
            last = raw.FPDFText_GetCharIndexFromTextIndex(page, max(end - 1, start))
            left, bottom, right, top = _box(page, first)
            _, _, end_of_line, _ = _box(page, last)
            lines.append(Line(text, round(top - bottom, 1), left, max(right, end_of_line), bottom))
    return lines


def _box(page: Any, index: int) -> tuple[float, float, float, float]:
    """Left, bottom, right and top of a letter; zeros if it has no place."""
    from pypdfium2 import raw

    box = raw.FS_RECTF()
    if not raw.FPDFText_GetLooseCharBox(page, index, ctypes.byref(box)):
        return 0.0, 0.0, 0.0, 0.0
    return box.left, box.bottom, box.right, box.top
