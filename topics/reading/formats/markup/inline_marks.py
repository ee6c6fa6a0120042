"""Emphasis, links and other marks inside a line of Markdown, reST or HTML → the marked words.

Link targets are removed, so that addresses do not become terms. Every pattern takes linear
time: a repeated part never matches the character that ends it.
"""

from __future__ import annotations

import re
from html import unescape

from topics.cleaning import clean, clean_web, without_web_residue

_BREAK = re.compile(r"<(?:br|hr)\b[^<>]{0,200}>", re.IGNORECASE)
_INLINE_TAG = re.compile(
    r"</?(?:a|abbr|b|big|cite|code|del|dfn|em|font|i|ins|kbd|mark|q|s|small|span|strike|strong|"
    r"sub|sup|tt|u|var)(?:\s[^<>]{0,2000})?/?>",
    re.IGNORECASE,
)
_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9-]{0,40}(?:\s[^<>]{0,2000})?/?>")
_AUTOLINK = re.compile(
    r"<(?:[A-Za-z][A-Za-z0-9+.-]{1,30}:[^<>\s]{0,2000}|[^<>\s@]{1,200}@[^<>\s@]{1,200})>"
)
# [text](target "title"), one level of brackets in the target; and [text][reference].
_TARGET = r"\((?:[^()\n]|\([^()\n]{0,500}\)){0,2000}\)"
_IMAGE = re.compile(rf"!\[([^\[\]]{{0,2000}})\](?:{_TARGET}|\[[^\[\]]{{0,500}}\])")
_LINK = re.compile(rf"\[([^\[\]]{{0,2000}})\](?:{_TARGET}|\[[^\[\]]{{0,500}}\])")
_FOOTNOTE = re.compile(r"\[\^[^\[\]\s]{1,100}\]:?")
# Not inside a word, although CommonMark allows it: 2*3*4 must not become 234.
_STARS = re.compile(r"(?<![\w*\\])(\*{1,3})(?=[^\s*])([^*]+)(?<=[^\s*])\1")
_UNDERSCORES = re.compile(r"(?<![\w\\])(_{1,3})(?=[^\s_])([^_]+)(?<=[^\s_])\1(?!\w)")
_STRIKE = re.compile(r"~~(?=[^\s~])([^~]+)(?<=[^\s~])~~")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_HARD_BREAK = re.compile(r"\\(?=\n)")
# While marks are removed, these characters of a private plane replace the escaped ones, so that
# they are no marks. Texts that have them already lose them: they mean nothing.
_MASK = 0x10F000
_MASKED = re.compile(f"[{chr(_MASK)}-{chr(_MASK + 0x7F)}]")
_ATTRIBUTES = re.compile(r"\{[:#.][^{}\n]{0,200}\}")
_TICKS = re.compile(r"(`+)")
_MARKED = re.compile(r"[*_`~\[\]<>\\&{]")

_TITLE_MARKED = re.compile(r"&[#A-Za-z]|</|<[bh]r|\]\(|\*\*|\{[:#.]")
_STRONG = re.compile(r"\*\*(?=[^\s*])([^*]+)(?<=[^\s*])\*\*")

_ROLE = re.compile(r":[A-Za-z][\w.+-]{0,40}(?::[A-Za-z][\w.+-]{0,40})?:(?=`)")
_ROLE_AFTER = re.compile(r"(?<=`):[A-Za-z][\w.+-]{0,40}:(?=\W|$)")
_RST_LINK = re.compile(r"`([^`<>]{1,2000})<[^`<>]{1,2000}>`_{0,2}")
_RST_TICKS = re.compile(r"`{1,2}([^`]+)`{1,2}_{0,2}")
_RST_STRONG = re.compile(r"(?<![\w*\\])(\*{1,2})(?=[^\s*])([^*]+)(?<=[^\s*])\1")
_RST_FOOTNOTE = re.compile(r"\[(?:#?[\w.-]{0,40}|\*)\]_")
_RST_SUBSTITUTION = re.compile(r"(?<!\w)\|([^|\s](?:[^|\n]{0,200}[^|\s])?)\|_{0,2}(?!\w)")
_RST_REFERENCE = re.compile(r"(?<![\w_])([A-Za-z0-9][\w.+-]{0,100}?)_{1,2}(?![\w_])")
_RST_MARKED = re.compile(r"[*_`|\\:]")


def strip_markdown(text: str) -> str:
    r"""Text without Markdown's inline marks; an image becomes its description.

    Examples
    --------
    >>> strip_markdown(r"1\. *May* \[note\](1) `\*`")
    '1. May [note](1) \\*'
    """
    if not _MARKED.search(text):
        return text
    if "\\" not in text:
        return _without_marks(text)
    if not text.isascii():
        text = _MASKED.sub("", text)
    text = _ESCAPE.sub(lambda match: chr(_MASK + ord(match[1])), text)
    text = _without_marks(_HARD_BREAK.sub("", text), has_masks=True)
    return _unmasked(text, "")


