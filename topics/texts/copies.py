"""Which documents have exactly the text of an earlier one?"""

from __future__ import annotations

import polars as pl

from topics.notices import Notice

_EXAMPLES = 3

ROWS_AT_A_TIME = 10_000
"""Texts that have the same hash are compared this many at a time."""


def mark_copies(
    documents: pl.DataFrame, sections: pl.DataFrame
) -> tuple[pl.DataFrame, list[Notice]]:
    """The documents with ``duplicate_of`` filled, and a notice that counts the copies.

    A copy has the same headings and texts, in the same sections, as an earlier document;
    ``duplicate_of`` is the id of the first. Documents without text are nobody's copies.

    Parameters
    ----------
    documents, sections : polars.DataFrame
        The tables of a corpus, in order.
    """
    hashed = sections.select(
        "document",
        "position",
        # The hash of a struct would need a copy of all texts.
        key=pl.col("heading").hash(1) ^ pl.col("text").hash(2),
        is_filled=(pl.col("heading") != "") | (pl.col("text") != ""),
    )
    if not hashed["key"].is_duplicated().any():  # nearly always, and cheap
        return documents, []
    keys = (
        hashed.group_by("document", maintain_order=True)
        .agg(
            # Positions make the order count: a sum alone would not.
            pl.struct("position", "key").hash().bitwise_xor(),
            n=pl.len(),
            is_filled=pl.col("is_filled").any(),
        )
        .filter("is_filled")
    )
    firsts = keys.with_columns(first=pl.col("document").first().over("position", "n"))
    pairs = firsts.filter(pl.col("document") != pl.col("first")).select("document", "first")
    pairs = _of_equal_texts(pairs, sections)
    if not pairs.height:
        return documents, []
    marked = documents.join(
        pairs, left_on="id", right_on="document", how="left", maintain_order="left"
    )
    documents = documents.with_columns(duplicate_of=marked["first"])
    examples = "; ".join(f"{copy!r} of {first!r}" for copy, first in pairs.head(_EXAMPLES).rows())
    more = "; …" if pairs.height > _EXAMPLES else ""
    message = (
        "documents with exactly the text of an earlier one, which stay in the corpus "
        f"(column duplicate_of): {pairs.height} ({examples}{more})"
    )
    return documents, [Notice("copies", pairs.height, message)]


def _of_equal_texts(pairs: pl.DataFrame, sections: pl.DataFrame) -> pl.DataFrame:
    """The pairs whose texts are equal, because two texts can have the same hash."""
    rows = sections.select("document", "position").with_row_index()
    compared = pairs.join(rows, on="document", maintain_order="left").join(
        rows, left_on=["first", "position"], right_on=["document", "position"], how="left"
    )
    unequal = []
    for part in compared.iter_slices(ROWS_AT_A_TIME):  # gathering all texts would copy them
        copies, firsts = (
            sections.select("heading", "text")[part[name]] for name in ("index", "index_right")
        )
        is_equal = (copies["heading"] == firsts["heading"]) & (copies["text"] == firsts["text"])
        unequal.append(part["document"].filter(~is_equal))
    names = pl.concat(unequal) if unequal else pl.Series([], dtype=pl.String)
    return pairs.filter(~pl.col("document").is_in(names.implode()))
