"""Plain text → blocks → sections below plain-line headings."""

from __future__ import annotations

from topics.reading.decoding import decode
from topics.reading.headings import byline_author, find_headings, is_headline, same_line
from topics.reading.records import Block, Document, Parsed, RowOptions, Section


def read_plain(data: bytes, options: RowOptions) -> Parsed:
    """The one document of a plain text file."""
    yield parse_plain(decode(data))


def parse_plain(text: str, *, title: str | None = None) -> Document:
    """Document of plain text, with its headline as title and its byline as author.

    Parameters
    ----------
    text : str
    title : str, optional
        A title known from elsewhere. Then the first block is taken for the headline only
        if it says the same.
    """
    blocks = split_blocks(text)
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
    return document


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
