"""Run one contender on a stored problem: the benchmarks start this in a process of its own."""

from __future__ import annotations

import json
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.measuring import forget_peak, memory_now, memory_peak, versions

ROWS, TEXTS, SUMMARY = "rows.npz", "texts.parquet", "summary.json"
"""File names: the problem (counts or texts), and what the process leaves in the folder."""


def main(folder: Path, module: str, options: dict[str, Any]) -> None:
    """Solve the problem in the folder; leave the arrays of every fit and a summary there."""
    contender = import_module(module)
    if hasattr(contender, "warm_up"):
        contender.warm_up()
    problem = load_problem(folder)
    # The problem stays in memory, so that its space is not reused within the measured peak.
    prepared = contender.prepare(problem) if hasattr(contender, "prepare") else problem
    before = memory_now()
    forget_peak()
    fits = []
    for number, fit in enumerate(contender.run(prepared, **options)):
        spent = {"seconds": fit.clock.seconds, "core_seconds": fit.clock.core_seconds}
        fits.append({**fit.details, **spent, "peak_bytes": memory_peak() - before})
        arrays = fit.arrays() if callable(fit.arrays) else fit.arrays
        np.savez(folder / f"{number}.npz", **arrays)
    summary = {"fits": fits, "versions": versions(*contender.PACKAGES)}
    (folder / SUMMARY).write_text(json.dumps(summary))


def load_problem(folder: Path) -> Any:
    """Return the CSR rows or the series of texts that `store_problem` wrote."""
    if (folder / TEXTS).exists():
        import polars as pl

        return pl.read_parquet(folder / TEXTS)["text"]
    import scipy.sparse as sp

    return sp.load_npz(folder / ROWS)


def store_problem(folder: Path, problem: Any) -> None:
    """Write CSR rows, or a table with a column of texts, into the folder."""
    if hasattr(problem, "write_parquet"):
        problem.write_parquet(folder / TEXTS)
        return
    import scipy.sparse as sp

    sp.save_npz(folder / ROWS, sp.csr_matrix(problem))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], json.loads(sys.argv[3]))
