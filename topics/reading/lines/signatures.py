"""Take byline and date, the lines below a headline, out of the text: they are author and date."""

from __future__ import annotations

from typing import NamedTuple

from topics.reading.lines.bylines import byline_author, is_date_line, is_name_line
from topics.reading.lines.dates import date_in
from topics.reading.lines.forms import line_form
from topics.reading.records import Block

MAX_SIGNATURE_LINES = 3
"""A block of more lines is no byline and date."""


class Signature(NamedTuple):
    """Who wrote a text, and when; None for what is not said."""

    author: str | None = None
    date: str | None = None


def take_signature(blocks: list[Block]) -> Signature:
    """The author and date below a headline; their lines are taken out of the blocks.

    They are the first blocks, or follow one other, which is the deck. A date that cannot be read
    stays, and so does the first of several, which are the dates of entries and not of the text.

    Parameters
    ----------
    blocks : list of Block
        The blocks below the headline; changed in place.

    Examples
    --------
    >>> blocks = [Block(2, ["By Jane Doe"]), Block(4, ["3 May 2021"]), Block(6, ["The sea rose."])]
    >>> take_signature(blocks), [block.text for block in blocks]
    (Signature(author='Jane Doe', date='2021-05-03'), ['The sea rose.'])
    """
    author = date = None
    index = 0
    while index < min(2, len(blocks)):
        block = blocks[index]
        lines = _signing_lines(block)
        is_below_deck = index and author is None and not line_form(blocks[0]).n_words
        if is_below_deck and not any(found.author for found in lines.values()):
            break  # a date below a paragraph
        lines = {
            number: found
            for number, found in lines.items()
            if (found.author and author is None)
            or (found.date and date is None and not _has_date_line(blocks, block))
        }
        if not lines:
            index += 1
            continue
        author = author or next((each.author for each in lines.values() if each.author), None)
        date = date or next((each.date for each in lines.values() if each.date), None)
        rest = [line for number, line in enumerate(block.lines) if number not in lines]
        first = next((number for number in range(len(block.lines)) if number not in lines), 0)
        blocks[index : index + 1] = [Block(block.line + first, rest)] if rest else []
    return Signature(author, date)


def _signing_lines(block: Block) -> dict[int, Signature]:
    """What the lines of a block say, by index, if all of them are bylines, names and dates."""
    lines = [line.strip() for line in block.lines]
    if len(lines) > MAX_SIGNATURE_LINES:
        return {}
    if len(lines) == 1:  # also a name that the lines around it make a byline
        author = line_form(block).author
        found = {0: _signature_of(lines[0])._replace(author=author)}
    else:
        found = {number: _signature_of(line) for number, line in enumerate(lines)}
        if not all(
            each != Signature() or is_date_line(line) or _is_signing_name(lines, number)
            for (number, each), line in zip(found.items(), lines, strict=True)
        ):
            return {}
        if _is_signing_name(lines, 0):
            found[0] = Signature(lines[0])
    return {number: each for number, each in found.items() if each != Signature()}


def _signature_of(line: str) -> Signature:
    """Author and date of one line: ``By Jane Doe | 3 May 2021``."""
    author = byline_author(line)
    if author is not None:
        return Signature(author, date_in(line.partition(" | ")[2]))
    return Signature(None, date_in(line) if is_date_line(line) else None)


def _is_signing_name(lines: list[str], number: int) -> bool:
    """Whether the first line is a name, and the second one a date."""
    is_name = number == 0 and is_name_line(lines[0]) and byline_author(lines[0]) is None
    return is_name and is_date_line(lines[1])


def _has_date_line(blocks: list[Block], own: Block) -> bool:
    """Whether another block is a date, so that dates are the headings of entries."""
    return any(
        block is not own and len(block.lines) == 1 and is_date_line(block.lines[0])
        for block in blocks
    )
