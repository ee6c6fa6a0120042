"""`topics edit` changes a run whole or not at all, and undoing restores every byte."""

from __future__ import annotations

import shutil

import pytest

import topics
from support.commands import assert_failed, command

EDITS = """
[[merge]]
topics = [0, 2]
label = "Courts"

[[rename]]
topic = 1
label = "Reef <b>life</b>"

[[hide]]
topic = 3
"""


@pytest.fixture(scope="module")
def fitted(documents, tmp_path_factory):
    """A run of four topics with a map and all formats, and a file of edits."""
    folder = tmp_path_factory.mktemp("fitted")
    process = command(
        *("fit", documents, "--topics", 4, "--format", "npz,parquet,long"),
        *("--output", folder / "run", "--quiet"),
    )
    assert process.returncode == 0, process.stderr
    (folder / "edits.toml").write_text(EDITS, encoding="utf-8")
    return folder


@pytest.fixture
def copied(fitted, tmp_path):
    """A copy of both, to be changed."""
    return shutil.copytree(fitted, tmp_path / "copy")


def bytes_of(folder):
    """The bytes of every file below a folder."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_editing_again_and_undoing_restores_every_byte(copied, documents, tmp_path):
    """Edit, edit with another file, undo: all files are as they were; reports follow."""
    run, file = copied / "run", copied / "edits.toml"
    before = bytes_of(run)
    process = command("edit", run, file)
    assert process.returncode == 0, process.stderr
    assert "merged 0, 2 into topic 0: Courts" in process.stdout
    assert "renamed 1, now topic 1: Reef <b>life</b>" in process.stdout
    assert topics.load(run).n_topics == 3
    page = (run / "report.html").read_text(encoding="utf-8")
    assert "Reef &lt;b&gt;life&lt;/b&gt;" in page
    assert "Reef <b>life</b>" not in page
    assert 'class="hidden-topic"' in page
    assert "(hidden)" in command("show", run).stdout
    process = command("transform", run, documents, "--output", tmp_path / "new", "--quiet")
    assert process.returncode == 0, process.stderr
    header = (tmp_path / "new" / "document_topic.csv").read_text(encoding="utf-8").split("\n")[0]
    assert header == "document,topic_0,topic_1,topic_2"
    (copied / "other.toml").write_text('[[group]]\nname = "All"\ntopics = [0, 1]\n')
    process = command("edit", run, copied / "other.toml")
    assert process.returncode == 0, process.stderr
    assert "undone: 3 earlier edits" in process.stdout
    assert topics.load(run).n_topics == 4
    process = command("edit", run, "--undo")
    assert process.returncode == 0, process.stderr
    assert bytes_of(run) == before
    assert_failed(command("edit", run, "--undo"), 1, "nothing to undo")


def test_another_folder_leaves_the_run_as_it_is(copied):
    """With --output the edited run is a new folder, which can be undone by itself."""
    run = copied / "run"
    before = bytes_of(run)
    process = command("edit", run, copied / "edits.toml", "--output", copied / "new", "--quiet")
    assert (process.returncode, process.stdout) == (0, ""), process.stderr
    assert bytes_of(run) == before
    assert command("edit", copied / "new", "--undo", "--quiet").returncode == 0
    assert bytes_of(copied / "new") == before


def test_wrong_edits_change_nothing(copied):
    """Wrong arguments, files and folders are one line, and the run stays as it was."""
    run, file = copied / "run", copied / "edits.toml"
    before = bytes_of(run)
    assert_failed(command("edit", run), 2, "expected a TOML file with edits, or --undo")
    assert_failed(command("edit", run, file, "--undo"), 2, "and not both")
    assert_failed(command("edit", run, copied / "none.toml"), 1, "none.toml does not exist")
    assert_failed(command("edit", run, file, "--output", copied), 1, "is not empty and not a run")
    file.write_text("[[hide]]\ntopic = 4\n", encoding="utf-8")
    assert_failed(command("edit", run, file), 1, "there is no topic 4: the topics are 0 to 3")
    assert bytes_of(run) == before
    (run / "topics.csv").write_text("topic\n", encoding="utf-8")
    assert_failed(command("edit", run, file), 1, "topics.csv was changed")
