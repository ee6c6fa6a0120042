"""Take lines out of a text that its writer did not write for readers, and say which and why."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from typing import NamedTuple

from topics.posts.bodies import decode_body
from topics.posts.headers import DATE, SUBJECT, Header, find_header
from topics.posts.licences import SIGN, find_licence
from topics.posts.machine_data import find_machine_data
from topics.posts.quotes import find_earlier_mail, find_marked, has_marks
from topics.posts.signatures import MAX_CHARACTERS, SENT_FROM_START, find_signatures
from topics.posts.speakers import find_labels, spoken_lines

MACHINE_DATA, SIGNATURE, QUOTE, MAIL_HEADER = "machine data", "signature", "quote", "mail header"
SPEAKER, LICENCE = "speaker", "licence"
"""Reasons in the table of what was removed."""

MAX_LINES_ABOVE = 4
"""A header has at most this many blank lines above it."""

MIN_ONE_LINE = 40
"""A text of one line with fewer characters has nothing to take out."""

# A text can only begin with a header if it begins so: "From: ", "Message-ID: ", "From jane@x".
_MAY_BE_HEADER = re.compile(r"\s{0,3}[*_]{0,2}[^\W\d_][\w.\-]{0,30}\s?:|From \S")
# What every earlier mail has, every quoted line, and every signature with a delimiter or a rule.
# A search for a line feed is fast.
_EARLIER = re.compile(
    r"\n[ \t*_-]{0,40}(?:(?:From|Von|De|Da|Van)\s?\*{0,2}:|Original|Ursprüng|Reply|Mess"
    r"|Mens|Oorspr|Forward|Weiter|Begin|Anfang|End f"
    r"|(?:On|Am|Le|El|Il|Em|Op)\s[^\n]{10,300}:[ \t]*\n)",
)
_RULE = re.compile(r"\n--|\n[^\w\n]{0,45}([-_=*~#+^<>])\1{7}")
MAX_END_CHARACTERS = 500
"""A line such as "Sent from my phone" is in this many characters at the end of a text."""


class Taken(NamedTuple):
    """Neighbouring lines that were taken out of a text for one reason.

    Attributes
    ----------
    first : int
        Number of the first of them in the text, from 1.
    text : str
        The lines as they were.
    reason : str
    """

    first: int
    text: str
    reason: str


class Cleared(NamedTuple):
    """A text without the lines that are not its writer's words.

    Attributes
    ----------
    text : str
        The text; the lines that were taken out are blank.
    taken : list of Taken
        Ascending by line.
    is_mail : bool
        Whether it begins with the header of a mail.
    subject, date : str or None
        Values of that header.
    author : str or None
        Author of a book that its licence names; its title is the subject.
    spoken : frozenset of int
        Numbers of the lines that somebody says in a conversation, which are no headings.
    """

    text: str
    taken: list[Taken]
    is_mail: bool = False
    subject: str | None = None
    date: str | None = None
    author: str | None = None
    spoken: frozenset[int] = frozenset()


def clear_post(text: str, *, is_mail: bool = False) -> Cleared:
    r"""The text without encoded data and, if it is a mail or a post, without all but its words.

    A mail keeps what it quotes, and its signature, if it has no other words.

    Parameters
    ----------
    text : str
        Its lines end with a line feed.
    is_mail : bool
        Whether it is the body of a mail whose header was read already.

    Examples
    --------
    >>> clear_post("Tides rise.\n-- \nJane Doe\njane@example.org").text.rstrip()
    'Tides rise.'
    """
    if len(text) < MIN_ONE_LINE and "\n" not in text:
        return Cleared(text, [])
    lines = text.split("\n")
    header = _header(lines)
    body = None if header is None else decode_body(lines, header)
    reasons: dict[int, str] = {}
    if body is not None:
        lines, text = body.lines, "\n".join(body.lines)
        reasons = dict.fromkeys(body.left_out, MACHINE_DATA)
    reasons.update(dict.fromkeys(find_machine_data(text, lines), MACHINE_DATA))
    if header is not None:
        reasons.update(dict.fromkeys(range(header.first, header.end), MAIL_HEADER))
    left = _without(lines, reasons) if reasons else lines
    if SIGN in text:
        cleared = _of_book(text, lines, reasons)
        if cleared is not None:
            return cleared
    for reason, indices in _of_mail(text, left, is_mail=is_mail or header is not None):
        rest = _without(left, indices) if indices else left
        if indices and any(map(_has_word, rest)):
            reasons.update(dict.fromkeys(indices, reason))
            left = rest
    labels = find_labels(text, left)
    if not reasons and not labels:
        return Cleared(text, [])
    taken = _joined(lines, reasons)
    if labels:
        taken += [Taken(i + 1, left[i][:end].strip(), SPEAKER) for i, end in labels.items()]
        taken.sort()
        left = [line[labels.get(index, 0) :] for index, line in enumerate(left)]
    spoken = frozenset(index + 1 for index in spoken_lines(left, labels))
    cleared = Cleared("\n".join(left), taken, spoken=spoken)
    if header is None:
        return cleared
    return cleared._replace(is_mail=True, subject=header.value(SUBJECT), date=header.value(DATE))


def _of_book(text: str, lines: list[str], reasons: dict[int, str]) -> Cleared | None:
    """The text without the licence around a book; None if there is no licence or no book.

    `reasons` has the lines that are taken out anyway.
    """
    licence = find_licence(text, lines)
    reasons = dict.fromkeys(licence.lines, LICENCE) | reasons
    rest = _without(lines, reasons)
    if not licence.lines or not any(map(_has_word, rest)):
        return None
    return Cleared(
        "\n".join(rest), _joined(lines, reasons), subject=licence.title, author=licence.author
    )


def _header(lines: list[str]) -> Header | None:
    """The header at the beginning of the text, or None."""
    first = 0
    while first < len(lines) and first < MAX_LINES_ABOVE and not lines[first].strip():
        first += 1
    if first == len(lines) or _MAY_BE_HEADER.match(lines[first][:100]) is None:
        return None
    return find_header(lines, first)


def _of_mail(text: str, lines: list[str], *, is_mail: bool) -> Iterator[tuple[str, set[int]]]:
    """Reason and indices of the lines to take out of a mail, one after the other."""
    has_quotes = False
    if _EARLIER.search(text):
        earlier = find_earlier_mail(lines)
        has_quotes = bool(earlier)
        if earlier:
            yield QUOTE, earlier
            lines = _without(lines, earlier)
    if has_marks(text):
        marked = find_marked(lines, is_mail=is_mail or "\n-- \n" in text)
        has_quotes = has_quotes or bool(marked)
        if marked:
            yield QUOTE, marked
            lines = _without(lines, marked)
    if (
        has_quotes
        or SENT_FROM_START.search(text, max(len(text) - MAX_END_CHARACTERS, 0))
        or _RULE.search(text, max(len(text) - MAX_CHARACTERS, 0))
    ):
        yield SIGNATURE, find_signatures(lines)


def _has_word(line: str) -> bool:
    """Whether the line has a letter."""
    return any(map(str.isalpha, line))


def _without(lines: list[str], indices: Container[int]) -> list[str]:
    """The lines, those at the indices blank."""
    return ["" if index in indices else line for index, line in enumerate(lines)]


def _joined(lines: list[str], reasons: dict[int, str]) -> list[Taken]:
    """The lines that were taken out; neighbours with one reason are joined."""
    taken: list[Taken] = []
    run: list[str] = []
    first, previous = 0, -2
    for index in sorted(reasons):
        if run and (index != previous + 1 or reasons[index] != reasons[previous]):
            taken.append(Taken(first + 1, "\n".join(run), reasons[previous]))
            run = []
        if not run:
            first = index
        run.append(lines[index])
        previous = index
    if run:
        taken.append(Taken(first + 1, "\n".join(run), reasons[previous]))
    return [one for one in taken if one.text.strip()]
