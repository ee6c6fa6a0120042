"""Sizes of memory: as people write them, and how much is free."""

from __future__ import annotations

import os
import re
from pathlib import Path

from topics.errors import OptionError

_SIZE = re.compile(r"\s*(\d+(?:\.\d+)?)\s*([kmgt]?)(i?)b?\s*", re.IGNORECASE)
_POWERS = {"": 0, "k": 1, "m": 2, "g": 3, "t": 4}


def bytes_of(size: str | None) -> int | None:
    """A size such as ``4GB``, ``500 MB`` or ``1.5GiB`` in bytes.

    Raises
    ------
    OptionError
        It is no size.

    Examples
    --------
    >>> bytes_of("4GB"), bytes_of("1.5 GiB"), bytes_of("250000")
    (4000000000, 1610612736, 250000)
    """
    if size is None:
        return None
    match = _SIZE.fullmatch(size)
    if match is None:
        raise OptionError(f"memory is {size!r:.50}, expected a size such as 4GB or 500MB")
    number, unit, is_binary = match.groups()
    return int(float(number) * (1024 if is_binary else 1000) ** _POWERS[unit.lower()])


def size_in_words(n_bytes: float) -> str:
    """A size as people write it.

    Examples
    --------
    >>> size_in_words(4_210_000_000), size_in_words(98_000_000)
    ('4.2 GB', '98 MB')
    """
    if n_bytes >= 1e9:
        return f"{n_bytes / 1e9:.1f} GB"
    return f"{n_bytes / 1e6:.0f} MB"


def free_memory() -> int | None:
    """Bytes that this process may still take; None where the system does not say."""
    try:
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
        free = next(int(line.split()[1]) * 1024 for line in lines if "MemAvailable" in line)
    except (OSError, StopIteration, ValueError):
        try:
            return os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
        except (AttributeError, OSError, ValueError):  # not on Windows
            return None
    return min([free, *_left_in_group()])


def _left_in_group() -> list[int]:
    """What the limit of a container leaves, if there is one."""
    group = Path("/sys/fs/cgroup")
    try:
        most, now = (
            int((group / name).read_text(encoding="ascii"))
            for name in ("memory.max", "memory.current")
        )
    except (OSError, ValueError):  # no such group, or "max" for no limit
        return []
    return [max(most - now, 0)]
