"""Find the signature of a mail or post: who wrote it, with which program, and how to reach them."""

from __future__ import annotations

import re

MAX_LINES = 12
"""A signature has at most this many lines that are not blank."""

MAX_WORDS = 90
"""A signature has at most this many words."""

MAX_CHARACTERS = 3000
"""A signature is in this many characters at the end of a text."""

MIN_RULE_CHARACTERS = 8
"""A line of this many equal signs is a rule."""

# "Sent from my phone", "Von meinem iPhone gesendet", "Get Outlook for Android".
_SENT_FROM = re.compile(
    r"\s*(?:(?:sent|gesendet|envoyé|enviado|inviato|verzonden|verstuurd|skickat|sendt"
    r"|odesláno|wysłane|отправлено)"
    r"\s(?:from|von|mit|using|via|with|by|de|depuis|à partir|desde|da|dal|do|vanaf|från|fra"
    r"|z|ze|с)\s(?:(?:my|the|mein\w{0,2}|mon|ma|mi|il|mio|meu|minha|mijn|min|an?"
    r"|moje\w{0,2}|der|unterwegs)\s)?.{0,50}"
    r"(?:phone|pad|ipod|mobile|mobil\w{0,8}|galaxy|android|blackberry|outlook|mail|device|gerät\w{0,2}"
    r"|telefon\w{0,2}|handy|smartphone|tablet|samsung|huawei|nokia|mailbird|thunderbird|windows).{0,40}"
    r"|von meinem .{2,40} gesendet\.?|diese nachricht wurde von meinem .{2,60} gesendet\.?"
    r"|(?:get|hol\w{0,3} dir|obtenez|descarga\w{0,3}) outlook (?:for|für|pour|para) \w{2,12}\.?"
    r"(?:\s?<\S{1,200}>)?"
    r"|sent from (?:my )?\w{2,20})\s*",
    re.IGNORECASE,
)
SENT_FROM_START = re.compile(
    r"\n[ \t\xa0]{0,40}(?i:sen[td]|gesendet|env[oi]|inviato|verzonden|verstuurd|skickat|odesláno"
    r"|wysłane|отправлено|von|diese|get|hol|obtenez|descarga)"
)
"""The beginning of every such line. The line feed makes the search fast."""

# A rule, also as the upper side of a box: "-----", "=====", "/*****", "+-----+".
_RULE = re.compile(
    r"\s{0,40}[/\\|+#*.,:;(<]{0,3}\s?([-_=*~#+^<>])\1{7,}[-_=*~#+^<>\\/|.,:;) ]{0,80}"
)
# What a signature tells and a footnote does not: an address of mail or web, or a telephone number.
_CONTACT = re.compile(
    r"[\w.+-]{1,64}(?:@|\s?\(at\)\s?)[\w-]{1,64}(?:\.[\w-]{1,64})+|\b(?:tel|phone|fax|voice|e-?mail|internet"
    r"|bitnet|compuserve|uucp|mobil)\b\.?\s?:|\(\d{3}\)\s?\d{3}[ -]\d{4}|\b\d{3}-\d{3}-\d{4}\b"
    r"|\+\d{1,3}[\s(-]{1,2}\d{1,5}[\s)-]{1,2}\d{2,4}|https?://|www\.|[\w!]{1,60}![\w]{1,20}",
    re.IGNORECASE,
)


def find_signatures(lines: list[str]) -> set[int]:
    """Indices of the lines of signatures.

    Parameters
    ----------
    lines : list of str
        The mail without what it quotes: those lines are blank.
    """
    found: set[int] = set()
    last = len(lines)
    while last and not lines[last - 1].strip():
        last -= 1
    delimiter = _delimiter(lines, last)
    if delimiter is not None:
        found.update(range(delimiter, last))
    elif (rule := _ruled(lines, last)) is not None:
        found.update(range(rule, last))
    for index in range(max(last - 3 * MAX_LINES, 0), last):
        line = lines[index]
        if len(line) <= 120 and _SENT_FROM.fullmatch(line):
            found.add(index)
    return found


def _delimiter(lines: list[str], last: int) -> int | None:
    """Index of the last line ``-- ``, below which the signature is; None without one."""
    n_lines = n_words = 0
    for index in range(last - 1, -1, -1):
        line = lines[index].rstrip()
        if line == "--":
            # Programs write a space behind the hyphens; without it they may part a text.
            is_exact = lines[index].startswith("-- ")
            is_short = n_lines <= (MAX_LINES if is_exact else MAX_LINES // 2)
            return index if n_lines and is_short else None
        n_lines += bool(line)
        n_words += len(line.split())
        if n_lines > MAX_LINES or n_words > MAX_WORDS:
            return None
    return None


def _ruled(lines: list[str], last: int) -> int | None:
    """Index of the rule above a signature with an address or a telephone number, or None."""
    n_lines = n_words = 0
    rule = None
    for index in range(last - 1, -1, -1):
        line = lines[index]
        if line and _RULE.fullmatch(line[:200]):
            # A rule that ends the text closes a box, and one without a blank above underlines.
            is_open = n_lines > 1 or (n_lines > 0 and not (index and lines[index - 1].strip()))
            if is_open and any(_CONTACT.search(below[:400]) for below in lines[index + 1 : last]):
                rule = index
            continue
        n_lines += bool(line.strip())
        n_words += len(line.split())
        if n_lines > MAX_LINES or n_words > MAX_WORDS:
            break
    return rule
