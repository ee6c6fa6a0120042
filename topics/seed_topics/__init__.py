"""Which topics does a person ask for?"""

from topics.seed_topics.asked import (
    DEFAULT_STRENGTH,
    HIGHEST_STRENGTH,
    MAX_BYTES,
    SeedTopic,
    read_seed_topics,
    record_of_toml,
    seed_topics_of,
)

__all__ = [
    "DEFAULT_STRENGTH",
    "HIGHEST_STRENGTH",
    "MAX_BYTES",
    "SeedTopic",
    "read_seed_topics",
    "record_of_toml",
    "seed_topics_of",
]
