"""A fit: topics of counts, with all that a run holds of them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from topics.corpus import Corpus
from topics.counting import LearnedVocabulary
from topics.counts import Counts
from topics.evaluation import Stability
from topics.kernels.threads import kernel_threads
from topics.models import MIXTURES, TopicModel, make_engine
from topics.notices import StageLog
from topics.options import FitOptions
from topics.results import (
    NO_MAP,
    FittedRows,
    ModelRows,
    Originals,
    Parameters,
    Witnesses,
    above_noise,
    both_levels,
    describe_topics,
    documents_of,
    documents_table,
    fit_rows,
    in_force,
    manifest,
    may_be_noise,
    noise_of_fits,
    notice_empty_rows,
    notice_topics,
    notice_unstable,
    number_of_topics,
    packages_of,
    rows_of_level,
    sections_table,
    stability_of,
    topic_fit,
    write_parameters,
)
from topics.results.numbering import has_given_numbers, order_by_likeness
from topics.results.rows import TOPIC_MASS
from topics.results.seeds import asked_columns, seed, with_support
from topics.runs.data import RunData
from topics.runs.intervals.computing import computed_intervals
from topics.scheduling import NO_WORKERS, Workers
from topics.shares.intervals import STAGE
from topics.trees import checked_sizes


def fitted_parts(
    corpus: Corpus,
    counts: Counts,
    learned: LearnedVocabulary,
    parameters: Parameters,
    engine: TopicModel,
    log: StageLog,
    paths: Sequence[str | Path] = (),
    workers: Workers = NO_WORKERS,
) -> dict[str, Any]:
    """A fit of counts, as the attributes of a run without a map.

    Parameters
    ----------
    corpus : Corpus
        The documents and sections of the counts.
    counts : Counts
    learned : LearnedVocabulary
    parameters : Parameters
        Options of the fit, and how texts were counted; None for counts of the caller.
    engine : TopicModel
        Unfitted; as `engine_of` makes it.
    log : StageLog
    paths : sequence of str or Path
        What was read.
    workers : Workers
        Who fits partitions of the rows, if the options have any.
    """
    options = parameters.options
    with kernel_threads(options.n_threads):
        rows = rows_of_level(counts, options.level)
        seeds = asked_columns(options.asked, counts, corpus, parameters.settings, learned, log)
        fitted_rows = _fitted_rows(engine, rows, counts, options, seeds, log, workers)
        parts = parts_of_rows(
            corpus, counts, learned, parameters, engine, rows, fitted_rows, log, paths, seeds
        )
        del rows, fitted_rows  # they have copies of the counts
        with log.stage(STAGE):
            intervals = computed_intervals(RunData(**parts), progress=log.progress)
    return {**parts, "stored_intervals": intervals}


def parts_of_rows(
    corpus: Corpus,
    counts: Counts,
    learned: LearnedVocabulary,
    parameters: Parameters,
    engine: TopicModel,
    rows: ModelRows,
    fitted_rows: FittedRows,
    log: StageLog,
    paths: Sequence[str | Path] = (),
    seeds: Sequence[list[int]] = (),
    others: TopicModel | None = None,
    n_continued: int = 0,
) -> dict[str, Any]:
    """Fitted rows as the attributes of a run; further parameters are those of `fitted_parts`.

    Parameters
    ----------
    rows : ModelRows
    fitted_rows : FittedRows
    seeds : sequence of list of int
        Columns of the terms of topics that were asked for.
    others : TopicModel, optional
        The engine of the fits that the topics are compared with, where it is another one.
    n_continued : int
        The first topics that were made by earlier documents, too.
    """
    options = parameters.options
    texts = None if parameters.settings is None else corpus.sections["text"]
    fitted = fitted_rows.shown
    with log.stage("roll up"):
        section_topic, document_topic = both_levels(
            fitted.row_topic, rows, counts, fitted.topic_term
        )
    notice_empty_rows(counts, "no counted terms", "corpus mean", log)
    fit = topic_fit(counts, document_topic, fitted.topic_term, counts.term_counts)
    originals = Originals.of(counts, document_topic, section_topic, corpus.documents["id"], texts)
    stability = _stability(
        others or engine, rows, fitted_rows, originals, counts, options, log, n_continued
    )
    topics, scores = _described(fitted_rows, originals, stability, seeds, options, log)
    n_documents = originals.counts.n_documents
    del originals  # in memory together with the shares of other fits, they would be the most
    counts.forget_originals()
    witnesses = _kept_witnesses(fitted_rows, rows, counts, log)
    options = in_force(options, parameters.settings, learned, engine, n_documents)
    parameters = Parameters(options, parameters.settings)
    n_copies = counts.n_copies
    record = manifest(
        paths,
        corpus.inputs,
        write_parameters(parameters, engine),
        packages_of(
            options,
            sources=corpus.documents["source"] if len(paths) else None,
            has_texts=parameters.settings is not None,
            has_copies=n_copies > 0,
            cut_by=learned.cut_by,
        ),
        log.seconds,
    )
    return {
        "documents": documents_table(corpus, counts, document_topic, fit),
        "sections": sections_table(corpus, counts, section_topic),
        "topics": topics,
        "document_topic": document_topic,
        "section_topic": section_topic,
        "topic_term": fitted.topic_term,
        "projection": NO_MAP,
        "removed": corpus.removed,
        "quality": {"scores": scores, "warnings": log.records()},
        "counts": counts,
        "engine_arrays": fitted_rows.arrays,
        "witnesses": witnesses,
        "learned": learned,
        "parameters": parameters,
        "manifest": {**record, "n_copies": n_copies} if n_copies else record,
        "section_texts": texts,
    }


def _kept_witnesses(
    fitted_rows: FittedRows, rows: ModelRows, counts: Counts, log: StageLog
) -> Witnesses | None:
    """The other fits, with their shares of the sections."""
    with log.stage("roll up others"):
        report = partial(log.progress, "roll up others")
        return Witnesses.of(fitted_rows.witnesses, rows, counts, report)


def _described(
    fitted: FittedRows,
    originals: Originals,
    stability: Stability | None,
    seeds: Sequence[list[int]],
    options: FitOptions,
    log: StageLog,
) -> tuple[pl.DataFrame, list[dict[str, Any]]]:
    """The table of topics and the scores of the run, with notices about topics."""
    topic_term, counts = fitted.shown.topic_term, originals.counts
    document_topic, section_topic = originals.document_topic, originals.section_topic
    described = describe_topics(
        topic_term, document_topic, counts, options, log, stability, fitted.kinds,
        texts=originals.texts,
    )  # fmt: skip
    result = with_support(*described, options.asked, seeds, section_topic, topic_term, counts, log)
    notice_topics(topic_term, document_topic, section_topic, counts, originals.ids, log)
    return result


def _fitted_rows(
    engine: TopicModel,
    rows: ModelRows,
    counts: Counts,
    options: FitOptions,
    seeds: list[list[int]],
    log: StageLog,
    workers: Workers,
) -> FittedRows:
    """The fits of the rows; the engine becomes the best one."""
    asked = options.n_topics if isinstance(options.n_topics, int) else None
    n_topics = number_of_topics(asked, rows.evidence, log, len(options.asked))
    if options.tree:
        checked_sizes(options.tree, n_topics)
    engine.set_params(n_topics=n_topics, progress=log.progress)
    seed(engine, options.asked, seeds)
    return fit_rows(
        engine,
        rows,
        str(options.weighting),
        log,
        n_fits=int(options.n_fits or 1),
        is_mixture=options.model in MIXTURES,
        row_document=documents_of(rows, counts),
        partition_rows=options.partition_rows,
        workers=workers,
        order_of=None
        if has_given_numbers(options)
        else lambda found: order_by_likeness(found, rows, counts),
    )


def _stability(
    engine: TopicModel,
    rows: ModelRows,
    fitted: FittedRows,
    originals: Originals,
    counts: Counts,
    options: FitOptions,
    log: StageLog,
    n_continued: int,
) -> Stability | None:
    """Stability of the topics above that of noise, with a notice of those below the floor.

    Continued topics have more tokens than these rows, which noise of these rows says nothing of.
    """
    stability = stability_of(
        fitted.shown.topic_term,
        originals.document_topic,
        [each.topic_term for each in fitted.witnesses],
        originals.counts,
        options,
        log,
        fitted.arrays.get(TOPIC_MASS),
    )
    if stability is None:
        return None
    n_topics = len(stability.values)
    if n_continued < n_topics and may_be_noise(originals.counts, n_topics):
        with log.stage("compare with noise"):
            noise = noise_of_fits(
                engine,
                rows.evidence,
                documents_of(rows, counts),
                originals.counts,
                options,
                is_mixture=options.model in MIXTURES,
            )
        noise = np.where(np.arange(n_topics) < n_continued, 0.0, noise)
        stability = above_noise(stability, noise)
    notice_unstable(stability.values.tolist(), originals.counts, log)
    return stability


def engine_of(options: FitOptions) -> Any:
    """An unfitted engine with the options that concern it; its other options keep defaults."""
    return make_engine(
        options.model,
        options.engine,
        document_topic_prior=options.document_topic_prior,
        topic_term_prior=options.topic_term_prior,
        loss=options.loss,
        max_sweeps=options.max_sweeps,
        tolerance=options.tolerance,
        random_state=options.random_state,
    )
