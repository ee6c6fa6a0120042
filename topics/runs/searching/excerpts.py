"""A piece of a text with what was searched for, and where it is in the piece."""

from __future__ import annotations

from typing import NamedTuple

import polars as pl

from topics.counting.words.folding import fold
from topics.runs.searching.words import Word

WIDTH, BEFORE = 160, 50
"""Characters of an excerpt, and of it before the first place of a word; both are about."""


class Excerpt(NamedTuple):
    """A piece of a text on one line, with begin and end of what was found in it."""

    text: str
    marks: list[list[int]]


def excerpt(text: str, words: list[Word]) -> Excerpt:
    r"""The piece of a text that has most different words, on one line.

    Where only the folded text has them (``ﬁnance`` for ``finance``), the piece is of that.

    Examples
    --------
    >>> words = [Word(("tide",)), Word(("ships",))]
    >>> excerpt("The tide rose.\n\nShips left with the tide.", words)
    Excerpt(text='The tide rose. Ships left with the tide.', marks=[[4, 8], [15, 20], [35, 39]])
    """
    found = _places(text, words)
    if not found:
        text = fold(pl.Series([text], dtype=pl.String))[0]
        found = _places(text, words)
    begin, end = _window(text, found)
    line, marks, last = "", [], begin
    if begin > 0:
        line = "…"
    for start, stop, _ in found:
        if start < last or stop > end:
            continue
        line += _one_line(text[last:start], line)
        marks.append([len(line), 0])
        line += _one_line(text[start:stop], line)
        marks[-1][1] = len(line)
        last = stop
    line = (line + _one_line(text[last:end], line)).rstrip()
    return Excerpt(line + ("…" if text[end:].strip() else ""), marks)


def _places(text: str, words: list[Word]) -> list[tuple[int, int, int]]:
    """Begin, end and number of the word of every place, in the order of the text."""
    return sorted(
        (begin, end, number) for number, word in enumerate(words) for begin, end in word.spans(text)
    )


def _window(text: str, found: list[tuple[int, int, int]]) -> tuple[int, int]:
    """Begin and end of the first piece with most different words, cut between words."""
    best, first = 0, 0
    right = 0
    for left, (begin, _, _) in enumerate(found):
        right = max(right, left)
        while right < len(found) and found[right][1] <= begin + WIDTH - BEFORE:
            right += 1
        n_different = len({number for _, _, number in found[left:right]})
        if n_different > best:
            best, first = n_different, begin
    begin = max(0, first - BEFORE)
    if begin:
        blank = text.find(" ", begin, first)
        begin = blank + 1 if blank >= 0 else first
    end = min(len(text), begin + WIDTH)
    if end < len(text):
        blank = text.rfind(" ", begin + WIDTH // 2, end)
        end = blank if blank >= 0 else end
    return begin, end


def _one_line(text: str, before: str) -> str:
    """A part of a line with single blanks, to follow what is before it."""
    joined = " ".join(text.split())
    if text[:1].isspace() and before and not before.endswith(" "):
        joined = f" {joined}"
    if text[-1:].isspace() and joined.strip():
        joined = f"{joined} "
    return joined
