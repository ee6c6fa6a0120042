"""Run one contender on a stored problem: called by the benchmarks, in a process of its own."""

from __future__ import annotations

import json
import sys
from importlib import import_module
from pathlib import Path

import numpy as np
import scipy.sparse as sp

from benchmarks.contenders import CONTENDERS
from benchmarks.measuring import forget_peak, memory_now, memory_peak, versions
from benchmarks.processes import SUMMARY


def main(folder: Path, task: dict[str, object]) -> None:
    """Fit the rows of ``folder``, and leave the topics of every stop and a summary there."""
    contender = import_module(CONTENDERS[str(task["contender"])])
    rows = sp.load_npz(folder / "train.npz")
    if hasattr(contender, "warm_up"):
        contender.warm_up()
    before = memory_now()
    forget_peak()
    summary = []
    run = contender.run(
        rows, task["n_topics"], task["random_state"], task["n_threads"], task["stops"]
    )
    for stop in run:
        arrays = {"topic_term": stop.topic_term, "document_prior": stop.document_prior}
        np.savez(folder / f"{stop.label}.npz", **arrays)
        peak = memory_peak() - before
        spent = {"seconds": stop.clock.seconds, "core_seconds": stop.clock.core_seconds}
        summary.append({"label": stop.label, **spent, "peak_bytes": peak})
    result = {"stops": summary, "versions": versions(*contender.PACKAGES)}
    (folder / SUMMARY).write_text(json.dumps(result))


if __name__ == "__main__":
    main(Path(sys.argv[1]), json.loads(sys.argv[2]))
