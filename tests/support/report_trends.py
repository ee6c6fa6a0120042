"""Trends to show in a report and in pictures."""

from __future__ import annotations

import datetime
from typing import Any

import numpy as np
import polars as pl

from topics.report import GroupContent, TimeContent

CHANGES = {
    "topic": 0,
    "label": "tide",
    "period": "2001",
    "start": datetime.date(2001, 1, 1),
    "before": 0.1,
    "after": 0.4,
    "difference": 0.3,
    "low": 0.2,
    "high": 0.4,
    "from": "2000",
    "to": "2004",
    "sections": "d1#0",
}


def time_content(
    label: str = "tide", n_topics: int = 2, n_periods: int = 5, **changes: Any
) -> TimeContent:
    """Topics over years: the third is empty, the fourth has one document, the last is open."""
    share = np.linspace(0.1, 0.4, n_periods).tolist()
    rows = []
    for topic in range(n_topics):
        for i in range(n_periods):
            low = None if i in (2, 3) else share[i] / 2
            rows.append(
                {
                    "period": str(2000 + i),
                    "topic": topic,
                    "label": label,
                    "share": None if i == 2 else share[i],
                    "low": low,
                    "high": low and share[i] * 1.5,
                    "n_terms": 10 + topic,
                    "complete": i < n_periods - 1,
                }
            )
    fields = {
        "column": label,
        "period": "year",
        "table": pl.DataFrame(rows),
        "changes": pl.DataFrame([CHANGES | {"label": label, "sections": label}]),
        "topics": list(range(n_topics)),
        "notices": [label],
    }
    return TimeContent(**fields | changes)


def group_content(label: str = "tide", n_groups: int = 3, n_topics: int = 2) -> GroupContent:
    """Topics in groups; the last group has one document."""
    rows = [
        {
            "group": f"{label}{group}",
            "topic": topic,
            "label": label,
            "share": 0.1 + 0.1 * group,
            "low": None if group == n_groups - 1 else 0.05,
            "high": None if group == n_groups - 1 else 0.5,
            "difference_low": None if group == n_groups - 1 else 0.01,
            "difference_high": None if group == n_groups - 1 else 0.2,
            "difference": 0.1,
            "n_documents": 5,
            "separation": 0.1 * topic,
            "p_adjusted": 0.04,
            "representatives": label,
        }
        for group in range(n_groups)
        for topic in range(n_topics)
    ]
    topics = list(range(n_topics))
    return GroupContent(label, "documents", pl.DataFrame(rows), topics, [label])
