"""Run one contender on a stored problem: the benchmarks start this in a process of its own."""

from __future__ import annotations

import json
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.measuring import forget_peak, memory_now, memory_peak, versions

ROWS, TEXTS, COUNTS, SUMMARY = "rows.npz", "texts.parquet", "counts.npz", "summary.json"
"""File names: the problem (rows, texts or counts), and what the process leaves in the folder."""

COUNTS_FIELDS = ("terms", "row_document", "token_ids", "token_offsets", "piece_starts")
"""Arrays of `topics.Counts` besides its matrix; some may be missing."""


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
    """Return the CSR rows, the counts or the series of texts that `store_problem` wrote."""
    if (folder / TEXTS).exists():
        import polars as pl

        return pl.read_parquet(folder / TEXTS)["text"]
    import scipy.sparse as sp

    rows = sp.load_npz(folder / ROWS)
    if (folder / COUNTS).exists():
        from topics import Counts

        with np.load(folder / COUNTS) as arrays:
            fields = {name: arrays[name] for name in arrays.files if name != "n_documents"}
            return Counts(rows, n_documents=int(arrays["n_documents"]), **fields)
    return rows


def store_problem(folder: Path, problem: Any) -> None:
    """Write CSR rows, `topics.Counts`, or a table with a column of texts, into the folder."""
    if hasattr(problem, "write_parquet"):
        problem.write_parquet(folder / TEXTS)
        return
    import scipy.sparse as sp

    if hasattr(problem, "terms"):
        fields = {name: getattr(problem, name) for name in COUNTS_FIELDS}
        present = {name: array for name, array in fields.items() if array is not None}
        np.savez(folder / COUNTS, n_documents=problem.n_documents, **present)
        problem = problem.matrix
    sp.save_npz(folder / ROWS, sp.csr_matrix(problem))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], json.loads(sys.argv[3]))
