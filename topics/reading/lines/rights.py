"""Recognise rights notices: who holds the copyright of a page, and which software made it.

A sign such as "©" also occurs in sentences and names of products. So a line is a notice only if
it begins with a statement of rights, or ends with one after a few words of names.
"""

from __future__ import annotations

import re

MAX_RIGHTS_WORDS = 60
"""A rights notice has at most this many words."""

MAX_RIGHTS_CHARACTERS = 8 * MAX_RIGHTS_WORDS
"""A rights notice has fewer characters, so that longer lines need not be searched."""

MAX_WORDS_BEFORE = 8
"""At most this many words precede the statement in a notice that does not begin with it."""

_YEAR = r"(?:19|20)\d\d(?:\s?[-–—/,]\s?(?:(?:19|20)?\d\d|present|today)){0,4}"
_SIGN = rf"(?:©|\(c\)(?=\s?{_YEAR})|copyright\b\s?:?\s?(?:©|\(c\)|by\b|(?={_YEAR})))"
# A statement of rights begins with a sign, which a year or a name with a capital follows:
# "© 2021 The Post", "Copyright (c) Jane Doe", "(c) 1999". "(c) the tenant pays" is a list item.
_BEGINS = re.compile(
    rf"(?i:{_SIGN})(?:\s|©|(?i:\(c\)|by\b|copyright\b)|[:,])*(?:{_YEAR}|[^\W\d_a-zß-ÿ]|$)"
)
# The reservation itself in a sentence of its own, or behind the holder: "All rights reserved."
_RESERVED = re.compile(
    r"(?:^|[.,;:|·•–—-]\s*|\d\s+|(?<=[a-z])\s(?=All )|[A-Z][\w.]*\s+)"
    r"(?:(?i:all\s(?:other\s)?rights\s(?:are\s)?reserved|some\srights\sreserved"
    r"|alle\srechte\s(?:sind\s)?vorbehalten"
    r"|tous\sdroits\s(?:de\sreproduction\s)?réservés|todos\slos\sderechos\sreservados"
    r"|todos\sos\sdireitos\sreservados|tutti\si\sdiritti\s(?:sono\s)?riservati"
    r"|alle\srechten\svoorbehouden|все\sправа\sзащищены|wszelkie\sprawa\szastrzeżone"
    r"|všechna\správa\svyhrazena|alla\srättigheter\sförbehållna|alle\srettigheder\sforbeholdes"
    r"|tüm\shakları\ssaklıdır))"
    r"(?=\s*(?:$|[.!|·•;,)–—©-]|\(c\)|(?:by|to|worldwide|in)\b|[A-Z\d]))"
)
# The statement is the end of the line: "The Harbour Post © 2021", "Text © 2019 Jane Doe.".
_ENDS = re.compile(rf"(?i:{_SIGN})\s*(?:{_YEAR}|[A-Z])(?:[\w.,&'’\-/ |()•·–]*)$")
# A notice continues behind it: "BBC © 2014 The BBC is not responsible for external sites."
_IN_FRONT = re.compile(rf"(?:[^\W\d_]\S*\s){{1,3}}(?i:{_SIGN})\s*{_YEAR}")
_SOFTWARE = re.compile(
    r"(?:^|[.|·•–—]\s*)(?:(?i:proudly\s)powered by\s\S{1,40}|[Pp]owered [Bb]y\s[A-Z]\S{0,39})"
    r"(?:\s(?:[A-Z]|v?\d)\S{0,39}){0,4}$"
)
# Notices say more than who holds the rights: "This material may not be published, broadcast".
_OF_NOTICES = re.compile(
    r"\b(?:reproduc|redistribut|republish|permission|trademark|broadcast|rewritten|licen[cs]|"
    r"copyright|terms of|privacy|reserved|affiliat|disclaim|responsible for)",
    re.IGNORECASE,
)
# What a statement in a sentence is about: "Portions of this content are © 1998 by contributors."
_OF_PAGES = re.compile(
    rf"\b(?:content|contents|pages?|site|website|materials?|portions|texts?|images|photos)\b"
    rf".{{0,60}}(?i:{_SIGN})\s*{_YEAR}"
)
# The credit of a picture ends with its holder: "Jane Doe, Boats, 1963, oil on canvas. © The Port".
_HOLDER = re.compile(
    r"(?:.{5,300}[\w.,;)\]]\s?)"
    r"(?:©\s?(?:[Pp]hoto:?\s)?((?:[A-Z\d]\S*|[a-z]{1,6}|[&/])\s?){1,12}"
    r"|All rights reserved[.,]?(?:\s[A-Z\d]\S*){0,4})$"
)
RESERVED = frozenset(
    """
    reservados réservés riservati voorbehouden защищены zastrzeżone vyhrazena förbehållna
    forbeholdes saklıdır
    """.split()
)
"""Words of reservations of rights in other languages than English and German."""

