"""Rows with planted topics or factors, for the tests of the models."""

import numpy as np
import scipy.sparse as sp
from scipy.optimize import linear_sum_assignment


def planted_counts(n_rows=2000, n_topics=10, terms_each=50, random_state=0):
    """Counts of 60 tokens a row from topics with separate terms, their topics and shares.

    Their shapes are (n_rows, n_vocabulary), (n_topics, n_vocabulary) and (n_rows, n_topics). Most
    rows have one to three topics.
    """
    rng = np.random.default_rng(random_state)
    n_vocabulary = n_topics * terms_each
    topic_term = np.zeros((n_topics, n_vocabulary))
    for k in range(n_topics):
        topic_term[k, k * terms_each : (k + 1) * terms_each] = rng.dirichlet(np.ones(terms_each))
    shares = rng.dirichlet(np.full(n_topics, 0.1), n_rows)
    counts = np.stack([rng.multinomial(60, share @ topic_term) for share in shares])
    return sp.csr_matrix(counts), topic_term, shares


def hard_topics(n_rows=200, n_topics=9, n_terms=300, n_tokens=60, random_state=0):
    """Counts from topics of which a third are hard to find, and the topics.

    Of the hard ones every other is in few rows, and the others share most of their terms with an
    easy topic. All topics have a tenth of their tokens from terms of everywhere.
    """
    rng = np.random.default_rng(random_state)
    topic_term = rng.dirichlet(np.full(n_terms, 0.03), n_topics)
    topic_term = 0.9 * topic_term + 0.1 * rng.dirichlet(np.ones(n_terms))
    prior = np.full(n_topics, 0.1)
    for hard in range(n_topics // 3):
        if hard % 2 == 0:
            prior[hard] /= 25
        else:
            topic_term[hard] = 0.35 * topic_term[hard] + 0.65 * topic_term[-1 - hard]
    shares = rng.dirichlet(prior, n_rows)
    counts = np.stack([rng.multinomial(n_tokens, share @ topic_term) for share in shares])
    return sp.csr_matrix(counts), topic_term


def rows_of_documents(n_documents=300, n_topics=10, n_terms=1_500, random_state=0):
    """Rows of 30 tokens, six of each document and of its mixture, and the document of each.

    Sizes of topics and of terms follow Zipf's law: topics share their frequent terms.
    """
    rng = np.random.default_rng(random_state)
    size_of_term, size_of_topic = 1 / np.arange(1, n_terms + 1), 1 / np.arange(1, n_topics + 1)
    topic_term = rng.dirichlet(0.05 * size_of_term / size_of_term.mean(), n_topics)
    shares = rng.dirichlet(0.1 * size_of_topic / size_of_topic.mean(), n_documents)
    document = np.repeat(np.arange(n_documents), 6)
    counts = np.stack([rng.multinomial(30, share @ topic_term) for share in shares[document]])
    return sp.csr_matrix(counts), document, topic_term


def noise_counts(n_rows=200, n_terms=300, n_tokens=60, random_state=0):
    """Counts of rows that all have the same probabilities of terms."""
    rng = np.random.default_rng(random_state)
    return sp.csr_matrix(rng.multinomial(n_tokens, rng.dirichlet(np.full(n_terms, 0.3)), n_rows))


def planted_factors(n_rows=300, n_topics=5, n_vocabulary=120, random_state=0):
    """The exact product of two factors that are mostly zeros, and the two factors."""
    rng = np.random.default_rng(random_state)
    row_topic = rng.gamma(1.0, 1.0, (n_rows, n_topics)) * (rng.random((n_rows, n_topics)) < 0.4)
    topic_term = rng.gamma(1.0, 1.0, (n_topics, n_vocabulary)) * (
        rng.random((n_topics, n_vocabulary)) < 0.3
    )
    return sp.csr_matrix(row_topic @ topic_term), row_topic, topic_term


def noisy_factors(n_rows=200, n_vocabulary=90, random_state=0):
    """Poisson counts around the product of planted factors."""
    exact, *_ = planted_factors(n_rows, 5, n_vocabulary, random_state)
    rng = np.random.default_rng(random_state)
    return sp.csr_matrix(rng.poisson(exact.toarray() + 0.05).astype(float))


def matched_cosine(fitted, planted):
    """Cosine of every planted topic with its best fitted topic, one to one."""
    fitted = fitted / np.linalg.norm(fitted, axis=1, keepdims=True)
    planted = planted / np.linalg.norm(planted, axis=1, keepdims=True)
    similarity = fitted @ planted.T
    return similarity[linear_sum_assignment(-similarity)]


SMALL_COUNTS, *_ = planted_counts(n_rows=60, n_topics=4, terms_each=10)
SMALL_WEIGHTS = noisy_factors()
