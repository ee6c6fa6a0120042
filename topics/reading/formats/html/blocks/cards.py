"""The items of a page that lists things: products, jobs, reports, names."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

from topics.reading.formats.html.blocks.gaps import is_in_furniture
from topics.reading.formats.html.blocks.walking import PageBlock, kind_of, sections_from
from topics.reading.records import Section

MIN_CARDS = 4
"""A list has at least this many cards: elements of one kind next to each other."""

MIN_LINKED_CARDS = 0.7
"""At least this share of the cards has a link, as each item has a page of its own."""

MIN_SHARE = 0.5
"""The cards of a list have at least this share of the words outside furniture."""

MAX_KEPT = 0.75
"""If more of the words of the cards were taken, those that were not are furniture of cards."""


def add_cards(sections: list[Section], blocks: list[PageBlock]) -> list[Section]:
    """The sections with all items of the list that a page is; as they are if it is none.

    trafilatura drops items that are mostly links, and so many of a list, or all.

    Parameters
    ----------
    sections : list of Section
        The main text.
    blocks : list of PageBlock
        All visible blocks of the page; those that the main text has are marked.
    """
    known: dict[Any, bool] = {}
    outside = [block for block in blocks if not is_in_furniture(block.element, known)]
    cards = _cards(outside)
    if not cards:
        return sections
    in_cards = [block for block in outside if _is_inside(block.element, cards)]
    n_words = sum(block.n_words for block in in_cards)
    n_kept = sum(block.n_words for block in in_cards if _is_taken(block))
    n_outside = sum(block.n_words for block in outside)
    if n_words < MIN_SHARE * n_outside or n_kept > MAX_KEPT * n_words:
        return sections
    chosen = set(map(id, in_cards))
    return sections_from(block for block in blocks if id(block) in chosen or _is_taken(block))


def _cards(blocks: list[PageBlock]) -> set[Any]:
    """Elements of the kind with the most words, of those with several next to each other."""
    n_words: Counter[Any] = Counter()
    for block in blocks:
        for element in (block.element, *block.element.iterancestors()):
            n_words[element] += block.n_words
    groups: dict[tuple[Any, str, str], list[Any]] = defaultdict(list)
    for element in n_words:
        if element.tag != "p" and (above := element.getparent()) is not None:
            groups[above, *kind_of(element)].append(element)
    lists = [cards for cards in groups.values() if len(cards) >= MIN_CARDS and _are_linked(cards)]
    return set(max(lists, key=lambda cards: sum(map(n_words.__getitem__, cards)), default=()))


def _are_linked(cards: list[Any]) -> bool:
    n_linked: int = sum(card.tag == "a" or card.find(".//a") is not None for card in cards)
    return n_linked >= MIN_LINKED_CARDS * len(cards)


def _is_inside(element: Any, cards: set[Any]) -> bool:
    return any(one in cards for one in (element, *element.iterancestors()))


def _is_taken(block: PageBlock) -> bool:
    return block.is_kept or block.fills_gap
