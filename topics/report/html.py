"""report.html: one file that shows a run in any browser, without a network."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from topics.report.colours import topic_colours
from topics.report.data import report_data, script_json
from topics.report.display import shown
from topics.storage import replace_file

_REMOVED_ROWS = 200
_NO_VALUE = "–"


@dataclass(frozen=True)
class _Topic:
    """One row of the report's table of topics."""

    number: int
    label: str
    colour: str
    share: float
    terms: str
    scores: list[tuple[str, str]]


@dataclass(frozen=True)
class _Score:
    """One score with what it was measured on."""

    name: str
    value: str
    reference: str
    settings: str


def write_report(
    path: Path,
    *,
    title: str,
    summary: Mapping[str, str],
    topics: pl.DataFrame,
    documents: pl.DataFrame,
    sections: pl.DataFrame,
    document_topic: NDArray[np.float64],
    section_topic: NDArray[np.float64],
    projection: pl.DataFrame | None,
    removed: pl.DataFrame,
    quality: Mapping[str, Any],
    warnings: Sequence[Mapping[str, Any]],
) -> None:
    """Write one self-contained HTML file: no request leaves it, and no text in it runs.

    Parameters
    ----------
    path : Path
    title : str
    summary : mapping of str to str
        Facts for the head of the page, in order: documents, sections, model, …
    topics : polars.DataFrame, shape (n_topics, …)
        Columns topic, label, terms, share; every further numeric column is shown as a score.
    documents : polars.DataFrame, shape (n_documents, …)
        Columns id, title; source, date, author, n_terms where known. Up to eight further
        columns with values are shown with an opened document.
    sections : polars.DataFrame, shape (n_sections, …)
        Columns document, position, level, heading, n_terms.
    document_topic : array of float64, shape (n_documents, n_topics)
    section_topic : array of float64, shape (n_sections, n_topics)
    projection : polars.DataFrame or None
        Columns level, document, position, x, y, topic; without it there is no map.
    removed : polars.DataFrame
        Rows of ``removed.csv``; counted by reason, the first 200 are listed.
    quality : mapping
        ``scores``: mappings with name, value, reference and settings.
    warnings : sequence of mapping
        Each with code, count and message.
    """
    from jinja2 import Environment, StrictUndefined
    from markupsafe import Markup

    labels = ["" if label is None else str(label) for label in topics["label"]]
    data = report_data(
        labels=labels,
        documents=documents,
        sections=sections,
        document_topic=document_topic,
        section_topic=section_topic,
        projection=projection,
    )
    has_map = projection is not None and projection.height > 0
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    # Markup marks what is ours, or escaped already; all else is escaped by the template.
    page = environment.from_string(_page_file("report.html.jinja")).render(
        title=shown(title, 200),
        facts=[(shown(name, 60), shown(value, 300)) for name, value in summary.items()],
        scores=_scores(quality),
        warnings=[shown(warning.get("message"), 600) for warning in warnings],
        topics=_topics(topics),
        reasons=_reasons(removed),
        removed=_removed_rows(removed),
        n_removed=removed.height,
        n_documents=documents.height,
        n_shown=len(data["documents"]["id"]),
        has_map=has_map,
        css=Markup(_page_file("report.css")),  # noqa: S704
        data=Markup(script_json(data)),  # noqa: S704
        scripts=Markup(_page_file("documents.js") + "\n" + _page_file("map.js")),  # noqa: S704
    )
    replace_file(path, page.encode("utf-8", errors="replace"))


def _page_file(name: str) -> str:
    return files("topics.report").joinpath("page", name).read_text(encoding="utf-8")


def _topics(topics: pl.DataFrame) -> list[_Topic]:
    colours = topic_colours(topics.height)
    scores = [
        name
        for name, dtype in topics.schema.items()
        if dtype.is_numeric() and name not in {"topic", "share"}
    ]
    return [
        _Topic(
            number=row["topic"],
            label=shown(row["label"], 80),
            colour=colour,
            share=row["share"] or 0.0,
            terms=shown(row["terms"], 400),
            scores=[(shown(name, 40), _number(row[name])) for name in scores],
        )
        for row, colour in zip(topics.iter_rows(named=True), colours, strict=True)
    ]


def _scores(quality: Mapping[str, Any]) -> list[_Score]:
    entries = quality.get("scores", [])
    if isinstance(entries, Mapping):
        entries = [{"name": name, **entry} for name, entry in entries.items()]
    return [
        _Score(
            name=shown(entry.get("name"), 60),
            value=_number(entry["value"]),
            reference=shown(entry.get("reference"), 200),
            settings=shown(_settings(entry.get("settings")), 300),
        )
        for entry in entries
        if isinstance(entry, Mapping) and isinstance(entry.get("value"), int | float)
    ]


def _settings(settings: object) -> str:
    """Settings as words: "terms 10, window 110"."""
    if not isinstance(settings, Mapping):
        return "" if settings is None else str(settings)
    return ", ".join(f"{name} {value}" for name, value in settings.items())


def _reasons(removed: pl.DataFrame) -> list[tuple[str, int]]:
    if not removed.height:
        return []
    counts = removed.group_by("reason").len("n").sort(["n", "reason"], descending=[True, False])
    return [(shown(reason, 80), n) for reason, n in counts.iter_rows()]


def _removed_rows(removed: pl.DataFrame) -> list[tuple[str, str, str, str]]:
    """Reason, place, number of documents and text of the first rows."""
    rows = []
    for row in removed.head(_REMOVED_ROWS).iter_rows(named=True):
        place = shown(row.get("source") or row.get("document"), 120)
        if row.get("line") is not None:
            place += f", line {row['line']}"
        n_documents = row.get("n_documents")
        rows.append(
            (
                shown(row["reason"], 80),
                place,
                "" if n_documents is None else str(n_documents),
                shown(row.get("text"), 240),
            )
        )
    return rows


def _number(value: float | None) -> str:
    """Number for a person: whole as it is, else three decimals; missing as a dash."""
    if value is None or not math.isfinite(value):
        return _NO_VALUE
    if isinstance(value, int) or (value.is_integer() and abs(value) >= 1000):
        return f"{int(value):,}"
    return f"{value:,.3f}" if abs(value) < 1000 else f"{value:,.1f}"
