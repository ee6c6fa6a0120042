"""Cut long sections into shorter ones between paragraphs."""

from __future__ import annotations

from topics.reading.lines.blocks import blocks_of
from topics.reading.records import Section


def cut_long(section: Section, max_tokens: int) -> list[Section]:
    """The section, or its pieces of at most `max_tokens` words separated by white space.

    Pieces keep heading and level. A paragraph is never cut, so a piece of a single paragraph
    may be longer.
    """
    # n words have at least 2n - 1 characters, so a shorter text need not be split to count.
    if len(section.text) < 2 * max_tokens or len(section.text.split()) <= max_tokens:
        return [section]
    pieces: list[Section] = []
    texts: list[str] = []
    lines: list[int] = []
    n_tokens = 0
    block_lines = section.block_lines
    for index, block in enumerate(blocks_of(section)):
        n_block_tokens = sum(len(line.split()) for line in block.lines)
        if texts and n_tokens + n_block_tokens > max_tokens:
            pieces.append(_piece(section, texts, lines, is_first=not pieces))
            texts, lines, n_tokens = [], [], 0
        texts.append(block.text)
        n_tokens += n_block_tokens
        if block_lines is not None:
            lines.append(block_lines[index])
    pieces.append(_piece(section, texts, lines, is_first=not pieces))
    return pieces


def _piece(section: Section, texts: list[str], lines: list[int], *, is_first: bool) -> Section:
    """Section of some paragraphs of a longer one; only the first piece begins at its heading."""
    return Section(
        heading=section.heading,
        level=section.level,
        text="\n\n".join(texts),
        line=section.line if is_first or not lines else lines[0],
        block_lines=None if section.block_lines is None else lines,
    )
