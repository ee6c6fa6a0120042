"""What a newcomer sees: what was not read, what a folder holds, what cannot be measured."""

from __future__ import annotations

import csv

import pytest

from support.commands import FAST, assert_failed, command


def printed(process):
    """Standard output of a command that succeeded, on one line."""
    assert process.returncode == 0, process.stderr
    return " ".join(process.stdout.split())


@pytest.fixture
def mixed(documents, older, tmp_path):
    """A folder with twelve texts, and files and a folder that are no texts."""
    folder = tmp_path / "mixed"
    folder.mkdir()
    for path in documents.iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    (folder / "letter.doc").write_bytes(b"\xd0\xcf\x11\xe0")
    (folder / "pack.rar").write_bytes(b"Rar!\x1a\x07")
    (folder / "photo.png").write_bytes(b"\x89PNG")
    (folder / "noise.txt").write_bytes(bytes(range(256)) * 40)
    (folder / "run").mkdir()
    for path in older.iterdir():
        if path.is_file():
            (folder / "run" / path.name).write_bytes(path.read_bytes())
    return folder


def test_what_was_not_read_is_counted_above_the_topics(mixed, tmp_path):
    """Each kind with its number; a file that is no text is not among what was removed of texts."""
    run = tmp_path / "run"
    text = printed(command("fit", mixed, "--topics", 2, *FAST, "--output", run))
    line = (
        "Not read: 2 files of other kinds, 1 file of unknown or no ending, 1 folder of results, "
        "1 file that could not be read (see the warnings)"
    )
    assert line in text
    assert text.index(line) < text.index("topic share")
    assert "Removed from the texts:" not in text
    assert line in printed(command("show", run))


def test_everything_in_a_folder_without_texts_is_counted(mixed, tmp_path):
    """Not only the first kind of files."""
    for path in mixed.glob("[01]*.txt"):
        path.unlink()
    assert_failed(
        command("fit", mixed, "--output", tmp_path / "run"),
        1,
        "1 unreadable:",
        "1 folder with a run",
        "1 file of another kind, first",
        "1 file of unknown or no ending",
        "--all-files reads those that are text",
    )


def test_a_folder_of_new_documents_is_called_what_it_is(older, documents, tmp_path):
    """It is no run, but can be replaced like one."""
    target = ("--output", tmp_path / "out")
    printed(command("transform", older, documents, *target))
    words = "out contains the topics of new documents (of `topics transform`) already"
    for arguments in (("transform", older, documents), ("fit", documents)):
        assert_failed(command(*arguments, *target), 1, words, "pass --overwrite")


@pytest.mark.parametrize("texts", [("reef tide coral", "court judge"), ("reef tide coral court",)])
def test_a_stability_that_would_say_nothing_is_empty(texts, tmp_path):
    """With one topic or one document: in topics.csv, on the screen and in the report."""
    for number, text in enumerate(texts):
        (tmp_path / f"{number}.txt").write_text(text)
    run = tmp_path / "run"
    fitted = command("fit", *tmp_path.glob("*.txt"), "--topics", 1, "--no-map", "--output", run)
    for process in (fitted, command("show", run), command("evaluate", run, "--refits", 2)):
        text = printed(process)
        assert text.count("stability was not measured: the only topic is the corpus") == 1
        assert "stability, mean" not in text
    with (run / "topics.csv").open() as file:
        (row,) = csv.DictReader(file)
    assert [row["stability"], row["stability_low"], row["stability_high"]] == ["", "", ""]
    assert "stability was not measured" in (run / "report.html").read_text()


def test_the_number_of_topics_after_a_merge_is_that_of_the_topics(older, documents, tmp_path):
    """It is not called fitted, since the fit had more."""
    run = tmp_path / "run"
    printed(command("fit", documents, "--topics", 3, *FAST, "--output", run))
    (tmp_path / "edits.toml").write_text("[[merge]]\ntopics = [0, 1]\n")
    text = printed(command("edit", run, tmp_path / "edits.toml"))
    assert "of 2 topics, topics edited by hand" in text
    assert "fitted 2" not in text


def test_one_document_is_one_document(tmp_path):
    """No message counts it as documents."""
    (tmp_path / "a.txt").write_text("reef tide coral court")
    text = printed(command("fit", tmp_path / "a.txt", "--no-map", "--output", tmp_path / "run"))
    assert "1 document, 1 section, 4 terms" in text
    assert "coherence (NPMI), mean: –" in text
    for wrong in ("1 documents", "1 sections", "1 topics", "1 fits", "1 fitted documents"):
        assert wrong not in text
