"""Articles that follow on one page, each below a headline, as sites load them one by one."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

from topics.reading.formats.html.blocks.walking import (
    MIN_PROSE_WORDS,
    PageBlock,
    kind_of,
    sections_from,
)
from topics.reading.lines.bylines import byline_author, is_date_line
from topics.reading.lines.units import make_unit
from topics.reading.pages.articles import topic_change_score
from topics.reading.pages.sections import article_document
from topics.reading.records import Block, Document

MIN_ARTICLE_WORDS = 80
"""An article has at least this many words in paragraphs; with fewer it is a teaser."""

MIN_TITLE_WORDS = 2
"""A headline has at least this many words."""

MAX_LINES_BELOW = 4
"""A byline or a date is at most this many blocks below the headline."""

MAX_SIGNATURE_WORDS = 15
"""A byline or a date has at most this many words."""

MAX_SHARE = 0.75
"""If one article has a larger share of the words of all, and the headlines are not signed, the
others are related texts."""

MIN_SIGNED = 2 / 3
"""If at least this share of the headlines of level 1 is signed, those that are not are headings."""

MAX_COMPARED = 30
"""The vocabulary is compared in at most this many blocks above and below a headline."""

_ASIDE = frozenset("nav aside footer".split())
_SIGNATURE = re.compile(
    r"(?:^|[\s_-])(?:author|by|byline|date|dateline|meta|published|posted|time|timestamp)(?:$|[\s_-])",
    re.IGNORECASE,
)


def split_followed(blocks: list[PageBlock]) -> list[Document]:
    """One document for each article that follows on a page; empty if there are fewer than two.

    Headlines are the headings of level 1, or the first of them and those of level 2. What makes
    them headlines is, in this order: a byline or a date below or above each, as headings inside
    an article have none; or elements of the same kind next to each other that begin with them,
    and another vocabulary in each.
    """
    headings = [
        index for index, block in enumerate(blocks) if 1 <= block.level <= 2 and _is_headline(block)
    ]
    tops = [index for index in headings if blocks[index].level == 1]
    if len(tops) < 2:
        first = tops[0] if tops else -1
        tops = [index for index in headings if index >= first]
    if len(tops) < 2:
        return []
    starts, has_line_above = _signed(blocks, tops)
    if starts:
        starts = _with_enough_prose(blocks, starts, max_share=1)
    else:
        starts = _in_like_elements(blocks, tops)
        starts = _with_enough_prose(blocks, starts, max_share=MAX_SHARE)
    return _documents(blocks, starts, has_line_above) if starts else []


def _is_headline(block: PageBlock) -> bool:
    """Whether a heading has enough words with letters, and is in no aside."""
    words = [word for word in block.text.split() if any(map(str.isalpha, word))]
    return len(words) >= MIN_TITLE_WORDS and all(
        above.tag not in _ASIDE for above in block.element.iterancestors()
    )


def _signed(blocks: list[PageBlock], headings: list[int]) -> tuple[list[int], bool]:
    """The headings that are signed as the first one of them is, and whether above the heading."""
    for where, is_above in ((_is_signed_below, False), (_is_signed_above, True)):
        signed = [index for index in headings if where(blocks, index)]
        if len(signed) < 2:
            continue
        is_first = signed[0] == headings[0] or blocks[headings[0]].level == 1
        levels = {blocks[index].level for index in headings}
        if is_first and (len(levels) > 1 or len(signed) >= MIN_SIGNED * len(headings)):
            return signed, is_above
        if len(levels) == 1 and 1 not in levels:
            return signed, is_above
    return [], False


def _is_signed_below(blocks: list[PageBlock], index: int) -> bool:
    for below in range(index + 1, min(index + 1 + MAX_LINES_BELOW, len(blocks))):
        block = blocks[below]
        if block.level or block.n_words >= MIN_PROSE_WORDS:
            return False
        if _is_signature(block):
            return True
    return False


def _is_signed_above(blocks: list[PageBlock], index: int) -> bool:
    return index > 0 and not blocks[index - 1].level and is_date_line(blocks[index - 1].text)


def _is_signature(block: PageBlock) -> bool:
    """Whether a block is a byline or a date, or an element that is named like them."""
    if block.n_words > MAX_SIGNATURE_WORDS:
        return False
    if any(byline_author(line) or is_date_line(line) for line in block.text.split("\n")):
        return True
    above = block.element.getparent()
    return any(
        one.tag == "time"
        or _SIGNATURE.search(f"{one.get('class', '')} {one.get('itemprop', '')}") is not None
        for one in (block.element, above)
        if one is not None and one.tag not in ("body", "html", "main", "article")
    )


def _in_like_elements(blocks: list[PageBlock], headings: list[int]) -> list[int]:
    """The headings that begin elements of one kind next to each other, on different topics."""
    chain = [blocks[headings[0]].element, *blocks[headings[0]].element.iterancestors()]
    for first, above in pairwise(chain):
        kind = kind_of(first)
        of_kind = {one for one in above if isinstance(one.tag, str) and kind_of(one) == kind}
        if len(of_kind) < 2 or first.tag in ("h1", "h2"):
            continue
        starts = []
        for index in headings:
            element = blocks[index].element
            outer = next((one for one in element.iterancestors() if one in of_kind), None)
            if outer is not None:
                of_kind.remove(outer)
                starts.append(index)
        if len(starts) > 1:
            return starts if _are_different(blocks, starts) else []
    return headings if _are_different(blocks, headings) else []


def _are_different(blocks: list[PageBlock], starts: list[int]) -> bool:
    """Whether the vocabulary changes at all headings but the first."""
    return all(_topic_changes(blocks, index) for index in starts[1:])


def _topic_changes(blocks: list[PageBlock], index: int) -> bool:
    first = max(index - MAX_COMPARED, 0)
    compared = blocks[first : index + MAX_COMPARED + 1]
    units = [make_unit(Block(1, block.text.split("\n")), 1) for block in compared]
    return topic_change_score(units, index - first) > 0


def _with_enough_prose(
    blocks: list[PageBlock], starts: list[int], *, max_share: float
) -> list[int]:
    """The starts of articles with enough words in paragraphs; empty if fewer than two are left."""
    sizes = {
        start: sum(
            block.n_words
            for block in blocks[start:end]
            if not block.level and block.is_running_text
        )
        for start, end in pairwise([*starts, len(blocks)])
    }
    chosen = [start for start in starts if sizes[start] >= MIN_ARTICLE_WORDS]
    total = sum(sizes[start] for start in chosen)
    if len(chosen) < 2 or max(sizes[start] for start in chosen) > max_share * total:
        return []
    return chosen


def _documents(blocks: list[PageBlock], starts: list[int], has_line_above: bool) -> list[Document]:
    """A document for each article, from what is inside the element that holds all headlines."""
    common = _common_element([blocks[index].element for index in starts])
    chosen = [
        index
        for index in range(starts[0], len(blocks))
        if blocks[index].element is common
        or any(one is common for one in blocks[index].element.iterancestors())
    ]
    documents = []
    for part, (start, end) in enumerate(pairwise([*starts, len(blocks)]), 1):
        last = end - 1 if has_line_above and end < len(blocks) else end
        own = [blocks[index] for index in chosen if start <= index < last]
        if has_line_above:
            own.insert(1, blocks[start - 1])  # where the date of an article is looked for
        documents.append(article_document(sections_from(own), part))
    return documents


def _common_element(elements: list[Any]) -> Any:
    """The deepest element that holds all of the elements."""
    chains = [[one, *one.iterancestors()] for one in elements]
    common = set(chains[0]).intersection(*chains[1:])
    return next(one for one in chains[0] if one in common)
