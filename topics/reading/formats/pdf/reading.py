"""PDF files → documents, with the headings of their outline, or by the size of the letters.

Read by PDFium, the library of Chrome, whose package has no dependencies; PyMuPDF is under the AGPL.
"""

from __future__ import annotations

import re
from importlib.util import find_spec

from topics.cleaning import clean_line
from topics.options import ReadOptions
from topics.reading.extras import missing_extra
from topics.reading.files.opening import limit_or
from topics.reading.formats.markup.titles import promote_title, sign
from topics.reading.formats.pdf.bounds import run_bounded
from topics.reading.formats.pdf.content import read_content
from topics.reading.formats.pdf.layout import sections_of_lines
from topics.reading.formats.pdf.lines import with_equal_sizes
from topics.reading.formats.pdf.running import split_running
from topics.reading.formats.registry import PAGE_LIMIT
from topics.reading.records import Document, Parsed, RemovedLine, UnusableFileError

MAX_PAGES = 10_000
"""Pages behind this many are left out, which is said."""

_DATE = re.compile(r"D:(\d{4})(\d\d)?(\d\d)?")
_NO_TITLE = re.compile(r"untitled|microsoft word - .*|.*\.(?:docx?|tex|dvi|indd|odt|pdf|rtf|txt)")


def read_pdf(data: bytes, options: ReadOptions) -> Parsed:
    """The one document of a PDF file."""
    if find_spec("pypdfium2") is None:
        raise missing_extra("PDF files")
    content = run_bounded(read_content, data, MAX_PAGES, limit_or(PAGE_LIMIT, options))
    pages = with_equal_sizes(content.pages)
    if not any(pages):
        raise UnusableFileError(
            "no text in it, only pictures of pages: a scan; a program such as OCRmyPDF adds the "
            "text"
        )
    document = Document([])
    if not options.keep_furniture:
        pages, running = split_running(pages)
        document.removed = [RemovedLine(line.text, section=0) for line in running]
    document.sections = sections_of_lines(pages, content.outline)
    _use_properties(document, content.properties)
    if content.n_pages > MAX_PAGES:
        document.problem = f"only {MAX_PAGES:,} of {content.n_pages:,} pages were read"
    promote_title(document)
    sign(document)
    if not document.sections:
        document.removed = [RemovedLine(line.text) for line in document.removed]
    yield document


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
