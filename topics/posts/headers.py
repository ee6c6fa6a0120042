"""Find the header of a mail: the lines that say from whom it is, to whom, when and about what."""

from __future__ import annotations

import re
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from typing import NamedTuple

MAX_HEADER_LINES = 200
"""A header has at most this many lines."""

FROM = frozenset("from von de da van från от".split())
"""Names of the line that says who wrote a mail."""
SUBJECT = frozenset("subject betreff objet asunto oggetto onderwerp ämne assunto тема".split())
"""Names of the line that says what a mail is about."""
DATE = frozenset(
    "date datum sent gesendet envoyé enviado inviato verzonden fecha data дата".split()
)
"""Names of the line that says when a mail was written."""
SENT = DATE - frozenset("date datum data fecha дата".split())
"""Names of that line as Outlook writes it above the mail that is answered."""
TO = frozenset("to an à para a aan till cc kopie bcc кому".split())
"""Names of the line that says for whom a mail is."""

_KNOWN = (
    FROM
    | SUBJECT
    | DATE
    | TO
    | frozenset(
        """
        message-id newsgroups organization organisation lines reply-to references in-reply-to
        received return-path mime-version content-type content-transfer-encoding x-mailer path
        nntp-posting-host distribution article-i.d. followup-to summary keywords sender approved
        delivered-to x-newsreader user-agent list-id importance priorität wichtigkeit anlagen
        attachments content-disposition content-description content-id expires xref nf-id nf-from
        """.split()
    )
)
# "From: the harbour" and "To: the sea" are no header without an address.
_PEOPLE = FROM | TO
# Lines without which a block of names and values is no header of a mail.
_NEEDED = (
    FROM
    | SUBJECT
    | frozenset("message-id newsgroups received content-type content-transfer-encoding".split())
)
# "Subject: The tide", also "*Von:* Jane Doe" of text copied from a program.
_FIELD = re.compile(r"[*_>]{0,2}([^\W\d_][\w.\-]{0,30})\s?:[*_]{0,2}(?:\s+(.*))?$")
# The first line of a mail in a mailbox file: "From jane@example.org Mon May  3 10:30:00 2021".
_FROM_LINE = re.compile(r"From \S+(?: at \S+)?\s.*\d\d:\d\d")


class Header(NamedTuple):
    """A header of a mail.

    Attributes
    ----------
    first, end : int
        Index of its first line, and of the line behind it.
    fields : dict of str to str
        Values by name in small letters.
    """

    first: int
    end: int
    fields: dict[str, str]

    def value(self, names: frozenset[str]) -> str | None:
        """Value of the first line with one of the names, on one line; None without one."""
        for name, value in self.fields.items():
            if name in names and value.strip():
                return " ".join(_decoded(value).split())
        return None


def find_header(
    lines: list[str], first: int, *, n_needed: int = 2, max_lines: int = MAX_HEADER_LINES
) -> Header | None:
    """The header that begins at an index, or None.

    Parameters
    ----------
    lines : list of str
    first : int
        Index of its first line.
    n_needed : int
        Number of lines with names of headers that it has at least.
    max_lines : int
        Maximum number of lines.
    """
    index = first
    if _FROM_LINE.match(lines[index]):
        index += 1
    fields: dict[str, str] = {}
    n_known = n_fields = 0
    last = ""
    while index < len(lines) and index - first < max_lines:
        line = lines[index]
        match = _FIELD.match(line[:400])
        if match is not None:
            last = match.group(1).casefold()
            n_fields += 1
            n_known += last in _KNOWN
            fields.setdefault(last, (match.group(2) or "") + line[400:])
        elif n_fields and line[:1] in (" ", "\t") and line.strip():
            fields[last] += " " + line.strip()
        else:
            break
        index += 1
    is_header = n_known >= n_needed and 2 * n_known >= n_fields
    if not is_header or _NEEDED.isdisjoint(fields):
        return None
    if fields.keys() <= _PEOPLE and not any("@" in value for value in fields.values()):
        return None
    return Header(first, index, fields)


def _decoded(value: str) -> str:
    """The value with encoded words such as ``=?utf-8?q?Gr=C3=BC=C3=9Fe?=`` decoded."""
    if "=?" not in value:
        return value
    try:
        return str(make_header(decode_header(value)))
    except (HeaderParseError, LookupError, ValueError):
        return value
