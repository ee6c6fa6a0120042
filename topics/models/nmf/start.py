"""Where an NMF fit starts: singular vectors split by sign, or random rows and numbers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import ArrayLike, NDArray

from topics.checks import checked_numbers
from topics.errors import OptionError
from topics.kernels.chance import fill_exponential
from topics.kernels.nmf.sparse_products import multiply
from topics.kernels.rows import Rows
from topics.kernels.threads import one_blas_thread
from topics.models.nmf.loss import Floats, Loss
from topics.models.nmf.problem import Problem, times_power_of_two
from topics.models.nmf.sweeps import run_sweeps

OVERSAMPLES, POWER_STEPS = 10, 7
"""Further directions and power steps of the range finder. With 3 power steps fits of 100 topics
end half a thousandth worse."""

FIRST_PASSES = 20
"""Maximum number of passes over the rows for a first factor over terms."""

ROOT_SWEEPS = 5
"""Least-squares sweeps of `root_start`."""

SAMPLE, SAMPLE_SWEEPS, FEWEST_A_TOPIC, FEWEST_A_TERM = 16, 3, 5, 5
"""Random rows are first fitted to one row in `SAMPLE` with `SAMPLE_SWEEPS` sweeps, if that gives
`FEWEST_A_TOPIC` rows per topic, over the terms that at least `FEWEST_A_TERM` of these contain."""

CANDIDATES = 4
"""Each topic starts as that of this many random rows which is least like those of the others. With
any random row, themes that have few terms in common are often not found."""

_RANGE, _ROWS, _TERMS = 10, 11, 12  # draws of the hash
_NO_DIRECTION = 1e-6  # share of the largest eigenvalue below which a direction is rounding


def spectral_start(problem: Problem, n_topics: int, random_state: int) -> tuple[Floats, Floats]:
    """Factors (n_rows, n_topics) and (n_vocabulary, n_topics) by NNDSVD.

    Each singular triplet gives one topic: the positive or the negative parts of its vectors,
    whichever have the larger product (Boutsidis and Gallopoulos 2008). The singular vectors come
    from a randomised range finder (Halko, Martinsson and Tropp 2011). Topics beyond the rank of
    the rows start with random numbers.
    """
    left, right, singular = _singular_vectors(problem, n_topics, random_state)
    n_found = len(singular)
    row_topic, term_topic = random_start(problem, n_topics, random_state)
    row_topic[:, :n_found], term_topic[:, :n_found] = left, right
    for k in range(n_found):
        u, v = row_topic[:, k], term_topic[:, k]
        parts = [(np.maximum(s * u, 0), np.maximum(s * v, 0)) for s in (1, -1)]
        norms = [(_norm(a), _norm(b)) for a, b in parts]
        side = int(norms[1][0] * norms[1][1] > norms[0][0] * norms[0][1])
        (a, b), (length_a, length_b) = parts[side], norms[side]
        size = np.sqrt(singular[k] * length_a * length_b)
        row_topic[:, k] = a * (size / max(length_a, 1e-30))
        term_topic[:, k] = b * (size / max(length_b, 1e-30))
    return row_topic, term_topic


def root_start(
    problem: Problem, n_topics: int, random_state: int, least_squares: Loss
) -> tuple[Floats, Floats]:
    """Factors above 0 for Kullback-Leibler: squares of a short fit to the rows' square roots.

    Square roots of counts have about the same variance everywhere, so least squares on them,
    whose sweeps are cheap, approach what the divergence approaches: 5 such sweeps save 20 of the
    others and lead to better optima than singular vectors of the counts.
    """
    matrix = problem.matrix
    roots = sp.csr_matrix((np.sqrt(matrix.data), matrix.indices, matrix.indptr), matrix.shape)
    softened = Problem(roots)
    start = spectral_start(softened, n_topics, random_state)
    factors = _short_fit(softened, least_squares, *start, ROOT_SWEEPS)
    row_topic, term_topic = (factor**2 for factor in factors)
    sizes = [_norm(factor) for factor in (row_topic, term_topic)]
    balance = np.float32(np.sqrt(max(sizes[0], 1e-30) / max(sizes[1], 1e-30)))
    least = np.float32(np.sqrt(problem.mean / n_topics))
    np.maximum(row_topic / balance, least, out=row_topic)
    np.maximum(term_topic * balance, least, out=term_topic)
    return row_topic, term_topic


def random_start(problem: Problem, n_topics: int, random_state: int) -> tuple[Floats, Floats]:
    """Random factors (exponential numbers) whose product has the mean of the rows."""
    row_topic = np.empty((problem.n_rows, n_topics), np.float32)
    term_topic = np.empty((problem.n_vocabulary, n_topics), np.float32)
    size = np.float32(np.sqrt(problem.mean / n_topics))
    for factor, draw in ((row_topic, _ROWS), (term_topic, _TERMS)):
        fill_exponential(np.uint64(random_state), draw, factor)
        factor *= size
    return row_topic, term_topic


def row_start(
    problem: Problem, n_topics: int, random_state: int, loss: Loss
) -> tuple[Floats, Floats]:
    """Topics that start as one random row each, fitted to a sample of the rows; no weights.

    Random rows are where topics are (Langville, Meyer, Albright, Cox and Duling 2006); of a few
    the least similar is taken, as in k-means++ (Arthur and Vassilvitskii 2007). A
    sample shows what they have in common: one sweep over all rows then gains what two or three
    would otherwise. If there are fewer rows than topics, the others are random numbers.
    """
    key = np.empty((problem.n_rows, 1), np.float32)
    fill_exponential(np.uint64(random_state), _ROWS, key)
    rows = np.flatnonzero(np.diff(problem.matrix.indptr))
    shuffled = rows[np.argsort(key[rows, 0], kind="stable")]
    term_topic = np.zeros((problem.n_vocabulary, n_topics), np.float32)
    if len(shuffled) < n_topics:
        term_topic = random_start(problem, n_topics, random_state)[1]
    n_chosen = min(n_topics, len(shuffled))
    chosen = _unlike_rows(problem.matrix, shuffled[: CANDIDATES * n_chosen], n_chosen)
    term_topic[:, :n_chosen] = problem.matrix[chosen].toarray().T
    n_sample = len(shuffled) // SAMPLE
    if n_sample >= FEWEST_A_TOPIC * n_topics:
        sample = problem.matrix[np.sort(shuffled[:n_sample])]
        in_rows = np.bincount(sample.indices, minlength=problem.n_vocabulary)
        frequent = np.flatnonzero(in_rows >= FEWEST_A_TERM)
        no_weights = np.zeros((n_sample, n_topics), np.float32)
        sampled = Problem(sample[:, frequent])
        start = no_weights, term_topic[frequent]
        fitted = _short_fit(sampled, loss, *start, SAMPLE_SWEEPS)[1]
        alive = np.flatnonzero(fitted.any(axis=0))
        term_topic[:, alive] = 0
        term_topic[np.ix_(frequent, alive)] = fitted[:, alive]
    return np.zeros((problem.n_rows, n_topics), np.float32), term_topic


def _unlike_rows(matrix: Any, candidates: NDArray[np.int64], n: int) -> NDArray[np.int64]:
    """Numbers of `n` rows: the first candidate, then each time one that is unlike those before."""
    rows = matrix[candidates].astype(np.float64)
    lengths = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
    rows = sp.csr_matrix(sp.diags(1.0 / lengths) @ rows)
    cosines = (rows @ rows.T).toarray()
    remaining = list(range(len(candidates)))
    chosen: list[int] = []
    closest = np.zeros(len(candidates))
    while len(chosen) < n:
        best = min(remaining[:CANDIDATES], key=closest.__getitem__)
        remaining.remove(best)
        chosen.append(best)
        closest = np.maximum(closest, cosines[best])
    return candidates[chosen]


def first_factors(
    problem: Problem,
    loss: Loss,
    init: str | ArrayLike | tuple[ArrayLike, ArrayLike],
    prior: Floats | None,
    n_topics: int,
    random_state: int,
    guide: Callable[[Floats], Floats] | None = None,
) -> tuple[Floats, Floats]:
    """Factors (n_rows, n_topics) and (n_vocabulary, n_topics) before the first sweep.

    Parameters
    ----------
    problem : Problem
    loss : Loss
    init : str, array, or pair of arrays
        As `NMF` takes it.
    prior : array, shape (n_vocabulary, n_topics), optional
        Seed words as a factor, which replaces the start of the topics that have any.
    n_topics, random_state : int
    guide : callable, optional
        Makes another factor over terms of that which `init` names.
    """
    row_topic: Floats | None
    if isinstance(init, str):
        at_random = init == "random" or problem.total == 0
        row_topic, term_topic = loss.start(problem, n_topics, random_state, at_random=at_random)
        if guide is not None:
            row_topic, term_topic = None, guide(term_topic)
            loss.start_seeded(problem, term_topic)
    else:
        row_topic, term_topic = given_start(problem, init, n_topics)
    if prior is None and row_topic is not None:
        return row_topic, term_topic
    if prior is not None:
        seeded = prior.any(axis=0)
        term_topic[:, seeded] = prior[:, seeded]
        loss.start_seeded(problem, term_topic)
    return rows_for(problem, loss, term_topic, FIRST_PASSES), term_topic


def given_start(
    problem: Problem, init: ArrayLike | tuple[ArrayLike, ArrayLike], n_topics: int
) -> tuple[Floats | None, Floats]:
    """The factors that `init` of `NMF` gives, scaled as the problem is.

    The first is None if `init` gives only the factor over terms.

    Raises
    ------
    OptionError
        Numbers below 0 or not finite, or another shape.
    """
    row_topic, term_init = None, init
    if isinstance(init, tuple):
        row_init, term_init = init
        shape = (problem.n_rows, n_topics)
        weights = checked_numbers("init", row_init, shape, dtype=np.float64)
        row_topic = times_power_of_two(weights, -problem.exponent).astype(np.float32)
    components = checked_numbers("init", term_init, (n_topics, problem.n_vocabulary))
    return row_topic, components.T.astype(np.float32, order="C")


def seed_factor(problem: Problem, loss: Loss, prior: ArrayLike, n_topics: int) -> Floats:
    """Seed words (n_topics, n_vocabulary), transposed and scaled to the usual size of the rows.

    Raises
    ------
    OptionError
        One number, numbers below 0 or not finite, or another shape.
    """
    if np.ndim(prior) == 0:
        raise OptionError(
            f"topic_term_prior is {prior!r}, expected seed words: an array of shape "
            "(n_topics, n_vocabulary)"
        )
    numbers = checked_numbers("topic_term_prior", prior, (n_topics, problem.n_vocabulary))
    return loss.seeded_terms(problem, numbers)


def rows_for(problem: Problem, loss: Loss, term_topic: Floats, max_passes: int) -> Floats:
    """The factor over rows for a frozen factor over terms, shape (n_rows, n_topics)."""
    row_topic = loss.start_rows(problem, term_topic)
    loss.renew_rows(problem, row_topic, term_topic, max_passes)
    return row_topic


def _short_fit(
    problem: Problem, loss: Loss, row_topic: Floats, term_topic: Floats, n_sweeps: int
) -> tuple[Floats, Floats]:
    """Both factors after `n_sweeps` sweeps."""
    n_topics = row_topic.shape[1]
    factors = run_sweeps(problem, loss, row_topic, term_topic, n_sweeps, 0.0)
    return factors.row_topic[:, :n_topics], factors.term_topic[:, :n_topics]


def _singular_vectors(
    problem: Problem, n_topics: int, random_state: int
) -> tuple[Floats, Floats, NDArray[np.float64]]:
    """Left and right vectors and values of the largest singular triplets, at most `n_topics`.

    There are fewer if the rank of the rows is lower.
    """
    n_directions = min(n_topics + OVERSAMPLES, problem.n_rows, problem.n_vocabulary)
    random = np.empty((problem.n_vocabulary, n_directions), np.float32)
    fill_exponential(np.uint64(random_state), _RANGE, random)
    random -= 1
    with one_blas_thread():
        rows = _orthonormal(_product(problem.rows, random))
        for _ in range(POWER_STEPS):
            terms = _orthonormal(_product(problem.columns, rows))
            rows = _orthonormal(_product(problem.rows, terms))
        terms = _product(problem.columns, rows)
        squared, turn = np.linalg.eigh((terms.T @ terms).astype(np.float64))
        squared, turn = squared[::-1], turn[:, ::-1]
        kept = np.flatnonzero(squared > squared[0] * _NO_DIRECTION**2)[:n_topics]
        singular = np.sqrt(squared[kept])
        left = rows @ turn[:, kept].astype(np.float32)
        right = terms @ (turn[:, kept] / singular).astype(np.float32)
    return left, right, singular


def _product(rows: Rows, factor: Floats) -> Floats:
    result = np.empty((rows.n_rows, factor.shape[1]), np.float32)
    multiply(rows, factor, result)
    return result


def _orthonormal(columns: Floats) -> Floats:
    """An orthonormal basis of the space that the columns span, without rounding."""
    values, vectors = np.linalg.eigh((columns.T @ columns).astype(np.float64))
    kept = values > values[-1] * _NO_DIRECTION
    turn = vectors[:, kept] / np.sqrt(values[kept])
    result: Floats = columns @ turn.astype(np.float32)
    return result


def _norm(vector: Floats) -> float:
    return float(np.sqrt(np.square(vector, dtype=np.float64).sum()))
