"""Recognise single lines of site furniture: menus, buttons, forms, appeals and notices.

Here only the form of a line counts; `topics.reading.pages.furniture` judges by its position.
The time of each rule is linear in the length of the line: rules are sets of words, and regular
expressions with bounded repeats.
"""

from __future__ import annotations

import re

from topics.reading.lines.appeals import (
    APPEAL_STARTS,
    ASKED_FOR,
    READER,
    begins_appeal,
    is_appeal,
)
from topics.reading.lines.forms import ends_like_sentence
from topics.reading.lines.furniture_words import (
    ACTIONS,
    ENDING_KINDS,
    FILLERS,
    LABELS,
    NOTICES,
    OTHER,
    OTHER_PAGES,
    PLATFORMS,
    SITE_THINGS,
    WHOLE_LINES,
)
from topics.reading.lines.rights import (
    MAX_RIGHTS_CHARACTERS,
    RESERVED,
    has_sign,
    is_holder_credit,
    is_rights_notice,
)

MAX_SHORT_CHARACTERS = 100
"""A line with more characters is no button, label or menu entry."""

MIN_GLUED = 4
"""A menu without spaces has at least this many joints; fewer could be names such as YouTube."""

MAX_KNOWN_WORDS = 8
"""The longest line in `WHOLE_LINES` has at most this many words."""

MAX_NOTICE_WORDS = 220
"""A disclaimer or a cookie notice has at most this many words."""

# A word with inner apostrophes and hyphens: "don't", "e-mail"; punctuation is left out.
_WORD = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*")
# A button of known words that begins so is of kind "share": "Share this page".
_SHARING = frozenset("share shares tweet retweet pin print email e-mail follow like".split())
# A button with one of these words is of kind "comments": "See all comments".
_COMMENTING = frozenset("comment comments reply replies".split())
# A button that begins so is of kind "more": "Read full article".
_MORE = frozenset("read continue keep view show load go see next previous".split())
# A button with one of these words is an appeal: "Join our newsletter".
_OURS = frozenset("our us my me your".split())
# Words of notices about cookies; "We bake cookies; you can order them in our shop" has none.
_OF_COOKIES = frozenset(
    """
    website websites site sites browser browsers consent privacy policy settings preferences
    advertising ads analytics partners personalise personalize personalised personalized content
    traffic experience technologies accept functionality statistics tracking device data agree
    """.split()
)
# A remark in program code: "// copied."
_CODE_STARTS = ("//", "/*", "# ", "#!", "<!--")
# A joint of two menu entries without a space: the "tPr" in "About UsContactPress".
_GLUED = re.compile(r"[a-z)][A-Z][a-z]")
_DIGIT = re.compile(r"\d")
# A number, also with a unit of thousands: "12", "4,000", "1.2k".
_NUMBER = re.compile(r"\d[\d.,:]*[km]?")
# Kind of each known whole line.
_KINDS = {
    " ".join(line.split()): kind
    for kind, lines in WHOLE_LINES.items()
    for row in lines.strip().split("\n")
    for line in row.split("|")
}
_FIRST_WORDS = frozenset(line.partition(" ")[0] for line in _KINDS)
_SURE_THINGS = SITE_THINGS | PLATFORMS
_ALL_WORDS = ACTIONS | _SURE_THINGS | FILLERS

