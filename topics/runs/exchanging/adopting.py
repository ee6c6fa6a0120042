"""A model of another library, on counts of its documents, as the attributes of a run."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from topics.cleaning import clean_line
from topics.corpus import Corpus
from topics.counting import LearnedVocabulary
from topics.counts import Counts
from topics.exchange.adopted import Adopted
from topics.exchange.adopting import ForeignModel, order_of_rows
from topics.exchange.adopting.foreign import version_of
from topics.kernels.threads import kernel_threads
from topics.models import MIXTURES, TopicModel, make_engine, restored_engine
from topics.notices import StageLog
from topics.options import FitOptions
from topics.results import (
    NO_STABILITY,
    FittedRows,
    KindOfFit,
    ModelRows,
    OtherFit,
    Parameters,
    documents_of,
    fit_rows,
    notice_fitted,
    row_weights,
    rows_of_level,
    weighted,
)
from topics.runs.fitting.parts import parts_of_rows
from topics.runs.relabel import MAX_LABEL, label_origins, with_labels
from topics.shares import fitted_topics, unique_labels
from topics.values import amount

MOVED = 0.01
"""Shares of documents that differ by more than this from the model's on average are noticed."""

Floats = NDArray[np.float64]


def level_of(foreign: ForeignModel, counts: Counts, level: str | None) -> str:
    """The level that the model was fitted on: sections where each document has at most one.

    Both levels are the same there, and shares of documents are those of the model. Where documents
    have several sections, they are documents, unless the model keeps a row for each section.
    """
    if level is not None:
        return level
    if _is_one_to_one(counts):
        return "section"
    n_kept = 0 if foreign.rows is None else len(foreign.rows)
    return "section" if n_kept == counts.n_rows != counts.n_documents else "document"


def adopted_parts(
    foreign: ForeignModel,
    corpus: Corpus,
    counts: Counts,
    learned: LearnedVocabulary,
    parameters: Parameters,
    log: StageLog,
    paths: Sequence[str | Path] = (),
) -> dict[str, Any]:
    """A model of another library as the attributes of a run without a map.

    Parameters
    ----------
    foreign : ForeignModel
    corpus : Corpus
        The documents and sections of the counts.
    counts : Counts
        In the columns of the model.
    learned, parameters, log, paths
        As `topics.runs.fitting.parts.fitted_parts` takes them.
    """
    options = parameters.options
    with kernel_threads(options.n_threads):
        rows = rows_of_level(counts, options.level)
        engine, arrays = _engine(foreign, options)
        weights, are_shares = _row_weights(foreign, engine, rows, arrays, corpus, counts, log)
        shown = fitted_topics(
            foreign.components,
            weights,
            rows.n_terms,
            np.asarray(rows.matrix.sum(axis=0)).ravel().astype(np.float64),
            is_mixture=are_shares,
        )
        notice_fitted(shown, rows, log)
        others = make_engine(
            options.model,
            n_topics=foreign.n_topics,
            random_state=options.random_state,
            loss=options.loss,
        )
        witnesses, kinds = _fits_of_ours(foreign, others, rows, counts, options, log)
        fitted = FittedRows(shown, arrays, witnesses, kinds)
        parts = parts_of_rows(
            corpus, counts, learned, parameters, engine, rows, fitted, log, paths, others=others
        )
    for name in ("n_sweeps", "converged"):  # nobody knows how that fit ended
        del parts["manifest"]["parameters"][name]
    if rows.section is None:
        _notice_moved(shown.row_topic, parts["document_topic"], counts, log)
    adopted = Adopted(
        foreign.library,
        version_of(foreign.library),
        clean_line(foreign.kind)[:MAX_LABEL],
        foreign.no_transform,
        foreign.no_refits,
    )
    return {**parts, "topics": _with_given_labels(parts["topics"], foreign), "adopted": adopted}


def _engine(
    foreign: ForeignModel, options: FitOptions
) -> tuple[TopicModel, dict[str, NDArray[Any]]]:
    """Our engine that finds topics of rows as the model does, and the arrays of the run."""
    arrays: dict[str, NDArray[Any]] = {"components": foreign.components}
    if foreign.prior is not None:
        arrays["document_topic_prior"] = foreign.prior
    if foreign.exponent is not None:
        arrays["exponent"] = np.array(foreign.exponent)
    if foreign.no_transform:
        engine = make_engine(options.model, options.engine, n_topics=foreign.n_topics)
    else:
        engine = restored_engine(
            options.model,
            str(options.engine),
            arrays,
            {} if options.loss is None else {"loss": options.loss},
            n_vocabulary=len(foreign.terms),
            n_threads=options.n_threads,
        )
    if foreign.weights is not None:
        arrays |= foreign.weights.arrays()
    recorded: dict[str, Any] = {"random_state": options.random_state}
    if foreign.prior is not None and options.model in MIXTURES:
        is_even = np.ptp(foreign.prior) == 0
        recorded["document_topic_prior"] = float(foreign.prior[0]) if is_even else foreign.prior
    engine.set_params(**recorded)
    engine.n_sweeps_, engine.converged_ = 0, None
    return engine, arrays


