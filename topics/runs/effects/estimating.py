"""Effects of metadata on the topics of a run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from topics.checks import check_choice, check_number, check_random_state, check_whole
from topics.choices import CORRECTIONS, DEFAULT_DRAWS, EFFECT_SHARES, LEVELS
from topics.effects import (
    FEW_CLUSTERS,
    FEW_DOCUMENTS,
    Covariate,
    check_varies,
    corrected_shares,
    covariate,
    design_matrix,
    documents_of_levels,
    drawn_shares,
    estimate_effects,
    expected_term_counts,
    parse_formula,
    usable_rows,
)
from topics.errors import InputError, OptionError
from topics.notices import StageLog
from topics.results.effects import Effects, curves_table, effects_table
from topics.runs.data import RunData
from topics.runs.edits.plan import edited_topics
from topics.shares import PRIOR_TERMS, Members, merged_shares, roll_up

Floats = NDArray[np.float64]

RESULTS = ("topic", "topic_share", "fit")
"""Columns of documents that the topics themselves make; they explain nothing."""

OF_SECTIONS = ("position", "level")
"""Columns of sections that a formula can name at their level, unless documents have the name."""

_LISTED = 10


def effects_of(
    run: RunData,
    formula: str,
    log: StageLog,
    *,
    topics: Iterable[int] | int | None = None,
    level: str = "section",
    shares: str = "corrected",
    n_draws: int | None = None,
    confidence: float = 0.95,
    correction: str = CORRECTIONS[0],
    random_state: int = 0,
) -> Effects:
    """As `TopicRun.effects` says, with its notices in the log."""
    check_choice("level", level, LEVELS)
    check_choice("shares", shares, EFFECT_SHARES)
    check_choice("correction", correction, CORRECTIONS)
    check_number("confidence", confidence, 0.5, 0.9999)
    check_whole("n_draws", n_draws, 2)
    check_random_state(random_state)
    if n_draws is not None and shares == "corrected":
        raise OptionError("corrected shares are not drawn; leave n_draws out, or use drawn shares")
    chosen = _chosen_topics(run, topics)
    columns = _columns(run, level)
    parsed = parse_formula(formula, list(columns))
    found = {
        name: covariate(name, columns[name], is_category=name in parsed.categories)
        for name in parsed.columns
    }
    document = run.counts.row_document if level == "section" else np.arange(run.documents.height)
    rows = _rows(run, found, document, level, log)
    used = {
        name: Covariate(each.values[rows], each.levels, each.note) for name, each in found.items()
    }
    for name, each in used.items():
        check_varies(name, each, np.ones(len(rows), dtype=bool))
    # BLAS has the same sums on one thread only.
    with log.stage("effects"), threadpool_limits(1, user_api="blas"):
        design = design_matrix(parsed, used)
        n_terms = _n_terms(run, level)[rows]
        if shares == "corrected":
            drawn: Iterable[Floats] = [_corrected(run, level)[rows][:, chosen]]
        else:
            n_draws = n_draws or DEFAULT_DRAWS
            drawn = (each[rows][:, chosen] for each in _draws(run, level, n_draws, random_state))
        estimates = estimate_effects(
            design,
            drawn,
            n_terms / (n_terms + PRIOR_TERMS),
            document[rows],
            confidence=confidence,
            correction=correction,
        )
    labels = [run.topics["label"][topic] for topic in chosen]
    sections = len(rows) if level == "section" else _n_sections(run, document[rows])
    settings: dict[str, Any] = {
        "formula": parsed.text,
        "level": level,
        "shares": shares,
        "n_draws": n_draws,
        "confidence": float(confidence),
        "correction": correction,
        "random_state": int(random_state),
        "references": {name: _first(each) for name, each in used.items() if each.levels},
    }
    return Effects(
        effects_table(estimates, chosen, labels, len(np.unique(document[rows])), sections),
        curves_table(estimates, design, chosen, labels),
        settings,
    )


def _chosen_topics(run: RunData, topics: Iterable[int] | int | None) -> list[int]:
    """Numbers of the topics that are asked for, each once."""
    if topics is None:
        return list(range(run.n_topics))
    asked = [topics] if isinstance(topics, int | np.integer) else list(topics)
    for topic in asked:
        check_whole("topics", topic, 0, optional=False)
        if topic >= run.n_topics:
            raise OptionError(f"there is no topic {topic}; topics are 0 to {run.n_topics - 1}")
    if not asked:
        raise OptionError("topics is empty, expected numbers of topics, or None for all")
    return [int(topic) for topic in dict.fromkeys(asked)]


def _columns(run: RunData, level: str) -> dict[str, pl.Series]:
    """Columns that a formula can name, at the rows of the level."""
    table = run.documents.drop(*RESULTS, strict=False)
    if level == "document":
        return {name: table[name] for name in table.columns}
    rows = pl.Series(run.counts.row_document)
    columns = {name: table[name].gather(rows) for name in table.columns}
    return {name: run.sections[name] for name in OF_SECTIONS} | columns


def _rows(
    run: RunData,
    found: dict[str, Covariate],
    document: NDArray[np.int64],
    level: str,
    log: StageLog,
) -> NDArray[np.int64]:
    """Rows with terms and with a value in every column; what is left out is in the log."""
    for each in found.values():
        log.notice("effects-read", int(bool(each.note)), each.note)
    has_terms = _n_terms(run, level) > 0
    n_empty = int((~has_terms).sum())
    log.notice(
        "effects-without-terms", n_empty, f"{n_empty} {level}s have no counted terms; left out"
    )
    rows = np.flatnonzero(has_terms)
    with_terms = {
        name: Covariate(each.values[rows], each.levels, each.note) for name, each in found.items()
    }
    is_used, missing, lone = usable_rows(with_terms, document[rows])
    for name, n in missing.items():
        log.notice("effects-missing", n, f"{n} {level}s have no {name!r:.60}; left out")
    log.notice(
        "effects-lone-levels",
        len(lone),
        f"only one document has {_listed(lone)}, whose effect cannot be told from that document; "
        "left out",
    )
    if not is_used.any():
        raise InputError(
            f"no {level} has a value in all of {', '.join(found)}; leave a column out, or fill it"
        )
    n_documents = len(np.unique(document[rows[is_used]]))
    log.notice(
        "effects-few-documents",
        n_documents if n_documents < FEW_CLUSTERS else 0,
        f"there are only {n_documents} documents; with fewer than about {FEW_CLUSTERS} the "
        "intervals are too narrow",
    )
    few = [
        f"{name}[{each.levels[i]}]"
        for name, each in with_terms.items()
        for i, n in enumerate(documents_of_levels(each, is_used, document[rows]))
        if 0 < n < FEW_DOCUMENTS
    ]
    log.notice(
        "effects-few-of-level",
        len(few),
        f"fewer than {FEW_DOCUMENTS} documents have {_listed(few)}: the intervals are too narrow "
        "there",
    )
    kept: NDArray[np.int64] = rows[is_used]
    return kept


def _n_terms(run: RunData, level: str) -> Floats:
    counts = run.counts
    n_terms = counts.n_terms if level == "section" else counts.n_terms_of_documents
    return np.asarray(n_terms, dtype=np.float64)


def _n_sections(run: RunData, documents: NDArray[np.int64]) -> int:
    """Sections with counted terms in these documents."""
    is_counted = np.isin(run.counts.row_document, documents) & (run.counts.n_terms > 0)
    return int(is_counted.sum())


def _members(run: RunData) -> tuple[RunData, Members]:
    """The run as it was fitted, and the topics that make up each topic that is shown."""
    if run.original is None:
        return run, [[topic] for topic in range(run.n_topics)]
    return run.original, edited_topics(run.edits, run.original.n_topics).members


def _corrected(run: RunData, level: str) -> Floats:
    """Shares without the pull of a prior; those of merged topics add."""
    fit, members = _members(run)
    term_counts = expected_term_counts(run.counts.matrix, fit.section_topic, fit.topic_term)
    matrix = run.counts.matrix if level == "section" else run.counts.by_document()
    return merged_shares(corrected_shares(matrix, term_counts), members)


def _draws(run: RunData, level: str, n_draws: int, random_state: int) -> Iterator[Floats]:
    """Shares from the posterior of every row that the model saw, one array for each draw."""
    fit, members = _members(run)
    counts, fit_level = run.counts, run.options.level
    prior = float(np.sum(fit.engine_arrays.get("document_topic_prior", 0.0)))
    # Where documents were fitted, sections have no prior of their own.
    of_documents = level == fit_level == "document"
    rows = fit.document_topic if of_documents else fit.section_topic
    n_terms = _n_terms(run, "document" if of_documents else "section")
    concentration = n_terms + (prior if of_documents or fit_level == "section" else 0.0)
    for draw in range(n_draws):
        drawn = drawn_shares(rows, concentration, random_state, draw)
        if level == "document" and not of_documents:
            drawn = roll_up(drawn, counts.n_terms, counts.row_document, counts.n_documents)
        yield merged_shares(drawn, members)


def _first(column: Covariate) -> str:
    """The level that others are compared with."""
    return column.levels[int(column.values.min())]


def _listed(names: list[str]) -> str:
    more = f" and {len(names) - _LISTED} more" if len(names) > _LISTED else ""
    return ", ".join(name[:80] for name in names[:_LISTED]) + more
