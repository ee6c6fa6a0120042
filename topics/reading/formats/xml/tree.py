"""Bytes of XML → a tree, without entities of others, without the network, and within limits."""

from __future__ import annotations

from collections.abc import Iterator
from html import unescape
from typing import Any

from topics.cleaning import clean_line
from topics.reading.records import UnusableFileError

BROKEN = "broken XML; what could be read was taken"
"""Problem of a document whose file is no well-formed XML."""


def parse_xml(data: bytes) -> tuple[Any, str | None]:
    """The root element, and what is wrong with the file, if anything.

    Entities that the file defines are never resolved, nothing is loaded, and libxml2's limits on
    depth and size stay on. Files that are not well-formed are read as far as possible.

    Raises
    ------
    UnusableFileError
        There is no element in it.
    """
    from lxml import etree

    for recover in (False, True):
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
            recover=recover,
        )
        try:
            root = etree.fromstring(data.lstrip(), parser)
        except (etree.LxmlError, ValueError):
            continue
        if root is not None:
            return root, BROKEN if recover else None
    raise UnusableFileError("not readable as XML")


def local_name(element: Any) -> str:
    """The name of an element without its namespace; ``""`` for an entity."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def entity_text(element: Any) -> str:
    """The character of an entity that HTML knows, too, such as ``&eacute;``; else nothing."""
    text = unescape(element.text or "")
    return "" if text.startswith("&") else text


def first(element: Any, *path: str) -> Any | None:
    """The first element below, following local names; None if there is none."""
    for name in path:
        if element is None:
            return None
        element = next((child for child in element if local_name(child) == name), None)
    return element


def every(element: Any, *names: str) -> Iterator[Any]:
    """All elements inside one, in order, that have one of these local names."""
    for child in element.iter():
        if local_name(child) in names:
            yield child


def line_of(element: Any | None) -> str | None:
    """All text inside an element on one line; None if there is none."""
    if element is None:
        return None
    pieces = []
    for child in element.iter():
        if isinstance(child.tag, str):
            pieces.append(child.text or "")
        else:
            pieces.append(entity_text(child))
        if child is not element:
            pieces.append(child.tail or "")
    return clean_line(" ".join("".join(pieces).split())) or None


def attribute(element: Any, name: str) -> str | None:
    """The value of an attribute by its local name."""
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return str(value)
    return None
