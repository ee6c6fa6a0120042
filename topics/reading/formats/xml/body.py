"""The body of a scholarly text in XML → sections by the nesting of its divisions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from topics.reading.formats.markup.section_writer import MAX_LEVEL, SectionWriter
from topics.reading.formats.xml.tree import entity_text, line_of, local_name
from topics.reading.records import RemovedLine, Section


@dataclass(frozen=True, slots=True)
class Rules:
    """What the elements of a kind of XML mean.

    Attributes
    ----------
    divisions : frozenset of str
        Elements that nest: their number around a heading is its level.
    heading : str
        The element of the heading directly inside a division.
    blocks, lines, cells : frozenset of str
        Elements that are paragraphs, lines of a paragraph, and cells of a line.
    words : frozenset of str
        Elements of words, between which there may be no blank.
    removed : mapping of str to str
        Elements that are no text, and the reason in the table ``removed``.
    skipped : frozenset of str
        Elements without any text for readers.
    is_other_form : callable
        Whether an element says again what is next to it, in another form.
    """

    divisions: frozenset[str]
    heading: str
    blocks: frozenset[str]
    lines: frozenset[str]
    cells: frozenset[str]
    removed: Mapping[str, str]
    words: frozenset[str] = frozenset()
    skipped: frozenset[str] = frozenset()
    is_other_form: Callable[[Any], bool] = field(default=lambda element: False)


def take_body(
    root: Any, rules: Rules, removed: list[RemovedLine], *, depth: int = 0
) -> list[Section]:
    """Sections of everything inside an element; what is no text is added to `removed`.

    Parameters
    ----------
    root : lxml element
    rules : Rules
    removed : list of RemovedLine
    depth : int
        Level of the root itself.
    """
    from lxml import etree

    writer = SectionWriter()
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        name = local_name(element)
        is_left_out = element is not root and (
            name in rules.removed or name in rules.skipped or rules.is_other_form(element)
        )
        if event == "start" and is_left_out:
            text = line_of(element) if name in rules.removed else None
            if text:
                removed.append(RemovedLine(text, reason=rules.removed[name]))
            walker.skip_subtree()
        elif event == "start":
            depth += name in rules.divisions
            _tag(writer.begin, name, element, rules, depth)
            writer.write(element.text if name else entity_text(element))
        elif not is_left_out:
            _tag(writer.end, name, element, rules, depth)
            depth -= name in rules.divisions
            if name in rules.words:
                writer.write(" ")
        if event == "end" and element is not root:
            writer.write(element.tail)
    writer.finish()
    return writer.sections


def _tag(write: Callable[[str], None], name: str, element: Any, rules: Rules, depth: int) -> None:
    """Begin or end an element under the name that HTML gives it."""
    above = element.getparent()
    if name == rules.heading and above is not None and local_name(above) in rules.divisions:
        write(f"h{min(max(depth, 1), MAX_LEVEL)}")
    elif name in rules.cells:
        write("td")
    elif name in rules.lines:
        write("br")
    elif name in rules.blocks or name == rules.heading:
        write("p")
