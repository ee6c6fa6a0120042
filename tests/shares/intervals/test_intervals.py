"""Intervals of the shares of documents: they hold the shares, and depend on what they should."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.sparse as sp

from topics.kernels.threads import kernel_threads
from topics.shares import roll_up
from topics.shares.intervals import SectionFit, blocks, intervals, share_intervals
from topics.shares.intervals.calibration import made_anew, sampled_rows
from topics.shares.intervals.disagreement import Disagreement
from topics.shares.intervals.posterior import CountedDocuments, learned_prior, posterior_shares
from topics.shares.intervals.topic_errors import drawn_topics, term_information, topic_counts

N_TOPICS, N_TERMS, N_DOCUMENTS = 4, 60, 40


def planted(n_tokens=30, concentration=None, random_state=0):
    """Counts of sections, their documents, a fit of them, and the true shares of the documents."""
    rng = np.random.default_rng(random_state)
    topic_term = rng.dirichlet(np.full(N_TERMS, 0.1), N_TOPICS)
    of_document = rng.dirichlet(np.full(N_TOPICS, 0.4), N_DOCUMENTS)
    document = np.repeat(np.arange(N_DOCUMENTS), 3)
    mixtures = of_document[document]
    if concentration is not None:
        mixtures = np.stack([rng.dirichlet(concentration * row + 1e-3) for row in mixtures])
    drawn = np.stack([rng.multinomial(n_tokens, row) for row in mixtures])
    terms = [
        sum(rng.multinomial(n, phi) for n, phi in zip(row, topic_term, strict=True))
        for row in drawn
    ]
    shares = np.stack([drawn[document == d].sum(axis=0) for d in range(N_DOCUMENTS)])
    fit = SectionFit(topic_term, (drawn + 0.1) / (drawn + 0.1).sum(axis=1, keepdims=True))
    return sp.csr_matrix(np.stack(terms)), document, fit, shares / (3 * n_tokens)


def intervals_of(matrix, document, fit, **options):
    """Intervals with the shares that the fit reports."""
    n_terms = np.asarray(matrix.sum(axis=1)).ravel()
    shares = roll_up(fit.section_topic, n_terms, document, int(document.max()) + 1)
    return share_intervals(matrix, document, fit, shares, **options), shares


@pytest.mark.parametrize("level", [0.5, 0.9, 0.99])
def test_ends_are_in_order_and_hold_the_reported_share(level):
    """From 0 to 1, low below high, and the reported share of a mixture in between."""
    found, shares = intervals_of(*planted()[:3], level=level)
    assert ((found.low >= 0) & (found.high <= 1)).all()
    assert ((found.low <= shares) & (shares <= found.high)).all()
    assert found.level == level


def test_most_intervals_hold_the_true_share():
    """With the true topics about nine of ten do; higher levels give wider intervals."""
    matrix, document, fit, truth = planted()
    is_large = truth >= 0.05
    widths = []
    for level in (0.6, 0.9):
        found, _ = intervals_of(matrix, document, fit, level=level)
        holds = (found.low <= truth) & (truth <= found.high)
        widths.append((found.high - found.low)[is_large].mean())
    assert 0.85 <= holds[is_large].mean() <= 1
    assert widths[0] < widths[1]


def test_longer_documents_have_narrower_intervals():
    """Ten times as many terms say more."""
    short, long = (intervals_of(*planted(n)[:3])[0] for n in (10, 100))
    assert (long.high - long.low).mean() < 0.7 * (short.high - short.low).mean()


def test_bits_depend_on_the_random_state_and_not_on_threads():
    """One and two threads give the same; another random state does not."""
    matrix, document, fit, _ = planted()
    results = []
    for n_threads, state in ((1, 0), (2, 0), (2, 1)):
        with kernel_threads(n_threads):
            results.append(intervals_of(matrix, document, fit, random_state=state)[0])
    assert np.array_equal(results[0].low, results[1].low)
    assert np.array_equal(results[0].high, results[1].high)
    assert not np.array_equal(results[0].low, results[2].low)


@pytest.mark.parametrize("is_mixture", [True, False])
def test_bits_do_not_depend_on_blocks(monkeypatch, is_mixture):
    """Documents are taken a few at a time; a block has at least one document, whole."""
    matrix, document, fit, _ = planted()
    other = SectionFit(fit.topic_term, 0.5 * fit.section_topic + 0.5 / N_TOPICS)
    is_copy = document == 3
    found = []
    for n_sections in (1, 7, 1_000):
        monkeypatch.setattr(blocks, "BLOCK_SECTIONS", n_sections)
        monkeypatch.setattr(intervals, "BLOCKS_OF_ROUNDS", 1_000)
        options = {"others": [other], "is_mixture": is_mixture, "is_copy": is_copy}
        found.append(intervals_of(matrix, document, fit, **options)[0])
    for each in found[1:]:
        assert np.array_equal(each.low, found[0].low)
        assert np.array_equal(each.high, found[0].high)


def test_a_document_without_terms_may_have_any_share():
    """Its interval is from 0 to 1; the other documents keep theirs in order."""
    matrix, document, fit, _ = planted()
    dense = matrix.toarray()
    dense[document == 5] = 0
    found, shares = intervals_of(sp.csr_matrix(dense), document, fit)
    assert (found.low[5] == 0).all()
    assert (found.high[5] == 1).all()
    assert ((found.low <= shares) & (shares <= found.high)).all()
    empty, _ = intervals_of(sp.csr_matrix(dense * 0), document, fit)
    assert (empty.low == 0).all()
    assert (empty.high == 1).all()


def test_merged_topics_are_sampled_together():
    """Their interval is narrower than the sum of its members'; topics alone keep their bits."""
    matrix, document, fit, truth = planted()
    whole, _ = intervals_of(matrix, document, fit)
    merged, _ = intervals_of(matrix, document, fit, members=[[0, 2], [1], [3]])
    assert merged.low.shape == (N_DOCUMENTS, 3)
    assert np.array_equal(merged.low[:, 1:], whole.low[:, [1, 3]])
    assert np.array_equal(merged.high[:, 1:], whole.high[:, [1, 3]])
    width = (merged.high - merged.low)[:, 0]
    summed = (whole.high - whole.low)[:, [0, 2]].sum(axis=1)
    assert width.mean() < 0.9 * summed.mean()
    both = truth[:, [0, 2]].sum(axis=1)
    holds = (merged.low[:, 0] <= both) & (both <= merged.high[:, 0])
    assert holds[both >= 0.05].mean() > 0.8