# A label and a mark: "Tags: ships", "Read more »".
_LABEL = re.compile(rf"(?:{LABELS})\s?[:|»>]", re.IGNORECASE)
_NOTICE_STARTS = frozenset(notice.split()[0] for notice in NOTICES.split("|"))
# Every line that `_sign_kind` recognises has a sign, a digit or a joint: "Home | About".
_NOT_PLAIN = re.compile(r"[|•·›»/@©\d]|[a-z)][A-Z][a-z]")
# A notice begins with its name and a mark, or in capitals: "Disclaimer: the views",
# "DISCLAIMER The views".
_NOTICE = re.compile(rf"(?i:{NOTICES})\s?[:.\-–—]|(?:{NOTICES.upper()})\b")
# The whole line is the credit of a picture: "Cover photo by Jane Doe", "Image: Reuters". Such a
# line is removed, so `_is_credit` also checks that a name follows. `_STARTS_LIKE_CREDIT` in
# `lines/forms` has more beginnings and any end, because it only says that a line is no heading.
_CREDIT = re.compile(
    r"\(?(?:(?:cover|top|header|feature|featured|lead|main|file|stock)\s)?"
    r"(?:photo|photograph|image|picture|graphic|illustration|video|screenshot|screengrab)s?"
    r"(?:\s(?:by|courtesy(?: of)?|credit|from|via|source)\s?:?|\s?:|\s?©)\s?(.{2,80})",
    re.IGNORECASE,
)
# One entry of a row of numbers or sums: "25", "$10", "50€", "/".
_SUM = re.compile(
    r"(?:[$€£¥]|usd|eur|gbp)?\d[\d.,]{0,9}(?:[$€£¥]|usd|eur|gbp)?|[$€£¥/|]", re.IGNORECASE
)
# Counts, reading times, page numbers, dates of lists and ages: "12 comments", "4 min read",
# "Page 2 of 7", "3 thoughts on Boats", "09.10.2024", "5 hours ago".
_COUNTED = re.compile(
    r"\d[\d.,]{0,7}[km]?\+?\s(?:comments?|shares?|likes?|views?|replies|reply|followers|retweets|"
    r"reactions?|votes?|upvotes?|reads?|subscribers|posts?|threads?|answers?|responses?|results?)"
    r"|\d{1,3}\s?(?:-\s?)?(?:mins?|minutes?)\.?\s(?:read|reading(?: time)?)"
    r"|(?:reading time|read time|estimated reading time)\s?:?\s?\d.{0,20}"
    r"|\d{1,5} (?:thoughts?|responses?|replies) (?:on|to) .{1,90}"
    r"|page \d{1,5}(?: of \d{1,5})?"
    r"|\d\d\.\d\d\.\d{4}"
    r"|\d{1,3}\s(?:seconds?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?)\sago",
    re.IGNORECASE,
)
# An e-mail address or a telephone number: "E-mail: jane@example.org", "Tel: 030 1234 567".
_CONTACT_LINE = re.compile(
    r"(?:e-?mail|phone|tel|telephone|fax|call us|call)?\s?:?\s?"
    r"(?:[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,4}|(?:\+\d{1,3}[\s.-])?\(?\d{2,5}\)?(?:[\s.-]\d{2,5}){2,3})",
    re.IGNORECASE,
)
# Marks that separate the entries of a menu: "Home | About us | Contact".
_BETWEEN_ENTRIES = re.compile(r"[|•·›»/]")
# Headers of recommended pages: "You may also like", "You'll love".
_MAY_LIKE = re.compile(r"you(?: may| might|'ll| will)(?: also)? (?:like|love|enjoy|be interested)")
# Messages of forms while they work: "Processing your payment...".
_WAITING = re.compile(
    r"(?:waiting for|validating|verifying|processing|checking|loading|redirecting|submitting)"
    r"(?:(?:\s\S{1,30}){1,2}|\s(?:the|your|if|a)\s.{2,50})\s?(?:\.\.\.|…)",
    re.IGNORECASE,
)

# A line of plain words without any of these words matches none of the rules in `_form_kind`.
_REQUIRED_WORDS = (
    ACTIONS
    | _SURE_THINGS
    | OTHER
    | ASKED_FOR
    | RESERVED
    | frozenset(label.split()[0] for label in LABELS.split("|"))
    | frozenset(
        """
        you you'll c copyright powered proudly alle tous waiting validating verifying processing
        checking loading redirecting submitting photo photos photograph photographs image images
        picture pictures graphic graphics illustration illustrations video videos screenshot
        screenshots screengrab reserved
        """.split()
    )
)


