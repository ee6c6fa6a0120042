"""Inflections of one word do not fill what a topic displays."""

from __future__ import annotations

import numpy as np
import pytest

import topics
from topics.shares.inflections import base_forms, without_inflections


@pytest.mark.parametrize(
    "words",
    [
        ("app", "apps"),
        ("city", "cities"),
        ("box", "boxes"),
        ("make", "making", "makes"),
        ("plan", "planned", "planning", "plans"),
        ("study", "studied", "studies", "studying"),
        ("ship", "ship's"),
        ("church", "churches"),
        ("interest_rate", "interest_rates"),
    ],
)
def test_inflections_share_a_form(words):
    """Plurals, past forms, -ing forms and possessives, with dropped -e and doubled letters."""
    for word in words[1:]:
        assert base_forms(words[0]) & base_forms(word)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("plan", "plane"),
        ("car", "care"),
        ("new", "news"),
        ("clas", "class"),
        ("viru", "virus"),
        ("str", "string"),
        ("th", "thing"),
        ("ne", "need"),
        ("hop", "hope"),
        ("universe", "university"),
        ("café", "cafés-bar"),
    ],
)
def test_other_words_do_not(one, other):
    """Words that only begin alike are different words."""
    assert not base_forms(one) & base_forms(other)


def test_skipped_terms_follow_only_where_others_are_missing():
    """The number of terms stays; terms that the topic does not hold come last."""
    terms = np.array(["app", "apps", "mobile", "sea"])
    topic_term = np.array([[0.5, 0.3, 0.2, 0.0], [0.0, 0.0, 0.3, 0.7]])
    ranked = np.array([[0, 1, 2, 3], [3, 2, 0, 1]])
    shown = without_inflections(ranked, terms, topic_term, 3)
    assert terms[shown].tolist() == [["app", "mobile", "apps"], ["sea", "mobile", "app"]]
    assert without_inflections(ranked, terms, topic_term, 9).shape == (2, 4)


def test_labels_of_a_run_name_different_words():
    """The model keeps the inflections, the table of topics skips them."""
    words = "mobile phone screen battery charger cable camera sensor display network"
    sea = "coral current wave plankton whale island harbour shore beach storm"
    themes = (f"app apps {words} ", f"reef reefs tide tides {sea} ")
    texts = [themes[i % 2] * (3 + i) for i in range(8)]
    run = topics.fit(topics.Corpus.from_texts(texts), n_topics=2, n_fits=1, project=False)
    assert {"apps", "reefs", "tides"} <= set(run.terms)
    for row in run.topics["terms"]:
        shown = row.split(", ")
        assert len(shown) == 10
        for pair in ({"app", "apps"}, {"reef", "reefs"}, {"tide", "tides"}):
            assert not pair <= set(shown)
