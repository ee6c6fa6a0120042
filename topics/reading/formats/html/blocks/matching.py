"""Where the blocks of a page are in a text that was taken from it."""

from __future__ import annotations

from bisect import bisect_left
from typing import cast

from topics.reading.formats.html.blocks.walking import PageBlock

MIN_ANCHOR_LETTERS = 40
"""A block with at least this many letters is searched in the whole text; a shorter one only
between the longer ones around it."""

MAX_MISSING = 2_000
"""After this many searches of the whole text that find nothing below the place where a block is
expected, no other long blocks are searched."""

_SAMPLE = MIN_ANCHOR_LETTERS // 2
"""Samples of a text are pieces of this many letters, one after the other: what is twice as long and
in the text has a whole sample in it."""

MAX_SEARCHED_LETTERS = 10_000
"""The beginning of a block is searched in at most this many letters."""

MAX_SKIPPED_LETTERS = 200
"""A short block is not taken to be further than this behind the block above it."""


def find_blocks(blocks: list[PageBlock], whole: str) -> list[tuple[int, int] | None]:
    """Begin and end of each block in the letters of a text; None where it is not.

    The text may have blocks in another order than the page; of those that disagree with the
    order of most, the place is unknown, although they count as found (`is_kept`).
    """
    places: list[tuple[int, int] | None] = [None] * len(blocks)
    anchors = _anchors(blocks, whole)
    ordered = set(_longest_ascending([begin for _, begin in anchors]))
    for rank, (index, begin) in enumerate(anchors):
        blocks[index].is_kept = True
        if rank in ordered:
            places[index] = (begin, begin + len(blocks[index].letters))
    _find_short(blocks, whole, places)
    return places


class SearchedText:
    """A text in which many parts are searched, most of which follow one another.

    Without samples a part that is not there costs a look at the whole text: a page of 4 MB of
    which half the blocks are not in its main text took 3 seconds.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._samples: frozenset[str] | None = None
        self.n_missed = 0
        """Number of searches that read the text to its end in vain."""

    def find(self, part: str, start: int) -> int:
        """Where a part begins: the first place from `start` on, else before; -1 if nowhere."""
        if self._samples is not None and not self._may_have(part):
            return -1
        begin = self._text.find(part, start)
        if begin >= 0:
            return begin
        self.n_missed += 1
        if self._samples is None:
            self._samples = frozenset(
                self._text[at : at + _SAMPLE] for at in range(0, len(self._text), _SAMPLE)
            )
            if not self._may_have(part):
                return -1
        return self._text.find(part, 0, start + len(part))

    def _may_have(self, part: str) -> bool:
        """Whether a sample of the text is in the part where one must be; short parts have none."""
        samples = cast("frozenset[str]", self._samples)
        return len(part) < 2 * _SAMPLE - 1 or any(
            part[at : at + _SAMPLE] in samples for at in range(_SAMPLE)
        )


def _anchors(blocks: list[PageBlock], whole: str) -> list[tuple[int, int]]:
    """Index and begin of each long block that is in the text."""
    anchors = []
    text = SearchedText(whole)
    start = 0
    for index, block in enumerate(blocks):
        if len(block.letters) < MIN_ANCHOR_LETTERS:
            continue
        begin = text.find(block.letters, start)
        if text.n_missed > MAX_MISSING:
            break
        if begin >= 0:
            anchors.append((index, begin))
            start = begin + len(block.letters)
    return anchors


def _find_short(blocks: list[PageBlock], whole: str, places: list[tuple[int, int] | None]) -> None:
    """Find the short blocks, and the beginnings of long ones, between those found already."""
    limits = [len(whole)] * (len(blocks) + 1)
    for index in range(len(blocks) - 1, -1, -1):
        place = places[index]
        limits[index] = limits[index + 1] if place is None else place[0]
    start = 0
    for index, block in enumerate(blocks):
        place = places[index]
        if place is not None:
            start = max(start, place[1])
        elif block.letters and not block.is_kept:
            # Of a long block only a part is in the text: links inside it may be gone.
            last = min(limits[index], start + MAX_SEARCHED_LETTERS)
            begin = whole.find(block.letters[:MIN_ANCHOR_LETTERS], start, last)
            is_short = len(block.letters) < MIN_ANCHOR_LETTERS
            if begin < 0 or (is_short and begin - start > MAX_SKIPPED_LETTERS):
                continue
            block.is_kept = True
            start = begin + min(len(block.letters), MIN_ANCHOR_LETTERS)
            places[index] = (begin, start)


def _longest_ascending(values: list[int]) -> list[int]:
    """Indices of a longest ascending part of the values."""
    tails: list[int] = []
    at_tails: list[int] = []
    above: list[int] = []
    for index, value in enumerate(values):
        length = bisect_left(tails, value)
        above.append(at_tails[length - 1] if length else -1)
        if length == len(tails):
            tails.append(value)
            at_tails.append(index)
        else:
            tails[length] = value
            at_tails[length] = index
    chosen = []
    index = at_tails[-1] if at_tails else -1
    while index >= 0:
        chosen.append(index)
        index = above[index]
    return chosen[::-1]
