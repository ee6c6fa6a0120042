"""Text that trafilatura returns as one line, when its methods find no main text."""

from __future__ import annotations

from typing import Any

from topics.reading.formats.html.blocks.gaps import is_in_furniture
from topics.reading.formats.html.blocks.matching import find_blocks
from topics.reading.formats.html.blocks.walking import PageBlock, letters_of, sections_from
from topics.reading.records import Section, parts_of

MIN_FOUND = 0.5
"""The blocks of the page are taken if they have at least this share of the words of the line."""


def rebuild(sections: list[Section], blocks: list[PageBlock]) -> list[Section]:
    """The blocks of the page that a flattened text is made of, without those in furniture.

    Its last resort is all words of the page, with those of menus, and without headings and line
    ends. Most of it must be found outside of furniture; else it stays as it is.
    """
    parts = parts_of(sections)
    find_blocks(blocks, "".join(map(letters_of, parts)))
    n_taken = sum(len(part.split()) for part in parts)
    known: dict[Any, bool] = {}
    text = [one for one in blocks if one.is_kept and not is_in_furniture(one.element, known)]
    if sum(block.n_words for block in text) < MIN_FOUND * n_taken:
        return sections
    for block in blocks:
        block.is_kept = False
    return sections_from(text)
