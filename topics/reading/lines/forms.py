"""What a line looks like: the form of a title, a byline, a date, a name, a list item.

Each line is judged once: `line_form` keeps its verdict with the block.
"""

from __future__ import annotations

import re
from dataclasses import replace

from topics.reading.lines.bylines import byline_author, is_date_line, is_name_line
from topics.reading.lines.months import MONTHS
from topics.reading.records import Block, LineForm

MAX_TITLE_WORDS = 25
MAX_TITLE_CHARACTERS = 200
"""A line with more words or characters does not have the form of a title."""

_OPENERS = "\"'“”‘’«‹„¿¡[*_#"
_CLOSERS = "\"'”’»›)]*_"

# Beginnings that no heading has: list items, dates, links, addresses, remarks in brackets.
_NOT_A_HEADING = re.compile(
    r"(?:[-+*•·▪◦‣–—>|(]|\d{1,3}\)|[A-Za-z]\)|https?:|www\.|[^\s@]{1,64}@"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s+(?:{MONTHS})\b|(?:{MONTHS})\.?\s+\d{{1,2}}\b)",
    re.IGNORECASE,
)
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
_SENTENCE_ENDS = (".", ":", ",", ";", "!", "…", "-", "–", "—", "&", "。")
_CODE = re.compile(r"::$|[{}\\]|[=<>!+*/-]=|\s=\s|->|</|^[QA]\s?[:.]\s")
# Links to click or to download, remarks in brackets, two sentences, a motto and who said it.
_ASIDE = re.compile(
    r"[»→›][\"_*]?$|\b\d{1,4}(?:\.\d{1,3})?\s?[KMG]B\b|^\[.*\]$|[?!] [A-Z]"
    r"|^[_*]?[“\"].*[”\"][_*]?\s{0,2}[—–―]"
)
_UNFINISHED = re.compile(r".*\b(?:a|an|the|of|to|on|for|with|and|or|at|from|as|that|about|into)")
_ITEM = re.compile(r"\s{0,20}(?:[-*+•·▪◦‣]|\d{1,3}[.)]|\(\d{1,3}\)|[a-z][.)])\s{0,4}\S")
_LETTERS = re.compile(r"[^\W\d_]+")


LONG_TEXT = LineForm(
    n_words=MAX_TITLE_CHARACTERS,
    n_characters=2 * MAX_TITLE_CHARACTERS,
    has_form_of_title=False,
    author=None,
    is_date=False,
    is_name=False,
    is_list_item=False,
)
"""Form of every block that is too long for anything but text."""

LONG_ITEM = replace(LONG_TEXT, is_list_item=True)


def line_form(block: Block) -> LineForm:
    """What the block looks like as a line; judged at the first call and kept with the block.

    The lines of a paragraph count as one line, joined by spaces; it has no author and not the
    form of a title.
    """
    if block.form is None:
        block.form = _judge(block)
    return block.form


def _judge(block: Block) -> LineForm:
    raw = block.lines[0]
    is_single = len(block.lines) == 1
    if len(raw) > 2 * MAX_TITLE_CHARACTERS or sum(map(len, block.lines)) > 3 * MAX_TITLE_CHARACTERS:
        return LONG_ITEM if is_list_item(raw) else LONG_TEXT
    text = raw.strip() if is_single else " ".join(line.strip() for line in block.lines)
    n_words = text.count(" ") + 1
    author = byline_author(text) if is_single else None
    can_be_title = (
        is_single
        and n_words <= MAX_TITLE_WORDS
        and len(text) <= MAX_TITLE_CHARACTERS
        and not raw.startswith(("  ", "\t"))  # indented: code, or a part of a list
    )
    return LineForm(
        n_words=n_words,
        n_characters=len(text),
        has_form_of_title=can_be_title and _is_title(text, author),
        author=author,
        is_date=is_date_line(text),
        is_name=is_name_line(text),
        is_list_item=is_list_item(text),
    )


def _is_title(line: str, author: str | None) -> bool:
    """Whether a short line begins and ends like a title and is none of what titles are not."""
    begin = line.lstrip(_OPENERS)[:1]
    if not (begin.isupper() or begin.isdigit() or _has_no_case(begin)):
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
    return author is None and any(map(str.isalpha, line))


def is_list_item(line: str) -> bool:
    """Whether the line begins like an item of a list."""
    return _ITEM.match(line) is not None


def is_titled(line: str) -> bool:
    """Whether most words of a line are capitalised, and the last one is."""
    words = [word for word in _LETTERS.findall(line) if len(word) > 3 or word[0].isupper()]
    n_capitals = sum(word[0].isupper() for word in words)
    return len(words) > 1 and words[-1][0].isupper() and 3 * n_capitals >= 2 * len(words)


def _has_no_case(letter: str) -> bool:
    """Whether the letter is of a script without capitals, such as Arabic or Hindi."""
    return letter.isalpha() and letter.lower() == letter.upper()


def ends_like_sentence(line: str) -> bool:
    """Whether the line ends with a mark that ends a sentence or goes on in the next line."""
    return line.rstrip(_CLOSERS).endswith(_SENTENCE_ENDS)
