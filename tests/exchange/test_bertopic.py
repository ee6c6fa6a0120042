"""The real BERTopic, where it is installed: it brings torch, so the test extra leaves it out."""

from __future__ import annotations

import numpy as np
import pytest

import topics
from topics.errors import TopicsWarning

bertopic = pytest.importorskip("bertopic", reason="BERTopic brings torch: pip install bertopic")


@pytest.fixture(scope="module")
def model(texts):
    """A BERTopic of counts instead of embeddings, with outliers."""
    from bertopic.backend import BaseEmbedder
    from sklearn.cluster import HDBSCAN
    from sklearn.decomposition import PCA
    from sklearn.feature_extraction.text import CountVectorizer

    rng = np.random.default_rng(0)
    points = CountVectorizer().fit_transform(texts).toarray() + rng.normal(0, 0.1, (60, 100))
    points[-3:] = rng.normal(0, 30, (3, 100))
    model = bertopic.BERTopic(
        embedding_model=BaseEmbedder(), umap_model=PCA(5), hdbscan_model=HDBSCAN(min_cluster_size=5)
    )
    model.fit(texts, points)
    return model


def test_topics_have_the_numbers_of_bertopic(model, corpus):
    """Every document has the topic that BERTopic gave it; outliers are the last one."""
    with pytest.warns(TopicsWarning, match="stability was not measured"):
        run = topics.adopt(model, corpus, project=False)
    n_topics = len(model.topic_sizes_) - 1
    assert -1 in model.topic_sizes_
    numbers = [n_topics if number < 0 else number for number in model.topics_]
    assert run.documents["topic"].to_list() == numbers
    for topic in range(n_topics):
        words, weights = zip(*model.get_topic(topic), strict=True)
        ours = run.topic_term[topic][[run.terms.tolist().index(word) for word in words]]
        assert np.allclose(ours, np.array(weights) / weights[0] * ours[0])
        assert run.topic_term[topic].max() == ours[0]