# "(c) 2020 was the last year." is an item of a list, "(c) 2020 by Jane Doe." is none.
_ITEM = re.compile(
    rf"\(c\)\s{_YEAR}\s(?!(?:by|and|the|von|par|por|all|alle|of|for|inc|under|some)\b)[a-zß-ÿ].*[.!?;]$"
)
_OPENERS = " \t\"'“”‘’«„([*_•·|-–—:#"


def has_sign(line: str) -> bool:
    """Whether the line may be a rights notice or a credit: nearly no line has such a sign."""
    return (  # four times as fast as any() over a list of signs
        "ights " in line
        or "opyright" in line
        or "IGHT" in line
        or "owered by" in line
        or "echte " in line
        or ("(" in line and ("(c)" in line or "(C)" in line))
        or "serva" in line
        or "behouden" in line
        or "forbehold" in line
        or (not line.isascii() and _has_foreign_sign(line))
    )


def _has_foreign_sign(line: str) -> bool:
    return (
        "©" in line
        or "éservés" in line
        or "защищены" in line
        or "zastrzeżone" in line
        or "förbehållna" in line
        or "saklıdır" in line
        or "vyhrazena" in line
    )


def is_rights_notice(line: str) -> bool:
    """Whether the line is a rights notice, such as ``© 2021 The Harbour Post``.

    Examples
    --------
    >>> is_rights_notice("Copyright 2019 by Jane Doe")
    True
    >>> is_rights_notice("The Lumo© lamp lit the whole harbour.")
    False
    """
    if not has_sign(line) or line.count(" ") >= MAX_RIGHTS_WORDS:
        return False
    stripped = line if line[:3] in ("(c)", "(C)") else line.lstrip(_OPENERS)
    if _ITEM.match(stripped):
        return False
    if _BEGINS.match(stripped) or _SOFTWARE.search(stripped):
        return True
    if _IN_FRONT.match(stripped) and _OF_NOTICES.search(stripped):
        return True
    if stripped.count(" ") < 3 * MAX_WORDS_BEFORE and _OF_PAGES.search(stripped):
        return True
    return _ends_with_statement(stripped) or _reserves_rights(stripped)


def is_holder_credit(line: str) -> bool:
    """Whether the line describes a picture and ends with its holder, as in ``Boats. © The Port``.

    Titles, names and dates are separated by commas, and there is no sentence among them.
    """
    if line.count(",") < 2 or not ("©" in line or "All rights" in line):
        return False
    words = [word for word in line.split() if len(word) > 3 and word[0].isalpha()]
    # In a sentence most words are written in small letters.
    return 5 * sum(map(_is_small, words)) <= 2 * len(words) and _HOLDER.fullmatch(line) is not None


def _ends_with_statement(line: str) -> bool:
    """Whether a few names and then a statement of rights are the whole line."""
    match = _ENDS.search(line)
    if match is None:
        return False
    before = line[: match.start()].split()
    after = re.findall(r"[^\W\d_]+", match.group())[1:]
    # A sentence continues in small letters behind the sign, or has many of them before it.
    return (
        len(before) <= MAX_WORDS_BEFORE
        and sum(map(_is_small, before)) <= 1
        and not any(map(_is_small, after))
        and not line[match.start() - 1 : match.start()].isalnum()
    )


def _is_small(word: str) -> bool:
    """Whether the word is written in small letters; short ones also occur in names."""
    return len(word) > 3 and word.islower()


def _reserves_rights(line: str) -> bool:
    """Whether the line is about nothing but the reservation of rights."""
    match = _RESERVED.search(line)
    if match is None:
        return False
    n_before = len(line[: match.start()].split())
    n_after = len(line[match.end() :].split())
    if n_before + n_after <= 2 * MAX_WORDS_BEFORE:
        return True
    return len(_OF_NOTICES.findall(line)) > 2
