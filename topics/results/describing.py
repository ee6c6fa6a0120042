"""What a fit shows: topics with scores, the map, the table of documents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from topics.corpus import DOCUMENT_SCHEMA, Corpus
from topics.counts import Counts
from topics.errors import OptionError
from topics.evaluation import diversity, npmi
from topics.notices import StageLog
from topics.shares import mean_row, rank_terms, topics_table
from topics.space import project

PROJECTION_SCHEMA: dict[str, pl.DataType] = {
    "level": pl.String(),
    "document": pl.String(),
    "position": pl.Int64(),
    "x": pl.Float64(),
    "y": pl.Float64(),
    "topic": pl.Int64(),
}
NO_MAP = pl.DataFrame(schema=PROJECTION_SCHEMA)
N_SCORED = 10
"""Coherence and diversity look at this many of the shown terms."""


@dataclass(frozen=True)
class Shown:
    """How the terms of a topic are shown."""

    order: str
    relevance: float
    n_shown: int

    def __post_init__(self) -> None:
        if not 0 <= self.relevance <= 1:
            raise OptionError(f"relevance is {self.relevance}, expected 0 to 1")


def describe(
    topic_term: NDArray[np.float64],
    document_topic: NDArray[np.float64],
    counts: Counts,
    shown: Shown,
    stages: StageLog,
) -> tuple[pl.DataFrame, list[dict[str, Any]]]:
    """Table of topics and the scores of the run."""
    with stages.stage("score"):
        by_document = counts.by_document()
        n_terms = counts.n_terms_of_documents
        share = mean_row(document_topic, n_terms, document_topic.shape[1])
        top = rank_terms(
            topic_term,
            share,
            order=shown.order,
            relevance=shown.relevance,
            n_shown=shown.n_shown,
        )
        scored = top[:, :N_SCORED]
        present = np.take_along_axis(topic_term, scored, axis=1) > 0
        scored = np.where(present, scored, -1)
        n_short = int((~present).any(axis=1).sum())
        stages.notice(
            "topics-with-few-terms",
            n_short,
            f"{n_short} topics have fewer than {scored.shape[1]} terms of their own; frequent "
            "terms of the corpus fill up what is shown, but do not count in the scores",
        )
        if scored.shape[1] < 2:
            stages.notice("no-coherence", 1, "one term in the vocabulary: coherence is set to 0")
            coherence = np.zeros(len(top))
        else:
            coherence = npmi(scored, by_document)
    reference = f"the {counts.n_documents} fitted documents"
    settings = {"terms": int(scored.shape[1]), "order": shown.order}
    if shown.order == "relevance":
        settings["relevance"] = shown.relevance
    scores = [
        ("coherence (NPMI), mean", float(coherence.mean()), reference),
        ("coherence (NPMI), median", float(np.median(coherence)), reference),
        ("diversity", diversity(scored), "the shown terms"),
    ]
    return topics_table(top, counts.terms, share, coherence), [
        {"name": name, "value": value, "reference": against, "settings": settings}
        for name, value, against in scores
    ]


def project_rows(
    corpus: Corpus,
    document_topic: NDArray[np.float64],
    section_topic: NDArray[np.float64],
    n_neighbors: int,
    random_state: int,
    stages: StageLog,
) -> pl.DataFrame:
    """One map for both levels: columns of `PROJECTION_SCHEMA`, documents before sections."""
    documents = corpus.documents.select(
        level=pl.lit("document"), document="id", position=pl.lit(None, dtype=pl.Int64)
    )
    sections = corpus.sections.select(pl.lit("section").alias("level"), "document", "position")
    shares = np.concatenate([document_topic, section_topic])
    with stages.stage("project"):
        places = project(shares, n_neighbors=n_neighbors, random_state=random_state)
    return pl.concat([documents, sections]).with_columns(
        x=pl.Series(places[:, 0]),
        y=pl.Series(places[:, 1]),
        topic=pl.Series(shares.argmax(axis=1), dtype=pl.Int64),
    )


def documents_table(corpus: Corpus, counts: Counts) -> pl.DataFrame:
    """Documents with n_sections and n_terms between the fixed columns and metadata."""
    n_sections = np.bincount(counts.row_document, minlength=counts.n_documents)
    metadata = [name for name in corpus.documents.columns if name not in DOCUMENT_SCHEMA]
    return corpus.documents.select(
        *DOCUMENT_SCHEMA,
        pl.Series("n_sections", n_sections, dtype=pl.Int64),
        _weights(counts.n_terms_of_documents),
        *metadata,
    )


def sections_table(corpus: Corpus, counts: Counts) -> pl.DataFrame:
    """Sections with n_terms, without their texts."""
    return corpus.sections.select("document", "position", "level", "heading").with_columns(
        _weights(counts.n_terms)
    )


def _weights(n_terms: NDArray[Any]) -> pl.Series:
    """Column n_terms: whole numbers as such, so that only weighted counts show fractions."""
    whole = n_terms.astype(np.int64)
    return pl.Series("n_terms", whole if np.array_equal(whole, n_terms) else n_terms)
