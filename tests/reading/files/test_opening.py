"""Files become bytes, unpacked, within their limit."""

import gzip

import pytest

from topics.reading.files.opening import gunzip
from topics.reading.records import TooLargeError, UnusableFileError


@pytest.mark.parametrize("damage", ["truncated", "header only", "not gzip", "altered"])
def test_damaged_gzip_is_unusable(damage):
    """The error says that the gzip file is damaged."""
    data = gzip.compress(b"some words " * 100)
    damaged = {
        "truncated": data[:-9],
        "header only": data[:40],
        "not gzip": b"plain",
        "altered": data[:20] + b"xxxx" + data[24:],
    }
    with pytest.raises(UnusableFileError, match="damaged gzip file"):
        gunzip(damaged[damage], 10_000)


def test_several_gzip_members_and_padding_are_one_file():
    """Files that were appended to each other, and zeros at the end, are unpacked."""
    data = gzip.compress(b"some ") + gzip.compress(b"words") + b"\0" * 512
    assert gunzip(data, 10_000) == b"some words"


def test_unpacking_stops_at_the_limit():
    """A small file that unpacks to more names the option that raises the limit."""
    with pytest.raises(TooLargeError, match=r"more than 1,000 bytes.*max_file_size"):
        gunzip(gzip.compress(b"\0" * 1_000_000), 1_000)
