"""Run one contender on stored texts: called by the benchmark, in a process of its own."""

from __future__ import annotations

import hashlib
import json
import sys
from importlib import import_module
from pathlib import Path

import numpy as np
import polars as pl
import scipy.sparse as sp

from benchmarks.counting_contenders import CONTENDERS
from benchmarks.measuring import forget_peak, memory_now, memory_peak, versions
from benchmarks.processes import SUMMARY


def main(folder: Path, task: dict[str, str]) -> None:
    """Count the texts of ``folder`` twice, the first time unmeasured; leave a summary."""
    contender = import_module(CONTENDERS[task["contender"]])
    texts = pl.read_parquet(folder / "texts.parquet")["text"]
    contender.run(contender.prepare(texts[:200].rename("text")))  # imports, not timed
    prepared = contender.prepare(texts)
    before = memory_now()
    forget_peak()
    terms, matrix, clock = contender.run(prepared)
    peak = memory_peak() - before
    rows = sp.csr_matrix(matrix).astype(np.int64)
    rows.sort_indices()
    counted = hashlib.sha256("\n".join(terms).encode())
    for array in (rows.indptr.astype(np.int64), rows.indices.astype(np.int64), rows.data):
        counted.update(array.tobytes())
    summary = {
        "seconds": clock.seconds,
        "core_seconds": clock.core_seconds,
        "peak_bytes": peak,
        "terms": len(terms),
        "nonzeros": int(rows.nnz),
        "sha256": counted.hexdigest(),
        "versions": versions(*contender.PACKAGES),
    }
    (folder / SUMMARY).write_text(json.dumps(summary))


if __name__ == "__main__":
    main(Path(sys.argv[1]), json.loads(sys.argv[2]))
