"""Topics before the first sweep of an LDA fit: random ones, or those of rows with seed words."""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from topics.kernels.chance import fill_exponential
from topics.models.lda.priors import SeedPrior

DOUBT = 1.0
"""A row that holds n different seed words begins in their topics with the share n / (n + `DOUBT`):
one word alone may mean something else."""

_START = 1  # draws of the hash from here on; the one before is the order of the rows


def random_topics(
    term_counts: NDArray[np.float64], n_topics: int, weight: float, random_state: int, start: int
) -> NDArray[np.float32]:
    """Random expected counts (n_vocabulary, n_topics) that sum to about `weight`.

    Each term gets its share of `term_counts`, spread over the topics by exponential numbers.
    """
    result = np.empty((len(term_counts), n_topics), np.float32)
    fill_exponential(np.uint64(random_state), _START + start, result)
    result *= (term_counts * (weight / (n_topics * term_counts.sum())))[:, None].astype(np.float32)
    return result


def guided_topics(
    matrix: Any, n_topics: int, seeds: SeedPrior, random_state: int, start: int
) -> NDArray[np.float32]:
    """Expected counts (n_vocabulary, n_topics) of rows that begin in the topics of their words.

    A row that holds seed words is partly of their topics, as `DOUBT` says. The rest is spread as
    `random_topics` spreads it.
    """
    columns = seeds.columns
    holds = sp.csr_matrix((np.ones_like(matrix.data), matrix.indices, matrix.indptr), matrix.shape)
    guided = (matrix.T @ columns.shares_of_rows(holds, DOUBT)).toarray()
    left = np.asarray(matrix.sum(axis=0), dtype=np.float64).ravel() - guided.sum(axis=1)
    left = np.maximum(left, 0.0)
    result = np.zeros((matrix.shape[1], n_topics), np.float32)
    if left.sum() > 0:
        result = random_topics(left, n_topics, float(left.sum()), random_state, start)
    result[:, : columns.n_seeded] += guided.astype(np.float32)
    seeds.add_to(result)
    return result
