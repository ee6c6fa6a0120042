"""Scripts that write words without spaces between them: Chinese, Japanese, Thai and relatives."""

from __future__ import annotations

import polars as pl

SPACELESS = r"[\p{L}&&[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]]"
"""A letter of a script that writes words without spaces between them."""

_ALPHABETIC = r"[\p{L}&&[\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]]"
_RUN = r"[\p{Han}\p{Hiragana}\p{Katakana}ー\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}\p{M}]+"
_CLAUSE = (
    r"[\p{Katakana}ー]*[\p{Han}\p{Hiragana}][\p{Han}\p{Hiragana}\p{Katakana}ー]{7,}"
    r"|[\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]{16,}"
)
"""Several words without a space; a long word of Katakana alone is a name or a foreign word."""

MAX_MEAN_WORD = 3
MAX_MEAN_ALPHABETIC_WORD = 7
"""In a text that was cut into words, the runs of letters have at most so many on average.

The second limit is for the scripts whose letters are sounds, such as Thai.
"""
MIN_RUNS = 3
"""A text of fewer runs is judged by all texts together, unless one of its runs is a clause."""


def spaceless(texts: pl.Series) -> pl.Series:
    """Whether a text is in a script without spaces and was not cut into words (Boolean column).

    Examples
    --------
    >>> spaceless(pl.Series(["灯台の光が港を照らす", "灯台 の 光 が 港 を"])).to_list()
    [True, False]
    """
    rows = suspects(texts)
    nowhere = pl.repeat(False, len(texts), eager=True)
    if not len(rows):
        return nowhere
    candidates = texts.gather(rows)
    letters = pl.DataFrame(
        {
            "all": candidates.str.count_matches(r"\p{L}"),
            "spaceless": candidates.str.count_matches(SPACELESS),
            "alphabetic": candidates.str.count_matches(_ALPHABETIC),
            "runs": candidates.str.count_matches(_RUN),
            "clauses": candidates.str.count_matches(_CLAUSE),
        }
    ).cast(pl.Int64)
    counts = ("spaceless", "alphabetic", "runs")
    together = letters.filter(2 * pl.col("spaceless") > pl.col("all")).select(counts).sum()
    verdicts = letters.select(
        most=2 * pl.col("spaceless") > pl.col("all"),
        few=pl.col("runs") < MIN_RUNS,
        has_clause=pl.col("clauses") > 0,
        cut=_is_cut(*map(pl.col, counts)),
        all_cut=_is_cut(*(pl.lit(together[name][0]) for name in counts))
        & (together["runs"][0] > 1),
    )
    is_cut = pl.when("few").then(pl.col("all_cut") & ~pl.col("has_clause")).otherwise("cut")
    return nowhere.scatter(rows, verdicts.select(pl.col("most") & ~is_cut).to_series())


def suspects(texts: pl.Series) -> pl.Series:
    """Indices of the texts with a letter of such a script."""
    rows = (texts.str.len_bytes() != texts.str.len_chars()).arg_true()
    return rows.filter(texts.gather(rows).str.contains(SPACELESS))


def was_cut(texts: pl.Series) -> pl.Series:
    """Whether each text is mostly in such a script and has blanks between words (Boolean column).

    Unlike in `spaceless`, no text is judged by the others: one of fewer than `MIN_RUNS` runs was
    not cut, as far as anybody can say.

    Examples
    --------
    >>> was_cut(pl.Series(["灯台の光が港を照らす", "灯台 の 光 が 港 を", "灯台 の"])).to_list()
    [False, True, False]
    """
    counts = pl.DataFrame(
        {
            "spaceless": texts.str.count_matches(SPACELESS),
            "alphabetic": texts.str.count_matches(_ALPHABETIC),
            "runs": texts.str.count_matches(_RUN),
        }
    ).cast(pl.Int64)
    is_cut = _is_cut(pl.col("spaceless"), pl.col("alphabetic"), pl.col("runs"))
    cut = counts.select(is_cut & (pl.col("runs") >= MIN_RUNS)).to_series()
    return mostly_spaceless(texts) & cut


def mostly_spaceless(texts: pl.Series) -> pl.Series:
    """Whether more than half of the letters of each text are of such a script (Boolean column)."""
    return texts.str.count_matches(SPACELESS) * 2 > texts.str.count_matches(r"\p{L}")


def _is_cut(letters: pl.Expr, alphabetic: pl.Expr, runs: pl.Expr) -> pl.Expr:
    """Whether runs of letters are as short as words."""
    n_words = (letters - alphabetic) / MAX_MEAN_WORD + alphabetic / MAX_MEAN_ALPHABETIC_WORD
    return n_words <= runs


def without_clauses(texts: pl.Series) -> tuple[pl.Series, int]:
    """Texts with a blank in the place of every clause without spaces, and the number of clauses.

    Texts of which most is in such a script stay, because they were cut into words.

    Examples
    --------
    >>> without_clauses(pl.Series(["it says 潮は港の壁を越えた in stone"]))[0].to_list()
    ['it says   in stone']
    """
    rows = suspects(texts)
    if not len(rows):
        return texts, 0
    candidates = texts.gather(rows)
    mostly = mostly_spaceless(candidates)
    rows, candidates = rows.filter(~mostly), candidates.filter(~mostly)
    n_clauses = int(candidates.str.count_matches(_CLAUSE).sum())
    if not n_clauses:
        return texts, 0
    return texts.scatter(rows, candidates.str.replace_all(_CLAUSE, " ")), n_clauses