def _row_weights(
    foreign: ForeignModel,
    engine: TopicModel,
    rows: ModelRows,
    arrays: dict[str, NDArray[Any]],
    corpus: Corpus,
    counts: Counts,
    log: StageLog,
) -> tuple[Floats, bool]:
    """Weights of the rows, and whether they are shares: the model's own, or those of its topics."""
    if foreign.rows is not None:
        return _kept_rows(foreign, rows, corpus, counts, log), foreign.rows_are_shares
    is_mixture = foreign.model in MIXTURES
    with log.stage("transform"):
        matrix = weighted(rows, arrays, "counts")
        if foreign.apply is None:
            return row_weights(engine, rows, matrix), is_mixture
        weights = np.zeros((len(rows.n_terms), foreign.n_topics))
        if len(rows.counted):
            weights[rows.counted] = foreign.apply(matrix)
        return weights, is_mixture


def _kept_rows(
    foreign: ForeignModel, rows: ModelRows, corpus: Corpus, counts: Counts, log: StageLog
) -> Floats:
    """The rows that the model keeps of its documents, in the order of ours."""
    kept: Floats = np.asarray(foreign.rows)
    if rows.section is None or _is_one_to_one(counts):
        ids = corpus.documents["id"].to_list()
        order = order_of_rows(foreign.row_names, len(kept), ids, foreign.name, log)
        kept = kept[order]
        return kept if rows.section is None else kept[counts.row_document[rows.section]]
    sections = [str(number) for number in range(counts.n_rows)]
    order = order_of_rows(None, len(kept), sections, foreign.name, log)
    return kept[order][rows.section]


def _is_one_to_one(counts: Counts) -> bool:
    """Whether no document has more than one section."""
    return len(np.unique(counts.row_document)) == counts.n_rows


def _fits_of_ours(
    foreign: ForeignModel,
    engine: TopicModel,
    rows: ModelRows,
    counts: Counts,
    options: FitOptions,
    log: StageLog,
) -> tuple[tuple[Any, ...], tuple[KindOfFit, ...]]:
    """Fits of ours of the same rows, with which the topics are compared; their kinds."""
    n_rows = len(rows.counted)
    why = foreign.no_refits
    if not why and foreign.n_topics > n_rows:
        why = f"{amount(foreign.n_topics, 'topic')} cannot be fitted to {rows.named(n_rows)}"
    log.notice(NO_STABILITY, int(bool(why)), f"stability was not measured: {why}")
    n_fits = int(options.n_fits or 1) - 1
    if why or n_fits < 1:
        return (), ()
    of_others = StageLog(log.progress)  # what these fits say of themselves is of no interest
    engine.set_params(progress=log.progress)
    found = fit_rows(
        engine,
        rows,
        str(options.weighting),
        of_others,
        n_fits=n_fits,
        is_mixture=options.model in MIXTURES,
        row_document=documents_of(rows, counts),
    )
    log.seconds["fit others"] = of_others.seconds["fit"]
    kinds = (KindOfFit(False, False, True), *(each._replace(is_ours=True) for each in found.kinds))
    best = OtherFit(found.shown.topic_term, lambda: found.shown)
    return (best, *found.witnesses), kinds


def _notice_moved(theirs: Floats, ours: Floats, counts: Counts, log: StageLog) -> None:
    """Keep a notice if shares of documents are not those of the model."""
    has_terms = counts.n_terms_of_documents > 0
    if not has_terms.any():
        return
    moved = 0.5 * np.abs(theirs - ours)[has_terms].sum(axis=1)
    log.notice(
        "adopted-shares-moved",
        int((moved > MOVED).sum()) if moved.mean() > MOVED else 0,
        f"shares of documents differ by {moved.mean():.3f} on average from those of the model, "
        "because here they are means over the sections, whose shares are those of their terms",
    )


def _with_given_labels(topics: Any, foreign: ForeignModel) -> Any:
    """Topics with the labels that the model gave them; those without keep ours."""
    if foreign.labels is None:
        return topics
    labels, origins = topics["label"].to_list(), label_origins(topics)
    for topic, given in enumerate(foreign.labels):
        label = clean_line(given)
        if any(character.isprintable() and not character.isspace() for character in label):
            is_long = len(label) > MAX_LABEL
            labels[topic] = label[: MAX_LABEL - 1].rstrip() + "…" if is_long else label
            origins[topic] = foreign.kind
    order = sorted(range(len(labels)), key=lambda topic: origins[topic] != foreign.kind)
    unique = dict(zip(order, unique_labels([labels[topic] for topic in order]), strict=True))
    return with_labels(topics, [unique[topic] for topic in range(len(labels))], origins)
