"""Where an NMF fit starts: singular vectors split into their signs, or chance."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from topics.kernels.chance import fill_exponential
from topics.kernels.nmf.sparse_products import multiply
from topics.models.nmf.problem import Problem, SparseRows
from topics.models.nmf.sweeps import Frobenius, sweep

Floats = NDArray[np.float32]

START_KERNELS = (fill_exponential, multiply)

OVERSAMPLES, POWER_STEPS = 10, 7
"""With 3 power steps the fits of 100 topics end half a thousandth worse."""

ROOT_SWEEPS = 5

SAMPLE, SAMPLE_SWEEPS, FEWEST_A_TOPIC, FEWEST_A_TERM = 16, 3, 5, 5
"""Topics drawn by chance are first fitted to one row in `SAMPLE`, where there are `FEWEST_A_TOPIC`
for each, over the terms that `FEWEST_A_TERM` of these hold."""

_RANGE, _ROWS, _TERMS = 10, 11, 12  # draws of the hash
_NO_DIRECTION = 1e-6


def spectral_start(problem: Problem, n_topics: int, random_state: int) -> tuple[Floats, Floats]:
    """Factors (n_rows, n_topics) and (n_terms, n_topics) after NNDSVD.

    A singular triplet gives a topic: the positive or the negative parts of its vectors,
    whichever product is larger (Boutsidis and Gallopoulos 2008). Singular vectors come from
    a randomised range finder (Halko, Martinsson and Tropp 2011). Topics beyond the rank of
    the rows start by chance.
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


def root_start(problem: Problem, n_topics: int, random_state: int) -> tuple[Floats, Floats]:
    """Factors above 0 for Kullback-Leibler: the squares of a short fit to the rows' square roots.

    Square roots of counts have about the same variance everywhere, so that least squares, whose
    sweeps are cheap, go where the divergence wants to go: 5 such sweeps save 20 of the others
    and end in better optima than singular vectors of the counts do.
    """
    matrix = problem.matrix
    roots = sp.csr_matrix((np.sqrt(matrix.data), matrix.indices, matrix.indptr), matrix.shape)
    softened = Problem(roots)
    factors = _swept(softened, *spectral_start(softened, n_topics, random_state), ROOT_SWEEPS)
    row_topic, term_topic = (factor**2 for factor in factors)
    sizes = [_norm(factor) for factor in (row_topic, term_topic)]
    balance = np.float32(np.sqrt(max(sizes[0], 1e-30) / max(sizes[1], 1e-30)))
    least = np.float32(np.sqrt(problem.mean / n_topics))
    np.maximum(row_topic / balance, least, out=row_topic)
    np.maximum(term_topic * balance, least, out=term_topic)
    return row_topic, term_topic


def random_start(problem: Problem, n_topics: int, random_state: int) -> tuple[Floats, Floats]:
    """Exponential numbers whose product has the mean of the rows."""
    row_topic = np.empty((problem.n_rows, n_topics), np.float32)
    term_topic = np.empty((problem.n_terms, n_topics), np.float32)
    size = np.float32(np.sqrt(problem.mean / n_topics))
    for factor, draw in ((row_topic, _ROWS), (term_topic, _TERMS)):
        fill_exponential(np.uint64(random_state), draw, factor)
        factor *= size
    return row_topic, term_topic


def row_start(problem: Problem, n_topics: int, random_state: int) -> tuple[Floats, Floats]:
    """Topics that start from a row each, fitted to a sample of the rows, and no weights.

    Rows are where topics are (Langville, Meyer, Albright, Cox and Duling 2006), and a sample
    shows what they have in common: one sweep over all rows then comes as far as two or three
    would. Topics beyond the rows are numbers by chance.
    """
    key = np.empty((problem.n_rows, 1), np.float32)
    fill_exponential(np.uint64(random_state), _ROWS, key)
    rows = np.flatnonzero(np.diff(problem.matrix.indptr))
    shuffled = rows[np.argsort(key[rows, 0], kind="stable")]
    term_topic = np.zeros((problem.n_terms, n_topics), np.float32)
    if len(shuffled) < n_topics:
        term_topic = random_start(problem, n_topics, random_state)[1]
    n_chosen = min(n_topics, len(shuffled))
    term_topic[:, :n_chosen] = problem.matrix[shuffled[:n_chosen]].toarray().T
    n_sample = len(shuffled) // SAMPLE
    if n_sample >= FEWEST_A_TOPIC * n_topics:
        sample = problem.matrix[np.sort(shuffled[:n_sample])]
        in_rows = np.bincount(sample.indices, minlength=problem.n_terms)
        frequent = np.flatnonzero(in_rows >= FEWEST_A_TERM)
        none = np.zeros((n_sample, n_topics), np.float32)
        frequent_terms = Problem(sample[:, frequent])
        fitted = _swept(frequent_terms, none, term_topic[frequent], SAMPLE_SWEEPS)[1]
        lives = np.flatnonzero(fitted.any(axis=0))
        term_topic[:, lives] = 0
        term_topic[np.ix_(frequent, lives)] = fitted[:, lives]
    return np.zeros((problem.n_rows, n_topics), np.float32), term_topic


def _swept(
    problem: Problem, row_topic: Floats, term_topic: Floats, n_sweeps: int
) -> tuple[Floats, Floats]:
    """Both factors after so many sweeps of least squares."""
    n_topics = row_topic.shape[1]
    factors = sweep(problem, Frobenius(), row_topic, term_topic, n_sweeps, 0.0, lambda done: None)
    return factors.row_topic[:, :n_topics], factors.term_topic[:, :n_topics]


def _singular_vectors(
    problem: Problem, n_topics: int, random_state: int
) -> tuple[Floats, Floats, NDArray[np.float64]]:
    """The largest singular triplets: up to `n_topics`, fewer where the rank is lower."""
    n_directions = min(n_topics + OVERSAMPLES, problem.n_rows, problem.n_terms)
    chance = np.empty((problem.n_terms, n_directions), np.float32)
    fill_exponential(np.uint64(random_state), _RANGE, chance)
    chance -= 1
    # BLAS may sum in another order on more threads.
    with threadpool_limits(1, user_api="blas"):
        rows = _orthonormal(_product(problem.rows, chance))
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


def _product(matrix: SparseRows, factor: Floats) -> Floats:
    result = np.empty((matrix.n_rows, factor.shape[1]), np.float32)
    multiply(*matrix.arrays, factor, result)
    return result


def _orthonormal(columns: Floats) -> Floats:
    """An orthonormal basis of the columns' span, without directions that are rounding."""
    values, vectors = np.linalg.eigh((columns.T @ columns).astype(np.float64))
    kept = values > values[-1] * _NO_DIRECTION
    turn = vectors[:, kept] / np.sqrt(values[kept])
    result: Floats = columns @ turn.astype(np.float32)
    return result


def _norm(vector: Floats) -> float:
    return float(np.sqrt(np.square(vector, dtype=np.float64).sum()))
