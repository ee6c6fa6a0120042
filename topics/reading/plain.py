"""Plain text → blocks → sections below plain-line headings."""

from __future__ import annotations

from bisect import bisect_right
from itertools import pairwise

from topics.reading.articles import find_articles, find_signature
from topics.reading.decoding import decode
from topics.reading.headings import byline_author, find_headings, is_headline, same_line
from topics.reading.page import find_furniture
from topics.reading.records import (
    Block,
    Document,
    Parsed,
    RemovedLine,
    RowOptions,
    Section,
)
from topics.reading.units import Unit, join_units, open_block, split_units


def read_plain(data: bytes, options: RowOptions) -> Parsed:
    """The documents of a plain text file: one, or the articles of a page."""
    text = decode(data)
    if options.split:
        yield from parse_page(text, keep_furniture=options.keep_furniture)
    else:
        yield parse_plain(text, keep_furniture=options.keep_furniture)


def parse_page(text: str, *, keep_furniture: bool = False) -> list[Document]:
    """Documents of the articles on a page; one without `part` where it holds no more."""
    units = split_units(_open_blocks(split_blocks(text)))
    starts = find_articles(units)
    flags = [False] * len(units) if keep_furniture else find_furniture(units, starts)
    if not starts:
        return [_document(units, flags, None)]
    # What stands above the first headline goes with the first article.
    bounds = [0, *starts[1:], len(units)]
    return [
        _article(units[begin:end], flags[begin:end], start - begin, part)
        for part, (start, (begin, end)) in enumerate(zip(starts, pairwise(bounds), strict=True), 1)
    ]


def parse_plain(text: str, *, title: str | None = None, keep_furniture: bool = False) -> Document:
    """Document of plain text, with its headline as title and its byline as author.

    Parameters
    ----------
    text : str
    title : str, optional
        A title known from elsewhere. Then the first block is taken for the headline only
        if it says the same.
    keep_furniture : bool
        Whether site furniture stays in the text.
    """
    units = split_units(_open_blocks(split_blocks(text)))
    flags = [False] * len(units) if keep_furniture else find_furniture(units, [])
    return _document(units, flags, title)


def _document(units: list[Unit], flags: list[bool], title: str | None) -> Document:
    """The one document of a page, of which some units are furniture."""
    blocks = join_units(_kept(units, flags))
    document = Document(sections=[], title=title)
    if title is None:
        has_headline = is_headline(blocks)
    else:
        has_headline = bool(blocks) and same_line(blocks[0].text, title)
    if has_headline:
        if title is None:
            document.title_line = blocks[0].line
        document.title = " ".join(blocks[0].text.split())
        blocks = blocks[1:]
        # The byline stands below the headline, or below a deck line between the two.
        for place, block in enumerate(blocks[:2]):
            document.author = byline_author(block)
            if document.author is not None:
                del blocks[place]
                break
    document.sections = cut_at_headings(blocks, find_headings(blocks))
    document.removed = _removed(units, flags, document.sections)
    return document


def _article(units: list[Unit], flags: list[bool], headline: int, part: int) -> Document:
    """One of several articles on a page, with the place of its headline among its units."""
    document = Document(sections=[], part=part, title=" ".join(units[headline].text.split()))
    above, below = (
        _kept(units[:headline], flags[:headline]),
        _kept(units[headline + 1 :], flags[headline + 1 :]),
    )
    document.title_line = units[headline].block.line
    signature = find_signature(below)
    if signature is not None:
        place, document.author = signature
        del below[place]
    n_lead = next((place for place, unit in enumerate(below) if unit.is_prose), 0)
    lead = join_units([*above, *below[:n_lead]])
    blocks = join_units(below[n_lead:])
    headings = [len(lead) + place for place in find_headings(blocks)]
    document.sections = cut_at_headings(lead + blocks, headings)
    document.removed = _removed(units, flags, document.sections)
    return document


def _kept(units: list[Unit], flags: list[bool]) -> list[Unit]:
    return [unit for unit, is_furniture in zip(units, flags, strict=True) if not is_furniture]


def _removed(units: list[Unit], flags: list[bool], sections: list[Section]) -> list[RemovedLine]:
    """The lines of the furniture, each with the section that it stood in."""
    begins = [section.line or 0 for section in sections]
    return [
        RemovedLine(line, number, max(bisect_right(begins, number) - 1, 0) if begins else None)
        for unit, is_furniture in zip(units, flags, strict=True)
        if is_furniture
        for number, line in enumerate(unit.block.lines, unit.block.line)
    ]


def _open_blocks(blocks: list[Block]) -> list[Block]:
    """The blocks, or the lines of a page that has no blank line."""
    return open_block(blocks[0]) if len(blocks) == 1 else blocks


def split_blocks(text: str, first_line: int = 1) -> list[Block]:
    """Blocks of the text: the runs of lines between blank lines.

    A line of white space only, also of non-breaking spaces, is blank.
    """
    blocks: list[Block] = []
    lines: list[str] = []
    begin = first_line
    for number, line in enumerate(text.split("\n"), first_line):
        if line and not line.isspace():
            if not lines:
                begin = number
            lines.append(line)
        elif lines:
            blocks.append(Block(begin, lines))
            lines = []
    if lines:
        blocks.append(Block(begin, lines))
    return blocks


def cut_at_headings(blocks: list[Block], headings: list[int]) -> list[Section]:
    """Sections of blocks, some of which are headings of level 1.

    Parameters
    ----------
    blocks : list of Block
    headings : list of int
        Places of the headings in `blocks`, rising.
    """
    opening = blocks[: headings[0]] if headings else blocks
    sections = [_section("", 0, opening[0].line, opening)] if opening else []
    ends = [*headings[1:], len(blocks)]
    for place, following in zip(headings, ends, strict=bool(headings)):
        head = blocks[place]
        sections.append(_section(head.text.strip(), 1, head.line, blocks[place + 1 : following]))
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
