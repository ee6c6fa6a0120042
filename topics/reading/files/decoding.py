"""Bytes of unknown encoding → clean text, without losing a file."""

from __future__ import annotations

import codecs
import difflib
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from encodings.aliases import aliases
from unicodedata import category

from w3lib.encoding import html_body_declared_encoding, read_bom, to_unicode

from topics.cleaning import clean
from topics.errors import OptionError
from topics.reading.files.guessing import HZ, guess_encodings, seven_bit_encoding
from topics.reading.records import Remark, UnusableFileError
from topics.values import amount

SAMPLE_BYTES = 64 * 1024
"""Bytes that are examined to tell text from binary data."""

GUESSED = Remark(
    "guessed-encodings",
    "files that do not name their encoding, read in one that was guessed; if it is wrong, give "
    "the right one with encoding=…",
    "",
)
"""Remark on a file in an encoding that was guessed."""

DAMAGED = Remark(
    "damaged-encodings", "files with bytes that are not valid in their encoding, read as U+FFFD", ""
)
"""Remark on a file with bytes that are not valid in its encoding."""

_MIN_UTF8_SHARE = 0.2
"""Share of UTF-8 among the lines that are not ASCII, from which on a file is a mixture."""

_STEP = 1 << 20
"""Bytes that are tested for UTF-8 at a time."""

_MAGIC = (
    b"{\\rtf",
    b"%!PS",
    b"\xd0\xcf\x11\xe0",
    b"%PDF-",
    b"PK\x03\x04",
    b"\x89PNG",
    b"GIF8",
    b"\xff\xd8\xff",
    b"\x1f\x8b",
    b"\x7fELF",
)

_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\f\x1b")) + b"\x7f"
_MAX_ZERO_SHARE = 0.1
"""Data with a larger share of zero bytes is binary; texts have a few where records were joined."""
_MAX_CONTROL_SHARE = 0.05
"""Data with a larger share of control bytes, zeros included, is binary. Random bytes have 11%, text
saved by old word processors under 1%."""

# Codecs that a web page may declare. Others are not charsets (zip, unicode-escape) or hide
# markup (utf-7). UTF-8 was tried before, and in UTF-16 the declaration would be unreadable.
_ACCEPTED = re.compile(
    r"ascii|(?:cp|iso8859-)\d+|koi8-[rtu]|mac-\w+|gb\w+|big5\w*|euc_\w+|shift_\w+|"
    r"iso2022_\w+|hz|johab|tis-620"
)


def decode(data: bytes, *, html: bool = False, encoding: str | None = None) -> str:
    """Text of a file, with Unix line ends and without control characters.

    The encoding is taken from the byte order mark; without one it is UTF-8 if the bytes are
    valid UTF-8, else the encoding that the page declares (HTML only), else the one given, else a
    guess. Bytes that are not valid in the encoding become U+FFFD.

    Parameters
    ----------
    data : bytes
        The whole file.
    html : bool
        Whether to look for ``<meta charset>`` and XML declarations.
    encoding : str, optional
        Codec of files that say nothing about theirs.

    Raises
    ------
    UnusableFileError
        The bytes are not text.
    """
    utf8, _ = as_utf8(data, html=html, encoding=encoding)
    return clean_utf8(utf8)


def clean_utf8(data: bytes) -> str:
    """Clean text of bytes that `as_utf8` returned: what parsers get."""
    return clean(data.decode("utf-8", errors="replace"))


def as_utf8(
    data: bytes, *, html: bool = False, encoding: str | None = None
) -> tuple[bytes, list[Remark]]:
    """The bytes of a text in UTF-8, and what a person should know about its encoding.

    Parameters and errors are those of `decode`. Bytes that are UTF-8 already are returned as they
    are, without a copy.
    """
    marked, mark = read_bom(data)
    if marked is not None and mark is not None:
        return _recoded(data[len(mark) :], marked)
    sample = data[:SAMPLE_BYTES]
    if encoding is not None and not includes_ascii(encoding):
        return _recoded(data, encoding)
    unmarked = unmarked_utf16(sample)
    if unmarked is not None:
        return _recoded(data, unmarked)
    if is_binary(sample):
        escaped = seven_bit_encoding(data) if encoding is None and data.isascii() else None
        if escaped is not None:  # it switches between its alphabets by controls
            return _recoded(data, escaped)
        raise UnusableFileError("binary data, not text")
    first_bad = _first_invalid(data)
    if first_bad is None:
        escaped = seven_bit_encoding(data) if encoding is None else None
        guessed = [replace(GUESSED, example=HZ)] if escaped == HZ else []
        return (data, []) if escaped is None else _recoded(data, escaped, guessed)
    declared = _declared_encoding(data) if html else None
    if declared is not None:
        return _with_remarks(to_unicode(data, declared), declared, [])
    if encoding is not None:
        return _recoded(data, encoding)
    paired = _with_pairs(data)
    if paired is not None:
        return paired, []
    mixed = _decode_lines(data)
    if mixed is not None:
        return mixed
    if _is_damaged_utf8(data, first_bad) or _is_cut_utf8(data, first_bad):
        return _recoded(data, "utf-8")
    guesses = guess_encodings(data)
    return _recoded(data, guesses[0], [replace(GUESSED, example=_described(guesses))])


