"""The formats in which a run's tables and matrices can be written."""

from __future__ import annotations

from collections.abc import Iterable

from topics.errors import OptionError

MATRIX_FORMATS = ("csv", "parquet", "npz", "long")
"""Formats to choose from; ``long`` is one row per document and topic."""


def check_formats(formats: str | Iterable[str]) -> tuple[str, ...]:
    """Return the chosen formats in the order of `MATRIX_FORMATS`.

    Parameters
    ----------
    formats : str or iterable of str
        ``"csv,parquet"`` and ``["csv", "parquet"]`` mean the same.

    Raises
    ------
    OptionError
        A name is not in `MATRIX_FORMATS`.

    Examples
    --------
    >>> check_formats("npz,parquet")
    ('parquet', 'npz')
    """
    names = formats.split(",") if isinstance(formats, str) else list(formats)
    wanted = {str(name).strip().lower() for name in names} - {""}
    unknown = sorted(wanted - set(MATRIX_FORMATS))
    if unknown:
        raise OptionError(f"unknown format {unknown[0]!r}; choose from {', '.join(MATRIX_FORMATS)}")
    return tuple(name for name in MATRIX_FORMATS if name in wanted)
