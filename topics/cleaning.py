"""Text from anywhere → text without invisible characters and the residue of web pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from html import unescape
from unicodedata import combining, is_normalized, normalize

from topics.escapes import without_escapes

_REMOVED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u200e\u200f\u2028\u2029"
    "\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
)
# These characters in UTF-8 and a few others, by their first byte.
_REMOVED_IN_UTF8 = {
    sign[0]: re.compile(sign)
    for sign in (
        b"\xc2[\x80-\x9f\xad]",
        b"\xcd\x8f",
        b"\xd8\x9c",
        b"\xe2(?:\x80[\x8b\x8e\x8f\xa8-\xae]|\x81[\xa0-\xaf])",
        b"\xed[\xa0-\xbf]",
        b"\xef(?:\xbb\xbf|\xbf[\xb9-\xbf])",
    )
}
MIN_ENCODED = 500
"""Shorter texts are searched at once, because encoding them first would take longer."""
PIECE_CHARACTERS = 5_000
"""A text with such characters is searched in pieces of at least this many characters."""

_CONTROLS = bytes({*range(32), 127} - set(b"\t\n"))
_HARMLESS = bytes(set(range(256)) - set(_CONTROLS) - _REMOVED_IN_UTF8.keys())
"""Bytes that are in none of these characters or not their first one."""

# Controls that separate words: without a space the words would run together.
_SEPARATORS = frozenset("\x0b\x0c\x1c\x1d\x1e\x1f\x85\u2028\u2029")
_BOUNDARY = "\u200b"
"""Separates words in Thai and Khmer, but only between two characters; so do controls, which are
left where records were joined."""

FILLERS = "\u115f\u1160\u3164\uffa0"
"""Signs of Hangul without a form. The first two are spelling next to single letters of old Korean
(U+1100 to U+11FF and their extensions). The others are typed as a blank, which they are next to
Hangul; elsewhere nobody sees them."""

_JAMO = r"\u1100-\u115e\u1161-\u11ff\ua960-\ua97c\ud7b0-\ud7fb"
_HANGUL = rf"[{_JAMO}\u3131-\u3163\u3165-\u318e\uac00-\ud7a3\uffa1-\uffdc]"
_FILLED = re.compile(rf"(?<={_HANGUL})[\u3164\uffa0]+|[\u3164\uffa0]+(?={_HANGUL})")
_UNSEEN = re.compile(rf"[\u3164\uffa0]|(?<![{_JAMO}])[\u115f\u1160]+(?![{_JAMO}\u115f\u1160])")

MANY_MARKS = 200
"""Python takes quadratic time to sort so many accents on one letter, polars does not."""

# A soft hyphen, or what some programs write for it, is there for nothing but to cut a word.
_SOFT = re.compile(r"\u00ad(?<=\w\u00ad)[ \t]*\n[ \t]*(\w+[^\w\s]*)(?:[ \t]|(?=\n)\n?)?")

# Entities that nobody writes by hand. Names such as &sum; and &copy; are also variables in code:
# they are resolved only between letters or digits, or where one of the others is in the text.
_PROSE_SIGN = (
    r"(?:(?<=[\w.,!?)\u201d] &)(?<!return &)(?<!delete &)(?<!sizeof &)|(?m:(?<=^&)))"
    r"(?:trade|reg|copy|deg|para|[dD]agger|cent|yen|pound|sect|permil|hearts|spades|clubs|diams|star"
    r"|starf|check|times|divide|plusmn|minus|sup[1-3]|infin|micro|ord[fm]|prime|Prime|loz|numero"
    r"|dollar|percnt|num|ast|comma|period|colon|semi|excl|quest|[lr](?:par|brack)|lowbar|hyphen"
    r"|commat|sol|bsol|plus|equals|NewLine|Tab|[lgn]e|asymp|sum|prod|radic|int|part)"
)
_ENTITY = re.compile(
    r"&(?:(?:amp|AMP|quot|QUOT|apos|nbsp|[lL][tT]|[gG][tT]|#[0-9]{2,7}|#[xX][0-9a-fA-F]{2,6}"
    r"|(?:[lr]s?[sda]|[sb][bd])quo|[nm]dash|hellip|euro|szlig|shy|zwn?j|e[nm]sp|thinsp|bull|middot"
    r"|frac[1-8]{2}|i(?:excl|quest)|[lr]arr"
    r"|[A-Za-z]{1,2}(?:acute|grave|circ|uml|tilde|cedil|slash|ring|lig|caron));"
    r"|(?:amp|quot|nbsp)(?![\w=;])"
    # Everything begins with &, so that the search is fast.
    r"|(?<=[^\W_]&)(?:trade|reg|copy|deg|sup[1-3]|ord[fm]|prime|Prime);"
    r"|(?:copy|times|plusmn|pound|sect);(?=[ \xa0]?[0-9])"
    # In prose, behind a word and a blank or where a line begins; code has marks around them.
    rf"|{_PROSE_SIGN};(?=[\s.,:!?)\u2019\u201d]|$)(?<!&copy;(?=\s(?!by)[a-z])))"
)
_MAX_ESCAPES = 3
"""Maximum number of times that a text is unescaped: exports escape what was escaped before."""

_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code del dfn em font i img ins kbd mark nobr q ruby s samp "
    "small span strike strong sub sup tt u var wbr".split()
)
_BLOCKS = frozenset(
    "address article aside audio blockquote button canvas caption center col colgroup dd details "
    "div dl dt embed fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header iframe input "
    "label legend main nav noscript object ol optgroup option param picture pre rp rt script "
    "section select source style summary svg table tbody td textarea tfoot th thead time tr track "
    "ul video".split()
)
_ALONE = frozenset("br hr li p wbr".split())
"""Elements that are written without an end, and whose names are nothing else in brackets."""

_ENDS_WITH = {
    **dict.fromkeys("thead tbody tfoot tr th td".split(), "table"),
    **dict.fromkeys(("dt", "dd"), "dl"),
    **dict.fromkeys(("option", "optgroup"), "select"),
    **dict.fromkeys(("rt", "rp"), "ruby"),
}
"""Elements that may be written without an end, and the element whose end is also theirs."""

_PAIRED = _BLOCKS - _ENDS_WITH.keys()
"""Elements that are lines of their own, each with an end."""

_VALUE = r"""(?:"[^"<>]{0,5000}"|'[^'<>]{0,5000}'|[^\s"'<>]{1,5000})"""
_TAG = re.compile(
    r"<(/?)([A-Za-z][A-Za-z0-9]{0,9})"
    rf"((?:\s+[\w:.-]{{1,100}}\s?=\s?{_VALUE}(?:\s+[a-z]{{1,20}})?){{0,100}})\s{{0,9}}(?:/\s{{0,9}})?>"
)
_HIDDEN = re.compile(
    rf"<(?:!--|(script|style|svg)(?:\s+[\w:.-]{{1,100}}(?:\s?=\s?{_VALUE})?){{0,20}}\s{{0,9}}>)",
    re.IGNORECASE,
)
_CDATA, _CDATA_END = "<![CDATA[", "]]>"
"""What feeds write around texts that have tags."""
_HIDDEN_END = {
    "--": re.compile("-->"),
    "script": re.compile(r"</script\s{0,9}>", re.IGNORECASE),
    "style": re.compile(r"</style\s{0,9}>", re.IGNORECASE),
    "svg": re.compile(r"</svg\s{0,9}>", re.IGNORECASE),
}


