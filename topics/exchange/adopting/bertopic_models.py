"""BERTopic: c-tf-idf as topics, with probabilities or one topic for each document."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from topics.errors import InputError
from topics.exchange.adopting.foreign import ForeignModel, attributes_of
from topics.exchange.adopting.vocabulary import terms_in_order
from topics.values import amount

NO_TRANSFORM = (
    "BERTopic finds topics of new documents by embeddings, which a run does not keep; call "
    "transform of the BERTopic model itself"
)
NO_REFITS = "BERTopic's topics are clusters of embeddings, which no fit of counts makes again"
OUTLIERS = "outliers"
"""Label of the topic that has the documents which BERTopic calls -1."""


def read_bertopic(model: Any, vocabulary: Any) -> ForeignModel:
    """A ``BERTopic``: its numbers stay, and its outliers (-1) are one more topic, the last.

    Shares of a document are its ``probabilities_`` where there is one for each topic; what they
    lack of 1 is the share of the outliers. Else the document's topic has the share 1.
    """
    names = ("c_tf_idf_", "topics_", "vectorizer_model")
    components, topics, vectorizer = attributes_of(model, names, "BERTopic")
    components = components.toarray() if hasattr(components, "toarray") else np.asarray(components)
    numbers = np.asarray(topics, dtype=np.int64)
    sizes = getattr(model, "topic_sizes_", None) or {}
    has_outliers = -1 in sizes or bool((numbers == -1).any())
    n_topics = len(components) - has_outliers
    if n_topics < 1 or numbers.max(initial=-1) >= n_topics or numbers.min(initial=0) < -1:
        raise InputError(
            f"BERTopic has {amount(n_topics, 'topic')} with terms, and its documents have "
            f"topics from {numbers.min(initial=0)} to {numbers.max(initial=-1)}; fit it again"
        )
    if has_outliers:  # the first row of c-tf-idf is that of -1
        components = np.concatenate([components[1:], components[:1]])
    own = vectorizer if vocabulary is None else vocabulary
    return ForeignModel(
        library="bertopic",
        kind="BERTopic",
        model="lda",
        engine="topics",
        terms=terms_in_order(own, "BERTopic"),
        components=components,
        rows=_rows(model, numbers, n_topics, has_outliers),
        labels=_labels(model, n_topics, has_outliers),
        vectorizer=own if hasattr(own, "build_analyzer") else None,
        no_transform=NO_TRANSFORM,
        no_refits=NO_REFITS,
    )


def _rows(
    model: Any, numbers: NDArray[np.int64], n_topics: int, has_outliers: bool
) -> NDArray[np.float64]:
    probabilities = getattr(model, "probabilities_", None)
    shape = (len(numbers), n_topics)
    if probabilities is None or np.shape(probabilities) != shape:
        rows = np.zeros((len(numbers), n_topics + has_outliers))
        rows[np.arange(len(numbers)), np.where(numbers < 0, n_topics, numbers)] = 1.0
        return rows
    rows = np.asarray(probabilities, dtype=np.float64)
    if not has_outliers:
        return rows
    # NaN stays: the check of the rows names it.
    return np.column_stack([rows, np.maximum(1.0 - rows.sum(axis=1), 0.0)])


def _labels(model: Any, n_topics: int, has_outliers: bool) -> list[str] | None:
    """Labels that a person gave; those that BERTopic makes of terms are left to ours."""
    custom = getattr(model, "custom_labels_", None)
    if custom is not None and len(custom) == n_topics + has_outliers:
        given = [str(label) for label in custom]
        return [*given[1:], given[0]] if has_outliers else given
    return [*([""] * n_topics), OUTLIERS] if has_outliers else None
