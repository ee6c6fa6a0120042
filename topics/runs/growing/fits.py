"""Shares of rows from fits that go on from the topics of a run, with new documents as evidence."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from topics.models import MIXTURES, TopicModel, engine_arrays
from topics.models.contract import random_states, unfitted
from topics.models.growing import Growth, KnownTopics, grow
from topics.models.resampling import times_drawn, weighted_rows
from topics.notices import StageLog, one_of
from topics.options import FitOptions
from topics.results import FittedRows, KindOfFit, ModelRows, notice_fitted, weighted
from topics.results.rows import (
    FREQUENCY,
    N_ROWS,
    TOPIC_MASS,
    other_fit,
    rows_by_evidence,
    topics_of_engine,
)
from topics.runs.growing.start import StartTopics

Floats = NDArray[np.float64]


def grown_rows(
    engine: TopicModel,
    start: StartTopics,
    rows: ModelRows,
    row_document: NDArray[np.int64],
    is_known: NDArray[np.bool_],
    options: FitOptions,
    log: StageLog,
    least_similarity: float = 0.0,
) -> tuple[FittedRows, Growth]:
    """Shares of all rows, from fits of those of new documents, and how its topics moved.

    Every other fit of the run is continued, too, on a bootstrap sample of the new documents, so
    that they go on to say how sure the topics are.

    Parameters
    ----------
    engine : TopicModel
        Unfitted, with all topics; it becomes the fit that is shown.
    start : StartTopics
        Over the terms of the rows.
    rows : ModelRows
    row_document : array of int, shape (n_rows,)
        The document of each row.
    is_known : array of bool, shape (n_documents,)
        Documents that the start holds, or that are copies of others: they are no evidence again.
    options : FitOptions
    log : StageLog
    least_similarity : float
        Least cosine of a topic with what it was; the other fits are held, too.
    """
    is_mixture, weighting = options.model in MIXTURES, str(options.weighting)
    with log.stage("fit"):
        arrays, matrix, new, evidence = _evidence(
            start, rows, ~is_known[row_document[rows.counted]], weighting, is_mixture=is_mixture
        )
        unit = float(evidence.data.sum()) / max(float(rows.n_terms[rows.counted[new]].sum()), 1.0)
        states = random_states(int(options.random_state), int(options.n_fits or 1))
        n_others = min(len(states) - 1, len(start.witnesses))
        of_others = start.witnesses[len(start.witnesses) - n_others :]
        engines = [engine, *(unfitted(engine) for _ in of_others)]
        for number, topic_term in enumerate((start.topic_term, *of_others)):
            fit, state = engines[number], states[number]
            fit.set_params(
                random_state=state, progress=one_of(log.progress, number, len(engines), "fit")
            )
            groups = row_document[rows.counted[new]]
            sample = evidence if not number else _sample(evidence, groups, state, fit)
            known = KnownTopics(topic_term, unit * start.mass, start.n_rows)
            grown = grow(fit, sample, known, least_similarity)
            if not number:  # `notice_topics` names the topics that are alike
                growth = grown
                log.extend(each for each in grown.notices if each.code != "topics-alike")
        shown = topics_of_engine(engine, rows, matrix, is_mixture=is_mixture)
    n_terms = np.where(is_known[row_document], 0, rows.n_terms).astype(np.float64)
    mass = (shown.row_topic * n_terms[:, None]).sum(axis=0)
    mass[: start.n_topics] += start.mass
    arrays |= {**engine_arrays(engine), TOPIC_MASS: mass}
    notice_fitted(shown, rows, log)
    kinds = (KindOfFit(False, True),) * n_others
    witnesses = tuple(other_fit(each, rows, matrix, is_mixture=is_mixture) for each in engines[1:])
    return FittedRows(shown, arrays, witnesses, kinds), growth


def _evidence(
    start: StartTopics,
    rows: ModelRows,
    is_new: NDArray[np.bool_],
    weighting: str,
    *,
    is_mixture: bool,
) -> tuple[dict[str, NDArray[Any]], Any, NDArray[np.int64], Any]:
    """Arrays that weigh rows, the weighted rows with terms, the new ones of these, and their fit.

    Document frequencies are those of all rows that the topics have seen.
    """
    new = np.flatnonzero(is_new)
    arrays: dict[str, NDArray[Any]] = {N_ROWS: np.array(start.n_rows + len(new))}
    if weighting != "counts":
        frequency = np.bincount(rows.counted_matrix[new].indices, minlength=rows.matrix.shape[1])
        arrays[FREQUENCY] = start.frequency + frequency
    matrix = weighted(rows, arrays, weighting)
    part = replace(rows, counted=rows.counted[new], counted_matrix=rows.counted_matrix[new])
    evidence = rows_by_evidence(matrix[new], part, weighting, is_mixture)
    return arrays, matrix, new, sp.csr_matrix(evidence)


def _sample(matrix: Any, groups: NDArray[np.int64], random_state: int, engine: TopicModel) -> Any:
    """Rows of a bootstrap sample of the groups."""
    times: NDArray[Any] = times_drawn(groups, random_state)
    if engine.get_params().get("loss") == "frobenius":
        times = np.sqrt(times)  # a row that is drawn twice counts twice in the squared loss
    return weighted_rows(matrix.astype(np.float64), times)
