"""manifest.json: every change to a run folder is found, and bad manifests are refused."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from support.run_folders import content, names, write_run
from topics.errors import RunFolderError
from topics.storage import read_manifest, refresh_files, verify, write_json


def test_changed_and_missing_files_are_named(tmp_path: Path) -> None:
    """The error names every file that was edited or removed."""
    write_run(tmp_path / "run")
    (tmp_path / "run" / "documents.csv").write_text("0ne")
    (tmp_path / "run" / "model" / "priors.json").unlink()
    (tmp_path / "run" / "notes.txt").write_text("mine")
    with pytest.raises(
        RunFolderError, match=r"documents\.csv was changed, model/priors\.json is missing"
    ):
        verify(tmp_path / "run", read_manifest(tmp_path / "run"))


def test_required_files_must_be_listed(tmp_path: Path) -> None:
    """A file that will be read must be in the manifest, or it would not be checked."""
    write_run(tmp_path / "run")
    with pytest.raises(RunFolderError, match=r"topics\.csv is not listed"):
        verify(tmp_path / "run", read_manifest(tmp_path / "run"), required=["topics.csv"])


def test_unlisted_files_are_ignored(tmp_path: Path) -> None:
    """Files that a user adds to the folder are no error."""
    write_run(tmp_path / "run")
    (tmp_path / "run" / "notes.txt").write_text("mine")
    assert content(tmp_path / "run") == "one"


def test_same_files_give_the_same_manifest(tmp_path: Path) -> None:
    """The manifest does not depend on the clock or the process."""
    write_run(tmp_path / "a")
    write_run(tmp_path / "b")
    a, b = ((tmp_path / name / "manifest.json").read_bytes() for name in "ab")
    assert a == b


@pytest.mark.parametrize(
    "name", ["../x", "/etc/passwd", "a/../../x", "", ".", "a//b", "./a", "C:/x", "a\\b", "a\0b"]
)
def test_paths_that_climb_out_are_refused(tmp_path: Path, name: str) -> None:
    """A manifest may only list plain relative paths."""
    write_json(tmp_path / "manifest.json", {"format_version": 1, "files": {name: "0" * 64}})
    with pytest.raises(RunFolderError, match="not a plain path"):
        read_manifest(tmp_path)


def test_links_out_of_the_folder_are_refused(tmp_path: Path) -> None:
    """A listed file may not be a link to another folder, or to an endless device."""
    write_run(tmp_path / "run")
    (tmp_path / "secret").write_text("one")
    file = tmp_path / "run" / "documents.csv"
    for target in (tmp_path / "secret", Path("/dev/zero")):
        file.unlink()
        file.symlink_to(target)
        with pytest.raises(RunFolderError, match=r"documents\.csv is not a regular file"):
            verify(tmp_path / "run", read_manifest(tmp_path / "run"))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"format_version": 2, "files": {}}', "format version 2, this version of topics reads 1"),
        ('{"format_version": true, "files": {}}', "format version True"),
        ('{"files": {}}', "format version None"),
        ("[]", "not a JSON object"),
        ('{"format_version": 1}', "lists no files"),
        ('{"format_version": 1, "files": {"a": 3}}', "no valid SHA-256 for 'a'"),
        ("{", "not valid JSON"),
        ('{"x": NaN}', "NaN is not a JSON number"),
        ("[" * 200_000, "not valid JSON"),
        ('{"x": 1' + "0" * 5000 + "}", "not valid JSON"),
    ],
)
def test_bad_manifest_is_refused(tmp_path: Path, text: str, message: str) -> None:
    """Another format version and damaged JSON are refused; the message says why."""
    (tmp_path / "manifest.json").write_text(text)
    with pytest.raises(RunFolderError, match=re.escape(message)):
        read_manifest(tmp_path)


def test_missing_folder_is_named(tmp_path: Path) -> None:
    """A missing run folder is named in the error."""
    with pytest.raises(RunFolderError, match=r"gone/manifest\.json does not exist"):
        read_manifest(tmp_path / "gone")


def test_refreshed_files_verify(tmp_path: Path) -> None:
    """A file can be replaced or added, with its checksum; the other checksums are unchanged."""
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
    """If the new files cannot be written, the folder is unchanged."""
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
