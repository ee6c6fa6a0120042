"""What new documents need of a run, and what is said of texts that come without sections."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

import numpy as np
import polars as pl

from topics.clusters import clustered_rows
from topics.corpus import Analyzer, Corpus
from topics.errors import InputError
from topics.notices import StageLog
from topics.results import FittedModel, Transformed, coordinates_of, transform_data
from topics.results.clusters import CLUSTER, FittedClusters, FittedViews
from topics.runs.data import RunData
from topics.runs.edits.plan import edited_topics
from topics.runs.ids import close_ids, unknown_id
from topics.runs.similar import AskedRow, check_no_position, row_of_new
from topics.shares import mean_row
from topics.values import amount

SECTIONED = 1.5
"""A run's documents count as cut into sections if they have this many on average."""

PARAGRAPHS = r"\S\s*\n\s*\n\s*\S"
"""Two paragraphs with an empty line between them."""

MIN_WORDS_OF_TEXT = 2
"""What `similar` gets is a new text, and no unknown id, if it has at least this many words."""


def fitted_model(run: RunData) -> FittedModel:
    """The parts of a run that new documents need, as `TopicRun.fitted` says."""
    if run.adopted is not None and run.adopted.no_transform:
        raise InputError(f"new documents cannot get the topics of this run: "
                         f"{run.adopted.no_transform}")  # fmt: skip
    # New documents are compared with the topics of the fit, and then merged as these were.
    fit = run.original or run
    is_merged = run.topic_term is not fit.topic_term
    return FittedModel(
        parameters=run.parameters,
        arrays=run.engine_arrays,
        terms=run.terms,
        topic_term=fit.topic_term,
        term_counts=run.counts.term_counts,
        mean=mean_row(fit.section_topic, run.counts.weights, fit.n_topics),
        learned=run.learned,
        views=FittedViews(run.options.level, run.counts, (fit.document_topic, fit.section_topic)),
        coordinates=coordinates_of(fit.projection),
        map_members=fit.map_members,
        members=edited_topics(run.edits, fit.n_topics).members if is_merged else (),
        shown_topic_term=run.topic_term if is_merged else None,
        clusters=_fitted_clusters(run),
    )


def _fitted_clusters(run: RunData) -> FittedClusters | None:
    """What new documents need to get a cluster; None where the run has none."""
    if run.clusters is None:
        return None
    is_document = run.clusters.level == "document"
    table, counts = run.documents if is_document else run.sections, run.counts
    rows = np.flatnonzero((counts.weights_of_documents if is_document else counts.weights) > 0)
    rows = clustered_rows(rows, run.clusters.settings["random_state"])
    return FittedClusters(
        clusters=run.clusters,
        labels=table[CLUSTER].gather(rows).to_numpy(),
        rows=rows,
    )


def row_of_text(run: RunData, text: str, position: int | None) -> AskedRow:
    """The shares of a new text of several words.

    Raises
    ------
    UnknownIdError
        It is one word, so it is an id that the run does not have.
    InputError
        None of its terms is known to the run.
    OptionError
        It was given a position.
    """
    if len(text.split()) < MIN_WORDS_OF_TEXT or close_ids(run, text):
        raise unknown_id(run, text)
    check_no_position(position, "a text")
    new = transform_data(fitted_model(run), Corpus.from_texts([text]), StageLog())
    return row_of_new(new, "the text")


def transformed_stream(
    run: RunData,
    texts: Iterable[str],
    n_at_a_time: int,
    analyzer: Analyzer | None,
    n_threads: int | None,
) -> Iterator[Transformed]:
    """As `TopicRun.transform_stream` says."""
    if isinstance(texts, str):
        raise InputError("texts is one text, expected several; use run.transform(text)")
    fitted, n_before = fitted_model(run), 0
    every = iter(texts)
    while batch := list(islice(every, n_at_a_time)):
        ids = (str(n_before + number) for number in range(len(batch)))
        corpus = Corpus.from_texts(batch, ids=ids, analyzer=analyzer)
        log = StageLog()
        notice_uncut_texts(run, corpus.sections["text"], log)
        yield transform_data(fitted, corpus, log, n_threads=n_threads)
        n_before += len(batch)


def notice_uncut_texts(run: RunData, texts: pl.Series, log: StageLog) -> None:
    """Keep a notice of texts that the run would have cut into sections had they been in files."""
    n_sections = run.sections.height / max(run.documents.height, 1)
    if run.options.level == "section" and n_sections >= SECTIONED:
        n_uncut = int(texts.str.contains(PARAGRAPHS).sum())
        log.notice(
            "texts-as-one-section",
            n_uncut,
            f"{amount(n_uncut, 'text')} of several paragraphs, each taken as one section, but "
            f"documents of this run have {n_sections:.1f} sections, whose shares are averaged: "
            "rows can differ by some hundredths from those of the same texts in files; "
            "topics.transform reads files, and run.transform takes a Corpus with sections",
        )
