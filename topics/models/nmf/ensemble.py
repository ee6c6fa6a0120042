"""Several NMF fits: of all rows, of bootstrap samples of documents, and from what they share.

As in LDA (`topics.models.lda.ensemble`), means of matched topics are a good start: on five of six
corpora the fit from there has a lower loss than the one from singular vectors. It takes a third to
two thirds of the sweeps.

How similar a topic is to its matches differs a lot between samples, so many short fits of samples
say more about its stability than few whole ones. The ranks of 50 topics of the PEPs by four whole
fits and by 20 others have a correlation of .70, those by twelve short fits and by the 20 .90.
Twelve short fits take about as long as six whole ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from topics.models.contract import random_states, unfitted
from topics.models.nmf.losses import LOSSES
from topics.models.resampling import BALANCED, balanced_times, checked_groups, weighted_rows
from topics.models.seed_words import seeds_of
from topics.notices import part_of
from topics.shares import matched_topics, term_roots

SAMPLES = 3
"""Each further fit that is asked for is made as this many fits of samples, which are short, up to
`BALANCED` of them."""

MANY_WEIGHTS = 5e6
"""With more rows times topics it is made as one, because the shares of rows take memory: 12 fits of
this size take 480 MB."""


def several_fits(
    model: Any, rows: Any, n_fits: int, groups: NDArray[np.int64] | None
) -> tuple[Any, list[Any]]:
    """The best fit of the rows by its objective, and fits of bootstrap samples of their groups.

    The fits of samples start from random rows, unless `model` has a start of its own.

    Parameters
    ----------
    model : NMF
        Its class is not imported, because it imports this. Its options are those of all fits.
    rows : CSR, shape (n_rows, n_vocabulary)
    n_fits : int
        2 or more.
    groups : array of int, shape (n_rows,), optional
        The document of each row; default: rows are documents.
    """
    groups = checked_groups(groups, rows.shape[0])
    n_samples = number_of_samples(n_fits, rows.shape[0] * int(model.n_topics))
    states = random_states(int(model.random_state), 1 + n_samples)[1:]
    n_sweeps, total = int(model.max_sweeps), (len(states) + 2) * int(model.max_sweeps)
    tolerance = LOSSES[model.loss].tolerance if model.tolerance is None else model.tolerance
    loose = max(tolerance, LOSSES[model.loss].loose_tolerance)

    def fitted(matrix: Any, number: int, **changes: Any) -> Any:
        progress = part_of(model.progress_or_silent, number * n_sweeps, total)
        fit = unfitted(model, progress=progress, **changes)
        fit.fit_quietly(matrix)
        fit.progress = model.progress
        return fit

    first = fitted(rows, 0)
    samples = []
    init = "random" if isinstance(model.init, str) else model.init
    if isinstance(init, tuple):  # the factor over rows is that of all rows
        init = init[1]
    for number, (state, times) in enumerate(
        zip(states, balanced_times(groups, states), strict=True), 1
    ):
        # A row that is drawn twice counts twice in the loss, which has squares of rows or rows.
        weights = np.sqrt(times) if model.loss == "frobenius" else times
        sample = weighted_rows(rows, weights)
        fit = fitted(sample, number, init=init, random_state=state, tolerance=loose)
        fit.tolerance = model.tolerance
        fit.is_short_, fit.is_of_sample_ = loose > tolerance, True
        samples.append(fit)
    seeds = seeds_of(model, int(model.n_topics), rows.shape[1])
    n_seeded = 0 if seeds is None else seeds.n_seeded
    join = fitted(
        rows, len(states) + 1, init=_joined([first, *samples], first.components_, n_seeded)
    )
    join.init = model.init
    return min(first, join, key=lambda fit: fit.objective_[-1]), samples


def number_of_samples(n_fits: int, n_weights: int) -> int:
    """The number of fits of samples, where `n_weights` is that of rows times topics.

    Examples
    --------
    >>> [number_of_samples(n_fits, 1000) for n_fits in (2, 5, 6, 30)]
    [3, 12, 12, 29]
    """
    n_others = n_fits - 1
    if n_weights > MANY_WEIGHTS:
        return n_others
    return max(n_others, min(SAMPLES * n_others, BALANCED))


def _joined(fits: Sequence[Any], base: NDArray[np.float64], n_seeded: int) -> NDArray[np.float64]:
    """Means of the matched topics of all fits, each of length 1, in the order of `base`.

    Topics below `n_seeded` have the same number in every fit.
    """
    joined = np.zeros(base.shape)
    root = term_roots(base)
    for fit in fits:
        own, matched = matched_topics(root, term_roots(fit.components_), n_seeded)
        length = np.linalg.norm(fit.components_[matched], axis=1, keepdims=True)
        joined[own] += fit.components_[matched] / np.where(length > 0, length, 1.0)
    return joined / len(fits)
