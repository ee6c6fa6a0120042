"""The settings of the allocator of polars, which must be there before polars is imported."""

from __future__ import annotations

import os

os.environ.setdefault("_RJEM_MALLOC_CONF", "dirty_decay_ms:100,muzzy_decay_ms:0")
# Memory that polars frees goes back to the system soon. By default it stays for up to ten seconds,
# while the next stage already takes its own: a third of the memory of reading.
