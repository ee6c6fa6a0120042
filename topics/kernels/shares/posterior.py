"""How many terms of a document each topic drew: draws from the posterior, given the topics."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

from topics.kernels.chance import STEP, mixed, unit
from topics.kernels.rows import Rows

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

MOST_PARTS = 64
"""A count is drawn in at most this many parts of equal weight, so that no row takes forever."""

_ODD = np.uint64(1442695040888963407)


class SectionsOfDocuments(NamedTuple):
    """Counts of sections, and which document has which.

    Document ``d`` has the rows ``section[first[d]:first[d + 1]]``. The counts are not an attribute
    of type `Rows`, because numba takes no tuple in a tuple into a parallel loop.

    Attributes
    ----------
    values, indices, indptr
        Counts as `Rows` has them; rows are sections.
    first : array of int64, shape (n_documents + 1,)
    section : array of int64, shape (n_sections,)
    own : array of int64, shape (n_nonzeros,)
        Number of each entry's term among those of its document.
    n_own : array of int64, shape (n_documents,)
        Number of different terms of each document.
    n_before : int
        Documents before these in the corpus, because chance depends on the number there.
    """

    values: NDArray[np.float32]
    indices: NDArray[np.int32]
    indptr: Ints
    first: Ints
    section: Ints
    own: Ints
    n_own: Ints
    n_before: int

    @classmethod
    def of(
        cls, rows: Rows, row_document: Ints, n_documents: int, n_before: int = 0
    ) -> SectionsOfDocuments:
        """Rows and the document of each."""
        n_sections = np.bincount(row_document, minlength=n_documents)
        first = np.concatenate([[0], np.cumsum(n_sections)]).astype(np.int64)
        order = np.argsort(row_document, kind="stable").astype(np.int64)
        if n_sections.max(initial=0) <= 1:  # the terms of a section differ, so no need to sort them
            n_own = np.zeros(n_documents, dtype=np.int64)
            n_own[row_document] = np.diff(rows.indptr)
            own = np.arange(len(rows.indices)) - np.repeat(rows.indptr[:-1], np.diff(rows.indptr))
            return cls(*rows, first, order, own.astype(np.int64), n_own, n_before)
        width = int(rows.indices.max(initial=0)) + 1
        document = np.repeat(row_document, np.diff(rows.indptr))
        different, number = np.unique(document * width + rows.indices, return_inverse=True)
        n_own = np.bincount(different // width, minlength=n_documents).astype(np.int64)
        own = number - (np.cumsum(n_own) - n_own)[document]
        return cls(*rows, first, order, own.astype(np.int64), n_own, n_before)


class MixturePrior(NamedTuple):
    """What is expected of the mixtures: documents are around a mean, sections around documents.

    Attributes
    ----------
    mean : array, shape (n_topics,)
        Mean shares of the corpus.
    of_documents, of_sections : float
        Weight of the mean in the mixture of a document, and of the document in that of a section,
        in tokens.
    """

    mean: Floats
    of_documents: float
    of_sections: float


class TopicCounts(NamedTuple):
    """Topics as counts of terms, from which a document's own terms can be left out.

    Attributes
    ----------
    terms : array, shape (n_vocabulary, n_topics)
        Counts of the terms in each topic, with a prior, so that they are above 0.
    sizes : array, shape (n_topics,)
        Sums of these counts.
    section_topic : array, shape (n_sections, n_topics)
        Shares of the sections, by which a document's own terms are in the counts; without rows
        where they are not in them.
    smallest : float
        The prior: what is left of a count, at least.
    """

    terms: Floats
    sizes: Floats
    section_topic: Floats
    smallest: float


class _Tokens(NamedTuple):
    """Tokens of a document: number of the term among its own, weight, section, and topic."""

    term: Ints
    weight: Floats
    section: Ints
    topic: Ints


class _Counts(NamedTuple):
    """Weights of the topics in the document, and in each of its sections."""

    of_document: Floats
    of_sections: Floats


@njit(cache=True)
def _n_parts(count: float) -> int:
    return min(MOST_PARTS, max(1, int(np.ceil(count))))


@njit(cache=True)
def _tokens_of(documents: SectionsOfDocuments, d: int) -> _Tokens:
    """The tokens of a document, section by section, without topics yet."""
    first, last = documents.first[d], documents.first[d + 1]
    n_tokens = 0
    for place in range(first, last):
        row = documents.section[place]
        for entry in range(documents.indptr[row], documents.indptr[row + 1]):
            n_tokens += _n_parts(documents.values[entry])
    term, weight = np.empty(n_tokens, np.int64), np.empty(n_tokens, np.float64)
    section, topic = np.empty(n_tokens, np.int64), np.zeros(n_tokens, np.int64)
    token = 0
    for place in range(first, last):
        row = documents.section[place]
        for entry in range(documents.indptr[row], documents.indptr[row + 1]):
            parts = _n_parts(documents.values[entry])
            for _ in range(parts):
                term[token] = documents.own[entry]
                weight[token] = np.float64(documents.values[entry]) / parts
                section[token] = place - first
                token += 1
    return _Tokens(term, weight, section, topic)


@njit(cache=True)
def _own_terms(documents: SectionsOfDocuments, d: int, topics: TopicCounts) -> Floats:
    """Probabilities of a document's terms in the topics of the other documents.

    A row for each different term. A topic that was fitted on a document too explains it better
    than the true topic does.
    """
    n_topics = len(topics.sizes)
    counts, share = np.empty((documents.n_own[d], n_topics)), np.empty(n_topics)
    sizes = np.empty(n_topics)
    for k in range(n_topics):
        sizes[k] = topics.sizes[k]
    for place in range(documents.first[d], documents.first[d + 1]):
        row = documents.section[place]
        for entry in range(documents.indptr[row], documents.indptr[row + 1]):
            for k in range(n_topics):
                counts[documents.own[entry], k] = topics.terms[documents.indices[entry], k]
    is_known = len(topics.section_topic) > 0  # by which the document's own terms are in the counts
    for place in range(documents.first[d], documents.first[d + 1] if is_known else 0):
        row = documents.section[place]
        for entry in range(documents.indptr[row], documents.indptr[row + 1]):
            total = 1e-300
            for k in range(n_topics):
                count = topics.terms[documents.indices[entry], k]
                share[k] = topics.section_topic[row, k] * count / topics.sizes[k]
                total += share[k]
            for k in range(n_topics):
                drawn = documents.values[entry] / total * share[k]
                counts[documents.own[entry], k] -= drawn
                sizes[k] -= drawn
    for i in range(len(counts)):
        for k in range(n_topics):
            counts[i, k] = max(counts[i, k], topics.smallest) / max(sizes[k], topics.smallest)
    return counts


@njit(cache=True)
def _total(weights: Floats) -> float:
    """``weights.sum()``."""
    total = 0.0
    for i in range(len(weights)):
        total += weights[i]
    return total


@njit(cache=True)
def _draw_topics(
    tokens: _Tokens,
    counts: _Counts,
    term_topic: Floats,
    prior: MixturePrior,
    state: np.uint64,
    is_first: bool,
) -> Any:
    """Draw the topic of every token, given those of the others; the state of chance after it.

    A token of the document's term ``t`` in section ``s`` gets topic ``k`` with a probability
    proportional to::

        document = (of_document[k] + a * mean[k]) / (n - weight + a)
        (of_sections[s, k] + b * document) * term_topic[t, k]

    with the weights of the other tokens, ``a = prior.of_documents`` and ``b = prior.of_sections``.
    In the first sweep the others are the tokens before it.
    """
    n_topics = term_topic.shape[1]
    n = _total(tokens.weight)
    ends, a = np.empty(n_topics), prior.of_documents
    for i in range(len(tokens.term)):
        own, weight = counts.of_sections[tokens.section[i]], tokens.weight[i]
        if not is_first:
            # Weights that are no whole numbers may leave a little less than nothing.
            before = tokens.topic[i]
            own[before] = max(0.0, own[before] - weight)
            counts.of_document[before] = max(0.0, counts.of_document[before] - weight)
        scale = prior.of_sections / (n - weight + a)
        phi = term_topic[tokens.term[i]]
        total = 0.0
        for k in range(n_topics):
            total += (own[k] + scale * (counts.of_document[k] + a * prior.mean[k])) * phi[k]
            ends[k] = total
        state = state * STEP + _ODD
        left = unit(mixed(state)) * total
        chosen = n_topics - 1
        for k in range(n_topics):
            if left < ends[k]:
                chosen = k
                break
        tokens.topic[i] = chosen
        own[chosen] += weight
        counts.of_document[chosen] += weight
    return state


@njit(cache=True)
def _begun(documents: SectionsOfDocuments, d: int, topics: TopicCounts) -> Any:
    """Tokens of a document, counts of 0, and the probabilities of its terms."""
    n_topics = len(topics.sizes)
    n_sections = documents.first[d + 1] - documents.first[d]
    counts = _Counts(np.zeros(n_topics), np.zeros((n_sections, n_topics)))
    return _tokens_of(documents, d), counts, _own_terms(documents, d, topics)


@njit(cache=True, parallel=True)
def sample_counts(
    documents: SectionsOfDocuments,
    topics: TopicCounts,
    prior: MixturePrior,
    member: Ints,
    random_state: np.uint64,
    n_sweeps: int,
    mean: Floats,
    variance: Floats,
    section_topic: Floats,
) -> None:
    """Fill mean and variance, over the posterior, of how many tokens the topics drew.

    Collapsed Gibbs sampling with fixed topics (Griffiths and Steyvers 2004) and mixtures of
    sections around those of documents. The first quarter of the `n_sweeps` is left out. Chance
    depends on the document and the place in it only, and each document is of one thread, so bits
    do not depend on threads.

    Parameters
    ----------
    documents : SectionsOfDocuments
    topics : TopicCounts
    prior : MixturePrior
    member : array of int64, shape (n_topics,)
        The column in which the tokens of each topic count.
    random_state : uint64
    n_sweeps : int
    mean, variance : array, shape (n_documents, n_columns)
    section_topic : array, shape (n_sections, n_topics)
        Filled with the mean counts of the sections.
    """
    n_columns = mean.shape[1]
    first_kept = n_sweeps // 4
    for index in prange(len(documents.first) - 1):
        d = int(np.int64(index))  # the type of every other index, so that parts compile once
        tokens, counts, term_topic = _begun(documents, d, topics)
        state = mixed(mixed(random_state) ^ np.uint64(documents.n_before + d))
        summed = np.empty(n_columns)
        first, last = documents.first[d], documents.first[d + 1]
        for column in range(n_columns):
            mean[d, column] = variance[d, column] = 0.0
        for place in range(first, last):
            for k in range(len(member)):
                section_topic[documents.section[place], k] = 0.0
        for sweep in range(n_sweeps):
            state = _draw_topics(tokens, counts, term_topic, prior, state, sweep == 0)
            if sweep >= first_kept:
                for column in range(n_columns):
                    summed[column] = 0.0
                for k in range(len(member)):
                    summed[member[k]] += counts.of_document[k]
                for column in range(n_columns):
                    mean[d, column] += summed[column]
                    variance[d, column] += summed[column] ** 2
                for place in range(first, last):
                    for k in range(len(member)):
                        row = documents.section[place]
                        section_topic[row, k] += counts.of_sections[place - first, k]
        n_kept = n_sweeps - first_kept
        for place in range(first, last):
            for k in range(len(member)):
                section_topic[documents.section[place], k] /= n_kept
        for column in range(n_columns):
            average = mean[d, column] / n_kept
            mean[d, column] = average
            variance[d, column] = max(0.0, variance[d, column] / n_kept - average * average)


@njit(cache=True, parallel=True)
def draw_topics(
    documents: SectionsOfDocuments,
    topics: TopicCounts,
    prior: MixturePrior,
    random_state: np.uint64,
    n_sweeps: int,
    first_token: Ints,
    topic: NDArray[np.int32],
) -> None:
    """Fill the topic of every token as it is drawn after `n_sweeps`, as `sample_counts` draws.

    Tokens are in the order of the documents, of their sections, and of the entries of these, each
    in `MOST_PARTS` parts at most; those of document ``d`` begin at ``first_token[d]``.
    """
    for index in prange(len(documents.first) - 1):
        d = int(np.int64(index))  # the type of every other index, so that parts compile once
        tokens, counts, term_topic = _begun(documents, d, topics)
        state = mixed(mixed(random_state) ^ np.uint64(documents.n_before + d))
        for sweep in range(n_sweeps):
            state = _draw_topics(tokens, counts, term_topic, prior, state, sweep == 0)
        for i in range(len(tokens.topic)):
            topic[first_token[d] + i] = tokens.topic[i]


@njit(cache=True, parallel=True)
def score_concentrations(
    documents: SectionsOfDocuments,
    topics: TopicCounts,
    prior: MixturePrior,
    random_state: np.uint64,
    n_sweeps: int,
    tried: Floats,
    scores: Floats,
) -> None:
    """Fill how well concentrations predict the topic of each token from those of the others.

    Topics are drawn `n_sweeps` times, as `sample_counts` draws; the second half counts. Then::

        document = (of_document[k] + a * mean[k]) / (n - weight + a)
        scores[d, j] = sum(weight * log((of_sections[s, k] + b * document) / (n_s - weight + b)))

    for ``a, b = tried[j]``, over the tokens with their topics ``k`` and sections ``s``.

    Parameters
    ----------
    documents, topics, prior, random_state, n_sweeps
        As `sample_counts` takes them.
    tried : array, shape (n_tried, 2)
        Concentrations of documents and of sections.
    scores : array, shape (n_documents, n_tried)
    """
    for index in prange(len(documents.first) - 1):
        d = int(np.int64(index))  # the type of every other index, so that parts compile once
        tokens, counts, term_topic = _begun(documents, d, topics)
        state = mixed(mixed(random_state) ^ np.uint64(documents.n_before + d))
        n, n_sections = _total(tokens.weight), len(counts.of_sections)
        sizes = np.zeros(n_sections)
        for i in range(len(tokens.weight)):
            sizes[tokens.section[i]] += tokens.weight[i]
        for j in range(len(tried)):
            scores[d, j] = 0.0
        for sweep in range(n_sweeps):
            state = _draw_topics(tokens, counts, term_topic, prior, state, sweep == 0)
            if sweep < n_sweeps // 2:
                continue
            for i in range(len(tokens.term)):
                k, s, weight = tokens.topic[i], tokens.section[i], tokens.weight[i]
                own = max(0.0, counts.of_sections[s, k] - weight)
                others = max(0.0, counts.of_document[k] - weight)
                for j in range(len(tried)):
                    a, b = tried[j, 0], tried[j, 1]
                    document = (others + a * prior.mean[k]) / (n - weight + a)
                    share = (own + b * document) / (sizes[s] - weight + b)
                    scores[d, j] += weight * np.log(max(share, 1e-300))
