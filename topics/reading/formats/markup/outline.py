"""Sections of a text with marked headings, built line by line."""

from __future__ import annotations

from collections.abc import Callable

from topics.reading.records import Section


class Outline:
    """Collects lines into blocks, and blocks into sections.

    Parameters
    ----------
    strip : callable
        Removes inline marks from the text of a block or heading.
    """

    def __init__(self, strip: Callable[[str], str]) -> None:
        self._strip = strip
        self._sections: list[Section] = []
        self._section = Section("", 0, "", None, [])
        self._texts: list[str] = []
        self._code: list[int] = []
        self._lines: list[str] = []
        self._begin = 0
        self._is_verbatim = False

    def add(self, line: str, number: int, *, verbatim: bool = False) -> None:
        """Append a line to the current block; verbatim code is a block by itself."""
        if verbatim != self._is_verbatim:
            self.end_block()
        if not self._lines:
            self._begin = number
            self._is_verbatim = verbatim
        self._lines.append(line)

    def end_block(self) -> None:
        """End the current block, if there is one."""
        if not self._lines:
            return
        text = "\n".join(self._lines)
        if not self._is_verbatim:
            text = self._strip(text)
            # Lines of nothing but marks are empty now.
            text = "\n".join(line.rstrip() for line in text.split("\n") if line.strip())
        self._lines = []
        if text:
            if self._is_verbatim:
                self._code.append(len(self._texts))
            self._texts.append(text)
            if self._section.block_lines is not None:
                self._section.block_lines.append(self._begin)

    def take_block(self, max_lines: int) -> tuple[str, int] | None:
        """Take back the current block as one line with its number; None if it is longer."""
        if not self._lines or len(self._lines) > max_lines:
            return None
        text, self._lines = " ".join(self._lines), []
        return text, self._begin

    def heading(self, text: str, level: int, number: int) -> None:
        """Begin a section, unless the heading is empty without its marks."""
        self.end_block()
        heading = " ".join(self._strip(text).split())
        if heading:
            self._end_section()
            self._section = Section(heading, level, "", number, [])

    def finish(self) -> list[Section]:
        """End the last section and return all sections."""
        self.end_block()
        self._end_section()
        return self._sections

    def _end_section(self) -> None:
        section = self._section
        if section.heading or self._texts:
            section.text = "\n\n".join(self._texts)
            section.code = frozenset(self._code)
            if section.line is None and section.block_lines:
                section.line = section.block_lines[0]
            self._sections.append(section)
        self._texts, self._code = [], []
