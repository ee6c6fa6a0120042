"""ZIP files, also those that are documents of office programs, unpacked in memory within limits."""

from __future__ import annotations

import io
import lzma
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator

from topics.reading.archives.budget import (
    MAX_MEMBERS,
    MAX_RATIO,
    MIN_JUDGED,
    Budget,
    ExhaustedError,
)
from topics.reading.records import Member, TooLargeError, UnusableFileError

_ENTRY = b"PK\x01\x02"
"""Begins every entry of the list of members at the end of a ZIP file."""

_STEP = 1 << 20

_ENCRYPTED, _NAME_IS_UTF8 = 0x1, 0x800
"""Bits of the flags of a member."""

_DAMAGES = (
    zipfile.BadZipFile,
    NotImplementedError,  # a method of compression that Python does not know
    RuntimeError,
    EOFError,
    OSError,
    ValueError,
    OverflowError,
    struct.error,
    zlib.error,
    lzma.LZMAError,
)
"""What `zipfile` raises for damaged files."""


class SafeZip:
    """A ZIP file in memory, of which no more is unpacked than its budget.

    Parameters
    ----------
    data : bytes
    budget : Budget

    Raises
    ------
    UnusableFileError
        The data is no ZIP file, or damaged, or lists too many members.
    """

    def __init__(self, data: bytes, budget: Budget) -> None:
        if data.count(_ENTRY) > MAX_MEMBERS:  # before `zipfile` makes an object of each
            raise TooLargeError(f"has more than {MAX_MEMBERS:,} members")
        self._budget = budget
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _DAMAGES as error:
            raise UnusableFileError(f"damaged ZIP file: {error}") from error
        self._infos = {info.filename: info for info in self._zip.infolist()}

    def __contains__(self, name: str) -> bool:
        return name in self._infos

    @property
    def names(self) -> list[str]:
        """Names of the members, each once, in the order of the file."""
        return list(self._infos)

    def infos(self) -> list[zipfile.ZipInfo]:
        """The entries of the list of members, also of members of the same name."""
        return self._zip.infolist()

    def read(self, member: str | zipfile.ZipInfo, limit: int) -> bytes:
        """The unpacked bytes of a member.

        Raises
        ------
        UnusableFileError
            There is no such member, or it is encrypted or damaged.
        TooLargeError
            It has more than `limit` bytes, or more than `MAX_RATIO` times what is packed, or more
            than what is left of the budget.
        """
        info = self._infos.get(member) if isinstance(member, str) else member
        if info is None:
            raise UnusableFileError(f"no {member} in it")
        if info.flag_bits & _ENCRYPTED:
            raise UnusableFileError("encrypted; unpack it with its password and name its folder")
        by_ratio = max(MIN_JUDGED, MAX_RATIO * info.compress_size)
        unpacked = io.BytesIO()
        try:
            with self._zip.open(info) as stream:
                while piece := stream.read(_STEP):
                    self._budget.take(len(piece))
                    unpacked.write(piece)
                    if unpacked.tell() > by_ratio:
                        raise TooLargeError(
                            f"unpacks to more than {MAX_RATIO} times its size, as ZIP bombs do"
                        )
                    if unpacked.tell() > limit:
                        raise TooLargeError(f"more than {limit:,} bytes")
        except UnusableFileError:
            raise
        except _DAMAGES as error:
            raise UnusableFileError(f"damaged in its ZIP file: {error}") from error
        return unpacked.getvalue()


def zip_members(
    data: bytes, budget: Budget, limit_of_name: Callable[[str], int | None]
) -> Iterator[Member]:
    """The files in a ZIP file; those for which the function gives no limit are not unpacked."""
    archive = SafeZip(data, budget)
    for info in archive.infos():
        if info.is_dir():
            continue
        budget.take_member()
        name = _name(info)
        limit = limit_of_name(name)
        kind = stat.S_IFMT(info.external_attr >> 16)
        if limit is None:
            yield Member(name, None)
        elif kind not in (0, stat.S_IFREG):
            yield Member(name, UnusableFileError("a link, neither a file nor a folder"))
        else:
            yield Member(name, _read_or_error(archive, info, limit))


def _read_or_error(
    archive: SafeZip, info: zipfile.ZipInfo, limit: int
) -> bytes | UnusableFileError:
    """The bytes of a member, or why it cannot be read; an empty budget ends the whole archive."""
    try:
        return archive.read(info, limit)
    except ExhaustedError:
        raise
    except UnusableFileError as error:
        return error


def _name(info: zipfile.ZipInfo) -> str:
    """The name of a member; many programs write UTF-8 without the flag that says so."""
    if info.flag_bits & _NAME_IS_UTF8:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return info.filename
