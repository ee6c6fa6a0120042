"""Where the blocks of a page are in a text that was taken from it."""

from __future__ import annotations

from bisect import bisect_left

from topics.reading.formats.html.blocks.walking import PageBlock

MIN_ANCHOR_LETTERS = 40
"""A block with at least this many letters is searched in the whole text; a shorter one only
between the longer ones around it."""

MAX_MISSING = 2_000
"""After this many long blocks that are not in the text, or above the place where they are expected,
no others are searched: each search reads the whole text."""

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


def _anchors(blocks: list[PageBlock], whole: str) -> list[tuple[int, int]]:
    """Index and begin of each long block that is in the text."""
    anchors = []
    start = n_missing = 0
    for index, block in enumerate(blocks):
        if len(block.letters) < MIN_ANCHOR_LETTERS:
            continue
        begin = whole.find(block.letters, start)
        if begin < 0:
            n_missing += 1
            begin = whole.find(block.letters, 0, start + len(block.letters))
        if n_missing > MAX_MISSING:
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
