"""ODT files → documents, with the headings of LibreOffice and others.

Read with lxml: the headings are marked in the text itself.
"""

from __future__ import annotations

from typing import Any

from topics.options import ReadOptions
from topics.reading.formats.markup.section_writer import MAX_LEVEL
from topics.reading.formats.markup.titles import promote_title, sign
from topics.reading.formats.office.package import Package, use_properties
from topics.reading.formats.office.writing import Body
from topics.reading.formats.xml.tree import (
    attribute,
    entity_text,
    every,
    first,
    line_of,
    local_name,
)
from topics.reading.records import (
    FURNITURE,
    Document,
    Parsed,
    RemovedLine,
    UnusableFileError,
)

_SKIPPED = frozenset("tracked-changes annotation note-citation object forms".split())
_FURNITURE = frozenset(
    "table-of-content illustration-index table-index object-index user-index alphabetical-index "
    "bibliography".split()
)


def read_odt(data: bytes, options: ReadOptions) -> Parsed:
    """The one document of an ODT file."""
    package = Package(data, options)
    yield from package.macros()
    manifest = package.xml_or_none("META-INF/manifest.xml")
    if manifest is not None and next(every(manifest, "encryption-data"), None) is not None:
        raise UnusableFileError("encrypted; save it again without a password")
    content = package.xml("content.xml")
    text = first(content, "body", "text")
    if text is None:
        raise UnusableFileError("no text document in it")
    body = Body()
    _Walk(body, _title_styles(content)).take(text)
    document = Document([])
    body.finish(document)
    use_properties(document, package.xml_or_none("meta.xml"))
    document.removed += _headers_and_footers(package.xml_or_none("styles.xml"))
    document.problem = package.problem
    promote_title(document)
    sign(document)
    yield document


def _title_styles(content: Any) -> set[str]:
    """Names of the styles of a title: its own, and those based on it."""
    styles = {
        str(attribute(style, "name"))
        for style in every(content, "style")
        if attribute(style, "parent-style-name") == "Title"
    }
    return styles | {"Title"}


def _headers_and_footers(styles: Any | None) -> list[RemovedLine]:
    parts = () if styles is None else every(styles, "header", "footer")
    return [RemovedLine(text) for part in parts if (text := line_of(part))]


class _Walk:
    """Writes the paragraphs and tables of a text."""

    def __init__(self, body: Body, title_styles: set[str]) -> None:
        self._body = body
        self._title_styles = title_styles
        self._open: list[str] = []

    def take(self, root: Any) -> None:
        """Write everything that is visible."""
        from lxml import etree

        walker = etree.iterwalk(root, events=("start", "end"))
        for event, element in walker:
            name = local_name(element)
            if name in _SKIPPED:
                if event == "start":
                    walker.skip_subtree()
                else:
                    self._body.writer.write(element.tail)
            elif event == "start":
                self._begin(name, element)
                self._body.writer.write(element.text if name else entity_text(element))
            else:
                self._end(name)
                if element is not root:
                    self._body.writer.write(element.tail)

    def _begin(self, name: str, element: Any) -> None:
        writer = self._body.writer
        if name in ("p", "h"):
            self._begin_paragraph(name, element)
        elif name in ("s", "tab"):
            writer.write(" ")
        elif name == "line-break":
            writer.begin("br")
        elif name == "note-body":
            self._body.begin_note()
        elif name in _FURNITURE:
            self._body.begin_apart()
        elif name == "table-row":
            writer.begin("tr")
        elif name == "table-cell":
            writer.begin("td")
        elif name == "table":
            writer.begin("table")

    def _begin_paragraph(self, name: str, element: Any) -> None:
        above = element.getparent()
        if attribute(element, "style-name") in self._title_styles and self._body.title is None:
            self._body.begin_apart()
            self._open.append("title")
        elif name == "h":
            level = attribute(element, "outline-level") or ""
            number = int(level) if level.isdigit() and len(level) < 3 else 1
            self._open.append(f"h{min(max(number, 1), MAX_LEVEL)}")
            self._body.writer.begin(self._open[-1])
        elif above is not None and local_name(above) == "table-cell":
            self._open.append("")  # a paragraph in a cell is a piece of the row
            if element.getprevious() is not None:
                self._body.writer.write(" ")
        else:
            self._open.append("p")
            self._body.writer.begin("p")

    def _end(self, name: str) -> None:
        if name in ("p", "h") and self._open:
            tag = self._open.pop()
            if tag == "title":
                self._body.end_title()
            elif tag:
                self._body.writer.end(tag)
        elif name == "note-body":
            self._body.end_note()
        elif name in _FURNITURE:
            self._body.end_apart(FURNITURE)
        elif name == "table-row":
            self._body.writer.end("tr")
        elif name == "table":
            self._body.writer.end("table")
