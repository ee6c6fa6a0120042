"""How much may be unpacked: nothing from outside makes a reader unpack without end."""

from __future__ import annotations

from topics.reading.records import Remark, TooLargeError

MAX_RATIO = 200
"""What is packed unpacks to at most this many times its size. Text packs to a third or a tenth of
its size, and repetitive tables to a fiftieth."""

MIN_JUDGED = 10_000_000
"""A member may have up to this many bytes whatever their ratio."""

MIN_TOTAL = 100_000_000
"""All members together may have up to this many bytes whatever their ratio."""

MAX_TIMES_LIMIT = 10
"""All members of an archive together unpack to at most this many times the limit of one file."""

MAX_MEMBERS = 200_000
"""An archive has at most this many members, those of archives inside it included."""

MAX_DEPTH = 3
"""Archives inside archives inside an archive are read, and none inside those."""


class ExhaustedError(TooLargeError):
    """All that may be unpacked of an archive was unpacked."""


def cut(why: str) -> Remark:
    """Remark on an archive that ends in the middle, is damaged, or unpacks to too much."""
    message = "archives that could not be read to their end; what is before it was read"
    return Remark("cut-archives", message, why)


class Budget:
    """What may still be unpacked of a file and of everything packed inside it.

    Parameters
    ----------
    n_packed : int
        Size of the file in bytes.
    limit : int
        Maximum bytes of a file (`topics.reading.files.opening.limit_of`).
    """

    def __init__(self, n_packed: int, limit: int) -> None:
        self.allowed = min(MAX_TIMES_LIMIT * limit, max(MIN_TOTAL, MAX_RATIO * n_packed))
        self._n_bytes = self.allowed
        self._n_members = MAX_MEMBERS

    def take(self, n_bytes: int) -> None:
        """Count bytes that were unpacked.

        Raises
        ------
        ExhaustedError
            They are more than what is left.
        """
        self._n_bytes -= n_bytes
        if self._n_bytes < 0:
            raise ExhaustedError(f"unpacks to more than {self.allowed:,} bytes")

    def take_member(self) -> None:
        """Count a member.

        Raises
        ------
        ExhaustedError
            It is one too many.
        """
        self._n_members -= 1
        if self._n_members < 0:
            raise ExhaustedError(f"has more than {MAX_MEMBERS:,} members")
