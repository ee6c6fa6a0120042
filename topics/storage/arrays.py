"""Arrays as .npy and .npz files that hold numbers and strings only and are checked on reading.

A run folder can come from anywhere: no file of it may make NumPy run code, or set aside
memory for a shape that the file only claims.
"""

from __future__ import annotations

import warnings
import zipfile
from pathlib import Path
from typing import IO, Any

import numpy as np
import scipy.sparse as sp
from numpy.lib import format as npy
from numpy.typing import NDArray

from topics.errors import RunFolderError

_KINDS = "biufU"
_SPARSE_PARTS = ("data", "indices", "indptr", "shape")
_READ_HEADER = {(1, 0): npy.read_array_header_1_0, (2, 0): npy.read_array_header_2_0}


def write_arrays(path: Path, /, **arrays: NDArray[Any]) -> None:
    """Write named arrays into one ``.npz`` file; the same arrays give the same bytes.

    Raises
    ------
    TypeError
        An array holds anything but booleans, numbers and strings of a fixed width.
    """
    for name, array in arrays.items():
        _check_kind(name, np.asarray(array))
    with path.open("wb") as file:
        # NumPy dates the members 1980-01-01, so the bytes do not depend on the clock.
        np.savez(file, **arrays)  # type: ignore[arg-type]


def read_arrays(path: Path) -> dict[str, NDArray[Any]]:
    """Arrays of an ``.npz`` file by name.

    Raises
    ------
    RunFolderError
        The file is missing, is no plain ``.npz`` file, holds objects, or an array is not
        as large as its header claims.
    """
    arrays: dict[str, NDArray[Any]] = {}
    try:
        with zipfile.ZipFile(path) as archive:
            for member in archive.infolist():
                name = member.filename.removesuffix(".npy")
                # We store without compression: nothing can unpack to more than the file.
                if member.compress_type != zipfile.ZIP_STORED or name in arrays:
                    raise RunFolderError(f"{path} is no file of plain arrays: {name!r:.80}")
                with archive.open(member) as file:
                    arrays[name] = _read_array(file, member.file_size, f"{path}: {name!s:.80}")
    # zipfile's own: an unknown compression is NotImplementedError, encryption RuntimeError.
    except (OSError, zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise RunFolderError(f"{path} cannot be read: {_reason(error)}") from error
    return arrays


def write_sparse(folder: Path, matrix: Any) -> None:
    """Write a CSR matrix as ``data``, ``indices``, ``indptr`` and ``shape`` .npy files."""
    folder.mkdir(parents=True, exist_ok=True)
    csr = sp.csr_array(matrix)
    shape = np.array(csr.shape, dtype=np.int64)
    for name, array in zip(_SPARSE_PARTS, (csr.data, csr.indices, csr.indptr, shape), strict=True):
        _check_kind(name, array)
        with (folder / f"{name}.npy").open("wb") as file:
            npy.write_array(file, np.ascontiguousarray(array), allow_pickle=False)


def read_sparse(folder: Path) -> Any:
    """CSR array that `write_sparse` wrote, every index checked before SciPy trusts it.

    Raises
    ------
    RunFolderError
        A file is missing or damaged, or the parts do not make a matrix.
    """
    parts = {}
    for name in _SPARSE_PARTS:
        path = folder / f"{name}.npy"
        try:
            with path.open("rb") as file:
                parts[name] = _read_array(file, path.stat().st_size, str(path))
        except OSError as error:
            raise RunFolderError(f"cannot read {path}: {_reason(error)}") from error
    problem = _sparse_problem(**parts)
    if problem:
        raise RunFolderError(f"{folder} does not hold a sparse matrix: {problem}")
    shape = (int(parts["shape"][0]), int(parts["shape"][1]))
    return sp.csr_array((parts["data"], parts["indices"], parts["indptr"]), shape=shape)


def _sparse_problem(
    data: NDArray[Any], indices: NDArray[Any], indptr: NDArray[Any], shape: NDArray[Any]
) -> str | None:
    """Reason why the four parts are no CSR matrix, or None."""
    whole = (indices, indptr, shape)
    if any(array.ndim != 1 for array in (data, *whole)):
        return "its parts must have one axis"
    if any(array.dtype.kind not in "iu" for array in whole) or data.dtype.kind not in "iuf":
        return "its parts have the wrong types"
    if shape.shape != (2,) or shape.min() < 0 or shape.max() > np.iinfo(np.int64).max:
        return "its shape must be two sizes"
    if indptr.shape != (int(shape[0]) + 1,) or indptr[0] != 0 or indptr[-1] != len(data):
        return "the row offsets do not fit the shape and the values"
    if np.any(indptr[1:] < indptr[:-1]):
        return "the row offsets fall"
    if indices.shape != data.shape:
        return f"{len(indices)} columns for {len(data)} values"
    if len(indices) and (indices.min() < 0 or indices.max() >= shape[1]):
        return "a column is outside the shape"
    return None if np.all(np.isfinite(data)) else "a value is not finite"


def _read_array(file: IO[bytes], n_bytes: int, name: str) -> NDArray[Any]:
    """Array of an open .npy file of `n_bytes`, its header checked before memory is taken."""
    try:
        version = npy.read_magic(file)
        if version not in _READ_HEADER:
            raise ValueError(f"unknown .npy version {version}")
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # a header that NumPy must mend is none of ours
            shape, _, dtype = _READ_HEADER[version](file)
        if dtype.kind not in _KINDS or dtype.hasobject:
            raise ValueError(f"type {dtype} is not allowed; only numbers and strings are")
        n_values = 1
        for size in shape:
            n_values *= size
        if any(size < 0 for size in shape) or file.tell() + n_values * dtype.itemsize != n_bytes:
            raise ValueError(f"the header claims shape {shape}, which the file does not hold")
        file.seek(0)
        array: NDArray[Any] = npy.read_array(file, allow_pickle=False)
    except Exception as error:  # NumPy's header parser raises whatever its tokenizer raises
        raise RunFolderError(f"{name} is no plain array: {_reason(error)}") from error
    return array


def _check_kind(name: str, array: NDArray[Any]) -> None:
    if array.dtype.kind not in _KINDS:
        raise TypeError(f"array {name!r} is {array.dtype}; only numbers and strings are written")


def _reason(error: BaseException) -> str:
    lines = str(error).splitlines() or [type(error).__name__]
    return lines[0][:200]
