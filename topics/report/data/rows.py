"""Columns of the tables of documents and sections, as values that JSON can hold."""

from __future__ import annotations

import itertools
import math

import numpy as np
import polars as pl
from numpy.typing import NDArray

from topics.report.display import single_line
from topics.shares import course

MAX_DOCUMENTS = 50_000
MAX_SECTIONS = 300_000
"""Larger runs show only every n-th document, so that a browser can hold the page."""

_MAX_SECTIONS_PER_DOCUMENT = 2_000
_MAX_TOPICS_PER_ROW = 5

PointKey = tuple[str, str, int | None]
"""Level, document, and position of a section."""


def document_rows(n_documents: int, n_sections: int) -> NDArray[np.int64]:
    """Return the row indices of the documents that the report shows, evenly spread."""
    step = max(1, math.ceil(n_documents / MAX_DOCUMENTS), math.ceil(n_sections / MAX_SECTIONS))
    return np.arange(0, n_documents, step, dtype=np.int64)


def section_rows(
    ids: pl.Series, sections: pl.DataFrame
) -> tuple[NDArray[np.int64], list[int], list[int]]:
    """Return section rows in the order of the documents, offsets into them, and full counts."""
    numbers = pl.DataFrame({"document": ids, "number": np.arange(len(ids))})
    joined = (
        sections.select("document")
        .with_row_index("row")
        .join(numbers, on="document", how="inner")
        .sort("number", "row")
    )
    number = joined["number"].to_numpy()
    n_sections = np.bincount(number, minlength=len(ids))
    first = np.cumsum(n_sections) - n_sections
    index_in_document = np.arange(len(number)) - first[number]
    is_kept = index_in_document < _MAX_SECTIONS_PER_DOCUMENT
    n_kept = np.minimum(n_sections, _MAX_SECTIONS_PER_DOCUMENT)
    order = joined["row"].to_numpy().astype(np.int64)[is_kept]
    return order, [0, *np.cumsum(n_kept).tolist()], n_sections.tolist()


def other_sources(ids: list[str], sources: list[str]) -> list[str]:
    """Return the sources that say more than the id, "" for the others.

    The id of a file is its path below the folder that was read, the source starts with that
    folder.
    """
    return [
        "" if source == name or source.endswith("/" + name) else source
        for name, source in zip(ids, sources, strict=True)
    ]


def mixes(shares: NDArray[np.float64], table: pl.DataFrame) -> list[list[int]]:
    """Largest topics of every row; a row without counted terms has no topic."""
    if not shares.shape[1]:
        return [[] for _ in range(len(shares))]
    largest = np.argsort(-shares, axis=1, kind="stable")[:, :_MAX_TOPICS_PER_ROW]
    parts = np.rint(10_000 * np.take_along_axis(shares, largest, axis=1)).astype(np.int64)
    n_terms = numbers(table, "n_terms") if "n_terms" in table.columns else [1] * len(shares)
    found: list[list[int]] = []
    for topics, values, n in zip(largest.tolist(), parts.tolist(), n_terms, strict=True):
        pairs = zip(topics, values, strict=True) if n else ()
        # The largest topic stays even if its share rounds to zero.
        found.append([n for rank, pair in enumerate(pairs) if pair[1] or not rank for n in pair])
    return found


def interval_ends(
    mixes: list[list[int]], low: NDArray[np.float32], high: NDArray[np.float32]
) -> list[list[int]]:
    """Low, high, low, high, …: the ends of the intervals of the topics in `mixes`, in their order.

    Parameters
    ----------
    mixes : list of list of int
        Topics and shares of every row, as `mixes` gives them.
    low, high : array, shape (n_rows, n_topics)
    """
    found = []
    for row, mix in enumerate(mixes):
        ends = np.stack([low[row, mix[::2]], high[row, mix[::2]]], axis=1)
        found.append(np.rint(10_000 * ends).astype(np.int64).ravel().tolist())
    return found


def turns(
    shares: NDArray[np.float64], sections: pl.DataFrame, start: list[int]
) -> list[list[list[int]]]:
    """Sections of every document at which another topic takes over, with that topic."""
    n_terms = np.asarray(numbers(sections, "n_terms"), dtype=np.float64)
    found_turns: list[list[list[int]]] = []
    for begin, end in itertools.pairwise(start):
        if np.count_nonzero(n_terms[begin:end]) < 2 or not shares.shape[1]:
            found_turns.append([])
            continue
        found = course(shares[begin:end], n_terms[begin:end])
        found_turns.append([[int(at), int(found.leading[at])] for at in found.turns])
    return found_turns


def points(
    projection: pl.DataFrame | None, documents: pl.Series
) -> dict[PointKey, tuple[float, float]]:
    """Positions on the map of these documents and their sections, of those that have one."""
    if projection is None:
        return {}
    columns = projection.filter(pl.col("document").is_in(documents.implode())).select(
        "level", "document", "position", "x", "y"
    )
    return {
        (level, document, None if level == "document" else position): (x, y)
        for level, document, position, x, y in columns.iter_rows()
        if x is not None and y is not None and math.isfinite(x) and math.isfinite(y)
    }


def coordinates(
    positions: dict[PointKey, tuple[float, float]], keys: list[PointKey]
) -> dict[str, list[float | None]]:
    """Columns x and y of the rows with these keys."""
    rows = [positions.get(key) for key in keys]
    return {
        axis: [None if point is None else round(point[i], 4) for point in rows]
        for i, axis in enumerate("xy")
    }


def texts(table: pl.DataFrame, name: str, limit: int) -> list[str]:
    """A column as clean lines of at most this many characters; "" where it is missing."""
    if name not in table.columns:
        return [""] * table.height
    return [single_line(value, limit) for value in table[name]]


def numbers(table: pl.DataFrame, name: str) -> list[float]:
    """A column of numbers; 0 where it is missing or not finite."""
    if name not in table.columns:
        return [0] * table.height
    return [value if value is not None and math.isfinite(value) else 0 for value in table[name]]
