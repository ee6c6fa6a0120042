"""A run folder is written whole or not at all."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from support.run_folders import content, names, write_run
from topics.errors import OutputError, OutputExistsError, RunFolderError
from topics.storage import check_target, new_folder, put_back, read_manifest, write_manifest

DEAD = 2**22 + 1
"""No process has this id: Linux counts to 2**22."""


def write_half(path: Path, error: BaseException) -> None:
    """Begin to write a run and raise the error in the middle."""
    with new_folder(path, overwrite=True) as staging:
        (staging / "documents.csv").write_text("half")
        raise error


def test_run_is_written_whole(tmp_path: Path) -> None:
    """Without an error, the folder has its manifest and nothing else is left in the parent."""
    write_run(tmp_path / "deep" / "er" / "run")
    manifest = read_manifest(tmp_path / "deep" / "er" / "run")
    assert list(manifest) == ["format_version", "parameters", "files"]
    assert list(manifest["files"]) == ["documents.csv", "model/priors.json"]
    assert content(tmp_path / "deep" / "er" / "run") == "one"
    assert names(tmp_path / "deep" / "er") == ["run"]


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, SystemExit])
def test_exception_leaves_nothing(tmp_path: Path, error: type[BaseException]) -> None:
    """After an exception of any kind, neither half a run nor a new parent is left."""
    with pytest.raises(error):
        write_half(tmp_path / "a" / "run", error())
    assert names(tmp_path) == []


def test_exception_leaves_the_older_run(tmp_path: Path) -> None:
    """A failing overwrite leaves the older run byte for byte."""
    write_run(tmp_path / "run")
    with pytest.raises(ValueError, match="stop"):
        write_half(tmp_path / "run", ValueError("stop"))
    assert content(tmp_path / "run") == "one"
    assert names(tmp_path) == ["run"]


def test_failing_rename_puts_the_older_run_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If the new run cannot be renamed, the older one is put back."""
    write_run(tmp_path / "run")
    rename = Path.rename

    def failing(self: Path, target: Path) -> Path:
        if ".partial-" in self.name:
            raise PermissionError(13, "Permission denied")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(OutputError, match="Permission denied"):
        write_run(tmp_path / "run", "two", overwrite=True)
    assert content(tmp_path / "run") == "one"
    assert names(tmp_path) == ["run"]


def test_overwrite_replaces_the_run(tmp_path: Path) -> None:
    """With overwrite the new run replaces the old one, also through a symbolic link."""
    write_run(tmp_path / "run")
    (tmp_path / "link").symlink_to("run")
    write_run(tmp_path / "link", "two", overwrite=True)
    assert content(tmp_path / "run") == "two"
    assert names(tmp_path) == ["link", "run"]


def test_run_is_not_overwritten_unasked(tmp_path: Path) -> None:
    """A folder with a run in it is refused before the work; the message says what to do."""
    write_run(tmp_path / "run")
    with pytest.raises(OutputExistsError, match="pass overwrite=True"):
        write_run(tmp_path / "run")
    assert content(tmp_path / "run") == "one"


@pytest.mark.parametrize("overwrite", [True, False])
def test_other_peoples_folder_is_refused(tmp_path: Path, overwrite: bool) -> None:
    """A folder that is not a run is never replaced, and neither is a file."""
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "cat.png").write_bytes(b"cat")
    (tmp_path / "file").write_text("x")
    for name in ("photos", "file"):
        with pytest.raises(OutputExistsError, match="name a"):
            write_run(tmp_path / name, overwrite=overwrite)
    assert (tmp_path / "photos" / "cat.png").read_bytes() == b"cat"


def test_empty_folder_is_replaced(tmp_path: Path) -> None:
    """A run can be written to a folder that exists and is empty."""
    (tmp_path / "run").mkdir()
    write_run(tmp_path / "run")
    assert content(tmp_path / "run") == "one"


def test_working_folder_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The working folder is never renamed away: the shell would lose it."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(OutputError, match="name a folder inside it"):
        write_run(Path("."))


def test_unwritable_parent_is_named(tmp_path: Path) -> None:
    """A run below a file is refused; the message names the path."""
    (tmp_path / "file").write_text("x")
    with pytest.raises(OutputError, match=r"cannot write .*run.*name another folder"):
        write_run(tmp_path / "file" / "run")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_full_disk_is_an_output_error(tmp_path: Path) -> None:
    """The error "no space left" of the system becomes one that says what to do."""
    with (
        pytest.raises(OutputError, match="No space left"),
        new_folder(tmp_path / "run", overwrite=False),
        open("/dev/full", "wb", buffering=0) as full,
    ):
        full.write(b"x" * 9999)
    assert names(tmp_path) == []


