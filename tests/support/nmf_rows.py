"""Rows with planted factors for the tests of NMF."""

import numpy as np
import scipy.sparse as sp


def planted(n_rows=300, n_topics=5, n_terms=120, random_state=0):
    """Factors that are mostly zeros, and their product: it has an exact factorisation."""
    rng = np.random.default_rng(random_state)
    row_topic = rng.gamma(1.0, 1.0, (n_rows, n_topics)) * (rng.random((n_rows, n_topics)) < 0.4)
    topic_term = rng.gamma(1.0, 1.0, (n_topics, n_terms)) * (rng.random((n_topics, n_terms)) < 0.3)
    return sp.csr_matrix(row_topic @ topic_term), row_topic, topic_term


def noisy(n_rows=200, n_terms=90, random_state=0):
    """Counts around planted factors."""
    exact, *_ = planted(n_rows, 5, n_terms, random_state)
    rng = np.random.default_rng(random_state)
    return sp.csr_matrix(rng.poisson(exact.toarray() + 0.05).astype(float))


SMALL = noisy()
