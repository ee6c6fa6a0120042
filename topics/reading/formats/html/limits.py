"""Limits on the pages that trafilatura gets, which keep its time and memory bounded.

Its patterns for authors and dates take time quadratic in the length of a value, and justext,
its second opinion, in the number of short paragraphs in a row: an author's name of 20 KB of
brackets took two and a half minutes.
"""

from __future__ import annotations

import json
from typing import Any

MAX_DEPTH = 250
"""Pages nested deeper than this are read without trafilatura, which recurses into them."""

MAX_ELEMENTS = 200_000
MAX_CHARACTERS = 5_000_000
"""Pages with more elements or characters than this are read without trafilatura: 50 MB took it
86 seconds and 6.7 GB."""

MAX_FALLBACK_ELEMENTS = 10_000
"""Pages with more elements than this are read without trafilatura's second opinions: justext
compares all short paragraphs in a row with each other."""

MAX_VALUE = 1_000
"""Maximum characters of an attribute, or of a value in linked data; authors and dates are
shorter."""

MAX_SCRIPT = 10_000
"""Linked data with more characters than this is searched for long values."""

_TEXT_KEYS = frozenset(("articleBody", "text"))


def n_ordinary_elements(text: str, tree: Any) -> int | None:
    """Number of elements of a page that trafilatura may read; None if it exceeds a limit."""
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
    """Delete long attributes from the tree and cut long values in its linked data."""
    for element in tree.xpath(f"//*[@*[string-length() > {MAX_VALUE}]]"):
        for name, value in element.attrib.items():
            if len(value) > MAX_VALUE:
                del element.attrib[name]
    for script in tree.xpath(f"//script[string-length() > {MAX_SCRIPT}]"):
        try:
            script.text = json.dumps(_shortened(json.loads(script.text_content())))
        except (ValueError, RecursionError):
            script.text = ""  # not JSON, so not linked data
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
