"""LDA over partitions: bits, planted topics, a fit that was stopped, samples, odd rows."""

from __future__ import annotations

import numpy as np
import pytest

from support.partitions import Several, partitions
from support.planted import noise_counts, planted_counts
from topics.errors import OptionError
from topics.kernels.threads import kernel_threads
from topics.models import LDA
from topics.models.peers.sklearn_nmf import SklearnNMF
from topics.scheduling import ThisProcess

DRAWS = {"search.ANNEALED_VISITS": 0, "search.STARTS": 1, "ensemble.SMALL_VISITS": 0}
"""Constants of `topics.models.lda` with which a small fit draws topics, as a large one does."""


@pytest.fixture(params=["annealed", "drawn", "of a sample"])
def regime(request, monkeypatch):
    """Fits of few rows, of many rows, and of so many that a sample is fitted first."""
    for name, value in DRAWS.items() if request.param != "annealed" else ():
        monkeypatch.setattr(f"topics.models.lda.{name}", value)
    if request.param == "of a sample":
        monkeypatch.setattr("topics.models.lda.partitions.fit.SAMPLE_ROWS", 150)
    return request.param


def fitted(folder, matrix, scheduler=None, n_fits=2, partition_rows=60, **options):
    """An engine that is fitted in the folder, and its witnesses."""
    engine = LDA(n_topics=5, max_sweeps=80, **options)
    rows = partitions(folder, matrix, partition_rows)
    witnesses = engine.fit_partitions(rows, n_fits, scheduler or ThisProcess())[1]
    return engine, witnesses


def bits(engine):
    """The bytes of what a fit gives."""
    return engine.components_.tobytes(), engine.document_topic_prior_.tobytes()


def test_bits_do_not_depend_on_workers_or_threads(tmp_path, regime):
    """Bits do not depend on workers or threads."""
    counts, _, _ = planted_counts(n_rows=400, n_topics=5, terms_each=20)
    one, others = fitted(tmp_path / "one", counts)
    assert len(others) >= 1
    for n_workers, n_threads in ((2, 1), (3, 2), (40, 2)):
        with kernel_threads(n_threads):
            other, _ = fitted(tmp_path / f"{n_workers}", counts, Several(n_workers))
        assert bits(one) == bits(other)


def test_planted_topics_come_back(tmp_path, regime):
    """Planted topics come back."""
    counts, topic_term, _ = planted_counts(n_rows=600, n_topics=5, terms_each=20)
    engine, _ = fitted(tmp_path, counts)
    found = engine.components_ / engine.components_.sum(axis=1, keepdims=True)
    cosine = (found @ topic_term.T) / np.outer(
        np.linalg.norm(found, axis=1), np.linalg.norm(topic_term, axis=1)
    )
    assert sorted(cosine.argmax(axis=1)) == list(range(5))
    assert cosine.max(axis=1).min() > 0.97
    in_memory = LDA(n_topics=5, max_sweeps=80).fit(counts)
    assert engine.perplexity(counts) < 1.01 * in_memory.perplexity(counts)


def test_counts_are_those_of_the_rows(tmp_path, regime):
    """Counts are those of the rows."""
    counts = noise_counts(n_rows=300, n_terms=100)
    engine, _ = fitted(tmp_path, counts, topic_term_prior=0.01)
    expected = np.asarray(counts.sum(axis=0)).ravel()
    found = (engine.components_ - 0.01).sum(axis=0)
    np.testing.assert_allclose(found, expected, atol=0.02, rtol=1e-3)


@pytest.mark.parametrize("n_sweeps", [0, 3, 17, 42, 48, 52])
def test_a_fit_that_was_stopped_goes_on_with_the_bits_it_would_have_had(
    tmp_path, monkeypatch, n_sweeps
):
    """A fit that was stopped goes on with the bits it would have had."""
    for name, value in (DRAWS | {"partitions.fit.SAMPLE_ROWS": 150}).items():
        monkeypatch.setattr(f"topics.models.lda.{name}", value)
    counts, _, _ = planted_counts(n_rows=300, n_topics=5, terms_each=20)
    whole = Several(1)
    expected, expected_others = fitted(tmp_path / "whole", counts, whole)
    with pytest.raises(KeyboardInterrupt):
        fitted(tmp_path / "stopped", counts, Several(2, n_sweeps))
    rest = Several(3)
    engine, others = fitted(tmp_path / "stopped", counts, rest)
    assert bits(engine) == bits(expected)
    assert rest.n_gathered == whole.n_gathered - n_sweeps
    assert [each.components_.tobytes() for each in others] == [
        each.components_.tobytes() for each in expected_others
    ]
    assert engine.objective_.tolist() == expected.objective_.tolist()


