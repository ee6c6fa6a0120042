"""The options of reading that concern metadata."""

from __future__ import annotations

from dataclasses import replace

from topics.options import ReadOptions

METADATA_OPTIONS = ("metadata", "metadata_key", "metadata_pattern")


def without_metadata(options: ReadOptions) -> ReadOptions:
    """The options without those of metadata: for parsers, and where metadata do not matter."""
    return replace(options, metadata=None, metadata_key=None, metadata_pattern=None)
