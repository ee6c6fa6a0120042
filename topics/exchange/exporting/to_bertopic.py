"""BERTopic: a model with the run's topics, for its tables and figures."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import numpy as np
import scipy.sparse as sp

from topics.errors import InputError
from topics.exchange.exporting.plain import PlainRun

N_REPRESENTATIVE = 3
"""Texts that BERTopic shows for each topic."""


def exported(plain: PlainRun) -> Any:
    """A ``BERTopic`` that answers for the run's rows: topics keep their numbers.

    ``topics_`` has the largest topic of each row, -1 for rows without counted terms;
    ``probabilities_`` their shares; ``c_tf_idf_`` the topics' probabilities of terms. It has no
    embeddings, so that it cannot transform new documents; the run can.
    """
    from sklearn.feature_extraction.text import CountVectorizer

    if plain.texts is None:
        raise InputError(
            "the run was saved without the texts, which BERTopic shows; fit again, and save "
            "the run with them"
        )
    has_terms = plain.n_terms > 0
    largest = np.where(has_terms, plain.row_topic.argmax(axis=1), -1)
    has_outliers = bool((~has_terms).any())
    numbers = [*([-1] if has_outliers else []), *range(plain.n_topics)]
    vectorizer = CountVectorizer(vocabulary=plain.terms.tolist(), lowercase=True)
    model = import_module("bertopic").BERTopic(
        embedding_model=import_module("bertopic.backend").BaseEmbedder(),
        umap_model=import_module("bertopic.dimensionality").BaseDimensionalityReduction(),
        hdbscan_model=import_module("bertopic.cluster").BaseCluster(),
        vectorizer_model=vectorizer,
        calculate_probabilities=True,
    )
    background = plain.term_counts / max(plain.term_counts.sum(), 1)
    weights = np.vstack([*([background] if has_outliers else []), plain.topic_term])
    model.topics_ = largest.tolist()
    model.probabilities_ = plain.row_topic
    model.topic_sizes_ = {number: int((largest == number).sum()) for number in numbers}
    model.c_tf_idf_ = sp.csr_matrix(weights)
    model.topic_representations_ = {
        number: _terms(plain, number, row) for number, row in zip(numbers, weights, strict=True)
    }
    model.topic_mapper_ = import_module("bertopic._bertopic").TopicMapper(numbers)
    model.representative_docs_ = {number: _texts(plain, number, largest) for number in numbers}
    model.topic_embeddings_ = None
    labels = {-1: "-1"} | dict(enumerate(plain.labels))
    model.custom_labels_ = [labels[number] for number in numbers]
    return model


def _terms(plain: PlainRun, number: int, weights: Any) -> list[tuple[str, float]]:
    """Terms of a topic with their probabilities: those that the run shows, in its order."""
    if number < 0:
        best = np.argsort(-weights, kind="stable")[:10]
        return [(str(plain.terms[column]), float(weights[column])) for column in best]
    columns = {term: column for column, term in enumerate(plain.terms.tolist())}
    return [
        (term, float(weights[columns[term]]))
        for term in plain.shown_terms[number]
        if term in columns
    ]


def _texts(plain: PlainRun, number: int, largest: Any) -> list[str]:
    """The rows with the largest shares of a topic."""
    rows = np.flatnonzero(largest == number)
    if number >= 0:
        rows = rows[np.argsort(-plain.row_topic[rows, number], kind="stable")]
    texts = plain.texts or []
    return [texts[row] for row in rows[:N_REPRESENTATIVE]]
