"""Blocks: the runs of lines between blank lines."""

from __future__ import annotations

from topics.reading.records import Block, Section


def blocks_of(section: Section) -> list[Block]:
    """Blocks of a section's text, which is split at the first call; the section keeps them.

    Whoever changes the text must set ``section.blocks`` to None, or to the new blocks.
    """
    if section.blocks is None:
        section.blocks = split_blocks(section.text)
        for block, line in zip(section.blocks, section.block_lines or (), strict=False):
            block.line = line
    return section.blocks


def split_blocks(text: str, first_line: int = 1) -> list[Block]:
    """Blocks of the text: the runs of lines between blank lines.

    A line of white space only, also of non-breaking spaces, is blank.
    """
    blocks: list[Block] = []
    lines: list[str] = []
    begin = first_line
    for number, line in enumerate(text.split("\n"), first_line):
        if line and not line.isspace():
            if not lines:
                begin = number
            lines.append(line)
        elif lines:
            blocks.append(Block(begin, lines))
            lines = []
    if lines:
        blocks.append(Block(begin, lines))
    return blocks
