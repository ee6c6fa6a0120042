"""A file → its bytes, unpacked, and never more of them than its limit."""

from __future__ import annotations

import io
import os
import stat
import sys
import zlib
from typing import BinaryIO

from topics.options import ReadOptions
from topics.reading.files.discovery import STANDARD_INPUT, InputFile
from topics.reading.formats.registry import PLAIN, ROWS_LIMIT
from topics.reading.records import TooLargeError, UnusableFileError

_STEP = 1 << 16
"""Bytes that are unpacked at a time. Gzip unpacks to at most 1,032 times its size, so that no
step makes more than 70 MB."""


def limit_of(file: InputFile, options: ReadOptions) -> int:
    """Maximum bytes of a file after unpacking: the caller's limit, else that of its format.

    Text with a document on every line is no page, and has the limit of files of rows.
    """
    is_rows = options.lines and file.format is PLAIN
    return limit_or(ROWS_LIMIT if is_rows else file.format.size_limit, options)


def limit_or(usual: int, options: ReadOptions) -> int:
    """The caller's limit of a file, else the usual one."""
    return usual if options.max_file_size is None else options.max_file_size


def read_bytes(file: InputFile, limit: int) -> bytes:
    """The bytes of a file as they are on disk, not unpacked.

    Raises
    ------
    TooLargeError
        There are more than `limit`.
    UnusableFileError
        The file cannot be opened, is no longer a regular file, or changes during the read.
    """
    try:
        if file.path == STANDARD_INPUT:
            return _read_stream(sys.stdin.buffer, limit)
        with open(file.path, "rb", buffering=0, opener=_open) as stream:
            return _read_file(stream, limit)
    except OSError as error:
        raise UnusableFileError(f"cannot be opened ({error.strerror})") from error


def gunzip(data: bytes, limit: int) -> bytes:
    """Unpacked bytes of a gzip file.

    Raises
    ------
    TooLargeError
        There are more than `limit`.
    UnusableFileError
        The data is not gzip, is truncated or damaged.
    """
    unpacked = io.BytesIO()
    offset = 0
    while offset < len(data):  # a gzip file may have several members, one after another
        member = zlib.decompressobj(wbits=31)  # 31: a gzip header and checksum
        while not member.eof:
            piece = data[offset : offset + _STEP]
            if not piece:
                raise UnusableFileError("damaged gzip file: it is truncated")
            try:
                unpacked.write(member.decompress(piece))
            except zlib.error as error:
                raise UnusableFileError(f"damaged gzip file: {error}") from error
            if unpacked.tell() > limit:
                raise too_large(limit)
            offset += len(piece) - len(member.unused_data)
        while data[offset : offset + 1] == b"\0":  # tapes and some programs pad with zeros
            offset += 1
    return unpacked.getvalue()


def _open(path: str, flags: int) -> int:
    # A pipe that has replaced the file since the listing must not block.
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _read_stream(stream: BinaryIO, limit: int) -> bytes:
    received = io.BytesIO()
    while piece := stream.read(1 << 20):
        received.write(piece)
        if received.tell() > limit:
            raise too_large(limit)
    return received.getvalue()


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
    is_unchanged = (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns)
    if not is_unchanged or len(data) != before.st_size:
        raise UnusableFileError("changed while it was read; try again when nothing writes to it")
    return data


def too_large(limit: int) -> TooLargeError:
    """Error for a file above its limit."""
    return TooLargeError(f"more than {limit:,} bytes of text; raise max_file_size to read it")
