"""What is searched for: words, beginnings of words and phrases, and where a text has them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray

from topics.counting.words.folding import fold
from topics.errors import InputError, OptionError
from topics.values import amount

MAX_WORDS, MAX_LENGTH = 20, 200
"""Maximum number of words of a search, and of characters of a word or phrase."""

MAX_SIGNS = 5
"""Between two words of a phrase there are at most this many blanks and signs."""

SPACELESS = ("CJK", "HIRAGANA", "KATAKANA", "THAI", "LAO", "KHMER", "MYANMAR")
"""Scripts without spaces between words: a word is found inside others. Names in Unicode."""

# A phrase in quotation marks, or what is between two blanks.
_PART = re.compile(r'"([^"]*)"(\*?)|([^\s"]+)')
_QUOTES = str.maketrans(dict.fromkeys("“”„«»", '"'))


@dataclass(frozen=True)
class Word:
    """A word or phrase that is searched for.

    Attributes
    ----------
    pieces : tuple of str
        Runs of letters and digits, in lower case, that follow each other.
    is_beginning : bool
        Whether the last piece is only the beginning of a word.
    """

    pieces: tuple[str, ...]
    is_beginning: bool = False

    def __str__(self) -> str:
        return " ".join(self.pieces) + "*" * self.is_beginning

    @property
    def pattern(self) -> str:
        r"""Regular expression of the word in folded texts, for polars.

        Examples
        --------
        >>> Word(("supreme", "court")).pattern, Word(("ship",), True).pattern
        ('\\bsupreme[^\\p{L}\\p{N}]{1,5}court\\b', '\\bship[\\p{L}\\p{M}\\p{N}]*')
        """
        between = rf"[^\p{{L}}\p{{N}}]{{1,{MAX_SIGNS}}}"
        begin = "" if _is_spaceless(self.pieces[0][0]) else r"\b"
        end = "" if _is_spaceless(self.pieces[-1][-1]) else r"\b"
        end = r"[\p{L}\p{M}\p{N}]*" if self.is_beginning else end
        return begin + between.join(self.pieces) + end

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Where a text has the word: begin and end of every place.

        Examples
        --------
        >>> Word(("tide",)).spans("Tide, tides, low tide"), Word(("tide",), True).spans("Tides")
        ([(0, 4), (17, 21)], [(0, 5)])
        """
        found = []
        for match in self._plain.finditer(text):
            begin, end = match.span()
            if _joins(text, begin):
                continue
            if self.is_beginning:
                while end < len(text) and _is_letter(text[end]):
                    end += 1
            elif _joins(text, end):
                continue
            found.append((begin, end))
        return found

    @cached_property
    def _plain(self) -> re.Pattern[str]:
        """The pieces, whatever is around them."""
        between = rf"[\W_]{{1,{MAX_SIGNS}}}"
        return re.compile(between.join(map(re.escape, self.pieces)), re.IGNORECASE)


def words_of(query: str) -> list[Word]:
    """Words and phrases of a search; what is in quotation marks is a phrase.

    Raises
    ------
    InputError
        The search is no text.
    OptionError
        It has no letter and no digit, or too much.

    Examples
    --------
    >>> [str(word) for word in words_of('Tides ship* "Supreme Court" covid-19')]
    ['tides', 'ship*', 'supreme court', 'covid 19']
    """
    if not isinstance(query, str):
        raise InputError(f"the words are {type(query).__name__}, expected text")
    found: dict[Word, None] = {}
    for phrase, star, plain in _PART.findall(query.translate(_QUOTES)):
        part = phrase or plain
        is_beginning = bool(star) or part.endswith("*")
        if len(part) > MAX_LENGTH:
            raise OptionError(
                f"a word of the search has {len(part):,} characters, expected at most {MAX_LENGTH}"
            )
        if pieces := _pieces(fold(pl.Series([part], dtype=pl.String))[0]):
            found[Word(pieces, is_beginning)] = None
    if not found:
        raise OptionError(f"the search is {query!r:.80}, expected one word or more")
    if len(found) > MAX_WORDS:
        raise OptionError(
            f"the search has {amount(len(found), 'word')}, expected at most {MAX_WORDS}"
        )
    return list(found)


def n_found(texts: pl.Series, words: list[Word]) -> NDArray[np.int64]:
    """How many times each text has each word, shape (n_texts, n_words).

    Examples
    --------
    >>> n_found(pl.Series(["The tide, the TIDE", "tides"]), words_of("tide the")).tolist()
    [[2, 2], [0, 0]]
    """
    folded = fold(texts)
    columns = [folded.str.count_matches(word.pattern).fill_null(0) for word in words]
    return np.column_stack([column.to_numpy() for column in columns]).astype(np.int64)


def _pieces(text: str) -> tuple[str, ...]:
    """Runs of letters, marks and digits."""
    plain = "".join(character if _is_letter(character) else " " for character in text)
    return tuple(plain.split())


def _is_letter(character: str) -> bool:
    return unicodedata.category(character)[0] in "LMN"


def _is_spaceless(character: str) -> bool:
    return unicodedata.name(character, "").startswith(SPACELESS)


def _joins(text: str, place: int) -> bool:
    """Whether one word reaches across a place of a text."""
    if not 0 < place < len(text):
        return False
    before, after = text[place - 1], text[place]
    if _is_spaceless(before) or _is_spaceless(after):
        return False
    return (_is_letter(before) or before == "_") and (_is_letter(after) or after == "_")
