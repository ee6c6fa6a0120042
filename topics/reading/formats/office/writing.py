"""The body of a text document, written as sections; notes come last, what is no text apart."""

from __future__ import annotations

from topics.reading.formats.markup.section_writer import SectionWriter
from topics.reading.records import Document, RemovedLine, Section, parts_of


class Body:
    """Collects the sections of a document.

    What is in a note, in a title or in furniture is written to another place while it is open.
    """

    def __init__(self) -> None:
        self._main = SectionWriter()
        self._notes = SectionWriter()
        self._writers = [self._main]
        self.title: str | None = None
        self.removed: list[RemovedLine] = []

    @property
    def writer(self) -> SectionWriter:
        """What text is written to now."""
        return self._writers[-1]

    def begin_note(self) -> None:
        """Write to the notes at the end of the document from now on."""
        self._writers.append(self._notes)
        self.writer.begin("p")

    def end_note(self) -> None:
        """Write to where the text was before the note."""
        self.writer.end("p")
        self._writers.pop()

    def begin_apart(self) -> None:
        """Write what is no text of the document apart from now on."""
        self._writers.append(SectionWriter())

    def end_apart(self, reason: str) -> None:
        """Record what was written apart as removed."""
        text = self._end_and_join("\n")
        if text:
            self.removed.append(RemovedLine(text, reason=reason))

    def end_title(self) -> None:
        """Take what was written apart as title of the document."""
        self.title = " ".join(self._end_and_join(" ").split()) or self.title

    def _end_and_join(self, separator: str) -> str:
        writer = self._writers.pop()
        writer.finish()
        return separator.join(parts_of(writer.sections))

    def finish(self, document: Document) -> None:
        """Give a document its sections, with the notes as paragraphs of the last one."""
        self._main.finish()
        self._notes.finish()
        document.sections = self._main.sections
        notes = "\n\n".join(section.text for section in self._notes.sections if section.text)
        if notes and not document.sections:
            document.sections = [Section("", 0, notes)]
        elif notes:
            last = document.sections[-1]
            last.text = f"{last.text}\n\n{notes}" if last.text else notes
        document.title = self.title
        document.removed += self.removed
