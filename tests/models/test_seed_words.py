"""LDA and NMF with seed words: the topics that are asked for have the first numbers."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp

from support.planted import planted_counts
from topics.errors import OptionError
from topics.models import LDA, NMF
from topics.models.seed_words import checked_seeds

COUNTS, TOPIC_TERM, _ = planted_counts(n_rows=300, n_topics=6, terms_each=20)
ASKED = [4, 1, 3]
SEEDS = [np.argsort(-TOPIC_TERM[k])[2:5].tolist() for k in ASKED]
"""Three words of three planted topics, in another order than that of the topics."""

MODELS = {
    "lda": LDA,
    "frobenius": NMF,
    "kullback-leibler": lambda *args, **options: NMF(*args, loss="kullback-leibler", **options),
}
models = pytest.mark.parametrize("model", list(MODELS))


def planted_of(components):
    """The planted topic of each fitted one, by the terms that have most of it."""
    of_planted = components.reshape(len(components), 6, 20).sum(axis=2)
    return of_planted.argmax(axis=1).tolist()


@models
@pytest.mark.parametrize("state", [0, 1, 2])
def test_planted_topics_come_back_under_their_numbers(model, state):
    """In one fit and in the best of several; free topics come after. LDA's other fits have them."""
    fitted = MODELS[model](6, seed_words=SEEDS, random_state=state).fit(COUNTS)
    assert planted_of(fitted.components_)[:3] == ASKED
    several = MODELS[model](6, seed_words=SEEDS, random_state=state)
    _, witnesses = several.fit_several(COUNTS, 3)
    assert planted_of(several.components_)[:3] == ASKED
    assert set(planted_of(several.components_)) == set(range(6))
    assert witnesses
    for each in witnesses if model == "lda" else ():
        assert planted_of(each.components_)[:3] == ASKED


def test_planted_topics_come_back_in_fits_that_would_draw():
    """Fits of many rows have no annealing; with seed words nothing is drawn either."""
    counts, topic_term, _ = planted_counts(n_rows=6000, n_topics=6, terms_each=20)
    seeds = [np.argsort(-topic_term[k])[2:5].tolist() for k in ASKED]
    fitted = LDA(6, seed_words=seeds).fit(counts)
    assert planted_of(fitted.components_)[:3] == ASKED


@models
def test_strength_0_is_a_fit_without_seed_words(model):
    """To the bit, also with several fits."""
    free, asked = MODELS[model](6), MODELS[model](6, seed_words=SEEDS, seed_strength=0)
    assert np.array_equal(free.fit(COUNTS).components_, asked.fit(COUNTS).components_)
    free.fit_several(COUNTS, 2)
    asked.fit_several(COUNTS, 2)
    assert np.array_equal(free.components_, asked.components_)


@models
def test_threads_do_not_change_a_bit(model):
    """With one and two threads."""
    one, two = (MODELS[model](6, seed_words=SEEDS, n_threads=n) for n in (1, 2))
    one.fit_several(COUNTS, 2)
    two.fit_several(COUNTS, 2)
    assert np.array_equal(one.components_, two.components_)


@models
def test_stronger_words_have_more_of_their_topic(model):
    """And a topic of strength 0 among others is free."""

    def share(strength):
        components = MODELS[model](6, seed_words=SEEDS, seed_strength=strength).fit(COUNTS)
        components = components.components_
        return components[0, SEEDS[0]].sum() / components[0].sum()

    if model == "lda":  # NMF is pulled to the rows that hold the words
        assert share(0.1) < share(1.0) < share(20.0)
        assert share([20.0, 1.0, 1.0]) > share([1.0, 1.0, 1.0])
    fitted = MODELS[model](6, seed_words=SEEDS, seed_strength=[0.0, 1.0, 1.0]).fit(COUNTS)
    assert planted_of(fitted.components_)[1:3] == ASKED[1:]


