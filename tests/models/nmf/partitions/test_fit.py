"""NMF over partitions: bits, planted topics, the loss, a fit that was stopped, odd rows."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.sparse as sp

from support.partitions import Several, partitions
from support.planted import noise_counts, planted_counts
from topics.errors import OptionError
from topics.kernels.threads import kernel_threads
from topics.models import NMF
from topics.models.nmf.partitions.jobs import Work, solve_partitions
from topics.models.nmf.partitions.sweeps import Units
from topics.scheduling import ThisProcess
from topics.storage import write_arrays


@pytest.fixture(params=["all rows", "of a sample"])
def regime(request, monkeypatch):
    """Fits of so few rows that all are fitted first, and of so many that a sample is."""
    if request.param == "of a sample":
        monkeypatch.setattr("topics.models.nmf.estimator.SAMPLE_ROWS", 100)
    return request.param


def fitted(folder, matrix, scheduler=None, n_fits=2, partition_rows=60, **options):
    """An engine that is fitted in the folder, and its witnesses."""
    engine = NMF(n_topics=5, **options)
    rows = partitions(folder, matrix, partition_rows)
    witnesses = engine.fit_partitions(rows, n_fits, scheduler or ThisProcess())[1]
    return engine, witnesses


def bits(engine):
    """The bytes of what a fit gives."""
    arrays = engine.components_, engine.objective_, engine.summary_
    return [array.tobytes() for array in arrays], engine.reconstruction_error_


def test_bits_do_not_depend_on_workers_or_threads(tmp_path, regime):
    """Bits do not depend on workers or threads."""
    counts = noise_counts(n_rows=400, n_terms=100)
    one, others = fitted(tmp_path / "one", counts)
    assert len(others) == 3
    for n_workers, n_threads in ((2, 1), (3, 2), (40, 2)):
        with kernel_threads(n_threads):
            other, _ = fitted(tmp_path / f"{n_workers}", counts, Several(n_workers))
        assert bits(one) == bits(other)


def test_planted_topics_come_back_with_the_loss_of_a_fit_in_memory(tmp_path, regime):
    """Planted topics come back with the loss of a fit in memory."""
    counts, topic_term, _ = planted_counts(n_rows=600, n_topics=5, terms_each=20)
    engine, _ = fitted(tmp_path, counts)
    cosine = (engine.components_ @ topic_term.T) / np.outer(
        np.linalg.norm(engine.components_, axis=1), np.linalg.norm(topic_term, axis=1)
    )
    assert sorted(cosine.argmax(axis=1)) == list(range(5))
    assert cosine.max(axis=1).min() > 0.97
    in_memory = NMF(n_topics=5).fit(counts)
    assert engine.objective_[-1] < 1.0005 * in_memory.objective_[-1]


def test_the_objective_falls_to_what_the_rows_say(tmp_path, regime):
    """It is the distance of the rows from what `transform` makes of them."""
    counts = noise_counts(n_rows=400, n_terms=100)
    engine, _ = fitted(tmp_path, counts, n_fits=1)
    assert engine.converged_
    assert (np.diff(engine.objective_) <= 0).all()
    weights = engine.transform(counts)
    loss = 0.5 * np.square(counts - weights @ engine.components_).sum()
    np.testing.assert_allclose(engine.objective_[-1], loss, rtol=1e-4)
    np.testing.assert_allclose(engine.reconstruction_error_**2 / 2, loss, rtol=1e-4)
    gram = np.ldexp(weights, -engine.exponent_).T @ np.ldexp(weights, -engine.exponent_)
    np.testing.assert_allclose(engine.summary_, gram, atol=0.02 * gram.max())


def test_penalties_are_those_of_a_fit_in_memory(tmp_path, regime):
    """Penalties are those of a fit in memory."""
    counts, _, _ = planted_counts(n_rows=600, n_topics=5, terms_each=20)
    options = {"document_topic_penalty": 0.02, "topic_term_penalty": 0.02, "l1_ratio": 0.5}
    engine, _ = fitted(tmp_path, counts, n_fits=1, **options)
    in_memory = NMF(n_topics=5, **options).fit(counts)
    without = NMF(n_topics=5).fit(counts)
    assert in_memory.objective_[-1] > 1.02 * without.objective_[-1]
    np.testing.assert_allclose(engine.objective_[-1], in_memory.objective_[-1], rtol=1e-3)


def test_sums_are_products_with_the_weights_in_whole_units(tmp_path):
    """Of two partitions, as NumPy has them, where two topics make the rows exactly."""
    rng = np.random.default_rng(0)
    term_topic = np.zeros((30, 8), np.float32)
    term_topic[:, :2] = rng.gamma(1.0, 1.0, (30, 2)) * [1.0, 1e-3]
    weights = np.zeros((50, 8))
    weights[:, :2] = rng.gamma(1.0, 0.1, (50, 2)) * [1.0, 1e3]
    matrix = (weights @ term_topic.T).astype(np.float32)
    rows = partitions(tmp_path, matrix, 30)
    largest = np.linalg.norm(matrix, axis=1).max()
    units = Units.of(term_topic, matrix.sum(axis=0), largest, np.square(matrix).sum())
    write_arrays(tmp_path / "topics.npz", term_topic=term_topic, **units._asdict())
    work = Work(str(rows.folder), 30, 0, 0.0, 0.0, None)
    sums = solve_partitions(work, [0, 1], str(tmp_path / "topics.npz"))
    products = sums.products.counts() / (units.terms[:, None] * units.topics)
    np.testing.assert_allclose(products, matrix.T @ weights, rtol=2e-2)
    gram = sums.gram / (units.gram * np.outer(units.topics, units.topics))
    np.testing.assert_allclose(gram, weights.T @ weights, rtol=2e-2)
    assert 2**27 < sums.products.counts().max() < 2**31
    assert len(sums.mass) == 2
    np.testing.assert_allclose(sum(sums.mass), weights.sum(), rtol=2e-2)


@pytest.mark.parametrize("n_sweeps", [0, 1, 4])
def test_a_fit_that_was_stopped_goes_on_with_the_bits_it_would_have_had(
    tmp_path, monkeypatch, n_sweeps
):
    """A fit that was stopped goes on with the bits it would have had."""
    monkeypatch.setattr("topics.models.nmf.estimator.SAMPLE_ROWS", 100)
    counts = noise_counts(n_rows=300, n_terms=100)
    whole = Several(1)
    expected, _ = fitted(tmp_path / "whole", counts, whole)
    assert whole.n_gathered > 8
    stops = n_sweeps if n_sweeps < 4 else whole.n_gathered - 1
    with pytest.raises(KeyboardInterrupt):
        fitted(tmp_path / "stopped", counts, Several(2, stops))
    rest = Several(3)
    engine, _ = fitted(tmp_path / "stopped", counts, rest)
    assert bits(engine) == bits(expected)
    assert rest.n_gathered == whole.n_gathered - stops


def test_only_the_topics_of_the_last_sweep_stay_on_disk(tmp_path):
    """Only the topics of the last sweep stay on disk."""
    fitted(tmp_path, noise_counts(n_rows=100, n_terms=30))
    names = sorted(path.name.split("-")[0] for path in (tmp_path / "fit-0").iterdir())
    assert names == ["state.json", "topics"]


def test_the_scale_of_the_rows_does_not_matter(tmp_path, regime):
    """A power of two is taken out of the rows before the first sum."""
    counts = noise_counts(n_rows=200, n_terms=50).astype(np.float64)
    one, _ = fitted(tmp_path / "one", counts)
    for number, power in enumerate((-60, 60)):
        other, _ = fitted(tmp_path / f"{number}", counts * 2.0**power)
        assert other.components_.tobytes() == one.components_.tobytes()
        assert other.reconstruction_error_ == one.reconstruction_error_ * 2.0**power


def test_seed_words_lead_their_topics(tmp_path, regime):
    """Seed words lead their topics."""
    counts, _, _ = planted_counts(n_rows=600, n_topics=5, terms_each=20)
    words = {0: [80, 81, 82, 83], 1: [0, 1, 2, 3]}
    engine, _ = fitted(tmp_path, counts, seed_words=words)
    blocks = engine.components_.reshape(5, 5, 20).sum(axis=2)
    assert blocks.argmax(axis=1)[:2].tolist() == [4, 0]
    in_memory = NMF(n_topics=5, seed_words=words).fit(counts)
    np.testing.assert_allclose(engine.objective_[-1], in_memory.objective_[-1], rtol=0.02)


def test_rows_without_weights_and_a_topic_too_many_give_numbers(tmp_path):
    """A term that is in all rows has a weight of 0 in tf-idf; two kinds of rows are two topics."""
    nothing = sp.csr_matrix((np.zeros(6, np.float32), ([0, 1, 2, 3, 4, 5], [0] * 6)), (6, 3))
    engine, _ = fitted(tmp_path / "nothing", nothing, partition_rows=4, n_fits=1)
    assert engine.components_.shape == (5, 3)
    assert engine.objective_[-1] == 0
    few = np.repeat([[1, 1, 0], [0, 0, 1]], 5, axis=0)
    engine, _ = fitted(tmp_path / "few", few, partition_rows=4, n_fits=1)
    assert np.isfinite(engine.components_).all()
    assert engine.reconstruction_error_ < 1e-2


def test_a_pair_of_factors_is_a_start(tmp_path, regime):
    """The factor over rows is left out: the sample has other rows."""
    counts = noise_counts(n_rows=200, n_terms=50)
    rng = np.random.default_rng(0)
    start = rng.random((200, 5)), rng.random((5, 50))
    one, _ = fitted(tmp_path / "one", counts, init=start)
    other, _ = fitted(tmp_path / "other", counts, init=start[1])
    assert bits(one) == bits(other)


def test_another_loss_is_refused(tmp_path):
    """Another loss is refused."""
    rows = partitions(tmp_path, noise_counts(n_rows=30))
    with pytest.raises(OptionError, match="with loss='frobenius' only, not 'kullback-leibler'"):
        NMF(2, loss="kullback-leibler").fit_partitions(rows, 1, ThisProcess())
