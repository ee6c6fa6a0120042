"""Web archives (WARC): every page and text in them is a file, named by its address."""

from __future__ import annotations

import io
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

from topics.reading.archives.budget import Budget, ExhaustedError, cut
from topics.reading.extras import missing_extra
from topics.reading.records import Member, Remark, TooLargeError, UnusableFileError

OTHERS = "records-of-web-archives"

_STEP = 1 << 16
_PAGES = ("response", "resource", "conversion")

FORMATS = {
    "text/html": ("html", ".html"),
    "application/xhtml+xml": ("html", ".html"),
    "text/plain": ("plain", ".txt"),
    "application/pdf": ("pdf", ".pdf"),
}
"""Format, and an ending of it, by kind of content."""


def warc_members(
    data: bytes, budget: Budget, limit_of_name: Callable[[str], int | None]
) -> Iterator[Member | Remark]:
    """The pages and texts in a web archive; other records are counted.

    Requests, revisits, answers that are errors, pictures and the like have no text of their own. Of
    an archive that is cut, what is before the cut is read.
    """
    try:
        from warcio.archiveiterator import ArchiveIterator
        from warcio.exceptions import ArchiveLoadFailed
    except ImportError as error:
        raise missing_extra("WARC files") from error
    others: Counter[str] = Counter()
    n_records = 0
    why = ""
    try:
        for record in ArchiveIterator(io.BytesIO(data), ensure_http_headers=False):
            budget.take_member()
            n_records += 1
            member = _member(record, budget, limit_of_name, others)
            if _is_cut(record):
                why = "it ends in the middle"
                break
            if member is not None:
                yield member
    except UnusableFileError:
        raise
    except (ArchiveLoadFailed, EOFError, OSError, ValueError, zlib.error) as error:
        if not n_records:
            raise UnusableFileError(f"damaged WARC file: {str(error)[:200]}") from error
        why = str(error)[:200] or type(error).__name__
    if not n_records:
        raise UnusableFileError("damaged WARC file: no record in it")
    if why:
        yield cut(why)
    if others:
        kinds = ", ".join(f"{n:,} {kind}" for kind, n in others.most_common(5))
        message = "records of web archives without a page or text of their own, left out"
        yield Remark(OTHERS, message, kinds, others.total())


def _member(
    record: Any,
    budget: Budget,
    limit_of_name: Callable[[str], int | None],
    others: Counter[str],
) -> Member | None:
    """The page of a record, which is read to its end; None for others, which are counted."""
    kind, media = _kind(record)
    name = record.rec_headers.get_header("WARC-Target-URI") or ""
    if media not in FORMATS or not name:
        if kind != "warcinfo":  # on the archive itself
            others[media or kind] += 1
        _read(record.raw_stream, budget, None)
        return None
    format_name, ending = FORMATS[media]
    try:
        content = _read(record.content_stream(), budget, limit_of_name(f"page{ending}"))
    except ExhaustedError:
        raise
    except TooLargeError as error:
        return Member(name, error, format_name)
    charset = _charset(record)
    if charset is not None:
        with suppress(UnicodeError, LookupError, ValueError):  # the page itself may say it rightly
            content = b"\xef\xbb\xbf" + content.decode(charset).encode("utf-8")
    return Member(name, content, format_name)


def _kind(record: Any) -> tuple[str, str]:
    """Kind of a record, and of its content if that may be a page; errors are none."""
    kind = str(record.rec_type)
    if kind not in _PAGES:
        return kind, ""
    if record.http_headers is None:
        media = record.rec_headers.get_header("Content-Type") or ""
    elif record.http_headers.get_statuscode() != "200":
        return kind, f"status {record.http_headers.get_statuscode():.3}"
    else:
        media = record.http_headers.get_header("Content-Type") or ""
    return kind, media.partition(";")[0].strip().lower()


def _charset(record: Any) -> str | None:
    """The encoding that the server named."""
    headers = record.http_headers
    media = "" if headers is None else headers.get_header("Content-Type") or ""
    _, _, charset = media.lower().partition("charset=")
    return charset.partition(";")[0].strip(" \"'") or None


def _read(stream: Any, budget: Budget, limit: int | None) -> bytes:
    """The rest of a stream, counted; nothing is kept without a limit."""
    content = io.BytesIO()
    n_bytes = 0
    while piece := stream.read(_STEP):
        n_bytes += len(piece)
        budget.take(len(piece))
        if limit is not None:
            content.write(piece)
            if n_bytes > limit:
                raise TooLargeError(f"more than {limit:,} bytes")
    return content.getvalue()


def _is_cut(record: Any) -> bool:
    """Whether a record has fewer bytes than it says."""
    left = getattr(record.raw_stream, "limit", 0)
    return isinstance(left, int) and left > 0 and not record.raw_stream.read(1)