@models
def test_words_are_those_of_vocabulary_or_of_a_data_frame(model):
    """All give the fit that numbers of columns give."""
    names = [f"term{column}" for column in range(COUNTS.shape[1])]
    words = {str(k): [names[column] for column in columns] for k, columns in enumerate(SEEDS)}
    expected = MODELS[model](6, seed_words=SEEDS).fit(COUNTS).components_
    by_number = dict(zip(names, range(len(names)), strict=True))
    for vocabulary in (names, np.array(names), by_number):
        fitted = MODELS[model](6, seed_words=words, vocabulary=vocabulary).fit(COUNTS)
        assert np.array_equal(fitted.components_, expected)
    frame = pd.DataFrame(COUNTS.toarray(), columns=names)
    assert np.array_equal(MODELS[model](6, seed_words=words).fit(frame).components_, expected)


@models
def test_batches_continue_with_the_same_topics(model):
    """`partial_fit` keeps the numbers, and so does a fit before it."""
    fitted = MODELS[model](6, seed_words=SEEDS)
    for begin in range(0, 300, 100):
        fitted.partial_fit(COUNTS[begin : begin + 100])
    assert planted_of(fitted.components_)[:3] == ASKED
    again = MODELS[model](6, seed_words=SEEDS).fit(COUNTS).partial_fit(COUNTS[:100])
    assert planted_of(again.components_)[:3] == ASKED


@models
def test_all_topics_can_be_asked_for(model):
    """A word that two topics have, and one that no row has, are no obstacle."""
    counts = sp.hstack([COUNTS, sp.csr_matrix((300, 1))]).tocsr()
    seeds = [np.argsort(-TOPIC_TERM[k])[:3].tolist() for k in range(6)]
    seeds[0] = [*seeds[0], 120, seeds[1][0]]
    fitted = MODELS[model](6, seed_words=seeds).fit(counts)
    assert planted_of(fitted.components_[:, :120]) == list(range(6))


@models
@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"seed_words": [[0]] * 7}, "seed words of 7 topics, but n_topics is 6"),
        ({"seed_words": []}, "seed_words is empty"),
        ({"seed_words": [[0], []]}, "topic 1 has an empty list of seed words"),
        (
            {"seed_words": [[0], [0, 1], [0, 1]]},
            "every seed word of topic 0 is also one of another",
        ),
        ({"seed_words": [[0], [120]]}, "topic 1 holds 120, expected words or numbers of columns"),
        ({"seed_words": [[-1]]}, "holds -1, expected words or numbers of columns from 0 to 119"),
        ({"seed_words": [[True]]}, "holds True, expected words or numbers"),
        ({"seed_words": [["sea"]]}, "that no column has: 'sea'; pass vocabulary, or numbers"),
        ({"seed_words": "sea"}, "seed_words is 'sea', expected a list of words a topic"),
        ({"seed_words": ["sea"]}, "seed_words of topic 0 is 'sea', expected a list"),
        (
            {"seed_words": [[0]], "seed_strength": -1.0},
            "seed_strength must be finite and 0 or more",
        ),
        ({"seed_words": [[0]], "seed_strength": [1.0, 2.0]}, r"seed_strength has shape \(2,\)"),
        ({"seed_words": [[0]], "vocabulary": ["sea"]}, "vocabulary has 1 word for 120 columns"),
    ],
)
def test_what_is_wrong_is_named(model, options, message):
    """Before anything is fitted."""
    with pytest.raises(OptionError, match=message):
        MODELS[model](6, **options).fit(COUNTS)


def test_seed_words_and_a_prior_of_nmf_exclude_each_other():
    """They would pull at the same topics."""
    model = NMF(6, seed_words=SEEDS, topic_term_prior=np.ones((6, 120)))
    with pytest.raises(OptionError, match="pass one of them"):
        model.fit(COUNTS)


def test_rows_are_of_the_topics_of_their_words():
    """A word of two topics counts half for each."""
    seeds = checked_seeds([[0, 1], [1, 2]], 1.0, 3, 4)
    shares = seeds.shares_of_rows(sp.csr_matrix([[1, 0, 3, 1], [0, 2, 0, 0], [0, 0, 0, 5]]))
    assert shares.toarray().tolist() == [[0.25, 0.75], [0.5, 0.5], [0.0, 0.0]]
    doubted = seeds.shares_of_rows(sp.csr_matrix([[1, 0, 0, 1], [0, 0, 0, 5]]), 1.0)
    assert doubted.toarray().tolist() == [[0.5, 0.0], [0.0, 0.0]]
