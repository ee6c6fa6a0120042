"""Themes are topics that occur in the same rows; predictions say which numbers are as good."""

import numpy as np
import pytest

from topics.errors import InputError
from topics.evaluation import compare_predictions, number_of_themes, topic_themes

RNG = np.random.default_rng(3)
INDEPENDENT = RNG.dirichlet(np.full(12, 0.1), 1_500)


def divided(shares, topic, rng):
    """The shares with one topic divided into two at random in every row."""
    part = rng.beta(2, 2, len(shares)) * shares[:, topic]
    rest = shares.copy()
    rest[:, topic] -= part
    return np.column_stack([rest, part])


def test_independent_topics_stay_apart():
    """Topics that nothing joins are themes of their own, numbered in their order."""
    assert topic_themes(INDEPENDENT).tolist() == list(range(12))


def test_the_parts_of_a_topic_are_joined_again():
    """Whatever the shares of the parts are."""
    shares = divided(divided(INDEPENDENT, 4, RNG), 0, RNG)
    found = topic_themes(shares)
    assert found.tolist() == [*range(12), 4, 0]


def test_the_order_of_topics_and_rows_does_not_matter():
    """The same topics are joined after a shuffle."""
    shares = divided(divided(INDEPENDENT, 4, RNG), 0, RNG)
    order = RNG.permutation(14)
    found = topic_themes(shares[RNG.permutation(len(shares))][:, order])
    before = topic_themes(shares)[order]
    pairs = before[:, None] == before[None, :]
    assert np.array_equal(found[:, None] == found[None, :], pairs)


def test_a_topic_of_less_than_one_row_is_no_theme():
    """It was fitted, but it is nowhere."""
    shares = np.zeros((40, 3))
    shares[np.arange(40), np.arange(40) % 2] = 1.0
    shares[0] = [0.5, 0.0, 0.5]
    assert len(set(topic_themes(shares).tolist())) == 3
    assert number_of_themes(shares) == 2


def test_a_constant_topic_is_joined_with_none():
    """It has no correlation with anything."""
    shares = np.column_stack([np.full(30, 0.2), *(0.8 * np.eye(2)[np.arange(30) % 2]).T])
    assert topic_themes(shares).tolist() == [0, 1, 2]


def test_one_topic_is_one_theme_and_no_rows_are_an_error():
    """The message says what came."""
    assert topic_themes(np.ones((5, 1))).tolist() == [0]
    with pytest.raises(InputError, match="0 rows of 3 topics"):
        topic_themes(np.empty((0, 3)))


def test_predictions_equal_those_of_loops():
    """Perplexities, gaps and standard errors of ratios."""
    log_likelihood = -RNG.gamma(3.0, 20.0, (4, 25))
    n_tokens = RNG.integers(5, 40, 25)
    found = compare_predictions(log_likelihood, n_tokens)
    means = [sum(row) / n_tokens.sum() for row in log_likelihood.tolist()]
    best = int(np.argmax(means))
    for number, row in enumerate(log_likelihood):
        assert found.perplexity[number] == pytest.approx(np.exp(-means[number]))
        assert found.gap[number] == pytest.approx(means[best] - means[number])
        squares = sum(
            (log_likelihood[best, i] - row[i] - found.gap[number] * n_tokens[i]) ** 2
            for i in range(25)
        )
        assert found.gap_error[number] == pytest.approx(np.sqrt(squares) / n_tokens.sum())


def test_the_smallest_number_that_is_not_clearly_worse():
    """A loss within two standard errors is none; a larger one is."""
    n_tokens = np.full(100, 10)
    noise = np.tile([0.1, -0.1], 50)
    better = np.full(100, -50.0)
    table = np.stack([better - 5.0, better - 0.001 + noise, better])
    assert compare_predictions(table, n_tokens).smallest_as_good == 1
    assert compare_predictions(table[:2], n_tokens).smallest_as_good == 1
    with pytest.raises(InputError, match="no token was scored"):
        compare_predictions(np.zeros((2, 3)), np.zeros(3, dtype=int))
