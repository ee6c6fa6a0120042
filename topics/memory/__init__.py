"""How much memory is there, what is on disk instead, and when is what was freed given back?"""

from __future__ import annotations

from topics.memory.freeing import collector_paused, release_free_memory
from topics.memory.on_disk import (
    LARGE,
    empty_array,
    forget_pages,
    hand_over,
    is_on_disk,
    mapped_array,
)
from topics.memory.sizes import bytes_of, free_memory, size_in_words

__all__ = [
    "LARGE",
    "bytes_of",
    "collector_paused",
    "empty_array",
    "forget_pages",
    "free_memory",
    "hand_over",
    "is_on_disk",
    "mapped_array",
    "release_free_memory",
    "size_in_words",
]
