"""by_COLUMN.csv: shares of topics in groups, and what tells the groups apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from topics.corpus import column_as_text
from topics.errors import InputError
from topics.shares import representatives
from topics.trends import cells_of, differences, group_shares, separation

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

MOST_GROUPS = 50
"""Values beyond this many are counted together, those with the fewest rows."""

N_REPRESENTATIVES = 3
"""A group names at most this many rows for each topic."""

SMALLEST_SHARE = 0.01
"""Topics with a smaller share of a group name no representatives of it."""

_WIDEST = 200
"""Values are cut to this many characters."""


@dataclass(frozen=True)
class GroupRows:
    """Rows in groups.

    Attributes
    ----------
    names : list of str
        Groups, those with the most rows first; the last one can be that of all other values.
    group : array of int64, shape (n_rows,)
        -1 for rows without a value or without terms.
    n_together : int
        Number of values that are counted together; 0 if there are none.
    n_missing : int
        Rows with terms but without a value.
    """

    names: list[str]
    group: Ints
    n_together: int
    n_missing: int


def grouped(column: pl.Series, n_terms: NDArray[Any], rows_are: str) -> GroupRows:
    """Groups of rows by the values of a column.

    Parameters
    ----------
    column : polars.Series, shape (n_rows,)
        Texts of white space only are no values.
    n_terms : array, shape (n_rows,)
    rows_are : str
        "documents" or "sections", for messages.

    Raises
    ------
    InputError
        There is no value, only one, or every row has its own.
    """
    if column.dtype.is_float():
        column = column.fill_nan(None)  # as text it would be a group
    texts = column_as_text(column).str.strip_chars().str.slice(0, _WIDEST)
    texts = texts.set(texts == "", None)
    has_terms = n_terms > 0
    known = texts.is_not_null().to_numpy() & has_terms
    weight = pl.DataFrame({"value": texts, "n_terms": n_terms.astype(np.float64)})
    sizes = (
        weight.filter(pl.Series(known))
        .group_by("value", maintain_order=True)
        .agg(pl.len().alias("n"), pl.col("n_terms").sum())
        .sort("n", "n_terms", descending=True, maintain_order=True)
    )
    _check_values(column.name, sizes, rows_are)
    n_together = max(0, sizes.height - MOST_GROUPS)
    shown = sizes["value"][:MOST_GROUPS].to_list()
    number = {value: place for place, value in enumerate(shown)}
    group = np.array([number.get(text, MOST_GROUPS) for text in texts], dtype=np.int64)
    group[~known] = -1
    names = shown
    if n_together:
        together = f"{n_together:,} other values"
        while together in number:
            together = f"({together})"
        names = [*shown, together]
    return GroupRows(names, group, n_together, int((has_terms & ~known).sum()))


def _check_values(name: str, sizes: pl.DataFrame, rows_are: str) -> None:
    n_known = int(sizes["n"].sum())
    if not n_known:
        raise InputError(
            f"no {rows_are} with counted terms have a value in the column {name!r:.60}, so there "
            "are no groups"
        )
    if sizes.height == 1:
        raise InputError(
            f"the column {name!r:.60} has one value, {sizes['value'][0]!r:.60}, in all "
            f"{n_known:,} {rows_are} that have one: there is nothing to compare it with"
        )
    if sizes["n"][0] == 1:
        raise InputError(
            f"the column {name!r:.60} has {n_known:,} different values in {n_known:,} {rows_are}, "
            "so it names them one by one; expected groups (for dates, look at the topics over time)"
        )


def by_group_table(
    rows: GroupRows,
    shares: Floats,
    counts: Any,
    document: Ints,
    section_group: Ints,
    labels: list[str],
    names: pl.Series,
    random_state: int,
) -> tuple[pl.DataFrame, int]:
    """The table of groups and topics, and the number of permutations.

    Parameters
    ----------
    rows : GroupRows
    shares : array, shape (n_rows, n_topics)
    counts : scipy.sparse CSR, shape (n_rows, n_vocabulary)
    document : array of int, shape (n_rows,)
    section_group : array of int, shape (n_sections,)
        Group of every section with terms, for the number of sections.
    labels : list of str, shape (n_topics,)
    names : polars.Series of String, shape (n_rows,)
    random_state : int
    """
    n_terms = np.asarray(counts.sum(axis=1)).ravel()
    n_groups, n_topics = len(rows.names), shares.shape[1]
    cells = cells_of(shares, n_terms, document, rows.group, n_groups)
    found, differ = group_shares(cells), None
    differ = differences(cells, found)
    apart = separation(cells, random_state)
    n_sections = np.bincount(section_group[section_group >= 0], minlength=n_groups)
    corpus_share = cells.mass.sum(axis=0) / cells.n_terms.sum()
    chosen = _representatives(rows, shares, counts, corpus_share, found.share, names)

    def by_topic(values: Any) -> Any:
        return np.tile(np.asarray(values), n_groups)

    def by_group(values: Any) -> Any:
        return np.repeat(np.asarray(values), n_topics)

    table = pl.DataFrame(
        {
            "group": [name for name in rows.names for _ in range(n_topics)],
            "topic": by_topic(np.arange(n_topics)),
            "label": labels * n_groups,
            "share": found.share.ravel(),
            "low": found.low.ravel(),
            "high": found.high.ravel(),
            "difference": differ.difference.ravel(),
            "difference_low": differ.low.ravel(),
            "difference_high": differ.high.ravel(),
            "n_documents": by_group(found.n_documents),
            "n_sections": by_group(n_sections),
            "n_terms": by_group(np.rint(found.n_terms).astype(np.int64)),
            "separation": by_topic(apart.score),
            "p": by_topic(apart.p),
            "p_adjusted": by_topic(apart.p_adjusted),
            "representatives": chosen,
        }
    )
    numbers = ("low", "high", "difference_low", "difference_high")
    return table.with_columns(pl.col(numbers).fill_nan(None)), apart.n_permutations


def _representatives(
    rows: GroupRows,
    shares: Floats,
    counts: Any,
    corpus_share: Floats,
    group_share: Floats,
    names: pl.Series,
) -> list[str]:
    """Rows that show each topic in each group, as names joined by ", "."""
    named = []
    for group in range(len(rows.names)):
        members = np.flatnonzero(rows.group == group)
        own = counts[members]
        for topic in range(shares.shape[1]):
            if group_share[group, topic] < SMALLEST_SHARE:
                named.append("")
                continue
            best = representatives(
                shares[members, topic], own, corpus_share[topic], N_REPRESENTATIVES
            )
            named.append(", ".join(names[members[best]].to_list()))
    return named
