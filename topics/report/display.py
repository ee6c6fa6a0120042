"""Text and numbers for people: cleaned, cut and rounded."""

from __future__ import annotations

import math
import re
from urllib.parse import quote

# Control characters, lone surrogates, and the embeddings, overrides and isolates of
# bidirectional text, which could reverse the text around them.
_INVISIBLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")


MAX_ID = 200
"""An id is shown with at most this many characters."""

_SIMILARITIES = {
    "shares": "topics",
    "consensus": "topics in several short fits",
    "tf-idf": "terms (tf-idf)",
    "embeddings": "embeddings",
}
"""What rows close together have in common, by the view that makes them neighbours."""


def single_line(text: object, limit: int) -> str:
    r"""Return text as one line of at most `limit` characters, without control characters.

    None gives "". A text that was cut ends with "…".

    Examples
    --------
    >>> single_line("Tides \n and\x00 moons", 12)
    'Tides and m…'
    """
    if text is None:
        return ""
    # Cut first, as a text may be megabytes long; four times the limit, as white space shrinks.
    line = " ".join(_INVISIBLE.sub("", str(text)[: 4 * limit]).split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def document_address(name: str) -> str:
    """Return the address of a document in the page, as the scripts make it of its id.

    Examples
    --------
    >>> document_address("a b/ü.txt")
    'document-a%20b%2F%C3%BC.txt'
    """
    # What encodeURIComponent leaves as it is.
    return "document-" + quote(single_line(name, MAX_ID), safe="-_.!~*'()")


def similarity(view: str) -> str:
    """Return what rows that are close in a view have in common, in words.

    Examples
    --------
    >>> similarity("consensus+embeddings")
    'topics in several short fits or embeddings'
    """
    return " or ".join(_SIMILARITIES[name] for name in view.split("+"))


def formatted_number(value: float | None) -> str:
    """Return whole numbers with thousands separators, others rounded; "–" if missing.

    Examples
    --------
    >>> formatted_number(1234), formatted_number(0.12345), formatted_number(None)
    ('1,234', '0.123', '–')
    >>> formatted_number(-0.0001)
    '0.000'
    """
    if value is None or not math.isfinite(value):
        return "–"
    if isinstance(value, int) or (value.is_integer() and abs(value) >= 1000):
        return f"{int(value):,}"
    return f"{value:z,.3f}" if abs(value) < 1000 else f"{value:,.1f}"
