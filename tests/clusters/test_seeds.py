"""The sample documents: clusters of the consensus are their themes."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import scipy.sparse as sp

import topics
from topics.clusters import agreement, cluster_points, consensus_points, member_topics
from topics.counting import CountSettings, count_terms
from topics.counting.stop_words import stop_words
from topics.models.lda.estimator import LDA

ROOT = Path(__file__).parents[2]


def test_clusters_of_the_sample_documents_are_their_themes():
    """By Leiden without a number, by Leiden with the number, and by k-means."""
    entries = json.loads((ROOT / "tests/support/seed_themes.json").read_text(encoding="utf-8"))
    themes = {(Path(t["source"]).name, t["headline"]): t["theme"] for t in entries}
    corpus = topics.read(ROOT / "seeds")
    column = [
        themes.get((Path(source).name, title))
        for source, title in corpus.documents.select("source", "title").iter_rows()
    ]
    counts = count_terms(corpus, CountSettings(stop_words=stop_words("en")))
    matrix = sp.csr_matrix(counts.by_document())
    shares = [
        LDA(member_topics(len(column)), random_state=state, max_sweeps=40)
        .fit_transform(matrix)
        .astype(np.float64)
        for state in range(5)
    ]
    points = consensus_points(shares)
    for options in ({}, {"n_clusters": 8}, {"n_clusters": 8, "method": "kmeans"}):
        assert agreement(cluster_points(points, **options).labels, column).nmi >= 0.9
