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
_FILE_ENDS = (
    "png|jpe?g|gif|svg|webp|pdf|html?|txt|csv|tsv|json|xml|zip|gz|docx?|xlsx?|pptx?|mp[34]|py|js|ts|"
    "css|md|rst|java|cpp|exe|dll|sh|conf|cfg|ini|log|ya?ml|toml"
)

_PAGES = "|".join(
    (
        # https://www.example.org/a?b=c and every other scheme, also with nothing behind it
        rf"[A-Za-z][A-Za-z0-9+.-]*://(?:{_URL})?",
        # https%3A%2F%2Fwww.example.org%2Fa, also escaped twice or in part
        rf"[A-Za-z][A-Za-z0-9+.-]*(?:%(?:25)*3[Aa](?:/|%(?:25)*2[Ff])|:%(?:25)*2[Ff])(?:{_URL})?",
        # mailto%3Ajo%40example.org
        rf"(?:mailto%3[Aa])?[{_WORD}.+-]+%40{_LABEL}(?:\.{_LABEL})+",
        # example.org%2Fa
        rf"(?:{_LABEL}\.)+[a-z]{{2,24}}%(?:25)*2[Ff](?:{_URL})?",
        # www.example.org/a
        rf"{_EDGE}[Ww][Ww][Ww][0-9]?\.{_URL}",
        # doi:10.1000/xyz, also without the first word
        rf"(?:{_EDGE}[Dd][Oo][Ii]:\s?)?{_EDGE}10\.[0-9]{{4,9}}/{_URL}",
        # urn:isbn:12, magnet:?xt=12, data:image/png;base64,12
        rf"{_EDGE}(?:urn:[a-z0-9-]+:|magnet:\?|data:[a-z]+/){_URL}",
        # node.js/ is kept
        rf"(?P<kept_code>(?:{_LABEL}\.)+(?:{_CODE_ENDS})/)",
        # example.org/a, example.org:80/a, example.org?a=b
        rf"(?:{_LABEL}\.)+[a-z]{{2,24}}(?:(?::[0-9]+)?/(?:{_URL})?|\?[A-Za-z0-9_.-]+={_URL})",
        # example.org
        rf"(?:{_LABEL}\.)+(?:{_HOST_ENDS}|{_COUNTRY_ENDS}){_EDGE}",
    )
)
# jo@example.org, mailto:jo@example.org?subject=a, git@example.org:jo/project.git
_MAILBOXES = (
    rf"(?:mailto:)?[{_WORD}.+%=/!-]+@{_LABEL}(?:\.{_LABEL})*"
    rf"(?:\?[a-z]+={_URL}|:{_NAME}+(?:/{_NAME}+)+)?"
)
# @jo, @jo@example.org
_PEOPLE = rf"@[{_WORD}-]+(?:[.@][{_WORD}-]+)*"
_FILES = "|".join(
    (
        # /usr/local, ~/a.txt, ../a.txt; what is before them is kept
        rf"{_BEFORE}(?:/{_NAME}+(?:/{_NAME}+)+|(?:~|\.\.?)(?:/{_NAME}+)+)/?",
        # pictures/a.png
        rf"(?:[{_WORD}-]+/)+[{_WORD}.-]+\.(?:{_FILE_ENDS}){_EDGE}",
        # C:\Users\a.txt
        rf"{_EDGE}[A-Za-z]:\\[^\s\"<>|*?]+",
        # \\server\folder
        rf"\\\\[{_WORD}.-]+\\[^\s\"<>|*?]+",
    )
)

_NET: dict[str, tuple[tuple[str, ...], str]] = {
    "https://www.example.org/a?b=c": (
        (
            r"://|[Ww][Ww][Ww][0-9]?\.",
            rf"\.(?:[a-z]{{2,24}}[/?:]|(?:{_HOST_ENDS}|{_COUNTRY_ENDS}){_EDGE})",
            r"10\.[0-9]{4}",
            "%(?:2[5Ff]|3[Aa]|40)",
            "urn:",
            "magnet:",
            "data:[a-z]+/",
        ),
        _PAGES,
    ),
    "jo.example@example.org": (("@",), _MAILBOXES),
    "@example": (("@",), _PEOPLE),
}
_DISK: dict[str, tuple[tuple[str, ...], str]] = {
    "/example/of/a/path": (
        (
            r"/[A-Za-z0-9_.+%~-]+/[A-Za-z0-9_.+%~-]|[.~]/[A-Za-z0-9_]|\\[A-Za-z0-9_]",
            rf"/[A-Za-z0-9_.-]+\.(?:{_FILE_ENDS}){_EDGE}",
        ),
        _FILES,
    ),
}
"""An example of every kind of address, quick tests of a text for the kind, and its pattern.

Several small tests are faster than one that has them as alternatives.
"""


def without_addresses(texts: pl.Series, pattern: str = TOKEN_PATTERN) -> pl.Series:
    """Texts with a blank in the place of every address that the token pattern would cut.

    A pattern that matches a kind of address as a whole, such as ``[^ ]+``, keeps this kind.

    Examples
    --------
    >>> without_addresses(pl.Series(["see www.example.org/tides, or ask @pilot"])).to_list()
    ['see   or ask  ']
    """
    # Pages, mailboxes and people in one pass, because one can be a part of the other.
    for tests, address in _cut_kinds(pattern):
        has_address = texts.str.contains(tests[0])
        for test in tests[1:]:
            has_address |= texts.str.contains(test)
        if has_address.any():
            names = ("kept_code", "kept_path")
            kept = "".join(f"${{{name}}}" for name in names if f"<{name}>" in address)
            masked = texts.filter(has_address).str.replace_all(f"(?m){address}", f"{kept} ")
            texts = texts.scatter(has_address.arg_true(), masked)
    return texts


@lru_cache(maxsize=8)
def _cut_kinds(pattern: str) -> list[tuple[list[str], str]]:
    """Quick tests and patterns of the addresses that the token pattern cuts, for every pass."""
    passes = []
    for kinds in (_NET, _DISK):
        tokens = pl.Series(list(kinds)).str.extract_all(pattern).to_list()
        pairs = zip(tokens, kinds.items(), strict=True)
        cut = [kind for words, (example, kind) in pairs if words != [example]]
        if cut:
            tests = dict.fromkeys(test for each, _ in cut for test in each)
            passes.append((list(tests), "|".join(address for _, address in cut)))
    return passes
