"""Headings that many documents share: structure, not content."""

from __future__ import annotations

import polars as pl

from topics.errors import OptionError
from topics.notices import Notice

LEAST_DOCUMENTS = 5
"""Headings of fewer documents are counted, however small the corpus is."""


def check_heading_share(max_heading_share: float) -> None:
    """Raise OptionError when the share lies outside its range."""
    if not 0 < max_heading_share <= 1:
        raise OptionError(f"max_heading_share is {max_heading_share}, expected 0 < share <= 1")


def shared_headings(
    sections: pl.DataFrame, n_documents: int, max_heading_share: float
) -> tuple[list[str], list[Notice]]:
    """Headings that many documents share, folded, most documents first; the notice of it.

    Parameters
    ----------
    sections : polars.DataFrame
        Columns ``document`` and ``heading``.
    n_documents : int
    max_heading_share : float in (0, 1]
        Headings (case and white space apart) of more than this share of the documents, and of
        at least `LEAST_DOCUMENTS`, are shared.

    Examples
    --------
    >>> sections = pl.DataFrame(
    ...     {"document": [*"abcde", "e"], "heading": ["Abstract"] * 5 + ["Tides"]}
    ... )
    >>> names, notices = shared_headings(sections, 5, 0.1)
    >>> names, notices[0].count
    (['abstract'], 1)
    """
    folded = sections.select("document", _folded("heading").alias("name"))
    least = max(LEAST_DOCUMENTS, int(max_heading_share * n_documents) + 1)
    shared = (
        folded.filter(pl.col("name") != "")
        .unique()
        .group_by("name")
        .len()
        .filter(pl.col("len") >= least)
        .sort(["len", "name"], descending=[True, False])
    )
    if not shared.height:
        return [], []
    shown = ", ".join(f"{name[:50]!r} ({n})" for name, n in shared.head(5).iter_rows())
    notice = Notice(
        "shared-headings",
        shared.height,
        f"{shared.height} headings stand in more than {max_heading_share:.0%} of the documents; "
        f"their words are not counted: {shown}{', …' if shared.height > 5 else ''}",
    )
    return shared["name"].to_list(), [notice]


def counted_headings(sections: pl.DataFrame, shared: list[str]) -> pl.Series:
    """Headings of the sections, empty where they are among the shared ones.

    Examples
    --------
    >>> sections = pl.DataFrame({"heading": ["ABSTRACT ", "Tides"]})
    >>> counted_headings(sections, ["abstract"]).to_list()
    ['', 'Tides']
    """
    if not shared:
        return sections["heading"]
    is_shared = _folded("heading").is_in(pl.Series(shared, dtype=pl.String).implode())
    emptied = pl.when(is_shared).then(pl.lit("")).otherwise(pl.col("heading"))
    return sections.select(emptied.alias("heading"))["heading"]


def _folded(column: str) -> pl.Expr:
    return pl.col(column).str.to_lowercase().str.replace_all(r"\s+", " ").str.strip_chars()
