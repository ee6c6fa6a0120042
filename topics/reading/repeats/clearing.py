"""Remove the blocks that repeat across documents, and record what was removed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from topics.reading.batches import DocumentBatches
from topics.reading.lines.blocks import blocks_of
from topics.reading.lines.headings import is_headline
from topics.reading.records import Document, RemovedLine, Section, join_text
from topics.reading.repeats.in_documents import TITLE, RepeatsOfDocuments, SectionRepeats

MIN_COMPARED_DOCUMENTS = 3
"""With fewer documents than this nothing is removed: two documents may quote one sentence."""


def clear_repeated(
    batches: DocumentBatches,
    known: Mapping[str, int] | None = None,
    on_change: Callable[[Document], None] = lambda document: None,
) -> None:
    """Remove repeated blocks from the documents and add them to each document's `removed`.

    A section keeps its heading if all of its text is removed; a section without a heading is
    dropped if nothing is left of it. A repeated heading that was only guessed from its form is
    removed if it follows no fixed order across documents; its text joins the section above. A
    repeated title that was only guessed from its form is the name of the site above the headline,
    a heading such as "Abstract", or another line without order.

    Parameters
    ----------
    batches : DocumentBatches
        The documents are changed.
    known : mapping of str to int, optional
        Blocks that repeat elsewhere, and the number of documents there; they are removed, too.
    on_change : callable, optional
        Called with every document that has changed.
    """
    if len(batches) < MIN_COMPARED_DOCUMENTS and not known:
        return
    found = RepeatsOfDocuments.found_in(batches, known)
    for batch in batches.change(found.documents):
        for index, document, _ in batch:
            by_section = found.of_document(index)
            title = by_section.pop(TITLE, None)
            if by_section:
                _clear_sections(document, by_section)
            if title is not None:
                _clear_title(document, title)
            if by_section or title is not None:
                on_change(document)


def _clear_sections(document: Document, by_section: dict[int, SectionRepeats]) -> None:
    """Remove what repeats in the sections, and record it."""
    removed: list[RemovedLine] = []
    kept: list[Section] = []
    # New index of each section, or of the one that it joined; None if it is dropped.
    new_index: list[int | None] = []
    for position, section in enumerate(document.sections):
        repeats = by_section.get(position)
        lines = _clear_section(section, repeats) if repeats else []
        is_joined = False
        if repeats and repeats.n_heading_documents:
            section.heading, section.level, section.is_plain = "", 0, False
            is_joined = bool(kept)
            if is_joined:
                join_text(kept[-1], section)
        is_dropped = bool(lines) and not section.heading and not section.text
        if not (is_joined or is_dropped):
            kept.append(section)
        new_index.append(None if is_dropped and not is_joined else len(kept) - 1)
        removed.extend(replace(line, section=new_index[position]) for line in lines)
    document.sections = kept
    document.removed = [
        line if line.section is None else replace(line, section=new_index[line.section])
        for line in document.removed
    ]
    document.removed.extend(removed)


def _clear_section(section: Section, repeats: SectionRepeats) -> list[RemovedLine]:
    """Remove what repeats from the section's text; returns it, with the heading if it repeats."""
    removed: list[RemovedLine] = []
    if repeats.n_heading_documents:
        removed.append(_repeated_line(section.heading, section.line, repeats.n_heading_documents))
    if not repeats.units:
        return removed
    data = section.text.encode()
    lines = section.block_lines
    if lines is not None and len(lines) != repeats.units[-1].block + 1:
        lines = None  # code with blank lines was one block for its parser, but is several here
    texts: list[str] = []
    kept_lines: list[int] = []
    block = -1
    for unit in repeats.units:
        text = data[unit.start : unit.end].decode()
        line = section.line if lines is None else lines[unit.block] + unit.line
        if unit.n_documents:
            removed.append(_repeated_line(text, line, unit.n_documents))
        elif unit.block == block:
            texts[-1] += "\n" + text
        else:
            block = unit.block
            texts.append(text)
            if lines is not None and line is not None:
                kept_lines.append(line)
    section.text, section.blocks = "\n\n".join(texts), None
    section.block_lines = None if lines is None else kept_lines
    return removed


def _clear_title(document: Document, repeats: SectionRepeats) -> None:
    """Replace a repeated title by the headline below it, if any, and remove it.

    Without a headline, a title that follows a fixed order becomes the first heading.
    """
    title, line = document.title or "", document.title_line
    document.title = document.title_line = None
    has_headline = _promote_headline(document)
    if repeats.is_ordered and not has_headline:
        if not document.sections or document.sections[0].heading:
            document.sections.insert(0, Section("", 0, "", line, []))
        first = document.sections[0]
        first.heading, first.level, first.line, first.is_plain = title, 1, line, True
        return
    removed = _repeated_line(title, line, repeats.n_heading_documents)
    document.removed.append(replace(removed, section=0 if document.sections else None))


def _promote_headline(document: Document) -> bool:
    """Make the first line of the document its title; False if it cannot be one."""
    first = document.sections[0] if document.sections else None
    if first is None:
        return False
    if first.is_plain:
        document.title, document.title_line = first.heading, first.line
        first.heading, first.level, first.is_plain = "", 0, False
        return True
    blocks = [] if first.heading else blocks_of(first)
    if not is_headline(blocks):
        return False
    document.title, document.title_line = " ".join(blocks[0].text.split()), first.line
    first.blocks = blocks[1:]
    first.text = "\n\n".join(block.text for block in first.blocks)
    first.block_lines = first.block_lines and first.block_lines[1:]
    return True


def _repeated_line(text: str, line: int | None, n_documents: int) -> RemovedLine:
    return RemovedLine(text, line, reason="repeated", n_documents=n_documents)
