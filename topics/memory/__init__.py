"""How much memory is there, and when is what was freed given back?"""

from __future__ import annotations

from topics.memory.freeing import collector_paused, release_free_memory
from topics.memory.sizes import bytes_of, free_memory, size_in_words

__all__ = [
    "bytes_of",
    "collector_paused",
    "free_memory",
    "release_free_memory",
    "size_in_words",
]
