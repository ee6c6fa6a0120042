"""Generated corpora of sections, with the topic that truly drew every term."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

import topics

Floats = NDArray[np.float64]

SAME, NEAR, OWN = "same", "near", "own"
"""Sections have the mixture of their document, one around it, or one of their own."""


@dataclass(frozen=True)
class Generator:
    """How a corpus is made.

    Attributes
    ----------
    n_topics, n_documents, n_vocabulary : int
    n_sections, n_tokens : tuple of int
        Fewest and most sections of a document, and tokens of a section.
    mixtures : {"same", "near", "own"}
    concentration : float
        Of the mixtures of sections around that of their document, where they are near it.
    document_prior : float
        Of each topic in the mixture of a document.
    topic_term_prior : float
        Of each term in a topic; small ones make topics that differ more.
    is_uneven : bool
        Whether topics and terms are of very different sizes, as in real texts.
    """

    n_topics: int = 12
    n_documents: int = 400
    n_vocabulary: int = 1_500
    n_sections: tuple[int, int] = (3, 8)
    n_tokens: tuple[int, int] = (20, 60)
    mixtures: str = NEAR
    concentration: float = 10.0
    document_prior: float = 0.1
    topic_term_prior: float = 0.05
    is_uneven: bool = False


GENERATORS = {
    "near": Generator(),
    "near, far apart": Generator(concentration=2.0),
    "same": Generator(mixtures=SAME),
    "own": Generator(mixtures=OWN),
    "short": Generator(n_tokens=(6, 20), n_sections=(2, 5), n_documents=1_000),
    "long": Generator(n_tokens=(80, 200), n_documents=200),
    "few documents": Generator(n_documents=100, n_topics=8),
    "many documents": Generator(n_documents=3_000, n_topics=20, n_sections=(1, 5)),
    "30 topics": Generator(n_topics=30, n_documents=900, n_vocabulary=2_500, mixtures=SAME),
    "alike topics": Generator(topic_term_prior=0.2),
    "many topics each": Generator(document_prior=0.4, n_topics=8),
    "uneven": Generator(n_topics=15, n_documents=800, n_vocabulary=4_000, is_uneven=True),
}
"""The corpora of the benchmark, by what is special about them."""


@dataclass(frozen=True)
class Planted:
    """A generated corpus with its truth.

    Attributes
    ----------
    counts : topics.Counts
        Rows are sections.
    shares : array, shape (n_documents, n_topics)
        Share of the document's tokens that each topic drew.
    topic_term : array, shape (n_topics, n_vocabulary)
    """

    counts: topics.Counts
    shares: Floats
    topic_term: Floats


def planted_corpus(generator: Generator, random_state: int) -> Planted:
    """A corpus of the generator."""
    rng = np.random.default_rng(random_state)
    k, v, n = generator.n_topics, generator.n_vocabulary, generator.n_documents
    size_of_topic = 1 / np.arange(1, k + 1) if generator.is_uneven else np.ones(k)
    size_of_term = 1 / np.arange(1, v + 1) if generator.is_uneven else np.ones(v)
    term_prior = generator.topic_term_prior * size_of_term / size_of_term.mean()
    prior = generator.document_prior * size_of_topic / size_of_topic.mean()
    topic_term = _dirichlet(rng, np.tile(term_prior, (k, 1)))
    of_document = _dirichlet(rng, np.tile(prior, (n, 1)))
    n_sections = rng.integers(generator.n_sections[0], generator.n_sections[1] + 1, n)
    document = np.repeat(np.arange(n), n_sections)
    of_section = {
        SAME: lambda: of_document[document],
        NEAR: lambda: _dirichlet(rng, generator.concentration * of_document[document]),
        OWN: lambda: _dirichlet(rng, np.tile(prior, (len(document), 1))),
    }[generator.mixtures]()
    fewest, most = generator.n_tokens
    n_tokens = rng.integers(fewest, most + 1, len(document))
    section = np.repeat(np.arange(len(document)), n_tokens)
    chance = rng.random((2, len(section)))
    topic = (of_section.cumsum(axis=1)[section] < chance[0][:, None]).sum(axis=1)
    topic = np.minimum(topic, k - 1)
    term = np.empty(len(section), np.int64)
    for each, ends in enumerate(topic_term.cumsum(axis=1)):
        drawn = np.searchsorted(ends, chance[1][topic == each])
        term[topic == each] = np.minimum(drawn, v - 1)
    shares = np.zeros((n, k))
    np.add.at(shares, (document[section], topic), 1.0)
    matrix = np.zeros((len(document), v), np.float32)
    np.add.at(matrix, (section, term), 1.0)
    used = np.flatnonzero(matrix.any(axis=0))
    names = [f"t{number:05}" for number in used]
    counts = topics.Counts(matrix[:, used], names, row_document=document, n_documents=n)
    return Planted(counts, shares / shares.sum(axis=1, keepdims=True), topic_term[:, used])


def _dirichlet(rng: np.random.Generator, prior: Floats) -> Floats:
    """One draw for every row of the prior."""
    drawn = rng.standard_gamma(np.maximum(prior, 1e-6))
    drawn[np.arange(len(drawn)), prior.argmax(axis=1)] += 1e-300
    result: Floats = drawn / drawn.sum(axis=1, keepdims=True)
    return result
