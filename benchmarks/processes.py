"""A contender runs in a process of its own, so that memory and compiled code are its own."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

SUMMARY = "summary.json"
"""What the process leaves in its folder."""


def run_alone(module: str, folder: Path, task: Mapping[str, Any]) -> dict[str, Any] | None:
    """Summary of ``python -m module folder task``; None, and a line that says why, if it failed."""
    command = [sys.executable, "-W", "ignore", "-m", module, str(folder), json.dumps(task)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    if run.returncode:
        told = run.stderr.strip().splitlines() or [f"no message, exit code {run.returncode}"]
        print(f"{task['contender']} left out: {told[-1]}", flush=True)
        return None
    summary: dict[str, Any] = json.loads((folder / SUMMARY).read_text())
    return summary
