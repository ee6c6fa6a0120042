"""Time and memory of a command with all processes that it starts."""

from __future__ import annotations

import os
import resource
import subprocess
import time
from pathlib import Path

EVERY = 0.2
"""Seconds between two looks at the memory."""


def watched(command: list[str]) -> tuple[float, float, int]:
    """Run a command; its seconds, core seconds and peak of the bytes of all processes together.

    The bytes are the proportional set size (PSS), which counts shared pages once. Linux only.
    """
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begin = time.perf_counter()
    process = subprocess.Popen(command)
    peak = 0
    while process.poll() is None:
        peak = max(peak, sum(map(pss, tree(process.pid))))
        time.sleep(EVERY)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    core_seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.perf_counter() - begin, core_seconds, peak


def tree(process: int) -> list[int]:
    """A process and all that it started, as far as they are still there."""
    found = [process]
    try:
        for task in os.listdir(f"/proc/{process}/task"):
            children = Path(f"/proc/{process}/task/{task}/children").read_text().split()
            for child in children:
                found += tree(int(child))
    except (FileNotFoundError, ProcessLookupError):
        return found
    return found


def pss(process: int) -> int:
    """Proportional set size of a process in bytes; 0 if it has ended."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
