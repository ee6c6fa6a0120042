"""One step of a stream: the topics of a run, moved by a batch of documents."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from topics.checks import check_random_state, check_whole
from topics.corpus import Corpus
from topics.counting import count_known_terms, in_known_columns
from topics.counting.copies import with_copies
from topics.counting.growing import in_known_vocabulary
from topics.counts import Counts
from topics.errors import InputError, OptionError
from topics.notices import StageLog
from topics.results import Parameters, corpus_of_counts, with_cut_words_joined
from topics.runs.data import RunData
from topics.runs.growing.options import continued_options
from topics.runs.growing.parts import grown_parts
from topics.runs.growing.start import start_topics


def updated_parts(
    run: RunData,
    data: Iterable[str] | Corpus | Counts,
    log: StageLog,
    *,
    weight: float = 1.0,
    random_state: int | None = None,
    n_threads: int | None = None,
) -> dict[str, Any]:
    """The topics of a run, moved by new documents, as the attributes of a run without a map.

    Parameters are those of `TopicRun.update`.
    """
    if isinstance(weight, bool) or not isinstance(weight, int | float) or not 0 < weight <= 1:
        raise OptionError(f"weight is {weight!r}, expected a number above 0, at most 1")
    check_whole("n_threads", n_threads, 1)
    if random_state is not None:
        check_random_state(random_state)
    start = start_topics(run)
    settings = run.parameters.settings
    if isinstance(data, Counts):
        corpus, known = corpus_of_counts(data), in_known_columns(data, run.terms)
    elif settings is None:
        raise InputError(
            "the run was fitted on counts, so it does not know how to cut texts into terms; pass "
            "topics.Counts with the terms of the run"
        )
    else:
        corpus = data if isinstance(data, Corpus) else Corpus.from_texts(data)
        corpus, is_copy = with_copies(corpus, log, are_counted=run.options.keep_duplicates)
        log.extend(corpus.notices)
        with log.stage("count"):
            joined = with_cut_words_joined(corpus, run.terms)
            known = count_known_terms(joined, settings, run.learned, run.terms, log=log)
        known = replace(known, counts=replace(known.counts, is_copy=is_copy))
    options = replace(
        continued_options(run.options, start.n_topics),
        random_state=run.options.random_state if random_state is None else random_state,
        n_threads=n_threads,
        project=False,
        cluster=None,
        n_clusters=None,
        tree=(),
        date=None,
        by=None,
    )
    return grown_parts(
        run,
        start.weighed(weight),
        corpus,
        in_known_vocabulary(known),
        Parameters(options, settings),
        log,
        is_stream=True,
    )
