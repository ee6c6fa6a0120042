"""Files of seed words that lie next to the documents: known, and no documents."""

from __future__ import annotations

from topics.errors import TopicsError
from topics.seed_topics import MAX_BYTES, record_of_toml, seed_topics_of

ENDING = ".toml"


def holds_seed_words(path: str) -> bool:
    """Whether a file is TOML with lists of words by name of the topic, as seed topics are given.

    Files larger than `MAX_BYTES` are not opened to find out.
    """
    if not path.endswith(ENDING):
        return False
    try:
        with open(path, "rb") as file:
            data = file.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            return False
        seed_topics_of(record_of_toml(data))
    except (TopicsError, OSError, ValueError, RecursionError):  # not TOML, other TOML, or gone
        return False
    return True
