"""How groups of documents differ in their topics."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from scipy.stats import false_discovery_control

from topics.trends.shares import FEWEST_DF, Cells, GroupShares, t_quantile, weighted_count

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

MOST_PERMUTATIONS, FEWEST_PERMUTATIONS = 999, 199
"""Labels are permuted this often, less often where there are many documents and topics."""

WORK = 1e8
"""Documents times topics times permutations are about this many at most."""


@dataclass(frozen=True)
class Differences:
    """Differences of every group from the rest; NaN limits where one side has one document.

    Attributes
    ----------
    difference, low, high : array, shape (n_groups, n_topics)
    """

    difference: Floats
    low: Floats
    high: Floats


@dataclass(frozen=True)
class Separation:
    """How far each topic tells the groups apart.

    Attributes
    ----------
    score : array, shape (n_topics,)
        Share of the variance between documents that is between groups, from 0 to 1.
    p : array, shape (n_topics,)
        Share of permutations with at least this score.
    p_adjusted : array, shape (n_topics,)
        After Benjamini and Hochberg (1995), over the topics.
    n_permutations : int
    """

    score: Floats
    p: Floats
    p_adjusted: Floats
    n_permutations: int


def differences(cells: Cells, shares: GroupShares) -> Differences:
    r"""Share in each group less the share in the rest, with 90% intervals over documents.

    With the residuals :math:`e_d = y_d - p\,n_d` of a document on both sides, the linearised
    difference of the two ratios is :math:`\sum_d u_d`, :math:`u_d = e^g_d / (N_g - n^g_d) -
    e^r_d / (N_r - n^r_d)`, so that a document with sections on both sides is one unit, and long
    documents are left out one at a time as in `group_shares`. The interval is
    :math:`\pm t \sqrt{\sum_d u_d^2}`, with the degrees of freedom of Welch and Satterthwaite.

    Parameters
    ----------
    cells : Cells
    shares : GroupShares
        Of the same cells.
    """
    n_groups, n_topics = shares.share.shape
    documents, unit = np.unique(cells.document, return_inverse=True)
    shape = (len(documents), len(unit))
    by_document = sp.csr_array((np.ones(len(unit)), (unit, np.arange(len(unit)))), shape=shape)
    all_mass: Floats = by_document @ cells.mass
    all_terms = weighted_count(unit, cells.n_terms, len(documents))
    mass_sum, n_sum = all_mass.sum(axis=0), all_terms.sum()
    limits = np.full((3, n_groups, n_topics), np.nan)
    for group in range(n_groups):
        inside = cells.group == group
        own, n_own = cells.mass[inside], cells.n_terms[inside]
        n_g = n_own.sum()
        n_r = n_sum - n_g
        if n_g <= 0 or n_r <= 0:
            continue
        rest_mass, rest_terms = all_mass.copy(), all_terms.copy()
        rest_mass[unit[inside]] -= own
        rest_terms[unit[inside]] -= n_own
        share = own.sum(axis=0) / n_g
        rest = (mass_sum - own.sum(axis=0)) / n_r
        influence = _left_out(rest_mass, rest_terms, rest, n_r)
        v_rest = np.einsum("dk,dk->k", influence, influence)
        of_group = _left_out(own, n_own, share, n_g)
        v_group = np.einsum("dk,dk->k", of_group, of_group)
        influence *= -1.0
        influence[unit[inside]] += of_group
        variance = np.einsum("dk,dk->k", influence, influence)
        limits[0, group] = share - rest
        n_rest = int((rest_terms > 0).sum())
        if inside.sum() < 2 or n_rest < 2:
            continue
        df_rest = max(n_r**2 / np.square(rest_terms).sum() - 1, FEWEST_DF)
        total = v_group + v_rest
        below = v_group**2 / shares.df[group] + v_rest**2 / df_rest
        df = np.divide(total**2, below, out=np.full(n_topics, df_rest), where=below > 0)
        half = t_quantile(np.maximum(df, FEWEST_DF)) * np.sqrt(variance)
        limits[1, group] = np.maximum(share - rest - half, -1.0)
        limits[2, group] = np.minimum(share - rest + half, 1.0)
    return Differences(*limits)


def _left_out(mass: Floats, n_terms: Floats, share: Floats, total: float) -> Floats:
    """How far a ratio changes if each document is left out, shape (n_documents, n_topics)."""
    rest = total - n_terms
    factor = np.where(rest > 0, 1.0 / np.where(rest > 0, rest, 1.0), 0.0)
    result: Floats = (mass - share * n_terms[:, None]) * factor[:, None]
    return result


def separation(cells: Cells, random_state: int = 0) -> Separation:
    r"""How far topics tell the groups apart, with the p of permutations.

    The score is :math:`\eta^2`, the share of the variance of a topic's share between documents,
    weighted by their terms, that is between the groups:

    .. math:: \frac{\sum_g N_g (p_g - p)^2}{\sum_i n_i (s_i - p)^2}

    The p is that of a permutation test (Phipson and Smyth 2010) which gives whole documents the
    groups of others, as the sections of a document are no independent evidence. Where documents
    have rows in several groups, as with a column of headings, the groups of the rows are permuted
    within each document instead.

    Parameters
    ----------
    cells : Cells
    random_state : int
    """
    share = cells.mass / cells.n_terms[:, None]
    weights = cells.n_terms
    mean = weights @ share / weights.sum()
    centred = (share - mean) * weights[:, None]
    total = np.einsum("ik,ik->k", centred, share - mean)
    n = len(cells.group)
    n_topics = share.shape[1]

    def between(group: Ints) -> Floats:
        shape = (cells.n_groups, n)
        indicator = sp.csr_array((np.ones(n), (group, np.arange(n))), shape=shape)
        mass = indicator @ centred
        n_group = np.bincount(group, weights=weights, minlength=cells.n_groups)
        safe = np.where(n_group > 0, n_group, 1.0)
        result: Floats = np.sum(mass**2 / safe[:, None], axis=0)
        return result

    observed = between(cells.group)
    n_permutations = int(
        min(MOST_PERMUTATIONS, max(FEWEST_PERMUTATIONS, WORK / max(n * n_topics, 1)))
    )
    rng = np.random.default_rng(random_state)
    is_nested = len(np.unique(cells.document)) == n
    order = np.lexsort((np.arange(n), cells.document))
    at_least = np.ones(n_topics)
    # Equal sums in another order differ in their last bits.
    bound = observed * (1 - 1e-9)
    for _ in range(n_permutations):
        if is_nested:
            group = rng.permutation(cells.group)
        else:
            group = np.empty(n, dtype=np.int64)
            group[order] = cells.group[np.lexsort((rng.random(n), cells.document))]
        at_least += between(group) >= bound
    p = at_least / (n_permutations + 1)
    score = np.divide(observed, total, out=np.zeros(n_topics), where=total > 0)
    return Separation(
        score=np.clip(score, 0.0, 1.0),
        p=p,
        p_adjusted=np.asarray(false_discovery_control(p)),
        n_permutations=n_permutations,
    )