def test_a_state_of_another_fit_is_not_used(tmp_path):
    """A state of another fit is not used."""
    counts, _, _ = planted_counts(n_rows=300, n_topics=5, terms_each=20)
    with pytest.raises(KeyboardInterrupt):
        fitted(tmp_path / "one", counts, Several(1, 1), random_state=1)
    engine, _ = fitted(tmp_path / "one", counts, random_state=2)
    expected, _ = fitted(tmp_path / "two", counts, random_state=2)
    assert bits(engine) == bits(expected)


def test_only_the_topics_of_the_last_sweep_stay_on_disk(tmp_path, monkeypatch):
    """Only the topics of the last sweep stay on disk."""
    for name, value in DRAWS.items():
        monkeypatch.setattr(f"topics.models.lda.{name}", value)
    counts, _, _ = planted_counts(n_rows=300, n_topics=5, terms_each=20)
    fitted(tmp_path, counts)
    names = sorted(path.name.split("-")[0] for path in (tmp_path / "fit-0").iterdir())
    assert names == ["drawn"] * 5 + ["state.json", "topics"]


def test_other_fits_find_planted_topics_in_samples_of_all_documents(tmp_path, monkeypatch):
    """Of 600 rows, 200 are fitted in memory; the other fits are not the same as the best one."""
    for name, value in (DRAWS | {"partitions.fit.SAMPLE_ROWS": 200}).items():
        monkeypatch.setattr(f"topics.models.lda.{name}", value)
    counts, topic_term, _ = planted_counts(n_rows=600, n_topics=5, terms_each=20)
    engine, others = fitted(tmp_path, counts, n_fits=3)
    assert [(each.is_short_, each.is_of_sample_) for each in others] == [(True, True)] * 2
    for each in others:
        found = each.components_ / each.components_.sum(axis=1, keepdims=True)
        assert sorted((found @ topic_term.T).argmax(axis=1)) == list(range(5))
        assert bits(each) != bits(engine)
        # About a third of the documents are not in a sample, and others are in it twice.
        assert 0.8 < each.components_.sum() / engine.components_.sum() < 1.2


def test_seed_words_lead_their_topics(tmp_path):
    """Seed words lead their topics."""
    counts, _, _ = planted_counts(n_rows=600, n_topics=5, terms_each=20)
    rows = partitions(tmp_path, counts)
    words = {0: [80, 81, 82, 83], 1: [0, 1, 2, 3]}
    engine = LDA(n_topics=5, max_sweeps=80, seed_words=words)
    engine.fit_partitions(rows, 1, ThisProcess())
    blocks = (engine.components_ - 0.01).reshape(5, 5, 20).sum(axis=2)
    assert blocks.argmax(axis=1)[:2].tolist() == [4, 0]


def test_tokens_that_are_alone_in_their_row_and_term_give_numbers(tmp_path):
    """Tokens that are alone in their row and term give numbers."""
    rows = [[1, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]]
    engine, _ = fitted(tmp_path, np.array(rows), partition_rows=1, n_fits=1)
    assert np.isfinite(engine.components_).all()
    np.testing.assert_allclose(engine.components_.sum(), 4 + 20 * 0.01, rtol=1e-4)


def test_other_engines_say_that_they_cannot(tmp_path):
    """Other engines say that they cannot."""
    rows = partitions(tmp_path, planted_counts(n_rows=30)[0])
    with pytest.raises(OptionError, match="SklearnNMF cannot fit partitions of the rows"):
        SklearnNMF(2).fit_partitions(rows, 1, ThisProcess())
