"""Put back blocks of the text that trafilatura dropped between blocks that it took."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from topics.reading.formats.html.blocks.matching import find_blocks
from topics.reading.formats.html.blocks.walking import (
    PageBlock,
    letters_of,
    sections_of_parts,
)
from topics.reading.records import Section

MIN_CONTAINER_SHARE = 0.8
"""The text's container is the deepest element with at least this share of the words taken."""

MAX_LINKED = 0.5
"""A block of which more than this share of the words are links is a menu."""

_ASIDE = frozenset("nav aside footer form header button figcaption label dialog menu".split())
_PAGE = frozenset(("html", "body", "main", "form"))
_NAMES = re.compile(
    r"(?:^|[\s_-])(?:nav|menu|footer|sidebar|breadcrumbs?|banner|cookies?|comments?|shar(?:e|ing)"
    r"|social|related|recommend\w*|widget|promo\w*|ads?|advert\w*|sponsor\w*|newsletter\w*"
    r"|subscri\w*|sign-?up|popup|modal|toc|table-of-contents|byline|bio|author|tags?|caption"
    r"|credit|pagination|pager|cta|teaser|disclaimer|disclosure|rating|score)(?:$|[\s_-])",
    re.IGNORECASE,
)
"""Names of classes and ids of what sites put inside a text."""


def fill_gaps(sections: list[Section], blocks: list[PageBlock]) -> list[Section]:
    """The sections of the main text with the blocks of the page that belong between them.

    Such a block is between two blocks that trafilatura took and in the container of the text, no
    element around it has a name of furniture, and it is a heading or not mostly links.

    Parameters
    ----------
    sections : list of Section
        What trafilatura took.
    blocks : list of PageBlock
        All visible blocks of the page; those that it took are marked as kept.
    """
    items = [
        _Item(level, text, letters_of(text))
        for section in sections
        for level, text in _parts_of(section)
    ]
    places = find_blocks(blocks, "".join(item.letters for item in items))
    gaps = _gap_blocks(blocks, places)
    if not gaps:
        return sections
    ends = list(accumulate(len(item.letters) for item in items))
    inserted: dict[int, list[PageBlock]] = {}
    for index, end in gaps:
        inserted.setdefault(bisect_left(ends, end), []).append(blocks[index])
        blocks[index].fills_gap = True
    return sections_of_parts(_filled(items, inserted))


def _filled(items: list[_Item], inserted: dict[int, list[PageBlock]]) -> Iterator[tuple[int, str]]:
    """Level and text of all headings and blocks, with those inserted below each item."""
    for rank, item in enumerate(items):
        yield item.level, item.text
        for block in inserted.get(rank, []):
            yield block.level, block.text


@dataclass(frozen=True, slots=True)
class _Item:
    """A heading, with its level, or a block of the main text."""

    level: int
    text: str
    letters: str


def _parts_of(section: Section) -> Iterator[tuple[int, str]]:
    if section.heading:
        yield section.level, section.heading
    if section.text:
        for text in section.text.split("\n\n"):
            yield 0, text


def _gap_blocks(
    blocks: list[PageBlock], places: list[tuple[int, int] | None]
) -> list[tuple[int, int]]:
    """Index of each block that fills a gap, and where the text above it ends."""
    known = [index for index, place in enumerate(places) if place is not None]
    if len(known) < 2 or len(known) == len(blocks):
        return []
    container = container_of(blocks)
    is_inside: dict[Any, bool] = {}
    gaps = []
    end = 0
    for index in range(known[0], known[-1]):
        block, place = blocks[index], places[index]
        if place is not None:
            end = place[1]
            continue
        if block.is_kept or not block.letters:
            continue
        if not block.level and block.n_linked > MAX_LINKED * block.n_words:
            continue
        if _is_part_of_text(block.element, container, is_inside):
            gaps.append((index, end))
    return gaps


def _is_part_of_text(element: Any, container: Any, is_inside: dict[Any, bool]) -> bool:
    """Whether an element is in the container of the text, and not in furniture inside it."""
    chain = []
    verdict = False
    for one in (element, *element.iterancestors()):
        if one is container:
            verdict = True
            break
        known = is_inside.get(one)
        if known is not None:
            verdict = known
            break
        chain.append(one)
        if is_named_like_furniture(one):
            break
    for one in chain:
        is_inside[one] = verdict
    return verdict


def is_named_like_furniture(element: Any) -> bool:
    """Whether tag, class or id of an element say that a site puts it around or inside a text."""
    if element.tag in _ASIDE:
        return True
    return _NAMES.search(f"{element.get('class', '')} {element.get('id', '')}") is not None


def is_in_furniture(element: Any, known: dict[Any, bool]) -> bool:
    """Whether an element is furniture or inside of some; the whole page can be in a form.

    `known` has the verdicts on elements that were asked before.
    """
    chain = []
    verdict = False
    for one in (element, *element.iterancestors()):
        if one in known:
            verdict = known[one]
            break
        chain.append(one)
        if one.tag not in _PAGE and is_named_like_furniture(one):
            verdict = True
            break
    for one in chain:
        known[one] = verdict
    return verdict


def container_of(blocks: list[PageBlock]) -> Any | None:
    """The deepest element that has most words of the kept blocks; None if nothing is kept."""
    sums: Counter[Any] = Counter()
    kept = [block for block in blocks if block.is_kept]
    for block in kept:
        for one in (block.element, *block.element.iterancestors()):
            sums[one] += block.n_words
    least = MIN_CONTAINER_SHARE * sum(block.n_words for block in kept)
    longest = max(kept, key=lambda block: block.n_words, default=None)
    if longest is None:
        return None
    chain = (longest.element, *longest.element.iterancestors())
    return next((one for one in chain if sums[one] >= least), None)