def unescape_markdown(text: str) -> str:
    """Text with the characters that a backslash escapes."""
    return _ESCAPE.sub(r"\1", text) if "\\" in text else text


def _without_marks(text: str, *, has_masks: bool = False) -> str:
    """Text without marks; masked characters in code are unmasked, with their backslash."""
    if "`" not in text:
        return _strip_spans(text)
    return "".join(
        (_unmasked(piece, "\\") if has_masks else piece) if is_code else _strip_spans(piece)
        for piece, is_code in _code_spans(text)
    )


def strip_field(text: str, *, is_clean: bool = False) -> str:
    """Text of a row, cleaned, without the HTML and the link targets that exports often contain.

    With `is_clean` the text is part of one that `clean` returned, and is not cleaned again.
    """
    text = without_web_residue(text) if is_clean else clean_web(text)
    if "](" in text:
        text = _LINK.sub(r"\1", _IMAGE.sub(r"\1", text))
    return text


def strip_title(text: str) -> str:
    """Title or heading without entities and marks that its format did not resolve.

    Only what can hardly be meant is resolved: entities with a semicolon, pairs of tags, links,
    ``**strong**`` and anchors such as ``{#toc3}``. ``__init__``, ``a < b`` and ``*args`` stay.

    Examples
    --------
    >>> strip_title("The captain&#8217;s **log** <b>now</b> {#toc3}")
    'The captain’s log now'
    """
    if not _TITLE_MARKED.search(text):
        return text
    stripped = clean_web(text)
    if "](" in stripped:
        stripped = _LINK.sub(r"\1", _IMAGE.sub(r"\1", stripped))
    if "**" in stripped:
        stripped = _STRONG.sub(r"\1", stripped)
    if "{" in stripped:
        stripped = _ATTRIBUTES.sub("", stripped)
    stripped = " ".join(stripped.split())
    return stripped or text


def strip_rst(text: str) -> str:
    """Text without reStructuredText's inline marks."""
    if not _RST_MARKED.search(text):
        return text
    if "`" in text:
        text = _ROLE.sub("", text)
        text = _ROLE_AFTER.sub("", text)
        text = _RST_LINK.sub(lambda match: match.group(1).strip(), text)
        text = _RST_TICKS.sub(r"\1", text)
    text = _RST_FOOTNOTE.sub("", text)
    text = _RST_STRONG.sub(r"\2", text)
    text = _RST_SUBSTITUTION.sub(r"\1", text)
    text = _RST_REFERENCE.sub(r"\1", text)
    return _ESCAPE.sub(r"\1", text)


def _strip_spans(text: str) -> str:
    if "<" in text:
        text = _without_comments(text)
        text = _AUTOLINK.sub("", text)
        text = _BREAK.sub(" ", text)
        text = _INLINE_TAG.sub("", text)
        text = _TAG.sub(" ", text)
    if "[" in text:
        text = _FOOTNOTE.sub("", text)
        text = _IMAGE.sub(r"\1", text)  # before links: an image may be the text of one
        text = _LINK.sub(r"\1", text)
    for mark, pattern, kept in (
        ("*", _STARS, r"\2"),
        ("_", _UNDERSCORES, r"\2"),
        ("~~", _STRIKE, r"\1"),
    ):
        if mark in text:
            text = pattern.sub(kept, pattern.sub(kept, text))  # twice: strong around emphasis
    if "{" in text:
        text = _ATTRIBUTES.sub("", text)
    return clean(unescape(text)) if "&" in text else text


def _unmasked(text: str, before: str) -> str:
    """Text with the characters that are masked, each with something before it."""
    return _MASKED.sub(lambda match: before + chr(ord(match[0]) - _MASK), text)


def _without_comments(text: str) -> str:
    """Text without HTML comments, in linear time.

    A regular expression would search to the end of the text for every unclosed ``<!--``.
    """
    pieces = []
    offset = 0
    while (begin := text.find("<!--", offset)) >= 0 and (end := text.find("-->", begin + 4)) >= 0:
        pieces.append(text[offset:begin])
        offset = end + 3
    return "".join(pieces) + text[offset:]


def _code_spans(text: str) -> list[tuple[str, bool]]:
    """Pieces of the text, each with whether it is code.

    Code begins at a run of backticks and ends at the next run of the same length.
    """
    pieces = _TICKS.split(text)  # runs of backticks have the odd indices
    # For every run the index of the next one of the same length, found in one pass backwards.
    closing_runs: list[int | None] = [None] * len(pieces)
    latest: dict[int, int] = {}
    for index in range(len(pieces) - 2, 0, -2):
        length = len(pieces[index])
        closing_runs[index] = latest.get(length)
        latest[length] = index
    spans: list[tuple[str, bool]] = []
    index = 0
    while index < len(pieces):
        closing = closing_runs[index] if index % 2 else None
        if closing is None:
            spans.append((pieces[index], False))
            index += 1
        else:
            spans.append(("".join(pieces[index + 1 : closing]), True))
            index = closing + 1
    return spans
