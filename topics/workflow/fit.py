"""fit: documents in, a TopicRun out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from topics.bars import progress_to
from topics.checks import checks_names
from topics.choices import (
    DEFAULT_DISPLAYED_TERMS,
    DEFAULT_HEADING_SHARE,
    DEFAULT_MAP_ENGINE,
    DEFAULT_MIN_DIST,
    DEFAULT_NEIGHBORS,
    DEFAULT_RELEVANCE,
    TOKEN_PATTERN,
)
from topics.counting.stop_words import languages_of_texts
from topics.counts import Counts
from topics.evaluation import Stability
from topics.kernels.threads import kernel_threads
from topics.models import MIXTURES, TopicModel, make_engine
from topics.notices import Progress, StageLog
from topics.options import FitOptions, ReadOptions, documents_options, read_options_of
from topics.results import (
    NO_MAP,
    FittedRows,
    ModelRows,
    Parameters,
    Witnesses,
    above_noise,
    both_levels,
    count_settings,
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
    project_rows,
    rows_of_level,
    sections_table,
    stability_of,
    topic_fit,
    with_model_defaults,
    write_parameters,
)
from topics.results.seeds import asked_columns, check_seeds, seed, with_support
from topics.runs import TopicRun, check_method
from topics.workflow.inputs import Data, as_inputs, check_applies, counted, paths_of, read_corpus


@documents_options(FitOptions)
@checks_names
def fit(
    data: Data,
    *,
    model: str = "lda",
    n_topics: int | None = None,
    n_fits: int | None = None,
    level: str = "section",
    engine: str | None = None,
    random_state: int = 0,
    n_threads: int | None = None,
    document_topic_prior: str | float | ArrayLike | None = None,
    topic_term_prior: float | ArrayLike | None = None,
    seed_topics: str | Path | Mapping[str, Any] | None = None,
    loss: str | None = None,
    weighting: str | None = None,
    max_sweeps: int | None = None,
    tolerance: float | None = None,
    stop_words: str | Path | Iterable[str] = "en",
    extra_stop_words: Iterable[str] = (),
    token_pattern: str = TOKEN_PATTERN,
    pre_tokenized: bool = False,
    ngrams: int = 1,
    phrases: bool = False,
    min_documents: int | None = None,
    max_document_share: float | None = None,
    max_terms: int | None = None,
    max_heading_share: float = DEFAULT_HEADING_SHARE,
    piece_tokens: int | None = None,
    order: str | None = None,
    relevance: float = DEFAULT_RELEVANCE,
    n_shown: int = DEFAULT_DISPLAYED_TERMS,
    project: bool = True,
    map_engine: str = DEFAULT_MAP_ENGINE,
    n_neighbors: int = DEFAULT_NEIGHBORS,
    min_dist: float = DEFAULT_MIN_DIST,
    cluster: str | None = None,
    n_clusters: int | None = None,
    read_options: ReadOptions | Mapping[str, Any] | None = None,
    progress: Progress | bool | None = None,
) -> TopicRun:
    """Topics of documents, at section and document level.

    Every option is a field of `topics.FitOptions`; ``help(topics.fit)`` lists them all.

    Parameters
    ----------
    data : path or paths, Corpus, or Counts
        Paths are read with `topics.read`. Counts are taken as they are: options of reading and
        counting do not apply to them.
    progress : bool or callable, optional
        True draws a bar for every stage on standard error; a function is called with (stage,
        done, total).

    Raises
    ------
    InputError
        Nothing to read, or no terms left.
    OptionError
        An option out of range, or more topics than rows.

    Examples
    --------
    >>> from topics.corpus import Corpus
    >>> corpus = Corpus.from_texts(["the reef and the tide", "a judge and a jury"] * 3)
    >>> run = fit(corpus, n_topics=2)
    >>> run.document_topic.shape, run.topics.columns[:6]
    ((6, 2), ['topic', 'label', 'terms', 'share', 'coherence', 'stability'])
    """
    given = locals()
    options = FitOptions(
        **{option.name: given[option.name] for option in fields(FitOptions)}
        | {"read_options": read_options_of(read_options)}
    )
    with progress_to(progress) as report:
        log = StageLog(report)
        run = fit_run(data, options, log)
    log.warn(stacklevel=3)  # one more than usual, for the check of names
    return run


def fit_run(data: Data, options: FitOptions, log: StageLog) -> TopicRun:
    """As `fit`, with the notices left in the log."""
    return with_map(fit_topics(data, options, log), log)


def fit_topics(data: Data, options: FitOptions, log: StageLog) -> TopicRun:
    """As `fit_run`, but without the map that the options ask for: `with_map` adds it."""
    options = with_model_defaults(options)
    settings = count_settings(options)
    inputs = as_inputs(data)
    check_applies(inputs, options)
    check_method(options.cluster, options.n_clusters)
    check_seeds(options)
    engine = engine_of(options)  # a wrong option should not cost the time of reading

    corpus = read_corpus(inputs, options.read_options, options.n_threads, log)
    if options.stop_words == "auto":
        options = replace(options, stop_words=languages_of_texts(corpus.sections["text"]))
        settings = count_settings(options)
    counts, learned = counted(inputs, corpus, settings, log)
    with kernel_threads(options.n_threads):
        rows = rows_of_level(counts, options.level)
        asked = options.asked
        n_topics = number_of_topics(options.n_topics, rows, options.level, log, len(asked))
        engine.set_params(n_topics=n_topics, progress=log.progress)
        counting = None if isinstance(inputs, Counts) else settings
        seeds = asked_columns(asked, counts, corpus, counting, learned, log)
        seed(engine, asked, seeds)
        fitted_rows = fit_rows(
            engine,
            rows,
            str(options.weighting),
            log,
            n_fits=int(options.n_fits or 1),
            is_mixture=options.model in MIXTURES,
            row_document=documents_of(rows, counts),
        )
        fitted = fitted_rows.shown
        with log.stage("roll up"):
            section_topic, document_topic = both_levels(
                fitted.row_topic, rows, counts, fitted.topic_term
            )
            witnesses = Witnesses.of(fitted_rows.witnesses, rows, counts)
        notice_empty_rows(counts, "no counted terms", "corpus mean", log)
        fit = topic_fit(counts, document_topic, fitted.topic_term, counts.term_counts)
        stability = _stability(engine, rows, fitted_rows, document_topic, counts, options, log)
        topics, scores = describe_topics(
            fitted.topic_term, document_topic, counts, options, log, stability, fitted_rows.kinds
        )
        topics, scores = with_support(
            topics, scores, asked, seeds, section_topic, fitted.topic_term, counts, log
        )
        notice_topics(
            fitted.topic_term, document_topic, section_topic, counts, corpus.documents["id"], log
        )
    if isinstance(inputs, list):
        options = replace(options, read_options=options.read_options or ReadOptions())
    options = in_force(options, counting, learned, engine, corpus.n_documents)
    parameters = Parameters(options, counting)
    return TopicRun(
        documents=documents_table(corpus, counts, document_topic, fit),
        sections=sections_table(corpus, counts, section_topic),
        topics=topics,
        document_topic=document_topic,
        section_topic=section_topic,
        topic_term=fitted.topic_term,
        projection=NO_MAP,
        removed=corpus.removed,
        quality={"scores": scores, "warnings": log.records()},
        counts=counts,
        engine_arrays=fitted_rows.arrays,
        witnesses=witnesses,
        learned=learned,
        parameters=parameters,
        manifest=manifest(
            paths_of(inputs),
            corpus.inputs,
            write_parameters(parameters, engine),
            packages_of(options, has_read=isinstance(inputs, list)),
            log.seconds,
        ),
        section_texts=None if counting is None else corpus.sections["text"],
    )


def _stability(
    engine: TopicModel,
    rows: ModelRows,
    fitted: FittedRows,
    document_topic: NDArray[np.float64],
    counts: Counts,
    options: FitOptions,
    log: StageLog,
) -> Stability | None:
    """Stability of the topics above that of noise, with a notice of those below the floor."""
    stability = stability_of(
        fitted.shown.topic_term,
        document_topic,
        [each.topic_term for each in fitted.witnesses],
        counts,
        options,
        log,
    )
    if stability is None:
        return None
    if may_be_noise(counts, len(stability.values)):
        with log.stage("compare with noise"):
            noise = noise_of_fits(
                engine,
                rows,
                documents_of(rows, counts),
                counts,
                options,
                is_mixture=options.model in MIXTURES,
            )
        stability = above_noise(stability, noise)
    notice_unstable(stability.values.tolist(), counts, log)
    return stability


def with_map(run: TopicRun, log: StageLog) -> TopicRun:
    """The run of `fit_topics` with the map and the clusters that its options ask for."""
    shares = np.concatenate([run.document_topic, run.section_topic])
    options = run.options
    with kernel_threads(options.n_threads):
        projection = project_rows(run.documents, run.sections, shares, run.counts, options, log)
    if options.cluster is not None:
        run = run.with_clusters(
            log,
            method=options.cluster,
            n_clusters=options.n_clusters,
            random_state=options.random_state,
            n_threads=options.n_threads,
        )
    return replace(
        run,
        projection=projection,
        quality={**run.quality, "warnings": log.records()},
        manifest={**run.manifest, "seconds": log.seconds},
    )


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
