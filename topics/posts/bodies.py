"""Undo the encodings of mails, which only a mail program reads: quoted-printable, Base64, parts.

What a mail says twice, as text and as a page, is kept once; attachments are no text.
"""

from __future__ import annotations

import binascii
import quopri
import re
from collections.abc import Iterator
from typing import NamedTuple

from topics.cleaning import clean
from topics.posts.headers import Header, find_header

MAX_PARTS = 1000
"""Behind this many parts of a mail, the rest is kept as it is."""

_BOUNDARY = re.compile(r"boundary\s?=\s?(?:\"([^\"]{1,200})\"|([^\s;\"]{1,200}))", re.IGNORECASE)
_CHARSET = re.compile(r"charset\s?=\s?\"?([\w.:+-]{1,40})", re.IGNORECASE)
_BASE64 = re.compile(r"[A-Za-z0-9+/]*={0,2}\s*")
_CONTENT_TYPE, _TRANSFER = "content-type", "content-transfer-encoding"
_ENCODED = ("quoted-printable", "base64")


class Body(NamedTuple):
    """The lines of a mail after its encodings were undone.

    Attributes
    ----------
    lines : list of str
        The header as it was, and the body.
    left_out : set of int
        Indices of the lines that no reader of the mail sees: headers of parts, attachments, the
        mail as a page where it is there as text.
    """

    lines: list[str]
    left_out: set[int]


class _Part(NamedTuple):
    """A part of a mail: its header with the line above it, and its body."""

    header: list[str]
    fields: dict[str, str]
    body: list[str]

    @property
    def kind(self) -> str:
        """``text/plain`` unless the header says otherwise."""
        named = self.fields.get(_CONTENT_TYPE, "").partition(";")[0].strip().casefold()
        return named or "text/plain"

    @property
    def is_attachment(self) -> bool:
        """Whether the header says that it is a file sent with the mail."""
        return self.fields.get("content-disposition", "").casefold().startswith("attachment")


def decode_body(lines: list[str], header: Header) -> Body | None:
    """The mail with its encodings undone, or None if it has none.

    Parameters
    ----------
    lines : list of str
    header : Header
        Its header, which names them.
    """
    boundary = _boundary(header.fields)
    if boundary is not None:
        parts = list(_parts(lines[header.end :], boundary))
        if len(parts) > 1:
            return _joined(lines[: header.end], parts)
    if not _is_encoded(header.fields):
        return None
    body = _decoded(lines[header.end :], header.fields)
    return Body(lines[: header.end] + body, set())


def _joined(above: list[str], parts: list[_Part]) -> Body:
    """The mail with those of its parts that are text."""
    texts = [part for part in parts[1:] if not part.is_attachment]
    kinds = {part.kind for part in texts if any(map(str.strip, part.body))}
    kept = next((kind for kind in ("text/plain", "text/html") if kind in kinds), None)
    lines = list(above)
    left_out: set[int] = set()
    for index, part in enumerate(parts):
        is_kept = index > 0 and part.kind == kept and not part.is_attachment
        n_before = len(lines)
        lines.extend(part.header)
        if is_kept:
            left_out.update(range(n_before, len(lines)))
            lines.extend(_decoded(part.body, part.fields))
        else:
            lines.extend(part.body)
            left_out.update(range(n_before, len(lines)))
    return Body(lines, left_out)


def _parts(lines: list[str], boundary: str) -> Iterator[_Part]:
    """What is above the first part, then each part, also those inside parts."""
    boundaries = {boundary}
    header: list[str] = []
    fields: dict[str, str] = {}
    first = index = n_parts = 0
    while index < len(lines):
        line = lines[index].rstrip()
        is_end = line.endswith("--") and line[2:-2] in boundaries
        if not (line.startswith("--") and (is_end or line[2:] in boundaries)):
            index += 1
            continue
        yield _Part(header, fields, lines[first:index])
        n_parts += 1
        found = find_header(lines, index + 1, n_needed=1) if index + 1 < len(lines) else None
        end = index + 1 if found is None or is_end else found.end
        header, fields = lines[index:end], {} if found is None or is_end else found.fields
        if is_end:  # what follows the last part is for programs only
            fields = {_CONTENT_TYPE: "none/none"}
        inner = _boundary(fields)
        if inner is not None:
            boundaries.add(inner)
        first = index = end
        if n_parts == MAX_PARTS:
            break
    yield _Part(header, fields, lines[first:])


def _boundary(fields: dict[str, str]) -> str | None:
    """The line between the parts, if the header says that there are parts."""
    kind = fields.get(_CONTENT_TYPE, "")
    match = _BOUNDARY.search(kind) if "multipart" in kind.casefold() else None
    return None if match is None else match[1] or match[2]


def _is_encoded(fields: dict[str, str]) -> bool:
    return fields.get(_TRANSFER, "").strip().casefold() in _ENCODED


def _decoded(lines: list[str], fields: dict[str, str]) -> list[str]:
    """The lines of a part without its encoding; as they are if they are not in it."""
    if not _is_encoded(fields):
        return lines
    rest: list[str] = []
    if fields[_TRANSFER].strip().casefold() == "base64":
        # A mailing list adds its own lines below.
        n_encoded = next((i for i, line in enumerate(lines) if not _BASE64.fullmatch(line)), None)
        lines, rest = lines[:n_encoded], [] if n_encoded is None else lines[n_encoded:]
        try:
            data = binascii.a2b_base64("\n".join(lines).encode())
        except binascii.Error:
            return lines + rest
    else:
        data = quopri.decodestring("\n".join(lines).encode())
    match = _CHARSET.search(fields.get(_CONTENT_TYPE, ""))
    return clean(_as_text(data, "utf-8" if match is None else match[1])).split("\n") + rest


def _as_text(data: bytes, charset: str) -> str:
    """Text in the encoding that is named, else in UTF-8, else in that of most old mails."""
    for encoding in (charset, "utf-8"):
        try:
            return data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("cp1252", errors="replace")
