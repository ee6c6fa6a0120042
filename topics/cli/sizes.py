"""Numbers of bytes as people write them."""

from __future__ import annotations

import re

from topics.errors import OptionError

UNITS = {"": 1, "b": 1, "kb": 10**3, "mb": 10**6, "gb": 10**9, "tb": 10**12}


def n_bytes(text: str, option: str) -> int:
    """Bytes that a text such as ``500MB`` or ``2 GB`` stands for.

    Raises
    ------
    OptionError
        It is no such text, or below one byte; the message names the option.

    Examples
    --------
    >>> n_bytes("500MB", "--max-file-size"), n_bytes("1.5 gb", "--max-file-size")
    (500000000, 1500000000)
    """
    match = re.fullmatch(r"(\d{1,15}(?:\.\d{1,9})?)\s*([a-z]*)", text.strip().lower())
    unit = None if match is None else UNITS.get(match[2])
    size = 0 if match is None or unit is None else int(float(match[1]) * unit)
    if size < 1:
        raise OptionError(f"{option} is {text!r}, expected a size such as 500MB or 2GB")
    return size
