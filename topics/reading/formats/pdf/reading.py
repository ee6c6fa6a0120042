"""PDF files → documents, with the headings of their outline, or by the size of the letters.

Read by PDFium, the library of Chrome, whose package has no dependencies; PyMuPDF is under the AGPL.
"""

from __future__ import annotations

import re
from contextlib import closing
from typing import Any

from topics.cleaning import clean_line
from topics.options import ReadOptions
from topics.reading.extras import missing_extra
from topics.reading.files.opening import limit_or
from topics.reading.formats.markup.titles import promote_title, sign
from topics.reading.formats.pdf.layout import sections_of_lines
from topics.reading.formats.pdf.lines import Line, page_lines, with_equal_sizes
from topics.reading.formats.pdf.running import split_running
from topics.reading.formats.registry import PAGE_LIMIT
from topics.reading.records import (
    Document,
    Parsed,
    RemovedLine,
    TooLargeError,
    UnusableFileError,
)

MAX_PAGES = 10_000
"""Pages behind this many are left out, which is said."""

MAX_OUTLINE = 10_000
"""Entries of an outline behind this many are not looked at."""

_DATE = re.compile(r"D:(\d{4})(\d\d)?(\d\d)?")
_NO_TITLE = re.compile(r"untitled|microsoft word - .*|.*\.(?:docx?|tex|dvi|indd|odt|pdf|rtf|txt)")


def read_pdf(data: bytes, options: ReadOptions) -> Parsed:
    """The one document of a PDF file."""
    try:
        import pypdfium2 as pdfium
    except ImportError as error:
        raise missing_extra("PDF files") from error
    limit = limit_or(PAGE_LIMIT, options)
    try:
        with closing(pdfium.PdfDocument(data)) as file:
            pages, n_pages = with_equal_sizes(_pages(file, limit)), len(file)
            outline = _outline(file)
            properties = file.get_metadata_dict()
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise UnusableFileError("encrypted; save it again without a password") from error
        raise UnusableFileError(f"not readable as PDF: {error}") from error
    if not any(pages):
        raise UnusableFileError(
            "no text in it, only pictures of pages: a scan; a program such as OCRmyPDF adds the "
            "text"
        )
    document = Document([])
    if not options.keep_furniture:
        pages, running = split_running(pages)
        document.removed = [RemovedLine(line.text, section=0) for line in running]
    document.sections = sections_of_lines(pages, outline)
    _use_properties(document, properties)
    if n_pages > MAX_PAGES:
        document.problem = f"only {MAX_PAGES:,} of {n_pages:,} pages were read"
    promote_title(document)
    sign(document)
    if not document.sections:
        document.removed = [RemovedLine(line.text) for line in document.removed]
    yield document


def _pages(file: Any, limit: int) -> list[list[Line]]:
    """The lines of every page."""
    pages: list[list[Line]] = []
    n_characters = 0
    for number in range(min(len(file), MAX_PAGES)):
        with closing(file[number]) as page, closing(page.get_textpage()) as text:
            pages.append(page_lines(text))
        n_characters += sum(len(line.text) for line in pages[-1])
        if n_characters > limit:
            raise TooLargeError(f"more than {limit:,} characters of text")
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


def _use_properties(document: Document, properties: dict[str, str]) -> None:
    """Title, author and date that the file names; subject and keywords as metadata."""
    values = {name: clean_line(value) for name, value in properties.items()}
    title = values.get("Title", "")
    if title and not _NO_TITLE.fullmatch(title.lower()):
        document.title = title
    document.author = values.get("Author") or None
    date = _DATE.match(values.get("CreationDate", ""))
    if date is not None:
        document.date = "-".join(part for part in date.groups() if part)
    for name in ("Subject", "Keywords"):
        if values.get(name):
            document.metadata[name.lower()] = values[name]
