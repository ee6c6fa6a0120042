"""Sections of a marked-up text, written element by element under the names that HTML gives them."""

from __future__ import annotations

from topics.cleaning import clean
from topics.reading.records import Section

MAX_LEVEL = 6
"""Headings have levels from 1 to this one, as in HTML."""

HEADINGS = {f"h{level}": level for level in range(1, MAX_LEVEL + 1)}
_BLOCKS = frozenset(
    "p div section article aside main header footer nav body html blockquote quote pre ul ol dl "
    "list table thead tbody tfoot caption figure figcaption form fieldset address details summary "
    "hr head h1 h2 h3 h4 h5 h6 center".split()
)
_LINES = frozenset("br lb li item dt dd tr row legend label".split())
_CELLS = frozenset("td th cell".split())


class SectionWriter:
    """Collects lines, blocks and sections while a tree is walked.

    Attributes
    ----------
    sections : list of Section
        Complete after `finish`.
    """

    def __init__(self) -> None:
        self.sections: list[Section] = []
        self._heading = ""
        self._level = 0
        self._blocks: list[str] = []
        self._lines: list[str] = []
        self._pieces: list[str] = []
        self._in_heading = False
        self._n_verbatim = 0  # open <pre> and <code>
        self._keeps_spaces = False

    def begin(self, tag: str, rend: str = "") -> None:
        """Enter an element, which ends the block or line before it."""
        if tag in HEADINGS or tag == "head":
            if self._in_heading:  # never closed, or one inside the other
                self._end_heading()
            self._end_section()
            self._in_heading = True
            self._level = HEADINGS.get(tag) or HEADINGS.get(rend, 1)
        elif tag in _BLOCKS:
            self._end_block()
        elif tag in _LINES:
            self._end_line()
        elif tag in _CELLS and any(not piece.isspace() for piece in self._pieces):
            self._pieces.append(" | ")
        if tag in ("pre", "code"):
            self._n_verbatim += 1

    def end(self, tag: str) -> None:
        """Leave an element, which ends its block, line or heading."""
        if tag in ("pre", "code"):
            self._n_verbatim -= 1
        if tag in HEADINGS or tag == "head":
            if self._in_heading:
                self._end_heading()
        elif tag in _BLOCKS:
            self._end_block()
        elif tag in _LINES:
            self._end_line()

    def write(self, text: str | None) -> None:
        """Add text from the source."""
        if not text:
            return
        if not self._n_verbatim or "\n" not in text:
            self._pieces.append(text)
            return
        self._keeps_spaces = True
        first, *others = text.split("\n")
        self._pieces.append(first)
        for line in others:
            self._end_line()
            self._pieces.append(line)

    def finish(self) -> None:
        """End the last section."""
        self._end_section()

    def _end_heading(self) -> None:
        self._end_block()
        self._in_heading = False
        self._heading = " ".join(" ".join(self._blocks).split())
        self._blocks = []
        if self._heading:
            return
        # The heading is only an image or a space: continue the section above.
        if self.sections:
            last = self.sections.pop()
            self._heading, self._level = last.heading, last.level
            self._blocks = [last.text] if last.text else []
        else:
            self._level = 0

    def _end_line(self) -> None:
        keeps_spaces, self._keeps_spaces = self._keeps_spaces, self._n_verbatim > 0
        text = "".join(self._pieces)
        self._pieces = []
        if not text or text.isspace():  # as nearly all are, between one end tag and the next
            return
        line = "" if keeps_spaces else " ".join(text.split())
        if not (line.isascii() and line.isprintable()) or not line:
            line = clean(text)
            line = line.rstrip() if keeps_spaces else " ".join(line.split())
        if line:
            self._lines.append(line)

    def _end_block(self) -> None:
        self._end_line()
        if self._lines:
            self._blocks.append("\n".join(self._lines))
            self._lines = []

    def _end_section(self) -> None:
        self._end_block()
        if self._heading or self._blocks:
            self.sections.append(Section(self._heading, self._level, "\n\n".join(self._blocks)))
        self._heading, self._level, self._blocks = "", 0, []
