"""The section of the report that shows effects: a table with intervals, and curves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import polars as pl

from topics.report.display import single_line
from topics.report.effects.forest import INTERCEPT, SIGNIFICANT, shown_topics
from topics.values import amount

MAX_ROWS, MAX_CURVES = 300, 60
"""The page shows at most this many rows and curves."""

_LEVELS = {"section": "sections", "document": "documents"}


@dataclass(frozen=True)
class EffectsContent:
    """What the report shows of effects.

    Attributes
    ----------
    table, curves : polars.DataFrame
        Columns of effects.csv and of effects_curves.csv.
    settings : mapping
        formula, level, shares, n_draws, confidence, correction, references.
    """

    table: pl.DataFrame
    curves: pl.DataFrame
    settings: Mapping[str, Any]


def effects_section(content: EffectsContent | None) -> tuple[str, str]:
    """HTML of the section, escaped, and its style sheet; empty without effects."""
    if content is None or not content.table.height:
        return "", ""
    from jinja2 import Environment, StrictUndefined

    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    table = content.table.filter(pl.col("term") != INTERCEPT)
    shown = table.head(MAX_ROWS)
    topics = shown_topics(content.table, MAX_CURVES)
    keys = content.curves.filter(pl.col("topic").is_in(topics)).select("term", "topic")
    page = environment.from_string(_page_file("effects.html.jinja")).render(
        formula=single_line(content.settings["formula"], 300),
        method=method_in_words(content.settings, content.table),
        rows=_rows(shown),
        n_more=table.height - shown.height,
        curves=[
            _curve(content.curves.filter((pl.col("term") == term) & (pl.col("topic") == topic)))
            for term, topic in keys.unique(maintain_order=True).rows()[:MAX_CURVES]
        ],
    )
    return page, _page_file("effects.css")


def method_in_words(settings: Mapping[str, Any], table: pl.DataFrame) -> str:
    """How the numbers were made, in sentences for readers of the table."""
    n_documents, n_sections = table.select("n_documents", "n_sections").row(0)
    rows = f"{amount(n_documents, 'document')} with {amount(n_sections, 'section')}"
    if settings["shares"] == "drawn":
        of = f"shares drawn {settings['n_draws']} times from their posteriors"
    else:
        of = "shares corrected for the pull of the model's prior"
    references = ", ".join(
        f"{single_line(name, 40)} with {single_line(level, 40)}"
        for name, level in settings["references"].items()
    )
    compared = f" Levels of {references} are compared." if references else ""
    n_topics = table["topic"].n_unique()
    correction = settings["correction"].title()
    adjusted = (
        "p is not adjusted for the number of topics"
        if settings["correction"] == "none"
        else f"adjusted p: {correction} over {amount(n_topics, 'topic')} for each term"
    )
    return (
        f"Linear regression of {of}, {_LEVELS[settings['level']]} as rows: {rows}; "
        f"{settings['confidence']:.0%} intervals, errors clustered by document; "
        f"{adjusted}.{compared}"
    )


def formatted_p(p: float | None) -> str:
    """P for people: 0.031, or <0.001.

    Examples
    --------
    >>> formatted_p(0.0312), formatted_p(1e-9), formatted_p(None)
    ('0.031', '<0.001', '')
    """
    if p is None:
        return ""
    return "<0.001" if p < 0.001 else f"{p:.3f}"


def _page_file(name: str) -> str:
    return files("topics.report").joinpath("page", name).read_text(encoding="utf-8")


def _rows(table: pl.DataFrame) -> list[dict[str, Any]]:
    """Cells of the table; positions of intervals are percentages of the scale of their term."""
    scales = {
        term: (min(low, 0.0), max(high, 0.0))
        for term, low, high in table.group_by("term")
        .agg(pl.col("low").min().fill_null(0.0), pl.col("high").max().fill_null(0.0))
        .iter_rows()
    }
    rows = []
    for row in table.iter_rows(named=True):
        begin, end = scales[row["term"]]
        length = (end - begin) or 1.0

        def at(value: float, begin: float = begin, length: float = length) -> str:
            return f"{100 * (value - begin) / length:.1f}"

        cells: dict[str, Any] = {
            "topic": row["topic"],
            "label": single_line(row["label"], 60),
            "term": single_line(row["term"], 80),
            "is_joint": row["estimate"] is None,
            "is_clear": row["p_adjusted"] is not None and row["p_adjusted"] < SIGNIFICANT,
            "p": formatted_p(row["p"]),
            "p_adjusted": formatted_p(row["p_adjusted"]),
        }
        if row["estimate"] is not None:
            low, high = row["low"], row["high"]
            cells |= {
                "estimate": f"{100 * row['estimate']:+.2f}",
                "interval": f"{100 * low:+.2f} to {100 * high:+.2f}",
                "zero": at(0.0),
                "left": at(low),
                "width": f"{100 * (high - low) / length:.1f}",
                "at": at(row["estimate"]),
            }
        rows.append(cells)
    return rows


def _curve(points: pl.DataFrame) -> dict[str, str]:
    """Points of one curve in a box of 200 by 90, with what a screen reader says of it."""
    x, share, low, high = (points[name].to_list() for name in ("x", "share", "low", "high"))
    bottom, top = min(low), max(high)
    height, width = (top - bottom) or 1.0, (x[-1] - x[0]) or 1.0

    def point(at: float, value: float) -> str:
        return f"{200 * (at - x[0]) / width:.1f},{4 + 82 * (top - value) / height:.1f}"

    upper = [point(a, b) for a, b in zip(x, high, strict=True)]
    lower = [point(a, b) for a, b in zip(x, low, strict=True)]
    name = f"{points['topic'][0]} {single_line(points['label'][0], 50)}"
    column = single_line(points["column"][0], 40)
    ends = f"{100 * share[0]:.1f} % at {x[0]:g}, {100 * share[-1]:.1f} % at {x[-1]:g}"
    return {
        "title": f"{name}, over {column}",
        "description": f"Curve of topic {name} over {column}: {ends}",
        "range": ends,
        "band": " ".join([*upper, *reversed(lower)]),
        "line": " ".join(point(a, b) for a, b in zip(x, share, strict=True)),
    }
