"""The course of topics along a document."""

from __future__ import annotations

import numpy as np
import pytest

from topics.shares import course


def stretches(*lengths, n_topics=3, share=0.8):
    """Shares of sections of which each stretch has another leading topic, in turn."""
    rest = (1 - share) / (n_topics - 1)
    rows = [np.full(n_topics, rest) for _ in range(sum(lengths))]
    topics = [k % n_topics for k, length in enumerate(lengths) for _ in range(length)]
    for row, topic in zip(rows, topics, strict=True):
        row[topic] = share
    return np.array(rows)


def test_turns_are_where_another_topic_takes_over():
    """At the first section of each later stretch."""
    found = course(stretches(5, 5, 5), np.full(15, 60))
    assert found.turns.tolist() == [5, 10]
    assert found.leading.tolist() == [0] * 5 + [1] * 5 + [2] * 5


def test_a_short_section_about_something_else_makes_no_turn():
    """Fewer terms than a stretch needs are part of the stretch around them."""
    shares = stretches(6, 1, 6, n_topics=2)
    assert course(shares, np.array([80] * 6 + [20] + [80] * 6)).turns.size == 0


def test_a_short_beginning_belongs_to_the_first_stretch():
    """A greeting of a few words is no stretch of its own."""
    found = course(stretches(1, 8), np.array([10] + [80] * 8))
    assert found.turns.size == 0
    assert set(found.leading.tolist()) == {1}


def test_topics_that_are_nearly_equal_make_no_turn():
    """A lead below the margin is none, however many terms there are."""
    rows = np.array([[0.52, 0.48]] * 20 + [[0.48, 0.52]] * 20)
    assert course(rows, np.full(40, 5_000)).turns.size == 0


def test_noise_makes_few_turns():
    """Shares that differ from section to section at random rarely turn, and never often."""
    chance = np.random.default_rng(0)
    turns = [
        len(course(chance.dirichlet([3, 3, 2, 2], 20), np.full(20, 60)).turns) for _ in range(100)
    ]
    assert np.mean(np.array(turns) > 0) < 0.35  # 0.24 was measured on 200 documents of other shares
    assert max(turns) <= 3


def test_sections_without_terms_count_for_nothing():
    """Their shares change no other section, and they are between their neighbours."""
    shares, n_terms = stretches(4, 4), np.array([60, 60, 60, 60, 0, 60, 60, 60])
    other = shares.copy()
    other[4] = [0, 0, 1]
    first, second = course(shares, n_terms), course(other, n_terms)
    assert np.array_equal(first.smoothed, second.smoothed)
    assert np.array_equal(first.leading, second.leading)
    middle = (first.smoothed[3] + first.smoothed[5]) / 2
    assert np.allclose(first.smoothed[4], middle, atol=0.1)


def test_one_section_keeps_its_shares():
    """There is nothing to smooth and no turn."""
    found = course(np.array([[0.3, 0.7]]), np.array([5]))
    assert np.allclose(found.smoothed, [[0.3, 0.7]])
    assert found.leading.tolist() == [1]
    assert found.turns.size == 0


def test_cutting_a_section_in_two_changes_nothing_elsewhere():
    """A section counts by its terms, so two halves with its shares are the same text."""
    shares, n_terms = stretches(3, 3), np.array([50, 80, 60, 70, 40, 90])
    cut = np.insert(shares, 1, shares[1], axis=0)
    halves = np.array([50, 40, 40, 60, 70, 40, 90])
    whole, parts = course(shares, n_terms), course(cut, halves)
    kept = [0, 3, 4, 5, 6]
    assert np.allclose(parts.smoothed[kept], whole.smoothed[[0, 2, 3, 4, 5]])


def test_a_wider_bandwidth_is_smoother():
    """With a bandwidth of the whole document, all sections are nearly alike."""
    shares, n_terms = stretches(4, 4), np.full(8, 50)
    narrow, wide = course(shares, n_terms, 20), course(shares, n_terms, 5_000)
    assert np.ptp(wide.smoothed, axis=0).max() < 0.01
    assert np.ptp(narrow.smoothed, axis=0).max() == pytest.approx(0.7)