def is_glued_menu(line: str) -> bool:
    """Whether the line is a menu without spaces between entries: ``About UsContact UsJobs``."""
    if _GLUED.search(line) is None or "_" in line or ";" in line or "=" in line:
        return False  # no joint, or program code
    n_glued = len(_GLUED.findall(line))
    return n_glued >= MIN_GLUED and 12 * n_glued >= line.count(" ")


def line_kind(line: str) -> str | None:
    """Kind of furniture recognised by the form of the line alone, or None for text.

    Kinds are the keys of `WHOLE_LINES`, and ``label``, ``notice``, ``rights``, ``credit``,
    ``count``, ``contact``, ``links``, ``appeal``. `ends_article` says which kinds
    end an article.

    Examples
    --------
    >>> line_kind("Continue Reading »"), line_kind("Rain fell on the city.")
    ('more', None)
    """
    line = line.strip()
    if len(line) > MAX_SHORT_CHARACTERS:
        return _long_kind(line)
    if line.startswith(_CODE_STARTS):
        return None
    words = _words(line)
    if not words:
        return None
    n_words = len(words)
    if n_words <= MAX_KNOWN_WORDS and (words[0] in _FIRST_WORDS or words[0][0].isdigit()):
        kind = _KINDS.get(" ".join(words))
        if kind is None and _DIGIT.search(line) and any(map(_is_number, words)):
            kind = _KINDS.get(" ".join("#" if _is_number(word) else word for word in words))
        if kind is not None:
            return kind
    return _form_kind(line, words)


def ends_article(kind: str | None) -> bool:
    """Whether furniture of this kind is usual at the end of an article."""
    return kind in ENDING_KINDS or kind in ("label", "count", "links")


def is_amounts(line: str) -> bool:
    """Whether the line is a row of numbers or sums, such as the choices of a donation form."""
    if len(line) > MAX_SHORT_CHARACTERS:
        return False
    entries = line.casefold().split()
    return bool(entries) and all(
        _SUM.fullmatch(entry) or entry in ("other", "custom", "usd", "eur", "gbp")
        for entry in entries
    )


def _words(line: str) -> list[str]:
    """Words in small letters, with straight apostrophes."""
    return _WORD.findall(line.replace("’", "'").casefold())


def _is_number(word: str) -> bool:
    """Whether the word is a number such as ``12`` or ``1.2k``."""
    return word[0].isdigit() and _NUMBER.fullmatch(word) is not None


def _form_kind(line: str, words: list[str]) -> str | None:
    """Kind of a short line that is not in `WHOLE_LINES`."""
    if _NOT_PLAIN.search(line) and (kind := _sign_kind(line)):
        return kind
    if words[0] in _NOTICE_STARTS and len(words) > 3 and _NOTICE.match(line):
        return "notice"
    if _REQUIRED_WORDS.isdisjoint(words):
        return None
    if _LABEL.match(line):
        return "label"
    if is_rights_notice(line):
        return "rights"
    if _WAITING.fullmatch(line):
        return "support"
    if _is_credit(line):
        return "credit"
    kind = _site_word_kind(words) or _link_header_kind(line, words) or _platform_kind(words)
    if kind is None and is_appeal(line, words, is_short=True):
        kind = "appeal"
    return kind


def _sign_kind(line: str) -> str | None:
    """Kind of a short line that contains digits, separators, joints or other signs."""
    if _BETWEEN_ENTRIES.search(line) and (kind := _menu_kind(line)):
        return kind
    if is_glued_menu(line) and not ends_like_sentence(line):
        return "navigation"
    if _COUNTED.fullmatch(line):
        return "count"
    if _CONTACT_LINE.fullmatch(line):
        return "contact" if "@" not in line else "site"
    if is_rights_notice(line):
        return "rights"
    return "credit" if is_holder_credit(line) else None


