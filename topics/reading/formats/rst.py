"""reStructuredText files → documents: headings, blocks and fields.

A scan over lines instead of docutils: docutils turns unknown roles and directives, such as
those of Sphinx, into error messages and loses their words.
"""

from __future__ import annotations

import re

from topics.options import ReadOptions
from topics.reading.files.decoding import clean_utf8
from topics.reading.formats.markup.inline_marks import strip_rst
from topics.reading.formats.markup.outline import Outline
from topics.reading.formats.markup.titles import promote_title, sign
from topics.reading.records import Document, Parsed, Section

# Possessive, or a line of 20 MB takes 1.6 GB of stack.
_ADORNMENT = re.compile(r"([!-/:-@\[-`{-~])\1++[ \t]*$")
_EXPLICIT = re.compile(r"\.\.(?:[ \t]|$)")
_DIRECTIVE = re.compile(r"\.\.[ \t]+(?:\|[^|\n]{1,100}\|[ \t]+)?([\w+.:-]{1,60})::[ \t]*(.*)$")
_FOOTNOTE = re.compile(r"\.\.[ \t]+\[[^\[\]\n]{1,100}\][ \t]+(.*)$")
_FIELD = re.compile(r":([A-Za-z][^:\n]{0,60}):(?:[ \t]+(.*))?$")
_LIST_ITEM = re.compile(r"[ \t]*(?:[-*+•]|(?:\d{1,4}|#)[.)]|\((?:\d{1,4}|#)\))[ \t]+")
_TABLE_RULE = re.compile(r"[ \t]*(?:\+[-=+ \t]{2,}\+|=+(?:[ \t]+=+)+|-+(?:[ \t]+-+)+)[ \t]*$")
_ANONYMOUS_TARGET = re.compile(r"__[ \t]+\S")

# Directives whose content is not text of the document.
_DROPPED = frozenset(
    "raw include image contents toctree meta role default-role highlight index replace unicode "
    "sectnum section-numbering header footer target-notes title date class math".split()
)
_DOCINFO = {"author": "author", "authors": "author", "date": "date", "language": "language"}


def read_rst(data: bytes, options: ReadOptions) -> Parsed:
    """The one document of a reStructuredText file."""
    yield parse_rst(clean_utf8(data))


def parse_rst(text: str) -> Document:
    """Document of reStructuredText, with a section per underlined heading.

    Levels follow the order in which kinds of underlines appear. Comments, targets and the
    option lines of directives are dropped; the content of directives stays, unless it is not
    text. Fields above the first paragraph are author, date and metadata.
    """
    scan = _Scan(text.split("\n"))
    document = scan.document
    document.sections = scan.run()
    promote_title(document)
    sign(document)
    return document


class _Scan:
    """State of the scan: headings so far, and whether the current lines are dropped."""

    def __init__(self, lines: list[str]) -> None:
        self.document = Document([])
        self._lines = lines
        self._outline = Outline(strip_rst)
        self._levels: dict[tuple[str, bool], int] = {}
        self._has_text = False
        # Lines indented deeper than this are dropped with the comment or directive above them.
        self._drop_indent: int | None = None
        self._in_options = False

    def run(self) -> list[Section]:
        """The sections of all lines."""
        index = 0
        while index < len(self._lines):
            n_taken = self._take_heading(index)
            if not n_taken:
                self._take(self._lines[index], index + 1)
                n_taken = 1
            index += n_taken
        return self._outline.finish()

    def _take_heading(self, index: int) -> int:
        """Number of lines of the heading that begins at a line; 0 if none does."""
        line = self._lines[index]
        if not line or line.isspace():
            return 0
        over = _ADORNMENT.match(line)
        if over is not None:
            text, under = self._line(index + 1), self._line(index + 2)
            if under.rstrip() != line.rstrip() or not self._fits(text.strip(), under):
                return 0
            self._add_heading(text, over.group(1), True, index + 2)
            return 3
        match = _ADORNMENT.match(self._line(index + 1))
        if match is None or line[0] in " \t" or not self._fits(line.rstrip(), match.group()):
            return 0
        above = self._line(index - 1) if index else ""
        if above.strip() and not _ADORNMENT.match(above):
            return 0  # the last line of a paragraph above a rule
        if _EXPLICIT.match(line) or _FIELD.match(line):
            return 0
        self._add_heading(line, match.group(1), False, index + 1)
        return 2

    def _line(self, index: int) -> str:
        return self._lines[index] if index < len(self._lines) else ""

    def _fits(self, text: str, adornment: str) -> bool:
        """Whether the adornment is long enough for the text: as long, or 4 as in docutils."""
        if not text or _ADORNMENT.match(text):
            return False
        return len(adornment.rstrip()) >= min(len(text), 4)

    def _add_heading(self, text: str, mark: str, has_overline: bool, number: int) -> None:
        self._has_text = self._has_text or bool(self._levels)
        level = self._levels.setdefault((mark, has_overline), len(self._levels) + 1)
        self._outline.heading(text, level, number)
        self._drop_indent = None
        self._in_options = False

    def _take(self, line: str, number: int) -> None:
        """Process a line that is not a heading."""
        if not line or line.isspace():
            self._outline.end_block()
            self._in_options = False
            return
        indent = len(line) - len(line.lstrip())
        if self._drop_indent is not None:
            if indent > self._drop_indent:
                return
            self._drop_indent = None
        bare = line.strip()
        if _EXPLICIT.match(bare):
            self._take_explicit(bare, indent, number)
        elif self._in_options and indent and _FIELD.match(bare):
            pass
        elif _TABLE_RULE.match(line) or (_ADORNMENT.match(bare) and len(bare) >= 4):
            self._outline.end_block()
        elif not (_ANONYMOUS_TARGET.match(bare) or self._takes_docinfo(bare, indent)):
            self._take_text(bare, number)

    def _take_explicit(self, bare: str, indent: int, number: int) -> None:
        """Process the first line of a comment, target, footnote or directive."""
        self._outline.end_block()
        footnote = _FOOTNOTE.match(bare)
        directive = _DIRECTIVE.match(bare)
        if footnote is not None:
            self._outline.add(footnote.group(1), number)
        elif directive is not None and directive.group(1).lower() not in _DROPPED:
            self._in_options = True
            name, argument = directive.group(1).lower(), directive.group(2)
            # The arguments of these are file names and languages, not text.
            if argument and name not in ("figure", "code", "code-block", "sourcecode", "table"):
                self._outline.add(argument, number)
        else:
            self._drop_indent = indent

    def _takes_docinfo(self, bare: str, indent: int) -> bool:
        """Whether the line is a field above the text, which then fills the document's fields."""
        match = _FIELD.match(bare)
        if match is None or indent or self._has_text:
            return False
        name, value = match.group(1), " ".join((match.group(2) or "").split())
        field = _DOCINFO.get(name.lower())
        if not value:
            return False
        if field is not None:
            setattr(self.document, field, strip_rst(value))
        else:
            self.document.metadata[name] = value
        return True

    def _take_text(self, bare: str, number: int) -> None:
        """Process a line of a paragraph, list, table or literal block."""
        self._has_text = True
        self._in_options = False
        item = _LIST_ITEM.match(bare)
        text = bare[item.end() :] if item is not None else bare
        if text.startswith("| "):
            text = text[2:]  # line block or grid table
        text = text.removesuffix("::") + ":" if text.endswith("::") and text != "::" else text
        if text not in ("::", "|"):
            self._outline.add(text, number)
