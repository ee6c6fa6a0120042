"""Headings that many documents share are structure, not content."""

from __future__ import annotations

import polars as pl

from topics.counting.words.folding import fold
from topics.errors import OptionError
from topics.notices import StageLog
from topics.values import amount

LEAST_DOCUMENTS = 5
"""A heading in fewer documents is counted, however small the corpus is."""


def check_heading_share(max_heading_share: float) -> None:
    """Raise OptionError if the share is outside its range."""
    if not 0 < max_heading_share <= 1:
        raise OptionError(f"max_heading_share is {max_heading_share}, expected 0 < share <= 1")


def shared_headings(
    sections: pl.DataFrame, n_documents: int, max_heading_share: float, log: StageLog
) -> list[str]:
    """Headings that many documents share, in lower case, those of most documents first.

    Parameters
    ----------
    sections : polars.DataFrame
        Columns ``document`` and ``heading``.
    n_documents : int
    max_heading_share : float in (0, 1]
        A heading is shared if more than this share of the documents have it, and at least
        `LEAST_DOCUMENTS`. Case and white space are ignored.
    log : StageLog
        Gets a notice that names the shared headings.

    Examples
    --------
    >>> sections = pl.DataFrame(
    ...     {"document": [*"abcde", "e"], "heading": ["Abstract"] * 5 + ["Tides"]}
    ... )
    >>> shared_headings(sections, 5, 0.1, log=StageLog())
    ['abstract']
    """
    folded = sections.select("document", _folded(sections["heading"]).alias("name"))
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
        return []
    examples = ", ".join(f"{name[:50]!r} ({n})" for name, n in shared.head(5).iter_rows())
    log.notice(
        "shared-headings",
        shared.height,
        f"{amount(shared.height, 'heading')} in more than {max_heading_share:.0%} of the "
        f"documents, whose words are not counted: {examples}{', …' if shared.height > 5 else ''}",
    )
    return shared["name"].to_list()


def counted_headings(sections: pl.DataFrame, shared: list[str]) -> pl.Series:
    """Headings of the sections, with an empty string for each shared one.

    Examples
    --------
    >>> sections = pl.DataFrame({"heading": ["ABSTRACT ", "Tides"]})
    >>> counted_headings(sections, ["abstract"]).to_list()
    ['', 'Tides']
    """
    if not shared:
        return sections["heading"]
    is_shared = _folded(sections["heading"]).is_in(pl.Series(shared, dtype=pl.String).implode())
    emptied = pl.when(is_shared).then(pl.lit("")).otherwise(pl.col("heading"))
    return sections.select(emptied.alias("heading"))["heading"]


def _folded(headings: pl.Series) -> pl.Series:
    return fold(headings).str.replace_all(r"\s+", " ").str.strip_chars()
