"""A run as plain arrays and tables, for other libraries."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from topics.checks import check_choice
from topics.choices import LEVELS
from topics.corpus import Corpus
from topics.exchange.exporting import PlainRun, write_export
from topics.notices import StageLog
from topics.results import SEPARATOR_OF_TERMS, coordinates_of, transform_data
from topics.runs.data import RunData
from topics.runs.new_documents import fitted_model

Floats = NDArray[np.float64]


def plain_run(run: RunData, level: str) -> PlainRun:
    """The run at one level.

    Raises
    ------
    OptionError
        An unknown level.
    """
    check_choice("level", level, LEVELS)
    is_document = level == "document"
    terms = run.topics["terms"].to_list()
    return PlainRun(
        level=level,
        model=run.options.model,
        topics=run.topics,
        shown_terms=[each.split(SEPARATOR_OF_TERMS) for each in terms],
        terms=run.terms,
        topic_term=run.topic_term,
        row_topic=run.document_topic if is_document else run.section_topic,
        counts=run.counts.by_document() if is_document else run.counts.matrix,
        rows=run.documents if is_document else run.sections,
        names=_names(run, level),
        coordinates=_coordinates(run, level),
        texts=_texts(run, level),
        components=_components(run),
        prior=_prior(run),
        transform=_transform(run),
    )


def _transform(run: RunData) -> Callable[[list[str]], Floats] | None:
    """From texts to their shares; None where the run takes no new texts."""
    is_fixed = run.adopted is not None and run.adopted.no_transform
    if run.parameters.settings is None or is_fixed:
        return None

    def transform(texts: list[str]) -> Floats:
        corpus = Corpus.from_texts(texts)
        return transform_data(fitted_model(run), corpus, StageLog()).document_topic

    return transform


def _names(run: RunData, level: str) -> list[str]:
    """Ids of documents; of sections, with their positions; repeated ones get a number."""
    if level == "document":
        names = run.documents["id"].to_list()
    else:
        pairs = run.sections.select("document", "position").iter_rows()
        names = [f"{document}:{position}" for document, position in pairs]
    seen: dict[str, int] = {}
    unique = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        unique.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return unique


def _texts(run: RunData, level: str) -> list[str] | None:
    if run.section_texts is None:
        return None
    both = pl.DataFrame({"heading": run.sections["heading"], "text": run.section_texts})
    texts: list[str] = [
        f"{heading}\n{text}" if heading else text
        for heading, text in both.select(pl.all().fill_null("")).iter_rows()
    ]
    if level == "section":
        return texts
    documents: list[list[str]] = [[] for _ in range(run.documents.height)]
    for document, text in zip(run.counts.row_document, texts, strict=True):
        documents[document].append(text)
    return ["\n\n".join(parts) for parts in documents]


def _coordinates(run: RunData, level: str) -> Floats | None:
    rows = run.projection.filter(pl.col("level") == level)
    table = run.documents if level == "document" else run.sections
    if not rows.height or rows.height != table.height:
        return None
    return coordinates_of(rows)[:, :2]


def _components(run: RunData) -> Floats:
    """Weights of the topics that are shown: the model's own, but for topics that were merged."""
    components = run.engine_arrays.get("components")
    fit = run.original or run
    is_own = components is not None and run.topic_term is fit.topic_term
    if is_own and components is not None and (components.sum(axis=1) > 0).all():
        return np.asarray(components, dtype=np.float64)
    weights_of_rows = run.counts.weights_of_documents
    mass = (run.document_topic * weights_of_rows[:, None]).sum(axis=0)
    weights: Floats = run.topic_term * np.maximum(mass, 1.0)[:, None]
    return weights


def _prior(run: RunData) -> Floats | None:
    """Prior of the topics that are shown."""
    prior = run.engine_arrays.get("document_topic_prior")
    if prior is None or prior.shape != (run.n_topics,):
        return None
    return np.asarray(prior, dtype=np.float64)


def write_run_export(
    run: RunData, target: str, path: str | Path, *, level: str = "document"
) -> Path:
    """Write the run as a file of another library, as `topics.exchange.exporting` does."""
    return write_export(plain_run(run, level), target, path)
