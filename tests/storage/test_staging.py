"""The run folder: whole or not at all, and every change to it is found."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from topics.errors import OutputError, OutputExistsError, RunFolderError
from topics.storage import (
    check_target,
    new_folder,
    read_manifest,
    refresh_files,
    restore,
    verify,
    write_json,
    write_manifest,
)

DEAD = 2**22 + 1
"""No process has this id: Linux counts to 2**22."""


def write_run(path: Path, content: str = "one", *, overwrite: bool = False) -> None:
    """Write a small run with the text in its documents.csv."""
    with new_folder(path, overwrite=overwrite) as staging:
        (staging / "documents.csv").write_text(content)
        (staging / "model").mkdir()
        (staging / "model" / "priors.json").write_text("{}")
        write_manifest(staging, {"parameters": {"n_topics": 12}})


def break_off(path: Path, error: BaseException) -> None:
    """Begin to write a run and raise in the middle."""
    with new_folder(path, overwrite=True) as staging:
        (staging / "documents.csv").write_text("half")
        raise error


def content(path: Path) -> str:
    """Text of the run, after its checksums were verified."""
    verify(path, read_manifest(path))
    return (path / "documents.csv").read_text()


def names(folder: Path) -> list[str]:
    """Sorted names in a folder, hidden ones too."""
    return sorted(entry.name for entry in folder.iterdir())


def test_run_is_written_whole(tmp_path: Path) -> None:
    """A clean exit leaves the folder with its manifest, and nothing beside it."""
    write_run(tmp_path / "deep" / "er" / "run")
    manifest = read_manifest(tmp_path / "deep" / "er" / "run")
    assert list(manifest) == ["format_version", "parameters", "files"]
    assert list(manifest["files"]) == ["documents.csv", "model/priors.json"]
    assert content(tmp_path / "deep" / "er" / "run") == "one"
    assert names(tmp_path / "deep" / "er") == ["run"]


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, SystemExit])
def test_exception_leaves_nothing(tmp_path: Path, error: type[BaseException]) -> None:
    """Whatever ends the block early, neither a half run nor a made parent stays."""
    with pytest.raises(error):
        break_off(tmp_path / "a" / "run", error())
    assert names(tmp_path) == []


def test_exception_leaves_the_older_run(tmp_path: Path) -> None:
    """A failing overwrite leaves the older run byte for byte."""
    write_run(tmp_path / "run")
    with pytest.raises(ValueError, match="stop"):
        break_off(tmp_path / "run", ValueError("stop"))
    assert content(tmp_path / "run") == "one"
    assert names(tmp_path) == ["run"]


def test_failing_rename_puts_the_older_run_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If the new run cannot be moved in, the older one stands in its place again."""
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
    """With overwrite the new run takes the place of the old one, also through a link."""
    write_run(tmp_path / "run")
    (tmp_path / "link").symlink_to("run")
    write_run(tmp_path / "link", "two", overwrite=True)
    assert content(tmp_path / "run") == "two"
    assert names(tmp_path) == ["link", "run"]


def test_run_is_not_overwritten_unasked(tmp_path: Path) -> None:
    """A folder that holds a run is refused up front; the message names the way out."""
    write_run(tmp_path / "run")
    with pytest.raises(OutputExistsError, match="pass --overwrite"):
        write_run(tmp_path / "run")
    assert content(tmp_path / "run") == "one"


@pytest.mark.parametrize("overwrite", [True, False])
def test_other_peoples_folder_is_refused(tmp_path: Path, overwrite: bool) -> None:
    """What is not a run is never deleted, and a file is no folder."""
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "cat.png").write_bytes(b"cat")
    (tmp_path / "file").write_text("x")
    for name in ("photos", "file"):
        with pytest.raises(OutputExistsError, match="name a"):
            write_run(tmp_path / name, overwrite=overwrite)
    assert (tmp_path / "photos" / "cat.png").read_bytes() == b"cat"


def test_empty_folder_is_taken_over(tmp_path: Path) -> None:
    """An empty folder counts as free."""
    (tmp_path / "run").mkdir()
    write_run(tmp_path / "run")
    assert content(tmp_path / "run") == "one"


def test_working_folder_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Renaming the working folder away would leave the shell nowhere."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(OutputError, match="name a folder inside it"):
        write_run(Path("."))


def test_unwritable_parent_is_named(tmp_path: Path) -> None:
    """A parent that is a file cannot hold a run."""
    (tmp_path / "file").write_text("x")
    with pytest.raises(OutputError, match=r"cannot write .*run.*name another folder"):
        write_run(tmp_path / "file" / "run")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_full_disk_is_an_output_error(tmp_path: Path) -> None:
    """The system's "no space left" becomes an error that says what to do."""
    with (
        pytest.raises(OutputError, match="No space left"),
        new_folder(tmp_path / "run", overwrite=False),
        open("/dev/full", "wb", buffering=0) as full,
    ):
        full.write(b"x" * 9999)
    assert names(tmp_path) == []


