"""The ranking of terms that describe a topic."""

from __future__ import annotations

import numpy as np
import pytest

from topics.errors import OptionError
from topics.shares import ORDERS, rank_terms

TOPIC_TERM = np.array([[0.50, 0.30, 0.15, 0.05], [0.50, 0.02, 0.08, 0.40]])
SHARE = np.array([0.6, 0.4])


def naive_scores(order, relevance):
    """The three formulas, cell by cell."""
    p_term = SHARE @ TOPIC_TERM
    scores = np.empty_like(TOPIC_TERM)
    for k, t in np.ndindex(*TOPIC_TERM.shape):
        p, lift = TOPIC_TERM[k, t], TOPIC_TERM[k, t] / p_term[t]
        scores[k, t] = {
            "probability": p,
            "relevance": relevance * np.log(p) + (1 - relevance) * np.log(lift),
            "contribution": p * np.log(lift),
        }[order]
    return scores


@pytest.mark.parametrize("order", list(ORDERS))
@pytest.mark.parametrize("relevance", [0.0, 0.6, 1.0])
def test_orders_equal_their_formulas(order, relevance):
    """Best first, for every order and relevance."""
    ranked = rank_terms(TOPIC_TERM, SHARE, order=order, relevance=relevance)
    expected = np.argsort(-naive_scores(order, relevance), axis=1, kind="stable")
    assert np.array_equal(ranked, expected)


def test_a_term_that_all_topics_share_loses_its_lead():
    """By probability a term of all topics comes first; by contribution it does not."""
    assert rank_terms(TOPIC_TERM, SHARE)[:, 0].tolist() == [0, 0]
    assert rank_terms(TOPIC_TERM, SHARE, order="contribution")[:, 0].tolist() == [1, 3]


def test_absent_terms_come_last_in_every_order():
    """Zero probability is never ahead of a present term, and gives no NaN."""
    topic_term = np.array([[0.0, 0.2, 0.8], [1.0, 0.0, 0.0]])
    for order in ORDERS:
        ranked = rank_terms(topic_term, np.array([0.5, 0.5]), order=order)
        assert ranked[0, -1] == 0
        assert ranked[1, 0] == 0


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"order": "beauty"}, "unknown order 'beauty'; choose from probability"),
        ({"order": "relevance", "relevance": 2.0}, "relevance is 2.0, expected 0 to 1"),
        ({"n_shown": 0}, "n_shown is 0, expected 1 or more"),
    ],
)
def test_bad_options_are_refused(options, message):
    """Unknown orders and numbers out of range."""
    with pytest.raises(OptionError, match=message):
        rank_terms(TOPIC_TERM, SHARE, **options)
