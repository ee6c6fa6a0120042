"""Documents, sections, blocks and removals, as parsers return them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from topics.errors import InputError

MISSING_VALUE = "missing value"
"""Reason in the table ``removed`` for a cell that says that it has no value, such as ``nan``."""

FURNITURE, FORMULA, REFERENCE = "furniture", "formula", "reference"
"""Reasons in the table ``removed`` that several formats have."""


class _Compact:
    """A record that is pickled as its class and values, three times as fast as by its state."""

    __slots__ = ()

    def __reduce__(self) -> tuple[Any, ...]:
        names: tuple[str, ...] = type(self).__slots__
        return type(self), tuple([getattr(self, name) for name in names])


@dataclass(slots=True)
class LineForm:
    """What a block looks like as a line; a block of several lines is no title and no byline.

    Attributes
    ----------
    n_words, n_characters : int
        Size of the line, without white space around it; 0 for several lines.
    has_form_of_title : bool
        Whether it begins and ends like a title.
    author : str or None
        The author that it names, if it is a byline.
    is_date, is_name, is_list_item : bool or None
        Whether it is a date, could be a person's name, or begins like an item of a list; None
        before somebody asked (`topics.reading.lines.units.Unit`).
    """

    n_words: int = 0
    n_characters: int = 0
    has_form_of_title: bool = False
    author: str | None = None
    is_date: bool | None = None
    is_name: bool | None = None
    is_list_item: bool | None = None


@dataclass(slots=True)
class Block:
    """Lines of text between two blank lines.

    Attributes
    ----------
    line : int
        Number of the first line in its text, from 1; the lines are consecutive.
    lines : list of str
        The lines as they are, none of them blank.
    form : LineForm or None
        What `topics.reading.lines.forms.line_form` said of it; None before it was asked.
    """

    line: int
    lines: list[str]
    form: LineForm | None = None

    @property
    def text(self) -> str:
        """The lines joined again."""
        return "\n".join(self.lines)


@dataclass(slots=True)
class Section(_Compact):
    """A heading and the text below it.

    Attributes
    ----------
    heading : str
        ``""`` for text before the first heading.
    level : int
        0 for text before the first heading, else 1 and deeper.
    text : str
        Blocks with a blank line between them.
    line : int or None
        Line of the heading, else of the first block, in the file; of the row in a table.
    block_lines : list of int or None
        First line of every block of `text`, in order; None if the file has no lines, so that
        every block counts as being on `line`.
    is_plain : bool
        Whether the heading is a plain line, recognised by its form and not by a mark.
    code : frozenset of int
        Indices of the blocks of `text` that are marked as code, of which no line is furniture.
    blocks : list of Block or None
        Blocks of `text`, kept while a page is parsed (`topics.reading.lines.blocks.blocks_of`);
        None before the text was split, and once the document is complete, to save memory.
    """

    heading: str
    level: int
    text: str
    line: int | None = None
    block_lines: list[int] | None = None
    is_plain: bool = False
    code: frozenset[int] = frozenset()
    blocks: list[Block] | None = None


def join_text(above: Section, below: Section) -> None:
    """Append the text of a section, whose heading is gone, to the section above it."""
    if not below.text:
        return
    if not above.text:
        above.blocks = None
        above.text, above.block_lines, above.code = below.text, below.block_lines, below.code
        return
    if below.code:
        n_above = above.text.count("\n\n") + 1
        above.code = above.code.union(n_above + index for index in below.code)
    above.blocks = None
    above.text = f"{above.text}\n\n{below.text}"
    if above.block_lines is None or below.block_lines is None:
        above.block_lines = None
    else:
        above.block_lines = above.block_lines + below.block_lines


@dataclass(frozen=True, slots=True)
class RemovedLine(_Compact):
    """Lines that were removed from a document: furniture, or a block that repeats.

    Attributes
    ----------
    text : str
        The lines as they were.
    line : int or None
        Number of the first in the file, from 1.
    section : int or None
        Index of the section that they were in, or that followed them.
    reason : str
        Reason in the table ``removed``.
    n_documents : int or None
        Number of documents with this block or a similar one, if it repeats.
    """

    text: str
    line: int | None = None
    section: int | None = None
    reason: str = FURNITURE
    n_documents: int | None = None


def parts_of(sections: Iterable[Section]) -> list[str]:
    """Headings and texts of sections that are not empty, in order."""
    return [part for section in sections for part in (section.heading, section.text) if part]


@dataclass(slots=True)
class Document(_Compact):
    """One document as a parser returns it, before it has its final id.

    Attributes
    ----------
    sections : list of Section
        Empty only if the document has no text at all.
    id : str or None
        The document's own id; None takes the file's (with the row number, in a table).
    row : int or None
        Row number from 1 in a table or JSON Lines; None if the file is the document.
    line : int or None
        Line on which the row begins.
    table : str or None
        Name of the sheet that the row is in, if its file has several.
    part : int or None
        Number from 1 among the articles of one page; None if the page is one document.
    title, author, date, language : str or None
        Without a title, the stem of the file name is the title, or the first words of a row.
    title_line : int or None
        Line of the title, if a plain line was taken as title.
    is_part_of_group : bool
        Whether all documents of the same id are one, with the sections of all in their order.
    metadata : dict
        All other keys, in the order of the file.
    problem : str or None
        What is wrong with the file, although the document could be read.
    removed : list of RemovedLine
        What was removed from the document.
    """

    sections: list[Section]
    id: str | None = None
    row: int | None = None
    line: int | None = None
    table: str | None = None
    part: int | None = None
    title: str | None = None
    title_line: int | None = None
    is_part_of_group: bool = False
    author: str | None = None
    date: str | None = None
    language: str | None = None
    metadata: dict[str, Any] = field(default_factory=dict)
    problem: str | None = None
    removed: list[RemovedLine] = field(default_factory=list)

    @property
    def has_text(self) -> bool:
        """Whether any section has a heading or text."""
        return any(section.heading or section.text for section in self.sections)


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that cannot be read: an error, unless ``skip_bad`` counts and lists it."""

    line: int | None
    why: str


