"""Headings of plain text that are underlined with a row of ``===`` or other signs."""

from __future__ import annotations

import re

from topics.reading.lines.headings import MAX_HEADING_CHARACTERS
from topics.reading.records import Block

_RULE = re.compile(r"\s{0,3}([=\-~^*#+_.])\1{2,199}\s{0,9}")


def split_underlined(blocks: list[Block]) -> tuple[list[Block], dict[int, int], list[Block]]:
    """Blocks without underlines, levels of the underlined headings by line, and the underlines.

    A level is the rank of its sign: the sign that comes first marks level 1, as in
    reStructuredText.
    """
    kept: list[Block] = []
    levels: dict[int, int] = {}
    underlines: list[Block] = []
    ranks: dict[str, int] = {}
    for block in blocks:
        lines, begin = block.lines, block.line
        sign = _underline(lines)
        if sign is None:
            kept.append(block)
            continue
        levels[begin] = ranks.setdefault(sign, len(ranks) + 1)
        kept.append(Block(begin, lines[:1]))
        underlines.append(Block(begin + 1, lines[1:2]))
        if len(lines) > 2:
            kept.append(Block(begin + 2, lines[2:]))
    return kept, levels, underlines


def _underline(lines: list[str]) -> str | None:
    """The sign that underlines the first line, or None."""
    if len(lines) < 2 or len(lines[0]) > MAX_HEADING_CHARACTERS:
        return None
    match = _RULE.fullmatch(lines[1])
    title = lines[0].strip()
    if match is None or not any(map(str.isalpha, title)):
        return None
    return match.group(1) if 2 * len(lines[1].strip()) >= len(title) else None
