"""Lines of a page that are not part of the text that was taken from it."""

from __future__ import annotations

import re
from typing import Any

from topics.reading.formats.html.blocks.matching import SearchedText
from topics.reading.formats.html.hidden import HIDDEN, find_hidden_elements, take_out
from topics.reading.formats.html.tree import sections_of
from topics.reading.lines.bylines import byline_author, is_date_line
from topics.reading.lines.dates import date_in
from topics.reading.records import Document, RemovedLine, Section, parts_of

MAX_SEARCHED = 2_000
"""After this many searches of the whole text that find nothing, lines are only compared as whole
lines."""

_SIGNS = re.compile(r"\W+")


def left_over(page: list[Section], documents: list[Document]) -> list[RemovedLine]:
    """Visible lines of a page that are in none of its documents.

    A line counts as taken if its letters are anywhere in the text, title or author, because
    extraction joins lines and drops marks.

    Parameters
    ----------
    page : list of Section
        Everything visible.
    documents : list of Document
        The documents that were made of it.
    """
    taken = [_letters(line) for document in documents for line in _lines(document.sections)]
    taken += [_letters(part) for one in documents for part in (one.title, one.author) if part]
    lines = set(taken)
    whole = SearchedText("".join(taken))
    end = 0
    removed: list[RemovedLine] = []
    for line in _lines(page):
        letters = _letters(line)
        if not letters or letters in lines or _is_signature(line, documents):
            continue
        if whole.n_missed < MAX_SEARCHED:
            begin = whole.find(letters, end)
            if begin >= 0:
                end = begin + len(letters)
                continue
        removed.append(RemovedLine(line))
    return removed


def hidden_lines(hidden: list[list[Section]]) -> list[RemovedLine]:
    """Lines of elements that the page hides; `hidden` has the sections of each."""
    return [RemovedLine(line, reason=HIDDEN) for sections in hidden for line in _lines(sections)]


def take_hidden(tree: Any) -> list[RemovedLine]:
    """Take out the elements that a tree hides; their lines."""
    return hidden_lines([sections_of(take_out(each)) for each in find_hidden_elements(tree)])


def _is_signature(line: str, documents: list[Document]) -> bool:
    """Whether the line says the author or the date that a document has."""
    author, date = byline_author(line), is_date_line(line) and date_in(line)
    return any(
        (author is not None and author == one.author) or (bool(date) and date == one.date)
        for one in documents
    )


def _lines(sections: list[Section]) -> list[str]:
    return [
        line.strip() for text in parts_of(sections) for line in text.split("\n") if line.strip()
    ]


def _letters(line: str) -> str:
    return _SIGNS.sub("", line).casefold()
