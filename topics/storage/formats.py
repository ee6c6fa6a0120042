"""The formats in which a run's tables and matrices can be written."""

from __future__ import annotations

from collections.abc import Iterable

from topics.errors import OptionError

FORMATS = ("csv", "parquet", "npz", "long")
"""Formats to choose from. CSV is always written; ``long`` is one row per document and topic."""


def check_formats(formats: str | Iterable[str]) -> tuple[str, ...]:
    """Return the chosen formats in the order of `FORMATS`, always with ``csv``.

    Parameters
    ----------
    formats : str or iterable of str
        ``"csv,parquet"`` and ``["csv", "parquet"]`` mean the same.

    Raises
    ------
    OptionError
        A name is not in `FORMATS`.

    Examples
    --------
    >>> check_formats("npz")
    ('csv', 'npz')
    """
    names = formats.split(",") if isinstance(formats, str) else list(formats)
    wanted = {str(name).strip().lower() for name in names} - {""}
    unknown = sorted(wanted - set(FORMATS))
    if unknown:
        raise OptionError(f"unknown format {unknown[0]!r}; choose from {', '.join(FORMATS)}")
    return tuple(name for name in FORMATS if name in wanted | {"csv"})
