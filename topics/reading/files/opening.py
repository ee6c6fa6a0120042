"""A file → its bytes, unpacked, and never more of them than the limit allows."""

from __future__ import annotations

import io
import os
import stat
import sys
import zlib
from typing import BinaryIO

from topics.reading.files.discovery import STANDARD_INPUT, InputFile
from topics.reading.records import RowOptions, TooLargeError, UnusableFileError

ROW_FORMATS = frozenset(("json_lines", "csv", "tsv", "parquet"))
"""Formats of many documents a file."""

PAGE_LIMIT = 100_000_000
ROWS_LIMIT = 1_000_000_000
"""Bytes of a page and of a table that are read where the caller sets no limit. A longer page
is no document, and the memory for it is better spent on others."""

_STEP = 1 << 16
"""Gzip unpacks to at most 1,032 times its size: no step makes more than 70 MB."""


def limit_of(file: InputFile, options: RowOptions) -> int:
    """Most bytes that are read of a file, after unpacking."""
    if options.max_file_size is not None:
        return options.max_file_size
    return ROWS_LIMIT if file.format in ROW_FORMATS else PAGE_LIMIT


def read_bytes(file: InputFile, limit: int) -> bytes:
    """The bytes of a file as they lie on the disk.

    Raises
    ------
    TooLargeError
        There are more than `limit`.
    UnusableFileError
        It cannot be opened, is no regular file any more, or changes while it is read.
    """
    try:
        if file.path == STANDARD_INPUT:
            return _read_stream(sys.stdin.buffer, limit)
        with open(file.path, "rb", buffering=0, opener=_open) as stream:
            return _read_file(stream, limit)
    except OSError as error:
        raise UnusableFileError(f"cannot be opened ({error.strerror})") from error


def gunzip(data: bytes, limit: int) -> bytes:
    """Bytes inside a gzip file.

    Raises
    ------
    TooLargeError
        There are more than `limit`.
    UnusableFileError
        The data is not gzip, is cut off or damaged.
    """
    unpacked = io.BytesIO()
    place = 0
    while place < len(data):
        member = zlib.decompressobj(wbits=31)  # 31: a gzip header and checksum
        while not member.eof:
            piece = data[place : place + _STEP]
            if not piece:
                raise UnusableFileError("a damaged gzip file (it is cut off)")
            try:
                unpacked.write(member.decompress(piece))
            except zlib.error as error:
                raise UnusableFileError(f"a damaged gzip file ({error})") from error
            if unpacked.tell() > limit:
                raise too_large(limit)
            place += len(piece) - len(member.unused_data)
        while data[place : place + 1] == b"\0":  # tapes and some programs fill up with zeros
            place += 1
    return unpacked.getvalue()


def _open(path: str, flags: int) -> int:
    # A pipe that took the place of the file since the listing must not block.
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _read_stream(stream: BinaryIO, limit: int) -> bytes:
    held = io.BytesIO()
    while piece := stream.read(1 << 20):
        held.write(piece)
        if held.tell() > limit:
            raise too_large(limit)
    return held.getvalue()


def _read_file(stream: io.FileIO, limit: int) -> bytes:
    before = os.fstat(stream.fileno())
    if not stat.S_ISREG(before.st_mode):
        raise UnusableFileError("neither a file nor a folder")
    if before.st_size > limit:
        raise too_large(limit)
    data = stream.read(before.st_size + 1) or b""
    while 0 < len(data) < before.st_size:  # one call gives at most 2 GB
        piece = stream.read(before.st_size + 1 - len(data))
        if not piece:
            break
        data += piece
    after = os.fstat(stream.fileno())
    is_same = (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns)
    if not is_same or len(data) != before.st_size:
        raise UnusableFileError("changed while it was read; try again when nothing writes to it")
    return data


def too_large(limit: int) -> TooLargeError:
    """The error for a file above its limit."""
    return TooLargeError(
        f"more than {limit:,} bytes of text; max_file_size (--max-file-size) allows more"
    )
