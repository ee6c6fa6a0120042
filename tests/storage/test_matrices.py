"""Matrices and arrays come back exactly, and damaged or hostile files are refused."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import numpy as np
import polars as pl
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from polars.testing import assert_frame_equal

from topics.errors import OptionError, RunFolderError
from topics.storage import (
    check_formats,
    read_arrays,
    read_matrix,
    read_shares,
    read_sparse,
    write_arrays,
    write_long,
    write_matrix,
    write_sparse,
)

KEYS = pl.DataFrame({"document": ["=a", "b", "b"], "position": [0, 0, 1]})
SHARES = np.array([[0.1, 0.9], [1 / 3, 2 / 3], [1.0, 0.0]])


@settings(max_examples=60, deadline=None)
@given(
    shares=hnp.arrays(
        np.float64,
        st.tuples(st.integers(0, 5), st.integers(1, 4)),
        elements=st.floats(allow_nan=False, allow_infinity=False),
    ),
    ids=st.lists(st.text(min_size=1, max_size=5), min_size=5, max_size=5),
)
def test_matrix_comes_back_bit_for_bit(
    tmp_path_factory: pytest.TempPathFactory, shares: np.ndarray, ids: list[str]
) -> None:
    """CSV keeps every bit of the shares and every key."""
    keys = pl.DataFrame({"document": ids[: len(shares)]}, schema={"document": pl.String})
    stem = tmp_path_factory.getbasetemp() / "matrix"
    write_matrix(stem, keys, shares, formats=("csv",))
    keys_back, back = read_matrix(stem)
    assert_frame_equal(keys_back, keys)
    assert back.dtype == np.float64
    assert back.shape == shares.shape
    assert back.tobytes() == np.ascontiguousarray(shares).tobytes()


def test_all_formats_have_the_same_values(tmp_path: Path) -> None:
    """CSV, Parquet and NPZ of a matrix agree in keys and shares."""
    write_matrix(tmp_path / "section_topic", KEYS, SHARES, formats=("csv", "parquet", "npz"))
    arrays = read_arrays(tmp_path / "section_topic.npz")
    table = pl.read_parquet(tmp_path / "section_topic.parquet")
    keys, shares = read_matrix(tmp_path / "section_topic")
    assert table.columns == ["document", "position", "topic_0", "topic_1"]
    assert arrays["document"].dtype == np.dtype("<U2")
    for back in (arrays["shares"], table.select("topic_0", "topic_1").to_numpy(), shares):
        assert np.array_equal(back, SHARES)
    for back in (
        table["document"].to_list(),
        arrays["document"].tolist(),
        keys["document"].to_list(),
    ):
        assert back == ["=a", "b", "b"]
    assert arrays["position"].tolist() == [0, 0, 1]


def test_same_matrix_gives_the_same_bytes(tmp_path: Path) -> None:
    """The files of a matrix do not depend on the clock."""
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        write_matrix(tmp_path / name / "m", KEYS, SHARES, formats=("csv", "parquet", "npz"))
        write_long(tmp_path / name / "m_long", KEYS, SHARES, formats=("csv", "parquet"))
        write_sparse(tmp_path / name / "counts", sp.csr_array(SHARES))
    files = [path for path in (tmp_path / "one").rglob("*") if path.is_file()]
    assert len(files) == 9
    for path in files:
        assert (
            path.read_bytes()
            == (tmp_path / "two" / path.relative_to(tmp_path / "one")).read_bytes()
        )


def test_long_form_has_every_share(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """There is one row per section and topic, including zeros, for any chunk size."""
    monkeypatch.setattr("topics.storage.matrices.CHUNK_CELLS", 2)
    write_long(tmp_path / "section_topic_long.csv", KEYS, SHARES, formats=("csv", "parquet"))
    table = pl.read_csv(tmp_path / "section_topic_long.csv")
    assert table.columns == ["document", "position", "topic", "share"]
    assert table["share"].to_list() == SHARES.ravel().tolist()
    assert table["topic"].to_list() == [0, 1] * 3
    assert table["document"].to_list() == ["'=a", "'=a", "b", "b", "b", "b"]
    parquet = pl.read_parquet(tmp_path / "section_topic_long.parquet")
    assert parquet["document"].to_list() == ["=a", "=a", "b", "b", "b", "b"]


@pytest.mark.parametrize(
    ("formats", "endings"),
    [
        ((), {".parquet", ".npy"}),
        (("csv",), {".csv", ".parquet"}),
        (("npz",), {".parquet", ".npy", ".npz"}),
    ],
)
def test_many_rows_are_parquet(tmp_path, monkeypatch, formats, endings):
    """More rows than CSV is written for are in Parquet, unless CSV is asked for, and are read."""
    monkeypatch.setattr("topics.storage.matrices.CSV_ROWS", 2)
    monkeypatch.setattr("topics.storage.matrices.CHUNK_CELLS", 2)
    write_matrix(tmp_path / "m", KEYS, SHARES, formats=formats)
    write_long(tmp_path / "m_long", KEYS, SHARES, formats=formats)
    files = {path.name for path in tmp_path.iterdir()}
    assert files == {"m_long.parquet", *(f"m{ending}" for ending in endings)} | (
        {"m_long.csv"} if "csv" in formats else set()
    )
    assert np.array_equal(read_shares(tmp_path, "m", files), SHARES)
    assert pl.read_parquet(tmp_path / "m.parquet")["topic_1"].to_list() == SHARES[:, 1].tolist()
    assert (
        pl.read_parquet(tmp_path / "m_long.parquet")["share"].to_list() == SHARES.ravel().tolist()
    )


def test_long_form_threshold(tmp_path: Path) -> None:
    """Shares below the threshold are left out."""
    write_long(tmp_path / "long", KEYS, SHARES, threshold=0.5)
    assert pl.read_csv(tmp_path / "long.csv")["share"].to_list() == [0.9, 2 / 3, 1.0]


@pytest.mark.parametrize(
    "text",
    [
        "document,topic_1,topic_0\na,1,0\n",
        "document\na\n",
        "position,topic_0\n0,1\n",
        "document,other,topic_0\na,1,1\n",
        "document,topic_0\na,\n",
        "document,topic_0\na,NaN\n",
        "document,topic_0\na,x\n",
    ],
)
def test_damaged_matrix_is_refused(tmp_path: Path, text: str) -> None:
    """Columns in another order and cells that are not numbers are refused; the file is named."""
    (tmp_path / "m.csv").write_text(text)
    with pytest.raises(RunFolderError, match=r"m\.csv"):
        read_matrix(tmp_path / "m")


def test_formats_are_checked() -> None:
    """Formats have a fixed order; an unknown one is named."""
    assert check_formats("long, NPZ") == ("npz", "long")
    assert check_formats([]) == ()
    with pytest.raises(OptionError, match="unknown format 'xlsx'; choose from csv, parquet"):
        check_formats(["csv", "xlsx"])


def test_arrays_come_back(tmp_path: Path) -> None:
    """Numbers of every kind and strings keep type, shape and value."""
    arrays = {
        "topic_term": np.random.default_rng(0).random((3, 4)),
        "terms": np.array(["tide", "señor", "🌊"]),
        "ids": np.arange(5, dtype=np.int32),
        "flags": np.array([True, False]),
        "none": np.empty((0, 7), dtype=np.float32),
        "one": np.array(2.5),
        "fortran": np.asfortranarray(np.arange(6.0).reshape(2, 3)),
    }
    write_arrays(tmp_path / "a.npz", **arrays)
    write_arrays(tmp_path / "b.npz", **arrays)
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()
    back = read_arrays(tmp_path / "a.npz")
    assert list(back) == list(arrays)
    for name, array in arrays.items():
        assert back[name].dtype == array.dtype
        assert np.array_equal(back[name], array)


def test_objects_are_not_written(tmp_path: Path) -> None:
    """Object arrays would need pickle; they are refused before a file is opened."""
    with pytest.raises(TypeError, match="object"):
        write_arrays(tmp_path / "a.npz", terms=np.array(["a", None], dtype=object))
    assert not (tmp_path / "a.npz").exists()


def npy_bytes(array: np.ndarray) -> bytes:
    """Bytes of an .npy file, with objects pickled."""
    buffer = io.BytesIO()
    np.save(buffer, array, allow_pickle=True)
    return buffer.getvalue()


def hostile_members() -> dict[str, bytes]:
    """Files that claim to be arrays, keyed by what is wrong with them."""
    plain = npy_bytes(np.arange(10.0))
    return {
        "objects": npy_bytes(np.array([{"a": 1}], dtype=object)),
        "huge claim": plain.replace(b"(10,), }", b"(99999999999999,), }").replace(
            b" " * 14, b"", 1
        ),
        "cut": plain[:-8],
        "too long": plain + b"12345678",
        "no magic": b"hello world, this is no array",
        "evil header": plain.replace(b"{'descr'", b"__import"),
        "empty": b"",
        "structured": npy_bytes(np.zeros(2, dtype=[("a", "f8")])),
    }


@pytest.mark.parametrize("name", sorted(hostile_members()))
def test_hostile_arrays_are_refused(tmp_path: Path, name: str) -> None:
    """Objects, false shapes and damaged headers are refused in .npz and .npy alike."""
    member = hostile_members()[name]
    with zipfile.ZipFile(tmp_path / "a.npz", "w") as archive:
        archive.writestr("terms.npy", member)
    with pytest.raises(RunFolderError, match=r"a\.npz: terms"):
        read_arrays(tmp_path / "a.npz")
    write_sparse(tmp_path / "counts", sp.csr_array(SHARES))
    (tmp_path / "counts" / "data.npy").write_bytes(member)
    with pytest.raises(RunFolderError, match=r"data\.npy"):
        read_sparse(tmp_path / "counts")


def test_compressed_arrays_are_refused(tmp_path: Path) -> None:
    """A small file that unpacks to gigabytes is not unpacked."""
    np.savez_compressed(tmp_path / "a.npz", zeros=np.zeros(1000))
    with pytest.raises(RunFolderError, match="not a file of uncompressed arrays"):
        read_arrays(tmp_path / "a.npz")
    (tmp_path / "b.npz").write_bytes(b"PK nonsense")
    with pytest.raises(RunFolderError, match=r"b\.npz cannot be read"):
        read_arrays(tmp_path / "b.npz")
    with pytest.raises(RunFolderError, match=r"c\.npz cannot be read"):
        read_arrays(tmp_path / "c.npz")


@settings(max_examples=40, deadline=None)
@given(
    dense=hnp.arrays(
        np.int32, st.tuples(st.integers(0, 6), st.integers(0, 6)), elements=st.integers(0, 3)
    )
)
def test_sparse_comes_back(tmp_path_factory: pytest.TempPathFactory, dense: np.ndarray) -> None:
    """Writing and reading any CSR matrix, also an empty one, gives it back."""
    folder = tmp_path_factory.getbasetemp() / "sparse"
    write_sparse(folder, sp.csr_array(dense))
    back = read_sparse(folder)
    assert back.dtype == np.int32
    assert np.array_equal(back.toarray(), dense)


@pytest.mark.parametrize(
    ("part", "array"),
    [
        ("indices", np.array([0, 1, 0, 1, 7])),
        ("indices", np.array([0, 1, 0, 1, -1])),
        ("indices", np.array([0.0, 1, 0, 1, 0])),
        ("indices", np.array([0, 1])),
        ("indptr", np.array([0, 4, 2, 5])),
        ("indptr", np.array([0, 2, 4, 9])),
        ("indptr", np.array([1, 2, 4, 5])),
        ("indptr", np.array([0, 5])),
        ("shape", np.array([3, 2, 1])),
        ("shape", np.array([-1, 2])),
        ("data", np.array([1.0, 2.0, np.nan, 1.0, 1.0])),
        ("data", np.array(["a"] * 5)),
        ("data", np.ones((5, 1))),
    ],
)
def test_damaged_sparse_matrix_is_refused(tmp_path: Path, part: str, array: np.ndarray) -> None:
    """Indices that are out of bounds never reach SciPy's compiled code."""
    write_sparse(tmp_path / "counts", sp.csr_array(SHARES))
    np.save(tmp_path / "counts" / f"{part}.npy", array)
    with pytest.raises(RunFolderError, match="counts does not contain a sparse matrix"):
        read_sparse(tmp_path / "counts")
