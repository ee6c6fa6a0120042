"""Fixtures: short texts on four themes, and what other libraries make of them."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
from gensim.corpora import Dictionary
from gensim.models import LdaModel
from sklearn.decomposition import LatentDirichletAllocation
from sklearn.feature_extraction.text import CountVectorizer

from topics.corpus import Corpus

OPTIONS = {"num_topics": 4, "passes": 20, "alpha": 0.1, "random_state": 1}
"""Options with which gensim finds the four themes."""


@pytest.fixture(scope="session")
def texts():
    """60 texts of 60 to 160 words; text i is about theme i % 4."""
    rng = np.random.default_rng(7)
    themes = ("sea", "law", "sky", "art")
    words = [[f"{theme}{chr(97 + i)}word" for i in range(25)] for theme in themes]
    return [" ".join(rng.choice(words[i % 4], size=int(rng.integers(60, 160)))) for i in range(60)]


@pytest.fixture(scope="session")
def corpus(texts):
    """The texts as a corpus, one section each."""
    return Corpus.from_texts(texts)


@pytest.fixture(scope="session")
def bags(texts):
    """The texts as gensim has them."""
    tokens = [text.split() for text in texts]
    dictionary = Dictionary(tokens)
    return SimpleNamespace(
        dictionary=dictionary, corpus=[dictionary.doc2bow(each) for each in tokens], tokens=tokens
    )


@pytest.fixture(scope="session")
def gensim_lda(bags):
    """A fitted LdaModel."""
    return LdaModel(bags.corpus, id2word=bags.dictionary, **OPTIONS)


@pytest.fixture(scope="session")
def sklearn_lda(texts):
    """A fitted LatentDirichletAllocation with its vectorizer and its counts."""
    vectorizer = CountVectorizer()
    counts = vectorizer.fit_transform(texts)
    model = LatentDirichletAllocation(4, random_state=0).fit(counts)
    return SimpleNamespace(model=model, vectorizer=vectorizer, counts=counts)


@pytest.fixture(scope="session")
def arrays(texts):
    """A model of four topics as plain arrays, in a vocabulary that has every word."""
    terms = sorted({word for text in texts for word in text.split()})
    rng = np.random.default_rng(3)
    return {
        "topic_term": rng.random((4, len(terms))),
        "document_topic": rng.dirichlet([0.5] * 4, len(texts)),
        "terms": terms,
    }
