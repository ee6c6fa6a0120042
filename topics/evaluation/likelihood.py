"""Held-out likelihood by document completion, with the same fold-in for every engine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import ArrayLike, NDArray

from topics.errors import InputError
from topics.kernels.completion import fold_in, row_log_likelihood, split_counts
from topics.kernels.rows import Rows
from topics.kernels.threads import kernel_threads
from topics.values import amount

MAX_SWEEPS = 200
TOLERANCE = 1e-5
SMOOTHING = 0.01
"""Share of the background in every topic, so that no term has probability zero."""


@dataclass(frozen=True)
class Completion:
    """Result of a document completion.

    Attributes
    ----------
    perplexity : float
        ``exp(-mean log probability)`` of an unseen token; lower is better.
    n_tokens, n_rows : int
        Number of scored tokens, and of rows that have tokens in both halves.
    """

    perplexity: float
    n_tokens: int
    n_rows: int


def completion_perplexity(
    topic_term: NDArray[np.floating],
    held_out: Any,
    *,
    background: NDArray[np.floating],
    document_topic_prior: float | ArrayLike = 0.1,
    smoothing: float = SMOOTHING,
    random_state: int = 0,
    n_threads: int | None = None,
) -> Completion:
    r"""Perplexity of held-out rows by document completion.

    Every token of a held-out row is assigned at random to a seen or an unseen half. Topic
    shares are folded in on the seen half with the topics fixed, and the unseen tokens are scored
    with :math:`\sum_k \theta_k \phi_{kt}`. All it needs of an engine is its `topic_term`, so LDA
    and NMF of any library can be compared. Because NMF gives terms zero probability, every
    topic is first mixed with a share `smoothing` of the `background`.
    Source: Wallach, Murray, Salakhutdinov and Mimno 2009, section 5.

    Parameters
    ----------
    topic_term : array, shape (n_topics, n_terms)
        Rows sum to 1.
    held_out : CSR of integer counts, shape (n_rows, n_terms)
        Rows that the model has not seen.
    background : array, shape (n_terms,)
        Term counts of the training rows; 1 is added to each.
    document_topic_prior : float or array of shape (n_topics,)
        Pseudo-counts of every row; positive.
    smoothing : float in [0, 1)
    random_state : int
        Seed of the halves; they do not depend on the number of threads.

    Raises
    ------
    InputError
        Shapes differ, counts are not whole numbers, no row has tokens in both halves, or without
        `smoothing` an unseen term has probability zero.
    """
    log_likelihood, n_tokens = row_completions(
        topic_term,
        held_out,
        background=background,
        document_topic_prior=document_topic_prior,
        smoothing=smoothing,
        random_state=random_state,
        n_threads=n_threads,
    )
    total = int(n_tokens.sum())
    if total == 0:
        raise InputError(
            "no held-out row has tokens in both halves; pass rows of two tokens or more"
        )
    return Completion(
        perplexity=float(np.exp(-log_likelihood[n_tokens > 0].sum() / total)),
        n_tokens=total,
        n_rows=int((n_tokens > 0).sum()),
    )


def row_completions(
    topic_term: NDArray[np.floating],
    held_out: Any,
    *,
    background: NDArray[np.floating],
    document_topic_prior: float | ArrayLike = 0.1,
    smoothing: float = SMOOTHING,
    random_state: int = 0,
    n_threads: int | None = None,
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Log probability in nats of the unseen tokens of every row, and their number.

    Both have shape (n_rows,), and are 0 where a row lacks tokens in one of the halves. Parameters
    and errors are those of `completion_perplexity`.
    """
    matrix = _whole_counts(held_out)
    n_topics, n_terms = topic_term.shape
    if matrix.shape[1] != n_terms or np.shape(background) != (n_terms,):
        raise InputError(
            f"topic_term has {amount(n_terms, 'term')}, the held-out counts {matrix.shape[1]}, the "
            f"background {np.shape(background)}"
        )
    prior = np.broadcast_to(np.asarray(document_topic_prior, dtype=np.float64), (n_topics,)).copy()
    rare = np.asarray(background, dtype=np.float64) + 1.0
    term_topic = np.ascontiguousarray(
        ((1.0 - smoothing) * topic_term + smoothing * rare / rare.sum()).T, dtype=np.float64
    )
    with kernel_threads(n_threads):
        seen, unseen = completion_halves(matrix, random_state)
        n_rows = matrix.shape[0]
        row_topic = np.empty((n_rows, n_topics))
        fold_in(_rows(seen), term_topic, prior, MAX_SWEEPS, TOLERANCE, row_topic)
        log_likelihood = np.empty(n_rows)
        row_log_likelihood(_rows(unseen), term_topic, row_topic, log_likelihood)
    scored = (np.diff(seen.indptr) > 0) & (np.diff(unseen.indptr) > 0)
    if not np.all(np.isfinite(log_likelihood[scored])):
        raise InputError(
            f"topics give an unseen term probability zero; raise smoothing (now {smoothing:g})"
        )
    n_tokens = np.asarray(unseen.sum(axis=1), dtype=np.int64).ravel()
    return np.where(scored, log_likelihood, 0.0), np.where(scored, n_tokens, 0)


def _whole_counts(matrix: Any) -> Any:
    rows = sp.csr_array(matrix)
    with np.errstate(invalid="ignore"):
        whole = rows.data.astype(np.int64)
    if np.any(whole != rows.data) or np.any(whole < 0):
        raise InputError("held-out counts must be whole numbers, 0 or more")
    return sp.csr_array((whole, rows.indices, rows.indptr), shape=rows.shape)


def completion_halves(matrix: Any, random_state: int) -> tuple[Any, Any]:
    """Seen and unseen half of CSR counts of type int64, which together are the counts.

    Counts above `topics.kernels.completion.MOST_DRAWN` tokens are divided evenly from there on.

    The halves of a row depend on its index and tokens only, not on other rows.
    """
    seen = np.empty_like(matrix.data)
    indices, indptr = matrix.indices.astype(np.int64), matrix.indptr.astype(np.int64)
    split_counts(Rows(matrix.data, indices, indptr), np.uint64(random_state), seen)
    halves = [
        sp.csr_array((part, indices.copy(), indptr.copy()), shape=matrix.shape)
        for part in (seen, matrix.data - seen)
    ]
    for half in halves:
        half.eliminate_zeros()
    return halves[0], halves[1]


def _rows(matrix: Any) -> Rows:
    return Rows(
        matrix.data.astype(np.float64),
        matrix.indices.astype(np.int64),
        matrix.indptr.astype(np.int64),
    )