def test_second_writer_is_refused(tmp_path: Path) -> None:
    """Two processes on one folder: the later one is told at once."""
    with new_folder(tmp_path / "run", overwrite=False) as staging:
        with pytest.raises(OutputExistsError, match=f"process {os.getpid()} is writing"):
            write_run(tmp_path / "run", "two")
        (staging / "documents.csv").write_text("one")
        write_manifest(staging, {})
    assert content(tmp_path / "run") == "one"


def test_run_that_came_meanwhile_stays(tmp_path: Path) -> None:
    """A run that another machine finished first is not lost."""
    write_run(tmp_path / "other")

    def write_while_another_finishes() -> None:
        with new_folder(tmp_path / "run", overwrite=False) as staging:
            (staging / "documents.csv").write_text("two")
            write_manifest(staging, {})
            (tmp_path / "other").rename(tmp_path / "run")

    with pytest.raises(OutputExistsError):
        write_while_another_finishes()
    assert content(tmp_path / "run") == "one"
    assert names(tmp_path) == ["run"]


def test_leftovers_of_the_dead_are_removed(tmp_path: Path) -> None:
    """Staging folders of killed processes go; those of living ones and others' stay."""
    write_run(tmp_path / "run")
    gone = [f".run.partial-{DEAD}-0123abcd", f".run.old-{DEAD}-0123abcd"]
    kept = [
        f".run.partial-{os.getppid()}-0123abcd",
        f".run2.partial-{DEAD}-0123abcd",
        ".run.partial",
    ]
    for name in gone + kept:
        (tmp_path / name).mkdir()
    write_run(tmp_path / "run", "two", overwrite=True)
    assert names(tmp_path) == sorted([*kept, "run"])


def test_run_set_aside_by_the_dead_comes_back(tmp_path: Path) -> None:
    """A kill between the two renames loses nothing: reading or writing puts the run back."""
    write_run(tmp_path / "run")
    (tmp_path / "run").rename(tmp_path / f".run.old-{DEAD}-0123abcd")
    assert content(tmp_path / "run") == "one"
    assert names(tmp_path) == ["run"]
    assert not restore(tmp_path / "run")


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
    """After SIGKILL at arbitrary moments the folder holds a whole run that verifies."""
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
        text = content(tmp_path / "run")
        assert len(text) == 10_000
        assert len(set(text)) == 1
    write_run(tmp_path / "run", overwrite=True)
    assert names(tmp_path) == ["run"]


def test_manifest_is_needed(tmp_path: Path) -> None:
    """A folder without manifest is a mistake in the program and is not put in place."""
    with (
        pytest.raises(RuntimeError, match="write_manifest"),
        new_folder(tmp_path / "run", overwrite=False),
    ):
        pass
    assert names(tmp_path) == []


def test_changed_and_missing_files_are_named(tmp_path: Path) -> None:
    """The checksum error names every file that was edited or removed."""
    write_run(tmp_path / "run")
    (tmp_path / "run" / "documents.csv").write_text("0ne")
    (tmp_path / "run" / "model" / "priors.json").unlink()
    (tmp_path / "run" / "notes.txt").write_text("mine")
    with pytest.raises(
        RunFolderError, match=r"documents\.csv was changed, model/priors\.json is missing"
    ):
        verify(tmp_path / "run", read_manifest(tmp_path / "run"))


def test_required_files_must_be_listed(tmp_path: Path) -> None:
    """A file that will be read must stand in the manifest, or it would go unchecked."""
    write_run(tmp_path / "run")
    with pytest.raises(RunFolderError, match=r"topics\.csv is not listed"):
        verify(tmp_path / "run", read_manifest(tmp_path / "run"), required=["topics.csv"])


def test_unlisted_files_are_ignored(tmp_path: Path) -> None:
    """What a person adds to the folder is no damage."""
    write_run(tmp_path / "run")
    (tmp_path / "run" / "notes.txt").write_text("mine")
    assert content(tmp_path / "run") == "one"


def test_same_files_give_the_same_manifest(tmp_path: Path) -> None:
    """Nothing of the clock or the process is in the manifest."""
    write_run(tmp_path / "a")
    write_run(tmp_path / "b")
    a, b = ((tmp_path / name / "manifest.json").read_bytes() for name in "ab")
    assert a == b


@pytest.mark.parametrize(
    "name", ["../x", "/etc/passwd", "a/../../x", "", ".", "a//b", "./a", "C:/x", "a\\b", "a\0b"]
)
def test_paths_that_climb_out_are_refused(tmp_path: Path, name: str) -> None:
    """A manifest can only name plain paths below its folder."""
    write_json(tmp_path / "manifest.json", {"format_version": 1, "files": {name: "0" * 64}})
    with pytest.raises(RunFolderError, match="no plain path"):
        read_manifest(tmp_path)


