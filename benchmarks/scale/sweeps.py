"""Fits of partitions by workers, and one pass of other libraries, on the same counts."""

from __future__ import annotations

import pickle
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse as sp

import topics
from topics.counting import CountSettings, count_terms
from topics.counting.stop_words import stop_words
from topics.models import LDA
from topics.models.partitions import write_partitions
from topics.scheduling import Scheduler, Workers

STATE = 0
HELD_OUT = 0.02
"""Share of the rows that is kept for the perplexity."""


def counts_of(path: Path) -> Any:
    """Counts of the rows of a file that have any."""
    settings = CountSettings(stop_words=stop_words("en"))
    matrix = sp.csr_matrix(count_terms(topics.read(path), settings).matrix).astype(np.float32)
    return matrix[np.flatnonzero(np.diff(matrix.indptr))]


class Timed:
    """A scheduler that notes how long sweeps take, and how many bytes they send."""

    def __init__(self, scheduler: Scheduler) -> None:
        self._scheduler = scheduler
        self.n_workers, self.n_threads = scheduler.n_workers, scheduler.n_threads
        self.seconds: list[float] = []
        self.sent = self.n_jobs = 0
        self._begin = 0.0

    def submit(self, job: Any, /, *arguments: Any) -> Any:
        """Submit, and note when the first job of a sweep was."""
        self._begin = self._begin or time.perf_counter()
        self.n_jobs += 1
        return self._scheduler.submit(job, *arguments)

    def gather(self, handles: Sequence[Any]) -> list[Any]:
        """Gather, and note the sweep."""
        results = self._scheduler.gather(handles)
        self.seconds.append(time.perf_counter() - self._begin)
        self._begin = 0.0
        self.sent += sum(len(pickle.dumps(result, protocol=5)) for result in results)
        return results


def compare_workers(
    counts: Any, n_topics: int, partition_rows: int, numbers: Sequence[int]
) -> Iterator[str]:
    """A line for this process and each number of workers."""
    first = None
    alone = 0.0
    for number in (0, *numbers):
        with tempfile.TemporaryDirectory() as name, Workers(number or None).opened() as workers:
            timed = Timed(workers)
            rows = write_partitions(Path(name), counts, np.arange(counts.shape[0]), partition_rows)
            engine = LDA(n_topics, random_state=STATE)
            engine.fit_partitions(rows, 1, timed)
            topics_bytes = next(Path(name).glob("fit-0/topics-*.npz")).stat().st_size
        bits = engine.components_.tobytes()
        first = first or bits
        drawn, renewed = np.median(timed.seconds[1:40]), np.median(timed.seconds[40:])
        sweeps = sum(timed.seconds)
        alone = sweeps if number == 1 else alone
        n_sweeps = len(timed.seconds)
        limit = 2 * counts.shape[1] * n_topics * 4 * max(number, 1)
        sent = timed.sent / n_sweeps + topics_bytes * max(number, 1)
        gain = f"{alone / sweeps:.2f} times one worker; " if alone else ""
        yield (
            f"{number or 'no'} workers: {n_sweeps} sweeps {sweeps:.1f} s, medians {drawn:.2f} "
            f"drawn, {renewed:.2f} CVB0; {gain}{sent / 1e6:.1f} MB a sweep, twice terms x topics "
            f"x 4 bytes x workers is {limit / 1e6:.1f} MB; same bits: {bits == first}"
        )


def compare_peers(counts: Any, n_topics: int, partition_rows: int) -> Iterator[str]:
    """A line for one pass of each library, and one for ours until it has their perplexity."""
    order = np.random.default_rng(STATE).permutation(counts.shape[0])
    n_held_out = int(HELD_OUT * counts.shape[0])
    held_out, training = counts[order[:n_held_out]], counts[np.sort(order[n_held_out:])]
    for name, fit in (("scikit-learn", one_pass_sklearn), ("gensim", one_pass_gensim)):
        begin = time.perf_counter()
        components, prior = fit(training, n_topics)
        seconds = time.perf_counter() - begin
        perplexity = perplexity_of(held_out, components, prior)
        yield f"{name}, one pass: {seconds:.0f} s, perplexity {perplexity:.0f}"
    for max_sweeps in (4, 60):
        begin = time.perf_counter()
        engine = LDA(n_topics, random_state=STATE, max_sweeps=max_sweeps)
        with tempfile.TemporaryDirectory() as name, Workers().opened() as scheduler:
            rows = write_partitions(
                Path(name), training, np.arange(training.shape[0]), partition_rows
            )
            engine.fit_partitions(rows, 1, scheduler)
        seconds = time.perf_counter() - begin
        perplexity = perplexity_of(held_out, engine.components_, engine.document_topic_prior_)
        yield f"topics, max_sweeps={max_sweeps}: {seconds:.0f} s, perplexity {perplexity:.0f}"


def perplexity_of(rows: Any, components: Any, prior: Any) -> float:
    """Perplexity of rows under given topics, the same fold-in for all."""
    engine = LDA(len(components))
    engine.components_, engine.n_features_in_ = np.asarray(components, float), rows.shape[1]
    engine.document_topic_prior_ = np.asarray(prior, float)
    return engine.perplexity(rows)


def one_pass_sklearn(counts: Any, n_topics: int) -> tuple[Any, Any]:
    """Topics of one online pass in batches of 2,048 rows."""
    from sklearn.decomposition import LatentDirichletAllocation

    model = LatentDirichletAllocation(
        n_topics, learning_method="online", batch_size=2048, max_iter=1, n_jobs=2,
        total_samples=counts.shape[0], random_state=STATE, doc_topic_prior=0.1,
        topic_word_prior=0.01,
    ).fit(counts)  # fmt: skip
    return model.components_, np.full(n_topics, 0.1)


def one_pass_gensim(counts: Any, n_topics: int) -> tuple[Any, Any]:
    """Topics of one pass of LdaMulticore with two workers."""
    from gensim.matutils import Sparse2Corpus
    from gensim.models import LdaMulticore

    model = LdaMulticore(
        Sparse2Corpus(counts, documents_columns=False), num_topics=n_topics, workers=2, passes=1,
        id2word={term: str(term) for term in range(counts.shape[1])}, random_state=STATE,
        alpha="symmetric", eta=0.01,
    )  # fmt: skip
    return model.state.get_lambda(), model.alpha
