"""Plain text: split into blocks, and into sections at headings that are plain lines."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise

from topics.posts.clearing import Cleared, clear_post
from topics.reading.formats.markup.underlines import split_underlined
from topics.reading.lines.blocks import split_blocks
from topics.reading.lines.bylines import byline_author, is_date_line, is_name_line
from topics.reading.lines.dates import date_in
from topics.reading.lines.forms import line_form
from topics.reading.lines.headings import (
    begins_series,
    find_headings,
    is_headline,
    number_depth,
    opens_series,
    same_line,
)
from topics.reading.lines.signatures import take_signature
from topics.reading.lines.units import Unit, join_units, open_block, split_units
from topics.reading.pages.articles import find_articles, find_signature, starts_with_enough_prose
from topics.reading.pages.furniture import find_furniture
from topics.reading.records import Block, Document, LineForm, RemovedLine, Section

MAX_HEAD_LINES = 3
"""Headline, byline and date are this many lines."""

MAX_OUTLINE_WORDS = 2
"""A first line of at most this many words is a heading, not the title, if others follow."""

_YEAR = re.compile(r"\d{4}")


def parse_page(text: str, *, keep_furniture: bool = False) -> list[Document]:
    """Documents of the articles on a page; a single document has no `part`."""
    if not keep_furniture:
        cleared = clear_post(text)
        if cleared.taken:
            return _of_post(cleared)
    page = _page(text)
    return _articles(page, keep_furniture=keep_furniture)


def _of_post(cleared: Cleared) -> list[Document]:
    """Documents of a text of which lines were taken out; a mail is one document."""
    page = _page(cleared.text, cleared.spoken)
    if cleared.is_mail:
        page.flags = find_furniture(page.units, [])
        documents = [_document(page, cleared.subject)]
        documents[0].date = cleared.date or documents[0].date
    elif cleared.subject is not None:  # a book
        page.flags = find_furniture(page.units, [])
        documents = [_document(page, cleared.subject)]
        documents[0].author = documents[0].author or cleared.author
    else:
        documents = _articles(page, keep_furniture=False)
    _add_taken(documents, cleared)
    return documents


def parse_mail(text: str, *, subject: str | None, keep_furniture: bool = False) -> Document:
    """Document of the body of a mail, without what it quotes and its signature."""
    if keep_furniture:
        return _document(_page(text), subject)
    cleared = clear_post(text, is_mail=True)
    page = _page(cleared.text, cleared.spoken)
    page.flags = find_furniture(page.units, [])
    document = _document(page, subject)
    _add_taken([document], cleared)
    return document


def _add_taken(documents: list[Document], cleared: Cleared) -> None:
    """Add the lines that were taken out of a text to the articles and sections they were in."""
    begins = [
        (section.line or 0, number, index)
        for number, document in enumerate(documents)
        for index, section in enumerate(document.sections)
    ]
    for taken in cleared.taken:
        position = bisect_right(begins, (taken.first, len(documents), 0)) - 1
        _, number, index = begins[max(position, 0)] if begins else (0, 0, None)
        documents[number].removed.append(RemovedLine(taken.text, taken.first, index, taken.reason))


def _articles(page: _Page, *, keep_furniture: bool) -> list[Document]:
    """Documents of the articles on a page."""
    starts = find_articles(page.units)
    if not keep_furniture:
        page.flags = find_furniture(page.units, starts)
        rest = starts_with_enough_prose(page.units, page.flags, starts)
        if rest != starts:  # what looked like an article was furniture
            starts = rest
            page.flags = find_furniture(page.units, starts)
    if not starts:
        return [_document(page, None)]
    # Text above the first headline belongs to the first article.
    bounds = [0, *starts[1:], len(page.units)]
    return [
        _article(page.part(begin, end), start - begin, part)
        for part, (start, (begin, end)) in enumerate(zip(starts, pairwise(bounds), strict=True), 1)
    ]


def parse_plain(
    text: str,
    *,
    title: str | None = None,
    keep_furniture: bool = False,
    keep_only_text: bool = False,
) -> Document:
    """Document of plain text, with its headline as title and its byline as author.

    Parameters
    ----------
    text : str
    title : str, optional
        A title known from elsewhere: the first block is the headline only if it is the same.
    keep_furniture : bool
        Whether site furniture and the lines around the words of a mail are kept.
    keep_only_text : bool
        Whether site furniture is kept if there is no other text: a row "Log in" of a table is no
        button.
    """
    if keep_furniture:
        return _document(_page(text), title)
    cleared = clear_post(text)
    page = _page(cleared.text, cleared.spoken)
    page.flags = find_furniture(page.units, [])
    if keep_only_text and all(page.flags):
        page.flags = [False] * len(page.units)
    document = _document(page, cleared.subject if title is None else title)
    document.date = cleared.date or document.date
    document.author = document.author or cleared.author
    if cleared.taken:
        _add_taken([document], cleared)
    return document


@dataclass(slots=True)
class _Page:
    """The units of a page or of an article, and which of them are furniture.

    Attributes
    ----------
    units : list of Unit
    flags : list of bool
        Whether each unit is furniture.
    levels : dict of int to int
        Levels of underlined headings by line.
    underlines : list of Block
    """

    units: list[Unit]
    flags: list[bool]
    levels: dict[int, int]
    underlines: list[Block]

    def part(self, begin: int, end: int) -> _Page:
        """The units from one index to another, with their flags and underlines."""
        units = self.units[begin:end]
        first = units[0].block.line if begin else 0
        last = self.units[end].block.line if end < len(self.units) else None
        underlines = [
            block
            for block in self.underlines
            if block.line >= first and (last is None or block.line < last)
        ]
        return _Page(units, self.flags[begin:end], self.levels, underlines)

    def kept(self, begin: int = 0, end: int | None = None) -> list[Unit]:
        """The units that are not furniture."""
        pairs = zip(self.units[begin:end], self.flags[begin:end], strict=True)
        return [unit for unit, is_furniture in pairs if not is_furniture]

    def removed(self, sections: list[Section]) -> list[RemovedLine]:
        """The lines of furniture and underlines, each with the index of its section."""
        begins = [section.line or 0 for section in sections]
        blocks = [
            unit.block
            for unit, is_furniture in zip(self.units, self.flags, strict=True)
            if is_furniture
        ]
        return [
            RemovedLine(line, number, max(bisect_right(begins, number) - 1, 0) if begins else None)
            for block in sorted(blocks + self.underlines, key=lambda block: block.line)
            for number, line in enumerate(block.lines, block.line)
        ]


def _page(text: str, spoken: frozenset[int] = frozenset()) -> _Page:
    """The units of a text; lines that somebody says have not the form of a title."""
    blocks = split_blocks(text)
    if len(blocks) == 1:  # no blank line: its lines may be paragraphs and headings
        blocks = open_block(blocks[0])
    blocks, levels, underlines = split_underlined(blocks)
    units = split_units(blocks)
    for unit in units if spoken else ():
        if unit.block.line in spoken:
            unit.block.form = LineForm()
    return _Page(units, [False] * len(units), levels, underlines)


def _document(page: _Page, title: str | None) -> Document:
    """The one document of a page."""
    blocks = join_units(page.kept())
    opened = _with_open_head(blocks)
    document = Document(sections=[], title=title)
    if opened and (is_headline(opened) if title is None else same_line(opened[0].text, title)):
        blocks = opened
    if title is None:
        has_headline = is_headline(blocks) and not _opens_outline(blocks, page.levels)
    else:
        has_headline = bool(blocks) and same_line(blocks[0].text, title)
    if has_headline:
        if title is None:
            document.title_line = blocks[0].line
        document.title = " ".join(blocks[0].text.split())
        blocks = blocks[1:]
        document.author, document.date = take_signature(blocks)
    headings = find_headings(blocks, page.levels)
    document.sections = cut_at_headings(blocks, headings, page.levels)
    document.removed = page.removed(document.sections)
    return document


def _with_open_head(blocks: list[Block]) -> list[Block]:
    """The blocks with a block for each line of the head: headline, byline and date without blanks.

    Empty if the first block does not begin so.
    """
    if not blocks or len(blocks[0].lines) == 1:
        return []
    second, *third = blocks[0].lines[1:MAX_HEAD_LINES]
    if second.lstrip()[:1] not in "Bb" and not any(map(_YEAR.search, (second, *third))):
        return []  # as in most texts: neither "By" nor a date
    lines = [line.strip() for line in blocks[0].lines[: MAX_HEAD_LINES + 1]]
    head = [Block(blocks[0].line, blocks[0].lines[:1])]
    if not line_form(head[0]).has_form_of_title:
        return []
    for index, line in enumerate(lines[1:MAX_HEAD_LINES], 1):
        author = byline_author(line)
        if author is None and not is_date_line(line):
            if not (is_name_line(line) and any(map(is_date_line, lines[index + 1 : index + 2]))):
                break
            author = line
        head.append(Block(blocks[0].line + index, [blocks[0].lines[index]]))
        line_form(head[-1]).author = author
    if len(head) == 1:
        return []
    rest = blocks[0].lines[len(head) :]
    below = [Block(blocks[0].line + len(head), rest)] if rest else []
    return [*head, *below, *blocks[1:]]


def _opens_outline(blocks: list[Block], levels: dict[int, int]) -> bool:
    """Whether the first line is the first of several headings: ``Abstract``, ``I. The Storm``."""
    line = blocks[0].text.strip()
    is_short = len(line.split()) <= MAX_OUTLINE_WORDS
    if not is_short and not begins_series(line):
        return False
    headings = find_headings(blocks, levels)
    if headings[:1] != [0] or len(headings) < 2:
        return False
    return is_short or opens_series([blocks[index].text.strip() for index in headings])


def _article(page: _Page, headline: int, part: int) -> Document:
    """One of several articles on a page; `headline` is the index of its headline."""
    title = page.units[headline]
    document = Document([], part=part, title=" ".join(title.text.split()))
    document.title_line = title.block.line
    above, below = page.kept(0, headline), page.kept(headline + 1)
    signature = find_signature(below)
    if signature is not None:
        index, document.author = signature
        del below[index]
    # Lines between headline and text are the deck, not headings.
    n_lead = next((index for index, unit in enumerate(below) if unit.is_prose), 0)
    dates = [unit for unit in below[:n_lead] if unit.is_date and date_in(unit.text) is not None]
    if dates:
        document.date = date_in(dates[0].text)
        below.remove(dates[0])
        n_lead -= 1
    lead = join_units([*above, *below[:n_lead]])
    blocks = join_units(below[n_lead:])
    headings = [len(lead) + index for index in find_headings(blocks, page.levels)]
    document.sections = cut_at_headings(lead + blocks, headings, page.levels)
    document.removed = page.removed(document.sections)
    return document


def cut_at_headings(
    blocks: list[Block], headings: list[int], levels: dict[int, int]
) -> list[Section]:
    """Sections of blocks, cut at the headings among them.

    Parameters
    ----------
    blocks : list of Block
    headings : list of int
        Indices of the headings in `blocks`, rising.
    levels : dict of int to int
        Levels of underlined headings by line. Others have the depth of their number, such
        as 2 for ``3.1 Tides``, else 1.
    """
    opening = blocks[: headings[0]] if headings else blocks
    sections = [_section("", 0, opening[0].line, opening)] if opening else []
    ends = [*headings[1:], len(blocks)]
    for index, following in zip(headings, ends, strict=bool(headings)):
        head = blocks[index]
        heading = head.text.strip()
        level = levels.get(head.line) or number_depth(heading) or 1
        sections.append(_section(heading, level, head.line, blocks[index + 1 : following]))
    return sections


def _section(heading: str, level: int, line: int, blocks: list[Block]) -> Section:
    return Section(
        heading=heading,
        level=level,
        text="\n\n".join(block.text for block in blocks),
        line=line,
        block_lines=[block.line for block in blocks],
        is_plain=bool(heading),
    )