def _described(guesses: list[str]) -> str:
    """The encoding that was guessed, and those that are nearly as likely."""
    first, *others = guesses
    return f"{first}; unsure, perhaps {' or '.join(others[:3])}" if others else first


def check_encoding(encoding: str | None) -> None:
    """Raise OptionError unless `encoding` is None or the name of a codec for text."""
    if encoding is None:
        return
    if not _is_of_text(encoding):
        names = sorted(set(aliases) | set(aliases.values()))
        wanted = encoding.lower().replace("-", "_").replace(" ", "_")
        close = [name for name in difflib.get_close_matches(wanted, names, 3) if _is_of_text(name)]
        hint = f"did you mean {close[0]}?" if close else "examples are cp1250, koi8_r and gb18030"
        raise OptionError(
            f"encoding is {encoding!r}, expected a text encoding that Python knows; {hint}"
        )


def _is_of_text(encoding: str) -> bool:
    """Whether Python has a codec of this name that makes text of bytes; ``zip`` makes bytes."""
    try:
        b"a".decode(encoding, errors="replace")
        "a".encode(encoding)
    except (LookupError, UnicodeError, ValueError, TypeError):
        return False
    return True


def includes_ascii(encoding: str) -> bool:
    """Whether every byte below 128 is the ASCII character in this encoding."""
    letters = bytes(range(128))
    return all(
        letters[code : code + 1].decode(encoding, errors="replace") == chr(code)
        for code in (*range(32), *b"+~azAZ09{}")
    )


def is_binary(sample: bytes) -> bool:
    """Whether the first bytes of a file are not text in any encoding that includes ASCII."""
    if not sample:
        return False
    if sample.startswith(_MAGIC):
        return True
    n_zeros = sample.count(0)
    n_controls = len(sample) - len(sample.translate(None, _CONTROLS))
    # The minimum counts keep a short note with a few stray control characters.
    return (n_zeros > 2 and n_zeros > _MAX_ZERO_SHARE * len(sample)) or (
        n_controls > 4 and n_controls > _MAX_CONTROL_SHARE * len(sample)
    )


