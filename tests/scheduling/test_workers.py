"""Workers of a Dask cluster: the same bits as in this process, also if one is killed."""

from __future__ import annotations

import os
import signal
import sys

import numpy as np
import pytest

import topics
from support.planted import planted_counts
from support.workers import cluster_of
from topics.errors import MissingExtraError, OptionError, WorkerError
from topics.models import LDA, NMF, engine_arrays
from topics.models.partitions import write_partitions
from topics.scheduling import ThisProcess, Workers


def test_this_process_runs_jobs_in_order():
    """Jobs in this process run in order."""
    here = ThisProcess()
    handles = [here.submit(divmod, number, 3) for number in (7, 8)]
    assert here.gather(handles) == [(2, 1), (2, 2)]


def test_what_is_no_client_is_refused():
    """What is no client is refused."""
    with pytest.raises(OptionError, match="client is 0, expected"):
        Workers(0).check()
    with pytest.raises(OptionError, match=r"client is \['a'\], expected a distributed.Client"):
        Workers(["a"]).check()


def test_without_dask_the_extra_is_named(monkeypatch):
    """Without dask the extra is named."""
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'topics\[dask\]'"):
        topics.fit(["nothing is read"], client=2)


def test_a_scheduler_that_is_not_there_is_named():
    """A scheduler that is not there is named."""
    with (
        pytest.raises(WorkerError, match="no Dask scheduler answers at"),
        Workers("tcp://127.0.0.1:9").opened(),
    ):
        pytest.fail("it opened")


def test_a_scheduler_of_another_version_is_named(monkeypatch):
    """That of distributed 2025.1 answers to a client of 2026.8 as this one does."""

    def refuse(*_, **__):
        raise TypeError("Scheduler.identity() got an unexpected keyword argument 'n_workers'")

    monkeypatch.setattr("distributed.Client.__init__", refuse)
    with (
        pytest.raises(
            WorkerError, match=r"of another version than distributed .* install the same"
        ),
        Workers("tcp://127.0.0.1:9").opened(),
    ):
        pytest.fail("it opened")


@pytest.fixture(scope="module")
def client():
    """A client of two workers, as `n_workers` starts them."""
    with cluster_of(2) as client:
        yield client


class Killing:
    """A scheduler that kills a worker in the middle of one sweep."""

    def __init__(self, scheduler, client, sweep):
        self._scheduler, self._client, self._left = scheduler, client, sweep
        self.n_workers, self.n_threads = scheduler.n_workers, scheduler.n_threads

    def submit(self, job, /, *arguments):
        """As the other scheduler."""
        return self._scheduler.submit(job, *arguments)

    def gather(self, handles):
        """As the other scheduler, which loses a worker meanwhile."""
        self._left -= 1
        if self._left == 0:
            process = self._client.submit(os.getpid, pure=False).result()
            os.kill(process, signal.SIGKILL)
        return self._scheduler.gather(handles)


@pytest.mark.parametrize("model", [LDA, NMF])
def test_bits_of_workers_are_those_of_this_process(client, tmp_path, monkeypatch, model):
    """Bits of workers are those of this process."""
    for name in ("search.ANNEALED_VISITS", "ensemble.SMALL_VISITS"):
        monkeypatch.setattr(f"topics.models.lda.{name}", 0)
    monkeypatch.setattr("topics.models.nmf.estimator.SAMPLE_ROWS", 60)
    counts, _, _ = planted_counts(n_rows=300, n_topics=4, terms_each=20)

    def fitted(name, scheduler):
        (tmp_path / name).mkdir()
        rows = write_partitions(tmp_path / name, counts, np.arange(300), 50)
        engine = model(n_topics=4, max_sweeps=30)
        engine.fit_partitions(rows, 2, scheduler)
        return [array.tobytes() for array in engine_arrays(engine).values()]

    expected = fitted("here", ThisProcess())
    client.wait_for_workers(2)  # one that was killed is started again
    with Workers(client).opened() as workers:
        assert (workers.n_workers, workers.n_threads) == (2, 1)
        assert fitted("workers", workers) == expected
        for sweep in (2, 29) if model is LDA else (2, 4):
            assert fitted(f"killed-{sweep}", Killing(workers, client, sweep)) == expected


def test_a_scheduler_that_goes_away_is_named():
    """A cluster that is closed while it is used, and not a missing key of Dask."""
    with cluster_of(1) as client, Workers(client).opened() as workers:
        client.cluster.close()
        with pytest.raises(WorkerError, match="the scheduler of the workers is gone"):
            assert workers.n_workers


def test_errors_of_jobs_are_raised_here(client):
    """Errors of jobs are raised here."""
    with Workers(client).opened() as workers, pytest.raises(ZeroDivisionError):
        workers.gather([workers.submit(divmod, 1, 0)])


def test_a_whole_run_is_the_same_with_workers(client):
    """A whole run is the same with workers."""
    counts = topics.Counts(planted_counts(300, 3, 30)[0], [f"term{n}" for n in range(90)])
    options = {"n_topics": 3, "partition_rows": 70, "project": False}
    here = topics.fit(counts, **options)
    there = topics.fit(counts, **options, client=client)
    assert here.document_topic.tobytes() == there.document_topic.tobytes()
    assert here.options == there.options
    assert here.options.partition_rows == 70
