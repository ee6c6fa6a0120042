"""Words of scripts without spaces between them, cut with the dictionaries of ICU."""

from __future__ import annotations

import importlib.util
import re
from functools import lru_cache

import polars as pl

from topics.counting.words.scripts import suspects, was_cut
from topics.errors import MissingExtraError

CUTTER = "icu4py"
"""The package that cuts, in the extra ``cjk``.

It has dictionaries for all of these scripts. Words of the treebanks that Universal Dependencies
keeps for tests are found with F1 .78 in Chinese (rjieba: .78), .73 in Thai (nlpo3: .68) and .80 in
Japanese (SudachiPy, whose dictionary takes 190 MB: .98; most differences are endings of verbs).
"""

_RUN = re.compile(
    "[\u2e80-\u2fdf\u3005\u3007\u3021-\u3029\u3038-\u303b\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff"  # Han
    "\u3041-\u309f\u30a0-\u30ff\u31f0-\u31ff\uff66-\uff9f"  # Hiragana and Katakana
    "\u0e01-\u0e4e\u0e80-\u0ecf"  # Thai and Lao
    "\u1000-\u103f\u1050-\u108f\ua9e0-\ua9fe\uaa60-\uaa7f"  # Myanmar
    "\u1780-\u17d3\u17dd]+"  # Khmer
)
"""Letters and marks of these scripts. Each run is cut on its own, so that the words of a text do
not depend on what is around them."""


def is_cutter_installed() -> bool:
    """Whether texts in scripts without spaces can be cut into words."""
    return importlib.util.find_spec(CUTTER) is not None


def check_cutter(cut_by: str) -> None:
    """Raise MissingExtraError if texts were cut, and what cut them is not installed."""
    if cut_by and not is_cutter_installed():
        raise MissingExtraError(
            "the texts of the run are in a script without spaces and were cut into words; to cut "
            "others alike: pip install 'topics[cjk]'"
        )


def cut_texts(texts: pl.Series) -> pl.Series:
    """Texts with blanks between the words of scripts without spaces.

    Texts of which most is in such a script stay as they are if they were cut before.

    Examples
    --------
    >>> texts = pl.Series(["灯台の光が港を照らす", "灯台 の 光 が 港 を", "the 潮汐涨落"])
    >>> cut_texts(texts).to_list()
    ['灯台 の 光 が 港 を 照らす', '灯台 の 光 が 港 を', 'the 潮汐 涨 落']
    """
    rows = suspects(texts)
    candidates = texts.gather(rows)
    is_uncut = ~was_cut(candidates)
    rows, candidates = rows.filter(is_uncut), candidates.filter(is_uncut)
    if not len(rows):
        return texts
    cut = [_RUN.sub(_cut_match, text) for text in candidates]
    return texts.scatter(rows, pl.Series(cut, dtype=pl.String))


def cut_word(word: str) -> str:
    """What is between two blanks, with blanks between its words.

    Examples
    --------
    >>> cut_word("「珊瑚礁生长」")
    '「珊瑚礁 生长」'
    """
    return _RUN.sub(_cut_match, word)


def _cut_match(match: re.Match[str]) -> str:
    run = match[0]
    cut = _cut_run(run) if len(run) > 1 else run
    text, begin, end = match.string, *match.span()
    before = " " if begin and text[begin - 1].isalnum() else ""
    after = " " if end < len(text) and text[end].isalnum() else ""
    return before + cut + after


@lru_cache(maxsize=100_000)
def _cut_run(run: str) -> str:
    """The words of a run of letters; the rules of ICU are those of all languages together."""
    from icu4py.breakers import WordBreaker

    return " ".join(WordBreaker(run, "und"))
