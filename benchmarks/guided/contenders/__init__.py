"""Contenders of the guided benchmark, one file each.

``run(rows, n_topics, seeds, random_state, n_threads)`` yields one `Fit` with the arrays
``topic_term`` (rows sum to 1) and ``document_topic``; `seeds` are columns by topic.
"""

from __future__ import annotations

CONTENDERS = {
    "topics LDA": "benchmarks.guided.contenders.topics_lda",
    "topics LDA, 5 fits": "benchmarks.guided.contenders.topics_lda",
    "topics LDA, no seeds": "benchmarks.guided.contenders.topics_lda",
    "topics NMF": "benchmarks.guided.contenders.topics_nmf",
    "topics NMF, Kullback-Leibler": "benchmarks.guided.contenders.topics_nmf",
    "topica KeyATM": "benchmarks.guided.contenders.topica_guided",
    "topica SeededLDA": "benchmarks.guided.contenders.topica_guided",
    "gensim eta": "benchmarks.guided.contenders.gensim_eta",
}
"""Module of each contender."""

OPTIONS: dict[str, dict[str, object]] = {
    "topics LDA, 5 fits": {"n_fits": 5},
    "topics LDA, no seeds": {"strength": 0.0},
    "topics NMF, Kullback-Leibler": {"loss": "kullback-leibler"},
    "topica KeyATM": {"model": "KeyATM"},
    "topica SeededLDA": {"model": "SeededLDA"},
}
"""Options of a contender's ``run`` besides those of all."""
