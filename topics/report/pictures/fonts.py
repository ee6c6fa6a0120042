"""Fonts that have the letters of a picture's texts, among those that are installed."""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from topics.report.display import single_line
from topics.report.pictures.settings import BASE_FONT
from topics.values import amount

MOST_FONTS = 400
"""At most this many fonts are opened in search of a letter."""

_NOT_FONTS = ("last resort", "stix", "cmr", "cmb", "cmex", "cmmi", "cmss", "cmsy", "cmtt")
"""Fonts of formulas, and one that draws a box for every letter."""

_HINTS = {
    "HANGUL": ("cjk", "kr", "nanum", "malgun", "gothic", "batang"),
    "CJK": ("cjk", "sc", "tc", "jp", "yahei", "simsun", "hei", "ming", "wenquanyi"),
    "HIRAGANA": ("cjk", "jp", "gothic", "mincho", "hiragino"),
    "KATAKANA": ("cjk", "jp", "gothic", "mincho", "hiragino"),
    "DEVANAGARI": ("devanagari", "mangal", "nirmala", "lohit", "kohinoor"),
    "ETHIOPIC": ("ethiopic", "ebrima", "nyala", "abyssinica", "kefa"),
    "THAI": ("thai", "loma", "leelawadee", "tahoma"),
}
"""Parts of the names of fonts that probably have a script, by the first word of its letters'
names; other scripts are searched for by that word."""


@dataclass(frozen=True)
class Lettering:
    """The fonts for some texts, and the letters that none of them has.

    Attributes
    ----------
    families : tuple of str
        Names of fonts; matplotlib takes the first one that has a letter.
    missing : frozenset of str
        Characters that no installed font has.
    """

    families: tuple[str, ...]
    missing: frozenset[str]

    def drawable(self, text: str) -> str:
        """Return a text without signs that would be boxes; "" if letters would be.

        Examples
        --------
        >>> Lettering((BASE_FONT,), frozenset("🌊海")).drawable("sea 🌊 tide")
        'sea tide'
        >>> Lettering((BASE_FONT,), frozenset("🌊海")).drawable("sea 海")
        ''
        """
        if self.missing.isdisjoint(text):
            return text
        if any(unicodedata.category(c)[0] in "LMN" for c in self.missing.intersection(text)):
            return ""
        return " ".join("".join(c for c in text if c not in self.missing).split())


def lettering(texts: Iterable[str]) -> Lettering:
    """Return the fonts that texts need besides the base font: the fewest that are found.

    Where no letter is missing in the base font, no other font is opened. Arabic, Hebrew and
    Indian scripts are shaped by matplotlib.
    """
    needed = {c for c in set().union(*texts) if _is_visible(c)}
    missing = frozenset(needed - _base_letters())
    families: list[str] = [BASE_FONT]
    for name, path in _likely_fonts(missing) if missing else ():
        letters = _letters(path)
        if not missing.isdisjoint(letters):
            families.append(name)
            missing -= letters
            if not missing:
                break
    return Lettering(tuple(families), missing)


def numbered(number: int, label: str, letters: Lettering) -> str:
    """Return a topic's number and label; the number alone where no font has the letters.

    Examples
    --------
    >>> numbered(3, "海", Lettering((BASE_FONT,), frozenset("海")))
    '3'
    """
    return f"{number}  {letters.drawable(label)}".rstrip()


def cut(text: object, width: int) -> str:
    """Return text as one line that is at most as wide as this many Latin letters.

    Chinese, Japanese and Korean letters count twice.

    Examples
    --------
    >>> cut("tides and moons", 10), cut("海洋科学海洋科学", 10)
    ('tides and…', '海洋科学…')
    """
    line = single_line(text, width)
    if _width(line) <= width:
        return line
    end = next(i for i in range(len(line), 0, -1) if _width(line[:i]) < width)
    return line[:end].rstrip("… ") + "…"


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def undrawn(labels: Iterable[str], letters: Lettering, noun: str = "topic") -> str:
    """Return a remark on labels that no installed font can draw; "" if all can be drawn.

    Examples
    --------
    >>> undrawn(["sea", "海"], Lettering((BASE_FONT,), frozenset("海")))
    'No installed font has the letters of 1 topic, which is shown by its number'
    """
    n = sum(bool(label) and not letters.drawable(label) for label in labels)
    if not n:
        return ""
    shown = "which is shown by its number" if n == 1 else "which are shown by their numbers"
    return f"No installed font has the letters of {amount(n, noun)}, {shown}"


def _is_visible(character: str) -> bool:
    return not character.isspace() and unicodedata.category(character) not in ("Cf", "Mn", "Cc")


@functools.cache
def _base_letters() -> frozenset[str]:
    from matplotlib.font_manager import FontProperties, findfont

    found = (findfont(FontProperties(family=BASE_FONT, weight=w)) for w in ("normal", "bold"))
    return frozenset.intersection(*map(_letters, found))


@functools.lru_cache(MOST_FONTS)
def _letters(path: str) -> frozenset[str]:
    """Characters that a font has."""
    from matplotlib.ft2font import FT2Font

    try:
        return frozenset(map(chr, FT2Font(path).get_charmap()))
    except (OSError, RuntimeError):  # a damaged file, or one that FreeType cannot read
        return frozenset()


def _likely_fonts(missing: frozenset[str]) -> list[tuple[str, str]]:
    """Names and files of upright fonts, those that probably have the letters first."""
    from matplotlib.font_manager import fontManager

    scripts = {unicodedata.name(character, "").split(" ")[0] for character in missing}
    hints = [hint for script in sorted(scripts) for hint in _HINTS.get(script, (script.lower(),))]

    def rank(entry: tuple[str, str]) -> tuple[bool, bool, str, str]:
        name = entry[0].lower()
        likely = any(hint and hint in name for hint in hints)
        return not likely, not name.startswith("noto sans"), *entry

    fonts = {
        (entry.name, str(entry.fname))
        for entry in fontManager.ttflist
        if entry.style == "normal"
        and entry.weight in (380, 400, "normal", "regular", "book")
        and not entry.name.lower().startswith(_NOT_FONTS)
    }
    return sorted(fonts, key=rank)[:MOST_FONTS]
