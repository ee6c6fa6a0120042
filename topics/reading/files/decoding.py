"""Bytes of unknown encoding → clean text, without losing a file."""

from __future__ import annotations

import codecs
import re

from topics.reading.records import UnusableFileError

SAMPLE_BYTES = 64 * 1024
"""How much of a file is looked at to tell text from binary and to guess an encoding."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins like UTF-16's
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_MAGIC = (b"%PDF-", b"PK\x03\x04", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"\x1f\x8b", b"\x7fELF")

_CONTROLS = bytes(set(range(1, 32)) - set(b"\t\n\r\f\x1b")) + b"\x7f"
_MAX_ZERO_SHARE = 0.002
"""Compressed and random bytes have twice as many zeros, other binary data far more."""
_MAX_CONTROL_SHARE = 0.05
"""Random bytes have 11%; text saved by old word processors under 1%."""

# Declared names that browsers read as a wider encoding (WHATWG Encoding Standard).
_WIDER = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
}
# Encodings that documents really come in: what browsers support, without rare relatives.
# Left to choose from all, charset-normalizer takes Greek for mac_greek and Polish for Nordic.
_CANDIDATES = (
    "cp1252 cp1251 cp1250 iso8859_2 cp1253 iso8859_7 cp1254 cp1255 cp1256 cp1257 cp1258 cp874 "
    "koi8_r koi8_u iso8859_5 cp866 mac_roman mac_cyrillic "
    "gb18030 big5 cp932 euc_jp cp949 iso2022_jp"
).split()
# Among guesses that fit equally well, the likelier one; charset-normalizer takes the alphabet.
_PREFERRED = ("cp1252", "cp1251", "cp1250", "cp1253")
# Codecs that a web page may choose. Others are no charsets (zip, unicode-escape) or hide
# markup (utf-7); UTF-8 was tried before, and UTF-16 would not have let us read its name.
_ACCEPTED = re.compile(
    r"ascii|(?:cp|iso8859-)\d+|koi8-[rtu]|mac-\w+|gb\w+|big5\w*|euc_\w+|shift_\w+|"
    r"iso2022_\w+|hz|johab|tis-620"
)
_META_CHARSET = re.compile(rb"charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([A-Za-z0-9_.:\-]{2,40})", re.I)

_DIRTY = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u2028\u2029"
    "\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
# Controls that separate: dropping them would run two words into one.
_SPACES = frozenset("\x0b\x0c\x1c\x1d\x1e\x1f\x85\u2028\u2029")


def decode(data: bytes, *, html: bool = False) -> str:
    """Text of a file, with Unix line ends and without control characters.

    Byte order mark, then UTF-8, then (HTML only) the charset that the page declares, then
    charset-normalizer's guess. Bytes that do not fit become U+FFFD.

    Parameters
    ----------
    data : bytes
        The whole file.
    html : bool
        Whether to look for ``<meta charset>``.

    Raises
    ------
    UnusableFileError
        The bytes are not text.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return clean(data[len(mark) :].decode(encoding, errors="replace"))
    wide = _unmarked_utf16(data[:SAMPLE_BYTES])
    if wide:
        return clean(data.decode(wide, errors="replace"))
    if is_binary(data[:SAMPLE_BYTES]):
        raise UnusableFileError("binary data, not text")
    try:
        return clean(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        first_bad = error.start
    declared = _declared(data[:4096]) if html else None
    return clean(_decode_guessing(data, first_bad, declared))


def clean(text: str) -> str:
    """The text with Unix line ends, without control, bidi and zero-width characters.

    Joiners (U+200C, U+200D) stay: they are spelling in Persian and Indic scripts. Lone
    surrogates become U+FFFD.
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.isascii() and text.isprintable():
        return text
    return _DIRTY.sub(_replacement, text)


def is_binary(sample: bytes) -> bool:
    """Whether the first bytes of a file are not text in any encoding that keeps ASCII."""
    if not sample:
        return False
    if sample.startswith(_MAGIC):
        return True
    n_zeros = sample.count(0)
    n_controls = len(sample) - len(sample.translate(None, _CONTROLS))
    # A few stray ones in a short note are no reason to refuse it.
    return (n_zeros > 1 and n_zeros > _MAX_ZERO_SHARE * len(sample)) or (
        n_controls > 4 and n_controls > _MAX_CONTROL_SHARE * len(sample)
    )


def _replacement(match: re.Match[str]) -> str:
    character = match.group()
    if character in _SPACES:
        return " "
    return "\ufffd" if "\ud800" <= character <= "\udfff" else ""


def _unmarked_utf16(sample: bytes) -> str | None:
    """UTF-16 without a mark, told by zeros in every second byte."""
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


def _declared(head: bytes) -> str | None:
    """Encoding that an HTML page names in its first bytes, if it is a charset we accept."""
    match = _META_CHARSET.search(head)
    if match is None:
        return None
    try:
        name = codecs.lookup(match.group(1).decode("ascii")).name
    except LookupError:
        return None
    return _WIDER.get(name, name) if _ACCEPTED.fullmatch(name) else None


def _decode_guessing(data: bytes, first_bad: int, declared: str | None) -> str:
    """Text of bytes that are not valid UTF-8."""
    if declared is not None:
        return data.decode(declared, errors="replace")
    # The sample surrounds the first byte that matters; the head may be plain ASCII.
    start = max(0, first_bad - SAMPLE_BYTES // 4)
    sample = data[start : start + SAMPLE_BYTES]
    patched = sample.decode("utf-8", errors="replace")
    n_bad = patched.count("\ufffd")
    n_wide = sum(character > "\x7f" for character in patched) - n_bad
    if n_wide > 4 * n_bad:  # UTF-8 that was cut or glued carelessly
        return data.decode("utf-8", errors="replace")
    return data.decode(_guess(sample), errors="replace")


def _guess(sample: bytes) -> str:
    from charset_normalizer import from_bytes

    matches = list(from_bytes(sample, cp_isolation=list(_CANDIDATES)))
    if not matches:
        return "cp1252"
    least = min(match.chaos for match in matches)
    equal = {
        name for match in matches if match.chaos == least for name in match.could_be_from_charset
    }
    for preferred in _PREFERRED:
        if preferred in equal:
            return preferred
    return matches[0].encoding
