"""Recognise bylines, dates and names: lines that say who wrote a text, and when."""

from __future__ import annotations

import re

from topics.reading.lines.months import FOREIGN_MONTHS, MONTHS

MAX_CHARACTERS = 100
"""A line with more characters is no byline, no date and no name."""

MAX_BYLINE_WORDS = 12
"""A byline has at most this many words after "By"."""

# A byline: "by" and the author, for example "By Jane Doe" or "by: Jane Doe".
_BYLINE = re.compile(r"by[ \u00a0:]{1,3}(\S.*)", re.IGNORECASE)
# A date with day, month and year, perhaps after a word or weekday and before the time:
# "Published on Monday, 3 May 2021, 10:30", "May 3rd, 2021", "2021-05-03", "3/5/2021".
_DATE_LINE = re.compile(
    r"(?:(?:posted|published|updated|last updated|modified|first published|date)\W{0,3}(?:on\s)?)?"
    r"(?:(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?\b[.,]{0,2}\s{1,3})?"
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\.?\s{{1,3}}(?:{MONTHS})\.?,?\s{{1,3}}\d{{4}}"
    rf"|(?:{MONTHS})\.?\s{{1,3}}\d{{1,2}}(?:st|nd|rd|th)?,?\s{{1,3}}\d{{4}}"
    r"|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4})\b.{0,40}",
    re.IGNORECASE,
)
# The same in other languages: "Publié le lundi 3 mai 2021 à 10h30", "Lunes, 3 de mayo de 2021".
_YEAR = re.compile(r"(?:19|20)\d\d")
_FOREIGN_DATE_LINE = re.compile(
    r"(?:(?:veröffentlicht|aktualisiert|stand|publié|mis à jour|publicado|actualizado|pubblicato"
    r"|aggiornato|atualizado|gepubliceerd|publicerad|opublikowano|опубликовано)\W{0,3}"
    r"(?:am|vom|le|el|il|em|op|on)?\s?)?"
    rf"(?:[^\W\d_]{{2,12}}(?:-feira)?[.,]{{0,2}}\s{{1,3}})?(?:den\s|le\s|el\s)?"
    rf"\d{{1,2}}(?:er|[.º°])?\s{{0,3}}(?:de\s)?(?:{FOREIGN_MONTHS})\.?,?\s{{1,3}}(?:de\s|del\s)?"
    r"(?:19|20)\d\d\b(?:г\.|\s?г\.|\s?r\.)?\W{0,3}(?:(?:um|à|a las|alle|às|om|kl\.?|o|ore)?\s?"
    r"\d{1,2}\s?[:.h]\s?\d\d(?:\s?uhr|h|\su\.)?)?\W{0,2}",
    re.IGNORECASE,
)
# Words of names and bylines that may begin with a small letter: "Tom de Vries and Ann Lee".
_NAME_PARTICLES = frozenset(
    "and & with de da di du del della der den van von la le el al bin ibn y e und et".split()
)


def byline_author(line: str) -> str | None:
    """The author named in a line such as ``By Jane Doe``, or None."""
    if line[:1] not in ("B", "b") or len(line) > MAX_CHARACTERS:
        return None
    match = _BYLINE.fullmatch(line)
    if match is None:
        return None
    author, _, date = match.group(1).partition(" | ")
    if date and not is_date_line(date):
        return None
    words = author.replace(",", " ").split()
    if not 2 <= len(words) <= MAX_BYLINE_WORDS:
        return None
    names = [word for word in words if word.casefold() not in _NAME_PARTICLES]
    if len(names) < 2 or not all(name[0].isupper() for name in names):
        return None
    return author.strip()


def is_date_line(line: str) -> bool:
    """Whether the line is a date, such as ``Published on 3 May 2021, 10:30``."""
    if len(line) > MAX_CHARACTERS:
        return False
    stripped = line.strip()
    if _DATE_LINE.fullmatch(stripped):
        return True
    # Few lines have a year, so that the longer pattern is rarely tried.
    return _YEAR.search(stripped) is not None and _FOREIGN_DATE_LINE.fullmatch(stripped) is not None


def is_name_line(line: str) -> bool:
    """Whether the line could be a person's name and nothing else: two to four words."""
    if len(line) > MAX_CHARACTERS:
        return False
    words = line.split()
    names = [word for word in words if word.casefold() not in _NAME_PARTICLES]
    return 2 <= len(names) <= len(words) <= 4 and all(
        name[0].isupper() and name.replace("-", "").replace(".", "").replace("’", "").isalpha()
        for name in names
    )