def test_fits_that_disagree_widen_intervals():
    """The same fit, with its topics in another order, changes nothing; another one does."""
    matrix, document, fit, _ = planted()
    same = SectionFit(fit.topic_term[::-1], fit.section_topic[:, ::-1])
    other = SectionFit(fit.topic_term, 0.5 * fit.section_topic + 0.5 / N_TOPICS)
    alone, confirmed, doubted = (
        intervals_of(matrix, document, fit, others=others)[0]
        for others in ([], [same, other], [other])
    )
    assert np.allclose(alone.low, confirmed.low)
    assert (doubted.high - doubted.low).mean() > 1.2 * (alone.high - alone.low).mean()
    n_terms = np.asarray(matrix.sum(axis=1)).ravel()
    assert np.allclose(Disagreement(fit, [same]).of(slice(None), n_terms, document, N_DOCUMENTS), 0)


def test_shares_of_a_factorisation_do_not_stretch_intervals():
    """They are shares of weights: intervals do not depend on them."""
    matrix, document, fit, _ = planted()
    shares = np.full((N_DOCUMENTS, N_TOPICS), 0.25)
    found = share_intervals(matrix, document, fit, shares, is_mixture=False)
    other = share_intervals(matrix, document, fit, shares[:, ::-1] * 0, is_mixture=False)
    assert np.array_equal(found.low, other.low)
    assert not ((found.low <= shares) & (shares <= found.high)).all()


def test_progress_counts_to_the_end():
    """Steps of the stage, the last one complete."""
    calls = []
    intervals_of(*planted()[:3], progress=lambda *call: calls.append(call))
    assert {name for name, _, _ in calls} == {"intervals"}
    assert [done for _, done, _ in calls] == list(range(calls[-1][2] + 1))


def test_sections_that_share_a_mixture_are_recognised():
    """The concentration of sections is larger where they have the mixture of their document."""
    learned = []
    for concentration in (None, 0.5):
        matrix, document, fit, truth = planted(60, concentration)
        documents = CountedDocuments.of(matrix, document, N_DOCUMENTS)
        topics = topic_counts(1e6 * fit.topic_term)
        learned.append(learned_prior(documents, topics, truth.mean(axis=0), 0).of_sections)
    assert learned[0] > 10 * learned[1]


def test_documents_that_are_made_anew_have_the_same_sizes():
    """As many terms in every section; shares of each document sum to 1."""
    matrix, document, fit, truth = planted()
    matrix = matrix.multiply(1.5).tocsr()  # weighted counts
    documents = CountedDocuments.of(matrix, document, N_DOCUMENTS)
    topics = topic_counts(1e6 * fit.topic_term)
    prior = learned_prior(documents, topics, truth.mean(axis=0), 0)
    rng = np.random.default_rng(0)
    made, shares = made_anew(matrix, document, N_DOCUMENTS, topics, prior, rng)
    assert np.allclose(made.sum(axis=1), matrix.sum(axis=1))
    assert np.allclose(shares.sum(axis=1), 1)
    found = posterior_shares(
        CountedDocuments.of(made, document, N_DOCUMENTS), topics, prior, random_state=1
    )
    assert np.sqrt(((found.mean - shares) ** 2).mean()) < 0.03


def test_a_sample_leaves_out_documents_without_terms():
    """All others are in a small sample, with their rows in order."""
    document, n_terms = np.array([0, 0, 1, 2, 2, 3]), np.array([4.0, 0.0, 5.0, 0.0])
    rows, owner, n = sampled_rows(document, n_terms)
    assert rows.tolist() == [0, 1, 3, 4]
    assert owner.tolist() == [0, 0, 1, 1]
    assert n == 2


def test_expected_counts_equal_the_naive_loop():
    """Counts of terms in topics, and of tokens whose topic is known."""
    matrix, _, fit, _ = planted()
    counts, known = term_information(matrix, fit)
    dense = matrix.toarray()
    p = fit.section_topic[:, :, None] * fit.topic_term
    p /= p.sum(axis=1, keepdims=True)
    assert np.allclose(counts, np.einsum("st,skt->kt", dense, p))
    assert np.allclose(known, np.einsum("st,skt->kt", dense, p**2))


def test_errors_of_topics_shrink_with_their_counts():
    """A hundred times as many tokens make errors a tenth as large."""
    counts = np.full((1, 50), 20.0)
    errors = [
        np.std(drawn_topics(n * counts, n * counts, np.random.default_rng(0)) / n) for n in (1, 100)
    ]
    assert errors[0] == pytest.approx(10 * errors[1], rel=0.3)
