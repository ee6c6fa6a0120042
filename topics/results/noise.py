"""What stability noise reaches: fits of the same counts with all their tokens shuffled.

Where topics have few tokens, some of what a fit finds is in nearly every fit of the same rows,
although it is random. How much that is depends on the corpus and the model, so it is measured.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from topics.counts import Counts
from topics.evaluation import FEWEST_DOCUMENTS, Stability, topic_stability
from topics.models import TopicModel
from topics.models.contract import unfitted
from topics.notices import silent
from topics.options import FitOptions
from topics.results.description import chance_topics
from topics.results.rows import ModelRows, rows_to_fit
from topics.shares import term_shares

Floats = NDArray[np.float64]

SCARCE_TOKENS = 1_000
"""Noise is measured where topics have fewer tokens than this on average. With 1,600 tokens no
topic of noise has a stability above .16."""

HIGHEST_NOISE = 0.95
"""What noise reaches counts as at most this, so that equal topics keep a stability of 1."""

NOISE_STREAM = 3
"""Tokens are shuffled with seeds from this stream, so that none is a seed of a fit."""

N_FITS = 2
"""Shuffled tokens are fitted as `n_fits` of this many."""


def may_be_noise(counts: Counts, n_topics: int) -> bool:
    """Whether topics have so few tokens that the stability of noise has to be measured."""
    n_tokens = float(np.asarray(counts.term_counts).sum())
    return counts.n_documents >= FEWEST_DOCUMENTS and n_tokens < SCARCE_TOKENS * n_topics


def noise_of_fits(
    engine: TopicModel,
    rows: ModelRows,
    row_document: NDArray[np.int64],
    counts: Counts,
    options: FitOptions,
    *,
    is_mixture: bool,
) -> Floats:
    """Highest stability of a topic in fits of shuffled tokens, as `highest_stability` has it.

    It is 0 for counts with fractions.

    Parameters
    ----------
    engine : TopicModel
        Its options are those of the fits.
    rows : ModelRows
    row_document : array of int, shape (n_rows,)
        The document of each row.
    counts : Counts
    options : FitOptions
    is_mixture : bool
        As `fit_rows` takes it.
    """
    noise = shuffled_rows(rows, options.random_state)
    if noise is None:
        return np.zeros(1)
    matrix = rows_to_fit(noise, str(options.weighting), is_mixture=is_mixture)
    best = unfitted(engine, progress=silent)
    _, others = best.fit_several(matrix, N_FITS, row_document[rows.counted])
    term_counts = np.asarray(counts.term_counts, dtype=np.float64)
    topics = [term_shares(each.components_, term_counts)[0] for each in (best, *others)]
    return highest_stability(topics, counts, options)


def shuffled_rows(rows: ModelRows, random_state: int) -> ModelRows | None:
    """Rows of the same lengths with all tokens shuffled; None for counts with fractions."""
    matrix = sp.csr_array(rows.counted_matrix)
    times = matrix.data.astype(np.int64)
    if not np.array_equal(times, matrix.data):
        return None
    seed = np.random.SeedSequence(random_state, spawn_key=(NOISE_STREAM,))
    tokens = np.random.default_rng(seed).permutation(np.repeat(matrix.indices, times))
    entry_row = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    ones = np.ones(len(tokens), dtype=matrix.dtype)
    shuffled = sp.csr_array((ones, (np.repeat(entry_row, times), tokens)), shape=matrix.shape)
    shuffled.sum_duplicates()
    return replace(rows, counted_matrix=shuffled)


def highest_stability(topics: Sequence[Floats], counts: Counts, options: FitOptions) -> Floats:
    """Highest stability of the first fit's topics in the other fits, shape (n_topics,).

    Topics that were asked for have that of these: their words alone make them alike in all fits.

    Parameters
    ----------
    topics : sequence of array, shape (n_topics, n_vocabulary)
        Topics of fits of shuffled tokens.
    counts : Counts
    options : FitOptions
    """
    first, *others = topics
    stability = topic_stability(
        first,
        others,
        background=chance_topics(first, counts.term_counts, options),
        topic_share=np.full(len(first), 1 / len(first)),
    )
    n_asked = len(options.asked)
    highest = np.empty(len(first))
    for part in (slice(n_asked), slice(n_asked, None)):
        highest[part] = stability.values[part].max(initial=0.0)
    return highest


def above_noise(stability: Stability, noise: float | Floats) -> Stability:
    """The stability above that of noise: 0 is what `noise` reaches, and 1 stays 1.

    Parameters
    ----------
    stability : Stability
    noise : float, or array of shape (n_topics,)

    Examples
    --------
    >>> values = np.array([0.5, 0.8, 1.0])
    >>> stability = Stability(values, values, values, np.zeros((2, 3), dtype=int))
    >>> above_noise(stability, 0.6).values.round(2).tolist()
    [0.0, 0.5, 1.0]
    """
    base = np.minimum(noise, HIGHEST_NOISE)

    def above(values: Floats) -> Floats:
        result: Floats = np.clip((values - base) / (1.0 - base), 0.0, 1.0)
        return result

    return replace(
        stability,
        values=above(stability.values),
        low=above(stability.low),
        high=above(stability.high),
    )
