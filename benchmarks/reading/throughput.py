"""Megabytes of flattened text read per second."""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from pathlib import Path

import topics
from benchmarks.reading.headings import flatten
from benchmarks.reading.material import rows

REPEATS = 3


def run(corpora: Path) -> None:
    """Print the median rate of `topics.read` over a folder of flattened documents."""
    with tempfile.TemporaryDirectory() as folder:
        n_bytes = n_files = 0
        for name in ("wikipedia_106", "peps", "digitalgov_news"):
            for document in rows(corpora, name):
                data = flatten(document, name, with_title=False)[0].encode()
                Path(folder, f"{n_files:06d}.txt").write_bytes(data)
                n_bytes += len(data)
                n_files += 1
        topics.read(next(Path(folder).iterdir()))  # imports
        seconds = []
        for _ in range(REPEATS):
            begin = time.perf_counter()
            topics.read(folder)
            seconds.append(time.perf_counter() - begin)
        rate = n_bytes / statistics.median(seconds) / 1e6
    print(f"{n_files} files, {n_bytes / 1e6:.1f} MB: {rate:.1f} MB/s on {os.cpu_count()} cores")
