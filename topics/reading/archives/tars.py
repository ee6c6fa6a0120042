"""TAR files, also packed ones, read from one member to the next within limits."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zlib
from collections.abc import Callable, Iterator
from typing import IO, Any, cast

from topics.reading.archives.budget import Budget, cut
from topics.reading.records import Member, Remark, TooLargeError, UnusableFileError

_STEP = 1 << 20
_BLOCK = 512
_DAMAGES = (tarfile.TarError, EOFError, OSError, ValueError, zlib.error, lzma.LZMAError)


class _Counted:
    """A stream of unpacked bytes that are counted; it remembers the last block."""

    def __init__(self, stream: IO[bytes], budget: Budget) -> None:
        self._stream = stream
        self._budget = budget
        self.last_block = b""

    def read(self, n_bytes: int) -> bytes:
        """The next bytes; every byte of the archive passes here, also of members left alone."""
        piece = self._stream.read(n_bytes)
        self._budget.take(len(piece))
        self.last_block = (self.last_block + piece)[-_BLOCK:]
        return piece


def tar_members(
    data: bytes, budget: Budget, limit_of_name: Callable[[str], int | None]
) -> Iterator[Member | Remark]:
    """The files in a TAR file; those for which the function gives no limit are not unpacked.

    A remark at the end says that the archive is cut, if it is.
    """
    stream = _Counted(_unpacked(data), budget)
    n_members = 0
    try:
        with tarfile.open(fileobj=cast(IO[bytes], stream), mode="r|") as archive:
            for info in archive:
                n_members += 1
                budget.take_member()
                member = _member(archive, info, limit_of_name)
                if member is not None:
                    yield member
                cast(Any, archive).members = []  # tarfile keeps what it has passed
    except UnusableFileError:
        raise
    except _DAMAGES as error:
        if not n_members:
            raise UnusableFileError(f"damaged TAR file: {error}") from error
        yield cut(str(error) or type(error).__name__)
        return
    if any(stream.last_block):  # a whole archive ends with zeros
        yield cut("it ends in the middle")


def _unpacked(data: bytes) -> IO[bytes]:
    stream = io.BytesIO(data)
    if data.startswith(b"\x1f\x8b"):
        return cast(IO[bytes], gzip.GzipFile(fileobj=stream))
    if data.startswith(b"BZh"):
        return cast(IO[bytes], bz2.BZ2File(stream))
    if data.startswith(b"\xfd7zXZ\x00"):
        return cast(IO[bytes], lzma.LZMAFile(stream))
    return stream


def _member(
    archive: tarfile.TarFile, info: tarfile.TarInfo, limit_of_name: Callable[[str], int | None]
) -> Member | None:
    """A file of the archive; None for a folder."""
    if info.isdir():
        return None
    name = info.name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    limit = limit_of_name(name)
    if limit is None:
        return Member(name, None)
    if not info.isreg():
        return Member(name, UnusableFileError("a link, neither a file nor a folder"))
    if info.size > limit:
        return Member(name, TooLargeError(f"more than {limit:,} bytes"))
    content = io.BytesIO()
    extracted = archive.extractfile(info)
    while extracted is not None and (piece := extracted.read(_STEP)):
        content.write(piece)
    return Member(name, content.getvalue())
