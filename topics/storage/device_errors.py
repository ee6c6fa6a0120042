"""Errors of the disk that is written to, such as a full one."""

from __future__ import annotations

import errno
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from topics.errors import OutputError, TopicsError

_DEVICE_ERRORS = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EIO}
"""Errors that come from the disk that is written to, never from a file that is read."""


def is_device_error(error: OSError) -> bool:
    """Whether an error comes from the disk that is written to."""
    if isinstance(error, TopicsError):
        return False
    number = error.errno
    if number is None:  # polars gives the number only in its message
        match = re.search(r"\(os error (\d+)\)", str(error))
        number = int(match[1]) if match else None
    return number in _DEVICE_ERRORS


@contextmanager
def named_device_errors(folder: Path, advice: str) -> Iterator[None]:
    """Raise OutputError, which names the folder and says what to do, for errors of its disk."""
    try:
        yield
    except OSError as error:
        if not is_device_error(error):
            raise
        raise OutputError(f"cannot write {folder}: {error.strerror or error}; {advice}") from error
