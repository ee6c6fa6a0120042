"""Units of a page, which are judged one by one: whole paragraphs and single lines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from topics.reading.lines.bylines import is_date_line, is_name_line
from topics.reading.lines.forms import ends_like_sentence, is_list_item, line_form
from topics.reading.lines.furniture import line_kind
from topics.reading.records import Block

MIN_PROSE_WORDS = 11
"""A line of at least this many words that ends like a sentence is prose."""

LONG_LINE_WORDS = 22
"""A line of at least this many words is prose, however it ends."""

MAX_WRAPPED_CHARACTERS = 160
"""A line with more characters is no part of a paragraph that an editor wrapped."""

# After a line without one of these marks, a small letter shows that the sentence continues.
_SENTENCE_ENDS = frozenset(".!?:;…")
# A line that ends with one of these words continues in the next line.
_LINKING_WORDS = tuple(
    f" {word}" for word in "a an the of and or to in on for with by at from as is that".split()
)


@dataclass(slots=True)
class Unit:
    """A paragraph, or a single line of a block that is no paragraph.

    Attributes
    ----------
    block : Block
        Its lines.
    gap : int
        Blank lines above it; 0 inside a block, at least 1 between blocks.
    text : str
        Its lines without white space at their ends, joined by spaces.
    n_words : int
        Number of words separated by spaces.
    kind : str or None
        Kind of furniture by `line_kind`; None for text.
    is_prose : bool
        Whether it reads like sentences and has no kind of furniture.
    """

    block: Block
    gap: int
    text: str
    n_words: int
    kind: str | None
    is_prose: bool

    @property
    def has_form_of_title(self) -> bool:
        """Whether it is one short line that begins and ends like a title."""
        return line_form(self.block).has_form_of_title

    @property
    def author(self) -> str | None:
        """The author that it names, if it is a byline such as ``By Jane Doe``."""
        if self.text[:1] not in ("B", "b"):  # nearly all units, whose form need not be judged
            return None
        return line_form(self.block).author

    @property
    def is_date(self) -> bool:
        """Whether it is a date and nothing else."""
        form = line_form(self.block)
        if form.is_date is None:
            form.is_date = is_date_line(self.text)
        return form.is_date

    @property
    def is_name(self) -> bool:
        """Whether it could be a person's name and nothing else."""
        form = line_form(self.block)
        if form.is_name is None:
            form.is_name = is_name_line(self.text)
        return form.is_name

    @property
    def is_list_item(self) -> bool:
        """Whether it begins like an item of a list."""
        form = line_form(self.block)
        if form.is_list_item is None:
            form.is_list_item = is_list_item(self.text)
        return form.is_list_item

    @property
    def is_paragraph(self) -> bool:
        """Whether it has several lines."""
        return len(self.block.lines) > 1


def split_units(blocks: Iterable[Block]) -> list[Unit]:
    """Units of the blocks, in order: a wrapped paragraph is one, other blocks are split by line."""
    units: list[Unit] = []
    last_line = 0
    for block in blocks:
        gap = max(block.line - last_line - 1, 1)
        last_line = block.line + len(block.lines) - 1
        if len(block.lines) == 1 or is_wrapped(block.lines):
            units.append(make_unit(block, gap))
            continue
        for offset, line in enumerate(block.lines):
            units.append(make_unit(Block(block.line + offset, [line]), gap if offset == 0 else 0))
    return units


def join_units(units: Iterable[Unit]) -> list[Block]:
    """Blocks of the units; units on consecutive lines form one block."""
    blocks: list[Block] = []
    is_joined = False
    for unit in units:
        if blocks and unit.gap == 0:
            last = blocks[-1]
            if last.line + len(last.lines) == unit.block.line:
                if not is_joined:  # the block of a unit keeps its own lines
                    blocks[-1] = Block(last.line, list(last.lines))
                    is_joined = True
                blocks[-1].lines.extend(unit.block.lines)
                continue
        blocks.append(unit.block)
        is_joined = False
    return blocks


def is_wrapped(lines: list[str]) -> bool:
    """Whether the lines are one unit: a paragraph wrapped at a line width, or indented code.

    In a wrapped paragraph about a quarter of the lines continue in the next one: they end
    with a linking word such as "of", or the next line begins with a small letter.
    """
    if max(map(len, lines)) > MAX_WRAPPED_CHARACTERS:
        return False
    if lines[0][0] in " \t" and all(line[0] in " \t" for line in lines):
        return True
    n_needed = max(len(lines) // 4, 1)
    for above, below in pairwise(lines):
        above = above.rstrip()
        begins_small = below.lstrip()[:1].islower() and above[-1:] not in _SENTENCE_ENDS
        if begins_small or above.endswith(_LINKING_WORDS):
            n_needed -= 1
            if not n_needed:
                return True
    return False


def open_block(block: Block) -> list[Block]:
    """A block for each line if the lines are separate paragraphs and headings, else the block."""
    if len(block.lines) < 3 or is_wrapped(block.lines):
        return [block]
    return [Block(block.line + offset, [line]) for offset, line in enumerate(block.lines)]


def code_unit(block: Block) -> Unit:
    """Unit of a block that is marked as code: no line of it is furniture or a sentence."""
    text = " ".join(line.strip() for line in block.lines)
    return Unit(block, 1, text, text.count(" ") + 1, kind=None, is_prose=False)


def make_unit(block: Block, gap: int) -> Unit:
    """Unit of a block, with its kind of furniture and whether it is prose."""
    lines = block.lines
    text = lines[0].strip() if len(lines) == 1 else " ".join(line.strip() for line in lines)
    n_words = text.count(" ") + 1
    kind = line_kind(text)
    is_prose = kind is None and (
        n_words >= LONG_LINE_WORDS or (n_words >= MIN_PROSE_WORDS and ends_like_sentence(text))
    )
    return Unit(block, gap, text, n_words, kind, is_prose)
