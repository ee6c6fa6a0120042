"""A corpus on a fitted model: known terms to shares at both levels, and places on the map."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from topics.corpus import DOCUMENT_SCHEMA, Corpus
from topics.counting import KnownCounts, count_known_terms, in_known_columns, tfidf
from topics.counts import Counts
from topics.errors import InputError, OptionError, RunFolderError
from topics.kernels.threads import kernel_threads
from topics.models import MIXTURES, restored_engine
from topics.notices import StageLog
from topics.results.fitted import Fitted
from topics.results.transformed import KIND, Transformed
from topics.shares import new_row_shares, roll_up, section_shares
from topics.space import place_new

MOSTLY = 0.5
"""A larger share of unknown terms is worth a warning."""

Floats = NDArray[np.float64]


def transform_data(
    fitted: Fitted, data: Corpus | Counts, stages: StageLog, *, n_threads: int | None = None
) -> Transformed:
    """Documents and sections with shares of the fitted topics.

    Raises
    ------
    InputError
        Texts for a run of counts, counts without any known term, or nothing to count.
    RunFolderError
        What the run holds does not make a model.
    """
    corpus, known = _known(fitted, data, stages)
    with kernel_threads(n_threads):
        with stages.stage("transform"):
            section_topic, document_topic = _both_levels(fitted, known.counts, n_threads, stages)
        projection = _projection(fitted, corpus, document_topic, section_topic, stages)
    _notices(known, stages)
    total = float(known.n_unknown.sum() + known.counts.n_terms.sum())
    unknown_share = float(known.n_unknown.sum()) / total if total else 0.0
    return Transformed(
        documents=_documents(corpus, known),
        sections=corpus.sections.select("document", "position", "level", "heading").with_columns(
            _counted(known.counts.n_terms, "n_terms"), _counted(known.n_unknown, "n_unknown")
        ),
        document_topic=document_topic,
        section_topic=section_topic,
        projection=projection,
        unknown_terms=known.unknown,
        removed=corpus.removed,
        quality={
            "unknown_terms": {
                "share": unknown_share,
                "count": float(known.n_unknown.sum()),
                "n_different": known.unknown.height,
            },
            "warnings": [asdict(notice) for notice in stages.notices],
        },
        manifest={"kind": KIND, "seconds": stages.seconds},
    )


def _known(fitted: Fitted, data: Corpus | Counts, stages: StageLog) -> tuple[Corpus, KnownCounts]:
    if isinstance(data, Counts):
        return numbered_corpus(data), in_known_columns(data, fitted.terms)
    if fitted.settings is None:
        raise InputError(
            "the run was fitted on counts, so it does not know how to cut texts into terms; "
            "pass topics.Counts with the terms of the run"
        )
    stages.notices.extend(data.notices)
    with stages.stage("count"):
        known = count_known_terms(data, fitted.settings, fitted.learned, fitted.terms, log=stages)
    return data, known


def numbered_corpus(counts: Counts) -> Corpus:
    """A corpus without text whose documents and sections are numbered like the counts."""
    documents = Corpus.from_texts([""] * max(counts.n_documents, 1)).documents
    sections = pl.DataFrame({"document": counts.row_document}).select(
        pl.col("document").cast(pl.String),
        position=pl.int_range(pl.len(), dtype=pl.Int64).over("document"),
        level=pl.lit(0, dtype=pl.Int64),
        heading=pl.lit(""),
        text=pl.lit(""),
    )
    return Corpus(documents=documents.head(counts.n_documents), sections=sections)


def _both_levels(
    fitted: Fitted, counts: Counts, n_threads: int | None, stages: StageLog
) -> tuple[Floats, Floats]:
    """Section rows, and document rows as their weighted means, as a fit makes them."""
    of_sections = fitted.level == "section"
    matrix = counts.matrix if of_sections else counts.by_document()
    rows = _rows(fitted, matrix, n_threads, stages)
    mean, owner = fitted.mean, counts.row_document
    if not of_sections:
        rows = section_shares(counts.matrix, owner, rows, fitted.topic_term, mean)
    return rows, roll_up(rows, counts.n_terms, owner, counts.n_documents, mean)


def _rows(fitted: Fitted, matrix: Any, n_threads: int | None, stages: StageLog) -> Floats:
    """Shares of rows of the level that was fitted."""
    n_terms = np.asarray(matrix.sum(axis=1)).ravel()
    counted = np.flatnonzero(n_terms > 0)
    weights = np.zeros((matrix.shape[0], len(fitted.mean)))
    try:
        engine = restored_engine(
            fitted.model,
            fitted.engine,
            fitted.arrays,
            fitted.options,
            n_terms=len(fitted.terms),
            n_threads=n_threads,
        )
        if engine.components_.shape[0] != len(fitted.mean):
            raise InputError(f"{len(fitted.mean)} topics for {len(engine.components_)} components")
    except (InputError, OptionError) as error:
        raise RunFolderError(f"the run's model cannot be used: {error}; fit again") from error
    if len(counted):
        own = matrix[counted]
        if fitted.weighting == "tf-idf":
            frequency, n_rows = fitted.arrays["document_frequency"], fitted.arrays["n_fitted_rows"]
            own = tfidf(own, frequency, int(n_rows))
        weights[counted] = engine.transform(own)
    shares, mute = new_row_shares(
        engine.components_, weights, n_terms, fitted.mean, is_mixture=fitted.model in MIXTURES
    )
    n_mute = int(mute.sum())
    stages.notice(
        "rows-without-topics",
        n_mute,
        f"{n_mute} rows have terms that no topic explains; they show the corpus mean",
    )
    return shares


def _projection(
    fitted: Fitted, corpus: Corpus, document_topic: Floats, section_topic: Floats, stages: StageLog
) -> pl.DataFrame:
    """Places of documents, then sections, on the map of the run; no rows where it has none."""
    documents = corpus.documents.select(
        level=pl.lit("document"), document="id", position=pl.lit(None, dtype=pl.Int64)
    )
    sections = corpus.sections.select(pl.lit("section").alias("level"), "document", "position")
    shares = np.concatenate([document_topic, section_topic])
    rows = pl.concat([documents, sections])
    places = np.empty((0, 2))
    if len(fitted.places):
        with stages.stage("project"):
            places = place_new(shares, fitted.shares, fitted.places)
    else:
        rows, shares = rows.clear(), shares[:0]
    return rows.with_columns(
        x=pl.Series(places[:, 0]),
        y=pl.Series(places[:, 1]),
        topic=pl.Series(shares.argmax(axis=1) if len(shares) else [], dtype=pl.Int64),
    )


def _notices(known: KnownCounts, stages: StageLog) -> None:
    """Warnings of rows without known terms, and of a vocabulary that fits badly."""
    counts = known.counts
    for name, weights in (("sections", counts.n_terms), ("documents", counts.n_terms_of_documents)):
        n_empty = int((weights == 0).sum())
        stages.notice(
            f"{name}-without-terms",
            n_empty,
            f"{n_empty} of {len(weights)} {name} have no term of the run's vocabulary; they show "
            "the mean of the fitted corpus",
        )
    n_unknown, n_known = float(known.n_unknown.sum()), float(counts.n_terms.sum())
    if n_unknown > MOSTLY * (n_unknown + n_known):
        shown = ", ".join(known.unknown["term"].head(5))
        stages.notice(
            "mostly-unknown-terms",
            known.unknown.height,
            f"{n_unknown / (n_unknown + n_known):.0%} of the terms are not in the run's "
            f"vocabulary and were not counted, most often {shown}; is it about other things?",
        )


def _documents(corpus: Corpus, known: KnownCounts) -> pl.DataFrame:
    """Documents with their numbers between the fixed columns and metadata."""
    counts = known.counts
    owner, n_documents = counts.row_document, counts.n_documents
    n_unknown = np.bincount(owner, weights=known.n_unknown, minlength=n_documents)
    metadata = [name for name in corpus.documents.columns if name not in DOCUMENT_SCHEMA]
    return corpus.documents.select(
        *DOCUMENT_SCHEMA,
        pl.Series("n_sections", np.bincount(owner, minlength=n_documents), dtype=pl.Int64),
        _counted(counts.n_terms_of_documents, "n_terms"),
        _counted(n_unknown, "n_unknown"),
        *metadata,
    )


def _counted(numbers: NDArray[Any], name: str) -> pl.Series:
    """A column of counts: whole numbers as such, so that only weighted counts show fractions."""
    whole = numbers.astype(np.int64)
    return pl.Series(name, whole if np.array_equal(whole, numbers) else numbers)
