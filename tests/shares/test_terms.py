"""The ranking of terms that describe a topic."""

from __future__ import annotations

import numpy as np
import pytest

from topics.errors import OptionError
from topics.shares import ORDERS, frex, rank_terms

TOPIC_TERM = np.array([[0.50, 0.30, 0.15, 0.05], [0.50, 0.02, 0.08, 0.40]])
SHARE = np.array([0.6, 0.4])


def naive_frex(k, t):
    """Harmonic mean of two mean ranks, each divided by the number of terms."""
    exclusive = TOPIC_TERM[k] / TOPIC_TERM.sum(axis=0)
    ranks = [
        (row < row[t]).sum() + ((row == row[t]).sum() + 1) / 2 for row in (exclusive, TOPIC_TERM[k])
    ]
    return 2 / sum(len(TOPIC_TERM[k]) / rank for rank in ranks)


def naive_scores(order, relevance):
    """The four formulas, cell by cell."""
    p_term = SHARE @ TOPIC_TERM
    scores = np.empty_like(TOPIC_TERM)
    for k, t in np.ndindex(*TOPIC_TERM.shape):
        p, lift = TOPIC_TERM[k, t], TOPIC_TERM[k, t] / p_term[t]
        scores[k, t] = {
            "probability": p,
            "relevance": relevance * np.log(p) + (1 - relevance) * np.log(lift),
            "contribution": p * np.log(lift),
            "frex": naive_frex(k, t),
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


def test_frex_ranks_a_frequent_exclusive_term_first():
    """Neither the most frequent term, which all topics share, nor a rare one of its own."""
    topic_term = np.array([[0.50, 0.40, 0.08, 0.02, 0.0, 0.0], [0.50, 0.0, 0.1, 0.0, 0.3, 0.1]])
    assert rank_terms(topic_term, SHARE, order="frex")[:, 0].tolist() == [1, 4]
    assert rank_terms(topic_term, SHARE, order="frex")[0, :4].tolist() == [1, 0, 3, 2]


def test_frex_of_terms_that_no_topic_holds_is_a_number():
    """Columns and rows of zeros rank last, and nothing is NaN."""
    scores = frex(np.array([[0.7, 0.0, 0.3], [0.0, 0.0, 0.0]]))
    assert np.isfinite(scores).all()
    assert scores[0, 1] == scores[0].min()
    assert np.ptp(scores[1]) == 0
    assert frex(np.empty((2, 0))).shape == (2, 0)


@pytest.mark.parametrize("weight", [-0.1, 1.5, np.nan])
def test_frex_refuses_weights_out_of_range(weight):
    """The weight is a share."""
    with pytest.raises(OptionError, match=r"weight is .*, expected 0 to 1"):
        frex(TOPIC_TERM, weight=weight)


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