def unmarked_utf16(sample: bytes) -> str | None:
    """The UTF-16 encoding of text without a mark, or None.

    Such text has zeros (of spaces, line ends or ASCII letters), all in the same half of the
    characters, and its letters belong to few blocks of 256 characters.
    """
    sample = sample[: len(sample) // 2 * 2]
    if len(sample) < 8 or b"\0" not in sample:
        return None
    for encoding, zeros, others in (
        ("utf-16-le", sample[1::2], sample[0::2]),
        ("utf-16-be", sample[0::2], sample[1::2]),
    ):
        if zeros.count(0) > 50 * others.count(0) and _reads_as_text(sample, encoding):
            return encoding
    return None


def _reads_as_text(sample: bytes, encoding: str) -> bool:
    counts = Counter(sample.decode(encoding, errors="replace"))
    total = counts.total()
    blocks = Counter[str]()
    for character, n in counts.items():
        code = ord(character)
        blocks["CJK" if 0x2E80 <= code < 0xD800 else str(code >> 8)] += n
    if blocks["0"] < 0.5 * total and not is_binary(sample.replace(b"\0", b"")) and sample.isascii():
        return False  # ASCII with a stray zero: each two letters would be a Chinese character
    n_odd = sum(n for each, n in counts.items() if _is_no_text(each))
    n_in_blocks = sum(n for _, n in blocks.most_common(3))
    n_plain = sum(n for each, n in counts.items() if each in " \n" or each.isalnum())
    return n_odd <= 0.02 * total and n_in_blocks > 0.9 * total and n_plain > 0.5 * total


def _is_no_text(character: str) -> bool:
    """Whether a character is a control, a private or an unassigned one."""
    return character == "\ufffd" or (category(character)[0] == "C" and character not in "\t\n\r")


def _recoded(
    data: bytes, encoding: str, remarks: Iterable[Remark] = ()
) -> tuple[bytes, list[Remark]]:
    """Bytes in another encoding in UTF-8, with a remark if some are not valid."""
    if encoding == "utf-8" and _first_invalid(data) is None:
        return data, list(remarks)
    return _with_remarks(data.decode(encoding, errors="replace"), encoding, remarks)


def _with_remarks(
    text: str, encoding: str, remarks: Iterable[Remark]
) -> tuple[bytes, list[Remark]]:
    n_invalid = text.count("\ufffd")
    what = f"{encoding}, {n_invalid} characters"
    damage = [replace(DAMAGED, example=what)] if n_invalid else []
    return text.encode("utf-8", errors="replace"), [*remarks, *damage]


def _first_invalid(data: bytes) -> int | None:
    """Position near the first byte that is not UTF-8; None if all are."""
    if data.isascii():
        return None
    decoder = codecs.getincrementaldecoder("utf-8")()
    # In pieces: the text of a table of gigabytes takes up to four times its memory.
    for begin in range(0, len(data), _STEP):
        try:
            decoder.decode(data[begin : begin + _STEP], final=begin + _STEP >= len(data))
        except UnicodeDecodeError as error:
            return begin + error.start
    return None


def _declared_encoding(data: bytes) -> str | None:
    """Encoding that an HTML page declares near its start, if it is a charset that we accept.

    Under the name of a narrow charset browsers read a wider one, such as cp1252 for
    ISO-8859-1; w3lib returns the wider one.
    """
    name = html_body_declared_encoding(data)
    return name if name is not None and _ACCEPTED.fullmatch(name) else None


def _with_pairs(data: bytes) -> bytes | None:
    """UTF-8 of a file that is UTF-8 but for characters written as pairs of surrogates, or None.

    Java and some databases write emoji so (CESU-8).
    """
    if _PAIR.search(data) is None:
        return None
    paired = _PAIR.sub(_joined_pair, data)
    return paired if _first_invalid(paired) is None else None


_PAIR = re.compile(rb"\xed[\xa0-\xaf][\x80-\xbf]\xed[\xb0-\xbf][\x80-\xbf]")


def _joined_pair(match: re.Match[bytes]) -> bytes:
    halves = match.group().decode("utf-8", "surrogatepass")
    return halves.encode("utf-16-le", "surrogatepass").decode("utf-16-le").encode()


def _decode_lines(data: bytes) -> tuple[bytes, list[Remark]] | None:
    """Text of a file that was joined from files in UTF-8 and in an older encoding, or None.

    Each line is read in its own encoding. In a file in an old encoding hardly any line is UTF-8 at
    random; lines of UTF-8 that were cut stay UTF-8.
    """
    lines = data.split(b"\n")
    old = [index for index, line in enumerate(lines) if _first_invalid(line) is not None]
    n_utf8 = sum(not line.isascii() for line in lines) - len(old)
    old = [index for index in old if not _is_damaged_utf8(lines[index], 0, 1)]
    if not old or n_utf8 < _MIN_UTF8_SHARE * (n_utf8 + len(old)):
        return None
    guess, *_ = guess_encodings(b"\n".join(lines[index] for index in old))
    for index in old:
        lines[index] = lines[index].decode(guess, errors="replace").encode("utf-8")
    text = b"\n".join(lines).decode("utf-8", errors="replace")
    remark = replace(GUESSED, example=f"utf-8, and {guess} in {amount(len(old), 'line')}")
    return _with_remarks(text, "utf-8", [remark])


def _is_cut_utf8(data: bytes, first_bad: int) -> bool:
    """Whether all is UTF-8 but the last character, which was cut: a file of a limited size."""
    if len(data) - first_bad > 8:
        return False
    for n_cut in range(1, min(4, len(data))):
        whole = data[:-n_cut]
        if data[-n_cut] >= 0xC2 and not whole.isascii() and _first_invalid(whole) is None:
            return True
    return False


def _is_damaged_utf8(data: bytes, first_bad: int, ratio: int = 4) -> bool:
    """Whether the bytes are UTF-8 that was cut or joined carelessly.

    It has more than `ratio` times as many characters above 127 as invalid bytes.
    """
    # The sample surrounds the first byte that matters; the start may be plain ASCII.
    start = max(0, first_bad - SAMPLE_BYTES // 4)
    patched = data[start : start + SAMPLE_BYTES].decode("utf-8", errors="replace")
    n_bad = patched.count("\ufffd")
    n_wide = sum(character > "\x7f" for character in patched) - n_bad
    return n_wide > ratio * n_bad
