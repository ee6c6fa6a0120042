"""Terms of several tokens: n-grams of any neighbouring tokens, and collocations."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import polars as pl

PHRASE_MIN_COUNT = 5
"""A phrase occurs at least this often."""
PHRASE_THRESHOLD = 0.3
"""A phrase's two parts have at least this normalised pointwise mutual information (-1 to 1)."""


def ngrams(tokens: pl.DataFrame, longest: int) -> pl.DataFrame:
    """Tokens and all runs of 2 to `longest` neighbouring tokens of a row, joined by ``_``.

    Parameters
    ----------
    tokens : polars.DataFrame
        Columns ``row`` (never falling) and ``token``.
    longest : int
        1 returns the tokens unchanged.

    Examples
    --------
    >>> frame = pl.DataFrame({"row": [0, 0, 1], "token": ["deep", "sea", "law"]})
    >>> ngrams(frame, 2)["token"].to_list()
    ['deep', 'deep_sea', 'sea', 'law']
    """
    if longest == 1:
        return tokens
    numbered = tokens.with_row_index("offset")
    runs = [
        numbered.select(
            "row",
            "offset",
            pl.concat_str([pl.col("token").shift(-step) for step in range(n)], separator="_").alias(
                "token"
            ),
            (pl.col("row").shift(1 - n) == pl.col("row")).alias("inside"),
        ).filter("inside")
        for n in range(1, longest + 1)
    ]
    # A stable sort keeps the shorter of two runs that begin at the same token first.
    return pl.concat(runs).sort("offset", maintain_order=True).select("row", "token")


def find_phrases(chunks: Iterable[pl.DataFrame], stop_words: frozenset[str]) -> list[str]:
    """The collocations of the given tokens, joined with ``_``, sorted.

    Collocations are gensim's ``Phrases`` with its NPMI score (Bouma 2009) at
    `PHRASE_THRESHOLD` and at least `PHRASE_MIN_COUNT` occurrences. Stop words end a
    phrase, except that English connectors ("of", "the", "and") may be inside one.

    Parameters
    ----------
    chunks : iterable of polars.DataFrame
        Columns ``row`` and ``token``, in reading order, stop words still in place.
    stop_words : frozenset of str
    """
    model = _model()
    breaks = stop_words - model.connector_words
    for chunk in chunks:
        model.add_vocab(run for _, run in _runs(chunk, breaks))
    return sorted(model.export_phrases())


def phrase_joiner(
    phrases: Iterable[str], stop_words: frozenset[str]
) -> Callable[[pl.DataFrame], pl.DataFrame]:
    """Function that joins the given phrases wherever they occur among tokens.

    Examples
    --------
    >>> join = phrase_joiner(["deep_sea"], frozenset())
    >>> join(pl.DataFrame({"row": [0, 0, 0], "token": ["the", "deep", "sea"]}))["token"].to_list()
    ['the', 'deep_sea']
    """
    model = _model()
    breaks = stop_words - model.connector_words
    frozen = model.freeze()
    # The scores have selected the phrases and are not needed to join them.
    frozen.phrasegrams = dict.fromkeys(phrases, 1.0)

    def join(tokens: pl.DataFrame) -> pl.DataFrame:
        rows: list[int] = []
        joined: list[str] = []
        for row, run in _runs(tokens, breaks):
            run_with_phrases = frozen[run]
            joined.extend(run_with_phrases)
            rows.extend([row] * len(run_with_phrases))
        return pl.DataFrame(
            {"row": rows, "token": joined}, schema={"row": tokens["row"].dtype, "token": pl.String}
        )

    return join


def _model() -> Any:
    from gensim.models.phrases import ENGLISH_CONNECTOR_WORDS, Phrases

    return Phrases(
        min_count=PHRASE_MIN_COUNT,
        threshold=PHRASE_THRESHOLD,
        scoring="npmi",
        delimiter="_",
        connector_words=ENGLISH_CONNECTOR_WORDS,
    )


def _runs(tokens: pl.DataFrame, breaks: frozenset[str]) -> Iterable[tuple[int, list[str]]]:
    """Row and tokens of every run between breaks; no run crosses a row."""
    run: list[str] = []
    current = -1
    for row, token in tokens.iter_rows():
        if row != current or token in breaks:
            if run:
                yield current, run
            run = []
            current = row
        if token not in breaks:
            run.append(token)
    if run:
        yield current, run
