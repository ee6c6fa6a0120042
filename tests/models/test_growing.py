"""Fits that go on from known topics: what stays, what is new, and the same bits."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.sparse as sp

from topics.errors import OptionError
from topics.kernels.threads import kernel_threads
from topics.models import LDA, NMF, make_engine
from topics.models.growing import KnownTopics, grow, held_near, residual

N_TERMS = 120


def theme(number):
    """A topic of 30 terms that no other has."""
    result = np.zeros(N_TERMS)
    result[30 * number : 30 * (number + 1)] = 1 / 30
    return result


def rows(themes, n=90, seed=0):
    """Rows of 40 tokens, each of one of the themes, in turn."""
    rng = np.random.default_rng(seed)
    counts = [rng.multinomial(40, theme(themes[i % len(themes)])) for i in range(n)]
    return sp.csr_matrix(np.array(counts, dtype=np.float64))


KNOWN = KnownTopics(np.stack([theme(0), theme(1)]), np.array([4000.0, 4000.0]), 200)
ENGINES = [LDA(), NMF(), NMF(loss="kullback-leibler")]


def cosine(one, other):
    """Cosine of two vectors."""
    return one @ other / np.linalg.norm(one) / np.linalg.norm(other)


@pytest.mark.parametrize("engine", ENGINES, ids=str)
@pytest.mark.parametrize("n_new", [1, 3])
def test_a_new_theme_becomes_a_new_topic(engine, n_new):
    """The known topics keep their places and terms; one of the new ones is the theme."""
    model = type(engine)(**{**engine.get_params(), "n_topics": 2 + n_new})
    grow(model, rows((0, 1, 2)), KNOWN)
    own = [cosine(model.components_[k], theme(k)) for k in (0, 1)]
    assert min(own) > 0.98
    assert max(cosine(topic, theme(2)) for topic in model.components_[2:]) > 0.95


@pytest.mark.parametrize("engine", ENGINES, ids=str)
def test_a_topic_that_the_rows_lack_stays(engine):
    """All its weight is that of earlier rows."""
    model = type(engine)(**{**engine.get_params(), "n_topics": 2})
    grow(model, rows((0,)), KNOWN)
    assert cosine(model.components_[1], theme(1)) > 0.9999


@pytest.mark.parametrize("engine", ENGINES, ids=str)
def test_the_options_are_those_of_before(engine):
    """So that a later fit of the engine is one without known topics."""
    model = type(engine)(**{**engine.get_params(), "n_topics": 3})
    before = model.get_params()
    grow(model, rows((0, 1, 2), n=30), KNOWN)
    assert model.get_params() == before


@pytest.mark.parametrize("engine", ENGINES, ids=str)
def test_the_bits_do_not_depend_on_threads(engine):
    """Also those of the start of new topics."""
    found = []
    for n_threads in (1, 2):
        model = type(engine)(**{**engine.get_params(), "n_topics": 4})
        with kernel_threads(n_threads):
            grow(model, rows((0, 1, 2)), KNOWN)
        found.append(model.components_)
    assert np.array_equal(*found)


def test_more_weight_moves_a_topic_less():
    """With ten times the counts so far, a term that comes to a topic changes it less."""
    moved = []
    for factor in (0.1, 1.0, 10.0):
        known = KnownTopics(KNOWN.topic_term, factor * KNOWN.mass, factor * KNOWN.n_rows)
        shifted = rows((1,)).toarray()
        shifted[:, -1] = 20
        for model in (LDA(2), NMF(2)):
            grow(model, sp.csr_matrix(shifted), known)
            moved.append((type(model).__name__, 1 - cosine(model.components_[1], theme(1))))
    for name in ("LDA", "NMF"):
        distances = [distance for kind, distance in moved if kind == name]
        assert distances == sorted(distances, reverse=True)


@pytest.mark.parametrize("engine", ENGINES, ids=str)
def test_a_known_topic_is_held_where_it_may_be(engine):
    """At the cosine that is asked for; topics that are nearer keep their bits, new ones, too."""
    light = KnownTopics(KNOWN.topic_term, np.array([4.0, 4000.0]), 1)
    shifted = rows((0,)).toarray()
    shifted[:, -1] = 20
    free, held = (type(engine)(**{**engine.get_params(), "n_topics": 3}) for _ in range(2))
    codes = []
    for model, least in ((free, 0.0), (held, 0.99)):
        growth = grow(model, sp.csr_matrix(shifted), light, least)
        codes.append([each.code for each in growth.notices])
    before = [cosine(free.components_[k], theme(k)) for k in (0, 1)]
    assert growth.free_similarity == pytest.approx(before)
    assert growth.is_held.tolist() == [similarity < 0.99 for similarity in before]
    for k, similarity in enumerate(before):
        if similarity < 0.99:
            assert cosine(held.components_[k], theme(k)) == pytest.approx(0.99, abs=1e-7)
            assert held.components_[k].sum() == pytest.approx(free.components_[k].sum())
        else:
            assert np.array_equal(held.components_[k], free.components_[k])
    assert np.array_equal(held.components_[2], free.components_[2])
    assert ["topics-held" in each for each in codes] == [False, min(before) < 0.99]


def test_topics_between_two_are_similar_to_both():
    """Held ones lie between what they were and what they became; 1 gives back what they were."""
    rng = np.random.default_rng(0)
    known, components = rng.dirichlet(np.ones(9), 4), 50 * rng.dirichlet(np.ones(9), 5)
    for least in (0.9, 0.99, 1.0):
        held = held_near(known, components, least)
        for k in range(4):
            free = cosine(components[k], known[k])
            assert cosine(held[k], known[k]) >= max(min(free, least), 0) - 1e-12
            assert cosine(held[k], components[k]) >= free - 1e-12
        assert np.array_equal(held[4], components[4])
    assert np.array_equal(held_near(known, components, 0.0), components)


def test_the_residual_is_what_topics_leave():
    """Rows of known themes are explained but for chance, those of others are left whole."""
    matrix = rows((0, 2), n=40)
    left = residual(LDA(), matrix, KNOWN.topic_term, "kullback-leibler")
    share = np.asarray(left.sum(axis=1)).ravel() / 40
    assert share[1::2].min() == pytest.approx(1.0, abs=1e-6)
    assert share[::2].max() < 0.6
    assert left.data.min() >= 0


def test_engines_of_other_libraries_cannot_grow():
    """They have no prior for each topic and term, or another scale of it."""
    with pytest.raises(OptionError, match="SklearnLDA cannot go on from known topics"):
        grow(make_engine("lda", "sklearn", n_topics=2), rows((0, 1)), KNOWN)


def test_fewer_topics_than_known_ones():
    """Which of them should go?"""
    with pytest.raises(OptionError, match="n_topics is 1, fewer than the 2 known topics"):
        grow(LDA(1), rows((0, 1)), KNOWN)
