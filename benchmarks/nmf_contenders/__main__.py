"""Run one contender on stored rows: called by the benchmark, in a process of its own."""

from __future__ import annotations

import json
import sys
from importlib import import_module
from pathlib import Path

import numpy as np
import scipy.sparse as sp

from benchmarks.measuring import forget_peak, memory_now, memory_peak, versions
from benchmarks.nmf_contenders import CONTENDERS
from benchmarks.processes import SUMMARY


def main(folder: Path, task: dict[str, object]) -> None:
    """Fit the rows of ``folder``, and leave the factors and a summary there."""
    contender = import_module(CONTENDERS[str(task.pop("contender"))][0])
    rows = sp.load_npz(folder / "rows.npz")
    if hasattr(contender, "warm_up"):
        contender.warm_up(task["loss"])
    before = memory_now()
    forget_peak()
    fit = contender.run(rows, **task)
    summary = {
        "sweeps": fit.sweeps,
        "seconds": fit.clock.seconds,
        "core_seconds": fit.clock.core_seconds,
        "peak_bytes": memory_peak() - before,
        "versions": versions(*contender.PACKAGES),
    }
    np.savez(folder / "factors.npz", weights=fit.weights, components=fit.components)
    (folder / SUMMARY).write_text(json.dumps(summary))


if __name__ == "__main__":
    main(Path(sys.argv[1]), json.loads(sys.argv[2]))
