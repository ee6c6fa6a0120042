"""Find headings among the blocks of a plain text, and whether the first is the headline.

A heading is a short line between blank lines that has the form of a title and running text
below it.
"""

from __future__ import annotations

import re
from collections.abc import Container

from topics.reading.lines.forms import CLOSERS, is_list_item, line_form
from topics.reading.records import Block

MAX_HEADING_WORDS = 12
"""A heading has at most this many words; a headline may be longer."""

MAX_HEADING_CHARACTERS = 100
"""A heading has at most this many characters; a headline may be longer."""

MAX_SHORT_HEADING_WORDS = 5
"""Below a heading of at most this many words the text may be shorter than a paragraph."""

MAX_HEADINGS_IN_ROW = 3
"""If more short lines than this follow each other, only the last can be a heading."""

MAX_SHORT_QUESTION_WORDS = 9
"""A question with more words than this is a heading only below a full paragraph."""

MIN_WORDS_ABOVE_QUESTION = 27
"""A paragraph above such a question is full if it has at least this many words."""

MIN_ANSWER_WORDS = 12
"""A question is a heading only if the text below it has at least this many words."""

# The number of a section before its heading: "3.1 Tides", "2. Ships".
_NUMBERED = re.compile(r"(\d{1,2}(?:\.\d{1,2}){0,4})\.?\s{1,4}\S")
# The first and the second of several headings: "I. The Storm", "Chapter Two", "1 May".
_ONE, _TWO = (
    re.compile(rf"(?:{digit}|([^\W\d_]{{3,12}})\s{{1,3}}(?:{digit}|{word}))(?:[.):\s–—-]|$)", re.I)
    for digit, word in (
        ("1|I", "one|eins|un|uno|первая"),
        ("2|II", "two|zwei|deux|dos|due|вторая"),
    )
)
# A short line that ends with one of these marks is a sentence. Unlike in `lines/forms`, where a
# question may be a title, "?" is among them.
_SENTENCE_ENDS = (".", "!", "?", "…", "。", ":")


def find_headings(blocks: list[Block], marked: Container[int] = ()) -> list[int]:
    """Indices of the headings among the blocks, ascending.

    A heading has text below it, or the heading of its first subsection. In a long run of short
    lines, which may be a menu or a list, only the last is a heading.

    Parameters
    ----------
    blocks : list of Block
    marked : container of int
        Line numbers of blocks that are marked as headings, whatever their form.
    """
    headings: list[int] = []
    run: list[int] = []
    for index, block in enumerate(blocks):
        if block.line in marked:
            headings.extend(run if len(run) <= MAX_HEADINGS_IN_ROW else [])
            headings.append(index)
            run = []
            continue
        if reads_like_heading(block) and not _is_stray_question(blocks, index):
            run.append(index)
            continue
        if run and _can_follow(block, blocks[run[-1]]):
            headings.extend(run if len(run) <= MAX_HEADINGS_IN_ROW else run[-1:])
        run = []
    return headings


def _is_stray_question(blocks: list[Block], index: int) -> bool:
    """Whether the block is a long question without a full paragraph above it.

    Such a question begins a text or belongs to a conversation.
    """
    line = blocks[index].lines[0].rstrip()
    if not line.endswith("?") or line.count(" ") < MAX_SHORT_QUESTION_WORDS:
        return False
    return index == 0 or len(blocks[index - 1].text.split()) < MIN_WORDS_ABOVE_QUESTION


def _can_follow(block: Block, heading: Block) -> bool:
    """Whether the block, which is no heading, can be the text below this heading."""
    line = heading.lines[0].strip()
    first = block.lines[0].strip()
    if first[0].islower():
        return False  # the sentence continues
    if line.endswith("?") and len(block.text.split()) < MIN_ANSWER_WORDS:
        return False
    if is_list_item(first):
        # "We need:" introduces a list; a numbered line above a numbered list may be its first item.
        return not line.endswith(":") and not (first[0].isdigit() and line[0].isdigit())
    return is_running_text(block) or len(line.split()) <= MAX_SHORT_HEADING_WORDS


def is_headline(blocks: list[Block]) -> bool:
    """Whether the first block is the headline of the whole text.

    It has the form of a title and running text follows, with at most two single lines (deck,
    byline or first heading) between them.
    """
    if not blocks or not line_form(blocks[0]).has_form_of_title:
        return False
    for block in blocks[1:4]:
        if is_running_text(block):
            return True
        if len(block.lines) > 1:
            return False
    return False


def reads_like_heading(block: Block) -> bool:
    """Whether the block has the form of a title and is short enough for a heading."""
    form = line_form(block)
    return (
        form.has_form_of_title
        and form.n_words <= MAX_HEADING_WORDS
        and form.n_characters <= MAX_HEADING_CHARACTERS
        and len(block.lines[0]) <= 2 * MAX_HEADING_CHARACTERS
    )


def is_running_text(block: Block) -> bool:
    """Whether the block is a paragraph: no heading, and long or ending like a sentence."""
    if reads_like_heading(block):
        return False
    n_words = sum(len(line.split()) for line in block.lines[:20])
    if n_words >= MAX_HEADING_WORDS:
        return True
    last = block.lines[-1].rstrip().rstrip(CLOSERS)
    return n_words >= 4 and last.endswith(_SENTENCE_ENDS)


def same_line(line: str, other: str) -> bool:
    """Whether two lines are equal except for case and white space."""
    return line.casefold().split() == other.casefold().split()


def begins_series(heading: str) -> bool:
    """Whether the heading has the number one: ``I. The Storm``, ``Chapter 1``."""
    return _ONE.match(heading) is not None


def opens_series(headings: list[str]) -> bool:
    """Whether the first heading has the number one, and another one the number two.

    Examples
    --------
    >>> opens_series(["I. The Storm", "II. The Court"])
    True
    >>> opens_series(["1984", "1985"])
    False
    """
    first = _ONE.match(headings[0]) if headings else None
    if first is None:
        return False
    others = (_TWO.match(heading) for heading in headings[1:])
    return any(other and same_line(other[1] or "", first[1] or "") for other in others)


def number_depth(heading: str) -> int:
    """Number of parts in the section number of a heading: 2 for ``3.1 Tides``, 0 without one."""
    match = _NUMBERED.match(heading)
    return 0 if match is None else match.group(1).count(".") + 1
