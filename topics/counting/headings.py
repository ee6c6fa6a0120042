"""Headings that many documents share: structure, not content."""

from __future__ import annotations

import polars as pl

from topics.errors import Notice, OptionError

LEAST_DOCUMENTS = 5
"""Headings of fewer documents are counted, however small the corpus is."""


def check_heading_share(max_heading_share: float) -> None:
    """Raise OptionError when the share lies outside its range."""
    if not 0 < max_heading_share <= 1:
        raise OptionError(f"max_heading_share is {max_heading_share}, expected 0 < share <= 1")


def counted_headings(
    sections: pl.DataFrame, n_documents: int, max_heading_share: float
) -> tuple[pl.Series, list[Notice]]:
    """Headings of the sections, empty where more documents share them; the notice of it.

    Parameters
    ----------
    sections : polars.DataFrame
        Columns ``document`` and ``heading``.
    n_documents : int
    max_heading_share : float in (0, 1]
        Headings (case and white space apart) of more than this share of the documents, and of
        at least `LEAST_DOCUMENTS`, are emptied.

    Examples
    --------
    >>> sections = pl.DataFrame(
    ...     {"document": [*"abcde", "e"], "heading": ["Abstract"] * 5 + ["Tides"]}
    ... )
    >>> headings, notices = counted_headings(sections, 5, 0.1)
    >>> headings.to_list(), notices[0].count
    (['', '', '', '', '', 'Tides'], 1)
    """
    folded = sections.select(
        "document",
        name=pl.col("heading").str.to_lowercase().str.replace_all(r"\s+", " ").str.strip_chars(),
    )
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
        return sections["heading"], []
    is_shared = folded["name"].is_in(shared["name"].implode())
    headings = sections.select(
        pl.when(is_shared).then(pl.lit("")).otherwise(pl.col("heading")).alias("heading")
    )["heading"]
    shown = ", ".join(f"{name[:50]!r} ({n})" for name, n in shared.head(5).iter_rows())
    notice = Notice(
        "shared-headings",
        shared.height,
        f"{shared.height} headings stand in more than {max_heading_share:.0%} of the documents; "
        f"their words are not counted: {shown}{', …' if shared.height > 5 else ''}",
    )
    return headings, [notice]