def clean(text: str) -> str:
    """The text in NFC with Unix line ends, without control, bidi and zero-width characters.

    Zero-width spaces (U+200B) become spaces. Joiners (U+200C, U+200D) stay: they are spelling in
    Persian and Indic scripts. Lone surrogates become U+FFFD. `FILLERS` are blanks or nothing.
    """
    text = unix_line_ends(text)
    if text.isascii() and (text.isprintable() or not _may_have_removed(text)):
        return text
    if len(text) < MIN_ENCODED:
        text = _without_removed(_join_soft_hyphens(text))
    elif _may_have_removed(text):
        text = "".join(
            _without_removed(piece) if _may_have_removed(piece) else piece
            for piece in _pieces(_join_soft_hyphens(text))
        )
    if any(map(text.__contains__, FILLERS)):
        text = _UNSEEN.sub("", _FILLED.sub(" ", text))
    if _has_many_marks(text):
        return _composed(text)
    if is_normalized("NFC", text):
        return text
    # Characters of two lines never compose, and normalising a whole file takes long.
    return "\n".join(
        line if is_normalized("NFC", line) else normalize("NFC", line) for line in text.split("\n")
    )


def unix_line_ends(text: str) -> str:
    """The text with a line feed at the end of every line."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _may_have_removed(text: str) -> bool:
    """Whether the text has a control, or a character that is like one in UTF-8.

    This is several times as fast as a search for these characters.
    """
    data = text.encode("utf-8", "surrogatepass")
    signs = data.translate(None, _HARMLESS)
    if not signs:
        return False
    # Whatever is in the text once is here, so that few of the slower searches are needed.
    return any(
        sign not in _REMOVED_IN_UTF8 or _REMOVED_IN_UTF8[sign].search(data) for sign in set(signs)
    )


def _without_removed(text: str) -> str:
    """The text without the characters that `clean` takes out or replaces."""
    text = _REMOVED.sub(_replacement, text)
    return _parts_joined(text.split(_BOUNDARY)) if _BOUNDARY in text else text


def _pieces(text: str) -> Iterator[str]:
    """The text in pieces of whole lines, most of which have nothing to take out."""
    begin = 0
    while begin < len(text):
        end = text.find("\n", begin + PIECE_CHARACTERS) + 1 or len(text)
        yield text[begin:end]
        begin = end


def _has_many_marks(text: str) -> bool:
    """Whether a letter has at least `MANY_MARKS` accents."""
    mark, run = _marks()
    # Each such run has one of these characters: nearly no text needs the slow search.
    return mark.search(text[::MANY_MARKS]) is not None and run.search(text) is not None


@cache
def _marks() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """One accent, and `MANY_MARKS` in a row."""
    every = "".join(character for character in map(chr, range(0x10000)) if combining(character))
    return re.compile(f"[{every}]"), re.compile(f"[{every}]{{{MANY_MARKS}}}")


def _composed(text: str) -> str:
    """The text in NFC, in linear time."""
    import polars as pl

    composed: str = pl.Series([text]).str.normalize("NFC")[0]
    return composed


def _join_soft_hyphens(text: str) -> str:
    """The text with words joined that a soft hyphen (U+00AD) cuts at the end of a line.

    The rest of the word moves to the line above.
    """
    if "\u00ad" not in text:
        return text
    joined = _SOFT.sub(r"\1\n", text)
    return joined if text.endswith("\n") else joined.rstrip("\n")


def clean_line(text: str) -> str:
    """The text on one line, as `clean_web` returns it: for titles and names."""
    return " ".join(clean_web(text).split())


def clean_web(text: str) -> str:
    """The text as `clean` returns it, without tags, entities and escapes that an export left in it.

    ``<br>`` and tags of other blocks become line ends. Only the tags of HTML elements count, with
    an end tag in the text, with attributes, or without need of an end: ``a <b and c> d``,
    ``List<T>`` and ``the <table> element`` stay as they are.
    """
    if "<" not in text and "&" not in text:
        return without_web_residue(clean(text))
    return clean(_without_residue(unix_line_ends(text)))


def without_web_residue(text: str) -> str:
    """A text that `clean` returned, without tags, entities and escapes, as in `clean_web`."""
    stripped = _without_residue(text)
    return text if stripped == text else clean(stripped)


def _without_residue(text: str) -> str:
    """The text without tags, entities and escapes; what is in their place is not cleaned."""
    if "\\" in text or "=" in text or "%" in text or ("_" in text and "_x" in text):
        resolved = without_escapes(text)
        if resolved != text:
            text = clean(resolved)
    if "<" not in text and "&" not in text:
        return text
    if _CDATA in text:
        text = _without_cdata(text)
    stripped = _without_tags(text)
    had_tags = stripped != text
    for _ in range(_MAX_ESCAPES):
        if "&" not in stripped or not _ENTITY.search(stripped):
            break
        stripped = unescape(stripped)
    if not had_tags:  # markup that was escaped as a whole, as in feeds
        stripped = _without_tags(stripped)
    return stripped


def _without_cdata(text: str) -> str:
    """The text without the marks around CDATA; one without an end stays."""
    pieces: list[str] = []
    offset = 0
    while (begin := text.find(_CDATA, offset)) >= 0:
        end = text.find(_CDATA_END, begin + len(_CDATA))
        if end < 0:
            break
        pieces += (text[offset:begin], text[begin + len(_CDATA) : end])
        offset = end + len(_CDATA_END)
    return "".join(pieces) + text[offset:]


def _without_tags(text: str) -> str:
    """The text without scripts, styles, drawings, comments and tags."""
    if "<" not in text:
        return text
    text = _without_hidden(text)
    matches = list(_TAG.finditer(text))
    names = [match[2].lower() for match in matches]
    ended = {name for name, match in zip(names, matches, strict=True) if match[1]}
    mentions = frozenset() if _PAIRED.isdisjoint(names) else _mentions(text, names, matches)
    pieces: list[str] = []
    offset = 0
    for name, match in zip(names, matches, strict=True):
        is_residue = name in ended or name in _ALONE or match[3] or _ENDS_WITH.get(name) in ended
        begin, end = match.span()
        if not is_residue or begin in mentions:
            continue
        if name in _INLINE:
            instead = ""
        elif name in _BLOCKS or name in _ALONE:
            # A line that ends after a tag has its end already.
            instead = " " if text[end : end + 1] == "\n" else "\n"
        else:
            continue
        pieces += (text[offset:begin], instead)
        offset = end
    return "".join(pieces) + text[offset:] if offset else text


def _mentions(text: str, names: list[str], matches: list[re.Match[str]]) -> frozenset[int]:
    """Offsets of tags that sentences about HTML mention: ``the <div> that holds <section>``.

    They are within a line, and no end tag belongs to them.
    """
    open_tags: dict[str, list[int]] = {}
    for name, match in zip(names, matches, strict=True):
        if name not in _PAIRED:
            continue
        tags = open_tags.setdefault(name, [])
        if not match[1]:
            begin = match.start()
            is_plain = begin > 0 and text[begin - 1] not in "\n>" and not match[3]
            tags.append(begin if is_plain else -1)
        elif tags:
            tags.pop()
    return frozenset(begin for tags in open_tags.values() for begin in tags)


def _without_hidden(text: str) -> str:
    """The text without scripts, styles, drawings (SVG) and comments that have an end."""
    pieces = []
    offset = 0
    endless: set[str] = set()
    for match in _HIDDEN.finditer(text):
        kind = (match[1] or "--").lower()
        if match.start() < offset or kind in endless:
            continue
        end = _HIDDEN_END[kind].search(text, match.end())
        if end is None:  # remembered, or many begins would search to the end of the text each
            endless.add(kind)
            continue
        pieces.append(text[offset : match.start()])
        offset = end.end()
    return "".join(pieces) + text[offset:] if offset else text


def _parts_joined(parts: list[str]) -> str:
    """The parts, with a space between two that would run together."""
    joined: list[str] = []
    for part in filter(None, parts):
        if joined and not joined[-1][-1].isspace() and not part[0].isspace():
            joined.append(" ")
        joined.append(part)
    return "".join(joined)


def _replacement(match: re.Match[str]) -> str:
    character = match.group()
    if character in _SEPARATORS:
        return " "
    if "\x80" <= character <= "\x9f":  # cp1252 that was read as Latin-1: it\x92s
        return bytes([ord(character)]).decode("cp1252", errors="ignore")
    if character < "\x80":
        return _BOUNDARY
    return "\ufffd" if "\ud800" <= character <= "\udfff" else ""
