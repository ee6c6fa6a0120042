"""A folder with files of every kind."""

from __future__ import annotations

import csv
import re

import pytest
from polars.testing import assert_frame_equal

from support.commands import FAST, command
from support.documents import every_kind
from topics.reading import read
from topics.reading.formats.registry import FORMAT_BY_ENDING, FORMATS, ending
from topics.reading.parallel import ahead

WORDS = (
    "harbour quay crane tide vessel anchor rope mast hull deck sail keel buoy pier wharf dock "
    "judge court trial jury appeal bench verdict lawyer clause statute witness oath plea bail"
).split()


def text(number):
    """Sentences that are the same for the same number."""
    words = [WORDS[(7 * number + 3 * i) % len(WORDS)] for i in range(40)]
    sentences = (" ".join(words[i : i + 8]).capitalize() for i in range(0, 40, 8))
    return ". ".join(f"The {sentence} were seen near case{number}" for sentence in sentences) + "."


@pytest.fixture
def folder(tmp_path):
    """The folder."""
    for name, content in every_kind(text).items():
        data = content if isinstance(content, bytes) else content.encode()
        (tmp_path / name).write_bytes(data)
    return tmp_path


def test_the_folder_has_every_format(folder):
    """A new format needs a file there; JSON and Parquet have tests of their own."""
    found = {FORMAT_BY_ENDING[ending(path.name)].name for path in folder.iterdir()}
    missing = {one.name for one in FORMATS} - found
    assert missing == {"json", "json_lines", "parquet", "rst", "tsv", "tar"}


def test_every_word_is_read_once_from_each_file(folder):
    """From the folder and from the archive."""
    corpus = read(folder)
    assert corpus.documents.height == 30
    assert corpus.sections.height == 30
    for number in range(15):
        of_file = [
            " ".join(each.split())
            for each in corpus.sections["text"]
            if re.search(rf"case{number}\b", each)
        ]
        assert len(of_file) == 2
        assert all(each.count(f"case{number}") == 5 for each in of_file)
    assert [each.code for each in corpus.notices] == ["copies"]


def test_the_number_of_processes_does_not_change_what_is_read(folder, monkeypatch):
    """Documents, sections, what was removed and the order of all are the same."""
    monkeypatch.setattr(ahead, "MIN_BYTES", 0)
    monkeypatch.setattr(ahead, "BATCH_BYTES", 3_000)
    monkeypatch.setattr("joblib.cpu_count", lambda: 2)
    one, two = (read(folder, n_threads=n) for n in (1, 2))
    for name in ("documents", "sections", "removed", "inputs"):
        assert_frame_equal(getattr(one, name), getattr(two, name))
    assert one.notices == two.notices


def test_the_folder_is_fitted_from_the_command_line(folder, tmp_path):
    """Each file and each member of the archive has a row in documents.csv."""
    run = tmp_path / "run"
    done = command("fit", folder, "--topics", "2", *FAST, "--output", run)
    assert done.returncode == 0, done.stderr
    with (run / "documents.csv").open(newline="") as file:
        ids = [row["id"] for row in csv.DictReader(file)]
    assert len(ids) == 30
    assert "p.zip/in/e.docx" in ids
    assert "p.zip/in/o.warc/https://example.org/a" in ids
    with (run / "removed.csv").open(newline="") as file:
        reasons = {row["reason"] for row in csv.DictReader(file)}
    assert "signature" in reasons
