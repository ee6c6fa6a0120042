"""Large arrays of run folders are mapped from their files, which are checked as others are."""

import os

import numpy as np
import pytest
import scipy.sparse as sp

import topics
from support.planted import planted_counts
from topics.errors import RunFolderError
from topics.memory import hand_over, on_disk
from topics.storage import arrays as stored
from topics.storage import matrices, read_arrays, read_sparse, write_arrays, write_sparse

pytestmark = pytest.mark.skipif(os.name != "posix", reason="files are mapped on POSIX only")


@pytest.fixture
def all_mapped(monkeypatch):
    """Every array counts as large."""
    monkeypatch.setattr(stored, "LARGE", 1)
    monkeypatch.setattr(matrices, "LARGE", 1)


def n_mapped():
    """How many arrays are mapped and not handed over yet."""
    return len(on_disk._unchanged)


def test_arrays_of_an_archive_are_mapped_and_equal(tmp_path, all_mapped):
    """Every member begins where it can be mapped, whatever the length of its name."""
    written = {
        "a": np.arange(12.0).reshape(3, 4),
        "naïve name": np.array(["tide", "court", "sea"]),
        "halves": np.arange(7, dtype=np.uint16),
        "columns first": np.asfortranarray(np.arange(6).reshape(2, 3)),
        "empty": np.zeros((0, 3)),
    }
    write_arrays(tmp_path / "a.npz", **written)
    hand_over()
    found = read_arrays(tmp_path / "a.npz", mapped=True)
    assert n_mapped() == 3  # not the one by columns, nor the empty one
    for name, array in written.items():
        assert np.array_equal(found[name], array)
    with np.load(tmp_path / "a.npz") as other:
        assert np.array_equal(other["naïve name"], written["naïve name"])


def test_changes_stay_in_memory(tmp_path, all_mapped):
    """A loaded array may be changed; its file stays as it was."""
    write_arrays(tmp_path / "a.npz", a=np.arange(4.0))
    array = read_arrays(tmp_path / "a.npz", mapped=True)["a"]
    hand_over()
    array[2] = 9
    on_disk.forget_pages()
    assert array.tolist() == [0, 1, 9, 3]
    assert read_arrays(tmp_path / "a.npz")["a"].tolist() == [0, 1, 2, 3]


def test_sparse_matrices_are_mapped(tmp_path, all_mapped):
    """Their parts are checked as those in memory are."""
    matrix = sp.csr_array(np.array([[0, 2], [1, 0]]))
    write_sparse(tmp_path, matrix)
    hand_over()
    found = read_sparse(tmp_path, mapped=True)
    assert np.array_equal(found.toarray(), matrix.toarray())
    assert n_mapped() == 3  # its shape is two numbers
    with (tmp_path / "indices.npy").open("r+b") as file:
        file.seek(-8, os.SEEK_END)
        file.write(b"\xff" * 4)
    with pytest.raises(RunFolderError, match="column index"):
        read_sparse(tmp_path, mapped=True)


@pytest.fixture(scope="module")
def run():
    """A small fit."""
    matrix, _, _ = planted_counts(n_rows=120, n_topics=3)
    counts = topics.Counts(matrix, [f"term{i}" for i in range(matrix.shape[1])])
    return topics.fit(counts, n_topics=3, n_fits=2)


def test_a_large_run_is_loaded_from_mapped_files(run, tmp_path, all_mapped):
    """All of it is the same, and what is made of it: edits, new documents and saved runs."""
    run.save(tmp_path / "run")
    loaded = topics.load(tmp_path / "run")
    for array in (loaded.section_topic, loaded.witnesses.section_roots, loaded.intervals().low):
        assert not array.flags.owndata
    assert loaded.document_topic is loaded.section_topic  # each document is one section
    assert np.array_equal(loaded.document_topic, run.document_topic)
    assert np.array_equal(loaded.intervals().high, run.intervals().high)
    assert np.array_equal(loaded.transform(run.counts).document_topic, run.document_topic)
    edited = loaded.edit(merge=[[0, 1]])
    edited.save(tmp_path / "edited")
    again = topics.load(tmp_path / "edited")
    assert np.array_equal(again.document_topic, edited.document_topic)
    assert np.array_equal(again.undo_edits().document_topic, run.document_topic)
    loaded.save(tmp_path / "run", overwrite=True)  # its own files are mapped
    assert np.array_equal(topics.load(tmp_path / "run").section_topic, run.section_topic)


def test_a_mapped_matrix_of_another_kind_is_refused(run, tmp_path, all_mapped, monkeypatch):
    """A matrix that is no matrix of finite shares is named, though its checksum is right."""
    run.save(tmp_path / "run")
    for bad in (np.full((120, 3), np.nan), np.zeros(360), np.zeros((120, 3), np.float32)):
        np.save(tmp_path / "run" / "section_topic.npy", bad)
        manifest = topics.storage.read_manifest(tmp_path / "run")
        topics.storage.write_manifest(tmp_path / "run", manifest)
        with pytest.raises(RunFolderError, match=r"section_topic\.npy"):
            topics.load(tmp_path / "run")


def test_a_file_that_the_manifest_does_not_list_is_not_read(run, tmp_path):
    """Nobody can put shares beside those of a run."""
    run.save(tmp_path / "run")
    np.save(tmp_path / "run" / "document_topic.npy", np.ones((120, 3)))
    assert np.array_equal(topics.load(tmp_path / "run").document_topic, run.document_topic)
