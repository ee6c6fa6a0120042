"""Recognise lines that look like a title, a byline, a date, a name or a list item.

Each line is judged once: `line_form` stores the result in its block.
"""

from __future__ import annotations

import re

from topics.reading.lines.bylines import byline_author, is_date_line
from topics.reading.lines.months import MONTHS
from topics.reading.records import Block, LineForm

MAX_TITLE_WORDS = 25
"""A line with more words does not have the form of a title."""

MAX_TITLE_CHARACTERS = 200
"""A line with more characters does not have the form of a title."""

# Quotation marks and marks of emphasis before the first letter, and after the last one.
_OPENERS = "\"'“”‘’«‹„¿¡[*_#"
CLOSERS = "\"'”’»›)]*_"

# No heading begins like a list item ("- rope", "2) rope"), a remark in brackets, a link, an e-mail
# address or a date ("3 May", "May 3").
_NOT_A_HEADING = re.compile(
    r"(?:[-+*•·▪◦‣–—>|(]|\d{1,3}\)|[A-Za-z]\)|https?:|www\.|[^\s@]{1,64}@"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s+(?:{MONTHS})\b|(?:{MONTHS})\.?\s+\d{{1,2}}\b)",
    re.IGNORECASE,
)
# No heading begins like a credit or a notice of when and where: "Photo by Jane Doe", "Sources:",
# "Originally published in", "Location:", "Monday, 3 May". Used with `match`: what follows may be
# anything, as a line that is no heading remains in the text. `_CREDIT` in `lines/furniture` must
# match the whole line, because such a line is removed.
_STARTS_LIKE_CREDIT = re.compile(
    r"(?:photo|photograph|image|picture|graphic|illustration|video|cartoon|map|chart)s?"
    r"(?:\s+\w{1,20})?(?:\s+by\b|\s*:|\s+courtesy\b|\s+credit\b)"
    r"|(?:credits?|sources?)\s*:|via\s|courtesy of\b|copyright\b|©"
    r"|(?:written|posted|published|updated)\s+(?:by|on|at|in)\b"
    r"|(?:this \w{1,12} was )?(?:originally|first) (?:published|posted|appeared)\b"
    r"|(?:presenter|speaker|moderator|host|when|where|date|time|location|phone)s?\s?:"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day\b.*\d",
    re.IGNORECASE,
)
# Marks that end a sentence, or show that it continues in the next line.
_SENTENCE_ENDS = (".", ":", ",", ";", "!", "…", "-", "–", "—", "&", "。")
# Program code and questions of interviews are no headings: "x = 1", "if a != b", "Q: Why?".
_CODE = re.compile(r"::$|[{}\\]|[=<>!+*/-]=|\s=\s|->|</|^[QA]\s?[:.]\s")
# Nor are links ("More »"), downloads ("Report 2 MB"), remarks ("[Applause]"), two sentences ("Why?
# Because ...") and mottos ("“Know thyself” — Socrates").
_ASIDE = re.compile(
    r"[»→›][\"_*]?$|\b\d{1,4}(?:\.\d{1,3})?\s?[KMG]B\b|^\[.*\]$|[?!] [A-Z]"
    r"|^[_*]?[“\"].*[”\"][_*]?\s{0,2}[—–―]"
)
# A line that ends with one of these words continues in the next line: "The history of".
_UNFINISHED = re.compile(r".*\b(?:a|an|the|of|to|on|for|with|and|or|at|from|as|that|about|into)")
# A list item begins with a mark, a number or a letter: "- rope", "2. rope", "(2) rope", "b) rope".
_ITEM = re.compile(r"\s{0,20}(?:[-*+•·▪◦‣]|\d{1,3}[.)]|\(\d{1,3}\)|[a-z][.)])\s{0,4}\S")
# Words without digits and punctuation, to count capitals: "North-South 2" has "North", "South".
_LETTERS = re.compile(r"[^\W\d_]+")


def line_form(block: Block) -> LineForm:
    """The form of a block as a line, judged at the first call and stored in the block."""
    if block.form is None:
        block.form = _judge(block)
    return block.form


def _judge(block: Block) -> LineForm:
    """The form of the block, without looking at the stored one."""
    raw = block.lines[0]
    if len(block.lines) > 1 or len(raw) > 2 * MAX_TITLE_CHARACTERS:
        return LineForm()
    line = raw.strip()
    if len(line) > MAX_TITLE_CHARACTERS:
        return LineForm()
    n_words = line.count(" ") + 1
    author = byline_author(line)
    can_be_title = (
        n_words <= MAX_TITLE_WORDS
        and not raw.startswith(("  ", "\t"))  # indented: code, or a part of a list
    )
    return LineForm(n_words, len(line), can_be_title and _is_title(line, author), author)


def _is_title(line: str, author: str | None) -> bool:
    """Whether a short line begins and ends like a title and matches no rule against titles."""
    first_letter = line.lstrip(_OPENERS)[:1]
    if not (first_letter.isupper() or first_letter.isdigit() or _has_no_case(first_letter)):
        return False
    if line[-1] in ":!":
        if not is_titled(line):
            return False
    elif ends_like_sentence(line):
        return False
    if _NOT_A_HEADING.match(line) or _STARTS_LIKE_CREDIT.match(line) or _CODE.search(line):
        return False
    if _ASIDE.search(line) or _UNFINISHED.fullmatch(line):
        return False
    return author is None and any(map(str.isalpha, line)) and not is_date_line(line)


def is_list_item(line: str) -> bool:
    """Whether the line begins like a list item."""
    return _ITEM.match(line) is not None


def is_titled(line: str) -> bool:
    """Whether at least two thirds of the words, and the last one, begin with a capital.

    Words of up to three letters count only if they begin with a capital.
    """
    words = [word for word in _LETTERS.findall(line) if len(word) > 3 or word[0].isupper()]
    n_capitals = sum(word[0].isupper() for word in words)
    return len(words) > 1 and words[-1][0].isupper() and 3 * n_capitals >= 2 * len(words)


def _has_no_case(letter: str) -> bool:
    """Whether the letter is of a script without capitals, such as Arabic or Hindi."""
    return letter.isalpha() and letter.lower() == letter.upper()


def ends_like_sentence(line: str) -> bool:
    """Whether the line ends with a mark that ends or continues a sentence."""
    return line.rstrip(CLOSERS).endswith(_SENTENCE_ENDS)
