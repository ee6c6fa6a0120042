"""Growing a run: its topics go on with new documents, which may open new topics."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path
from typing import Any

from topics.checks import check_number, check_whole
from topics.choices import DEFAULT_LEAST_SIMILARITY
from topics.corpus import Corpus
from topics.counting import CountSettings
from topics.counting.copies import count_growing_terms_of_originals, with_copies
from topics.counting.growing import GrownCounts, in_growing_columns
from topics.counts import Counts
from topics.errors import InputError
from topics.notices import StageLog
from topics.options import FitOptions
from topics.results import Parameters, with_cut_words_joined
from topics.runs import (
    TopicRun,
    check_method,
    check_n_clusters,
    check_trend_columns,
    growing_options,
    grown_parts,
    load,
    start_topics,
)
from topics.trees import checked_sizes
from topics.values import amount
from topics.workflow.inputs import (
    Data,
    as_inputs,
    check_read_options_apply,
    is_to_be_read,
    paths_of,
    read_as_run,
)
from topics.workflow.preparing import check_fitted_map


def grow_topics(
    start: TopicRun | str | Path,
    data: Data,
    given: FitOptions,
    log: StageLog,
    *,
    n_new_topics: int = 0,
    least_similarity: float = DEFAULT_LEAST_SIMILARITY,
    named: Collection[str] = (),
) -> TopicRun:
    """The topics of a run, continued with new documents; without the map that the options ask for.

    Parameters
    ----------
    start : TopicRun, or path of a run folder
    data : path or paths, Corpus, or Counts
    given : FitOptions
        Options at their defaults are taken from the start, unless they are `named`.
    log : StageLog
    n_new_topics : int
        Topics that come after those of the start.
    least_similarity : float
        Least cosine of the terms of a topic of the start with what they were, 0 to 1.
    named : collection of str
        Options that the caller gave.

    Raises
    ------
    InputError
        The start cannot grow, or the documents have no term that it knows.
    OptionError
        An option that contradicts the start, or one out of range.
    RunFolderError
        The start is not a run, or damaged.
    """
    check_whole("n_new_topics", n_new_topics, 0, optional=False)
    check_number("least_similarity", least_similarity, 0, 1)
    run = start if isinstance(start, TopicRun) else load(start)
    before = start_topics(run)
    options = growing_options(run.options, given, before.n_topics, n_new_topics, named)
    check_method(options.cluster, options.n_clusters)
    check_fitted_map(options)
    if options.tree:
        checked_sizes(options.tree, int(options.n_topics or 0))
    inputs = as_inputs(data)
    if given.read_options is not None and not is_to_be_read(inputs):
        check_read_options_apply(inputs)
    if run.parameters.settings is None and not isinstance(inputs, Counts):
        raise InputError(
            "the run was fitted on counts, so it does not know how to cut texts into terms; pass "
            "topics.Counts with the terms of the run"
        )
    corpus, reading = read_as_run(run, inputs, given.read_options, options.n_threads, log)
    check_trend_columns(corpus.documents, options.date, options.by)
    if isinstance(inputs, Counts):
        counted = in_growing_columns(inputs, run.terms)
    else:
        corpus, counted = _counted(run, corpus, options, log)
    n_counted = int((counted.counts.weights_of_documents > 0).sum())
    check_n_clusters(options.n_clusters, n_counted, "document")
    if is_to_be_read(inputs):
        options = replace(options, read_options=reading)
    _notice_edits(run, log)
    parameters = Parameters(options, run.parameters.settings)
    parts = grown_parts(
        run, before, corpus, counted, parameters, log, paths_of(inputs),
        least_similarity=least_similarity,
    )  # fmt: skip
    return TopicRun(**parts)


def _counted(
    run: TopicRun, corpus: Corpus, options: FitOptions, log: StageLog
) -> tuple[Corpus, GrownCounts]:
    """New documents with their copies named, and their counts in known terms and in new ones."""
    corpus, is_copy = with_copies(corpus, log, are_counted=options.keep_duplicates)
    log.extend(corpus.notices)
    settings: Any = run.parameters.settings
    rules: CountSettings = replace(
        settings,
        min_documents=options.min_documents,
        max_document_share=options.max_document_share,
        max_terms=options.max_terms,
    )
    joined = with_cut_words_joined(corpus, run.terms)
    with log.stage("count"):
        return corpus, count_growing_terms_of_originals(
            joined, is_copy, rules, run.learned, run.terms, log
        )


def _notice_edits(run: TopicRun, log: StageLog) -> None:
    """Keep a notice of edits that do not go on."""
    if run.original is None:
        return
    n_hidden = int(run.topics["hidden"].sum())
    n_grouped = run.topics["group"].drop_nulls().len()
    log.notice(
        "edits-left-behind",
        n_hidden + n_grouped,
        f"the run that is continued was edited: its topics go on as it shows them, merged and "
        f"renamed, but {amount(n_hidden, 'hidden topic')} and {amount(n_grouped, 'grouped topic')} "
        "are as the others; hide and group them again with run.edit",
    )
