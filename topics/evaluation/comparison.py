"""Topics of two fits: which are the same, split, merged, new or lost."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from topics.errors import InputError
from topics.evaluation.stability import STABILITY_FLOOR, above_chance, similarity
from topics.shares import overlaps, term_roots
from topics.values import amount

LEAST_GAIN = 0.05
"""A topic is a part of another one if their mixture is more similar by this than without it. Two
fits of State of the Union with 12 topics have no parts by this measure but true ones."""

N_CANDIDATES = 10
"""The similarity of a topic is found for this many topics of the other fit, of the largest
Bhattacharyya coefficients; that of others is taken as 0."""

Floats = NDArray[np.float64]
Ids = NDArray[np.int64]


@dataclass(frozen=True)
class TopicLinks:
    """Which topics of two fits belong together.

    Attributes
    ----------
    similarity : array, shape (n_first, n_second)
        Of every pair, in [0, 1]: 0 is what a topic has in common with the corpus as a whole.
    linked : array of bool, shape (n_first, n_second)
        Pairs that are the same topic, or of which one is a part of the other.
    family_of_first, family_of_second : array of int, shape (n_first,) and (n_second,)
        Topics that are linked, directly or by others, are a family; a topic without a link is one
        alone.
    """

    similarity: Floats
    linked: NDArray[np.bool_]
    family_of_first: Ids
    family_of_second: Ids


def linked_topics(
    first: Floats, second: Floats, *, first_share: ArrayLike, second_share: ArrayLike
) -> TopicLinks:
    r"""Topics of two fits that are the same, or of which one is a part of the other.

    The similarity of two topics is 1 minus their Jensen-Shannon divergence in bits (Lin 1991),
    above that of each of them to the corpus, as for `topic_stability`: the mean of
    :math:`(s - c) / \max(1 - c, 0.6\,d)` for both. Every topic has an origin: the most similar
    topic of the other fit. They are linked

    - if their similarity is at least `STABILITY_FLOOR`, or
    - if the topic is a part: topics with the same origin, most similar first, are mixed by their
      shares as long as each of them makes the mixture more similar to the origin by `LEAST_GAIN`,
      and in the end it is at least as similar as the floor.

    Both directions count, so that a topic can be split, and several can be merged.

    Parameters
    ----------
    first, second : array, shape (n_first, n_terms) and (n_second, n_terms)
        Terms of the topics of two fits over the same terms; rows sum to 1.
    first_share, second_share : array, shape (n_first,) and (n_second,)
        Shares of the topics in their corpora.

    Raises
    ------
    InputError
        The fits have no terms in common, or shapes differ.

    Examples
    --------
    >>> before = np.array([[0.5, 0.5, 0, 0], [0, 0, 0.5, 0.5]])
    >>> after = np.array([[0, 0, 0.4, 0.6], [0.9, 0.1, 0, 0], [0.1, 0.9, 0, 0]])
    >>> links = linked_topics(
    ...     before, after, first_share=[0.6, 0.4], second_share=[0.4, 0.3, 0.3]
    ... )
    >>> links.linked.astype(int).tolist(), links.family_of_second.tolist()
    ([[0, 1, 1], [1, 0, 0]], [1, 0, 0])
    """
    shares = _shares(first, second, first_share, second_share)
    background = (shares[0] @ first + shares[1] @ second) / 2
    pair = similarity_of_topics(first, second, background, shares)
    linked = _links(first, second, background, shares, pair)
    linked |= _links(second, first, background, shares[::-1], pair.T).T
    return TopicLinks(pair, linked, *_families(linked))


def similarity_of_topics(
    first: Floats, second: Floats, background: Floats, shares: tuple[Floats, Floats]
) -> Floats:
    """Similarity above chance of every pair of topics, shape (n_first, n_second), in [0, 1].

    Parameters
    ----------
    first, second : array, shape (n_first, n_terms) and (n_second, n_terms)
    background : array, shape (n_terms,)
        Shares of the terms in both corpora.
    shares : pair of arrays
        Shares of the topics.
    """
    overlap = overlaps(term_roots(first), term_roots(second))
    is_near = np.zeros(overlap.shape, dtype=bool)
    for axis in (0, 1):
        order = np.argsort(-overlap, axis=axis, kind="stable")
        nearest = np.take(order, np.arange(min(N_CANDIDATES, overlap.shape[axis])), axis=axis)
        np.put_along_axis(is_near, nearest, True, axis=axis)
    rows, columns = np.nonzero(is_near)
    found = np.empty(len(rows))
    for begin in range(0, len(rows), 64):  # rows of 64 pairs need little memory
        some = slice(begin, begin + 64)
        found[some] = similarity(first[rows[some]], second[columns[some]])
    by_first = above_chance(found, first[rows], background, shares[0][rows])
    by_second = above_chance(found, second[columns], background, shares[1][columns])
    result = np.zeros(overlap.shape)
    result[rows, columns] = np.clip((by_first + by_second) / 2, 0.0, 1.0)
    return result


def _links(
    first: Floats, second: Floats, background: Floats, shares: tuple[Floats, Floats], pair: Floats
) -> NDArray[np.bool_]:
    """Links of each topic of the second fit with its origin in the first one."""
    columns = np.arange(len(second))
    origin = pair.argmax(axis=0)
    linked = np.zeros(pair.shape, dtype=bool)
    linked[origin, columns] = pair[origin, columns] >= STABILITY_FLOOR
    for topic in np.unique(origin):
        # A topic without a share, as an adopted model can have, is no part of a mixture.
        parts = columns[(origin == topic) & (pair[topic] > 0) & (shares[1] > 0)]
        parts = parts[np.argsort(-pair[topic, parts], kind="stable")]
        chosen, best = _mixture(topic, parts, first, second, background, shares)
        linked[topic, chosen] |= len(chosen) > 1 and best >= STABILITY_FLOOR
    return linked


def _mixture(
    topic: int,
    parts: Ids,
    first: Floats,
    second: Floats,
    background: Floats,
    shares: tuple[Floats, Floats],
) -> tuple[Ids, float]:
    """The parts whose mixture is most similar to the topic, and how similar it is."""
    own, own_share = first[[topic]], shares[0][[topic]]
    mixed, chosen, best = np.zeros_like(background), [], -np.inf
    for part in parts.tolist():
        with_part = mixed + shares[1][part] * second[part]
        found = similarity(own, (with_part / with_part.sum())[None])
        value = float(above_chance(found, own, background, own_share)[0])
        if value >= best + LEAST_GAIN:
            mixed, best = with_part, value
            chosen.append(part)
    return np.array(chosen, dtype=np.int64), best


def _families(linked: NDArray[np.bool_]) -> tuple[Ids, Ids]:
    """Numbers of connected topics; families are in the order of their first topics."""
    import scipy.sparse as sp
    from scipy.sparse.csgraph import connected_components

    n_first, n_second = linked.shape
    rows, columns = np.nonzero(linked)
    edges = sp.coo_array(
        (np.ones(len(rows)), (rows, columns + n_first)), shape=(n_first + n_second,) * 2
    )
    _, labels = connected_components(edges, directed=False)
    _, place, number = np.unique(labels, return_index=True, return_inverse=True)
    rank = np.empty(len(place), dtype=np.int64)
    rank[np.argsort(place)] = np.arange(len(place))
    family = rank[number.ravel()]
    return family[:n_first], family[n_first:]


def _shares(
    first: Floats, second: Floats, first_share: ArrayLike, second_share: ArrayLike
) -> tuple[Floats, Floats]:
    """Shares of both fits, each with the sum 1, checked."""
    if first.ndim != 2 or second.ndim != 2 or first.shape[1] != second.shape[1]:
        raise InputError(
            f"topics have the shapes {first.shape} and {second.shape}; they need the same terms"
        )
    found = []
    for topics, given in ((first, first_share), (second, second_share)):
        share = np.asarray(given, dtype=np.float64)
        if share.shape != (len(topics),) or not share.sum() > 0:
            raise InputError(
                f"{amount(len(topics), 'topic')} with shares of shape {share.shape} and the sum "
                f"{share.sum():g}"
            )
        found.append(share / share.sum())
    if not ((first.sum(axis=0) > 0) & (second.sum(axis=0) > 0)).any():
        raise InputError("the two fits have no term in common, so there is nothing to compare")
    return found[0], found[1]
