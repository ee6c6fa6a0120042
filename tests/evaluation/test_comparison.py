"""Which topics of two fits belong together."""

import numpy as np
import pytest

from topics.errors import InputError
from topics.evaluation import linked_topics

N_TERMS = 400


def planted(seed, n_topics=6):
    """Topics with terms of their own, and equal shares."""
    rng = np.random.default_rng(seed)
    topics = np.full((n_topics, N_TERMS), 1e-4)
    for topic, terms in enumerate(np.array_split(np.arange(N_TERMS), n_topics)):
        topics[topic, terms] = rng.dirichlet(np.full(len(terms), 0.3))
    return topics / topics.sum(axis=1, keepdims=True), np.full(n_topics, 1 / n_topics)


def families(links):
    """The members of every family, both sides."""
    numbers = range(int(max(links.family_of_first.max(), links.family_of_second.max())) + 1)
    return [
        (
            np.flatnonzero(links.family_of_first == family).tolist(),
            np.flatnonzero(links.family_of_second == family).tolist(),
        )
        for family in numbers
    ]


@pytest.mark.parametrize("seed", range(5))
def test_topics_in_another_order_are_kept(seed):
    """Each is linked with itself only, with a similarity of 1."""
    topics, share = planted(seed)
    order = np.random.default_rng(seed).permutation(len(topics))
    links = linked_topics(topics, topics[order], first_share=share, second_share=share[order])
    assert (links.linked == (np.arange(len(topics))[:, None] == order)).all()
    assert np.allclose(links.similarity[links.linked], 1)


@pytest.mark.parametrize("seed", range(5))
def test_a_split_topic_is_linked_with_its_parts(seed):
    """Its parts have half of its terms each; in the other direction they are merged."""
    topics, share = planted(seed)
    half = np.zeros(N_TERMS, dtype=bool)
    half[::2] = True
    parts = np.stack([np.where(half, topics[0], 1e-6), np.where(half, 1e-6, topics[0])])
    weight = parts.sum(axis=1)
    after = np.vstack([parts / weight[:, None], topics[1:]])
    after_share = np.concatenate([share[0] * weight / weight.sum(), share[1:]])
    links = linked_topics(topics, after, first_share=share, second_share=after_share)
    assert ([0], [0, 1]) in families(links)
    assert len(families(links)) == len(topics)
    back = linked_topics(after, topics, first_share=after_share, second_share=share)
    assert (back.linked == links.linked.T).all()
    assert np.allclose(back.similarity, links.similarity.T)


@pytest.mark.parametrize("seed", range(5))
def test_topics_of_one_fit_only_have_no_link(seed):
    """A topic that was lost, and one that is new."""
    topics, share = planted(seed)
    links = linked_topics(topics[:-1], topics[1:], first_share=share[:-1], second_share=share[1:])
    assert ([0], []) in families(links)
    assert ([], [len(topics) - 2]) in families(links)


def test_topics_of_noise_are_not_kept():
    """Independent topics over the same frequent terms are new, however alike they look."""
    rng = np.random.default_rng(3)
    frequency = 1 / np.arange(1, N_TERMS + 1)
    topics = [rng.dirichlet(frequency / frequency.sum() * 300, 8) for _ in range(2)]
    share = np.full(8, 1 / 8)
    links = linked_topics(*topics, first_share=share, second_share=share)
    assert not links.linked.any()


def test_single_topics_can_be_compared():
    """A fit with one topic is the corpus, which is like no topic above chance."""
    topics, share = planted(0)
    links = linked_topics(topics[:1], topics, first_share=[1.0], second_share=share)
    assert links.similarity.shape == (1, len(topics))


@pytest.mark.parametrize(
    ("second", "share", "words"),
    [
        (np.ones((2, 3)) / 3, [0.5, 0.5], "they need the same terms"),
        (np.eye(4)[2:], [0.5, 0.5], "no term in common"),
        (np.eye(4)[:2], [1.0], "2 topics with shares of shape"),
        (np.eye(4)[:2], [0.0, 0.0], "the sum 0"),
    ],
)
def test_what_cannot_be_compared_is_an_error(second, share, words):
    """It says what is wrong."""
    with pytest.raises(InputError, match=words):
        linked_topics(np.eye(4)[:2], second, first_share=[0.5, 0.5], second_share=share)


@pytest.mark.filterwarnings("error")
def test_a_topic_without_a_share_is_compared():
    """An adopted model may have one; it is the same as its twin, and part of no mixture."""
    terms = np.eye(3) * 0.8 + 0.2 / 3
    links = linked_topics(terms, terms, first_share=[0.5, 0.5, 0], second_share=[0.5, 0, 0.5])
    assert np.isfinite(links.similarity).all()
    assert links.linked.tolist() == np.eye(3, dtype=bool).tolist()
