"""Scores equal plain loops and do not depend on threads."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.sparse as sp

from topics.errors import InputError
from topics.evaluation import completion_perplexity, diversity, npmi
from topics.evaluation.likelihood import MAX_SWEEPS, completion_halves


def naive_npmi(top, reference):
    """Pair by pair, from the definition."""
    present = reference.toarray() > 0
    result = []
    for topic in top:
        scores = []
        for i in range(len(topic)):
            for j in range(i + 1, len(topic)):
                first, second = present[:, topic[i]], present[:, topic[j]]
                both = (first & second).mean()
                if both == 0:
                    scores.append(-1.0)
                elif both == 1:
                    scores.append(0.0)
                else:
                    expected = first.mean() * second.mean()
                    scores.append(np.log(both / expected) / -np.log(both))
        result.append(np.mean(scores))
    return np.array(result)


def random_counts(seed, n_rows=40, n_terms=30):
    """Sparse counts with one term in all rows and one in none."""
    rng = np.random.default_rng(seed)
    dense = rng.poisson(0.4, size=(n_rows, n_terms))
    dense[:, 0], dense[:, 1] = 1, 0
    dense[:, 2] = 2
    return sp.csr_array(dense)


@pytest.mark.parametrize("seed", range(5))
def test_npmi_equals_the_plain_loop(seed):
    """Also for terms that are in all documents or in none."""
    counts = random_counts(seed)
    rng = np.random.default_rng(seed)
    top = np.array([[0, 1, 2, 5], *[rng.choice(30, 4, replace=False) for _ in range(4)]])
    assert np.allclose(npmi(top, counts), naive_npmi(top, counts))


def test_npmi_needs_two_terms_and_a_document():
    """Anything less is an error, never NaN."""
    with pytest.raises(InputError, match="two top terms"):
        npmi(np.array([[0]]), random_counts(0))
    with pytest.raises(InputError, match="at least one document"):
        npmi(np.array([[0, 1]]), sp.csr_array((0, 3)))


def test_a_topic_with_few_terms_is_scored_by_them():
    """-1 is not a term: only pairs of terms count, and a topic without a pair scores 0."""
    counts = random_counts(1)
    top = np.array([[3, 4, -1], [5, -1, -1]])
    scores = npmi(top, counts)
    assert scores[0] == pytest.approx(naive_npmi(top[:1, :2], counts)[0])
    assert scores[1] == 0
    assert diversity(top) == 1.0


def test_diversity_counts_different_terms():
    """Distinct terms give 1; the same term K times gives 1 / K."""
    assert diversity(np.arange(20).reshape(2, 10)) == 1.0
    assert diversity(np.zeros((4, 1), dtype=int)) == 0.25


@pytest.fixture(scope="module")
def generated():
    """Topics, and counts drawn from them."""
    rng = np.random.default_rng(0)
    topic_term = rng.dirichlet(np.full(60, 0.1), size=4)
    rows = rng.dirichlet(np.full(4, 0.2), size=80) @ topic_term
    counts = np.array([rng.multinomial(50, row) for row in rows])
    return topic_term, sp.csr_array(counts)


def test_perplexity_ranks_true_topics_before_wrong_ones(generated):
    """The topics that generated the counts beat a uniform topic, whose perplexity is V."""
    topic_term, counts = generated
    background = np.asarray(counts.sum(axis=0)).ravel()
    good = completion_perplexity(topic_term, counts, background=background)
    flat = completion_perplexity(np.full((1, 60), 1 / 60), counts, background=np.zeros(60))
    assert flat.perplexity == pytest.approx(60)
    assert good.perplexity < 19
    assert good.n_rows == 80


def test_perplexity_does_not_depend_on_threads_nor_halves_on_other_rows(generated):
    """Same bits with one and two threads; the halves of a row are the same without later rows."""
    topic_term, counts = generated
    halves = [completion_halves(part, 0)[0] for part in (counts, counts[:9])]
    assert (halves[0][:9] != halves[1]).nnz == 0
    results = {
        completion_perplexity(topic_term, counts, background=np.ones(60), n_threads=n).perplexity
        for n in (1, 2)
    }
    assert len(results) == 1


def test_perplexity_equals_the_plain_loop(generated):
    """Fold-in and scoring by hand on the same halves."""
    topic_term, counts = generated
    few = sp.csr_array(counts[:6])
    seen, unseen = completion_halves(few, 3)
    assert ((seen + unseen) != few).nnz == 0
    smooth = 0.99 * topic_term + 0.01 / 60
    total = n = 0
    for a, b in zip(seen.toarray(), unseen.toarray(), strict=True):
        share = np.full(4, 0.25)
        for _ in range(MAX_SWEEPS):
            posterior = share[:, None] * smooth
            posterior /= posterior.sum(axis=0)
            share = (0.1 + posterior @ a) / (0.4 + a.sum())
        total += b @ np.log(share @ smooth)
        n += b.sum()
    result = completion_perplexity(topic_term, few, background=np.zeros(60), random_state=3)
    assert result.perplexity == pytest.approx(np.exp(-total / n), rel=1e-4)
    assert result.n_tokens == n


def test_counts_that_are_not_whole_numbers_are_refused(generated):
    """Completion splits tokens, and weights have none."""
    topic_term, counts = generated
    with pytest.raises(InputError, match="held-out counts must be whole numbers"):
        completion_perplexity(topic_term, counts * 0.5, background=np.ones(60))


def test_topics_whose_terms_never_meet_have_the_lowest_coherence():
    """And one document says nothing: both are finite."""
    apart = sp.csr_array(np.eye(3, dtype=int))
    assert npmi(np.array([[0, 1], [1, 2]]), apart).tolist() == [-1, -1]
    alone = sp.csr_array([[3, 2**40]])
    assert npmi(np.array([[0, 1], [-1, -1]]), alone).tolist() == [0, 0]


def test_diversity_without_terms_is_an_error():
    """Not a division by zero."""
    with pytest.raises(InputError, match="no topic has one"):
        diversity(np.full((2, 3), -1))


def test_large_counts_are_halved_without_a_draw_for_every_token():
    """Sums beyond 2**31 are exact, and the halves are close to even."""
    counts = sp.csr_array(np.array([[2**24, 5], [7, 2**45 + 1]]))
    seen, unseen = completion_halves(counts, 0)
    assert ((seen + unseen) != counts).nnz == 0
    assert abs(seen[1, 1] - 2**44) < 1000
    result = completion_perplexity(np.full((1, 2), 0.5), counts, background=np.ones(2))
    assert result.perplexity == pytest.approx(2)
    assert result.n_tokens == unseen.sum() > 2**43


def test_a_term_without_probability_is_an_error_not_infinity():
    """Without smoothing; with it the score is finite. Rows without known terms are no score."""
    counts = sp.csr_array([[0, 9], [1, 5], [0, 0]])
    topic_term, background = np.array([[1.0, 0.0]]), np.array([3, 0])
    with pytest.raises(InputError, match=r"raise smoothing \(now 0\)"):
        completion_perplexity(topic_term, counts, background=background, smoothing=0.0)
    assert np.isfinite(completion_perplexity(topic_term, counts, background=background).perplexity)
    with pytest.raises(InputError, match="rows of two tokens or more"):
        completion_perplexity(topic_term, sp.csr_array((2, 2)), background=background)
