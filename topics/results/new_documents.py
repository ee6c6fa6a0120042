"""New documents on a fitted model: known terms to shares at both levels, and onto the map."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from topics.choices import DEFAULT_MAP_VIEW
from topics.corpus import Analyzer, Corpus
from topics.counting import TOO_FREQUENT, KnownCounts, count_known_terms, in_known_columns
from topics.counts import Counts
from topics.errors import InputError, OptionError, RunFolderError
from topics.kernels.threads import kernel_threads
from topics.models import MIXTURES, TopicModel, restored_engine
from topics.notices import StageLog
from topics.results.clusters import EMBEDDINGS, clusters_of_new, with_columns
from topics.results.fitted import FittedModel
from topics.results.folders.transformed import KIND, Transformed
from topics.results.levels import both_levels, notice_empty_rows
from topics.results.map import NO_MAP, projection_table
from topics.results.rows import ModelRows, notice_unexplained, row_weights, rows_of_level, weighted
from topics.results.tables import corpus_of_counts, documents_table, sections_table, topic_fit
from topics.shares import merged_shares, row_shares
from topics.space import EUCLIDEAN, HELLINGER, place_new
from topics.texts.cut_words import join_cut_words
from topics.values import amount

MOSTLY_UNKNOWN = 0.5
"""A larger share of unknown terms gets a warning."""

Floats = NDArray[np.float64]


def transform_data(
    fitted: FittedModel, data: Corpus | Counts, log: StageLog, *, n_threads: int | None = None
) -> Transformed:
    """Documents and sections with shares of the fitted topics.

    Raises
    ------
    InputError
        Texts for a run of counts, counts without any known term, or nothing to count.
    RunFolderError
        The run's arrays do not make a model.
    """
    corpus, known = _known_counts(fitted, data, log)
    counts, level = known.counts, fitted.parameters.options.level
    with kernel_threads(n_threads):
        with log.stage("transform"):
            rows = rows_of_level(counts, level)
            row_topic = _row_shares(fitted, rows, n_threads, log)
            section_topic, document_topic = both_levels(
                row_topic, rows, counts, fitted.topic_term, fitted.mean
            )
        shares = document_topic, section_topic
        projection = _projection(fitted, corpus, shares, counts, log, n_threads)
        of_documents: list[pl.Series] = []
        of_sections: list[pl.Series] = []
        if fitted.clusters is not None:
            with log.stage("cluster"):
                of_documents, of_sections = clusters_of_new(
                    fitted.clusters,
                    fitted.views,
                    counts,
                    (document_topic, section_topic),
                    log,
                    n_threads,
                )
    topic_term = fitted.topic_term
    if fitted.members and fitted.shown_topic_term is not None:
        topic_term = fitted.shown_topic_term
        document_topic = merged_shares(document_topic, fitted.members)
        section_topic = merged_shares(section_topic, fitted.members)
    lack = "no term of the run's vocabulary"
    notice_empty_rows(counts, lack, "mean of the fitted corpus", log)
    _notice_unknown(known, log)
    n_unknown, n_known = float(known.n_unknown.sum()), float(counts.n_terms.sum())
    is_frequent = known.unknown["reason"] == TOO_FREQUENT
    fit = topic_fit(counts, document_topic, topic_term, fitted.term_counts)
    documents = documents_table(corpus, counts, document_topic, fit, known.n_unknown)
    sections = sections_table(corpus, counts, section_topic, known.n_unknown)
    return Transformed(
        documents=with_columns(documents, of_documents, "fit"),
        sections=with_columns(sections, of_sections, "topic_share"),
        document_topic=document_topic,
        section_topic=section_topic,
        projection=projection,
        unknown_terms=known.unknown,
        removed=corpus.removed,
        quality={
            "unknown_terms": {
                "share": n_unknown / (n_unknown + n_known) if n_unknown + n_known else 0.0,
                "count": n_unknown,
                "n_different": int((~is_frequent).sum()),
            },
            "too_frequent_terms": {
                "count": float(known.unknown.filter(is_frequent)["count"].sum()),
                "n_different": int(is_frequent.sum()),
            },
            "warnings": log.records(),
        },
        manifest={"kind": KIND, "seconds": log.seconds},
    )


def _known_counts(
    fitted: FittedModel, data: Corpus | Counts, log: StageLog
) -> tuple[Corpus, KnownCounts]:
    if isinstance(data, Counts):
        return corpus_of_counts(data), in_known_columns(data, fitted.terms)
    settings = fitted.parameters.settings
    if settings is None:
        raise InputError(
            "the run was fitted on counts, so it does not know how to cut texts into terms; "
            "pass topics.Counts with the terms of the run"
        )
    log.extend(data.notices)
    data = with_cut_words_joined(data, fitted.terms)
    with log.stage("count"):
        known = count_known_terms(data, settings, fitted.learned, fitted.terms, log=log)
    return data, known


def analyzed(data: Corpus | Counts, analyzer: Analyzer) -> Corpus:
    """New documents with the terms that the function of a caller makes of them.

    Raises
    ------
    InputError
        There are counts instead of texts, or the function does not return lists of terms.
    """
    if isinstance(data, Counts):
        raise InputError("an analyzer takes texts, and these are counts; leave one of them out")
    return data.with_analyzer(analyzer)


def with_cut_words_joined(corpus: Corpus, terms: Iterable[str]) -> Corpus:
    """The corpus with words joined that a line end cuts and that are whole terms of the run.

    Reading joins those that occur whole in the new documents.
    """
    if "tokens" in corpus.sections.columns:
        return corpus
    texts = corpus.sections["text"].to_list()
    joined = join_cut_words(texts, lambda: frozenset(terms))
    if not joined:
        return corpus
    for index, text in joined.items():
        texts[index] = text
    column = pl.Series("text", texts, dtype=pl.String)
    return replace(corpus, sections=corpus.sections.with_columns(column))


def _row_shares(
    fitted: FittedModel, rows: ModelRows, n_threads: int | None, log: StageLog
) -> Floats:
    """Shares of rows of the level that was fitted."""
    options = fitted.parameters.options
    engine = _engine(fitted, n_threads)
    weights = row_weights(engine, rows, weighted(rows, fitted.arrays, str(options.weighting)))
    shares, unexplained = row_shares(
        engine.components_,
        weights,
        rows.n_terms,
        fitted.mean,
        is_mixture=options.model in MIXTURES,
    )
    notice_unexplained(unexplained, rows, log)
    return shares


def _engine(fitted: FittedModel, n_threads: int | None) -> TopicModel:
    options, n_topics = fitted.parameters.options, len(fitted.mean)
    try:
        engine = restored_engine(
            options.model,
            str(options.engine),
            fitted.arrays,
            {} if options.loss is None else {"loss": options.loss},
            n_vocabulary=len(fitted.terms),
            n_threads=n_threads,
        )
        if len(engine.components_) != n_topics:
            raise InputError(
                f"{amount(n_topics, 'topic')} for {amount(len(engine.components_), 'component')}"
            )
    except (InputError, OptionError) as error:
        raise RunFolderError(f"the run's model cannot be used: {error}; fit again") from error
    return engine


def _projection(
    fitted: FittedModel,
    corpus: Corpus,
    shares: tuple[Floats, Floats],
    counts: Counts,
    log: StageLog,
    n_threads: int | None,
) -> pl.DataFrame:
    """Documents, then sections, on the map of the run; no rows where it has no map.

    A map of embeddings has no place for new documents, which come without; a notice says so.
    """
    if not len(fitted.coordinates):
        return NO_MAP
    options = fitted.parameters.options
    if options.map_view == EMBEDDINGS:
        log.notice(
            "no-place-on-map",
            counts.n_documents,
            f"the map of this run is of embeddings, which {counts.n_documents} new documents do "
            "not have; they get no place on it (topics.project makes a map of another view)",
        )
        return NO_MAP
    with log.stage("project"):
        rows, fitted_rows, metric = _rows_of_map(fitted, shares, counts, n_threads)
        coordinates = place_new(
            rows,
            fitted_rows,
            fitted.coordinates,
            engine=options.map_engine,
            n_neighbors=options.n_neighbors,
            min_dist=options.min_dist,
            random_state=options.random_state,
            metric=metric,
        )
    if fitted.members:
        shares = merged_shares(shares[0], fitted.members), merged_shares(shares[1], fitted.members)
    return projection_table(corpus.documents, corpus.sections, shares, counts, coordinates)


def _rows_of_map(
    fitted: FittedModel, shares: tuple[Floats, Floats], counts: Counts, n_threads: int | None
) -> tuple[Sequence[Floats], Sequence[Floats], str]:
    """New and fitted rows, documents then sections, in the view of the map; their metric."""
    options, views = fitted.parameters.options, fitted.views
    if options.map_view == DEFAULT_MAP_VIEW:
        return shares, views.shares, HELLINGER
    old, new = views.points(
        options.map_view,
        "document",
        fitted.map_members,
        counts,
        shares,
        random_state=options.random_state,
        n_threads=n_threads,
    )
    return [new.both_levels()], [old.both_levels()], EUCLIDEAN


def _notice_unknown(known: KnownCounts, log: StageLog) -> None:
    """Keep a notice where most terms are unknown."""
    n_unknown: Any = float(known.n_unknown.sum())
    share = n_unknown / max(n_unknown + float(known.counts.n_terms.sum()), 1)
    if share > MOSTLY_UNKNOWN:
        unknown = known.unknown.filter(known.unknown["reason"] != TOO_FREQUENT)
        frequent = ", ".join(unknown["term"].head(5))
        log.notice(
            "mostly-unknown-terms",
            unknown.height,
            f"{share:.0%} of the terms are not in the run's vocabulary and were not counted, most "
            f"often {frequent}; is it about other things?",
        )
