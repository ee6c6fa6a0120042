"""stability: whether further fits find the topics of a run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from topics.bars import progress_to
from topics.checks import check_random_state, check_whole, checks_names
from topics.counts import Counts
from topics.errors import InputError
from topics.evaluation import Stability, topic_stability, why_unmeasured
from topics.kernels.threads import kernel_threads, one_blas_thread
from topics.notices import Progress, StageLog, silent
from topics.options import FitOptions
from topics.results import (
    above_noise,
    chance_topics,
    highest_stability,
    may_be_noise,
    shuffled_rows,
)
from topics.runs import TopicRun, edited_topics, load
from topics.shares import matched_topics, mean_row, merged_terms, term_roots
from topics.workflow.judging.refits import ModelOfRun, method_of

NOISE_REFITS = 2
"""Topics of shuffled tokens are compared with those of this many further fits."""


@checks_names
def stability(
    run: TopicRun | str | Path,
    n_refits: int = 20,
    *,
    method: str | None = None,
    random_state: int | None = None,
    n_threads: int | None = None,
    progress: Progress | bool | None = None,
) -> Stability:
    """Stability of the topics of a run in further whole fits of its counts.

    The column ``stability`` of a run comes from the few, often shorter fits that were made with
    it. More fits narrow the interval. Topics that were merged by hand are compared with what their
    members were matched with, merged in the same way.

    Parameters
    ----------
    run : TopicRun, or path of a run folder
        Its texts are not needed.
    n_refits : int
        Number of fits, 1 or more. Each takes about as long as a fit with ``n_fits=1``.
    method : {"refit", "bootstrap"}, optional
        "refit" fits all documents with other random states: what depends on the start. "bootstrap"
        fits samples of the documents with replacement, too: what depends on a few documents. The
        default is "refit" for LDA and "bootstrap" for NMF, whose fits of the same documents agree
        with each other even in noise.
    random_state : int, optional
        Seed of the fits; by default that of the run. No fit repeats one of the run's own.
    n_threads : int, optional
        All cores by default; results do not depend on it.
    progress : bool or callable, optional
        As for `topics.fit`.

    Returns
    -------
    Stability
        Values, their 90% intervals (`topics.evaluation.topic_stability`), and the matched topics.

    Raises
    ------
    OptionError
        An unknown method, or a number out of range.
    InputError
        The run has one topic, one document or no counts, or its folder does not hold the priors
        of the fit.

    Examples
    --------
    >>> from itertools import permutations
    >>> from topics.corpus import Corpus
    >>> from topics.workflow import fit
    >>> themes = ["reef", "tide", "coral", "wave"], ["judge", "jury", "court", "trial"]
    >>> texts = [" ".join(words) for theme in themes for words in permutations(theme, 3)]
    >>> run = fit(Corpus.from_texts(texts), n_topics=2, n_fits=1, project=False)
    >>> stability(run, 3).values.round(1).tolist()
    [1.0, 1.0]
    """
    with progress_to(progress) as report:
        log = StageLog(report)
        result = stability_of_run(
            run, n_refits, log, method=method, random_state=random_state, n_threads=n_threads
        )
    log.warn()
    return result


def stability_of_run(
    run: TopicRun | str | Path,
    n_refits: int,
    log: StageLog,
    *,
    method: str | None = None,
    random_state: int | None = None,
    n_threads: int | None = None,
) -> Stability:
    """As `stability`, with the notices left in the log."""
    check_whole("n_refits", n_refits, 1, optional=False)
    check_whole("n_threads", n_threads, 1)
    if random_state is not None:
        check_random_state(random_state)
    run = run if isinstance(run, TopicRun) else load(run)
    method = method_of(run, method)
    seed = run.options.random_state if random_state is None else int(random_state)
    model = ModelOfRun.of(run, log)
    counts, weights = run.counts.originals, run.counts.weights_of_documents
    why = why_unmeasured(run.n_topics, counts.n_terms_of_documents)
    if why:
        raise InputError(f"stability cannot be measured: {why}")
    others = model.refits(int(n_refits), method, seed, log.progress)
    with kernel_threads(n_threads):
        stability = topic_stability(
            run.topic_term,
            others if run.n_topics == model.n_topics else _merged_alike(run, others),
            background=chance_topics(run.topic_term, counts.term_counts, run.options),
            topic_share=mean_row(run.document_topic, weights, run.n_topics),
        )
        if may_be_noise(counts, run.n_topics):
            with log.stage("compare with noise"):
                noise = _noise_of_refits(model, method, seed, counts, run.options)
            is_merged = run.n_topics != model.n_topics
            stability = above_noise(stability, noise.max() if is_merged else noise)
    return stability


def _noise_of_refits(
    model: ModelOfRun, method: str, random_state: int, counts: Counts, options: FitOptions
) -> NDArray[np.float64]:
    """Highest stability of a topic of shuffled tokens in further fits of these."""
    rows = shuffled_rows(model.rows, random_state)
    if rows is None:
        return np.zeros(1)
    fits = replace(model, rows=rows).refits(1 + NOISE_REFITS, method, random_state, silent)
    return highest_stability(list(fits), counts, options)


def _merged_alike(
    run: TopicRun, others: Iterator[NDArray[np.float64]]
) -> Iterator[NDArray[np.float64]]:
    """Topics of other fits, merged as those of the fit that they match were merged by hand.

    What was matched with members of several merged topics is merged with the one of these that it
    is most similar to, because a fit may divide the same themes at other places.
    """
    original = run.original or run
    members = edited_topics(run.edits, original.n_topics).members
    weights = original.counts.weights_of_documents
    share = mean_row(original.document_topic, weights, original.n_topics)
    roots, merged_roots = term_roots(original.topic_term), term_roots(run.topic_term)
    merged = [topic for topic, numbers in enumerate(members) if len(numbers) > 1]
    pool = [number for topic in merged for number in members[topic]]
    for other in others:
        _, matched = matched_topics(roots, term_roots(other))
        found = other[matched]
        with one_blas_thread():
            overlap = term_roots(found[pool]) @ merged_roots[merged].T
        nearest = overlap.argmax(axis=1).tolist()
        groups = list(members)
        for place, topic in enumerate(merged):
            own = tuple(number for number, near in zip(pool, nearest, strict=True) if near == place)
            groups[topic] = own or members[topic]
        yield merged_terms(found, share, groups)
