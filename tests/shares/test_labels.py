"""Labels of topics: phrases where words are found together, and no label twice."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import topics
from topics.corpus import Corpus
from topics.shares import topic_labels, unique_labels
from topics.shares.phrases import (
    PHRASE_COUNT,
    PHRASE_LIFT,
    PHRASE_ROWS,
    PHRASE_SHARE,
    phrase_counts,
)

WORDS = np.array(["human", "rights", "law", "judge", "sea", "tide", "reef", "human_rights"])

ROWS = st.lists(st.lists(st.integers(0, 4), max_size=30), min_size=1, max_size=8)


def flat(rows):
    """Ids and offsets of rows of ids."""
    ids = np.array([number for row in rows for number in row], dtype=np.int32)
    return ids, np.concatenate([[0], np.cumsum([len(row) for row in rows])])


def naive_phrases(rows, top):
    """The definition, token by token."""
    tokens = [number for row in rows for number in row]
    found = {}
    for a in top:
        for b in top:
            per_row = [sum(pair == (a, b) for pair in pairwise(row)) for row in rows]
            n, rarer, commoner = sum(per_row), *sorted([tokens.count(a), tokens.count(b)])
            enough = n >= PHRASE_COUNT and sum(map(bool, per_row)) >= PHRASE_ROWS
            is_more = n * len(tokens) >= PHRASE_LIFT * rarer * commoner
            if a != b and enough and n >= PHRASE_SHARE * rarer and is_more:
                found[a, b] = n
    return found


@given(ROWS, st.integers(0, 400))
@example([[0], [2, 0], [2, 0]], 75)  # exactly ten times as often as at random
def test_phrases_equal_the_plain_loop(rows, n_others):
    """Pairs never cross rows; words that are no top terms only count as others."""
    rows = [*rows * 3, [6] * n_others]
    top = [0, 1, 2, 3]
    assert phrase_counts(np.array([top]), WORDS, *flat(rows)) == naive_phrases(rows, top)


def rows_with(*phrase, n=9):
    """Rows in which these terms are together, and no other top terms are."""
    others = [6, 1, 6, 4, 6, 2, 6, 3, 6, 5] + [6] * 60
    return [[6, *phrase, *others] for _ in range(n)]


def test_words_that_are_found_together_are_one_phrase():
    """In reading order, where the better of the two was; the next terms move up."""
    tokens = flat(rows_with(0, 1))
    assert topic_labels(np.array([[1, 2, 3, 0, 4]]), WORDS, *tokens) == [
        "human rights · law · judge"
    ]
    assert topic_labels(np.array([[2, 3, 4, 1, 0]]), WORDS, *tokens)[0] == "law · judge · sea"
    assert topic_labels(np.array([[1, 2, 3, 0, 4]]), WORDS) == ["rights · law · judge"]


def test_three_words_make_one_phrase_and_no_word_is_said_twice():
    """A chain of pairs is one phrase of at most three words."""
    tokens = flat(rows_with(0, 1, 2, 3))
    label = topic_labels(np.array([[1, 3, 0, 2, 4]]), WORDS, *tokens)[0]
    assert sorted(label.replace(" · ", " ").split()) == ["human", "judge", "law", "rights", "sea"]
    assert max(len(part.split()) for part in label.split(" · ")) == 3


@pytest.mark.parametrize(
    "rows",
    [
        rows_with(0, 1, n=1) + rows_with(4, n=8),  # one row
        [[0], [1]] * 20,  # in neighbouring rows
        [[*[0, 1, 2, 1, 3, 0, 2, 0] * 5] for _ in range(9)],  # as often as at random
        [],
    ],
)
def test_other_words_make_no_phrase(rows):
    """A single text, the border of two texts, or words that are everywhere."""
    assert topic_labels(np.array([[0, 1, 2]]), WORDS, *flat(rows)) == ["human · rights · law"]


FORMS = {
    "Human rights": "human rights",
    "the rights of humans and human  Rights": "human rights",
    "human to rights": "human to rights",
    "human de l'rights": "human de l'rights",
    "the human and the rights": None,
    "human-rights": "human-rights",
    "the human's rights": "human's rights",
    "the human’s rights": "human's rights",
    "no such words": "human rights",
    "It is human. Rights are others.": None,
    "human, rights and law": None,
    "human\n\nRights": None,
    "human (rights)": None,
    "human as in what was said in rights": None,
}
"""Texts of rows in which "human rights" is a pair, and the phrase that a label has."""


@pytest.mark.parametrize("text", FORMS)
def test_phrases_have_the_form_of_the_texts(text):
    """With small words between theirs; across sentences and in lists there is none."""
    tokens = flat(rows_with(0, 1))
    (label,) = topic_labels(np.array([[0, 2, 1, 3]]), WORDS, *tokens, lambda row: text)
    parts = [FORMS[text], "law", "judge"] if FORMS[text] else ["human", "law", "rights"]
    assert label == " · ".join(parts)


def test_a_pair_without_a_frequent_form_is_no_phrase():
    """Though the pair is: "said this year", "said last year" and so on."""
    tokens = flat(rows_with(0, 1))
    small = "this last that next each every such what no".split()
    (label,) = topic_labels(
        np.array([[0, 1, 2]]), WORDS, *tokens, lambda row: f"human {small[row]} rights"
    )
    assert label == "human · rights · law"
    # A form that five of the nine rows have is one.
    (label,) = topic_labels(
        np.array([[0, 1, 2]]), WORDS, *tokens, lambda row: f"human {small[max(row, 4)]} rights"
    )
    assert label.startswith("human each rights")


def test_words_that_are_counted_are_not_between_those_of_a_phrase():
    """Where one is, the two words are no pair, and so it says nothing of those that are."""
    tokens = flat(rows_with(0, 1))
    text = "human law rights, human judge rights, human sea rights, human rights"
    (label,) = topic_labels(np.array([[0, 1, 2]]), WORDS, *tokens, lambda row: text)
    assert label == "human rights · law"


def test_terms_of_several_words_make_no_further_phrases():
    """With n-grams, tokens follow each other that are parts of each other."""
    tokens = flat(rows_with(7, 1))
    label = topic_labels(np.array([[7, 1, 2]]), WORDS, *tokens)[0]
    assert label == "human_rights · rights · law"


def test_shared_labels_get_terms_that_only_one_topic_has():
    """Also if their terms are in another order; a third topic keeps its label."""
    numbers = np.array([[0, 1, 2, 3, 4], [1, 0, 2, 3, 5], [3, 4, 5, 6, 0]])
    assert topic_labels(numbers, WORDS) == [
        "human · rights · law · sea",
        "rights · human · law · tide",
        "judge · sea · tide",
    ]


def test_equal_topics_are_numbered():
    """There is no further term to tell them by."""
    assert topic_labels(np.array([[0, 1], [0, 1], [0, 1]]), WORDS) == [
        "human · rights",
        "human · rights (2)",
        "human · rights (3)",
    ]


@given(st.lists(st.permutations(range(8)), min_size=1, max_size=6), st.integers(1, 8), ROWS)
def test_labels_are_unique_and_of_the_topics_own_terms(orders, n_shown, rows):
    """Whatever the ranking; every word of a label is a shown term, none of them twice."""
    numbers = np.array(orders)[:, :n_shown]
    labels = topic_labels(numbers, WORDS, *flat(rows * 3))
    assert len(set(labels)) == len(labels)
    for label, row in zip(labels, numbers, strict=True):
        words = label.split(" (")[0].replace(" · ", " ").split()
        assert set(words) <= set(WORDS[row])
        assert len(set(words)) == len(words) >= min(3, n_shown)


@given(st.lists(st.sampled_from(["a", "b", "a (2)", "a (3)", "b (2)"])))
def test_unique_labels_keep_the_first_of_each(labels):
    """Labels that are unique already stay as they are."""
    unique = unique_labels(labels)
    assert len(set(unique)) == len(labels)
    for i, label in enumerate(labels):
        if label not in labels[:i]:
            assert unique[i] == label


def test_a_fit_labels_topics_by_phrases():
    """Through the whole of a fit; the terms stay as they are."""
    rng = np.random.default_rng(0)
    themes = ["court judge jury verdict lawyer trial".split(), "reef tide wave coral fish".split()]
    texts = [
        " ".join(["supreme court" if i % 2 == 0 else "", *rng.choice(themes[i % 2], 30)])
        for i in range(60)
    ]
    run = topics.fit(Corpus.from_texts(texts), n_topics=2, n_fits=1, n_shown=10, project=False)
    topic = run.topics.row(run.documents["topic"][0], named=True)
    assert "supreme" in topic["terms"].split(", ")
    assert "supreme court" in topic["label"].split(" · ") or "supreme" not in topic["label"]


@pytest.mark.parametrize("has_texts", [True, False])
def test_labels_of_a_fit_read_phrases_in_its_texts(has_texts, tmp_path):
    """Small words are in labels where the texts are known, and not where counts are fitted."""
    rng = np.random.default_rng(0)
    law, sea = "vote bill act clause member reading", "reef tide wave coral fish boat"
    themes = [law.split(), sea.split()]
    texts = [
        " ".join([["The house of representatives", ""][i % 2], *rng.choice(themes[i % 2], 4)])
        for i in range(40)
    ]
    options = {"n_topics": 2, "n_fits": 1, "project": False}
    run = topics.fit(Corpus.from_texts(texts), max_document_share=1, **options)
    if not has_texts:
        run = topics.fit(run.counts, **options)
    found = " ".join(run.topics["label"])
    assert ("house of representatives" in found) is has_texts
    assert "house" in found
