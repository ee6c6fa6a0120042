"""What a page may hold before trafilatura sees it.

Its patterns for authors and dates, and the package that it falls back to, take time that grows
with the square of a value's length, or of a run of short paragraphs: 20 KB of brackets for an
author's name took two and a half minutes.
"""

from __future__ import annotations

import json
from typing import Any

MAX_DEPTH = 250
"""Trees nested deeper are read by the plain walk: trafilatura recurses over them."""

MAX_ELEMENTS = 200_000
MAX_CHARACTERS = 5_000_000
"""Larger pages are read by the plain walk: 50 MB took trafilatura 86 seconds and 6.7 GB."""

MAX_FALLBACK_ELEMENTS = 10_000
"""Larger pages are read without trafilatura's second opinions: justext compares all short
paragraphs in a row with each other."""

MAX_VALUE = 1_000
"""Characters of an attribute, or of a value in linked data, that names an author or a date."""

MAX_SCRIPT = 10_000
"""Linked data of more characters is looked through."""

_TEXT_KEYS = frozenset(("articleBody", "text"))


def n_ordinary_elements(text: str, tree: Any) -> int | None:
    """Elements of a page that is shallow and small enough for trafilatura, else None."""
    from lxml import etree

    if len(text) > MAX_CHARACTERS:
        return None
    depth = elements = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        if event == "end":
            depth -= 1
            continue
        depth += 1
        elements += 1
        if depth > MAX_DEPTH or elements > MAX_ELEMENTS:
            return None
    return elements


def shorten_values(tree: Any) -> None:
    """Take long attributes out of the tree, and long values out of its linked data."""
    for element in tree.xpath(f"//*[@*[string-length() > {MAX_VALUE}]]"):
        for name, value in element.attrib.items():
            if len(value) > MAX_VALUE:
                del element.attrib[name]
    for script in tree.xpath(f"//script[string-length() > {MAX_SCRIPT}]"):
        try:
            script.text = json.dumps(_shortened(json.loads(script.text_content())))
        except (ValueError, RecursionError):
            script.text = ""  # no JSON, so no linked data either
        for child in list(script):
            script.remove(child)


def _shortened(value: Any, key: str = "") -> Any:
    if isinstance(value, dict):
        return {name: _shortened(inner, name) for name, inner in value.items()}
    if isinstance(value, list):
        return [_shortened(inner, key) for inner in value]
    if isinstance(value, str) and key not in _TEXT_KEYS:
        return value[:MAX_VALUE]
    return value
