"""The pieces of a page that are judged one by one: paragraphs, and lines that are no prose."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from topics.reading.lines.forms import ends_like_sentence
from topics.reading.lines.furniture import line_kind
from topics.reading.records import Block

MIN_PROSE_WORDS = 11
"""A line of as many words that ends like a sentence is prose."""

LONG_LINE_WORDS = 22
"""A line of as many words is prose however it ends."""

MAX_WRAPPED = 160
"""Characters of the longest line of text that was wrapped by hand or by an editor."""

_ENDS = frozenset(".!?:;…")
_LINKING = tuple(
    f" {word}" for word in "a an the of and or to in on for with by at from as is that".split()
)


@dataclass(slots=True)
class Unit:
    """A paragraph, or one line of a block that is no paragraph.

    Attributes
    ----------
    block : Block
        Its lines.
    gap : int
        Blank lines above it; 0 inside a block, at least 1 between blocks.
    text : str
        Its lines joined by spaces, without white space around them.
    n_words : int
        Tokens between spaces.
    kind : str or None
        Kind of furniture by form.
    is_prose : bool
        Whether it reads like sentences and is no furniture by form.
    """

    block: Block
    gap: int
    text: str
    n_words: int
    kind: str | None
    is_prose: bool

    @property
    def is_paragraph(self) -> bool:
        """Whether it has several lines."""
        return len(self.block.lines) > 1


def split_units(blocks: Iterable[Block]) -> list[Unit]:
    """Units of the blocks, in order."""
    units: list[Unit] = []
    end = 0
    for block in blocks:
        gap = max(block.line - end - 1, 1)
        end = block.line + len(block.lines) - 1
        if len(block.lines) == 1 or is_wrapped(block.lines):
            units.append(make_unit(block, gap))
            continue
        for place, line in enumerate(block.lines):
            units.append(make_unit(Block(block.line + place, [line]), gap if place == 0 else 0))
    return units


def join_units(units: Iterable[Unit]) -> list[Block]:
    """Blocks of units again: what stood on consecutive lines is one block."""
    blocks: list[Block] = []
    for unit in units:
        if blocks and unit.gap == 0:
            last = blocks[-1]
            if last.line + len(last.lines) == unit.block.line:
                blocks[-1] = Block(last.line, last.lines + unit.block.lines)
                continue
        blocks.append(unit.block)
    return blocks


def is_wrapped(lines: list[str]) -> bool:
    """Whether the lines are one piece: a paragraph broken where the page was full, or code.

    In a paragraph, lines go on in the next one: they end with a word that links, or the
    next begins with a small letter.
    """
    if max(map(len, lines)) > MAX_WRAPPED:
        return False
    if lines[0][0] in " \t" and all(line[0] in " \t" for line in lines):
        return True
    missing = max(len(lines) // 4, 1)
    for above, below in pairwise(lines):
        above = above.rstrip()
        begins_small = below.lstrip()[:1].islower() and above[-1:] not in _ENDS
        if begins_small or above.endswith(_LINKING):
            missing -= 1
            if not missing:
                return True
    return False


def open_block(block: Block) -> list[Block]:
    """A block for every line, if the lines are paragraphs and headings by themselves."""
    if len(block.lines) < 3 or is_wrapped(block.lines):
        return [block]
    return [Block(block.line + place, [line]) for place, line in enumerate(block.lines)]


def make_unit(block: Block, gap: int) -> Unit:
    """Unit of a block, judged by its form."""
    lines = block.lines
    text = lines[0].strip() if len(lines) == 1 else " ".join(line.strip() for line in lines)
    n_words = text.count(" ") + 1
    kind = line_kind(text)
    is_prose = kind is None and (
        n_words >= LONG_LINE_WORDS or (n_words >= MIN_PROSE_WORDS and ends_like_sentence(text))
    )
    return Unit(block, gap, text, n_words, kind, is_prose)
