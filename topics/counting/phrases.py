"""Terms of several tokens: n-grams of any neighbours, and phrases that stand out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import polars as pl

PHRASE_MIN_COUNT = 5
PHRASE_THRESHOLD = 0.3
"""Least normalised pointwise mutual information (-1 to 1) of the two parts of a phrase."""


def ngrams(tokens: pl.DataFrame, longest: int) -> pl.DataFrame:
    """Tokens with all runs of 2 to `longest` neighbours of a row, joined by ``_``.

    Parameters
    ----------
    tokens : polars.DataFrame
        Columns ``row`` (never falling) and ``token``.
    longest : int
        1 gives the tokens back unchanged.

    Examples
    --------
    >>> frame = pl.DataFrame({"row": [0, 0, 1], "token": ["deep", "sea", "law"]})
    >>> ngrams(frame, 2)["token"].to_list()
    ['deep', 'deep_sea', 'sea', 'law']
    """
    if longest == 1:
        return tokens
    placed = tokens.with_row_index("place")
    runs = [
        placed.select(
            "row",
            "place",
            pl.concat_str([pl.col("token").shift(-step) for step in range(n)], separator="_").alias(
                "token"
            ),
            (pl.col("row").shift(1 - n) == pl.col("row")).alias("inside"),
        ).filter("inside")
        for n in range(1, longest + 1)
    ]
    # A stable sort keeps the shorter run first where two begin at one place.
    return pl.concat(runs).sort("place", maintain_order=True).select("row", "token")


def find_phrases(chunks: Iterable[pl.DataFrame], stop_words: frozenset[str]) -> list[str]:
    """The collocations of the given tokens, joined with ``_``, sorted.

    Collocations are gensim's ``Phrases`` with its NPMI score (Bouma 2009) at
    `PHRASE_THRESHOLD` and at least `PHRASE_MIN_COUNT` occurrences. Stop words end a
    phrase; the connecting ones of English ("of", "the", "and") may stand inside.

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
    """A function that joins the given phrases where they stand among tokens.

    Examples
    --------
    >>> join = phrase_joiner(["deep_sea"], frozenset())
    >>> join(pl.DataFrame({"row": [0, 0, 0], "token": ["the", "deep", "sea"]}))["token"].to_list()
    ['the', 'deep_sea']
    """
    model = _model()
    breaks = stop_words - model.connector_words
    frozen = model.freeze()
    # Which phrases there are was decided by their scores; from here on all count alike.
    frozen.phrasegrams = dict.fromkeys(phrases, 1.0)

    def join(tokens: pl.DataFrame) -> pl.DataFrame:
        rows: list[int] = []
        joined: list[str] = []
        for row, run in _runs(tokens, breaks):
            found = frozen[run]
            joined.extend(found)
            rows.extend([row] * len(found))
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
    """Row and neighbouring tokens between breaks; no run crosses a row."""
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
