"""Run folders that were copied, unpacked, edited or written by other versions."""

from __future__ import annotations

import json
import re
import shutil
import zipfile

import pytest

import topics
from topics.errors import RunFolderError


@pytest.fixture(scope="module")
def saved(planted, tmp_path_factory):
    """A saved run."""
    folder = tmp_path_factory.mktemp("runs") / "run"
    return topics.fit(planted, model="nmf", n_topics=4, n_fits=1).save(folder)


@pytest.fixture
def folder(saved, tmp_path):
    """A copy of it to change."""
    return shutil.copytree(saved, tmp_path / "run")


def changed(path, old, new):
    """Replace bytes in a file."""
    path.write_bytes(path.read_bytes().replace(old, new))


def test_other_versions_of_packages_load(folder):
    """The versions are a record; NumPy and Polars write what every version reads."""
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    manifest["versions"] |= {"numpy": "9.0.0", "polars": "0.1", "python": "3.99"}
    path.write_text(json.dumps(manifest), encoding="utf-8")
    run = topics.load(folder)
    assert run.manifest["versions"]["numpy"] == "9.0.0"
    assert run.transform("seaaword lawbword").document_topic.shape == (1, 4)


def test_a_manifest_with_other_line_ends_or_a_mark_loads(folder):
    """It is JSON, whose line ends mean nothing."""
    path = folder / "manifest.json"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert topics.load(folder).n_topics == 4


def test_changed_line_ends_are_told(folder):
    """The error names every file, what happened, and how to copy the folder."""
    for name in ("topics.csv", "quality.json"):
        changed(folder / name, b"\n", b"\r\n")
    match = "quality.json has other line ends, topics.csv has other line ends; git or a program"
    with pytest.raises(RunFolderError, match=re.escape(match)):
        topics.load(folder)
    changed(folder / "documents.csv", b"d1", b"d9")
    with pytest.raises(RunFolderError, match=r"documents\.csv was changed, .* restore these"):
        topics.load(folder)


def test_a_table_that_a_spreadsheet_saved_is_told(folder):
    """The error names the file, and says how not to change it."""
    changed(folder / "topics.csv", b",", b";")
    with pytest.raises(RunFolderError, match=r"topics\.csv was changed; .*a spreadsheet changes"):
        topics.load(folder)


def test_a_changed_report_can_be_written_again(folder):
    """Files that follow from the others need no copy and no new fit."""
    changed(folder / "report.html", b"<h1", b"<h2")
    (folder / "map.png").unlink()
    with pytest.raises(RunFolderError, match=r"`topics report .*run` writes them again"):
        topics.load(folder)
    topics.runs.report_again(folder)
    assert topics.load(folder).n_topics == 4


def test_a_read_only_folder_loads(folder):
    """Loading writes nothing."""
    paths = [*folder.rglob("*"), folder, folder.parent]
    modes = [path.stat().st_mode for path in paths]
    for path, mode in zip(paths, modes, strict=True):
        path.chmod(mode & 0o555)
    try:
        assert topics.load(folder).similar("d1").height == 10
    finally:
        for path, mode in zip(paths, modes, strict=True):
            path.chmod(mode)


def test_an_archive_unpacked_elsewhere_loads(folder, tmp_path):
    """Nothing in a run depends on its place; files that a system adds are left alone."""
    archive = tmp_path / "run.zip"
    with zipfile.ZipFile(archive, "w") as file:
        for path in folder.rglob("*"):
            file.write(path, path.relative_to(folder.parent))
    zipfile.ZipFile(archive).extractall(tmp_path / "größe [2]")
    moved = tmp_path / "größe [2]" / "run"
    (moved / ".DS_Store").write_bytes(b"x")
    assert topics.load(moved).documents.equals(topics.load(folder).documents)
    with pytest.raises(RunFolderError, match=re.escape(f"does not exist; name {moved}")):
        topics.load(moved.parent)
