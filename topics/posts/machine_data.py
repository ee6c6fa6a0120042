"""Find lines that were written by and for machines: encoded files, dumps and minified code.

Only lines are judged, so that the words around an encoded file remain.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

MIN_ENCODED_CHARACTERS = 40
"""A line of encoded data has at least this many characters; the last line of a run may have
fewer."""

MAX_SHARE_OF_SPACES = 1 / 25
"""A line with more spaces than this share of its characters is looked at no further."""

MIN_MINIFIED_CHARACTERS = 300
"""A line of minified code has at least this many characters."""

MIN_DUMP_LINES = 2
"""This many lines in a row make a dump of numbers; one alone may be a line of a table."""

MIN_DUMP_CHARACTERS = 20
"""A line of a dump has at least this many characters."""

MAX_DUMP_CHARACTERS = 400
"""A line of a dump is judged by at most this many of its characters."""

MAX_JUDGED_CHARACTERS = 20_000
"""A line is judged by at most this many of its characters."""

# A full line of an encoded file: "M" is the length, 45 bytes; there are no small letters.
_UUENCODED = re.compile(r"M[\x20-`]{60,62}\s*")
_UU_BEGIN = re.compile(r"begin(?:-base64)?\s[0-7]{3,4}\s\S")
_BASE64 = re.compile(r"(?:[A-Za-z0-9+/]+|[A-Za-z0-9_-]+)={0,2}")
_REPEATED = re.compile(r"(.)\1+")
_HEXADECIMAL = re.compile(r"(?:0[xX])?[0-9A-Fa-f:]+")
# A line of a dump begins with one of these, perhaps after white space.
_DUMP_STARTS = frozenset("0123456789abcdefABCDEF{")
# The armour of keys and certificates; "-----BEGIN PGP SIGNED MESSAGE-----" has text below it.
_ARMOUR = re.compile(r"\s*-{5}(BEGIN|END) ([A-Z0-9 ]{3,60})-{5}\s*")
_ARMOUR_KEY = re.compile(r"(?:Version|Hash|Comment|Charset|MessageID): ")
# A dump: the address, and at least four groups of two to eight hexadecimal digits.
_DUMP = re.compile(
    r"\s*(?:0x)?[0-9A-Fa-f]{4,16}[:|]?\s+(?:[0-9A-Fa-f]{2}(?:[0-9A-Fa-f]{2}){0,3}[\s|-]+){4,}.{0,80}"
)
# A dump ends with the same bytes as characters: "54 69 64 65 73 0a  |Tides.|".
_CHARACTERS_OF_DUMP = re.compile(r"\s[0-9A-Fa-f]{2}\s{1,3}\|.{1,32}\|\s*$")
# A row of numbers of a program: "0x00, 0x3f, 0x1c," and without address "7f 45 4c 46 02 01".
_NUMBERS = re.compile(
    r"[\s{]*(?:0[xX][0-9A-Fa-f]{1,8}[,\s}]+){3,}(?:0[xX][0-9A-Fa-f]{1,8})?[\s,;}]*"
    r"|\s*(?:[0-9A-Fa-f]{2}\s+){7,}[0-9A-Fa-f]{2}\s*"
)
_POSTSCRIPT_LINE = re.compile(
    r"%[%!].*|.*\s(?:moveto|lineto|rlineto|rmoveto|curveto|setgray|stroke|newpath|closepath|gsave"
    r"|grestore|setlinewidth|showpage|scalefont|setfont|setrgbcolor|translate|def|bind|show)\s*"
    r"|[\d\s.\[\]<>()-]+\s\w{1,3}\s*"
)
# How a line begins that machine data may begin at. Most texts have no such line.
_BEGINS = re.compile(
    # A line without blanks that is no rule, behind a word of a remark or the number of a line.
    r"[^\n]{8}(?!([-_=*~#.+^])\1)[^ \n]{32}"
    r"|M[\x20-`]{60}|begin|[ \t]{0,20}-----(?:BEGIN|END)|%!PS"
    # A line of a dump.
    r"|[ \t{]{0,20}(?:0[xX][0-9A-Fa-f]{1,8}[ \t,}]"
    r"|(?:0[xX])?[0-9A-Fa-f]{2,16}[:,|]?[ \t]*(?:0[xX])?[0-9A-Fa-f]{2,8}[ \t,])"
)
_BEGINS_BELOW = re.compile(rf"\n(?:{_BEGINS.pattern})")
"""The line feed makes the search fast."""

_Take = Callable[[list[str], int, set[int]], None]
_CODE_MARKS = frozenset("{}();=[],:<>&|!+*\"'.")


def find_machine_data(text: str, lines: list[str]) -> set[int]:
    """Indices of the lines that are machine data.

    Parameters
    ----------
    text : str
    lines : list of str
        The lines of the text.
    """
    has_sign = (_BEGINS.match(text) or _BEGINS_BELOW.search(text)) is not None
    if not has_sign and max(map(len, lines)) < MIN_MINIFIED_CHARACTERS:
        return set()
    found: set[int] = set()
    for index, line in enumerate(lines):
        if index not in found and (has_sign or len(line) >= MIN_MINIFIED_CHARACTERS):
            take = _taker(line)
            if take is not None:
                take(lines, index, found)
    if has_sign:
        found.update(_dumps(lines))
    return found


def _taker(line: str) -> _Take | None:
    """What takes the machine data that begins with the line; None if none does."""
    first = line[:1]
    if first == "M" and _UUENCODED.fullmatch(line) and _is_uuencoded(line):
        return _take_uuencoded
    if first == "b" and _UU_BEGIN.match(line):
        return _take_uuencoded_file
    if first == "%" and line.startswith("%!PS"):
        return _take_postscript
    if first in "- \t" and "-----" in line and _ARMOUR.fullmatch(line):
        return _take_armour
    is_long = len(line) >= MIN_ENCODED_CHARACTERS
    if is_long and (" " not in line[8:40] or _may_be_minified(line)) and is_encoded(line):
        return _take_encoded
    return None


def _may_be_minified(line: str) -> bool:
    """Whether the line is long and begins with few spaces."""
    n = MIN_MINIFIED_CHARACTERS
    return len(line) >= n and line.count(" ", 0, n) <= MAX_SHARE_OF_SPACES * n


def is_encoded(line: str) -> bool:
    """Whether the line is base64, one long hexadecimal number, or minified code."""
    if line.count(" ") > MAX_SHARE_OF_SPACES * len(line):
        return False
    judged = line[:MAX_JUDGED_CHARACTERS].strip()
    if len(judged) < MIN_ENCODED_CHARACTERS:
        return False
    if _HEXADECIMAL.fullmatch(judged):
        return sum(map(str.isdigit, judged)) >= 4
    if _BASE64.fullmatch(judged):
        return _mixes_cases(judged)
    return len(line) >= MIN_MINIFIED_CHARACTERS and _is_minified(judged)


def _mixes_cases(line: str) -> bool:
    """Whether capitals, small letters and digits change places as in no word or path."""
    line = _REPEATED.sub(r"\1", line[:400])
    kinds = ["A" if c.isupper() else "a" if c.islower() else "0" for c in line]
    n_changes = sum(kind != other for kind, other in pairwise(kinds))
    # "theHarbourMasterOfTheSea" has one change in three letters, encoded data nearly two.
    return len(set(kinds)) == 3 and 20 * n_changes >= 7 * len(line)


def _is_minified(line: str) -> bool:
    """Whether a long line has few spaces and many marks of programs; Chinese text has neither."""
    if not line.isascii() and sum(map(str.isascii, line)) < 0.9 * len(line):
        return False
    n_marks = sum(character in _CODE_MARKS for character in line)
    return 10 * n_marks >= len(line)


def _dump_certainty(line: str) -> bool | None:
    """Whether the line is surely a row of hexadecimal numbers; None if it cannot be one.

    A row of a table may have decimal numbers only, as may a row of a dump.
    """
    if _NUMBERS.fullmatch(line) is None and _DUMP.fullmatch(line) is None:
        return None
    if "0x" in line or "0X" in line or _CHARACTERS_OF_DUMP.search(line):
        return True
    groups = line.split()[1:9]
    mixed = [group for group in groups if not group.isdigit() and not group.isalpha()]
    return len(mixed) > 1 and all(_HEXADECIMAL.fullmatch(group) for group in mixed[:2])


def _is_uuencoded(line: str) -> bool:
    """Whether a line of capitals and signs is no line of shouted words."""
    n_letters = sum(map(str.isalpha, line))
    return n_letters < 0.85 * len(line) - line.count(" ")


def _fits_length(line: str) -> bool:
    """Whether the first character gives the length of the line, as in an encoded file.

    White space at the end may have been cut off.
    """
    if not line or not "\x20" <= line[0] <= "`":
        return False
    stripped = len(line.rstrip())
    return 1 < stripped + (line[0] == "`") <= _uu_length(line) + 2 and line.upper() == line


def _uu_length(line: str) -> int:
    """Characters of an encoded line by its first one, which counts the bytes."""
    return 1 + 4 * ((((ord(line[0]) - 32) & 63) + 2) // 3)


def _take_uuencoded(lines: list[str], index: int, found: set[int]) -> None:
    """Add the lines of an encoded file from an index on."""
    while index < len(lines) and _fits_length(lines[index]):
        line = lines[index].rstrip()
        is_full = line[:1] == "M" and len(line) > 1
        is_last = index + 1 == len(lines) or lines[index + 1].strip() in ("end", "`", "")
        is_last = is_last or (index - 1 in found and len(line) == _uu_length(line))
        follows = index + 1 < len(lines) and lines[index + 1][:1] == "M"
        if not (is_full or is_last or follows or line == "`"):
            break
        found.add(index)
        index += 1
        if not is_full and not follows:
            break
    while index < len(lines) and lines[index].strip() in ("`", "end"):
        found.add(index)
        index += 1


def _take_uuencoded_file(lines: list[str], index: int, found: set[int]) -> None:
    """Add the line that names an encoded file, and the file."""
    n_found = len(found)
    _take_uuencoded(lines, index + 1, found)
    if len(found) > n_found:
        found.add(index)


def _take_armour(lines: list[str], index: int, found: set[int]) -> None:
    """Add the lines of a key, signature or certificate."""
    found.add(index)
    armour = _ARMOUR.fullmatch(lines[index])
    if armour is None:
        return
    begin = index + 1
    end = begin
    while end < len(lines) and _ARMOUR_KEY.match(lines[end]):
        end += 1
    if armour.group(1) == "BEGIN" and "SIGNED MESSAGE" not in armour.group(2):
        for below in range(begin, len(lines)):
            match = _ARMOUR.fullmatch(lines[below]) if "-----" in lines[below] else None
            if match is not None:
                end = below + (match.group(1) == "END")
                break
    found.update(range(begin, end))


def _take_postscript(lines: list[str], index: int, found: set[int]) -> None:
    """Add the lines of a drawing program to its end, or while they look like one."""
    end = next((i for i in range(index, len(lines)) if lines[i].startswith("%%EOF")), None)
    if end is not None:
        found.update(range(index, end + 1))
        return
    while index < len(lines) and _POSTSCRIPT_LINE.fullmatch(lines[index][:400]):
        found.add(index)
        index += 1


def _take_encoded(lines: list[str], index: int, found: set[int]) -> None:
    """Add encoded lines from an index on, also those of one width and a short last one."""
    first = index
    width = len(lines[index].strip())
    while index < len(lines) and len(lines[index]) >= MIN_ENCODED_CHARACTERS:
        line = lines[index].strip()
        is_more = len(line) == width and _BASE64.fullmatch(line) is not None
        if not is_more and not is_encoded(lines[index]):
            break
        width = len(line)
        found.add(index)
        index += 1
    if index < len(lines) and index > first + 1:
        last = lines[index].strip()
        is_word = last.isalpha() and (last.islower() or last.istitle())
        if last and len(last) < width and _BASE64.fullmatch(last) and not is_word:
            found.add(index)


def _dumps(lines: list[str]) -> list[int]:
    """Indices of the lines in runs of which a quarter are surely rows of a dump."""
    certainties: dict[int, bool] = {}
    for index, line in enumerate(lines):
        if len(line) > MIN_DUMP_CHARACTERS and line.lstrip()[:1] in _DUMP_STARTS:
            certainty = _dump_certainty(line[:MAX_DUMP_CHARACTERS])
            if certainty is not None:
                certainties[index] = certainty
    kept: list[int] = []
    run: list[int] = []
    for index in [*certainties, -2]:
        if run and index != run[-1] + 1:
            n_sure = sum(certainties[one] for one in run)
            if len(run) >= MIN_DUMP_LINES and 4 * n_sure >= len(run):
                kept.extend(run)
            run = []
        run.append(index)
    return kept
