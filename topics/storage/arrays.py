"""Arrays of numbers and strings as .npy and .npz files, checked when they are read.

Run folders are untrusted: no file in them may make NumPy run code, or allocate memory for a
shape that its header claims but the file is too small for.
"""

from __future__ import annotations

import os
import struct
import warnings
import zipfile
from pathlib import Path
from typing import IO, Any, NamedTuple

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from topics.errors import RunFolderError
from topics.memory import LARGE, forget_pages, mapped_array
from topics.values import amount

_KINDS = "biufU"
_SPARSE_PARTS = ("data", "indices", "indptr", "shape")

LOCAL_HEADER = struct.Struct("<26xHH")
"""Header of a member of a ZIP archive: 26 bytes, and the lengths of its name and extra fields."""

EXTRA_HEADER = struct.Struct("<HH")
"""Header of an extra field: what it is, and its length."""

ZIP64_FIELD = 20
"""Length of the extra field for sizes of more than four bytes, which every member has."""

PADDING = 0xD935
"""An extra field that only takes room, as Android's tools write it."""

CHUNK_BYTES = 16_000_000
"""Large arrays are written this many bytes at a time."""

_READ_HEADER = {(1, 0): npy.read_array_header_1_0, (2, 0): npy.read_array_header_2_0}


class Place(NamedTuple):
    """A byte of an open file."""

    file: IO[bytes]
    begin: int


def write_arrays(path: Path, /, **arrays: NDArray[Any]) -> None:
    """Write named arrays into one ``.npz`` file; equal arrays give identical bytes.

    Raises
    ------
    TypeError
        An array contains anything except booleans, numbers and strings of a fixed width.
    """
    for name, array in arrays.items():
        _check_kind(name, np.asarray(array))
    with path.open("wb") as whole, zipfile.ZipFile(whole, "w") as archive:
        for name, array in arrays.items():
            # This is dated 1980-01-01, so the bytes do not depend on the clock.
            member = zipfile.ZipInfo(f"{name}.npy")
            member.extra = _padding(whole.tell(), member.filename)
            with archive.open(member, "w", force_zip64=True) as file:
                _write_npy(file, np.asanyarray(array))


def _write_npy(file: IO[bytes], array: NDArray[Any]) -> None:
    """Write the bytes of a .npy file; of a large array some rows at a time are in memory."""
    if array.nbytes < LARGE or not array.flags.c_contiguous:
        npy.write_array(file, array, allow_pickle=False)
        return
    npy.write_array_header_1_0(file, npy.header_data_from_array_1_0(array))
    whole = array.reshape(-1)
    n_values = CHUNK_BYTES // array.itemsize
    for first in range(0, len(whole), n_values):
        file.write(whole[first : first + n_values].tobytes())
        forget_pages()


def _padding(begin: int, name: str) -> bytes:
    """An extra field after which an array is where it can be mapped; `begin` is its member's."""
    begin += LOCAL_HEADER.size + len(name.encode()) + ZIP64_FIELD
    length = -(begin + EXTRA_HEADER.size) % npy.ARRAY_ALIGN
    return EXTRA_HEADER.pack(PADDING, length) + bytes(length)


