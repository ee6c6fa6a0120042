"""A report that has every view, made without a fit."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl

from support.report_trends import group_content, time_content
from topics.report import (
    EffectsContent,
    MapLayer,
    ReportClusters,
    ReportContent,
    SectionTexts,
    TopicTerms,
    TrendsContent,
)
from topics.trees import build_tree

WORDS = "tide reef court judge letter parcel music choir engine wheel garden seed".split()


def full_content(
    text: str = "tide", *, n_topics: int = 6, n_documents: int = 30, **changes: Any
) -> ReportContent:
    """Return a report with terms, texts, tree, clusters, trends, effects and a map.

    `text` is in every field of text. Each document has three sections, and each topic two words
    of its own, followed by its number from the seventh topic on.
    """
    chance = np.random.default_rng(0)
    terms = np.array([f"{WORDS[i % 12]}{i // 12 or ''}" for i in range(2 * n_topics)])
    topic_term = np.full((n_topics, len(terms)), 0.2 / len(terms))
    for topic in range(n_topics):
        topic_term[topic, 2 * topic : 2 * topic + 2] += (0.5, 0.3)
    section_topic = chance.dirichlet(np.full(n_topics, 0.3), 3 * n_documents)
    document_topic = section_topic.reshape(n_documents, 3, n_topics).mean(axis=1)
    share = document_topic.mean(axis=0)
    labels = [text, *(" · ".join(terms[2 * k : 2 * k + 2]) for k in range(1, n_topics))]
    tree = None
    if n_topics > 2:
        built = build_tree(topic_term, share, [max(2, n_topics // 3)])
        tree = _labelled(built, labels)
    ids = [f"{text}/{i}" for i in range(n_documents)]
    of_sections = [name for name in ids for _ in range(3)]
    known = [chance.choice(terms, size=30, p=topic_term[np.argmax(row)]) for row in section_topic]
    fields: dict[str, Any] = {
        "title": text,
        "summary": {"Documents": str(n_documents), text: text},
        "topics": pl.DataFrame(
            {
                "topic": range(n_topics),
                "label": labels,
                "terms": [", ".join([text, *terms[2 * k : 2 * k + 2]]) for k in range(n_topics)],
                "share": share,
                "coherence": [None, *np.linspace(-0.2, 0.9, n_topics - 1)],
                "c_v": [0.4] * n_topics,
                "stability": [None, *np.linspace(0.1, 0.9, n_topics - 1)],
                "stability_low": [None, *np.linspace(0, 0.8, n_topics - 1)],
                "stability_high": [None, *np.linspace(0.2, 1, n_topics - 1)],
            }
        ),
        "documents": pl.DataFrame(
            {
                "id": ids,
                "title": [text] * n_documents,
                "source": [text] * n_documents,
                "author": [text] * n_documents,
                "date": ["2020-01-01"] * n_documents,
                "n_terms": [90] * n_documents,
                "fit": [1.1] * n_documents,
                text: [text] * n_documents,
                "cluster": [i % 2 for i in range(n_documents)],
            }
        ),
        "sections": pl.DataFrame(
            {
                "document": of_sections,
                "position": [0, 1, 2] * n_documents,
                "level": [0, 1, 2] * n_documents,
                "heading": ["", text, f"{text} 2"] * n_documents,
                "n_terms": [30] * (3 * n_documents),
                "cluster": [i % 2 for i in range(n_documents) for _ in range(3)],
            }
        ),
        "document_topic": document_topic,
        "section_topic": section_topic,
        "projection": pl.DataFrame(
            {
                "level": ["document"] * n_documents + ["section"] * (3 * n_documents),
                "document": ids + of_sections,
                "position": [None] * n_documents + [0, 1, 2] * n_documents,
                "x": chance.normal(size=4 * n_documents),
                "y": chance.normal(size=4 * n_documents),
                "topic": [
                    *document_topic.argmax(axis=1).tolist(),
                    *section_topic.argmax(axis=1).tolist(),
                ],
            }
        ),
        "removed": pl.DataFrame(
            {
                "source": [text, "b.html"],
                "line": [3, None],
                "document": [text, text],
                "position": [None, None],
                "reason": [text, "furniture"],
                "n_documents": [2, None],
                "text": [text, "Subscribe"],
            },
            schema_overrides={"position": pl.Int64},
        ),
        "quality": {
            "scores": [
                {"name": "coherence (NPMI), mean", "value": 0.5, "reference": text},
                {"name": text, "value": 0.5, "reference": text, "settings": {"kind": text}},
            ]
        },
        "warnings": [{"code": "x", "count": 1, "message": text}],
        "clusters": _clusters(text, ids, labels, n_documents),
        "trends": TrendsContent(time_content(text, n_topics), [group_content(text, 3, n_topics)]),
        "effects": _effects(text),
        "terms": TopicTerms(topic_term, terms, np.arange(len(terms)) + 10.0),
        "intervals": (np.maximum(document_topic - 0.05, 0), np.minimum(document_topic + 0.1, 1)),
        "tree": tree,
        "texts": SectionTexts(
            pl.Series([f"The {text} of {' '.join(words)}." for words in known]), "excerpts"
        ),
    }
    return ReportContent(**(fields | changes))


def _labelled(tree: Any, labels: list[str]) -> Any:
    from dataclasses import replace

    inner = [f"group {number}" for number in range(tree.n_nodes - tree.n_leaves)]
    return replace(tree, labels=(*labels, *inner))


def _clusters(text: str, ids: list[str], labels: list[str], n: int) -> ReportClusters:
    table = pl.DataFrame(
        {
            "cluster": [0, 1],
            "label": [text, "law"],
            "terms": [f"{text}, reef", "court, judge"],
            "n_documents": [n - n // 2, n // 2],
            "n_sections": [3 * (n - n // 2), 3 * (n // 2)],
            "silhouette": [0.25, None],
            "stability": [0.75, None],
            "topics": ["0 (62%), 1 (11%)", text],
            "representatives": [", ".join(ids[:2]), text],
        }
    )
    return ReportClusters(
        table, "document", "leiden", "consensus", [MapLayer(0, [text, "law"], [(0.0, 1.0), None])]
    )


def _effects(text: str) -> EffectsContent:
    row = {
        "topic": 0,
        "label": text,
        "term": text,
        "estimate": 0.02,
        "std_error": 0.01,
        "low": 0.0,
        "high": 0.04,
        "p": 0.04,
        "p_adjusted": 0.04,
        "n_documents": 30,
        "n_sections": 90,
    }
    curve = {"term": f"s({text})", "topic": 0, "label": text, "column": text}
    points = [{"x": x, "share": 0.1 * x, "low": 0.05 * x, "high": 0.2 * x} for x in (1.0, 2.0)]
    settings = {
        "formula": f"~ {text}",
        "level": "section",
        "shares": "corrected",
        "n_draws": 0,
        "confidence": 0.95,
        "correction": "holm",
        "references": {text: text},
    }
    return EffectsContent(
        pl.DataFrame([row, row | {"topic": 1}]),
        pl.DataFrame([curve | point for point in points]),
        settings,
    )
