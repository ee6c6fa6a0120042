"""What to do where the package that a format needs is not installed."""

from __future__ import annotations

from topics.reading.records import OfExtraError


def missing_extra(kind: str) -> OfExtraError:
    """Error for files of a kind that only the extra ``formats`` reads."""
    return OfExtraError(f"to read {kind}: pip install 'topics[formats]'")