def test_links_out_of_the_folder_are_refused(tmp_path: Path) -> None:
    """A listed file may not be a link to somewhere else, or a device that never ends."""
    write_run(tmp_path / "run")
    (tmp_path / "secret").write_text("one")
    file = tmp_path / "run" / "documents.csv"
    for target in (tmp_path / "secret", Path("/dev/zero")):
        file.unlink()
        file.symlink_to(target)
        with pytest.raises(RunFolderError, match=r"documents\.csv is no regular file"):
            verify(tmp_path / "run", read_manifest(tmp_path / "run"))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('{"format_version": 2, "files": {}}', "format version 2, this version of topics reads 1"),
        ('{"format_version": true, "files": {}}', "format version True"),
        ('{"files": {}}', "format version None"),
        ("[]", "no JSON object"),
        ('{"format_version": 1}', "lists no files"),
        ('{"format_version": 1, "files": {"a": 3}}', "no sha256 for 'a'"),
        ("{", "no valid JSON"),
        ('{"x": NaN}', "NaN is not a JSON number"),
        ("[" * 200_000, "no valid JSON"),
        ('{"x": 1' + "0" * 5000 + "}", "no valid JSON"),
    ],
)
def test_bad_manifest_is_refused(tmp_path: Path, text: str, told: str) -> None:
    """Another version and damaged JSON are refused by name."""
    (tmp_path / "manifest.json").write_text(text)
    with pytest.raises(RunFolderError) as caught:
        read_manifest(tmp_path)
    assert told in str(caught.value)


def test_missing_folder_is_named(tmp_path: Path) -> None:
    """Reading what is not there says so."""
    with pytest.raises(RunFolderError, match=r"gone/manifest\.json does not exist"):
        read_manifest(tmp_path / "gone")


def test_json_keeps_odd_file_names(tmp_path: Path) -> None:
    """A file name that is no UTF-8 comes back as Python holds it."""
    name = os.fsdecode(b"caf\xe9 \xf0\x9f\x8c\x8a.txt")
    write_json(tmp_path / "x.json", {"path": name, "where": Path("a")})
    assert json.loads((tmp_path / "x.json").read_bytes()) == {"path": name, "where": "a"}


def test_json_refuses_nan(tmp_path: Path) -> None:
    """No NaN reaches a file, and a failed write leaves none."""
    with pytest.raises(ValueError, match="JSON"):
        write_json(tmp_path / "x.json", {"score": float("nan")})
    assert names(tmp_path) == []


def test_target_is_checked_before_the_work(tmp_path: Path) -> None:
    """What would fail at the end is told at the start, and nothing is made for it."""
    check_target(tmp_path / "new" / "run", overwrite=False)
    write_run(tmp_path / "run")
    check_target(tmp_path / "run", overwrite=True)
    with pytest.raises(OutputExistsError, match="pass --overwrite"):
        check_target(tmp_path / "run", overwrite=False)
    with pytest.raises(OutputError, match="is a file"):
        check_target(tmp_path / "run" / "documents.csv" / "run", overwrite=False)
    assert names(tmp_path) == ["run"]


def test_refreshed_files_verify(tmp_path: Path) -> None:
    """A file can be written anew, or added, with its checksum; the others keep theirs."""
    write_run(tmp_path / "run")
    before = read_manifest(tmp_path / "run")

    def write(folder: Path) -> None:
        (folder / "documents.csv").write_text("two")
        (folder / "report.html").write_text("new")

    refresh_files(tmp_path / "run", write)
    assert content(tmp_path / "run") == "two"
    after = read_manifest(tmp_path / "run")
    assert list(after) == list(before)
    assert list(after["files"]) == ["documents.csv", "model/priors.json", "report.html"]
    assert after["files"]["model/priors.json"] == before["files"]["model/priors.json"]
    assert names(tmp_path / "run") == ["documents.csv", "manifest.json", "model", "report.html"]


def test_broken_refresh_changes_nothing(tmp_path: Path) -> None:
    """If the new files cannot be made, the folder stays as it was."""
    write_run(tmp_path / "run")
    before = (tmp_path / "run" / "manifest.json").read_bytes()

    def fail(folder: Path) -> None:
        (folder / "documents.csv").write_text("two")
        raise ValueError("stop")

    with pytest.raises(ValueError, match="stop"):
        refresh_files(tmp_path / "run", fail)
    assert content(tmp_path / "run") == "one"
    assert (tmp_path / "run" / "manifest.json").read_bytes() == before
    assert names(tmp_path / "run") == ["documents.csv", "manifest.json", "model"]
