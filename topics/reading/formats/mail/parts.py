"""A mail → its header, its own text and what is attached; nothing in it is said twice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import parseaddr

from topics.cleaning import clean, clean_line
from topics.reading.files.decoding import as_utf8, clean_utf8
from topics.reading.lines.dates import mail_date
from topics.reading.records import Remark, UnusableFileError

MAX_PARTS = 1000
"""Behind this many parts of a mail, the rest is left out like attachments."""

PLAIN, HTML = "text/plain", "text/html"


@dataclass(slots=True)
class Mail:
    """What a mail holds.

    Attributes
    ----------
    subject, sender, date : str or None
        The sender's name, or the address if there is no name; the date as ISO 8601 if it is one.
    texts : list of (str, str)
        Kind (`PLAIN` or `HTML`) and text of the parts that a reader sees.
    attachments : list of str
        Name, kind and size of every other part.
    remarks : list of Remark
        What is to be said about encodings.
    """

    subject: str | None = None
    sender: str | None = None
    date: str | None = None
    texts: list[tuple[str, str]] = field(default_factory=list)
    attachments: list[str] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)


def parse_parts(data: bytes) -> Mail:
    """The header, texts and attachments of a mail.

    Raises
    ------
    UnusableFileError
        Its parts are nested too deeply.
    """
    mail = Mail()
    try:
        message = message_from_bytes(data)
        headers = {name.casefold(): value for name, value in reversed(list(message.raw_items()))}
        mail.subject = clean_line(_decoded_words(headers.get("subject", ""))) or None
        mail.sender = _sender(headers.get("from", ""))
        date = headers.get("date", "")
        mail.date = mail_date(date) or clean_line(_decoded_words(date)) or None
        _Parts(mail).take(message)
    except RecursionError as error:
        raise UnusableFileError("a mail with parts nested too deeply") from error
    return mail


class _Parts:
    """Collects the parts of one mail."""

    def __init__(self, mail: Mail) -> None:
        self._mail = mail
        self._n_parts = 0

    def take(self, part: Message) -> None:
        """Add a part, or those of its parts that a reader sees."""
        self._n_parts += 1
        kind = part.get_content_type()
        is_attached = str(part.get("content-disposition", "")).strip().lower().startswith("attach")
        if is_attached or self._n_parts > MAX_PARTS or kind == "message/rfc822":
            self._attach(part)
        elif part.is_multipart():
            children = [child for child in part.get_payload() if isinstance(child, Message)]
            if kind == "multipart/alternative":
                self._take_one_of(children)
            else:
                for child in children:
                    self.take(child)
        elif kind in (PLAIN, HTML):
            self._take_text(part, kind)
        else:
            self._attach(part)

    def _take_one_of(self, children: list[Message]) -> None:
        """Add the one of several forms of a text that is text, else the page."""
        for kind in (PLAIN, HTML):
            for child in children:
                if any(_has_words(leaf) for leaf in _leaves(child, kind)):
                    self.take(child)
                    return
        for child in children[:1]:
            self.take(child)

    def _take_text(self, part: Message, kind: str) -> None:
        data = _bytes_of(part)
        if not data.strip():
            return
        try:
            text, remarks = _text_of(data, _charset(part), html=kind == HTML)
        except UnusableFileError:  # no text, whatever its header says
            self._attach(part)
            return
        self._mail.texts.append((kind, text))
        self._mail.remarks += remarks

    def _attach(self, part: Message) -> None:
        name = clean_line(_decoded_words(part.get_filename() or "")) or "without a name"
        size = sum(len(_bytes_of(leaf)) for leaf in part.walk() if not leaf.is_multipart())
        self._mail.attachments.append(f"{name} ({part.get_content_type()}, {size:,} bytes)")


def _leaves(part: Message, kind: str) -> Iterator[Message]:
    for leaf in part.walk():
        if leaf.get_content_type() == kind and not leaf.is_multipart():
            yield leaf


def _has_words(part: Message) -> bool:
    return any(character.isalnum() for character in _bytes_of(part).decode("latin-1"))


def _bytes_of(part: Message) -> bytes:
    """The content of a part without its transfer encoding."""
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _charset(part: Message) -> str | None:
    try:
        return part.get_content_charset()
    except (LookupError, ValueError, TypeError):  # a header that is damaged itself
        return None


def _text_of(data: bytes, charset: str | None, *, html: bool) -> tuple[str, list[Remark]]:
    """Text in the encoding that the mail names, if it is valid in it, else in one found by us."""
    if charset is not None:
        try:
            return clean(data.decode(charset)), []
        except (UnicodeError, LookupError, ValueError):
            pass
    utf8, remarks = as_utf8(data, html=html)
    return clean_utf8(utf8), remarks


def _decoded_words(value: str) -> str:
    """The text of a header: encoded words, and bytes without any encoding."""
    raw = value.encode("ascii", "surrogateescape") if not value.isascii() else None
    if raw is not None:
        value = _text_or_replaced(raw, None)
    try:
        pieces = decode_header(value)
    except (HeaderParseError, ValueError):
        return value
    return "".join(
        piece if isinstance(piece, str) else _text_or_replaced(piece, charset)
        for piece, charset in pieces
    )


def _text_or_replaced(data: bytes, charset: str | None) -> str:
    for encoding in (charset or "utf-8", "utf-8"):
        try:
            return data.decode(encoding)
        except (UnicodeError, LookupError, ValueError):
            continue
    return data.decode("cp1252", errors="replace")


def _sender(value: str) -> str | None:
    name, address = parseaddr(value.replace("\n", " ").replace("\r", " "))
    return clean_line(_decoded_words(name)) or clean_line(_decoded_words(address)) or None
