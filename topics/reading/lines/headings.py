"""Which blocks of plain text are headings, headlines and bylines.

A heading is a short line alone between blank lines that reads like a title and has
running text below it. All rules look at one line at a time and at its neighbours.
"""

from __future__ import annotations

import re
from collections.abc import Container
from functools import lru_cache

from topics.reading.records import Block

MAX_HEADING_WORDS = 12
MAX_HEADING_CHARACTERS = 100
MAX_HEADLINE_WORDS = 25
MAX_SHORT_HEADING_WORDS = 5
MAX_HEADINGS_IN_ROW = 3
MAX_HEADLINE_CHARACTERS = 200
MAX_SHORT_QUESTION_WORDS = 9
MIN_WORDS_ABOVE_QUESTION = 27
MIN_ANSWER_WORDS = 12

_OPENERS = "\"'“”‘’«‹„¿¡[*_#"
_CLOSERS = "\"'”’»›)]*_"

_MONTHS = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    "sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
# Beginnings that no heading has: list items, dates, links, addresses, remarks in brackets.
_NOT_A_HEADING = re.compile(
    r"(?:[-+*•·▪◦‣–—>|(]|\d{1,3}\)|[A-Za-z]\)|https?:|www\.|[^\s@]{1,64}@"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s+(?:{_MONTHS})\b|(?:{_MONTHS})\.?\s+\d{{1,2}}\b)",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"(?:photo|photograph|image|picture|graphic|illustration|video|cartoon|map|chart)s?"
    r"(?:\s+\w{1,20})?(?:\s+by\b|\s*:|\s+courtesy\b|\s+credit\b)"
    r"|(?:credits?|sources?)\s*:|via\s|courtesy of\b|copyright\b|©"
    r"|(?:written|posted|published|updated)\s+(?:by|on|at|in)\b"
    r"|(?:this \w{1,12} was )?(?:originally|first) (?:published|posted|appeared)\b"
    r"|(?:presenter|speaker|moderator|host|when|where|date|time|location|phone)s?\s?:"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day\b.*\d",
    re.IGNORECASE,
)
_BYLINE = re.compile(r"by[ \u00a0:]{1,3}(\S.*)", re.IGNORECASE)
_DATE_LINE = re.compile(
    r"(?:(?:posted|published|updated|last updated|modified|first published|date)\W{0,3}(?:on\s)?)?"
    r"(?:(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?\b[.,]{0,2}\s{1,3})?"
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\.?\s{{1,3}}(?:{_MONTHS})\.?,?\s{{1,3}}\d{{4}}"
    rf"|(?:{_MONTHS})\.?\s{{1,3}}\d{{1,2}}(?:st|nd|rd|th)?,?\s{{1,3}}\d{{4}}"
    r"|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4})\b.{0,40}",
    re.IGNORECASE,
)
_NAME_PARTICLES = frozenset(
    "and & with de da di du del della der den van von la le el al bin ibn y e und et".split()
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
_NUMBERED = re.compile(r"(\d{1,2}(?:\.\d{1,2}){0,4})\.?\s{1,4}\S")
_LETTERS = re.compile(r"[^\W\d_]+")


def find_headings(blocks: list[Block], marked: Container[int] = ()) -> list[int]:
    """Places of the headings among the blocks, rising.

    A heading has text below it, or the heading of a part of its own. Of a longer run of
    short lines, which may be anything, only the last is one.

    Parameters
    ----------
    blocks : list of Block
    marked : container of int
        Lines of blocks that are headings whatever they look like.
    """
    headings: list[int] = []
    run: list[int] = []
    for place, block in enumerate(blocks):
        if block.line in marked:
            headings.extend(run if len(run) <= MAX_HEADINGS_IN_ROW else [])
            headings.append(place)
            run = []
            continue
        if reads_like_heading(block) and not _asks_in_passing(blocks, place):
            run.append(place)
            continue
        if run and _can_follow(block, blocks[run[-1]]):
            headings.extend(run if len(run) <= MAX_HEADINGS_IN_ROW else run[-1:])
        run = []
    return headings


def _asks_in_passing(blocks: list[Block], place: int) -> bool:
    """Whether the block is a long question, and no full paragraph above it ended with it.

    Such questions open a text, or pass to and fro in a conversation.
    """
    line = blocks[place].lines[0].rstrip()
    if not line.endswith("?") or line.count(" ") < MAX_SHORT_QUESTION_WORDS:
        return False
    return place == 0 or len(blocks[place - 1].text.split()) < MIN_WORDS_ABOVE_QUESTION


def _can_follow(block: Block, heading: Block) -> bool:
    """Whether the block, itself no heading, can be the text below the heading."""
    line = heading.lines[0].strip()
    first = block.lines[0].strip()
    if first[0].islower():
        return False  # the line goes on
    if line.endswith("?") and len(block.text.split()) < MIN_ANSWER_WORDS:
        return False  # an answer in a few words makes no section
    if _ITEM.match(first):
        # A line above a list announces it with a colon; a numbered one may be an item itself.
        return not line.endswith(":") and not (first[0].isdigit() and line[0].isdigit())
    return is_running_text(block) or len(line.split()) <= MAX_SHORT_HEADING_WORDS


def is_headline(blocks: list[Block]) -> bool:
    """Whether the first block is the headline of the whole text.

    It reads like a heading (and may be longer than one), and running text follows at once
    or after at most two single lines: deck, byline or first heading.
    """
    if not blocks or not reads_like_heading(blocks[0], MAX_HEADLINE_WORDS, MAX_HEADLINE_CHARACTERS):
        return False
    for block in blocks[1:4]:
        if is_running_text(block):
            return True
        if len(block.lines) > 1:
            return False
    return False


def same_line(one: str, other: str) -> bool:
    """Whether two lines say the same but for case and white space."""
    return one.casefold().split() == other.casefold().split()


def number_depth(heading: str) -> int:
    """Parts of the number with which a heading begins: 2 for ``3.1 Tides``; 0 without one."""
    match = _NUMBERED.match(heading)
    return 0 if match is None else match.group(1).count(".") + 1


def is_list_item(line: str) -> bool:
    """Whether the line begins like an item of a list."""
    return _ITEM.match(line) is not None


def byline_author(block: Block) -> str | None:
    """The author that a block such as ``By Jane Doe`` names, else None."""
    return byline_of(block.lines[0].strip()) if len(block.lines) == 1 else None


def byline_of(line: str) -> str | None:
    """The author that a line such as ``By Jane Doe`` names, else None."""
    if line[:1] not in ("B", "b") or len(line) > MAX_HEADING_CHARACTERS:
        return None
    match = _BYLINE.fullmatch(line)
    if match is None:
        return None
    words = match.group(1).replace(",", " ").split()
    if not 2 <= len(words) <= MAX_HEADING_WORDS:
        return None
    names = [word for word in words if word.casefold() not in _NAME_PARTICLES]
    if len(names) < 2 or not all(name[0].isupper() for name in names):
        return None
    return match.group(1).strip()


def is_date_line(line: str) -> bool:
    """Whether the line is a date, such as ``Published on 3 May 2021, 10:30``."""
    return len(line) <= MAX_HEADING_CHARACTERS and _DATE_LINE.fullmatch(line.strip()) is not None


def is_name_line(line: str) -> bool:
    """Whether the line could be a person's name and nothing else: two to four words."""
    words = line.split()
    names = [word for word in words if word.casefold() not in _NAME_PARTICLES]
    return 2 <= len(names) <= len(words) <= 4 and all(
        name[0].isupper() and name.replace("-", "").replace(".", "").replace("’", "").isalpha()
        for name in names
    )


def reads_like_heading(
    block: Block,
    max_words: int = MAX_HEADING_WORDS,
    max_characters: int = MAX_HEADING_CHARACTERS,
) -> bool:
    """Whether the block is one short line with the form of a title."""
    line = block.lines[0]
    if len(block.lines) != 1 or len(line) > 2 * max_characters:
        return False
    if line.startswith(("  ", "\t")):  # code, or a part of a list
        return False
    line = line.strip()
    if len(line) > max_characters or line.count(" ") >= max_words:
        return False
    return _has_form_of_title(line)


@lru_cache(maxsize=4096)  # a line is asked for as headline and as heading
def _has_form_of_title(line: str) -> bool:
    begin = line.lstrip(_OPENERS)[:1]
    if not (begin.isupper() or begin.isdigit() or _has_no_case(begin)):
        return False
    if line[-1] in ":!":
        if not is_titled(line):
            return False
    elif ends_like_sentence(line):
        return False
    if _NOT_A_HEADING.match(line) or _CREDIT.match(line) or _CODE.search(line):
        return False
    if _ASIDE.search(line) or _UNFINISHED.fullmatch(line):
        return False
    return byline_of(line) is None and any(map(str.isalpha, line))


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


def is_running_text(block: Block) -> bool:
    """Whether the block is a paragraph, not one more short line."""
    if len(block.lines) == 1 and reads_like_heading(block):
        return False
    n_words = sum(len(line.split()) for line in block.lines[:20])
    if n_words >= MAX_HEADING_WORDS:
        return True
    last = block.lines[-1].rstrip().rstrip(_CLOSERS)
    return n_words >= 4 and last.endswith((".", "!", "?", "…", "。", ":"))
