"""Sizes such as 500MB, as numbers of bytes."""

from __future__ import annotations

import re

from topics.errors import OptionError

BYTES_PER_UNIT = {"": 1, "b": 1, "kb": 10**3, "mb": 10**6, "gb": 10**9, "tb": 10**12}


def n_bytes(text: str, option: str) -> int:
    """Return the number of bytes in a text such as ``500MB`` or ``2 GB``.

    Raises
    ------
    OptionError
        The text is not a size, or less than one byte; the message names the option.

    Examples
    --------
    >>> n_bytes("500MB", "--max-file-size"), n_bytes("1.5 gb", "--max-file-size")
    (500000000, 1500000000)
    """
    match = re.fullmatch(r"(\d{1,15}(?:\.\d{1,9})?)\s*([a-z]*)", text.strip().lower())
    unit = None if match is None else BYTES_PER_UNIT.get(match[2])
    size = 0 if match is None or unit is None else int(float(match[1]) * unit)
    if size < 1:
        raise OptionError(f"{option} is {text!r}, expected a size such as 500MB or 2GB")
    return size
