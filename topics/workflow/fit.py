"""fit: documents in, a TopicRun out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from numpy.typing import ArrayLike

from topics.bars import progress_to
from topics.checks import checks_names
from topics.choices import (
    AUTO,
    DEFAULT_DISPLAYED_TERMS,
    DEFAULT_HEADING_SHARE,
    DEFAULT_LEAST_SIMILARITY,
    DEFAULT_MAP_ENGINE,
    DEFAULT_MAP_VIEW,
    DEFAULT_MIN_DIST,
    DEFAULT_NEIGHBORS,
    DEFAULT_RELEVANCE,
    DEFAULT_REPORT_TEXT,
    TOKEN_PATTERN,
)
from topics.errors import OptionError
from topics.kernels.threads import kernel_threads
from topics.notices import Progress, StageLog
from topics.options import FitOptions, ReadOptions, documents_options, read_options_of
from topics.runs import TopicRun, fitted_parts, map_parts
from topics.scheduling import NO_WORKERS, Workers
from topics.storage import work_folder as work_in
from topics.workflow.grow import grow_topics
from topics.workflow.inputs import Data
from topics.workflow.memory import check_before_fit
from topics.workflow.preparing import prepare, with_partitions, with_partitions_of_many
from topics.workflow.selecting.fits import check_alone
from topics.workflow.selecting.select import selection_of


@documents_options(FitOptions)
@checks_names
def fit(
    data: Data,
    *,
    model: str = "lda",
    n_topics: int | str | None = None,
    n_fits: int | None = None,
    level: str = "section",
    engine: str | None = None,
    random_state: int = 0,
    n_threads: int | None = None,
    memory: str | None = None,
    partition_rows: int | None = None,
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
    normalize: str = "none",
    ngrams: int = 1,
    phrases: bool = False,
    min_documents: int | None = None,
    max_document_share: float | None = None,
    max_terms: int | None = None,
    max_heading_share: float = DEFAULT_HEADING_SHARE,
    piece_tokens: int | None = None,
    keep_duplicates: bool = False,
    order: str | None = None,
    relevance: float = DEFAULT_RELEVANCE,
    n_shown: int = DEFAULT_DISPLAYED_TERMS,
    project: bool = True,
    map_engine: str = DEFAULT_MAP_ENGINE,
    map_view: str = DEFAULT_MAP_VIEW,
    n_neighbors: int = DEFAULT_NEIGHBORS,
    min_dist: float = DEFAULT_MIN_DIST,
    cluster: str | None = None,
    n_clusters: int | None = None,
    date: str | None = None,
    by: str | None = None,
    tree: int | Iterable[int] = (),
    report_text: str = DEFAULT_REPORT_TEXT,
    read_options: ReadOptions | Mapping[str, Any] | None = None,
    start: TopicRun | str | Path | None = None,
    n_new_topics: int = 0,
    least_similarity: float = DEFAULT_LEAST_SIMILARITY,
    client: Any = None,
    work_folder: str | Path | None = None,
    progress: Progress | bool | None = None,
    _named: Collection[str] = (),
) -> TopicRun:
    """Topics of documents, at section and document level.

    Every option is a field of `topics.FitOptions`; ``help(topics.fit)`` lists them all.

    Parameters
    ----------
    data : path or paths, Corpus, or Counts
        Options of reading and counting do not apply to counts.
    start : TopicRun, or path of a run folder, optional
        A run whose topics go on, near what they were, with new ones: docs/guides/growing-a-run.md.
    client : distributed.Client, address or int, optional
        Read, and fit partitions, on a Dask cluster, or in this many processes
        (docs/guides/large-corpora.md).
    work_folder : path, optional
        Folder for files of partitions, which all workers see. It stays if the fit is stopped: the
        same call then goes on. Default: a temporary folder.
    progress : bool or callable, optional
        True draws a bar for every stage; a function is called with (stage, done, total).

    Raises
    ------
    InputError, OptionError
        Nothing to read, no terms left, an option out of range, or more topics than rows.
    WorkerError
        Workers cannot be reached, or died again and again.

    Examples
    --------
    >>> from topics.corpus import Corpus
    >>> corpus = Corpus.from_texts(["the reef and the tide", "a judge and a jury"] * 3)
    >>> fit(corpus, n_topics=2).document_topic.shape
    (6, 2)
    """
    options = _options_of(locals())
    with progress_to(progress) as report, _work_in(work_folder) as folder:
        log = StageLog(report)
        run = fit_topics(
            data,
            options,
            log,
            start=start,
            n_new_topics=n_new_topics,
            least_similarity=least_similarity,
            workers=Workers(client, folder),
            named=_named,
        )
        run = with_map(run, log)
    log.warn(stacklevel=3)  # one more than usual, for the check of names
    return run


def _work_in(path: str | Path | None) -> AbstractContextManager[Path | None]:
    return nullcontext() if path is None else work_in(Path(path), resume=True)


def _options_of(given: Mapping[str, Any]) -> FitOptions:
    """The options among the arguments of a call."""
    values = {option.name: given[option.name] for option in fields(FitOptions)}
    return FitOptions(**values | {"read_options": read_options_of(given["read_options"])})


def fit_topics(
    data: Data,
    options: FitOptions,
    log: StageLog,
    *,
    start: TopicRun | str | Path | None = None,
    n_new_topics: int = 0,
    workers: Workers = NO_WORKERS,
    least_similarity: float = DEFAULT_LEAST_SIMILARITY,
    named: Collection[str] = (),
) -> TopicRun:
    """As `fit`, but without the map that the options ask for; its notices are left in the log.

    `named` are the options that the caller gave, also where the value is the default.
    """
    options = with_partitions(options, workers, continues=start is not None)
    if start is not None:
        return grow_topics(
            start,
            data,
            options,
            log,
            n_new_topics=n_new_topics,
            least_similarity=least_similarity,
            named=named,
        )
    if n_new_topics:
        raise OptionError(
            f"n_new_topics is {n_new_topics!r:.50}, but there is no run to which they are added; "
            "name one with start=…, or give n_topics"
        )
    if "least_similarity" in named:
        raise OptionError(
            f"least_similarity is {least_similarity!r:.50}, but there is no run whose topics it "
            "could hold; name one with start=…, or leave it out"
        )
    if options.n_topics == AUTO:
        check_alone(options)
    with workers.kept_open() as opened:
        return _fitted(data, options, log, opened)


def _fitted(data: Data, options: FitOptions, log: StageLog, workers: Workers) -> TopicRun:
    prepared = prepare(data, options, log, workers)
    selection = None
    if options.n_topics == AUTO:
        selection = selection_of(prepared, None, log, at_least=len(options.asked))
        chosen = replace(prepared.options, n_topics=selection.n_topics)
        prepared = replace(prepared, options=chosen)
    prepared = with_partitions_of_many(prepared)
    check_before_fit(prepared.corpus, prepared.counts, prepared.options, log)
    parts = fitted_parts(
        prepared.corpus,
        prepared.counts,
        prepared.learned,
        prepared.parameters,
        prepared.engine,
        log,
        prepared.paths,
        workers,
    )
    return TopicRun(**parts, selection=selection)


def with_map(run: TopicRun, log: StageLog) -> TopicRun:
    """The run of `fit_topics` with map, clusters, tree and trends that its options ask for."""
    options = run.options
    with kernel_threads(options.n_threads):
        run = replace(run, **map_parts(run, options, log))
    if options.cluster is not None:
        run = run.with_clusters(
            log,
            method=options.cluster,
            n_clusters=options.n_clusters,
            random_state=options.random_state,
            n_threads=options.n_threads,
        )
    if options.tree:
        with log.stage("tree"):
            run = run.with_tree(options.tree)
    if options.date is not None or options.by is not None:
        run = run.with_logged_trends(
            log, date=options.date, by=options.by, random_state=options.random_state
        )
    return replace(
        run,
        quality={**run.quality, "warnings": log.records()},
        manifest={**run.manifest, "seconds": log.seconds},
    )
