"""Names of files that are made from names of columns, which anybody may have chosen."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

_UNSAFE = re.compile(r"[^A-Za-z0-9_-]+")
_LONGEST = 60


def file_names(columns: Iterable[str]) -> list[str]:
    """Names ``by_COLUMN`` of files, without ending, for several columns in this order.

    A name has ASCII letters, digits, ``_`` and ``-`` only. Where that changes the column's name,
    or where an earlier column's name is the same but for capitals, which some disks do not tell
    apart, the first digits of its SHA-256 follow.

    Examples
    --------
    >>> file_names(["party", "Party", "../x"])
    ['by_party', 'by_Party-6d0bd5', 'by_x-7a8eaf']
    """
    names: list[str] = []
    taken: set[str] = set()
    for column in columns:
        plain = _UNSAFE.sub("_", column)[:_LONGEST].strip("_") or "column"
        name = f"by_{plain}"
        if plain != column or name.lower() in taken:
            digest = hashlib.sha256(column.encode("utf-8", errors="replace")).hexdigest()
            name = f"{name}-{digest[:6]}"
        taken.add(name.lower())
        names.append(name)
    return names
