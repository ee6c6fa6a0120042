"""Stability: whether other fits find the same topics."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import stdtrit

from topics.errors import InputError
from topics.shares import matched_topics, term_roots
from topics.values import amount

STABILITY_FLOOR = 0.3
"""Topics below this are flagged. In pure noise topics of LDA reached at most .16, those of NMF .21
(`noise_topics`)."""

CONFIDENCE = 0.9
"""The probability with which an interval should hold the mean of very many fits."""

LEAST_DISTINCT = 0.6
"""A topic that differs from the corpus by less than this share of what is possible at its size is
less stable than its matches say. Otherwise topics of noise, which hardly differ from the corpus and
from each other, would look stable."""

FREQUENT = 2
"""In noise the topics of a squared loss are made of this many frequent terms for each topic."""

ONE_TOPIC = "the only topic is the corpus, in every fit"
ONE_DOCUMENT = "one document leaves nothing to compare, as samples of it are the same document"
"""Why the stability of such runs would say nothing."""

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Stability:
    """Stability of topics in several other fits.

    Attributes
    ----------
    values : array, shape (n_topics,)
        In [0, 1]: 0 is what the corpus as a whole would reach, 1 an equal topic in every fit.
    low, high : array, shape (n_topics,)
        The 90% interval of `values`; 0 and 1 where there is one other fit only.
    matched : array of int, shape (n_fits, n_topics)
        The topic of each fit that was matched with each topic; -1 where a fit has fewer topics.
    """

    values: Floats
    low: Floats
    high: Floats
    matched: NDArray[np.int64]


def why_unmeasured(n_topics: int, n_terms_of_documents: ArrayLike) -> str:
    """Why the stability of topics would say nothing; "" where it says something.

    Parameters
    ----------
    n_topics : int
    n_terms_of_documents : array, shape (n_documents,)

    Examples
    --------
    >>> why_unmeasured(1, [4, 5])
    'the only topic is the corpus, in every fit'
    """
    if n_topics < 2:
        return ONE_TOPIC
    return ONE_DOCUMENT if np.count_nonzero(n_terms_of_documents) < 2 else ""


def topic_stability(
    topic_term: Floats,
    others: Iterable[Floats],
    *,
    background: ArrayLike,
    topic_share: ArrayLike,
) -> Stability:
    r"""Stability of each topic: its mean similarity to its matches in other fits, above chance.

    Topics of each fit are matched one to one so that the sum of their Bhattacharyya coefficients
    is largest (Kuhn 1955). The similarity of two topics is 1 minus their Jensen-Shannon divergence
    in bits (Lin 1991). Chance is the similarity :math:`c` of the topic to `background`: what it
    would be if all tokens were shuffled. For the mean similarity :math:`s` the stability is

    .. math:: \frac{s - c}{\max(1 - c, 0.6 \, d)}

    or 0 if that is negative, where :math:`d` is the divergence of a topic from the corpus whose
    terms are in no other topic, given its share. The interval is that of Student's t for the mean
    over the fits. Sources: Greene, O'Callaghan and Cunningham 2014 (matched topics); Belford, Mac
    Namee and Greene 2018 (ensembles).

    Parameters
    ----------
    topic_term : array, shape (n_topics, n_terms)
        Rows sum to 1.
    others : iterable of arrays, shape (any number of topics, n_terms)
        Topics of other fits; rows sum to 1.
    background : array, shape (n_terms,) or (n_topics, n_terms)
        Term counts or shares of the corpus, or, for topics of a squared loss, those that
        `noise_topics` makes of them.
    topic_share : array, shape (n_topics,)
        Shares of the topics in the corpus.

    Raises
    ------
    InputError
        There is no other fit, only one topic, or shapes differ.

    Examples
    --------
    >>> topics = np.array([[0.5, 0.5, 0.0, 0.0], [0.0, 0.0, 0.5, 0.5]])
    >>> other = np.array([[0.0, 0.1, 0.4, 0.5], [0.5, 0.5, 0.0, 0.0]])
    >>> stability = topic_stability(
    ...     topics, [other, other], background=[1, 1, 1, 1], topic_share=[0.5, 0.5]
    ... )
    >>> stability.values.round(2).tolist(), stability.matched[0].tolist()
    ([1.0, 0.83], [1, 0])
    """
    if len(topic_term) == 1:
        raise InputError(f"stability needs two topics: {ONE_TOPIC}")
    share = np.asarray(topic_share, dtype=np.float64)
    if share.shape != (len(topic_term),):
        raise InputError(
            f"topic_term has {amount(len(topic_term), 'topic')}, topic_share {share.shape}"
        )
    matches = [_matched(topic_term, other) for other in others]
    if not matches:
        raise InputError("stability needs at least one other fit")
    found = np.stack([similar for similar, _ in matches])
    above = above_chance(found, topic_term, background, share)
    mean = above.mean(axis=0)
    half = np.full(len(mean), np.inf)
    if len(found) > 1:
        quantile = stdtrit(len(found) - 1, 0.5 + CONFIDENCE / 2)
        half = quantile * above.std(axis=0, ddof=1) / np.sqrt(len(found))
    return Stability(
        values=np.clip(mean, 0.0, 1.0),
        low=np.clip(mean - half, 0.0, 1.0),
        high=np.clip(mean + half, 0.0, 1.0),
        matched=np.stack([topics for _, topics in matches]),
    )


def noise_topics(topic_term: Floats, background: ArrayLike) -> Floats:
    """What a squared loss would leave of topics if all tokens were shuffled.

    Such a loss is smallest where frequent terms are fitted well, because their counts vary most.
    In noise a topic is therefore a few frequent terms, and the same ones in every fit. These are
    the given topics with their own shares of the most frequent terms, two for each topic; what
    remains is spread over the other terms as in the corpus.

    Parameters
    ----------
    topic_term : array, shape (n_topics, n_terms)
        Rows sum to 1.
    background : array, shape (n_terms,)
        Term counts or shares of the corpus.

    Returns
    -------
    array, shape (n_topics, n_terms)

    Raises
    ------
    InputError
        Shapes differ, or the background is empty.

    Examples
    --------
    >>> noise_topics(np.array([[0.5, 0.1, 0.0, 0.4]]), [4, 3, 2, 2]).tolist()
    [[0.5, 0.1, 0.2, 0.2]]
    """
    shares = _shares_of_terms(background, topic_term.shape)[0]
    frequent = np.argsort(-shares, kind="stable")[: FREQUENT * len(topic_term)]
    others = shares.copy()
    others[frequent] = 0.0
    mass = others.sum()
    rest = 1.0 - topic_term[:, frequent].sum(axis=1, keepdims=True)
    result: Floats = rest * (others / mass if mass > 0 else shares)
    result[:, frequent] += topic_term[:, frequent]
    return result


def similarity(first: Floats, second: Floats) -> Floats:
    """1 minus the Jensen-Shannon divergence in bits of paired rows, shape (n_rows,), in [0, 1].

    Examples
    --------
    >>> similarity(np.array([[1.0, 0.0]]), np.array([[0.5, 0.5]])).round(3).tolist()
    [0.689]
    """
    result = np.empty(len(first))
    for row, (p, q) in enumerate(zip(first, second, strict=True)):
        mean = (p + q) / 2
        result[row] = 1.0 - (_divergence(p, mean) + _divergence(q, mean)) / 2
    return np.clip(result, 0.0, 1.0)


def above_chance(
    similar: Floats, topic_term: Floats, background: ArrayLike, topic_share: Floats
) -> Floats:
    """Similarities of topics above that to the corpus, as `topic_stability` defines them.

    Parameters
    ----------
    similar : array, shape (..., n_topics)
    topic_term : array, shape (n_topics, n_terms)
    background : array, shape (n_terms,) or (n_topics, n_terms)
    topic_share : array, shape (n_topics,)

    Examples
    --------
    >>> topics = np.array([[1.0, 0.0], [0.0, 1.0]])
    >>> above_chance(np.array([1.0, 0.5]), topics, [1, 1], np.array([0.5, 0.5])).round(2).tolist()
    [1.0, -0.61]
    """
    chance = similarity(topic_term, _shares_of_terms(background, topic_term.shape))
    possible = _divergence_of_own_terms(topic_share)
    result: Floats = (similar - chance) / np.maximum(1.0 - chance, LEAST_DISTINCT * possible)
    return result


def _shares_of_terms(background: ArrayLike, shape: tuple[int, ...]) -> Floats:
    """The background as shares, a row for each topic."""
    counts = np.asarray(background, dtype=np.float64)
    if counts.shape not in (shape, shape[1:]) or not (counts.sum(axis=-1) > 0).all():
        raise InputError(
            f"topic_term has shape {shape}, the background {counts.shape}: it must have the same "
            "shape, or one number for each term, and sums above 0"
        )
    return np.broadcast_to(counts / counts.sum(axis=-1, keepdims=True), shape)


def _divergence_of_own_terms(share: Floats) -> Floats:
    """Jensen-Shannon divergence of topics from the corpus if their terms are in no other topic."""
    w = np.clip(share, 1e-9, 1.0)
    divergence = np.log2(2 / (1 + w)) + w * np.log2(2 * w / (1 + w)) + 1 - w
    # The only topic of a corpus is the corpus.
    return np.maximum(divergence / 2, np.finfo(float).tiny)


def _divergence(shares: Floats, reference: Floats) -> float:
    present = shares > 0
    return float((shares[present] * np.log2(shares[present] / reference[present])).sum())


def _matched(topic_term: Floats, other: Floats) -> tuple[Floats, NDArray[np.int64]]:
    """Similarity of each topic to its match in another fit, and the number of that."""
    if other.ndim != 2 or other.shape[1] != topic_term.shape[1]:
        raise InputError(
            f"topic_term has {amount(topic_term.shape[1], 'term')}, another fit has shape "
            f"{other.shape}"
        )
    own, matched = matched_topics(term_roots(topic_term), term_roots(other))
    similar, numbers = np.zeros(len(topic_term)), np.full(len(topic_term), -1)
    similar[own] = similarity(topic_term[own], other[matched])
    numbers[own] = matched
    return similar, numbers
