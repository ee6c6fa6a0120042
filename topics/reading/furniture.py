"""Site furniture by form: which single lines are menus, buttons, forms, appeals, notices.

What a line looks like is judged here; where it stands, in `page`. Every rule is linear in
the length of the line: sets of words, and patterns of which each repeat is bounded.
"""

from __future__ import annotations

import re

from topics.reading.furniture_words import (
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
from topics.reading.headings import ends_like_sentence

MAX_SHORT = 100
"""Characters of a line that can be a button, a label or a menu entry."""

MAX_APPEAL_WORDS = 60
"""Words of an appeal to the reader: "Your donations make all the difference …"."""

MIN_GLUED = 4
"""Entries that are run together in a menu; fewer could be names such as YouTube."""

MAX_NOTICE_WORDS = 220
"""Words of a disclaimer or a cookie notice."""

_WORD = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*")
_SHARING = frozenset("share shares tweet retweet pin print email e-mail follow like".split())
_COMMENTING = frozenset("comment comments reply replies".split())
_GOING_ON = frozenset("read continue keep view show load go see next previous".split())
_OURS = frozenset("our us my me your".split())
_GLUED = re.compile(r"[a-z)][A-Z][a-z]")
_NUMBER = re.compile(r"\d[\d.,:]*[km]?")
_KINDS = {
    " ".join(line.split()): kind
    for kind, lines in WHOLE_LINES.items()
    for row in lines.strip().split("\n")
    for line in row.split("|")
}
_SURE_THINGS = SITE_THINGS | PLATFORMS
_ALL_WORDS = ACTIONS | _SURE_THINGS | FILLERS

_LABEL = re.compile(rf"(?:{LABELS})\s?[:|»>]", re.IGNORECASE)
_NOTICE = re.compile(rf"(?:{NOTICES})\b\s?[:.\-–—]?", re.IGNORECASE)
_RIGHTS = re.compile(
    r"©|\(c\)\s?(?:19|20)\d\d|copyright\s?(?:©|\(c\)|(?:19|20)\d\d)|all rights reserved"
    r"|powered by\s\S{1,40}$|proudly powered by|alle rechte vorbehalten|tous droits réservés",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"\(?(?:(?:cover|top|header|feature|featured|lead|main|file|stock)\s)?"
    r"(?:photo|photograph|image|picture|graphic|illustration|video|screenshot|screengrab)s?"
    r"(?:\s(?:by|courtesy(?: of)?|credit|from|via|source)\s?:?|\s?:|\s?©)\s?(.{2,80})",
    re.IGNORECASE,
)
_MONEY_LINE = re.compile(
    r"(?:(?:[$€£¥]|usd|eur|gbp)?\s?\d[\d.,]{0,9}\s?(?:[$€£¥]|usd|eur|gbp|other)?[\s|/]{0,3}){1,12}"
    r"(?:other|custom)?",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"\d[\d.,]{0,7}[km]?\+?\s(?:comments?|shares?|likes?|views?|replies|reply|followers|retweets|"
    r"reactions?|votes?|upvotes?|reads?|subscribers|posts?|threads?|answers?|responses?|results?)"
    r"|\d{1,3}\s?(?:-\s?)?(?:mins?|minutes?)\.?\s(?:read|reading(?: time)?)"
    r"|(?:reading time|read time|estimated reading time)\s?:?\s?\d.{0,20}"
    r"|\d{1,5} (?:thoughts?|responses?|replies) (?:on|to) .{1,90}"
    r"|page \d{1,5}(?: of \d{1,5})?|\d{1,2}\s?/\s?\d{1,3}"
    r"|\d{1,3}\s(?:seconds?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?)\sago",
    re.IGNORECASE,
)
_CONTACT_LINE = re.compile(
    r"(?:e-?mail|phone|tel|telephone|fax|call us|call)?\s?:?\s?"
    r"(?:[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,4}|\+?\(?\d{1,4}\)?(?:[\s.-]?\(?\d{2,5}\)?){2,4})",
    re.IGNORECASE,
)
_BETWEEN_ENTRIES = re.compile(r"\s{0,4}[|•·›»/]\s{0,4}")
_MAY_LIKE = re.compile(r"you(?: may| might|'ll| will)(?: also)? (?:like|love|enjoy|be interested)")
_WAITING = re.compile(
    r"(?:waiting for|validating|verifying|processing|checking|loading|redirecting|submitting)"
    r"\s.{2,60}(?:\.\.\.|…)",
    re.IGNORECASE,
)

# An appeal speaks to the reader: it asks for something (or says who makes what possible),
# and names what sites ask for. A report about such things has neither "your" nor an order.
_ORDER = re.compile(
    r"(?:please |kindly |also |and |so |remember to (?:please )?|don't forget to |do not forget to "
    r"|be sure to |make sure to |(?:click|tap|press) (?:here |the \w+ )?(?:to |below to )?)?"
    r"(?:subscribe|donate|sign up|sign in|log in|register|follow us|follow me|follow our|like us|"
    r"share (?:this|the|on|your)|tweet (?:this|us|your)|support (?:us|our|the|this|independent)|"
    r"join (?:us|our|the)|get (?:the|our|your|all|unlimited|full|more|exclusive|daily|weekly|a free)|"
    r"enter your|become an? |chip in|contribute|back our|help us|buy us|make an? |give (?:a|us|once|"
    r"today)|download (?:the|our)|click (?:here|on|to)|read (?:more|also|our|next)|stay (?:up|in|"
    r"informed|connected)|check out our|visit our|browse our|email us|contact us|write to us|"
    r"send (?:us|your)|let us know|tell us|leave a|post a|keep up with|never miss|consider|"
    r"unlock|upgrade|try our|start your|receive|choose (?:an|your)|select (?:an|your)|"
    r"add us|find us|connect with|listen to our|watch our|allow|enable|turn on|scroll)\b",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r"(?:if you(?:'ve| have)? (?:like|liked|enjoy|enjoyed|found|find|value|would like|want|appreciate|"
    r"are already|believe|continue)|(?:like|enjoy|enjoying|enjoyed|love) (?:what you|this|our|reading)|"
    r"want (?:more|to read|to receive|to get|the latest)|by (?:signing|subscribing|clicking|"
    r"continuing|submitting|using this|entering|registering)|you (?:can|may|must|have|need to|are)\s"
    r"(?:unsubscribe|opt|be logged|\d{1,2}|log|read your|reached|currently)|your (?:donation|support|"
    r"contribution|subscription|gift|email|privacy|browser|message|comment|cart|account)|"
    r"we (?:use|value|rely|depend|need your|respect your|and our partners|will never|won't|do not "
    r"sell|may earn|may receive|never share)|this (?:site|website|page|article|post|story|browser|"
    r"form|content) (?:uses|may contain|contains|is protected|is for|is only|was originally|was "
    r"first|originally|first|is part|requires|is sponsored|has been|appeared|is licensed)|our "
    r"(?:site|website|journalism|newsletter|partners|readers|work)|thank you for|thanks for|"
    r"already (?:a|have)|not (?:a|yet a) |the (?:views|opinions|statements) |(?:views|opinions) "
    r"expressed|opinions are|nothing (?:written|in this|on this)|no part of this|material from|"
    r"reproduction |republish|we're sorry|sorry|oops|please (?:enable|turn|disable|wait|try|note|"
    r"log|read|upgrade|support|subscribe|consider|check|enter|share|do not|leave|whitelist)|"
    r"javascript|a (?:link|confirmation|password)|some (?:links|of the links)|as an amazon|"
    r"all (?:content|material|text|images|photos|fields|comments|rights)|there are no|be the first|"
    r"required fields|comments (?:are|on|will)|(?:click|tap) )",
    re.IGNORECASE,
)
_ASKED_FOR = frozenset(
    """
    subscribe subscribing subscriber subscribers subscription subscriptions newsletter newsletters
    donate donation donations donating patreon paypal inbox channel youtube facebook twitter
    instagram whatsapp telegram linkedin tiktok pinterest mastodon rss journalism membership cookies
    cookie email e-mail emails unsubscribe sign login log account register shop app notifications
    notification bell podcast ads adblocker ad-free advertising affiliate commission privacy consent
    terms javascript browser website site page updates alerts discount coupon trial contribute
    contribution contributions tip coffee chip support supporters independent sponsor share comments
    comment commenting moderated publisher editorial views opinions disclaimer copyright permission
    republish reproduced republished reprinted licence license redistributed rights link links
    spam captcha recaptcha logged password community forum webinar ebook download quote demo
    """.split()
)
_READER = frozenset("you your you're you've you'll yours our us we i my me here please now".split())
_QUOTES = ("“", "”", '"', "„", "«")


def is_glued_menu(line: str) -> bool:
    """Whether the line is menu entries run together: ``About UsContact UsJobsPress``."""
    if "_" in line or ";" in line or "=" in line:  # program code
        return False
    n_glued = len(_GLUED.findall(line))
    return n_glued >= MIN_GLUED and 12 * n_glued >= line.count(" ")


def line_kind(line: str) -> str | None:
    """Kind of furniture that the line is by its form alone, or None.

    Kinds are the keys of `WHOLE_LINES`, and ``label``, ``notice``, ``rights``, ``credit``,
    ``count``, ``links``, ``appeal``. Kinds in `ENDING_KINDS`, and labels, close an article.

    Examples
    --------
    >>> line_kind("Continue Reading »"), line_kind("Rain fell on the city.")
    ('more', None)
    """
    line = line.strip()
    if len(line) > MAX_SHORT:
        return _long_kind(line)
    words = _WORD.findall(line.replace("’", "'").casefold())
    if not words:
        return None
    n_words = len(words)
    if n_words <= 8:
        kind = _KINDS.get(" ".join(words))
        if kind is None and any(map(_is_number, words)):
            kind = _KINDS.get(" ".join("#" if _is_number(word) else word for word in words))
        if kind is not None:
            return kind
    return _form_kind(line, words)


def ends_article(kind: str | None) -> bool:
    """Whether furniture of this kind stands at the end of an article."""
    return kind in ENDING_KINDS or kind in ("label", "count", "links")


def is_amounts(line: str) -> bool:
    """Whether the line is a row of numbers or sums, such as the choices of a donation form."""
    return len(line) <= MAX_SHORT and _MONEY_LINE.fullmatch(line.strip()) is not None


def _is_number(word: str) -> bool:
    return word[0].isdigit() and _NUMBER.fullmatch(word) is not None


def _form_kind(line: str, words: list[str]) -> str | None:
    """Kind of a short line that is no known whole line."""
    if _LABEL.match(line):
        return "label"
    if is_glued_menu(line) and not ends_like_sentence(line):
        return "navigation"
    if _COUNTED.fullmatch(line):
        return "count"
    if _RIGHTS.search(line):
        return "rights"
    if _WAITING.fullmatch(line):
        return "support"
    if _CONTACT_LINE.fullmatch(line):
        return "site"
    if _is_credit(line):
        return "credit"
    return (
        _made_of_entries(line)
        or _made_of_site_words(words)
        or _header_of_links(line, words)
        or _appeal(line, words)
    )


def _made_of_entries(line: str) -> str | None:
    """Kind of a row of menu entries: ``Terms | Privacy policy | Contact``."""
    entries = [entry for entry in _BETWEEN_ENTRIES.split(line) if entry]
    if len(entries) > 1:
        kinds = [_KINDS.get(" ".join(_WORD.findall(entry.casefold()))) for entry in entries]
        if 2 * sum(kind is not None for kind in kinds) >= len(kinds):
            return "navigation"
    words = [word.strip("0123456789") for word in _WORD.findall(line.casefold())]
    n_platforms = sum(word in PLATFORMS for word in words)
    return "share" if n_platforms > 1 and 3 * n_platforms >= 2 * len(words) else None


def _header_of_links(line: str, words: list[str]) -> str | None:
    """``links`` for a header such as ``More stories`` or ``You'll also love``."""
    if len(words) > 7 or ends_like_sentence(line.rstrip(":")):
        return None
    if OTHER.intersection(words[:2]) and OTHER_PAGES.intersection(words[1:4]):
        return "links"
    if words[0] in ("you", "you'll") and _MAY_LIKE.match(" ".join(words)):
        return "links"
    return None


def _made_of_site_words(words: list[str]) -> str | None:
    """Kind of a short line of which every word is one of buttons and menus."""
    if len(words) > 9 or not all(word in _ALL_WORDS or _is_number(word) for word in words):
        return None
    first = words[0]
    if first in _SHARING and len(words) > 1:
        return "share"
    n_actions = sum(word in ACTIONS for word in words)
    n_things = sum(word in _SURE_THINGS for word in words)
    if not n_actions or not n_things or n_actions + n_things < 2:
        return None
    if PLATFORMS.intersection(words):
        return "share"
    if not _COMMENTING.isdisjoint(words):
        return "comments"
    if first in _GOING_ON:
        return "more"
    return "appeal" if first in ACTIONS and not _OURS.isdisjoint(words) else "navigation"


def _appeal(line: str, words: list[str]) -> str | None:
    """``appeal`` for a line that asks the reader for something a site wants."""
    n_asked = sum(word in _ASKED_FOR for word in words)
    if not n_asked or any(quote in line for quote in _QUOTES):
        return None
    plain = line.replace("’", "'")
    if _ORDER.match(plain):
        # An order of several words may be advice: it must also speak to the reader.
        speaks = sum(word in _READER for word in words)
        return "appeal" if speaks or len(words) <= 7 else None
    if _CONDITION.match(plain):
        we = sum(word in _READER for word in words)
        return "appeal" if n_asked >= 2 or we >= 2 or len(words) <= 14 else None
    return None


def _long_kind(line: str) -> str | None:
    """Kind of a line that is longer than any button: appeals and notices."""
    if len(line) > 8 * MAX_NOTICE_WORDS:
        return None
    if _NOTICE.match(line):
        return "notice"
    if not ends_like_sentence(line) and is_glued_menu(line):
        return "navigation"
    start = line[:60].replace("’", "'")
    is_candidate = _ORDER.match(start) or _CONDITION.match(start) or "©" in line
    if not is_candidate and "ights reserved" not in line and "cookies" not in line:
        return None
    words = _WORD.findall(line.replace("’", "'").casefold())
    if len(words) > MAX_NOTICE_WORDS:
        return None
    if _RIGHTS.search(line) and len(words) <= MAX_APPEAL_WORDS:
        return "rights"
    n_asked = len(_ASKED_FOR.intersection(words))
    if "cookies" in words and n_asked >= 2 and _READER.intersection(words):
        return "cookies"
    if len(words) > MAX_APPEAL_WORDS or any(quote in line for quote in _QUOTES):
        return None
    return "appeal" if is_candidate and n_asked >= 2 and _READER.intersection(words) else None


def _is_credit(line: str) -> bool:
    """Whether the line names only who made a picture; captions that tell more are text."""
    match = _CREDIT.fullmatch(line)
    if match is None:
        return False
    words = _WORD.findall(match.group(1))
    if not 1 <= len(words) <= 6:
        return False
    n_names = sum(word[0].isupper() for word in words)
    return words[-1][0].isupper() and n_names >= len(words) - 2 and words[0] not in ("A", "An")
