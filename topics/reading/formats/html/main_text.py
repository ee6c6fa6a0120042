"""The main text of a page, found by trafilatura."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from typing import Any

from topics.reading.formats.html.hidden import TEXTLESS

_MARK = "\U000e0100"
"""Ends each hidden word in the tree that trafilatura reads: no page needs this selector of a
Chinese character's variant after a whole word, and trafilatura keeps it."""

_WORD = re.compile(r"\S+")
_MARKED_WORD = re.compile(rf"\S*{_MARK}\S*")

MAX_HIDDEN_SHARE = 1 / 3
"""If more than this share of the main text is hidden, it is searched in what is visible only."""


def copy_with_marks(tree: Any, hidden: list[Any]) -> Any | None:
    """A copy of the page in which each word of the `hidden` elements has a mark.

    trafilatura weighs parts of a page by their surroundings: without the hidden elements it may
    keep the first post of a thread only. So it reads this copy, and the marked words are removed
    from what it returns. None if the elements have no words.
    """
    texts = [
        (element, name, text)
        for outer in hidden
        for element, name, text in _texts_inside(outer)
        if not text.isspace()
    ]
    if not texts:
        return None
    for element, name, text in texts:
        setattr(element, name, _WORD.sub(rf"\g<0>{_MARK}", text))
    copy = deepcopy(tree)
    for element, name, text in texts:
        setattr(element, name, text)
    return copy


def find_main_text(tree: Any, marked: Any | None, *, has_fallback: bool) -> Any:
    """The document that trafilatura makes of a page, or None if it finds no main text.

    Parameters
    ----------
    tree : lxml element
        The page without what it hides.
    marked : lxml element or None
        The page with what it hides, of :func:`copy_with_marks`.
    has_fallback : bool
        Also try trafilatura's slower methods.
    """
    if marked is not None:
        extracted = _extract(marked, has_fallback=has_fallback)
        if extracted is not None and _share_unmarked(extracted) <= MAX_HIDDEN_SHARE:
            return extracted
    return _extract(tree, has_fallback=has_fallback)


def _extract(tree: Any, *, has_fallback: bool) -> Any:
    from trafilatura import bare_extraction

    with _silenced("trafilatura", "htmldate"):
        return bare_extraction(
            tree,
            include_comments=False,
            with_metadata=True,
            fast=not has_fallback,
            # Only dates in the markup: the extensive search accepts any year in the text.
            date_extraction_params={"extensive_search": False, "original_date": True},
        )


def _share_unmarked(extracted: Any) -> float:
    """Remove marked words from what trafilatura returned; the share of words that they were."""
    for name in ("title", "author", "date", "sitename"):
        value = getattr(extracted, name)
        if value and _MARK in value:
            setattr(extracted, name, _MARKED_WORD.sub("", value))
    n_marked = n_words = 0
    for element in extracted.body.iter():
        for name in ("text", "tail"):
            text = getattr(element, name)
            if not text:
                continue
            n_words += len(text.split())
            if _MARK in text:
                text, n_removed = _MARKED_WORD.subn("", text)
                setattr(element, name, text)
                n_marked += n_removed
    return n_marked / max(n_words, 1)


def _texts_inside(outer: Any) -> Iterator[tuple[Any, str, str]]:
    """Element, attribute and text of what an element shows inside it."""
    from lxml import etree

    walker = etree.iterwalk(outer, events=("start", "end"))
    for event, element in walker:
        if event == "start" and element.tag in TEXTLESS and element is not outer:
            walker.skip_subtree()
        elif event == "start":
            if element.text:
                yield element, "text", element.text
        elif element is not outer and element.tail:
            yield element, "tail", element.tail


@contextmanager
def _silenced(*names: str) -> Iterator[None]:
    """Silence other packages' loggers: their messages are not about errors of the caller."""
    loggers = [logging.getLogger(name) for name in names]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)
