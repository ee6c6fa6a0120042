"""DOCX files → documents, with Word's headings.

Read with lxml. python-docx leaves out the text of content controls and of insertions that are not
yet accepted, and reads every part without a limit.
"""

from __future__ import annotations

import re
from typing import Any

from topics.options import ReadOptions
from topics.reading.formats.html.hidden import HIDDEN
from topics.reading.formats.markup.section_writer import MAX_LEVEL
from topics.reading.formats.markup.titles import promote_title, sign
from topics.reading.formats.office.package import Package, use_properties
from topics.reading.formats.office.writing import Body
from topics.reading.formats.xml.tree import attribute, every, first, line_of, local_name
from topics.reading.records import (
    FORMULA,
    FURNITURE,
    Document,
    Parsed,
    RemovedLine,
    UnusableFileError,
)

_HEADING = re.compile(r"heading (\d)")
_CONTENTS = re.compile(r"toc \d|toc heading|table of (?:contents|figures|authorities)")
_AROUND = re.compile(r"word/(?:header|footer)\d*\.xml")
_MAX_BASES = 20
"""A style is based on at most this many others, one on the other."""

_SKIPPED = frozenset("del moveFrom delText instrText Fallback rPr pPr sectPr tblPr trPr".split())
"""What a reader of the document does not see, or sees in another form."""


def read_docx(data: bytes, options: ReadOptions) -> Parsed:
    """The one document of a DOCX file."""
    package = Package(data, options)
    yield from package.macros()
    main = _main_part(package)
    folder = main.rpartition("/")[0]
    styles = _Styles(package.xml_or_none(f"{folder}/styles.xml"))
    body = Body()
    _Walk(body, styles).take(package.xml(main))
    for notes in ("footnotes", "endnotes"):
        root = package.xml_or_none(f"{folder}/{notes}.xml")
        if root is not None:
            _take_notes(body, styles, root)
    document = Document([])
    body.finish(document)
    use_properties(document, package.xml_or_none("docProps/core.xml"))
    for name in package.names:
        text = line_of(package.xml(name)) if _AROUND.fullmatch(name) else None
        if text:
            document.removed.append(RemovedLine(text))
    document.problem = package.problem
    promote_title(document)
    sign(document)
    yield document


def _main_part(package: Package) -> str:
    """Name of the part with the text."""
    for relation in every(package.xml("_rels/.rels"), "Relationship"):
        if (relation.get("Type") or "").endswith("/officeDocument"):
            return str(relation.get("Target") or "").lstrip("/")
    raise UnusableFileError("no text document in it")


def _take_notes(body: Body, styles: _Styles, root: Any) -> None:
    for note in root:
        if attribute(note, "type") is None:  # others are lines between text and notes
            body.begin_note()
            _Walk(body, styles).take(note)
            body.end_note()


class _Styles:
    """The styles of a document: which of them are headings, the title, or contents."""

    def __init__(self, root: Any | None) -> None:
        self._styles = {
            attribute(style, "styleId"): style
            for style in (() if root is None else every(root, "style"))
        }

    def name(self, identifier: str | None) -> str:
        """Name of a style as Word's own language has it, lower case."""
        style = self._styles.get(identifier)
        name = None if style is None else first(style, "name")
        return "" if name is None else (attribute(name, "val") or "").lower()

    def level(self, identifier: str | None) -> int:
        """Level of the heading that paragraphs of a style are; 0 for text."""
        for _ in range(_MAX_BASES):
            match = _HEADING.fullmatch(self.name(identifier))
            if match is not None:
                return int(match[1])
            style = self._styles.get(identifier)
            if style is None:
                return 0
            level = _outline_level(first(style, "pPr"))
            if level is not None:
                return level
            based_on = first(style, "basedOn")
            identifier = None if based_on is None else attribute(based_on, "val")
        return 0


def _outline_level(properties: Any | None) -> int | None:
    """Level of a heading that the properties of a paragraph name; 0 is text, None says nothing."""
    outline = None if properties is None else first(properties, "outlineLvl")
    value = "" if outline is None else attribute(outline, "val") or ""
    return (int(value) + 1) % 10 if value.isdigit() and int(value) <= 9 else None


class _Walk:
    """Writes the paragraphs and tables inside an element."""

    def __init__(self, body: Body, styles: _Styles) -> None:
        self._body = body
        self._styles = styles
        self._open: list[str] = []

    def take(self, root: Any) -> None:
        """Write everything that is visible."""
        from lxml import etree

        walker = etree.iterwalk(root, events=("start", "end"))
        for event, element in walker:
            name = local_name(element)
            if event == "end":
                self._end(name)
            elif name in _SKIPPED:
                walker.skip_subtree()
            elif name == "oMath" or (name == "r" and _is_hidden(element)):
                self._record(element, FORMULA if name == "oMath" else HIDDEN)
                walker.skip_subtree()
            else:
                self._begin(name, element)

    def _record(self, element: Any, reason: str) -> None:
        text = line_of(element)
        if text:
            self._body.removed.append(RemovedLine(text, reason=reason))

    def _begin(self, name: str, element: Any) -> None:
        writer = self._body.writer
        if name == "p":
            self._begin_paragraph(element)
        elif name == "t":
            writer.write(element.text)
        elif name in ("tab", "ptab"):
            writer.write(" ")
        elif name == "noBreakHyphen":
            writer.write("-")
        elif name in ("br", "cr"):
            writer.begin("br")
        elif name == "tr":
            writer.begin("tr")
        elif name == "tc":
            writer.begin("td")
        elif name == "tbl":
            writer.begin("table")

    def _begin_paragraph(self, element: Any) -> None:
        properties = first(element, "pPr")
        style = None if properties is None else first(properties, "pStyle")
        identifier = None if style is None else attribute(style, "val")
        name = self._styles.name(identifier)
        level = _outline_level(properties)
        level = self._styles.level(identifier) if level is None else level
        if name == "title" and self._body.title is None:
            self._body.begin_apart()
            self._open.append("title")
        elif _CONTENTS.fullmatch(name):
            self._body.begin_apart()
            self._open.append("contents")
        else:
            in_cell = element.getparent() is not None and local_name(element.getparent()) == "tc"
            tag = f"h{min(level, MAX_LEVEL)}" if level else "li" if in_cell else "p"
            # In a cell a paragraph is a piece of the row.
            self._open.append("" if tag == "li" else tag)
            if tag != "li":
                self._body.writer.begin(tag)
            elif element.getprevious() is not None:
                self._body.writer.write(" ")

    def _end(self, name: str) -> None:
        if name == "p" and self._open:
            tag = self._open.pop()
            if tag == "title":
                self._body.end_title()
            elif tag == "contents":
                self._body.end_apart(FURNITURE)
            elif tag:
                self._body.writer.end(tag)
        elif name == "tr":
            self._body.writer.end("tr")
        elif name == "tbl":
            self._body.writer.end("table")


def _is_hidden(run: Any) -> bool:
    """Whether a run of characters is not displayed."""
    vanish = first(run, "rPr", "vanish")
    return vanish is not None and attribute(vanish, "val") not in ("0", "false", "off")
