"""Models of tomotopy: LDAModel."""

from __future__ import annotations

from typing import Any

import numpy as np

from topics.errors import InputError
from topics.exchange.adopting.foreign import ForeignModel, attributes_of
from topics.exchange.adopting.vocabulary import terms_in_order


def read_tomotopy(model: Any, vocabulary: Any) -> ForeignModel:
    """An ``LDAModel``: its topics, its prior, and the topics of its documents.

    ``get_topic_word_dist`` gives probabilities; expected counts plus prior are these times the
    tokens of the topic plus the sum of the prior.
    """
    kind = type(model).__name__
    names = ("k", "used_vocabs", "docs", "alpha", "eta", "get_topic_word_dist")
    n_topics, terms, documents, alpha, eta, term_shares = attributes_of(model, names, kind)
    if not len(terms) or not len(documents):
        raise InputError(f"the {kind} has no documents; add some, and train it")
    shares = np.array([term_shares(topic) for topic in range(n_topics)], dtype=np.float64)
    tokens = np.asarray(model.get_count_by_topics(), dtype=np.float64)
    eta_sum = float(np.sum(eta)) if np.ndim(eta) else float(eta) * len(terms)
    prior = np.asarray(alpha, dtype=np.float64)
    has_prior = prior.shape in ((), (n_topics,)) and bool(np.all(prior > 0))
    return ForeignModel(
        library="tomotopy",
        kind=kind,
        model="lda",
        engine="topics",
        terms=terms_in_order(list(terms) if vocabulary is None else vocabulary, kind),
        components=shares * (tokens + eta_sum)[:, None],
        prior=prior if has_prior else None,
        rows=np.array([document.get_topic_dist() for document in documents]),
        row_names=_names(documents),
        no_transform="" if has_prior else f"a {kind} has no prior of an LDA",
    )


def _names(documents: Any) -> list[str] | None:
    """The ids that documents were added with; None where they have none."""
    names = [str(getattr(document, "uid", None) or "") for document in documents]
    return names if any(names) else None
