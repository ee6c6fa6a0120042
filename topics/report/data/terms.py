"""The terms of the topics: enough of them to rank by any relevance, and by FREX."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from topics.report.data.content import TopicTerms
from topics.report.display import single_line
from topics.shares import frex, rank_terms

N_TERMS = 60
"""A topic has its first terms by FREX and by each weight of relevance, this many each."""

WEIGHTS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
"""Weights of relevance whose first terms the page has; between them others hardly occur."""

_MAX_TERM = 60


def term_data(content: TopicTerms, share: pl.Series) -> dict[str, Any]:
    """Terms with their share and count in the corpus, and those of every topic.

    Each topic has ``ids`` (indices of the terms), ``p`` (their probability in the topic), and
    ``frex``; it is sorted by probability.
    """
    topic_term = content.topic_term
    topic_share = share.fill_null(0.0).to_numpy().astype(np.float64)
    term_share = (topic_share[:, None] * topic_term).sum(axis=0)
    scores = frex(topic_term)
    ranked = [
        rank_terms(topic_term, topic_share, order="relevance", relevance=weight, n_shown=N_TERMS)
        for weight in WEIGHTS
    ]
    ranked.append(rank_terms(topic_term, topic_share, order="frex", n_shown=N_TERMS))
    chosen = [_chosen(topic_term[k], [each[k] for each in ranked]) for k in range(len(topic_term))]
    used = np.unique(np.concatenate(chosen)) if chosen else np.empty(0, dtype=np.int64)
    return {
        "names": [single_line(term, _MAX_TERM) for term in content.terms[used]],
        "share": _rounded(term_share[used]),
        "count": np.rint(content.counts[used]).astype(np.int64).tolist(),
        "topics": [
            {
                "ids": np.searchsorted(used, terms).tolist(),
                "p": _rounded(topic_term[k, terms]),
                "frex": np.round(scores[k, terms], 4).tolist(),
            }
            for k, terms in enumerate(chosen)
        ],
        "n_tokens": int(np.rint(content.counts.sum())),
    }


def _chosen(p: NDArray[np.float64], ranked: list[NDArray[np.int64]]) -> NDArray[np.int64]:
    """The terms of one topic that any order puts first, without those that it does not hold."""
    terms = np.unique(np.concatenate(ranked))
    terms = terms[p[terms] > 0]
    return np.asarray(terms[np.argsort(-p[terms], kind="stable")], dtype=np.int64)


def _rounded(values: NDArray[np.float64]) -> list[float]:
    """Numbers with four significant digits, which is more than a bar shows."""
    return [float(f"{value:.4g}") for value in values.tolist()]
