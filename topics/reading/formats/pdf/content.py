"""What PDFium reads of a file: lines, outline, properties. It runs within `bounds`."""

from __future__ import annotations

from contextlib import closing
from typing import Any, NamedTuple

from topics.cleaning import clean_line
from topics.reading.formats.pdf.bounds import allow_pages
from topics.reading.formats.pdf.lines import Line, page_lines
from topics.reading.records import TooLargeError, UnusableFileError

MAX_OUTLINE = 10_000
"""Entries of an outline behind this many are not looked at."""


class PdfContent(NamedTuple):
    """What is in a PDF file.

    Attributes
    ----------
    pages : list of list of Line
        The lines of the pages that were read.
    n_pages : int
        Number of all pages.
    outline : list of (int, str)
        Level and title of the entries of the outline, in order.
    properties : dict of str to str
        Title, Author and the like.
    """

    pages: list[list[Line]]
    n_pages: int
    outline: list[tuple[int, str]]
    properties: dict[str, str]


def read_content(data: bytes, max_pages: int, max_characters: int) -> PdfContent:
    """What is in a PDF file.

    Raises
    ------
    TooLargeError
        It has more characters of text.
    UnusableFileError
        It is encrypted, damaged, or no PDF file.
    """
    import pypdfium2 as pdfium

    try:
        with closing(pdfium.PdfDocument(data)) as file:
            allow_pages(min(len(file), max_pages))
            pages = _pages(file, max_pages, max_characters)
            return PdfContent(pages, len(file), _outline(file), file.get_metadata_dict())
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise UnusableFileError("encrypted; save it again without a password") from error
        raise UnusableFileError(f"not readable as PDF: {error}") from error


def _pages(file: Any, max_pages: int, max_characters: int) -> list[list[Line]]:
    """The lines of every page."""
    pages: list[list[Line]] = []
    n_characters = 0
    for number in range(min(len(file), max_pages)):
        with closing(file[number]) as page, closing(page.get_textpage()) as text:
            # Before the lines are made, which take a hundred times as much memory.
            n_characters += text.count_chars()
            if n_characters > max_characters:
                raise TooLargeError(f"more than {max_characters:,} characters of text")
            pages.append(page_lines(text))
    return pages


def _outline(file: Any) -> list[tuple[int, str]]:
    """Level and title of the entries of the outline, in order."""
    entries: list[tuple[int, str]] = []
    for bookmark in file.get_toc():
        title = clean_line(bookmark.get_title())
        if title:
            entries.append((bookmark.level + 1, title))
        if len(entries) == MAX_OUTLINE:
            break
    return entries
