"""The topics of a fit as a table, with their scores; columns of topics.csv are made here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from topics.counts import Counts
from topics.evaluation import Stability, noise_topics, npmi, topic_stability, why_unmeasured
from topics.notices import StageLog, report_step
from topics.options import FitOptions
from topics.results.quality import KindOfFit, quality_scores, stability_scores
from topics.shares import Shares, mean_row, rank_terms, topic_labels, without_inflections
from topics.values import agreeing, amount

SEPARATOR_OF_TERMS = ", "
"""Terms of a topic are joined by this in the table of topics."""

N_RANKED = 4
"""This many times the displayed terms are ranked, as inflections of earlier ones are left out."""

NO_STABILITY = "no-stability"
"""Code of the notice that says why stability was not measured."""

N_STEPS = 4
"""Steps of describing topics, for the progress: terms, coherence, labels, scores."""

N_SCORED = 10
"""Coherence and diversity use at most this many of the terms that a topic shows."""


def describe_topics(
    topic_term: NDArray[np.float64],
    document_topic: Shares,
    counts: Counts,
    options: FitOptions,
    log: StageLog,
    stability: Stability | None = None,
    kinds: Sequence[KindOfFit] = (),
    texts: pl.Series | None = None,
) -> tuple[pl.DataFrame, list[dict[str, Any]]]:
    """Table of topics, and the scores of the run with reference and settings.

    `kinds` are those of the fits that `stability` is a comparison with; `texts` are those of the
    sections, in which the phrases of labels are read.
    """
    with log.stage("score"):
        share = mean_row(document_topic, counts.n_terms_of_documents, document_topic.shape[1])
        ranked = rank_terms(
            topic_term,
            share,
            order=str(options.order),
            relevance=options.relevance,
            n_shown=N_RANKED * options.n_shown,
        )
        ranked = without_inflections(ranked, counts.terms, topic_term, options.n_shown)
        scored = _scored_terms(ranked, topic_term, log)
        report_step(1, N_STEPS)
        coherence = _coherence(scored, counts, log)
        report_step(2, N_STEPS)
        labels = topic_labels(
            ranked,
            counts.terms,
            counts.token_ids,
            counts.token_offsets,
            None if texts is None else texts.__getitem__,
        )
        report_step(3, N_STEPS)
        records = quality_scores(scored, coherence, topic_term, share, counts, options)
    table = topics_table(ranked, counts.terms, share, coherence, labels)
    if stability is not None:
        table = table.with_columns(
            stability=stability.values, stability_low=stability.low, stability_high=stability.high
        )
        records += stability_scores(stability, kinds)
    elif kinds:  # there were other fits, but they say nothing
        table = table.with_columns(without_stability())
    return table, records


def stability_of(
    topic_term: NDArray[np.float64],
    document_topic: Shares,
    others: Sequence[NDArray[np.float64]],
    counts: Counts,
    options: FitOptions,
    log: StageLog,
    mass: NDArray[np.float64] | None = None,
) -> Stability | None:
    """Stability of the topics in other fits; None where there is none, or it would say nothing.

    `mass` has the counted terms of each topic where earlier documents made the topics, too.
    """
    if not others or notice_unmeasured(topic_term, counts, log):
        return None
    term_counts = counts.term_counts
    share = mean_row(document_topic, counts.n_terms_of_documents, document_topic.shape[1])
    if mass is not None:
        term_counts = (mass[:, None] * topic_term).sum(axis=0)
        share = mass / mass.sum()
    with log.stage("compare"):
        return topic_stability(
            topic_term,
            others,
            background=chance_topics(topic_term, term_counts, options),
            topic_share=share,
        )


def notice_unmeasured(topic_term: NDArray[np.float64], counts: Counts, log: StageLog) -> bool:
    """Keep a notice if the stability of the topics would say nothing; whether that is so."""
    why = why_unmeasured(len(topic_term), counts.n_terms_of_documents)
    log.notice(NO_STABILITY, int(bool(why)), f"stability was not measured: {why}")
    return bool(why)


def without_stability() -> list[pl.Expr]:
    """Columns of stability for topics of which it is not known."""
    names = ("stability", "stability_low", "stability_high")
    return [pl.lit(None, dtype=pl.Float64).alias(name) for name in names]


def chance_topics(
    topic_term: NDArray[np.float64], term_counts: NDArray[Any], options: FitOptions
) -> NDArray[np.float64]:
    """What the topics would be if all tokens were shuffled, as `topic_stability` takes it."""
    is_squared = options.model == "nmf" and options.loss != "kullback-leibler"
    return noise_topics(topic_term, term_counts) if is_squared else term_counts


def topics_table(
    top_terms: NDArray[np.int64],
    terms: NDArray[np.str_],
    topic_share: NDArray[np.float64],
    coherence: NDArray[np.float64],
    labels: Sequence[str] | None = None,
) -> pl.DataFrame:
    """Table of topics with the columns topic, label, terms, share, coherence; one row a topic.

    Parameters
    ----------
    top_terms : array of int, shape (n_topics, n_shown)
        Numbers of the best terms, as `rank_terms` returns them.
    terms : array of str, shape (n_vocabulary,)
    topic_share, coherence : array, shape (n_topics,)
    labels : sequence of str, optional
        By default those that `topic_labels` makes of the terms alone.

    Examples
    --------
    >>> words = np.array(["court", "law", "judge", "sea"])
    >>> numbers = np.array([[1, 0, 2, 3]])
    >>> topics_table(numbers, words, np.array([1.0]), np.array([0.2])).row(0)
    (0, 'law · court · judge', 'law, court, judge, sea', 1.0, 0.2)
    """
    displayed = [[str(term) for term in terms[row]] for row in top_terms]
    return pl.DataFrame(
        {
            "topic": np.arange(len(displayed), dtype=np.int64),
            "label": topic_labels(top_terms, terms) if labels is None else list(labels),
            "terms": [SEPARATOR_OF_TERMS.join(row) for row in displayed],
            "share": topic_share,
            "coherence": coherence,
        }
    )


def _scored_terms(
    ranked: NDArray[np.int64], topic_term: NDArray[np.float64], log: StageLog
) -> NDArray[np.int64]:
    """The first terms of every topic, -1 where the topic does not hold the term."""
    scored = ranked[:, :N_SCORED]
    is_present = np.take_along_axis(topic_term, scored, axis=1) > 0
    n_short = int((~is_present).any(axis=1).sum())
    log.notice(
        "topics-with-few-terms",
        n_short,
        f"{amount(n_short, 'topic')} with fewer than {amount(scored.shape[1], 'term')} of "
        f"{agreeing(n_short, 'its', 'their')} own; frequent terms of the corpus fill up what is "
        "shown, but do not count in the scores",
    )
    return np.where(is_present, scored, -1)


def _coherence(scored: NDArray[np.int64], counts: Counts, log: StageLog) -> NDArray[np.float64]:
    if scored.shape[1] < 2:
        log.notice("no-coherence", 1, "one term in the vocabulary: coherence is set to 0")
        return np.zeros(len(scored))
    return npmi(scored, counts.by_document())