def test_second_writer_is_refused(tmp_path: Path) -> None:
    """If two processes write one folder, the second is refused at once."""
    with new_folder(tmp_path / "run", overwrite=False) as staging:
        with pytest.raises(OutputExistsError, match=f"process {os.getpid()} is writing"):
            write_run(tmp_path / "run", "two")
        (staging / "documents.csv").write_text("one")
        write_manifest(staging, {})
    assert content(tmp_path / "run") == "one"


def test_run_that_came_meanwhile_stays(tmp_path: Path) -> None:
    """A run that another process finished first is not replaced."""
    write_run(tmp_path / "other")

    def write_while_another_finishes() -> None:
        with new_folder(tmp_path / "run", overwrite=False) as staging:
            (staging / "documents.csv").write_text("two")
            write_manifest(staging, {})
            (tmp_path / "other").rename(tmp_path / "run")

    with pytest.raises(OutputExistsError, match="contains a run already"):
        write_while_another_finishes()
    assert content(tmp_path / "run") == "one"
    assert names(tmp_path) == ["run"]


def test_leftovers_of_the_dead_are_removed(tmp_path: Path) -> None:
    """Hidden folders of dead processes are removed, those of living ones and other runs kept."""
    write_run(tmp_path / "run")
    abandoned = [f".run.partial-{DEAD}-0123abcd", f".run.old-{DEAD}-0123abcd"]
    kept = [
        f".run.partial-{os.getppid()}-0123abcd",
        f".run2.partial-{DEAD}-0123abcd",
        ".run.partial",
    ]
    for name in abandoned + kept:
        (tmp_path / name).mkdir()
    write_run(tmp_path / "run", "two", overwrite=True)
    assert names(tmp_path) == sorted([*kept, "run"])


def test_run_set_aside_by_the_dead_comes_back(tmp_path: Path) -> None:
    """After a kill between the two renames, put_back restores the run; reads and checks do not."""
    write_run(tmp_path / "run")
    old = f".run.old-{DEAD}-0123abcd"
    (tmp_path / "run").rename(tmp_path / old)
    check_target(tmp_path / "run", overwrite=False)
    with pytest.raises(RunFolderError, match="does not exist"):
        read_manifest(tmp_path / "run")
    assert names(tmp_path) == [old]
    assert put_back(tmp_path / "run")
    assert content(tmp_path / "run") == "one"
    assert names(tmp_path) == ["run"]
    assert not put_back(tmp_path / "run")


KILLED = """
import sys, time
from pathlib import Path
from topics.storage import new_folder, write_manifest
number = 0
while True:
    with new_folder(Path(sys.argv[1]), overwrite=True) as staging:
        (staging / "documents.csv").write_text(str(number) * 10_000)
        write_manifest(staging, {})
    number = (number + 1) % 10
    print(number, flush=True)
"""


def test_kill_at_any_moment_keeps_a_run(tmp_path: Path) -> None:
    """After SIGKILL at arbitrary moments the folder is a whole run that verifies."""
    for attempt in range(6):
        process = subprocess.Popen(
            [sys.executable, "-c", KILLED, str(tmp_path / "run")], stdout=subprocess.PIPE
        )
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(0.0137 * attempt)
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        put_back(tmp_path / "run")
        text = content(tmp_path / "run")
        assert len(text) == 10_000
        assert len(set(text)) == 1
    write_run(tmp_path / "run", overwrite=True)
    assert names(tmp_path) == ["run"]


def test_manifest_is_needed(tmp_path: Path) -> None:
    """A folder without a manifest is a programming error and is not renamed to the run."""
    with (
        pytest.raises(RuntimeError, match="write_manifest"),
        new_folder(tmp_path / "run", overwrite=False),
    ):
        pass
    assert names(tmp_path) == []


def test_target_is_checked_before_the_work(tmp_path: Path) -> None:
    """Errors that would occur at the end are raised at the start, and nothing is written."""
    check_target(tmp_path / "new" / "run", overwrite=False)
    write_run(tmp_path / "run")
    check_target(tmp_path / "run", overwrite=True)
    with pytest.raises(OutputExistsError, match="pass overwrite=True"):
        check_target(tmp_path / "run", overwrite=False)
    with pytest.raises(OutputError, match="is a file"):
        check_target(tmp_path / "run" / "documents.csv" / "run", overwrite=False)
    assert names(tmp_path) == ["run"]
