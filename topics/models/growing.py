r"""Fits that go on from known topics: these are the prior, and further rows the evidence.

In LDA the counts that a topic has so far, :math:`N_k \phi_{kt}`, are added to the prior of its
terms: the posterior of the rows so far is the prior of further ones (Bayesian updating). In NMF the
factor over terms is pulled to the known topics as strongly as that many rows pull it
(`topics.models.nmf.pull`). New topics have no counts and no pull, so that they take what the known
ones do not explain; they start from an NMF of that.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from topics.errors import OptionError
from topics.models.contract import TopicModel
from topics.models.lda.estimator import LDA
from topics.models.lda.priors import HIGHEST
from topics.models.nmf.estimator import NMF
from topics.models.nmf.problem import exponent_of
from topics.models.restoring import restored_engine
from topics.notices import Notice

HINT, HINTING_LOSS = 0.01, "kullback-leibler"
"""New topics of LDA get a prior from an NMF of what the known topics do not explain, of this share
of its counts. Without it three new topics share one new theme between them; with a tenth they keep
terms that the theme does not have."""

BLOCK = 1 << 14
"""Non-zeros whose approximation is computed at a time."""

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class KnownTopics:
    """Topics of earlier rows, and how much they weigh.

    Attributes
    ----------
    topic_term : array, shape (n_known, n_vocabulary)
        Rows sum to 1.
    mass : array, shape (n_known,)
        Sum of the counts of each topic.
    n_rows : float
        Number of the rows.
    """

    topic_term: Floats
    mass: Floats
    n_rows: float


def grow(engine: TopicModel, matrix: Any, known: KnownTopics) -> list[Notice]:
    """Fit an engine to rows, going on from known topics, which are its first ones.

    Its other topics are new. The options of the engine are afterwards as they were.

    Parameters
    ----------
    engine : LDA or NMF
        Its number of topics is at least that of the known ones. It becomes the fit.
    matrix : CSR, shape (n_rows, n_vocabulary)
    known : KnownTopics

    Returns
    -------
    list of Notice
        Those of the fit.

    Raises
    ------
    OptionError
        The engine is one of another library, or has fewer topics.

    Examples
    --------
    >>> rows = sp.csr_array(np.array([[0, 4, 3, 0], [5, 4, 0, 0], [0, 0, 6, 7]] * 4))
    >>> known = KnownTopics(np.array([[0.5, 0.5, 0.0, 0.0]]), np.array([100.0]), 20)
    >>> model = LDA(n_topics=2)
    >>> _ = grow(model, rows, known)
    >>> model.components_.argmax(axis=1).tolist(), model.topic_term_prior
    ([1, 2], 0.01)
    """
    n_new = int(engine.n_topics) - len(known.topic_term)
    if n_new < 0:
        raise OptionError(
            f"n_topics is {engine.n_topics}, fewer than the {len(known.topic_term)} known topics"
        )
    if isinstance(engine, LDA):
        changes = _prior_of_lda(engine, matrix, known, n_new)
    elif isinstance(engine, NMF):
        changes = _pull_of_nmf(engine, matrix, known, n_new)
    else:
        raise OptionError(
            f"{type(engine).__name__} cannot go on from known topics; use engine='topics'"
        )
    before = {name: getattr(engine, name) for name in changes}
    engine.set_params(**changes)
    try:
        return engine.fit_quietly(matrix)
    finally:
        engine.set_params(**before)


def _prior_of_lda(engine: LDA, matrix: Any, known: KnownTopics, n_new: int) -> dict[str, Any]:
    """The prior of the terms with the counts of the known topics, and a hint for each new one."""
    n_known, n_vocabulary = known.topic_term.shape
    prior = np.full((int(engine.n_topics), n_vocabulary), engine.topic_term_prior, np.float64)
    prior[:n_known] += known.mass[:, None] * known.topic_term
    if n_new:
        rest = residual(engine, matrix, known.topic_term, HINTING_LOSS)
        hints = _new_topics(engine, rest, n_new, HINTING_LOSS)
        size = np.maximum(hints.sum(axis=1, keepdims=True), np.finfo(np.float64).tiny)
        prior[n_known:] += HINT * float(rest.data.sum()) / n_new * (hints / size)
    return {"topic_term_prior": np.minimum(prior, HIGHEST)}


def _pull_of_nmf(engine: NMF, matrix: Any, known: KnownTopics, n_new: int) -> dict[str, Any]:
    """The known topics as prior and start; new topics start from what these leave of the rows."""
    n_known, n_vocabulary = known.topic_term.shape
    n_topics, n_rows = int(engine.n_topics), max(matrix.shape[0], 1)
    init = np.zeros((n_topics, n_vocabulary))
    init[:n_known] = known.topic_term
    prior = init.copy()
    if n_new:
        rest = residual(engine, matrix, known.topic_term, engine.loss)
        init[n_known:] = _new_topics(engine, rest, n_new, engine.loss)
    # A pull of this weight is that of `n_rows / n_topics` rows for every topic.
    weight = known.n_rows / n_known * n_topics / n_rows
    return {"topic_term_prior": prior, "prior_weight": weight, "init": init}


def _new_topics(engine: LDA | NMF, rest: Any, n_new: int, loss: str) -> Floats:
    """Topics of what known ones leave of the rows, shape (n_new, n_vocabulary)."""
    first = NMF(n_new, loss=loss, random_state=engine.random_state, n_threads=engine.n_threads)
    first.fit_quietly(rest)
    return first.components_


def residual(engine: LDA | NMF, matrix: Any, topic_term: Floats, loss: str) -> Any:
    """What topics do not explain of the non-zeros of rows, CSR of the same shape; 0 or more.

    Parameters
    ----------
    engine : LDA or NMF
        Its number of threads is used.
    matrix : CSR, shape (n_rows, n_vocabulary)
    topic_term : array, shape (n_topics, n_vocabulary)
    loss : {"frobenius", "kullback-leibler"}
        What the weights of the rows make small.
    """
    rows = sp.csr_matrix(matrix, dtype=np.float64)
    arrays = {"components": topic_term, "exponent": np.array(exponent_of(rows))}
    fitted = restored_engine(
        "nmf",
        "topics",
        arrays,
        {"loss": loss},
        n_vocabulary=rows.shape[1],
        n_threads=engine.n_threads,
    )
    weights = fitted.transform(rows)
    row = np.repeat(np.arange(rows.shape[0]), np.diff(rows.indptr))
    left = np.empty_like(rows.data)
    for begin in range(0, len(left), BLOCK):
        part = slice(begin, begin + BLOCK)
        # einsum adds in a fixed order, without BLAS: the same bits on any number of threads.
        explained = np.einsum("ek,ke->e", weights[row[part]], topic_term[:, rows.indices[part]])
        left[part] = np.maximum(rows.data[part] - explained, 0.0)
    return sp.csr_matrix((left, rows.indices, rows.indptr), shape=rows.shape)
