"""Join words that are cut in two at the end of a line: ``govern-⏎ment``.

A hyphen at the end of a line either cuts a word or belongs to it ("well-⏎known"). What the texts
themselves contain decides: the whole word elsewhere, or the word with its hyphen.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from typing import NamedTuple

import polars as pl

MIN_PART = 2
"""Each part of a cut word has at least this many letters."""

MAX_PART = 40
"""Each part of a cut word has at most this many letters."""

MIN_WORD = 5
"""A word of fewer letters is not joined: it occurs inside many others."""

CHUNK_CHARACTERS = 16_000_000
"""The texts are searched in pieces of about this many characters, to save memory."""

# A hyphen at the end of a line, and the words around it. Searched in three steps, because a search
# for a hyphen is fast.
_HYPHEN = re.compile(r"[-‐¬][ \t]*\n[ \t]*")
_LEFT = re.compile(r"[^\W\d_]+$")
_RIGHT = re.compile(r"[^\W\d_]+")
# Marks behind the rest of a word, which move with it, and the white space behind them.
_REST = re.compile(r"[^\w\s]*[ \t]*\n?")
# A part of a word of several parts follows one of these.
_JOINERS = "-‐'’_"
# A line that ends with a hyphen. The line feed makes the search fast.
_SIGN = re.compile(r"\n(?:(?<=[-‐¬]\n)|(?<=- \n))")


def join_cut_words(
    texts: Sequence[str], known: Callable[[], Container[str]] = frozenset
) -> dict[int, str]:
    r"""Texts with words joined, by index; texts without such words are left out.

    Parameters
    ----------
    texts : sequence of str
        All texts of a corpus, in which the whole words are looked for.
    known : callable
        Gives words that were seen elsewhere, such as the terms of a run; it is called only if a
        text has words that may be cut.

    Examples
    --------
    >>> join_cut_words(["the govern-\nment met", "a government", "a well-\nknown port"])
    {0: 'the government\nmet'}
    """
    cut = {
        index: cuts
        for index, text in enumerate(texts)
        if _SIGN.search(text) and (cuts := list(_cuts(text)))
    }
    if not cut:
        return {}
    forms = {form for cuts in cut.values() for one in cuts for form in (one.whole, one.hyphenated)}
    counts = _count(texts, sorted(forms))
    seen = known()
    for form in forms:
        counts[form] = counts.get(form, 0) + (form in seen)
    joined: dict[int, str] = {}
    for index, cuts in cut.items():
        certain = [one for one in cuts if _is_cut(one, counts)]
        if certain:
            joined[index] = _join(texts[index], certain)
    return joined


class _Cut(NamedTuple):
    """A word that may be cut: where its hyphen is, where it goes on, and its two spellings."""

    hyphen: int
    rest: int
    end: int
    is_soft: bool
    whole: str
    hyphenated: str


def _cuts(text: str) -> Iterator[_Cut]:
    """The words of the text that may be cut at the end of a line.

    A second part that begins with a capital is a word of its own, and so is the last part of
    "brothers-in-⏎arms".
    """
    for match in _HYPHEN.finditer(text):
        begin = match.start()
        if begin == 0 or not text[begin - 1].isalpha():
            continue
        above = text[max(begin - MAX_PART - 1, 0) : begin]
        left = _LEFT.search(above)
        right = _RIGHT.match(text, match.end())
        if left is None or right is None:
            continue
        first, second = left.group(), right.group()
        if not MIN_PART <= len(first) <= MAX_PART or not MIN_PART <= len(second) <= MAX_PART:
            continue
        before = above[: left.start()][-1:]
        after = text[right.end() : right.end() + 1]
        is_part = bool(before) and (before in _JOINERS or before.isalnum())
        if is_part or (after and after in "-‐_") or (second[0].isupper() and not first.isupper()):
            continue
        whole = (first + second).lower()
        if len(whole) >= MIN_WORD:
            is_soft = text[begin] == "¬"
            hyphenated = f"{first}-{second}".lower()
            yield _Cut(begin, match.end(), right.end(), is_soft, whole, hyphenated)


def _is_cut(one: _Cut, counts: Mapping[str, int]) -> bool:
    """Whether the texts have the whole word, at least as often as the word with a hyphen."""
    n_whole = counts.get(one.whole, 0)
    return one.is_soft or (n_whole > 0 and n_whole >= counts.get(one.hyphenated, 0))


def _join(text: str, cuts: list[_Cut]) -> str:
    """The text with the rest of every cut word, and marks behind it, on the line above."""
    pieces: list[str] = []
    position = 0
    for one in cuts:
        if one.hyphen < position:  # the rest of the word before is cut again
            continue
        rest = _REST.match(text, one.end)
        end = one.end if rest is None else rest.end()
        pieces += [text[position : one.hyphen], text[one.rest : end].rstrip(), "\n"]
        position = end
    pieces.append(text[position:])
    joined = "".join(pieces)
    return joined if text.endswith("\n") else joined.rstrip("\n")


def _count(texts: Sequence[str], forms: list[str]) -> dict[str, int]:
    """How often the texts contain each form, in small or large letters.

    A form also counts inside a longer word, such as "government" in "governments".
    """
    counts: Counter[str] = Counter()
    is_ascii = all(map(str.isascii, forms))
    for chunk in _chunks(texts):
        series = pl.Series(chunk, dtype=pl.String)
        if not is_ascii:  # a second copy of the texts
            series = series.str.to_lowercase()
        matches = (
            series.str.extract_many(forms, overlapping=True, ascii_case_insensitive=is_ascii)
            .explode()
            .drop_nulls()
            .str.to_lowercase()
        )
        counts.update(dict(matches.value_counts().iter_rows()))
    return dict(counts)


def _chunks(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    """The texts in pieces of about `CHUNK_CHARACTERS`."""
    begin = n_characters = 0
    for index, text in enumerate(texts):
        n_characters += len(text)
        if n_characters >= CHUNK_CHARACTERS:
            yield texts[begin : index + 1]
            begin, n_characters = index + 1, 0
    if begin < len(texts):
        yield texts[begin:]
