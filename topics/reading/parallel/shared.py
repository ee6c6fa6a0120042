"""Files that several processes read: each takes its part, and makes sure that it is the same file.

Workers of a cluster are on machines of their own. A path may be nothing there, or another file, and
a file may change while it is read: a corpus would then be made of parts that never were one file.
"""

from __future__ import annotations

import hashlib
import os
from typing import NamedTuple

from topics.errors import InputError, TopicsError, WorkerError
from topics.scheduling import this_worker

END_BYTES = 1 << 16
"""Bytes at the end of a Parquet table that tell it from others."""


class FileRange(NamedTuple):
    """Some bytes of a file, and what they are if nobody changed them.

    Attributes
    ----------
    path : str
        Absolute.
    begin, end : int
    digest : bytes
    """

    path: str
    begin: int
    end: int
    digest: bytes

    @classmethod
    def of(cls, path: str, data: bytes, begin: int, end: int) -> FileRange:
        """A range of the bytes that a file has now."""
        return cls(path, begin, end, _digest(data[begin:end]))

    def read(self) -> bytes:
        """The bytes.

        Raises
        ------
        WorkerError
            A worker cannot open the file, or has another one under this path.
        InputError
            The file has changed.
        """
        try:
            with open(self.path, "rb") as stream:
                stream.seek(self.begin)
                data = stream.read(self.end - self.begin)
        except OSError as error:
            raise not_opened(self.path, this_worker(), error.strerror or str(error)) from error
        if _digest(data) != self.digest:
            raise is_another(self.path, this_worker())
        return data


class FileEnd(NamedTuple):
    """A Parquet table that others read, and by what they know that it is the same.

    Its end has the sizes, places and bounds of all its parts; to compare all of it, every worker
    would read all of it.

    Attributes
    ----------
    path : str
        Absolute.
    n_bytes : int
    digest : bytes
        Of the last `END_BYTES`.
    """

    path: str
    n_bytes: int
    digest: bytes

    @classmethod
    def of(cls, path: str, data: bytes) -> FileEnd:
        """A table that has these bytes now."""
        return cls(path, len(data), _digest(data[-END_BYTES:]))

    def check(self) -> None:
        """Raise an error as `FileRange.read` does, if the end of the file is another."""
        try:
            size = os.stat(self.path).st_size
        except OSError as error:
            raise not_opened(self.path, this_worker(), error.strerror or str(error)) from error
        if size != self.n_bytes:
            raise is_another(self.path, this_worker())
        FileRange(self.path, max(0, size - END_BYTES), size, self.digest).read()


def not_opened(path: str, worker: str, why: str) -> TopicsError:
    """Error for a file that was opened in the first process, but not where it is parsed."""
    if not worker:
        return InputError(f"{path}: cannot be opened any more ({why})")
    return WorkerError(
        f"{path}: the worker {worker} cannot open it ({why}); all workers need to see what is read "
        "under the same path, for example on a shared disk; or read without client"
    )


def is_another(path: str, worker: str) -> TopicsError:
    """Error for a file that has other bytes where it is parsed than in the first process."""
    again = "try again when nothing writes to it"
    if not worker:
        return InputError(f"{path}: changed while it was read; {again}")
    return WorkerError(
        f"{path}: the worker {worker} finds other bytes in it than this process: if it changed "
        f"while it was read, {again}; if it is another file there, put it on a disk that all "
        "workers share"
    )


def is_same_here(path: str, n_bytes: int) -> bool:
    """Whether this process can open a file, and it has so many bytes."""
    try:
        return os.access(path, os.R_OK) and os.stat(path).st_size == n_bytes
    except OSError:
        return False


def _digest(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=16).digest()
