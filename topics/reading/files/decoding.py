"""Bytes of unknown encoding → clean text, without losing a file."""

from __future__ import annotations

import re

from w3lib.encoding import html_body_declared_encoding, read_bom, to_unicode

from topics.reading.files.cleaning import clean
from topics.reading.records import UnusableFileError

SAMPLE_BYTES = 64 * 1024
"""Bytes that are examined to tell text from binary data and to guess an encoding."""

_MAGIC = (b"%PDF-", b"PK\x03\x04", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"\x1f\x8b", b"\x7fELF")

_CONTROLS = bytes(set(range(1, 32)) - set(b"\t\n\r\f\x1b")) + b"\x7f"
_MAX_ZERO_SHARE = 0.002
"""Data with a larger share of zero bytes is binary. Compressed and random bytes have twice this
share, other binary data far more."""
_MAX_CONTROL_SHARE = 0.05
"""Data with a larger share of control bytes is binary. Random bytes have 11%, text saved by old
word processors under 1%."""

# Encodings that documents really use: those that browsers support, without rare variants.
# With all encodings to choose from, charset-normalizer guesses mac_greek for Greek text and a
# Nordic encoding for Polish.
_CANDIDATES = (
    "cp1252 cp1251 cp1250 iso8859_2 cp1253 iso8859_7 cp1254 cp1255 cp1256 cp1257 cp1258 cp874 "
    "koi8_r koi8_u iso8859_5 cp866 mac_roman mac_cyrillic "
    "gb18030 big5 cp932 euc_jp cp949 iso2022_jp"
).split()
# The most common one of the guesses that fit equally well; charset-normalizer takes the first in
# alphabetical order.
_PREFERRED = ("cp1252", "cp1251", "cp1250", "cp1253")
# Codecs that a web page may declare. Others are not charsets (zip, unicode-escape) or hide
# markup (utf-7). UTF-8 was tried before, and in UTF-16 the declaration would be unreadable.
_ACCEPTED = re.compile(
    r"ascii|(?:cp|iso8859-)\d+|koi8-[rtu]|mac-\w+|gb\w+|big5\w*|euc_\w+|shift_\w+|"
    r"iso2022_\w+|hz|johab|tis-620"
)


def decode(data: bytes, *, html: bool = False) -> str:
    """Text of a file, with Unix line ends and without control characters.

    The encoding is taken from the byte order mark; without one it is UTF-8 if the bytes are
    valid UTF-8, else the encoding that the page declares (HTML only), else a guess. Bytes that
    are not valid in the encoding become U+FFFD.

    Parameters
    ----------
    data : bytes
        The whole file.
    html : bool
        Whether to look for ``<meta charset>`` and XML declarations.

    Raises
    ------
    UnusableFileError
        The bytes are not text.
    """
    marked, mark = read_bom(data)
    if marked is not None and mark is not None:
        return clean(data[len(mark) :].decode(marked, errors="replace"))
    unmarked = _unmarked_utf16(data[:SAMPLE_BYTES])
    if unmarked is not None:
        return clean(data.decode(unmarked, errors="replace"))
    if is_binary(data[:SAMPLE_BYTES]):
        raise UnusableFileError("binary data, not text")
    try:
        return clean(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        first_bad = error.start
    declared = _declared_encoding(data) if html else None
    if declared is not None:
        return clean(to_unicode(data, declared))
    return clean(data.decode(_guess_encoding(data, first_bad), errors="replace"))


def is_binary(sample: bytes) -> bool:
    """Whether the first bytes of a file are not text in any encoding that includes ASCII."""
    if not sample:
        return False
    if sample.startswith(_MAGIC):
        return True
    n_zeros = sample.count(0)
    n_controls = len(sample) - len(sample.translate(None, _CONTROLS))
    # The minimum counts keep a short note with a few stray control characters.
    return (n_zeros > 1 and n_zeros > _MAX_ZERO_SHARE * len(sample)) or (
        n_controls > 4 and n_controls > _MAX_CONTROL_SHARE * len(sample)
    )


def _unmarked_utf16(sample: bytes) -> str | None:
    """The UTF-16 encoding of text without a mark, recognised by zeros in every second byte."""
    sample = sample[: len(sample) // 2 * 2]
    if len(sample) < 8 or b"\0" not in sample:
        return None
    half = len(sample) // 2
    for encoding, zeros, others in (
        ("utf-16-le", sample[1::2], sample[0::2]),
        ("utf-16-be", sample[0::2], sample[1::2]),
    ):
        if zeros.count(0) > 0.7 * half and not others.count(0):
            text = sample.decode(encoding, errors="replace")
            return None if is_binary(text.encode("utf-8")) else encoding
    return None


def _declared_encoding(data: bytes) -> str | None:
    """Encoding that an HTML page declares near its start, if it is a charset that we accept.

    Under the name of a narrow charset browsers read a wider one, such as cp1252 for
    ISO-8859-1; w3lib returns the wider one.
    """
    name = html_body_declared_encoding(data)
    return name if name is not None and _ACCEPTED.fullmatch(name) else None


def _guess_encoding(data: bytes, first_bad: int) -> str:
    """Likely encoding of bytes that are not valid UTF-8, first at `first_bad`."""
    # The sample surrounds the first byte that matters; the start may be plain ASCII.
    start = max(0, first_bad - SAMPLE_BYTES // 4)
    sample = data[start : start + SAMPLE_BYTES]
    patched = sample.decode("utf-8", errors="replace")
    n_bad = patched.count("\ufffd")
    n_wide = sum(character > "\x7f" for character in patched) - n_bad
    if n_wide > 4 * n_bad:  # UTF-8 that was truncated or joined carelessly
        return "utf-8"
    return _best_guess(sample)


def _best_guess(sample: bytes) -> str:
    from charset_normalizer import from_bytes

    matches = list(from_bytes(sample, cp_isolation=list(_CANDIDATES)))
    if not matches:
        return "cp1252"
    least_chaos = min(match.chaos for match in matches)
    best = {
        name
        for match in matches
        if match.chaos == least_chaos
        for name in match.could_be_from_charset
    }
    for preferred in _PREFERRED:
        if preferred in best:
            return preferred
    return matches[0].encoding
