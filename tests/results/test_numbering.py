"""Topics are numbered so that neighbours are alike, unless the caller knows them by numbers."""

from __future__ import annotations

import numpy as np
import pytest

import topics
from topics.options import FitOptions
from topics.results.numbering import has_given_numbers
from topics.runs.plots.figures import leaf_order

N_THEMES = 4


def corpus() -> topics.Corpus:
    """Documents of four themes, of which the first and third, and the others, share terms."""
    rng = np.random.default_rng(4)
    words = np.array([a + b + c for a in "bdfglm" for b in "aeiou" for c in ("nok", "tas", "rum")])
    first = np.array([0, 45, 10, 55])
    places = [first[n % N_THEMES] + rng.integers(0, 25, 40) for n in range(80)]
    return topics.Corpus.from_texts([" ".join(words[each]) for each in places])


@pytest.mark.parametrize("level", ["section", "document"])
@pytest.mark.parametrize("engine", ["topics", "sklearn", "gensim"])
@pytest.mark.parametrize("model", ["lda", "nmf"])
def test_numbers_are_the_order_of_the_tree(model, engine, level):
    """For every engine; and new copies of the documents get their shares, to the bit."""
    texts = corpus()
    options = {"model": model, "engine": engine, "n_fits": 1, "project": False, "level": level}
    run = topics.fit(texts, n_topics=N_THEMES, **options)
    assert leaf_order(run) == [0, 1, 2, 3]
    again = topics.transform(run, texts)
    assert np.array_equal(again.document_topic, run.document_topic)


def test_topics_known_by_their_numbers_keep_them():
    """Seeds, and priors of single topics; a prior of all of them is none of these."""
    assert not has_given_numbers(FitOptions())
    assert not has_given_numbers(FitOptions(document_topic_prior="auto", topic_term_prior=0.1))
    assert has_given_numbers(FitOptions(document_topic_prior=[0.1, 0.2]))
    assert has_given_numbers(FitOptions(seed_topics={"sea": ["reef"]}))


@pytest.mark.parametrize("largest", range(N_THEMES))
def test_the_largest_prior_is_that_of_the_same_topic(largest):
    """A prior of single topics stays with them."""
    prior = np.where(np.arange(N_THEMES) == largest, 1.0, 0.05)
    run = topics.fit(
        corpus(), n_topics=N_THEMES, n_fits=1, project=False, document_topic_prior=prior
    )
    assert run.document_topic.mean(axis=0).argmax() == largest
