"""Markdown files → documents: headings, blocks and front matter; `inline_marks` does the rest.

A scan over lines instead of a full parser, because only sections and words are needed.
markdown-it-py 4.3 was tried for the blocks. It found the same headings in 32 README files, but
read them at 7 to 9 MB/s (this scan: 18 to 27), Wikipedia articles at 18 (60) and nested lists at
1.3 (18). It also drops the text in blocks nested deeper than its limit, and with a higher limit
``> > > …`` ends in a RecursionError.
"""

from __future__ import annotations

import re

from topics.cleaning import clean
from topics.options import ReadOptions
from topics.reading.files.decoding import clean_utf8
from topics.reading.formats.markup.front_matter import (
    FrontMatterError,
    parse_front_matter,
    split_front_matter,
)
from topics.reading.formats.markup.inline_marks import (
    strip_markdown,
    strip_title,
    unescape_markdown,
)
from topics.reading.formats.markup.outline import Outline
from topics.reading.formats.markup.titles import promote_title, sign
from topics.reading.formats.rows import one_line
from topics.reading.records import Document, Parsed, Section

MAX_SETEXT_LINES = 3
"""Maximum lines of a heading above a row of dashes. More lines are a paragraph above a rule,
although CommonMark reads them as a heading."""

_ATX = re.compile(r" {0,3}(#{1,6})(?:[ \t]+(.*))?$")
_ATX_END = re.compile(r"(?:^|[ \t])#+[ \t]*$")
_SETEXT = re.compile(r" {0,3}(=+|-+)[ \t]*$")
_RULE = re.compile(r" {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$")
_FENCE = re.compile(r"([ \t]*)(`{3,}|~{3,})(.*)$")
_LIST_ITEM = re.compile(r"[ \t]{0,12}(?:[-*+]|\d{1,9}[.)])(?:[ \t]+|$)")
_QUOTE = re.compile(r" {0,3}(?:>[ \t]?)++")  # possessive, or every mark takes 60 bytes of stack
_TABLE_RULE = re.compile(r"[ \t]*[|:+-][|:+\- \t]*$")
_DEFINITION = re.compile(r" {0,3}\[(?!\^)[^\[\]]{1,500}\]:[ \t]*\S")
_COMMENT_END = "-->"
_HIDDEN = re.compile(r"[ \t]{0,3}<(script|style)\b", re.IGNORECASE)


def read_markdown(data: bytes, options: ReadOptions) -> Parsed:
    """The one document of a Markdown file."""
    yield parse_markdown(clean_utf8(data))


def parse_markdown(text: str) -> Document:
    """Document of Markdown text, with a section per ATX (``#``) or setext (``===``) heading.

    YAML front matter gives title, author, date, language and id; its other keys are
    metadata. Front matter that is not plain YAML stays text, and ``problem`` says why.
    """
    lines = text.split("\n")
    document = Document([])
    front, n_skipped = split_front_matter(lines)
    if n_skipped:
        try:
            _use_front_matter(document, front)
        except FrontMatterError as error:
            document.problem = str(error)
            n_skipped = 0
    scan = _Scan()
    for number, line in enumerate(lines[n_skipped:], n_skipped + 1):
        scan.take(line, number)
    document.sections = scan.finish()
    promote_title(document)
    sign(document)
    return document


def _use_front_matter(document: Document, lines: list[str]) -> None:
    values = parse_front_matter(lines)
    title = one_line(values.pop("title", None))
    # Here already, so that a heading which repeats the title is recognised.
    document.title = None if title is None else strip_title(unescape_markdown(title))
    authors = values.pop("authors", None)
    document.author = one_line(values.pop("author", authors))
    document.date = one_line(values.pop("date", None))
    document.language = one_line(values.pop("language", values.pop("lang", None)))
    own_id = values.pop("id", None)
    document.id = None if own_id in (None, "") else clean(str(own_id))
    document.metadata = {clean(key): value for key, value in values.items()}


