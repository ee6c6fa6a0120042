"""Addresses in texts: of pages, of mailboxes, of people and of files. They are no words.

Patterns are in the syntax of Rust's regex crate, which has no look-around: what is in front of an
address and is no part of it is captured as ``kept`` and put back.
"""

from __future__ import annotations

from functools import lru_cache

import polars as pl

from topics.choices import TOKEN_PATTERN

_URL_CHARACTER = r"[^\s<>\"'“”„‘’«»‹›`^{|}\[\]()\\，。、；！？「」『』【】（）]"
_URL = rf"(?:\({_URL_CHARACTER}*\)|{_URL_CHARACTER})+"
"""A page of an encyclopaedia can have balanced parentheses in its address."""
_WORD = r"0-9A-Za-z_\x{C0}-\x{1FFF}\x{3040}-\x{D7FF}"
"""Nearly `\\w`, whose automaton is a hundred times as large."""
_LABEL = rf"[{_WORD}](?:[{_WORD}-]*[{_WORD}])?"
_EDGE = r"(?-u:\b)"
_HOST_ENDS = "com|org|net|edu|gov|mil|info|biz|eu|example|de|fr|nl|ch|pl|ru|jp|cn|ca|au"
"""Ends of hosts that are recognised without a path.

The list is short because a sentence can begin without a blank: ``the end.it was`` names no host.
"""
_COUNTRY_ENDS = "(?:co|ac|com|org|net|gov|edu)\\.[a-z]{2}"
_CODE_ENDS = "js|jsx|ts|tsx|py|java|cpp"
"""Ends of files: ``node.js/express`` is no host with a path."""
_NAME = rf"[{_WORD}.+%~-]"
_BEFORE = r"(?P<kept_path>^|[\s\"'(\[=:<>,;])"

ADDRESSES: dict[str, tuple[str, str]] = {
    "https://www.example.org/a?b=c": (
        rf"://|[Ww][Ww][Ww][0-9]?\.|\.(?:[a-z]{{2,24}}[/?:]|(?:{_HOST_ENDS}|{_COUNTRY_ENDS}){_EDGE})"
        r"|10\.[0-9]{4}",
        rf"[A-Za-z][A-Za-z0-9+.-]*://{_URL}"
        rf"|{_EDGE}[Ww][Ww][Ww][0-9]?\.{_URL}"
        rf"|(?:{_EDGE}[Dd][Oo][Ii]:\s?)?{_EDGE}10\.[0-9]{{4,9}}/{_URL}"
        rf"|(?P<kept_code>(?:{_LABEL}\.)+(?:{_CODE_ENDS})/)"
        rf"|(?:{_LABEL}\.)+[a-z]{{2,24}}(?:(?::[0-9]+)?/(?:{_URL})?|\?[A-Za-z0-9_.-]+={_URL})"
        rf"|(?:{_LABEL}\.)+(?:{_HOST_ENDS}|{_COUNTRY_ENDS}){_EDGE}",
    ),
    "jo.example@example.org": (
        "@",
        rf"(?:mailto:)?[{_WORD}.+%=/!-]+@{_LABEL}(?:\.{_LABEL})*",
    ),
    "@example": ("@", rf"@[{_WORD}-]+(?:[.@][{_WORD}-]+)*"),
    "/example/of/a/path": (
        r"/[A-Za-z0-9_.+%~-]+/[A-Za-z0-9_.+%~-]|[.~]/[A-Za-z0-9_]|\\[A-Za-z0-9_]",
        rf"{_BEFORE}(?:/{_NAME}+(?:/{_NAME}+)+|(?:~|\.\.?)(?:/{_NAME}+)+)/?"
        rf"|{_EDGE}[A-Za-z]:\\[^\s\"<>|*?]+|\\\\[{_WORD}.-]+\\[^\s\"<>|*?]+",
    ),
}
"""An example of every kind of address, a quick test of a text for the kind, and its pattern."""


def without_addresses(texts: pl.Series, pattern: str = TOKEN_PATTERN) -> pl.Series:
    """Texts with a blank in the place of every address that the token pattern would cut.

    A pattern that matches a kind of address as a whole, such as ``[^ ]+``, keeps this kind.

    Examples
    --------
    >>> without_addresses(pl.Series(["see www.example.org/tides, or ask @pilot"])).to_list()
    ['see   or ask  ']
    """
    kinds = _cut_kinds(pattern)
    if not kinds:
        return texts
    has_address = texts.str.contains("|".join(dict.fromkeys(test for test, _ in kinds)))
    if not has_address.any():
        return texts
    address = "(?m)" + "|".join(each for _, each in kinds)
    kept = "".join(f"${{{name}}}" for name in ("kept_code", "kept_path") if name in address)
    masked = texts.filter(has_address).str.replace_all(address, f"{kept} ")
    return texts.scatter(has_address.arg_true(), masked)


@lru_cache(maxsize=8)
def _cut_kinds(pattern: str) -> list[tuple[str, str]]:
    """Quick tests and patterns of the kinds of addresses that the token pattern cuts."""
    examples = pl.Series(list(ADDRESSES))
    tokens = examples.str.extract_all(pattern).to_list()
    pairs = zip(tokens, ADDRESSES.items(), strict=True)
    return [kind for words, (example, kind) in pairs if words != [example]]
