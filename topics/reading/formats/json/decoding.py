"""JSON text → values; keys that an object has twice are counted."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from topics.reading.records import Remark

MAX_CONTAINERS = 8_000_000
"""Maximum number of lists and objects in one JSON value: ``[[],[],…`` takes 30 times its size
in memory."""

_MAX_DIGITS = 4_000
"""Whole numbers of more digits are text; Python refuses to read them."""


class JsonDecoder:
    """Decodes the values of one file.

    NaN and Infinity, which JSON does not have, are missing values, and texts may have tabs in
    them. The last value of a repeated key is taken, as every JSON reader does.
    """

    def __init__(self) -> None:
        self._repeated: Counter[str] = Counter()
        self._found: list[str] = []
        self._decoder = json.JSONDecoder(
            parse_constant=lambda name: None, strict=False, object_pairs_hook=self._object
        )
        self._long_decoder = json.JSONDecoder(
            parse_constant=lambda name: None,
            parse_int=lambda digits: digits if len(digits) > _MAX_DIGITS else int(digits),
            strict=False,
            object_pairs_hook=self._object,
        )

    def value(self, text: str) -> Any:
        """Value of JSON text.

        Raises
        ------
        ValueError
            The text is not JSON, or has too many lists and objects.
        RecursionError
            It is nested too deeply.
        """
        if len(text) > MAX_CONTAINERS and text.count("[") + text.count("{") > MAX_CONTAINERS:
            raise ValueError(f"more than {MAX_CONTAINERS:,} lists and objects in one value")
        self._found.clear()
        try:
            value = self._decoder.decode(text)
        except json.JSONDecodeError:
            raise
        except ValueError:  # a whole number of thousands of digits
            self._found.clear()
            value = self._long_decoder.decode(text)
        self._count()
        return value

    def value_at(self, text: str, position: int) -> tuple[Any, int]:
        """Value that begins at a position, and the position behind it; errors as in `value`."""
        self._found.clear()
        value, end = self._decoder.raw_decode(text, position)
        self._count()
        return value, end

    def merge(self, other: JsonDecoder) -> None:
        """Take over what another decoder of the same file counted."""
        self._repeated.update(other._repeated)

    def __reduce__(self) -> tuple[Any, ...]:
        return _with_counts, (dict(self._repeated),)

    def remarks(self) -> Iterator[Remark]:
        """What is to be said of the values so far."""
        message = "keys that an object has several times, of which the last value was read"
        for key, count in self._repeated.most_common():
            yield Remark("repeated-keys", message, f"{key!r:.60}", count)

    def _object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        value = dict(pairs)
        if len(value) < len(pairs):
            counts = Counter(key for key, _ in pairs)
            self._found.extend(key for key, count in counts.items() if count > 1)
        return value

    def _count(self) -> None:
        """Count the repeated keys of a value that was read to its end."""
        if self._found:
            self._repeated.update(self._found)


def _with_counts(repeated: dict[str, int]) -> JsonDecoder:
    decoder = JsonDecoder()
    decoder._repeated.update(repeated)
    return decoder


_MISTAKES = (
    (re.compile(r"'"), "a single quotation mark where JSON has double ones"),
    (
        re.compile("[\u201c\u201d\u2018\u2019«„]"),
        "a curly quotation mark where JSON has straight ones",
    ),
    (re.compile(r"None|True|False"), "a value of Python; JSON writes null, true and false"),
    (re.compile(r"//|/\*|#"), "a comment, which JSON does not have"),
    (re.compile(r"[\]}]"), "a closing bracket where a value is expected"),
    (re.compile(r"[A-Za-z_]"), "a word without double quotation marks"),
)
"""What is found where JSON text is invalid, and what to say of it."""


def reason_of(error: Exception) -> str:
    """What is wrong with JSON text, as the message of a bad row."""
    if isinstance(error, RecursionError):
        return "invalid JSON: nested too deeply"
    if not isinstance(error, json.JSONDecodeError):
        return f"invalid JSON: {error}"
    text, position = error.doc, error.pos
    before = text[max(0, position - 200) : position].rstrip()
    where = f"column {error.colno}"
    if error.msg.startswith("Illegal trailing comma") or (
        before.endswith(",") and text[position : position + 1] in ("}", "]")
    ):
        return f"invalid JSON: a comma before the closing bracket ({where})"
    if not text[position:].strip():
        return f"invalid JSON: it ends too early ({where})"
    if error.msg == "Extra data":
        after = text[position : position + 1]
        return f"invalid JSON: {after!r} follows the end of the value ({where})"
    for pattern, what in _MISTAKES:
        if error.msg.startswith("Expecting") and pattern.match(text, position):
            return f"invalid JSON: {what} ({where})"
    return f"invalid JSON: {error.msg} ({where})"
