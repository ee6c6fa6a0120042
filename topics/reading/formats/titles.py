"""The title among a document's headings, for the formats that mark headings."""

from __future__ import annotations

from topics.reading.lines.headings import same_line
from topics.reading.records import Document, Section


def promote_title(document: Document) -> None:
    """Give the document its title from its headings, and drop the heading that is the title.

    The first heading of level 1 is the title where the document has none yet. It is then no
    section of its own, provided that it is the first heading and no other has level 1; the
    same holds for a first heading that repeats the title. Its text joins the opening.
    """
    tops = [section for section in document.sections if section.level == 1]
    had_title = document.title is not None
    if not had_title and tops:
        document.title = tops[0].heading or None
    place = next((i for i, section in enumerate(document.sections) if section.level > 0), None)
    if place is None or document.title is None:
        return
    first = document.sections[place]
    says_title = same_line(first.heading, document.title)
    if says_title and (had_title or (first.level == 1 and len(tops) == 1)):
        _open_with(document.sections, place)


def _open_with(sections: list[Section], place: int) -> None:
    """Join the text of a section whose heading is gone to the opening section."""
    section = sections.pop(place)
    opening = sections.pop(0) if place else None
    texts = [part.text for part in (opening, section) if part is not None and part.text]
    if not texts:
        return
    lines: list[int] | None = []
    for part in (opening, section):
        if part is not None and part.text:
            if lines is None or part.block_lines is None:
                lines = None
            else:
                lines.extend(part.block_lines)
    line = lines[0] if lines else section.line
    sections.insert(0, Section("", 0, "\n\n".join(texts), line, lines))
