"""How sure it is that the text that was taken from a page is its main text."""

from __future__ import annotations

import math

from topics.reading.formats.html.blocks.matching import find_blocks
from topics.reading.formats.html.blocks.walking import PageBlock, letters_of
from topics.reading.records import Document, parts_of

QUALITY = "text_quality"
"""Name of the column of metadata with the predicted quality."""

LOW_QUALITY = 0.25
"""Below this the text of a page should be looked at."""

MIN_PARAGRAPH_WORDS = 10
"""A block with at least this many words is a paragraph."""

MAX_LINKED_SHARE = 0.3
"""A block of which at least this share of the words are links is no paragraph."""

_ASIDE = frozenset("nav aside footer dialog menu button".split())
"""Elements without paragraphs of the text. Some sites have the whole page in a form."""

FULL_AGREEMENT = 0.8
"""Two methods agree fully from here on: lists and tables are no paragraphs, but can be text."""


def predict_quality(blocks: list[PageBlock], documents: list[Document]) -> float:
    r"""The predicted quality of the text of a page, from 0 to 1.

    .. math:: \sqrt{\min(a / 0.8, 1) \, (1 - l)} \; (c \, (1 - g))^2

    :math:`a` is the agreement (F1 of words) with the simplest method, which takes all paragraphs
    outside menus, asides and footers; :math:`l` the share of the words taken that are links;
    :math:`c` the share that was taken of the words between the first and the last block that
    were; and :math:`g` the share of the words taken that were put back into gaps.

    Parameters
    ----------
    blocks : list of PageBlock
        All visible blocks of the page. Which of them are kept is decided again, by what is in
        the documents.
    documents : list of Document
        What was read from the page.
    """
    parts = [part for document in documents for part in parts_of(document.sections)]
    n_filled = sum(block.n_words for block in blocks if block.fills_gap)
    for block in blocks:
        block.is_kept = False
    find_blocks(blocks, "".join(map(letters_of, parts)))
    kept = [index for index, block in enumerate(blocks) if block.is_kept]
    if not kept:
        return 0.0
    n_kept = sum(blocks[index].n_words for index in kept)
    n_linked = sum(blocks[index].n_linked for index in kept)
    n_between = sum(block.n_words for block in blocks[kept[0] : kept[-1] + 1])
    n_taken = max(sum(len(part.split()) for part in parts), n_kept)
    paragraphs = [block for block in blocks if _is_paragraph(block)]
    n_common = sum(block.n_words for block in paragraphs if block.is_kept)
    agreement = 2 * n_common / (n_taken + sum(block.n_words for block in paragraphs))
    unlinked = 1 - n_linked / n_kept
    whole = n_kept / n_between * max(1 - n_filled / n_taken, 0)
    certainty = math.sqrt(min(agreement / FULL_AGREEMENT, 1) * unlinked)
    return round(certainty * whole * whole, 3)


def _is_paragraph(block: PageBlock) -> bool:
    """Whether the simplest method takes a block."""
    return (
        not block.level
        and block.n_words >= MIN_PARAGRAPH_WORDS
        and block.n_linked < MAX_LINKED_SHARE * block.n_words
        and block.element.tag not in _ASIDE
        and all(above.tag not in _ASIDE for above in block.element.iterancestors())
    )
