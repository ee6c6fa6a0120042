"""Reading with several processes gives the same corpus as with one, and survives their end."""

from __future__ import annotations

import os
import signal
from contextlib import closing
from pathlib import Path

import pytest
from polars.testing import assert_frame_equal

from topics.errors import InputError, WorkerError
from topics.reading import read
from topics.reading.parallel import ahead
from topics.scheduling import Processes, in_order
from topics.scheduling import processes as own_processes

PROSE = "The ferry number {0} left the harbour at dawn and came back before tide {0} rose again."


@pytest.fixture
def pages(tmp_path, monkeypatch):
    """A folder of readable and unreadable files, in batches so small that processes are started."""
    monkeypatch.setattr(ahead, "MIN_BYTES", 0)
    monkeypatch.setattr(ahead, "BATCH_BYTES", 10_000)
    monkeypatch.setattr("joblib.cpu_count", lambda: 2)
    for i in range(40):
        text = PROSE.format(i)
        (tmp_path / f"{i:02}.txt").write_text(f"Ferry {i}\n\n{text}\n\nShare this page\n")
        (tmp_path / f"{i:02}.html").write_text(f"<title>T{i}</title><h1>Top {i}</h1><p>{text}")
        (tmp_path / f"{i:02}.md").write_text(f"# Top {i}\n\n{text}\n")
    (tmp_path / "05.csv").write_text(f"text,n\n{PROSE},1\n")
    (tmp_path / "06.txt").write_bytes(bytes(range(256)))
    (tmp_path / "07.txt").write_text("word " * 3_000)
    return tmp_path


@pytest.fixture
def processes(monkeypatch):
    """The processes that were started, in a list that grows."""
    started = []
    start = own_processes.start_worker

    def start_and_keep():
        started.append(start())
        return started[-1]

    monkeypatch.setattr(own_processes, "start_worker", start_and_keep)
    return started


def test_the_number_of_processes_does_not_change_the_corpus(pages):
    """Documents, sections, removed lines, inputs and notices are the same."""
    one, two = (read(pages, n_threads=n, max_file_size=9_000) for n in (1, 2))
    for name in ("documents", "sections", "removed", "inputs"):
        assert_frame_equal(getattr(one, name), getattr(two, name))
    assert one.notices == two.notices
    codes = {"unreadable-files", "files-too-large", "copies"}
    assert {notice.code for notice in one.notices} == codes


def test_threads_limit_the_processes(pages, processes):
    """With one thread none is started, with more threads than cores one per core."""
    read(pages, n_threads=1)
    assert len(processes) == 0
    read(pages, n_threads=50)
    assert len(processes) == 2


def test_a_killed_process_raises_an_error(pages, processes):
    """The error says what ended and what to try, and the other processes are ended."""

    def kill(stage, done, total):
        for process in processes:
            os.kill(process.pid, signal.SIGKILL)

    with pytest.raises(WorkerError, match=r"exit code -9.*n_threads=1"):
        read(pages, progress=kill)
    assert all(process.poll() is not None for process in processes)


def test_exceptions_of_the_function_are_raised_here():
    """An exception in a worker keeps its type; the end of a worker is a WorkerError."""
    with closing(Processes(2)) as two:

        def run(job, tasks):
            return list(in_order(two, (two.submit(job, task) for task in tasks)))

        assert run(int, ["1", "2", "3"] * 10) == [1, 2, 3] * 10
        with pytest.raises(ValueError, match="invalid literal"):
            run(int, ["1", "x", "3"])
        with pytest.raises(WorkerError, match="exit code 3"):
            run(os._exit, [3])


def test_an_error_while_reading_ends_the_processes(pages, processes):
    """Also if it is an error of this process, in a file that it parses itself."""
    (pages / "99.jsonl").write_text("{broken")
    with pytest.raises(InputError, match=r"99\.jsonl"):
        read(pages, n_threads=2)
    assert len(processes) == 2
    assert all(process.poll() is not None for process in processes)


def vanish(path: Path) -> None:
    """Delete the file."""
    path.unlink()


def block(path: Path) -> None:
    """Replace the file by a pipe without a writer, which blocks whoever opens it."""
    path.unlink()
    os.mkfifo(path)


def fold(path: Path) -> None:
    """Replace the file by a folder."""
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (vanish, r"cannot be opened \(No such file"),
        (block, "neither a file nor a folder"),
        (fold, r"cannot be opened \(Is a directory"),
    ],
)
def test_files_that_change_after_they_were_listed(tmp_path, change, why):
    """They are a notice if their folder was named, and an error if they were named themselves."""
    for name in "ab":
        (tmp_path / f"{name}.txt").write_text(PROSE.format(name))
    last = tmp_path / "b.txt"
    corpus = read(tmp_path, progress=lambda *_: change(last) if last.is_file() else None)
    assert corpus.documents["id"].to_list() == ["a.txt"]
    assert [notice.code for notice in corpus.notices] == ["unreadable-files"]
    if last.exists():
        last.rmdir() if last.is_dir() else last.unlink()
    last.write_text(PROSE)
    with pytest.raises(InputError, match=rf"b\.txt: {why}"):
        read(
            tmp_path / "a.txt",
            last,
            progress=lambda *_: change(last) if last.is_file() else None,
        )


def test_a_file_that_grows_while_it_is_read(tmp_path, monkeypatch):
    """It is an error, because only a part of the file would be read."""
    path = tmp_path / "a.txt"
    path.write_text(PROSE)
    state = os.fstat

    def growing(descriptor):
        state_before = state(descriptor)
        with path.open("a") as stream:
            stream.write("more")
        return state_before

    monkeypatch.setattr("topics.reading.files.opening.os.fstat", growing)
    with pytest.raises(InputError, match=r"a\.txt: changed while it was read"):
        read(path)
