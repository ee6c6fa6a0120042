"""Arrays of numbers and strings as .npy and .npz files, checked when they are read.

Run folders are untrusted: no file in them may make NumPy run code, or allocate memory for a
shape that its header claims but the file is too small for.
"""

from __future__ import annotations

import warnings
import zipfile
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from topics.errors import RunFolderError
from topics.values import amount

_KINDS = "biufU"
_SPARSE_PARTS = ("data", "indices", "indptr", "shape")
_READ_HEADER = {(1, 0): npy.read_array_header_1_0, (2, 0): npy.read_array_header_2_0}


def write_arrays(path: Path, /, **arrays: NDArray[Any]) -> None:
    """Write named arrays into one ``.npz`` file; equal arrays give identical bytes.

    Raises
    ------
    TypeError
        An array contains anything except booleans, numbers and strings of a fixed width.
    """
    for name, array in arrays.items():
        _check_kind(name, np.asarray(array))
    with path.open("wb") as file:
        # NumPy dates every member 1980-01-01, so the bytes do not depend on the clock.
        np.savez(file, **arrays)  # type: ignore[arg-type]


def read_arrays(path: Path) -> dict[str, NDArray[Any]]:
    """Return the arrays in an ``.npz`` file by name.

    Raises
    ------
    RunFolderError
        The file is missing, compressed or not an ``.npz`` file, contains objects, or the size
        of an array differs from its header.
    """
    arrays: dict[str, NDArray[Any]] = {}
    try:
        with zipfile.ZipFile(path) as archive:
            for member in archive.infolist():
                name = member.filename.removesuffix(".npy")
                # Only uncompressed members are allowed, so no array is larger than the file.
                if member.compress_type != zipfile.ZIP_STORED or name in arrays:
                    raise RunFolderError(
                        f"{path} is not a file of uncompressed arrays: {name!r:.80}; fit again"
                    )
                with archive.open(member) as file:
                    arrays[name] = _read_array(file, member.file_size, f"{path}: {name!s:.80}")
    # zipfile raises NotImplementedError for unknown compression, RuntimeError for encryption.
    except (OSError, zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise RunFolderError(f"{path} cannot be read: {_reason(error)}; fit again") from error
    return arrays


def write_sparse(folder: Path, matrix: Any) -> None:
    """Write a CSR matrix as ``data``, ``indices``, ``indptr`` and ``shape`` .npy files."""
    from scipy.sparse import csr_array

    folder.mkdir(parents=True, exist_ok=True)
    csr = csr_array(matrix)
    shape = np.array(csr.shape, dtype=np.int64)
    for name, array in zip(_SPARSE_PARTS, (csr.data, csr.indices, csr.indptr, shape), strict=True):
        _check_kind(name, array)
        with (folder / f"{name}.npy").open("wb") as file:
            npy.write_array(file, np.ascontiguousarray(array), allow_pickle=False)


def read_sparse(folder: Path) -> Any:
    """Return the CSR array that `write_sparse` wrote, with every index checked for SciPy.

    Raises
    ------
    RunFolderError
        A file is missing or damaged, or the parts are not a valid CSR matrix.
    """
    from scipy.sparse import csr_array

    parts = {}
    for name in _SPARSE_PARTS:
        path = folder / f"{name}.npy"
        try:
            with path.open("rb") as file:
                parts[name] = _read_array(file, path.stat().st_size, str(path))
        except OSError as error:
            raise RunFolderError(f"cannot read {path}: {_reason(error)}; fit again") from error
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


def _read_array(file: IO[bytes], n_bytes: int, name: str) -> NDArray[Any]:
    """Array in an open .npy file of `n_bytes`; the header is checked before memory is allocated."""
    try:
        version = npy.read_magic(file)
        if version not in _READ_HEADER:
            raise ValueError(f"unknown .npy version {version}")
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # NumPy warns about headers that it repairs
            shape, _, dtype = _READ_HEADER[version](file)
        if dtype.kind not in _KINDS or dtype.hasobject:
            raise ValueError(f"expected numbers or strings, its type is {dtype}")
        n_values = 1
        for size in shape:
            n_values *= size
        if any(size < 0 for size in shape) or file.tell() + n_values * dtype.itemsize != n_bytes:
            raise ValueError(f"its header claims shape {shape}, which does not match its size")
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
