"""Coherence: whether the top terms of a topic occur together, in documents or in windows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from topics.checks import check_choice, check_whole
from topics.counts import Counts
from topics.errors import InputError
from topics.evaluation.occurrences import (
    WHOLE_TEXT,
    Occurrences,
    checked_documents,
    checked_top_terms,
    document_occurrences,
    n_windows,
    window_occurrences,
)
from topics.evaluation.reference import Texts

FEWEST_DOCUMENTS = 20
"""In fewer documents two terms meet so rarely that the coherence of topics says little."""
EPSILON = 1e-12
"""Added to the share of windows with both terms, so that its logarithm is finite."""
PAIR_WINDOW = 10
"""Tokens in a window of `c_uci` and `c_npmi`."""
CONTEXT_WINDOW = 110
"""Tokens in a window of `c_v`."""

Score = Callable[[Occurrences, int], NDArray[np.float64]]
"""From occurrences and the number of windows to one score a topic."""


@dataclass(frozen=True)
class Coherence:
    """Coherence of every topic.

    Attributes
    ----------
    values : array of float64, shape (n_topics,)
        Finite; 0 for a topic with fewer than two terms.
    n_never_together : array of int64, shape (n_topics,)
        Pairs of top terms that occur together in no window, among them all pairs with a term
        that is missing.
    n_missing : array of int64, shape (n_topics,)
        Top terms that are not in the reference.
    n_windows : int
        Number of windows, or of documents, that the shares are taken of.
    """

    values: NDArray[np.float64]
    n_never_together: NDArray[np.int64]
    n_missing: NDArray[np.int64]
    n_windows: int

    @property
    def mean(self) -> float:
        """Mean of the topics."""
        return float(self.values.mean())

    @property
    def median(self) -> float:
        """Median of the topics."""
        return float(np.median(self.values))


def npmi(top_terms: NDArray[np.integer], reference: Any) -> NDArray[np.float64]:
    r"""NPMI of every topic by co-occurrence in documents, shape (n_topics,), each in [-1, 1].

    The mean over all pairs of a topic's top terms of

    .. math:: \frac{\ln \frac{p(s, t)}{p(s)\,p(t)}}{-\ln p(s, t)}

    with :math:`p` the share of reference documents that contain the term or both terms. A pair
    that never co-occurs counts -1; one that is in every document says nothing and counts 0,
    like independent terms.
    Source: Bouma 2009; Lau, Newman and Baldwin 2014.

    Parameters
    ----------
    top_terms : array of int, shape (n_topics, n_top)
        Column of each top term; n_top is 2 or more. A topic with fewer terms is filled up with
        -1; one without a pair scores 0. -2 is a term that the reference does not have.
    reference : CSR, shape (n_documents, n_terms), or Counts
        Counts of the reference corpus, one row per document; `Counts` are summed by document.

    Raises
    ------
    InputError
        The reference has no rows, fewer than two top terms were given, or an id is not a column.

    Examples
    --------
    >>> import scipy.sparse as sp
    >>> reference = sp.csr_array([[1, 1, 0], [2, 1, 0], [0, 0, 1], [0, 1, 1]])
    >>> npmi(np.array([[0, 1], [0, 2]]), reference).round(3).tolist()
    [0.415, -1.0]
    """
    ids = checked_top_terms(top_terms)
    matrix = checked_documents(reference)
    n_documents = matrix.shape[0]
    result = np.zeros(len(ids))
    first, second = np.triu_indices(ids.shape[1], k=1)
    for block in document_occurrences(ids, matrix):
        together = block.together[:, first, second]
        expected = block.alone[:, first] * block.alone[:, second]
        scores = np.full(together.shape, -1.0)
        is_informative = (together > 0) & (together < n_documents)
        joint = together[is_informative] / n_documents
        ratio = joint * n_documents**2 / expected[is_informative]
        scores[is_informative] = np.log(ratio) / -np.log(joint)
        scores[together == n_documents] = 0.0
        is_pair = block.is_term[:, first] & block.is_term[:, second]
        result[block.topics] = (scores * is_pair).sum(axis=1) / np.maximum(is_pair.sum(axis=1), 1)
    return result


def u_mass(
    top_terms: NDArray[np.integer],
    reference: Counts | Texts | Any,
    *,
    n_threads: int | None = None,
) -> Coherence:
    r"""UMass coherence of every topic by co-occurrence in documents; 0 is the best.

    The mean over all pairs of a topic's top terms, of which :math:`t` is before :math:`s`, of

    .. math:: \ln \frac{p(s, t) + \varepsilon}{p(t)}

    with :math:`p` the share of documents that contain the term or both terms, and
    :math:`\varepsilon` = `EPSILON`. A pair that never meets scores
    :math:`\ln (\varepsilon / p(t))`. If :math:`t` is missing from the reference it scores
    :math:`\ln \varepsilon`, the lowest value, where gensim gives 0, the best one. All other
    values are those of gensim's ``CoherenceModel``.
    Source: Mimno, Wallach, Talley, Leenders and McCallum 2011; with shares and
    :math:`\varepsilon` as in Röder, Both and Hinneburg 2015.

    Parameters
    ----------
    top_terms : array of int, shape (n_topics, n_top)
        Ids of the top terms, best first; -1 fills up, -2 is a missing term
        (`reference_terms`).
    reference : Counts, Texts or CSR of shape (n_documents, n_terms)
        Counts are summed by document.
    n_threads : int, optional
        The result is the same for any number.

    Raises
    ------
    InputError
        There is no topic or no document, or an id cannot be one.

    Examples
    --------
    >>> result = u_mass(np.array([[0, 1], [0, 2]]), Texts(np.array([0, 1, 0, 2]), [0, 2, 3, 4]))
    >>> result.values.round(3).tolist(), result.n_never_together.tolist()
    ([-0.693, -27.226], [0, 1])
    """
    ids = checked_top_terms(top_terms)
    if isinstance(reference, Texts):
        blocks = window_occurrences(ids, reference, WHOLE_TEXT, n_threads=n_threads)
        return _scored(ids, blocks, reference.n_texts, _u_mass)
    matrix = checked_documents(reference)
    return _scored(ids, document_occurrences(ids, matrix), matrix.shape[0], _u_mass)


def c_uci(
    top_terms: NDArray[np.integer],
    reference: Counts | Texts,
    *,
    window: int = PAIR_WINDOW,
    repeats: str = "gensim",
    n_threads: int | None = None,
) -> Coherence:
    r"""UCI coherence of every topic: the mean pointwise mutual information in sliding windows.

    The mean over all pairs of a topic's top terms of

    .. math:: \ln \frac{p(s, t) + \varepsilon}{p(s)\,p(t)}

    with :math:`p` the share of windows that contain the term or both terms, and
    :math:`\varepsilon` = `EPSILON`. A pair with a term that is missing from the reference scores
    :math:`\ln \varepsilon`, where gensim gives infinity or NaN. Parameters and errors are those
    of `c_npmi`.
    Source: Newman, Lau, Grieser and Baldwin 2010; with :math:`\varepsilon` as in Röder, Both and
    Hinneburg 2015.

    Examples
    --------
    >>> texts = Texts(np.array([0, 1, 2, 0, 1, 3]), np.array([0, 6]))
    >>> c_uci(np.array([[0, 1], [2, 3]]), texts, window=2).values.round(3).tolist()
    [-0.182, -25.105]
    """
    return _by_windows(top_terms, reference, window, repeats, n_threads, _c_uci)


def c_npmi(
    top_terms: NDArray[np.integer],
    reference: Counts | Texts,
    *,
    window: int = PAIR_WINDOW,
    repeats: str = "gensim",
    n_threads: int | None = None,
) -> Coherence:
    r"""Mean normalised pointwise mutual information of every topic in sliding windows.

    The mean over all pairs of a topic's top terms of

    .. math:: \frac{\ln \frac{p(s, t) + \varepsilon}{p(s)\,p(t)}}{-\ln (p(s, t) + \varepsilon)}

    with :math:`p` the share of windows that contain the term or both terms, and
    :math:`\varepsilon` = `EPSILON`. A pair with a term that is missing from the reference scores
    -1, where gensim gives infinity or NaN. A pair that is in every window scores -1, too, as in
    gensim (`npmi` gives it 0).
    Source: Bouma 2009; Röder, Both and Hinneburg 2015.

    Parameters
    ----------
    top_terms : array of int, shape (n_topics, n_top)
        Ids of the top terms; -1 fills up, -2 is a missing term (`reference_terms`).
    reference : Counts or Texts
        Counts need the order of their tokens; the rows of a document are one text
        (`Texts.from_counts`).
    window : int
        Number of tokens, 1 or more. A text that is shorter is one window.
    repeats : {"gensim", "exact"}
        How a term that occurs several times in a window is counted. gensim takes it for absent
        when one occurrence leaves the window, although it holds another, until the term comes in
        again. "exact" counts every window that holds the term.
    n_threads : int, optional
        The result is the same for any number.

    Raises
    ------
    InputError
        There is no topic or no document, an id cannot be one, or the reference has no token
        order.
    OptionError
        `window` or `repeats` is outside its range.

    Examples
    --------
    >>> texts = Texts(np.array([0, 1, 2, 0, 1, 3]), np.array([0, 6]))
    >>> result = c_npmi(np.array([[0, 1], [2, -2]]), texts, window=2)
    >>> result.values.round(3).tolist(), result.n_missing.tolist()
    ([-0.199, -1.0], [0, 1])
    """
    return _by_windows(top_terms, reference, window, repeats, n_threads, _c_npmi)


def c_v(
    top_terms: NDArray[np.integer],
    reference: Counts | Texts,
    *,
    window: int = CONTEXT_WINDOW,
    repeats: str = "gensim",
    n_threads: int | None = None,
) -> Coherence:
    r"""The coherence C_V of every topic: how alike the contexts of its top terms are.

    Every top term has a vector of its normalised pointwise mutual information with all top
    terms of the topic, itself included (as in `c_npmi`). The result is the mean cosine of these
    vectors with their sum. A term that is missing from the reference has a vector of zeros, and
    its cosine is 0, where gensim gives NaN. C_V has no lower limit that says "incoherent": terms
    that never meet have similar vectors, too. Parameters and errors are those of `c_npmi`.
    Source: Röder, Both and Hinneburg 2015.

    Examples
    --------
    >>> texts = Texts(np.array([0, 1, 2, 0, 1, 3]), np.array([0, 6]))
    >>> c_v(np.array([[0, 1], [0, -2]]), texts, window=2).values.round(3).tolist()
    [0.556, 0.5]
    """
    return _by_windows(top_terms, reference, window, repeats, n_threads, _c_v)


def _by_windows(
    top_terms: NDArray[np.integer],
    reference: Counts | Texts,
    window: int,
    repeats: str,
    n_threads: int | None,
    score: Score,
) -> Coherence:
    check_whole("window", window, 1, optional=False)
    check_choice("repeats", repeats, ("gensim", "exact"))
    ids = checked_top_terms(top_terms)
    if isinstance(reference, Counts):
        reference = Texts.from_counts(reference)
    if not isinstance(reference, Texts):
        raise InputError(
            "windows need the order of the tokens: pass Texts or Counts with token_ids, "
            f"got {type(reference).__name__}; u_mass and npmi take a matrix of counts"
        )
    window = min(int(window), WHOLE_TEXT)
    blocks = window_occurrences(
        ids, reference, window, forgets=repeats == "gensim", n_threads=n_threads
    )
    return _scored(ids, blocks, n_windows(reference, window), score)


def _scored(
    ids: NDArray[np.int64], blocks: Iterable[Occurrences], n: int, score: Score
) -> Coherence:
    if not len(ids):
        raise InputError("coherence needs at least one topic")
    result = Coherence(
        np.zeros(len(ids)), np.zeros(len(ids), np.int64), np.zeros(len(ids), np.int64), n
    )
    for block in blocks:
        never = _is_pair(block.is_term) & (block.together == 0)
        result.n_never_together[block.topics] = np.triu(never, k=1).sum(axis=(1, 2))
        result.n_missing[block.topics] = (block.is_term & (block.alone == 0)).sum(axis=1)
        has_pair = block.is_term.sum(axis=1) >= 2
        result.values[block.topics] = np.where(has_pair, score(block, n), 0.0)
    return result


def _u_mass(block: Occurrences, n: int) -> NDArray[np.float64]:
    first = block.alone[:, None, :] / n
    with np.errstate(divide="ignore"):
        ratios = np.where(first > 0, (block.together / n + EPSILON) / first, EPSILON)
    return _mean_of_pairs(np.log(ratios), np.tril(_is_pair(block.is_term), k=-1))


def _c_uci(block: Occurrences, n: int) -> NDArray[np.float64]:
    return _mean_of_pairs(_log_ratios(block, n), _is_pair(block.is_term))


def _c_npmi(block: Occurrences, n: int) -> NDArray[np.float64]:
    return _mean_of_pairs(_normalised(block, n), _is_pair(block.is_term))


def _c_v(block: Occurrences, n: int) -> NDArray[np.float64]:
    is_known = block.alone > 0
    vectors = np.where(is_known[:, :, None] & is_known[:, None, :], _normalised(block, n), 0.0)
    context = vectors.sum(axis=1)
    # A term that a topic has twice is one coordinate of twice the value.
    repeats = (block.terms[:, :, None] == block.terms[:, None, :]).sum(axis=2).astype(np.float64)
    squares = np.square(vectors) @ repeats[:, :, None]
    square = (np.square(context) * repeats).sum(axis=1)
    lengths = np.sqrt(squares[:, :, 0] * square[:, None])
    products = (vectors * (context * repeats)[:, None, :]).sum(axis=2)
    cosines = products / np.where(lengths > 0, lengths, 1.0)
    return np.asarray(cosines.sum(axis=1) / np.maximum(block.is_term.sum(axis=1), 1))


def _log_ratios(block: Occurrences, n: int) -> NDArray[np.float64]:
    """Logarithm of the observed by the expected share of each pair; that of 1e-12 if missing."""
    shares = block.alone / n
    expected = shares[:, :, None] * shares[:, None, :]
    ratios = (block.together / n + EPSILON) / np.where(expected > 0, expected, 1.0)
    return np.log(ratios)


def _normalised(block: Occurrences, n: int) -> NDArray[np.float64]:
    surprise = -np.log(block.together / n + EPSILON)
    # Not 0 in fewer than 1e12 windows; beyond that, a pair in every window scores 0.
    return _log_ratios(block, n) / np.where(surprise != 0, surprise, 1.0)


def _is_pair(is_term: NDArray[np.bool_]) -> NDArray[np.bool_]:
    pairs: NDArray[np.bool_] = is_term[:, :, None] & is_term[:, None, :]
    pairs[:, np.arange(is_term.shape[1]), np.arange(is_term.shape[1])] = False
    return pairs


def _mean_of_pairs(scores: NDArray[np.float64], is_pair: NDArray[np.bool_]) -> NDArray[np.float64]:
    sums = np.where(is_pair, scores, 0.0).sum(axis=(1, 2))
    return np.asarray(sums / np.maximum(is_pair.sum(axis=(1, 2)), 1))
