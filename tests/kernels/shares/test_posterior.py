"""Draws of the topics of tokens."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.sparse as sp

from topics.kernels.rows import Rows
from topics.kernels.shares.posterior import (
    MOST_PARTS,
    MixturePrior,
    SectionsOfDocuments,
    TopicCounts,
    draw_topics,
    sample_counts,
    score_concentrations,
)
from topics.kernels.threads import kernel_threads

SIZE = 2**64


def mixed(z):
    """The finaliser of SplitMix64."""
    z = (z + 0x9E3779B97F4A7C15) % SIZE
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) % SIZE
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) % SIZE
    return z ^ (z >> 31)


def problem(leaves_out=True):
    """Documents with sections in any order, an empty section, an empty document, and weights."""
    rng = np.random.default_rng(3)
    counts = rng.poisson(0.6, size=(11, 9)).astype(float)
    counts[1, 2], counts[4] = 2.5, 0
    document = np.array([2, 0, 2, 1, 1, 4, 0, 2, 4, 4, 1])
    shares = rng.dirichlet(np.ones(3), size=11)
    topic_term = rng.dirichlet(np.full(9, 0.5), size=3)
    terms = np.zeros((9, 3))
    for i, row in enumerate(counts):
        for t, n in enumerate(row):
            p = shares[i] * topic_term[:, t]
            terms[t] += n * p / p.sum()
    terms += 0.01
    topics = TopicCounts(terms, terms.sum(0), shares if leaves_out else np.empty((0, 3)), 0.01)
    rows = Rows.from_csr(sp.csr_matrix(counts))
    prior = MixturePrior(np.array([0.5, 0.3, 0.2]), 1.5, 4.0)
    return SectionsOfDocuments.of(rows, document, 5), topics, prior


def naive_sweeps(documents, topics, prior, d, random_state, n_sweeps):
    """Tokens of a document (term, weight, section) and, after each sweep, their topics."""
    sections = documents.section[documents.first[d] : documents.first[d + 1]]
    tokens = []
    terms, sizes = topics.terms.copy(), topics.sizes.copy()
    for s, row in enumerate(sections):
        for entry in range(documents.indptr[row], documents.indptr[row + 1]):
            term, count = int(documents.indices[entry]), float(documents.values[entry])
            parts = min(MOST_PARTS, max(1, int(np.ceil(count))))
            tokens += [(term, count / parts, s)] * parts
            if len(topics.section_topic):
                p = topics.section_topic[row] * topics.terms[term] / topics.sizes
                terms[term] -= count * p / p.sum()
                sizes -= count * p / p.sum()
    phi = np.maximum(terms, topics.smallest) / np.maximum(sizes, topics.smallest)
    n, topic = sum(weight for _, weight, _ in tokens), {}
    state, found = mixed(mixed(random_state) ^ d), []
    for _ in range(n_sweeps):
        for i, (term, weight, s) in enumerate(tokens):
            topic.pop(i, None)
            own, whole = np.zeros(3), np.zeros(3)
            for j, k in topic.items():
                whole[k] += tokens[j][1]
                own[k] += tokens[j][1] * (tokens[j][2] == s)
            a, b = prior.of_documents, prior.of_sections
            of_document = (whole + a * prior.mean) / (n - weight + a)
            ends = np.cumsum((own + b * of_document) * phi[term])
            state = (state * 6364136223846793005 + 1442695040888963407) % SIZE
            left = (mixed(state) >> 11) / 2**53 * ends[-1]
            topic[i] = int(np.flatnonzero(left < ends)[0])
        found.append([topic[i] for i in range(len(tokens))])
    return tokens, found


@pytest.mark.parametrize("leaves_out", [True, False])
@pytest.mark.parametrize("n_threads", [1, 2])
def test_counts_equal_the_naive_loop(n_threads, leaves_out):
    """Means and variances of merged topics and means of sections, on any number of threads."""
    documents, topics, prior = problem(leaves_out)
    mean, variance, sections = np.empty((5, 2)), np.empty((5, 2)), np.empty((11, 3))
    member = np.array([0, 1, 0])
    with kernel_threads(n_threads):
        sample_counts(documents, topics, prior, member, np.uint64(7), 8, mean, variance, sections)
    for d in range(5):
        tokens, found = naive_sweeps(documents, topics, prior, d, 7, 8)
        weight = np.array([each[1] for each in tokens])
        rows = documents.section[documents.first[d] : documents.first[d + 1]]
        kept = np.array(found[2:], dtype=np.int64).reshape(6, len(tokens))
        sums = np.array([[weight @ (member[z] == k) for k in range(2)] for z in kept])
        assert np.allclose(mean[d], sums.mean(axis=0))
        assert np.allclose(variance[d], sums.var(axis=0))
        for place, row in enumerate(rows):
            own = weight * [each[2] == place for each in tokens]
            expected = [np.mean([own @ (z == k) for z in kept]) for k in range(3)]
            assert np.allclose(sections[row], expected)
    assert np.allclose(mean.sum(axis=1), [_size(documents, d) for d in range(5)])


def _size(documents, d):
    rows = documents.section[documents.first[d] : documents.first[d + 1]]
    return sum(documents.values[documents.indptr[r] : documents.indptr[r + 1]].sum() for r in rows)


def test_drawn_topics_equal_the_naive_loop():
    """The topic of every token after the last sweep."""
    documents, topics, prior = problem()
    naive = [naive_sweeps(documents, topics, prior, d, 5, 3) for d in range(5)]
    first = np.cumsum([0, *(len(tokens) for tokens, _ in naive)])
    topic = np.full(first[-1], -1, np.int32)
    draw_topics(documents, topics, prior, np.uint64(5), 3, first, topic)
    assert topic.tolist() == [k for _, found in naive for k in found[-1]]


def test_scores_equal_the_naive_loop():
    """The log probability of every token's topic, given the others, for each concentration."""
    documents, topics, prior = problem()
    tried, scores = np.array([[1.5, 4.0], [0.1, 1000.0]]), np.empty((5, 2))
    score_concentrations(documents, topics, prior, np.uint64(5), 4, tried, scores)
    for d in range(5):
        tokens, found = naive_sweeps(documents, topics, prior, d, 5, 4)
        n, expected = sum(weight for _, weight, _ in tokens), np.zeros(2)
        for z in found[2:]:
            for i, (_, weight, s) in enumerate(tokens):
                others = [j for j in range(len(tokens)) if j != i]
                whole = sum(tokens[j][1] for j in others if z[j] == z[i])
                own = sum(tokens[j][1] for j in others if z[j] == z[i] and tokens[j][2] == s)
                size = sum(tokens[j][1] for j in others if tokens[j][2] == s)
                for c, (a, b) in enumerate(tried):
                    document = (whole + a * prior.mean[z[i]]) / (n - weight + a)
                    expected[c] += weight * np.log((own + b * document) / (size + b))
        assert np.allclose(scores[d], expected)
