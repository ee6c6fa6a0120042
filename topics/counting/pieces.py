"""Long sections are cut into pieces, the rows that a model sees; tables keep whole sections.

A model takes each row as one mixture of topics. A speech of 20,000 words without headings is no
such thing: it would be one row among hundreds of paragraphs, and a topic would be a mean of all
its subjects.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import polars as pl
from numpy.typing import NDArray

MARKS = ("\n\n", "\n", ". ", " ")
"""Where a text may be cut, best first: between paragraphs, lines, sentences and words."""


SHORTEST_PIECE, LONGEST_PIECE = 100, 500
"""Limits of the default length of a piece, in words; measured in benchmarks/README.md."""

ROWS_AT_A_TIME = 1000
"""The words of this many rows are counted at a time, because the first ones may be enough."""

PIECES_OF_A_CORPUS = 100
"""A small corpus is cut into about this many pieces, so that topics can differ from sections."""


def default_piece_tokens(sections: pl.DataFrame) -> int:
    """Words of a piece for a corpus: shorter pieces for a small one."""
    column = "tokens" if "tokens" in sections.columns else "text"
    n_words = 0
    for rows in sections.select(column).iter_slices(ROWS_AT_A_TIME):
        n_words += int(_numbers_of_words(rows[column]).sum())
        if n_words >= LONGEST_PIECE * PIECES_OF_A_CORPUS:
            return LONGEST_PIECE
    return max(n_words // PIECES_OF_A_CORPUS, SHORTEST_PIECE)


def cut_into_pieces(
    sections: pl.DataFrame, piece_tokens: int
) -> tuple[pl.DataFrame, NDArray[np.int64]]:
    r"""Rows of pieces, and the number of pieces of every section, shape (n_sections,).

    A section of more than 1.5 times `piece_tokens` words is cut into pieces of about equal
    length, as near to `piece_tokens` words as that gives. Cuts are at paragraph ends if one is
    within half a piece, else at the end of a line, of a sentence or of a word.

    Parameters
    ----------
    sections : polars.DataFrame
        Columns document, heading and text, or document and tokens. Only the first piece of a
        section has its heading, so that it is counted once.
    piece_tokens : int
        Words (of a text: separated by a space or line end); 0 leaves all sections whole.

    Examples
    --------
    >>> sections = pl.DataFrame(
    ...     {"document": ["a", "b"], "heading": "", "text": ["1 2 3\n\n4 5", "1 2"]}
    ... )
    >>> pieces, n_pieces = cut_into_pieces(sections, 2)
    >>> pieces["text"].to_list(), n_pieces.tolist()
    (['1 2 3', '4 5', '1 2'], [2, 1])
    """
    column = "tokens" if "tokens" in sections.columns else "text"
    n_pieces = np.ones(sections.height, dtype=np.int64)
    if piece_tokens:
        # A word and the blank behind it have at least two bytes.
        may_be_long = _lengths(sections[column]) > 2 * piece_tokens
        candidates = np.flatnonzero(may_be_long)
        n_words = _numbers_of_words(sections[column].gather(candidates))
        n_pieces[candidates] = np.where(
            n_words > 1.5 * piece_tokens, np.rint(n_words / piece_tokens), 1
        )
    is_long = n_pieces > 1
    if not is_long.any():
        return sections, n_pieces
    cut = _pieces_of_texts if column == "text" else _pieces_of_tokens
    indices = np.flatnonzero(is_long)
    pieces = cut(sections[column].gather(indices), n_pieces[indices])
    n_pieces[indices] = [len(each) for each in pieces]
    rows = sections.with_row_index()
    cut_rows = rows.filter(pl.Series(is_long)).with_columns(
        pl.Series(column, pieces, dtype=pl.List(sections.schema[column]))
    )
    whole = rows.filter(pl.Series(~is_long))
    cut_rows = cut_rows.explode(column)
    if "heading" in sections.columns:
        is_first = pl.col("index").is_first_distinct()
        cut_rows = cut_rows.with_columns(
            pl.when(is_first).then("heading").otherwise(pl.lit("")).alias("heading")
        )
    both = pl.concat([whole, cut_rows])
    return both.sort("index", maintain_order=True).drop("index"), n_pieces


def piece_starts(
    piece_offsets: NDArray[np.int64], first_pieces: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Token positions at which a piece starts inside a section, ascending.

    Pieces without tokens have no start of their own.

    Parameters
    ----------
    piece_offsets : array, shape (n_pieces + 1,)
        Piece `i` has the tokens ``piece_offsets[i]`` to ``piece_offsets[i + 1]``.
    first_pieces : array, shape (n_sections + 1,)
        Index of the first piece of each section, and the number of pieces.
    """
    return np.setdiff1d(piece_offsets, piece_offsets[first_pieces])


def _lengths(texts: pl.Series) -> NDArray[np.int64]:
    """Bytes of texts, or twice the numbers of tokens."""
    lengths = texts.str.len_bytes() if texts.dtype == pl.String else 2 * texts.list.len()
    n_bytes: NDArray[np.int64] = lengths.cast(pl.Int64).fill_null(0).to_numpy()
    return n_bytes


def _numbers_of_words(texts: pl.Series) -> NDArray[np.int64]:
    if texts.dtype == pl.String:
        counts = {mark: texts.str.count_matches(mark, literal=True) for mark in (" ", "\n", "\n\n")}
        n_words = counts[" "] + counts["\n"] - counts["\n\n"] + 1
    else:
        n_words = texts.list.len()
    numbers: NDArray[np.int64] = n_words.cast(pl.Int64).fill_null(0).to_numpy()
    return numbers


def _pieces_of_texts(texts: pl.Series, n_pieces: NDArray[np.int64]) -> list[list[str]]:
    return [list(_text_pieces(text, int(n))) for text, n in zip(texts, n_pieces, strict=True)]


def _text_pieces(text: str, n_pieces: int) -> Iterator[str]:
    """Pieces of about equal length; fewer where a stretch of half a piece has no blank at all."""
    length = len(text) / n_pieces
    start = 0
    for index in range(1, n_pieces):
        end, next_start = _nearest_mark(text, index * length, length / 2)
        if end > start:
            yield text[start:end]
            start = next_start
    yield text[start:]


def _nearest_mark(text: str, ideal: float, reach: float) -> tuple[int, int]:
    """Where the best mark around a position starts and ends; (0, 0) if there is none."""
    middle, lowest, highest = int(ideal), int(ideal - reach), int(ideal + reach)
    for mark in MARKS:
        before = text.rfind(mark, lowest, middle + len(mark) - 1)  # it may start left of the middle
        after = text.find(mark, middle, highest)
        if before >= 0 and (after < 0 or middle - before <= after - middle):
            return before, before + len(mark)
        if after >= 0:
            return after, after + len(mark)
    return 0, 0


def _pieces_of_tokens(lists: pl.Series, n_pieces: NDArray[np.int64]) -> list[list[list[str]]]:
    return [
        [list(piece) for piece in np.array_split(tokens.to_numpy(), n)]
        for tokens, n in zip(lists, n_pieces, strict=True)
    ]
