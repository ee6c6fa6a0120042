"""Effects of metadata on topics as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from topics.choices import CORRECTIONS, EFFECT_SHARES, LEVELS
from topics.errors import InputError, RunFolderError

TABLE_SCHEMA: dict[str, pl.DataType] = {
    "topic": pl.Int64(),
    "label": pl.String(),
    "term": pl.String(),
    "estimate": pl.Float64(),
    "std_error": pl.Float64(),
    "low": pl.Float64(),
    "high": pl.Float64(),
    "p": pl.Float64(),
    "p_adjusted": pl.Float64(),
    "n_documents": pl.Int64(),
    "n_sections": pl.Int64(),
}
"""Columns of effects.csv."""

CURVES_SCHEMA: dict[str, pl.DataType] = {
    "topic": pl.Int64(),
    "label": pl.String(),
    "term": pl.String(),
    "column": pl.String(),
    "x": pl.Float64(),
    "share": pl.Float64(),
    "low": pl.Float64(),
    "high": pl.Float64(),
}
"""Columns of effects_curves.csv."""

SETTINGS: dict[str, type | tuple[type, ...]] = {
    "formula": str,
    "level": str,
    "shares": str,
    "n_draws": (int, type(None)),
    "confidence": float,
    "correction": str,
    "random_state": int,
    "references": dict,
}
"""Settings of effects in the manifest, with their types."""


@dataclass(frozen=True, eq=False)
class Effects:
    """How the shares of topics differ with metadata of their documents.

    Attributes
    ----------
    table : polars.DataFrame
        One row for each topic and term: topic, label, term, estimate, std_error, low, high, p,
        p_adjusted, n_documents, n_sections. An estimate is a difference of shares: 0.05 means
        that the topic has five more of a hundred terms. A term with several columns has a row
        with the p of their joint test and nothing else.
    curves : polars.DataFrame
        Points of the smooth terms: topic, label, term, column, x, share, low, high.
    settings : dict
        formula, level, shares, n_draws, confidence, correction, random_state, and references:
        the level that the others of each category are compared with.
    """

    table: pl.DataFrame
    curves: pl.DataFrame
    settings: dict[str, Any]

    def __repr__(self) -> str:
        n_topics, n_terms = self.table["topic"].n_unique(), self.table["term"].n_unique()
        return f"Effects({self.settings['formula']!r}, {n_topics} topics, {n_terms} terms)"

    def curve(self, column: str) -> pl.DataFrame:
        """Points of the curve over a column, with intervals at each point.

        Parameters
        ----------
        column : str
            The column, or the term as it is written in the formula.

        Returns
        -------
        polars.DataFrame
            topic, label, term, column, x, share, low, high. ``share`` is the expected share of
            the topic where everything else is as on average.

        Raises
        ------
        InputError
            The formula has no curve over this column.
        """
        rows = self.curves.filter((pl.col("column") == column) | (pl.col("term") == column))
        if not rows.height:
            known = ", ".join(self.curves["term"].unique(maintain_order=True)) or "no curve"
            raise InputError(
                f"there is no curve over {column!r:.60}; the formula has {known}: s(column) is one"
            )
        return rows


def with_labels_of(effects: Effects, topics: pl.DataFrame) -> Effects:
    """The effects with the labels that the topics have now."""
    labels = dict(zip(topics["topic"].to_list(), topics["label"].to_list(), strict=True))
    tables: dict[str, Any] = {
        name: table.with_columns(
            pl.Series("label", [labels[each] for each in table["topic"]], dtype=pl.String)
        )
        for name, table in (("table", effects.table), ("curves", effects.curves))
    }
    return replace(effects, **tables)


def check_effects(effects: Effects, n_topics: int) -> None:
    """Raise RunFolderError if effects from a folder do not fit its run."""
    settings = effects.settings
    for name, kind in SETTINGS.items():
        if not isinstance(settings.get(name), kind):
            raise RunFolderError(f"the {name} of the run's effects is missing; estimate them again")
    choices: Mapping[str, tuple[str, ...]] = {
        "level": LEVELS,
        "shares": EFFECT_SHARES,
        "correction": CORRECTIONS,
    }
    is_known = all(settings[name] in known for name, known in choices.items())
    references = settings["references"].items()
    is_text = all(isinstance(each, str) for pair in references for each in pair)
    if not is_known or not is_text or not 0 < settings["confidence"] < 1:
        raise RunFolderError("the settings of the run's effects are damaged; estimate them again")
    for name, table, schema in (
        ("effects.csv", effects.table, TABLE_SCHEMA),
        ("effects_curves.csv", effects.curves, CURVES_SCHEMA),
    ):
        if dict(table.schema) != schema:
            raise RunFolderError(f"{name} has other columns than effects; estimate them again")
        numbers = table["topic"]
        is_whole = not table.select("topic", "label", "term").null_count().sum_horizontal().sum()
        if not is_whole or not numbers.is_between(0, n_topics - 1).all():
            raise RunFolderError(f"{name} does not fit the run's topics; estimate them again")
