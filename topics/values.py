"""How are plain values and amounts written as text, and how is JSON read as plain values?"""

from __future__ import annotations

import datetime
import json
import math
import unicodedata
from typing import Any, NoReturn


def value_as_text(value: Any) -> str:
    r"""Text of a value: lists and mappings as JSON, dates and times in ISO form.

    Bytes are read as UTF-8, with bytes that are not UTF-8 written out. Values inside a list
    or mapping that JSON has no type for are written as Python prints them.

    Examples
    --------
    >>> value_as_text(["sea", 2])
    '["sea", 2]'
    >>> value_as_text(datetime.datetime(2020, 1, 2, 3))
    '2020-01-02T03:00:00'
    >>> value_as_text(b"caf\xe9")
    'caf\\xe9'
    """
    if isinstance(value, str):
        return value
    if isinstance(value, list | tuple | dict):
        return json.dumps(value, ensure_ascii=False, default=str)
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.decode("utf-8", errors="backslashreplace")
    return str(value)


def amount(n: int, singular: str, plural: str | None = None) -> str:
    """A number with its noun in singular or plural; the plural has an "s" unless it is given.

    Examples
    --------
    >>> amount(1, "document"), amount(2000, "document"), amount(0, "near-copy", "near-copies")
    ('1 document', '2,000 documents', '0 near-copies')
    """
    return f"{n:,} {agreeing(n, singular, plural or f'{singular}s')}"


def agreeing(n: int, singular: str, plural: str) -> str:
    """The word that agrees with a number.

    Examples
    --------
    >>> [f"{n} of 5 topics {agreeing(n, 'has', 'have')} no terms" for n in (1, 2)]
    ['1 of 5 topics has no terms', '2 of 5 topics have no terms']
    """
    return singular if n == 1 else plural


def is_open_file(value: Any) -> bool:
    """Whether a value is an open file, or another stream that gives line after line."""
    return callable(getattr(value, "readline", None)) and hasattr(value, "__iter__")


def encodable(text: str) -> str:
    r"""The text with lone surrogates replaced, because UTF-8 cannot encode them.

    Examples
    --------
    >>> encodable("sea\ud800") == "sea\N{REPLACEMENT CHARACTER}"
    True
    """
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def printable(text: str) -> str:
    r"""Return the text with every control character replaced, so that none steers a terminal.

    Line ends, tabs and the joiners inside Persian and Indic words stay; other white space, such
    as a no-break space, becomes a space.

    Examples
    --------
    >>> printable("ships\x1b[2J\xa0at sea") == "ships\N{REPLACEMENT CHARACTER}[2J at sea"
    True
    """
    if text.isprintable():
        return text
    return "".join(
        character if _is_shown(character) else _shown_as(character) for character in text
    )


def _is_shown(character: str) -> bool:
    return character.isprintable() or character in "\n\t\u200c\u200d"


def _shown_as(character: str) -> str:
    is_space = unicodedata.category(character) == "Zs"
    return " " if is_space else "\N{REPLACEMENT CHARACTER}"


def parse_json(text: str, *, finite: bool = False) -> Any:
    """Value of JSON text; ``NaN`` and ``Infinity``, which JSON does not have, are refused.

    With `finite`, numbers that are too large for a float, such as ``1e999``, are refused, too.

    Raises
    ------
    ValueError
        The text is not JSON.
    RecursionError
        It is nested too deeply.
    """
    parse_float = _finite if finite else float
    return json.loads(text, parse_constant=_refuse_constant, parse_float=parse_float)


def _finite(text: str) -> float:
    number = float(text)
    if math.isinf(number):
        raise ValueError(f"{text} is too large for a number")
    return number


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a JSON number")