def _menu_kind(line: str) -> str | None:
    """``navigation`` for a row of menu entries: ``Terms | Privacy policy | Contact``."""
    entries = [entry for entry in _BETWEEN_ENTRIES.split(line) if entry]
    if len(entries) > 1:
        kinds = [_KINDS.get(" ".join(_WORD.findall(entry.casefold()))) for entry in entries]
        if 2 * sum(kind is not None for kind in kinds) >= len(kinds):
            return "navigation"
    return None


def _platform_kind(words: list[str]) -> str | None:
    """``share`` for a row of platforms, with or without counts: ``Facebook0 Twitter2``."""
    platforms = [name for word in words if (name := word.rstrip("0123456789")) in PLATFORMS]
    is_row = len(set(platforms)) > 1 and 3 * len(platforms) >= 2 * len(words)
    return "share" if is_row else None


def _link_header_kind(line: str, words: list[str]) -> str | None:
    """``links`` for a header such as ``More stories from the coast`` or ``You'll also love``."""
    if len(words) > 7 or ends_like_sentence(line.rstrip(":")):
        return None
    if OTHER.intersection(words[:2]) and OTHER_PAGES.intersection(words[1:4]):
        return "links"
    if words[0] in ("you", "you'll") and _MAY_LIKE.match(" ".join(words)):
        return "links"
    return None


def _site_word_kind(words: list[str]) -> str | None:
    """Kind of a short line that consists only of words of buttons and menus."""
    if len(words) > 9 or not all(word in _ALL_WORDS or _is_number(word) for word in words):
        return None
    first = words[0]
    if first in _SHARING and len(words) > 1:
        return "share"
    n_actions = sum(word in ACTIONS for word in words)
    n_things = sum(word in _SURE_THINGS for word in words if word != "x")
    if not n_actions or not n_things or n_actions + n_things < 2:
        return None
    if not PLATFORMS.isdisjoint(words):
        return "share"
    if not _COMMENTING.isdisjoint(words):
        return "comments"
    if first in _MORE:
        return "more"
    return "appeal" if first in ACTIONS and not _OURS.isdisjoint(words) else "navigation"


def _long_kind(line: str) -> str | None:
    """Kind of a line that is too long for a button: an appeal, a notice or a menu."""
    if len(line) > 8 * MAX_NOTICE_WORDS:
        return None
    if len(line) < MAX_RIGHTS_CHARACTERS and has_sign(line):
        if is_rights_notice(line):
            return "rights"
        if is_holder_credit(line):
            return "credit"
    if "ookies" not in line:
        match = _WORD.search(line)
        if match is None:
            return None
        first = match.group().replace("’", "'").casefold()
        if first in _NOTICE_STARTS and _NOTICE.match(line):
            return "notice"
        if first not in APPEAL_STARTS or not any(begins_appeal(_words(line[:60]))):
            return None if ends_like_sentence(line) or not is_glued_menu(line) else "navigation"
    words = _words(line)
    if len(words) > MAX_NOTICE_WORDS:
        return None
    if "cookies" in words and not READER.isdisjoint(words) and _is_about_sites(words):
        return "cookies"
    return "appeal" if is_appeal(line, words, is_short=False) else None


def _is_about_sites(words: list[str]) -> bool:
    """Whether the words, which have "cookies" among them, are about a site and no bakery."""
    return len(_OF_COOKIES.intersection(words)) > 1


def _is_credit(line: str) -> bool:
    """Whether the line only names the author of a picture; a caption with more words is text."""
    match = _CREDIT.fullmatch(line)
    if match is None:
        return False
    words = _WORD.findall(match.group(1))
    if not 1 <= len(words) <= 6:
        return False
    n_names = sum(word[0].isupper() for word in words)
    return words[-1][0].isupper() and n_names >= len(words) - 2 and words[0] not in ("A", "An")
