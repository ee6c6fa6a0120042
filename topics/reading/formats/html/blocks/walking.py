"""The visible blocks of a page: their text, their links, and the element that holds them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Set
from dataclasses import dataclass
from typing import Any

from topics.reading.formats.html.tree import SKIPPED
from topics.reading.formats.markup.section_writer import SectionWriter
from topics.reading.records import Section

MIN_PROSE_WORDS = 15
"""A block with at least this many words, few of them links, is running text."""

_DIGITS = re.compile(r"\d+")
_SIGNS = re.compile(r"[\W_]+")


@dataclass(slots=True)
class PageBlock:
    """A heading, a paragraph, a list or a table of a page.

    Attributes
    ----------
    text : str
        Its lines.
    level : int
        Level of a heading from 1; 0 for other blocks.
    element : lxml element
        The element that its first words are directly in.
    n_words, n_linked : int
        Number of its words, and of those of them that are links.
    letters : str
        Its text in small letters and digits only, as texts are compared.
    is_kept : bool
        Whether the main text has it.
    fills_gap : bool
        Whether it was put back into the main text.
    """

    text: str
    level: int
    element: Any
    n_words: int
    n_linked: int
    letters: str
    is_kept: bool = False
    fills_gap: bool = False

    @property
    def is_running_text(self) -> bool:
        """Whether it has the words of a paragraph, fewer than half of them links."""
        return self.n_words >= MIN_PROSE_WORDS and 2 * self.n_linked < self.n_words


class _BlockWriter(SectionWriter):
    """A writer of sections that remembers each of their blocks."""

    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[PageBlock] = []
        self.element: Any = None
        self.n_open_links = 0
        self._first: Any = None
        self._n_words = self._n_linked = 0

    def write(self, text: str | None) -> None:
        """Add text from the source, which is in `element`."""
        if text and not text.isspace():
            if self._first is None:
                self._first = self.element
            n_words = len(text.split())
            self._n_words += n_words
            if self.n_open_links:
                self._n_linked += n_words
        super().write(text)

    def _end_block(self) -> None:
        n_before = len(self._blocks)
        super()._end_block()
        if len(self._blocks) > n_before:
            text = self._blocks[-1]
            level = self._level if self._in_heading else 0
            self.blocks.append(
                PageBlock(text, level, self._first, self._n_words, self._n_linked, letters_of(text))
            )
        self._first, self._n_words, self._n_linked = None, 0, 0


def blocks_and_sections(
    root: Any, *, skipped: Set[Any] = frozenset()
) -> tuple[list[PageBlock], list[Section]]:
    """All blocks of a tree in their order, headings among them, and the sections they make.

    Parameters
    ----------
    root : lxml element
        It is read even if it is of a kind that is never visible.
    skipped : set of lxml element
        Elements inside it that are left out.
    """
    from lxml import etree

    page = _BlockWriter()
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        tag = element.tag
        is_skipped = (tag in SKIPPED and element is not root) or element in skipped
        if event == "start":
            if is_skipped:
                walker.skip_subtree()
                continue
            page.n_open_links += tag == "a"
            page.begin(tag)
            page.element = element
            page.write(element.text)
        else:
            if not is_skipped:
                page.end(tag)
                page.n_open_links -= tag == "a"
            if element is not root and element.tail:
                page.element = element.getparent()
                page.write(element.tail)
    page.finish()
    return page.blocks, page.sections


def sections_from(blocks: Iterable[PageBlock]) -> list[Section]:
    """Sections of the blocks, each below the heading above it."""
    return sections_of_parts((block.level, block.text) for block in blocks)


def sections_of_parts(parts: Iterable[tuple[int, str]]) -> list[Section]:
    """Sections of headings, with their level, and of texts, of level 0, below them."""
    sections: list[Section] = []
    texts: list[list[str]] = []  # joined at the end: one by one takes quadratic time
    for level, text in parts:
        if level or not sections:
            sections.append(Section(" ".join(text.split()) if level else "", level, ""))
            texts.append([])
        if not level and (text or texts[-1]):
            texts[-1].append(text)
    for section, own in zip(sections, texts, strict=True):
        section.text = "\n\n".join(own)
    return sections


def letters_of(text: str) -> str:
    """Letters and digits of a text in small letters: extraction changes spaces and marks."""
    return _SIGNS.sub("", text).casefold()


def kind_of(element: Any) -> tuple[str, str]:
    """What elements have in common that a site makes alike: tag, and class without its numbers."""
    return element.tag, _DIGITS.sub("", element.get("class", ""))
