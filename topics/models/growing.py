r"""Fits that go on from known topics: these are the prior, and further rows the evidence.

In LDA the counts that a topic has so far, :math:`N_k \phi_{kt}`, are added to the prior of its
terms: the posterior of the rows so far is the prior of further ones (Bayesian updating). In NMF the
factor over terms is pulled to the known topics as strongly as that many rows pull it
(`topics.models.nmf.pull`). New topics have no counts and no pull, so that they take what the known
ones do not explain; they start from an NMF of that.

As many further rows as earlier ones weigh as much as they do, and topics of real texts are never
known exactly: another half of the same posts moves topics of LDA to cosines of .95 to .99 with what
they were. So a known topic may be held near what it was (`held_near`).
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
from topics.values import agreeing, amount

HINT, HINTING_LOSS = 0.01, "kullback-leibler"
"""New topics of LDA get a prior from an NMF of what the known topics do not explain, of this share
of its counts. Without it three new topics share one new theme between them; with a tenth they keep
terms that the theme does not have."""

HALVINGS = 50
"""Steps of the search for how far a topic may move; each one halves the error."""

SLACK = 1e-9
"""A topic that is held is by this more similar to what it was than is asked for, so that rounding
never makes it less."""

LISTED = 10
"""At most this many topics are named in a message."""

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


@dataclass(frozen=True)
class Growth:
    """What a fit that went on from known topics found.

    Attributes
    ----------
    free_similarity : array, shape (n_known,)
        Cosine of each known topic with what it was, before it was held.
    is_held : array of bool, shape (n_known,)
    notices : tuple of Notice
        Those of the fit, and one that names the topics that are held.
    """

    free_similarity: Floats
    is_held: NDArray[np.bool_]
    notices: tuple[Notice, ...]


def grow(
    engine: TopicModel, matrix: Any, known: KnownTopics, least_similarity: float = 0.0
) -> Growth:
    """Fit an engine to rows, going on from known topics, which are its first ones.

    Its other topics are new. The options of the engine are afterwards as they were.

    Parameters
    ----------
    engine : LDA or NMF
        Its number of topics is at least that of the known ones. It becomes the fit.
    matrix : CSR, shape (n_rows, n_vocabulary)
    known : KnownTopics
    least_similarity : float
        Least cosine of a known topic with what it was, as `held_near` takes it.

    Returns
    -------
    Growth

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
        notices = engine.fit_quietly(matrix)
    finally:
        engine.set_params(**before)
    free = engine.components_
    engine.components_ = held_near(known.topic_term, free, least_similarity)
    n_known = len(known.topic_term)
    is_held = (engine.components_ != free)[:n_known].any(axis=1)
    if is_held.any():
        engine.__dict__.pop("document_topic_", None)  # shares of the topics before
    similarity = np.array([_cosine(known.topic_term[k], free[k]) for k in range(n_known)])
    notices = [*notices, *_notice_of(similarity, is_held, least_similarity)]
    return Growth(similarity, is_held, tuple(notices))


def held_near(known: Floats, components: Floats, least_similarity: float) -> Floats:
    r"""Topics of which the first ones are as far on their way from known ones as they may be.

    Where the cosine of a topic :math:`\phi` with the known one :math:`\phi_0` is below the least
    similarity, it becomes :math:`(1 - s) \phi_0 + s \phi` with the largest :math:`s` for which it
    is not: the new rows count less in it. Its sum stays.

    Parameters
    ----------
    known : array, shape (n_known, n_vocabulary)
        Rows sum to 1.
    components : array, shape (n_topics, n_vocabulary)
        Rows of any sums.
    least_similarity : float
        0 holds none; at most 1.

    Examples
    --------
    >>> held_near(np.array([[0.5, 0.5]]), np.array([[10.0, 0.0]]), 0.9).round(2).tolist()
    [[7.42, 2.58]]
    >>> held_near(np.array([[0.5, 0.5]]), np.array([[6.0, 4.0]]), 0.9).tolist()
    [[6.0, 4.0]]
    """
    result, wanted = components.copy(), min(least_similarity + SLACK, 1.0)
    for topic, before in enumerate(known):
        size = float(components[topic].sum())
        if least_similarity <= 0 or size <= 0:
            continue
        after = components[topic] / size
        if _cosine(before, after) >= least_similarity:
            continue
        low, high = 0.0, 1.0
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            is_near = _cosine(before, (1 - middle) * before + middle * after) >= wanted
            low, high = (middle, high) if is_near else (low, middle)
        result[topic] = size * ((1 - low) * before + low * after)
    return result


def _notice_of(similarity: Floats, is_held: NDArray[np.bool_], least: float) -> list[Notice]:
    """Which topics were held, and how similar to themselves they would have been."""
    held, n_known = np.flatnonzero(is_held).tolist(), len(is_held)
    if not held:
        return []
    listed = ", ".join(f"{topic} ({similarity[topic]:.3f})" for topic in held[:LISTED])
    message = (
        f"{len(held)} of {amount(n_known, 'earlier topic')} {agreeing(len(held), 'is', 'are')} "
        f"held at a cosine of {least:g} with what {agreeing(len(held), 'it was', 'they were')}; "
        f"the new documents alone would have moved {agreeing(len(held), 'it', 'them')} to: "
        f"{listed}{', …' if len(held) > LISTED else ''}; least_similarity=0 lets topics move"
    )
    return [Notice("topics-held", len(held), message)]


def _cosine(first: Floats, second: Floats) -> float:
    """Cosine of two rows; sums without BLAS, so that bits do not depend on threads."""
    lengths = np.sqrt((first**2).sum() * (second**2).sum())
    return float((first * second).sum() / lengths) if lengths > 0 else 1.0


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