@dataclass(frozen=True, slots=True)
class Remark:
    """What a parser tells about a file that was read: becomes part of a counted notice.

    Attributes
    ----------
    code : str
        Code of the notice.
    message : str
        Beginning of the notice; count and examples of all files follow.
    example : str
        What it concerns in this file, for example a column.
    count : int
        How many cells, rows or columns of this file it concerns.
    """

    code: str
    message: str
    example: str
    count: int = 1


@dataclass(frozen=True, slots=True)
class Removal:
    """One row of ``removed.csv``: what was left out, where it was, and why."""

    source: str
    reason: str
    text: str
    line: int | None = None
    document: str | None = None
    position: int | None = None
    n_documents: int | None = None


def source_line(source: str, line: int | None) -> str:
    """A file and a line of it as messages name them: ``a.csv, line 3``."""
    return source if line is None else f"{source}, line {line}"


class UnusableFileError(InputError):
    """A file gives no text: an error if it was named; in a folder, it is counted."""


class OwnFileError(UnusableFileError):
    """A file is part of a run that was written, and no text."""


class TooLargeError(UnusableFileError):
    """A file is larger than the limit."""


class OfExtraError(UnusableFileError):
    """A file is of a format that needs a package which is not installed."""


@dataclass(frozen=True, slots=True)
class Member:
    """A file inside an archive.

    Attributes
    ----------
    name : str
        Its path in the archive, as the archive has it.
    content : bytes, UnusableFileError or None
        Its unpacked bytes, why there are none, or None if nobody wants them.
    format_name : str or None
        Its format, if the archive says it; None goes by the ending of its name.
    """

    name: str
    content: bytes | UnusableFileError | None
    format_name: str | None = None


Parsed = Iterator[Document | BadRow | Remark]
