"""Text of unknown origin, cut and cleaned for one line on a screen."""

from __future__ import annotations

import re

# Control characters, lone surrogates, and the embeddings, overrides and isolates of
# bidirectional text, which could turn round what stands beside them.
_UNSHOWN = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")


def shown(text: object, limit: int) -> str:
    r"""Text on one line, without control characters, of at most `limit` characters.

    None gives "". What was cut ends with "…".

    Examples
    --------
    >>> shown("Tides \n and\x00 moons", 12)
    'Tides and m…'
    """
    if text is None:
        return ""
    # Four times the limit leaves room for white space that is about to shrink.
    line = " ".join(_UNSHOWN.sub("", str(text)[: 4 * limit]).split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"
