"""Pages that several processes parse are the pages that one parses."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from polars.testing import assert_frame_equal

from topics.errors import InputError, WorkerError
from topics.reading import read
from topics.reading.parallel import ahead, workers

PROSE = "The ferry number {0} left the harbour at dawn and came back before tide {0} rose again."


@pytest.fixture
def pages(tmp_path, monkeypatch):
    """Files of all kinds, good and bad, in batches so small that processes start for them."""
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


def test_the_same_tables_with_and_without(pages):
    """Documents, sections, removals, inputs and notices, for any number of processes."""
    one, two = (read(pages, n_threads=n, max_file_size=9_000) for n in (1, 2))
    for name in ("documents", "sections", "removed", "inputs"):
        assert_frame_equal(getattr(one, name), getattr(two, name))
    assert one.notices == two.notices
    assert {notice.code for notice in one.notices} == {"unreadable-files", "files-too-large"}


def test_threads_limit_the_processes(pages, monkeypatch):
    """One thread starts none; more than there are cores start one a core."""
    started = []
    start = workers._start
    monkeypatch.setattr(workers, "_start", lambda: started.append(1) or start())
    read(pages, n_threads=1)
    assert len(started) == 0
    read(pages, n_threads=50)
    assert len(started) == 2


def test_a_killed_process_is_told(pages, monkeypatch):
    """The error says what ended and what to try; nothing hangs."""
    processes = []
    start = workers._start

    def kept():
        processes.append(start())
        return processes[-1]

    def kill(stage, done, total):
        for process in processes:
            os.kill(process.pid, signal.SIGKILL)

    monkeypatch.setattr(workers, "_start", kept)
    with pytest.raises(WorkerError, match=r"exit code -9.*--threads 1"):
        read(pages, progress=kill)
    assert all(process.poll() is not None for process in processes)


def test_errors_of_the_function_come_back():
    """What is raised there is raised here, and the processes end."""
    assert list(workers.run_ahead(int, ["1", "2", "3"] * 10, 2)) == [1, 2, 3] * 10
    with pytest.raises(ValueError, match="invalid literal"):
        list(workers.run_ahead(int, ["1", "x", "3"], 2))
    with pytest.raises(WorkerError, match="exit code 3"):
        list(workers.run_ahead(os._exit, [3], 1))


def test_reading_may_be_left_early(pages):
    """An error in the middle ends the processes as well."""
    (pages / "99.jsonl").write_text("{broken")
    with pytest.raises(InputError, match=r"99\.jsonl"):
        read(pages, n_threads=2)


def vanish(path: Path) -> None:
    """Delete the file."""
    path.unlink()


def block(path: Path) -> None:
    """Put a pipe without a writer in its place, which would block whoever opens it."""
    path.unlink()
    os.mkfifo(path)


def fold(path: Path) -> None:
    """Put a folder in its place."""
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
    """Counted and listed in a folder, an error where they were named; never a hang."""
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
    """Half of it would be read unnoticed otherwise."""
    path = tmp_path / "a.txt"
    path.write_text(PROSE)
    state = os.fstat

    def growing(descriptor):
        found = state(descriptor)
        with path.open("a") as stream:
            stream.write("more")
        return found

    monkeypatch.setattr("topics.reading.files.opening.os.fstat", growing)
    with pytest.raises(InputError, match=r"a\.txt: changed while it was read"):
        read(path)
