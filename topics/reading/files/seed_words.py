"""Files of seed words that lie next to the documents: known, and no documents."""

from __future__ import annotations

import tomllib

ENDING = ".toml"
TABLE = "topics"

MAX_BYTES = 1_000_000
"""Larger files are not opened to find out."""


def holds_seed_words(path: str) -> bool:
    """Whether a file is TOML with a table ``[topics]`` of lists of words, by name of the topic."""
    if not path.endswith(ENDING):
        return False
    try:
        with open(path, "rb") as file:
            data = file.read(MAX_BYTES + 1)
        record = tomllib.loads(data.decode("utf-8")) if len(data) <= MAX_BYTES else {}
    except (OSError, ValueError):  # not TOML, not UTF-8, or gone
        return False
    topics = record.get(TABLE)
    return (
        isinstance(topics, dict)
        and bool(topics)
        and all(
            isinstance(words, list) and all(isinstance(word, str) for word in words)
            for words in topics.values()
        )
    )
