"""Documents that were read are packed on disk, and come back as they were."""

from __future__ import annotations

import errno
import json

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from topics.errors import OutputError
from topics.reading import batches, read
from topics.reading.batches import DocumentBatches
from topics.reading.files.discovery import InputFile
from topics.reading.records import Document, RemovedLine, Section

FILES = [InputFile(f"{name}.jsonl", name, True, f"{name}.jsonl") for name in "ab"]


def document(number, text="Tides rise."):
    """A document with values of several types."""
    return Document(
        [Section("Why", 1, text, 3, [3, 4], True, frozenset({1})), Section("", 0, str(number))],
        id=f"d{number}",
        row=number,
        metadata={"year": number, "tags": ["x", None]},
        removed=[RemovedLine("Menu", 1, 0)],
    )


@pytest.fixture
def small_batches(monkeypatch):
    """Batches of three documents."""
    monkeypatch.setattr(batches, "BATCH_DOCUMENTS", 3)


def filled(n):
    """So many documents, of two files in turn."""
    found = DocumentBatches()
    for number in range(n):
        assert found.append(document(number), FILES[number % 2]) == number
    return found


@pytest.mark.usefixtures("small_batches")
@pytest.mark.parametrize("n", [0, 2, 3, 8])
def test_documents_come_back_equal_and_in_order(n):
    """As often as they are asked for, with their numbers and files."""
    found = filled(n)
    for _ in range(2):
        every = [each for batch in found for each in batch]
        assert [each.number for each in every] == list(range(n)) == list(range(len(found)))
        assert [each.document for each in every] == [document(number) for number in range(n)]
        assert [each.file for each in every] == [FILES[number % 2] for number in range(n)]
    found.close()


@pytest.mark.usefixtures("small_batches")
@given(changed=st.sets(st.integers(0, 7)), held=st.sets(st.integers(0, 7)))
def test_changes_are_kept(changed, held):
    """Those of documents that are held, and those made batch by batch; others stay as they are."""
    found = filled(8)
    for number in held:
        found.held(number).title = "held"
    for batch in found.change(np.array(sorted(changed), dtype=np.int32)):
        for number, each, _ in batch:
            if number in changed:
                each.sections.pop()
    for batch in found:
        for number, each, _ in batch:
            assert (each.title == "held") == (number in held)
            assert len(each.sections) == 2 - (number in changed)
    found.close()


@pytest.mark.usefixtures("small_batches")
def test_a_full_disk_is_named(monkeypatch):
    """The message says where the file is and what to do."""

    class Full:
        def seek(self, *_):
            return 0

        def write(self, _):
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(batches, "TemporaryFile", Full)
    with pytest.raises(OutputError, match="No space left on device; free space there, or set TMP"):
        filled(3)


def test_a_corpus_is_the_same_in_batches_of_any_size(tmp_path, monkeypatch):
    """With repeated blocks, words cut at line ends, rows of one id, and ids of two files."""
    rng = np.random.default_rng(0)

    def prose():
        return " ".join("".join(rng.choice(list("abcdeiou"), 6)) for _ in range(12))

    for name in ("one", "two"):
        rows = [
            {
                "id": f"r{i}" if i != 7 else "r3",
                "text": "Subscribe to the harbour letter and read it daily.\n\nThe govern-\n"
                f"ment met {prose()}, and the government rested at {prose()}.",
                "year": i,
            }
            for i in range(40)
        ]
        (tmp_path / f"{name}.jsonl").write_text("\n".join(map(json.dumps, rows)))
    whole = read(tmp_path, skip_bad=True)
    monkeypatch.setattr(batches, "BATCH_DOCUMENTS", 3)
    parts = read(tmp_path, skip_bad=True)
    assert parts.documents.equals(whole.documents)
    assert parts.sections.equals(whole.sections)
    assert parts.removed.equals(whole.removed)
    assert parts.notices == whole.notices
    codes = {notice.code for notice in whole.notices}
    assert {"ids-in-several-files", "rows-of-one-id"} <= codes
    assert whole.removed.filter(pl.col("reason") == "repeated").height
    assert whole.sections["text"].str.contains("The government\n").any()
