"""Scores of the topics of a run: columns for its table of topics, and records for quality.json."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from topics.errors import InputError, RunFolderError
from topics.evaluation import (
    STABILITY_FLOOR,
    Coherence,
    Stability,
    c_npmi,
    c_uci,
    c_v,
    diversity,
    effective_documents,
    effective_terms,
    effective_tokens,
    exclusivity,
    inverted_rank_overlap,
    reference_terms,
    u_mass,
)
from topics.evaluation.coherence import CONTEXT_WINDOW, PAIR_WINDOW
from topics.evaluation.spread import EXCLUSIVITY_WEIGHT, PERSISTENCE
from topics.notices import StageLog
from topics.results import SEPARATOR_OF_TERMS
from topics.results.clusters import CLUSTER
from topics.results.description import N_SCORED, NO_STABILITY
from topics.runs import AGREEMENT_SCORES, BEFORE_EDITS, TopicRun
from topics.values import agreeing, amount
from topics.workflow.judging.held_out import NOTICES as OF_HELD_OUT
from topics.workflow.judging.held_out import HeldOut
from topics.workflow.judging.references import NOTICES as OF_REFERENCE
from topics.workflow.judging.references import Reference
from topics.workflow.judging.refits import NO_PIECES

Record = dict[str, Any]

WINDOWS = {"c_uci": PAIR_WINDOW, "c_npmi": PAIR_WINDOW, "c_v": CONTEXT_WINDOW}
"""These measures of coherence need the order of the tokens; the numbers are tokens in a window."""

WINDOW_MEASURES: dict[str, Callable[..., Coherence]] = {
    "c_uci": c_uci,
    "c_npmi": c_npmi,
    "c_v": c_v,
}

COHERENCES = ("u_mass", *WINDOWS)
"""These columns are always of one reference, that of the last evaluation."""

NEVER_MET = "pairs_never_met"
"""This column has the number of pairs of shown terms that never occur together in the reference."""

COLUMNS = (
    *(*COHERENCES, NEVER_MET, "exclusivity"),
    *("effective_terms", "effective_documents", "effective_tokens"),
)
"""An evaluation adds these columns to the table of topics, in this order, behind the others."""

STABILITY = ("stability, mean", "topics below the stability floor")
HELD_OUT = "perplexity of held-out documents"
"""A run has these scores once, whatever their references are."""

OF_STABILITY = ("topics-unstable", NO_STABILITY, NO_PIECES)
"""Codes of the notices about stability, which a new measurement replaces."""

LISTED = 5
"""At most this many missing terms are named in a message."""


@dataclass(frozen=True)
class Scores:
    """What a part of an evaluation adds to a run.

    Attributes
    ----------
    records : list of dict
        Scores with name, value, reference and settings.
    columns : dict of polars.Series
        Columns of the table of topics.
    replaces : tuple of str
        Columns that are removed, and names of scores, whatever their references are.
    codes : tuple of str
        Beginnings of the codes of earlier warnings that no longer hold.
    """

    records: list[Record]
    columns: dict[str, pl.Series] = field(default_factory=dict)
    replaces: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()


def with_scores(run: TopicRun, parts: Iterable[Scores], log: StageLog) -> TopicRun:
    """The run with scores, columns and the warnings in the log instead of earlier ones."""
    topics, scores = run.topics, list(run.quality["scores"])
    warnings = list(run.quality["warnings"])
    for part in parts:
        topics = topics.drop(part.replaces, strict=False).with_columns(**part.columns)
        scores = [_without_column(score, part.replaces) for score in scores]
        by_key = {_key(score): score for score in scores if score.get("name") not in part.replaces}
        scores = list((by_key | {_key(score): score for score in part.records}).values())
        warnings = [each for each in warnings if not str(each.get("code")).startswith(part.codes)]
    own = [name for name in topics.columns if name not in COLUMNS]
    topics = topics.select(*own, *(name for name in COLUMNS if name in topics.columns))
    quality = {**run.quality, "scores": scores, "warnings": [*warnings, *log.records()]}
    return replace(run, topics=topics, quality=quality)


def coherence_scores(
    run: TopicRun, reference: Reference, log: StageLog, n_threads: int | None
) -> Scores:
    """Coherence of the first shown terms of every topic in a reference.

    Raises
    ------
    InputError
        The reference has no document, or none of the terms.
    """
    lists = [run.terms[terms[terms >= 0]].tolist() for terms in shown_terms(run)]
    top_terms, missing = reference_terms(lists, reference.terms)
    absent = reference.terms[reference.without(np.unique(top_terms[top_terms >= 0]))].tolist()
    lacking = {*missing, *absent}
    # In the order of the topics, each once.
    missing = tuple(dict.fromkeys(term for terms in lists for term in terms if term in lacking))
    _notice_missing(missing, lists, reference, log)
    found: dict[str, Coherence] = {}
    measures = _measures(reference, log)
    for done, name in enumerate(measures):
        log.progress("coherence", done, len(measures))
        if name == "u_mass":
            found[name] = u_mass(top_terms, reference.documents, n_threads=n_threads)
        else:
            measure = WINDOW_MEASURES[name]
            found[name] = measure(top_terms, reference.texts, n_threads=n_threads)
    log.progress("coherence", len(measures), len(measures))
    columns = {name: pl.Series(result.values) for name, result in found.items()}
    pairs = found.get("c_npmi") or found.get("u_mass")
    if pairs is not None:
        columns[NEVER_MET] = pl.Series(pairs.n_never_together)
    records = [
        _record(
            run,
            f"coherence ({name}), mean",
            result.mean,
            reference.name,
            **_settings_of(name, result, reference, top_terms.shape[1], len(missing)),
        )
        for name, result in found.items()
    ]
    return Scores(records, columns, (*COHERENCES, NEVER_MET), (OF_REFERENCE,))


def spread_scores(run: TopicRun) -> Scores:
    """How different the topics are, and how widely each of them is spread."""
    shown = shown_terms(run)
    n_top = shown.shape[1]
    weights = run.counts.weights_of_documents
    columns = {
        "exclusivity": exclusivity(run.topic_term, n_top=n_top),
        "effective_terms": effective_terms(run.topic_term),
        "effective_documents": effective_documents(run.document_topic, weights),
        "effective_tokens": effective_tokens(run.document_topic, weights),
    }
    settings: Record = {"terms": n_top, "order": run.options.order}
    if run.options.order == "relevance":
        settings["relevance"] = run.options.relevance
    of_shown = f"the first {amount(n_top, 'shown term')} of every topic"
    fitted = f"the {amount(run.counts.originals.n_documents, 'fitted document')}"
    exclusive = float(columns["exclusivity"].mean())
    records = [
        _record(
            run,
            "exclusivity, mean",
            exclusive,
            f"the {amount(n_top, 'most probable term')} of every topic",
            terms=n_top,
            weight=EXCLUSIVITY_WEIGHT,
        ),
        _record(
            run, "effective terms of a topic, median", median(columns["effective_terms"]), fitted
        ),
        _record(
            run,
            "effective documents of a topic, median",
            median(columns["effective_documents"]),
            fitted,
        ),
    ]
    if (shown >= 0).any():
        records += [
            _record(run, "diversity", diversity(shown), of_shown, **settings),
            _record(
                run,
                "inverted rank-biased overlap",
                inverted_rank_overlap(shown),
                of_shown,
                **settings,
                persistence=PERSISTENCE,
            ),
        ]
    return Scores(records, {name: pl.Series(values) for name, values in columns.items()})


def stability_scores(run: TopicRun, stability: Stability, method: str, random_state: int) -> Scores:
    """Stability from whole fits, instead of that from the fits that were made with the run."""
    n_fits = len(stability.matched)
    of = {"refit": "the same documents", "bootstrap": "samples of the documents"}
    reference = f"{amount(n_fits, 'whole fit')} of {of[method]} with other random states"
    settings: Record = {
        "fits": n_fits,
        "floor": STABILITY_FLOOR,
        "method": method,
        "random_state": random_state,
    }
    n_low = int((stability.values < STABILITY_FLOOR).sum())
    records = [
        _record(run, STABILITY[0], float(stability.values.mean()), reference, **settings),
        _record(run, STABILITY[1], n_low, reference, **settings),
    ]
    columns = {
        "stability": pl.Series(stability.values),
        "stability_low": pl.Series(stability.low),
        "stability_high": pl.Series(stability.high),
    }
    return Scores(records, columns, STABILITY, OF_STABILITY)


def unmeasured_stability(run: TopicRun) -> Scores:
    """No stability, in the place of an earlier one: a notice says why."""
    names = ("stability", "stability_low", "stability_high")
    columns = {name: pl.Series([None] * run.n_topics, dtype=pl.Float64) for name in names}
    return Scores([], columns, STABILITY, OF_STABILITY)


def held_out_scores(run: TopicRun, result: HeldOut, share: float) -> Scores:
    """Perplexity of held-out documents, with that of a unigram model among its settings."""
    record: Record = {
        "name": HELD_OUT,
        "value": result.perplexity,
        "reference": f"{amount(result.n_tokens, 'token')} of "
        f"{amount(result.n_documents, 'held-out document')}",
        "settings": {
            "unigram": result.unigram_perplexity,
            "share": share,
            "fits": int(run.options.n_fits or 1),
            "random_state": result.random_state,
            "weighting": run.options.weighting,
        },
    }
    return Scores([record], replaces=(HELD_OUT,), codes=(OF_HELD_OUT, NO_PIECES))


def agreement_scores(run: TopicRun, column: str) -> Scores:
    """Agreement of the largest topics, and of the clusters, with a column of the documents.

    Raises
    ------
    InputError
        There is no such column, or its values are no groups.
    """
    has_clusters = run.clusters is not None and CLUSTER in run.documents.columns
    records = []
    for of in ("topics", "clusters") if has_clusters else ("topics",):
        found = run.agreement(column, of=of)
        records.append(
            _record(
                run,
                AGREEMENT_SCORES[of],
                found.ami,
                f"{amount(found.n_rows, 'document')} with a value of {column!r}",
                nmi=round(found.nmi, 3),
                ari=round(found.ari, 3),
                labels=len(found.labels),
            )
        )
    return Scores(records)


def shown_terms(run: TopicRun) -> NDArray[np.int64]:
    """Columns of the first shown terms, shape (n_topics, n); -1 where a topic lacks the term.

    Raises
    ------
    RunFolderError
        The table of topics shows a term that is not in the vocabulary: it comes from a folder.
    """
    column = {term: number for number, term in enumerate(run.terms.tolist())}
    lists = [_columns_of(row, column)[:N_SCORED] for row in run.topics["terms"]]
    n_top = max(map(len, lists))
    shown = np.array([terms + [-1] * (n_top - len(terms)) for terms in lists], dtype=np.int64)
    is_present = np.take_along_axis(run.topic_term, shown, axis=1) > 0
    return np.where((shown >= 0) & is_present, shown, -1)


def _columns_of(row: str, column: dict[str, int]) -> list[int]:
    """Columns of the terms in a row of the table, some of which may have a comma themselves."""
    found, term = [], ""
    for part in row.split(SEPARATOR_OF_TERMS):
        term = f"{term}{SEPARATOR_OF_TERMS}{part}" if term else part
        if term in column:
            found.append(column[term])
            term = ""
    if term:
        raise RunFolderError(
            f"topics.csv shows {term!r:.80}, which is not in the vocabulary of the run; fit again"
        )
    return found


def _measures(reference: Reference, log: StageLog) -> list[str]:
    """Measures that the reference allows, with notices of the others."""
    measures = ["u_mass", *WINDOWS]
    if reference.n_documents == 1:
        measures.remove("u_mass")
        log.notice(
            f"{OF_REFERENCE}one-document",
            1,
            f"there is one document only ({reference.name}): u_mass was left out, as it compares "
            "documents",
        )
    if reference.texts is None:
        measures = [name for name in measures if name not in WINDOWS]
        log.notice(
            f"{OF_REFERENCE}without-order",
            1,
            f"the order of the tokens of {reference.name} is not known: {', '.join(WINDOWS)} were "
            "left out, as they need it; a run of texts that was saved with them has it, and so "
            "has a reference of texts",
        )
    return measures


def _notice_missing(
    missing: tuple[str, ...], lists: list[list[str]], reference: Reference, log: StageLog
) -> None:
    n_terms = len({term for terms in lists for term in terms})
    if n_terms and len(missing) == n_terms:
        raise InputError(
            f"no shown term of the topics is in {reference.name} (of {n_terms:,}); expected a "
            "reference in the language of the run"
        )
    more = ", …" if len(missing) > LISTED else ""
    log.notice(
        f"{OF_REFERENCE}terms-missing",
        len(missing),
        f"{len(missing)} of {amount(n_terms, 'shown term')} {agreeing(len(missing), 'is', 'are')} "
        f"not in {reference.name}, so that pairs with {agreeing(len(missing), 'it', 'them')} "
        f"score lowest: {', '.join(missing[:LISTED])}{more}",
    )


def _settings_of(
    name: str, result: Coherence, reference: Reference, n_top: int, n_missing: int
) -> Record:
    settings: Record = {"terms": n_top}
    if name in WINDOWS:
        settings["window"] = WINDOWS[name]
        settings["windows"] = result.n_windows
        settings["uncounted_words"] = "keep their places" if reference.has_gaps else "left out"
    else:
        settings["documents"] = reference.n_documents
    settings |= {"pairs_never_met": int(result.n_never_together.sum())}
    if n_missing:
        settings["terms_missing"] = n_missing
    return {**settings, "column": name}


def _record(run: TopicRun, name: str, value: float, reference: str, **settings: Any) -> Record:
    if run.original is not None:
        settings["topics"] = "edited by hand"
    return {"name": name, "value": value, "reference": reference, "settings": settings}


def median(values: NDArray[np.float64]) -> float:
    """Median as a number that JSON can hold."""
    return float(np.median(values))


def _key(score: Record) -> tuple[str, str]:
    """Name and reference; a score of edited topics replaces that of before the edits."""
    reference = str(score.get("reference")).removesuffix(BEFORE_EDITS)
    return str(score.get("name")), reference


def _without_column(score: Record, removed: tuple[str, ...]) -> Record:
    """A score that does not name a column of topics.csv any more if that was removed."""
    settings = score.get("settings")
    if not isinstance(settings, dict) or settings.get("column") not in removed:
        return score
    kept = {name: value for name, value in settings.items() if name != "column"}
    return {**score, "settings": kept}
