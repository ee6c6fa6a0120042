"""The loop of every comparison: each contender in a process of its own, then scored."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.run_contender import SUMMARY, store_problem


@dataclass(frozen=True)
class Case:
    """One contender with the options of its ``run``.

    Attributes
    ----------
    names : dict
        What the record says of the case: contender, random_state, …
    module : str
        The contender's module.
    options : dict
        Arguments of its ``run`` besides the problem; JSON values.
    """

    names: dict[str, Any]
    module: str
    options: dict[str, Any] = field(default_factory=dict)


Scores = Callable[[Case, Any], dict[str, Any]]
"""Scores of a fit, from its case and its arrays."""


def compare(
    cases: Iterable[Case],
    problem_of: Callable[[Case], Any],
    scores: Scores,
    show: Callable[[dict[str, Any]], str],
) -> tuple[list[dict[str, Any]], dict[str, str]]:
    """Return one record for each fit of each case, and the versions of the packages.

    Every record is printed as soon as it is there. A contender that fails is left out, with
    a line that says why.
    """
    records: list[dict[str, Any]] = []
    versions: dict[str, str] = {}
    for case in cases:
        with tempfile.TemporaryDirectory() as temporary:
            folder = Path(temporary)
            summary = _run_alone(case, problem_of(case), folder)
            if summary is None:
                continue
            versions.update(summary["versions"])
            for number, fit in enumerate(summary["fits"]):
                with np.load(folder / f"{number}.npz") as arrays:
                    record = {**case.names, **fit, **scores(case, arrays)}
                records.append(record)
                print(show(record), flush=True)
    return records, versions


def _run_alone(case: Case, problem: Any, folder: Path) -> dict[str, Any] | None:
    """Return the summary of the process; None, with a printed reason, if it failed."""
    store_problem(folder, problem)
    module = ["-m", "benchmarks.run_contender", str(folder), case.module]
    command = [sys.executable, "-W", "ignore", *module, json.dumps(case.options)]
    process = subprocess.run(command, capture_output=True, text=True, check=False)
    if process.returncode:
        reasons = process.stderr.strip().splitlines()
        reason = reasons[-1] if reasons else f"no message, exit code {process.returncode}"
        print(f"{case.names['contender']} left out: {reason}", flush=True)
        return None
    summary: dict[str, Any] = json.loads((folder / SUMMARY).read_text())
    return summary