def read_arrays(path: Path, *, mapped: bool = False) -> dict[str, NDArray[Any]]:
    """Return the arrays in an ``.npz`` file by name.

    With `mapped`, large arrays are read from the file where they are used (not on Windows, where
    the file could not be replaced any more).

    Raises
    ------
    RunFolderError
        The file is missing, compressed or not an ``.npz`` file, contains objects, or the size
        of an array differs from its header.
    """
    arrays: dict[str, NDArray[Any]] = {}
    try:
        with path.open("rb") as whole, zipfile.ZipFile(whole) as archive:
            for member in archive.infolist():
                name = member.filename.removesuffix(".npy")
                # Only uncompressed members are allowed, so no array is larger than the file.
                if member.compress_type != zipfile.ZIP_STORED or name in arrays:
                    raise RunFolderError(
                        f"{path} is not a file of uncompressed arrays: {name!r:.80}; fit again"
                    )
                where = _place(whole, member) if mapped else None
                with archive.open(member) as file:
                    arrays[name] = _read_array(
                        file, member.file_size, f"{path}: {name!s:.80}", where
                    )
    # zipfile raises NotImplementedError for unknown compression, RuntimeError for encryption.
    except (OSError, zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise RunFolderError(f"{path} cannot be read: {_reason(error)}; fit again") from error
    return arrays


def _place(file: IO[bytes], member: zipfile.ZipInfo) -> Place | None:
    """Where a member of an archive begins; None where it says something that cannot be."""
    file.seek(member.header_offset)
    header = file.read(LOCAL_HEADER.size)
    if len(header) < LOCAL_HEADER.size:
        return None
    name_length, extra_length = LOCAL_HEADER.unpack(header)
    begin = member.header_offset + LOCAL_HEADER.size + name_length + extra_length
    is_inside = begin + member.file_size <= file.seek(0, os.SEEK_END)
    return Place(file, begin) if is_inside else None


def write_sparse(folder: Path, matrix: Any) -> None:
    """Write a CSR matrix as ``data``, ``indices``, ``indptr`` and ``shape`` .npy files."""
    from scipy.sparse import csr_array

    folder.mkdir(parents=True, exist_ok=True)
    csr = csr_array(matrix)
    shape = np.array(csr.shape, dtype=np.int64)
    for name, array in zip(_SPARSE_PARTS, (csr.data, csr.indices, csr.indptr, shape), strict=True):
        write_array(folder / f"{name}.npy", array)


def read_sparse(folder: Path, *, mapped: bool = False) -> Any:
    """Return the CSR array that `write_sparse` wrote, with every index checked for SciPy.

    `mapped` is as in `read_arrays`.

    Raises
    ------
    RunFolderError
        A file is missing or damaged, or the parts are not a valid CSR matrix.
    """
    from scipy.sparse import csr_array

    parts = {}
    for name in _SPARSE_PARTS:
        parts[name] = read_array(folder / f"{name}.npy", mapped=mapped)
    problem = _sparse_problem(**parts)
    if problem:
        raise RunFolderError(f"{folder} does not contain a sparse matrix: {problem}; fit again")
    shape = (int(parts["shape"][0]), int(parts["shape"][1]))
    return csr_array((parts["data"], parts["indices"], parts["indptr"]), shape=shape)


def _sparse_problem(
    data: NDArray[Any], indices: NDArray[Any], indptr: NDArray[Any], shape: NDArray[Any]
) -> str | None:
    """Reason why the four parts are not a CSR matrix, or None if they are."""
    integers = (indices, indptr, shape)
    if any(array.ndim != 1 for array in (data, *integers)):
        return "its parts must be one-dimensional"
    if any(array.dtype.kind not in "iu" for array in integers) or data.dtype.kind not in "iuf":
        return "its parts have the wrong types"
    if shape.shape != (2,) or shape.min() < 0 or shape.max() > np.iinfo(np.int64).max:
        return "its shape must be two non-negative integers"
    if indptr.shape != (int(shape[0]) + 1,) or indptr[0] != 0 or indptr[-1] != len(data):
        return "the row offsets do not match the shape and the values"
    if np.any(indptr[1:] < indptr[:-1]):
        return "the row offsets decrease"
    if indices.shape != data.shape:
        n_indices = amount(len(indices), "column index", "column indices")
        return f"it has {n_indices} for {amount(len(data), 'value')}"
    if len(indices) and (indices.min() < 0 or indices.max() >= shape[1]):
        return "a column index is outside the shape"
    return None if np.all(np.isfinite(data)) else "a value is not finite"


def write_array(path: Path, array: NDArray[Any]) -> None:
    """Write one array as a ``.npy`` file."""
    _check_kind(path.name, array)
    with path.open("wb") as file:
        _write_npy(file, np.ascontiguousarray(array))


def read_array(path: Path, *, mapped: bool = False) -> NDArray[Any]:
    """Return the array in a ``.npy`` file; `mapped` is as in `read_arrays`.

    Raises
    ------
    RunFolderError
        The file is missing, contains objects, or its size differs from its header.
    """
    try:
        with path.open("rb") as file:
            where = Place(file, 0) if mapped else None
            return _read_array(file, path.stat().st_size, str(path), where)
    except OSError as error:
        raise RunFolderError(f"cannot read {path}: {_reason(error)}; fit again") from error


def _read_array(
    file: IO[bytes], n_bytes: int, name: str, where: Place | None = None
) -> NDArray[Any]:
    """Array in an open .npy file of `n_bytes`; the header is checked before memory is allocated.

    `where` is the place of the .npy file from which a large array is mapped.
    """
    try:
        version = npy.read_magic(file)
        if version not in _READ_HEADER:
            raise ValueError(f"unknown .npy version {version}")
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # NumPy warns about headers that it repairs
            shape, is_fortran, dtype = _READ_HEADER[version](file)
        if dtype.kind not in _KINDS or dtype.hasobject:
            raise ValueError(f"expected numbers or strings, its type is {dtype}")
        n_values = 1
        for size in shape:
            n_values *= size
        if any(size < 0 for size in shape) or file.tell() + n_values * dtype.itemsize != n_bytes:
            raise ValueError(f"its header claims shape {shape}, which does not match its size")
        if where is not None and not is_fortran and n_values * dtype.itemsize >= LARGE:
            begin = where.begin + file.tell()
            if begin % npy.ARRAY_ALIGN == 0 and os.name == "posix":
                return mapped_array(where.file, begin, shape, dtype)
        file.seek(0)
        array: NDArray[Any] = npy.read_array(file, allow_pickle=False)
    except Exception as error:  # NumPy's header parser raises whatever its tokenizer raises
        raise RunFolderError(f"{name} is not a valid array: {_reason(error)}; fit again") from error
    return array


def _check_kind(name: str, array: NDArray[Any]) -> None:
    if array.dtype.kind not in _KINDS:
        raise TypeError(f"array {name!r} is {array.dtype}, expected numbers or strings")


def _reason(error: BaseException) -> str:
    """First line of an error's message, or the name of its type."""
    lines = str(error).splitlines() or [type(error).__name__]
    return lines[0][:200]
