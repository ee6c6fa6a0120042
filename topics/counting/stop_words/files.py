"""Files of stop words, as they are found: a word a line, lists with commas, lists of Snowball."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from topics.counting.stop_words.bars import bars_separate_words
from topics.errors import OptionError

_COMMENT = re.compile(r"(?m)(?:^\s*(?:;|//|%|--\s|/\*|<!--)|(?:^|(?<=\s))#).*$")
"""``# a comment``, and lines that begin with ``;``, ``//``, ``%`` or ``--``."""

_SNOWBALL_COMMENT = re.compile(r"(?m)(?:(?:^|(?<=\s))\||\|(?=\s)).*$")
"""``| a comment`` of Snowball's lists."""

_HASHTAGS = re.compile(r"\s*(?:#\w+\s+)*#\w+\s*")
"""A list in which every word has the sign of a comment in front."""

_SEPARATORS = re.compile(r"[\s,;|\[\]\"“”]+")
"""White space, and what separates words in lists that a spreadsheet or a program wrote: a bar
between two words without white space begins no comment (``tide|lift|ship``)."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read_words(path: Path) -> list[str]:
    """Words of a file in lower case.

    Raises
    ------
    OptionError
        The file is neither UTF-8 nor marked as UTF-16.
    """
    data = path.read_bytes()
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise OptionError(f"stop word file {path} is not UTF-8 text; save it as UTF-8") from error
    text = text.lower()
    if _HASHTAGS.fullmatch(text):
        text = text.replace("#", " ")
    text = _COMMENT.sub("", text)
    if "|" in text and not bars_separate_words(text.splitlines()):
        text = _SNOWBALL_COMMENT.sub("", text)
    return [word for word in _SEPARATORS.split(text) if word]
