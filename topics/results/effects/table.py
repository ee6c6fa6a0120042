"""effects.csv and effects_curves.csv from the numbers of a regression."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from topics.effects import Design, Estimates
from topics.results.effects.data import CURVES_SCHEMA, TABLE_SCHEMA

Floats = NDArray[np.float64]


def effects_table(
    estimates: Estimates,
    topics: Sequence[int],
    labels: Sequence[str],
    n_documents: int,
    n_sections: int,
) -> pl.DataFrame:
    """One row for each topic and term, topic by topic.

    Parameters
    ----------
    estimates : Estimates
        Of these topics, in this order.
    topics : sequence of int
    labels : sequence of str
    n_documents, n_sections : int
        Rows that were used.
    """
    n_terms, n_topics = estimates.estimate.shape
    numbers = ("estimate", "std_error", "low", "high", "p", "p_adjusted")
    return pl.DataFrame(
        {
            "topic": np.repeat(np.asarray(topics, dtype=np.int64), n_terms),
            "label": [label for label in labels for _ in range(n_terms)],
            "term": list(estimates.terms) * n_topics,
            **{name: _column(getattr(estimates, name).T) for name in numbers},
            "n_documents": [n_documents] * (n_terms * n_topics),
            "n_sections": [n_sections] * (n_terms * n_topics),
        },
        schema=TABLE_SCHEMA,
    )


def curves_table(
    estimates: Estimates, design: Design, topics: Sequence[int], labels: Sequence[str]
) -> pl.DataFrame:
    """One row for each curve, topic and point."""
    parts = [pl.DataFrame(schema=CURVES_SCHEMA)]
    for curve, (x, value, low, high) in zip(design.curves, estimates.curves, strict=True):
        for k, (topic, label) in enumerate(zip(topics, labels, strict=True)):
            n = len(x)
            columns = {"x": x, "share": value[:, k], "low": low[:, k], "high": high[:, k]}
            named = {"topic": topic, "label": label, "term": curve.term, "column": curve.column}
            parts.append(
                pl.DataFrame(
                    {name: [each] * n for name, each in named.items()} | columns,
                    schema=CURVES_SCHEMA,
                )
            )
    return pl.concat(parts)


def _column(values: Floats) -> list[float | None]:
    """Numbers in rows, NaN as missing."""
    return [None if np.isnan(each) else float(each) for each in values.ravel()]
