"""Large arrays are in files without names, and hold what was written to them."""

import errno
import os
import sys

import numpy as np
import pytest

import topics
from support.planted import planted_counts
from topics.memory import empty_array, forget_pages, on_disk

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="arrays are on disk on Linux only")


@pytest.fixture
def all_on_disk(monkeypatch):
    """Every array counts as large."""
    monkeypatch.setattr(on_disk, "LARGE", 1)


@on_linux
def test_values_stay_when_their_pages_are_forgotten(all_on_disk):
    """What was written is read again from the file."""
    array = empty_array((300, 40), np.float32)
    array[:] = np.arange(300 * 40).reshape(300, 40)
    forget_pages()
    array[7, 3] = -1
    forget_pages()
    expected = np.arange(300 * 40, dtype=np.float32).reshape(300, 40)
    expected[7, 3] = -1
    assert not array.flags.owndata
    assert np.array_equal(array, expected)


@on_linux
def test_the_file_goes_with_the_array(all_on_disk):
    """A file is there as long as the array, or a part of it, is used."""
    n_files = len(on_disk._mapped)
    array = empty_array((10, 10))
    view = array[3:]
    assert len(on_disk._mapped) == n_files + 1
    del array
    view[:] = 1.0
    assert view.sum() == 70
    del view
    assert len(on_disk._mapped) == n_files


@on_linux
def test_a_full_disk_leaves_the_array_in_memory(all_on_disk, monkeypatch):
    """Without room for a file there is the same array in memory."""

    def full(descriptor, offset, size):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "posix_fallocate", full)
    array = empty_array((10, 10))
    assert array.flags.owndata
    assert array.shape == (10, 10)


def test_small_arrays_are_in_memory():
    """A file would not be worth its cost."""
    assert empty_array((10, 10), np.uint16).flags.owndata


@on_linux
@pytest.mark.parametrize("model", ["lda", "nmf"])
def test_a_fit_is_the_same_with_arrays_on_disk(model, monkeypatch):
    """All results have the same bits, wherever their arrays are."""
    matrix, _, _ = planted_counts(n_rows=300, n_topics=3)
    counts = topics.Counts(matrix, [f"term{i}" for i in range(matrix.shape[1])])
    options = {"model": model, "n_topics": 3, "n_fits": 3}
    in_memory = topics.fit(counts, **options)
    monkeypatch.setattr(on_disk, "LARGE", 1)
    on_files = topics.fit(counts, **options)
    assert not on_files.section_topic.flags.owndata
    assert not on_files.witnesses.section_roots.flags.owndata
    assert np.array_equal(on_files.document_topic, in_memory.document_topic)
    assert np.array_equal(on_files.section_topic, in_memory.section_topic)
    assert np.array_equal(on_files.witnesses.section_roots, in_memory.witnesses.section_roots)
    assert np.array_equal(on_files.intervals().low, in_memory.intervals().low)
    assert np.array_equal(on_files.intervals().high, in_memory.intervals().high)
    assert on_files.projection.equals(in_memory.projection)