class _Scan:
    """State of the scan: the kind of block that the current line belongs to."""

    def __init__(self) -> None:
        self._outline = Outline(strip_markdown)
        self._fence = ""
        self._hidden_until = ""
        self._in_list = False
        self._is_paragraph = False

    def take(self, line: str, number: int) -> None:
        """Process the next line."""
        if self._fence:
            self._take_code(line, number)
        elif self._hidden_until:
            _, end, after = line.partition(self._hidden_until)
            if end:
                self._hidden_until = ""
                if end != _COMMENT_END:
                    after = after.partition(">")[2]
                if after.strip():
                    self._take_text(after, number)
        elif not line or line.isspace():
            self._outline.end_block()
            self._is_paragraph = False
        elif not (
            self._opens_fence(line)
            or self._is_hidden(line, number)
            or self._takes_heading(line, number)
        ):
            self._take_text(line, number)

    def finish(self) -> list[Section]:
        """All sections, after the last line."""
        return self._outline.finish()

    def _opens_fence(self, line: str) -> bool:
        """Whether the line begins fenced code, which is then entered."""
        match = _FENCE.match(line)
        if match is None or (match.group(2)[0] == "`" and "`" in match.group(3)):
            return False
        indent = len(match.group(1).expandtabs(4))
        if indent > 3 and not self._in_list:
            return False  # indented code that quotes a fence
        self._outline.end_block()
        self._is_paragraph = False
        self._fence = match.group(2)
        return True

    def _take_code(self, line: str, number: int) -> None:
        """Process a line inside a fence, or the one that closes it."""
        bare = line.strip()
        if len(bare) >= len(self._fence) and not bare.strip(self._fence[0]):
            self._fence = ""
            self._outline.end_block()
        elif bare:
            self._outline.add(line, number, verbatim=True)
        else:
            self._outline.end_block()

    def _is_hidden(self, line: str, number: int) -> bool:
        """Whether the line begins with a comment, script or style; text behind it is taken."""
        bare = line.lstrip()
        if bare.startswith("<!--") and _COMMENT_END not in bare:
            self._hidden_until = _COMMENT_END
            return True
        match = _HIDDEN.match(line)
        if match is None:
            return False
        while match is not None:
            _, end, after = line.partition(f"</{match.group(1)}")
            if not end:
                self._hidden_until = f"</{match.group(1)}"
                return True
            line = after.partition(">")[2]
            match = _HIDDEN.match(line)
        if line.strip():
            self._take_text(line, number)
        return True

    def _takes_heading(self, line: str, number: int) -> bool:
        """Whether the line is a heading, the underline of one, or a rule, and was processed."""
        match = _ATX.match(line)
        if match is not None:
            heading = _ATX_END.sub("", match.group(2) or "")
            self._outline.heading(heading, len(match.group(1)), number)
            self._is_paragraph = self._in_list = False
            return True
        match = _SETEXT.match(line)
        if match is not None and self._is_paragraph:
            above = self._outline.take_block(MAX_SETEXT_LINES)
            if above is not None:
                text, begin = above
                self._outline.heading(text, 1 if match.group(1)[0] == "=" else 2, begin)
                self._is_paragraph = False
                return True
        if _RULE.match(line):
            self._outline.end_block()
            self._is_paragraph = False
            return True
        return False

    def _take_text(self, line: str, number: int) -> None:
        """Process a line of a paragraph, list, quotation, table or indented code."""
        if _DEFINITION.match(line) and not self._is_paragraph:
            return
        if _TABLE_RULE.match(line) and "-" in line and "|" in line:
            return
        is_indented = line.startswith(("    ", "\t"))
        if is_indented and not self._in_list and not self._is_paragraph:
            self._outline.add(line, number, verbatim=True)
            return
        quote = _QUOTE.match(line)
        bare = line if quote is None else line[quote.end() :]
        item = _LIST_ITEM.match(bare)
        if item is not None:
            self._in_list = True
            bare = bare[item.end() :]
        elif not is_indented and not self._is_paragraph:
            self._in_list = False
        # Below a list item or quotation, a row of dashes is a rule, not an underline.
        self._is_paragraph = quote is None and item is None and not self._in_list
        if bare and not bare.isspace():
            self._outline.add(bare.strip(), number)
