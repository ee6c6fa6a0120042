"""Join words that are cut in two at the end of a line: ``govern-⏎ment``.

A hyphen at the end of a line either cuts a word or belongs to it ("well-⏎known"). What the texts
themselves contain decides: the whole word elsewhere, or the word with its hyphen.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
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
_HYPHEN = re.compile(r"[-‐‑¬][^\S\n]*\n[^\S\n]*((?:(?:[A-Za-z]{0,4}>|\|)[^\S\n]*){0,9})")
_LEFT = re.compile(r"[^\W\d_]+$")
_RIGHT = re.compile(r"[^\W\d_]+")
# Marks behind the rest of a word, which move with it, and the white space behind them.
_REST = re.compile(r"[^\w\s]*[^\S\n]*\n?")
# A part of a word of several parts follows one of these; what follows an apostrophe is a word, as
# in "l'admi-⏎nistration".
_JOINERS = "-‐‑_"
# A line that ends with a hyphen, or with a hyphen and one or two blanks, or with more blanks. The
# line feed makes the search fast.
_SIGN = re.compile(
    r"\n(?:(?<=[-‐‑¬]\n)|(?<=[^\S\n]\n)(?:(?<=[-‐‑¬]\s\n)|(?<=[-‐‑¬]\s\s\n)|(?<=\s\s\s\n)))"
)


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
    words = CutWords(known)
    words.look_for(texts)
    words.count(texts)
    return words.joined(texts)


class CutWords:
    """Words that may be cut, for texts that are seen in three passes, a part of them at a time.

    Parameters
    ----------
    known : callable
        As in `join_cut_words`.
    """

    def __init__(self, known: Callable[[], Container[str]] = frozenset) -> None:
        self._known = known
        self._counts: Counter[str] = Counter()
        self._forms: set[str] = set()

    def look_for(self, texts: Iterable[str]) -> None:
        """First pass: find the words that may be cut; texts may be seen again after a change."""
        for text in texts:
            if _SIGN.search(text):
                for one in _cuts(text):
                    self._forms.update((one.whole, one.hyphenated))

    @property
    def has_any(self) -> bool:
        """Whether the other passes are needed."""
        return bool(self._forms)

    def count(self, texts: Sequence[str]) -> None:
        """Second pass: count whole words and words with a hyphen."""
        if self._forms:
            self._counts.update(_count(texts, sorted(self._forms)))

    def joined(self, texts: Iterable[str]) -> dict[int, str]:
        """Third pass: the texts with words joined, by index; texts without such are left out."""
        if not self._forms:
            return {}
        counts = self._all_counts
        return {
            index: _join(text, certain)
            for index, text in enumerate(texts)
            if _SIGN.search(text)
            and (certain := [one for one in _cuts(text) if _is_cut(one, counts)])
        }

    @cached_property
    def _all_counts(self) -> Mapping[str, int]:
        seen = self._known()
        return {form: self._counts[form] + (form in seen) for form in self._forms}


class _Cut(NamedTuple):
    """A word that may be cut: where its first hyphen is, its rest, and its two spellings.

    The mark is that of a quotation, on the line of the rest.
    """

    hyphen: int
    mark: str
    rest: str
    end: int
    is_soft: bool
    whole: str
    hyphenated: str


def _cuts(text: str) -> Iterator[_Cut]:
    """The words of the text that may be cut at the end of a line, or of several lines.

    A later part that begins with a capital is a word of its own, and so is the last part of
    "brothers-in-⏎arms".
    """
    position = 0
    for match in _HYPHEN.finditer(text):
        begin = match.start()
        if begin < position or begin == 0 or not text[begin - 1].isalpha():
            continue
        above = text[max(begin - MAX_PART - 1, 0) : begin]
        left = _LEFT.search(above)
        later, position = _later_parts(text, match.end())
        if left is None or not later:
            continue
        first = left.group()
        if not all(MIN_PART <= len(part) <= MAX_PART for part in (first, *later)):
            continue
        if match[1] and not _has_mark(text, begin, match[1]):  # somebody else's words begin
            continue
        before = above[: left.start()][-1:]
        after = text[position : position + 1]
        is_part = bool(before) and (before in _JOINERS or before.isalnum())
        has_capital = not first.isupper() and any(part[0].isupper() for part in later)
        if is_part or has_capital or (after and after in "-‐‑_"):
            continue
        rest = "".join(later)
        whole = (first + rest).lower()
        if len(whole) >= MIN_WORD:
            hyphenated = "-".join((first, *later)).lower()
            yield _Cut(begin, match[1], rest, position, text[begin] == "¬", whole, hyphenated)


def _has_mark(text: str, position: int, mark: str) -> bool:
    """Whether the line of a position begins with the mark, whatever blanks it has."""
    line = text[text.rfind("\n", 0, position) + 1 : position]
    return "".join(line.split()).startswith("".join(mark.split()))


def _later_parts(text: str, position: int) -> tuple[list[str], int]:
    """The parts of a cut word from the position on, and the end of the last one."""
    parts: list[str] = []
    while (part := _RIGHT.match(text, position)) is not None:
        parts.append(part.group())
        hyphen = _HYPHEN.match(text, part.end())
        if hyphen is None or _RIGHT.match(text, hyphen.end()) is None:
            return parts, part.end()
        position = hyphen.end()
    return parts, position


def _is_cut(one: _Cut, counts: Mapping[str, int]) -> bool:
    """Whether the texts have the whole word, at least as often as the word with a hyphen."""
    n_whole = counts.get(one.whole, 0)
    return one.is_soft or (n_whole > 0 and n_whole >= counts.get(one.hyphenated, 0))


def _join(text: str, cuts: list[_Cut]) -> str:
    """The text with the rest of every cut word, and marks behind it, on the line above."""
    pieces: list[str] = []
    position = 0
    for one in cuts:
        rest = _REST.match(text, one.end)
        end = one.end if rest is None else rest.end()
        pieces += [text[position : one.hyphen], one.rest, text[one.end : end].rstrip(), "\n"]
        if one.mark and text[end - 1 : end] != "\n" and end < len(text):
            pieces.append(one.mark)
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
