"""OCTIS: the dictionary that its models return and its metrics take."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

from topics.exchange.exporting.plain import PlainRun


def exported(plain: PlainRun) -> dict[str, Any]:
    """``topics`` (lists of words), ``topic-word-matrix`` and ``topic-document-matrix``.

    Topic ``k`` is entry and row ``k`` of all three.
    """
    return {
        "topics": [list(terms) for terms in plain.shown_terms],
        "topic-word-matrix": plain.topic_term.copy(),
        "topic-document-matrix": np.ascontiguousarray(plain.row_topic.T),
    }


def write(output: dict[str, Any], path: Path) -> None:
    """The dictionary as JSON, with lists in the place of arrays."""
    plain = {name: np.asarray(value).tolist() if isinstance(value, np.ndarray) else value
             for name, value in output.items()}  # fmt: skip
    path.write_text(json.dumps(plain, ensure_ascii=False), encoding="utf-8")
