"""What the report's scripts read: documents, sections and topics as compact JSON columns."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from topics.report.colours import topic_colours
from topics.report.display import shown

MAX_DOCUMENTS = 50_000
MAX_SECTIONS = 300_000
"""Above these, every n-th document is shown, so that a browser can hold the page."""

_MAX_OF_ONE_DOCUMENT = 2_000
_TOPICS_A_ROW = 5
_EXTRA_COLUMNS = 8
_SHOWN_APART = {"id", "title", "source", "date", "author", "n_terms", "n_sections"}


def report_data(
    *,
    labels: Sequence[str],
    documents: pl.DataFrame,
    sections: pl.DataFrame,
    document_topic: NDArray[np.float64],
    section_topic: NDArray[np.float64],
    projection: pl.DataFrame | None,
) -> dict[str, Any]:
    """Columns of the report's tables and map, as values that JSON has.

    Sections stand in document order; those of document ``i`` are ``start[i]`` to
    ``end[i]``. A mix is ``[topic, share, topic, share, …]``, largest first, at most five
    topics, shares in ten-thousandths.
    """
    picked = _picked(documents.height, sections.height)
    chosen = documents[picked]
    order, start, total = _sections_of(chosen["id"], sections)
    rows = sections[order]
    place = _places(projection)
    extra = [name for name in chosen.columns if name not in _SHOWN_APART]
    extra = [name for name in extra if chosen[name].null_count() < chosen.height]
    return {
        "n_documents": documents.height,
        "topics": [
            {"label": shown(label, 60), "colour": colour}
            for label, colour in zip(labels, topic_colours(len(labels)), strict=True)
        ],
        "documents": {
            **{
                name: _texts(chosen, name, limit)
                for name, limit in (
                    ("id", 200),
                    ("title", 160),
                    ("source", 200),
                    ("date", 40),
                    ("author", 80),
                )
            },
            "n_terms": _numbers(chosen, "n_terms"),
            "n_sections": total,
            "start": start[:-1],
            "end": start[1:],
            "mix": _mixes(document_topic[picked]),
            **_coordinates(place, [("document", name, None) for name in chosen["id"]]),
        },
        "extra": {shown(name, 40): _texts(chosen, name, 80) for name in extra[:_EXTRA_COLUMNS]},
        "sections": {
            "position": _numbers(rows, "position"),
            "level": _numbers(rows, "level"),
            "heading": _texts(rows, "heading", 140),
            "n_terms": _numbers(rows, "n_terms"),
            "mix": _mixes(section_topic[order]),
            **_coordinates(
                place,
                [
                    ("section", name, position)
                    for name, position in zip(rows["document"], rows["position"], strict=True)
                ],
            ),
        },
    }


def script_json(value: Any) -> str:
    r"""JSON text that can stand inside a script element whatever the strings hold.

    Examples
    --------
    >>> script_json("</script>")
    '"\\u003c/script\\u003e"'
    """
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def _picked(n_documents: int, n_sections: int) -> NDArray[np.int64]:
    """Row numbers of the documents that the report shows, evenly spread."""
    step = max(1, math.ceil(n_documents / MAX_DOCUMENTS), math.ceil(n_sections / MAX_SECTIONS))
    return np.arange(0, n_documents, step, dtype=np.int64)


def _sections_of(
    ids: pl.Series, sections: pl.DataFrame
) -> tuple[NDArray[np.int64], list[int], list[int]]:
    """Section rows of the documents in their order, offsets into them, and full counts."""
    numbers = pl.DataFrame({"document": ids, "number": np.arange(len(ids))})
    found = (
        sections.select("document")
        .with_row_index("row")
        .join(numbers, on="document", how="inner")
        .sort("number", "row")
    )
    number = found["number"].to_numpy()
    total = np.bincount(number, minlength=len(ids))
    first = np.cumsum(total) - total
    within = np.arange(len(number)) - first[number]
    kept = np.minimum(total, _MAX_OF_ONE_DOCUMENT)
    order = found["row"].to_numpy().astype(np.int64)[within < _MAX_OF_ONE_DOCUMENT]
    return order, [0, *np.cumsum(kept).tolist()], total.tolist()


def _mixes(shares: NDArray[np.float64]) -> list[list[int]]:
    if not shares.shape[1]:
        return [[] for _ in range(len(shares))]
    best = np.argsort(-shares, axis=1, kind="stable")[:, :_TOPICS_A_ROW]
    parts = np.rint(10_000 * np.take_along_axis(shares, best, axis=1)).astype(np.int64)
    mixes = []
    for topics, values in zip(best.tolist(), parts.tolist(), strict=True):
        pairs = zip(topics, values, strict=True)
        mixes.append([n for rank, pair in enumerate(pairs) if pair[1] or not rank for n in pair])
    return mixes


def _places(
    projection: pl.DataFrame | None,
) -> dict[tuple[str, str, int | None], tuple[float, float]]:
    if projection is None:
        return {}
    columns = projection.select("level", "document", "position", "x", "y")
    return {
        (level, document, None if level == "document" else position): (x, y)
        for level, document, position, x, y in columns.iter_rows()
        if x is not None and y is not None and math.isfinite(x) and math.isfinite(y)
    }


def _coordinates(
    place: dict[tuple[str, str, int | None], tuple[float, float]],
    keys: list[tuple[str, str, int | None]],
) -> dict[str, list[float | None]]:
    points = [place.get(key) for key in keys]
    return {
        axis: [None if point is None else round(point[i], 4) for point in points]
        for i, axis in enumerate("xy")
    }


def _texts(table: pl.DataFrame, name: str, limit: int) -> list[str]:
    if name not in table.columns:
        return [""] * table.height
    return [shown(value, limit) for value in table[name]]


def _numbers(table: pl.DataFrame, name: str) -> list[float]:
    if name not in table.columns:
        return [0] * table.height
    return [value if value is not None and math.isfinite(value) else 0 for value in table[name]]
