"""A small run to report on, and its page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import polars as pl
import pytest

from topics.report import ReportContent


@pytest.fixture
def content() -> Callable[..., ReportContent]:
    """Return `small_content`."""
    return small_content


def small_content(text: str = "tide", *, n_documents: int = 3, **changes: Any) -> ReportContent:
    """Return a report of two sections per document, with `text` in every field of text."""
    ids = [f"{text}{i}" for i in range(n_documents)]
    n_sections = 2 * n_documents
    section_documents = [name for name in ids for _ in range(2)]
    fields = {
        "title": text,
        "summary": {"Documents": str(n_documents), text: text},
        "topics": pl.DataFrame(
            {
                "topic": [0, 1],
                "label": [text, "law"],
                "terms": [text, "court, law"],
                "share": [0.4, 0.6],
                "coherence": [0.1, None],
            }
        ),
        "documents": pl.DataFrame(
            {
                "id": ids,
                "title": [text] * n_documents,
                "source": [text] * n_documents,
                "author": [None] * n_documents,
                "date": [text] * n_documents,
                "n_terms": [30] * n_documents,
                text or "outlet": [text] * n_documents,
            }
        ),
        "sections": pl.DataFrame(
            {
                "document": section_documents,
                "position": [0, 1] * n_documents,
                "level": [0, 1] * n_documents,
                "heading": [text] * n_sections,
                "n_terms": [10, 20] * n_documents,
            }
        ),
        "document_topic": np.tile([[0.3, 0.7]], (n_documents, 1)),
        "section_topic": np.tile([[0.75, 0.25], [0.1, 0.9]], (n_documents, 1)),
        "projection": pl.DataFrame(
            {
                "level": ["document"] * n_documents + ["section"] * n_sections,
                "document": ids + section_documents,
                "position": [None] * n_documents + [0, 1] * n_documents,
                "x": np.arange(3.0 * n_documents),
                "y": np.arange(3.0 * n_documents),
                "topic": [1] * n_documents + [0, 1] * n_documents,
            }
        ),
        "removed": pl.DataFrame(
            {
                "source": [text],
                "line": [3],
                "document": [text],
                "position": [None],
                "reason": [text],
                "n_documents": [2],
                "text": [text],
            }
        ),
        "quality": {
            "scores": [{"name": text, "value": 0.5, "reference": text, "settings": {"kind": text}}]
        },
        "warnings": [{"code": "x", "count": 1, "message": text}],
    }
    return ReportContent(**(fields | changes))
