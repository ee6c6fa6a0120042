"""Scale: a whole fit of many rows, its memory, what workers gain, and other libraries."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path

from benchmarks.measuring import machine, versions
from benchmarks.scale.processes import watched
from benchmarks.scale.rows import write_rows
from benchmarks.scale.sweeps import compare_peers, compare_workers, counts_of

PACKAGES = ("numba", "numpy", "scipy", "polars", "distributed", "gensim", "scikit-learn")


def main(arguments: list[str]) -> None:
    """Print time and memory of a whole fit, of the fit with workers, and of other libraries."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks scale", description=__doc__)
    parser.add_argument("--corpora", type=Path, nargs="+", metavar="FILE", required=True)
    parser.add_argument("--rows", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--topics", type=int, default=50)
    parser.add_argument("--partition-rows", type=int, default=16_384)
    parser.add_argument("--workers", type=int, nargs="*", default=[1, 2, 4])
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=list(PARTS))
    options = parser.parse_args(arguments)
    print(json.dumps(machine() | versions(*PACKAGES)))
    with tempfile.TemporaryDirectory() as name:
        for n_rows in options.rows:
            path = Path(name) / f"{n_rows}.jsonl"
            write_rows(options.corpora, n_rows, path)
            print(f"\n{n_rows:,} rows, {path.stat().st_size / 1e6:,.0f} MB", flush=True)
            for part in options.parts:
                PARTS[part](path, options)


def print_whole(path: Path, options: argparse.Namespace) -> None:
    """A whole fit by the command line: seconds of each stage, and memory of all processes."""
    output = path.with_suffix(".run")
    command = [
        sys.executable, "-m", "topics", "fit", str(path), "--topics", str(options.topics),
        "--partition-rows", str(options.partition_rows), "--output", str(output), "--quiet",
    ]  # fmt: skip
    seconds, core_seconds, peak = watched(command)
    stages = json.loads((output / "manifest.json").read_text("utf-8"))["seconds"]
    print(f"whole fit: {seconds:.0f} s, {core_seconds:.0f} core s, {peak / 1e6:,.0f} MB (PSS)")
    print("  " + ", ".join(f"{stage} {value:.1f}" for stage, value in stages.items()), flush=True)


def print_workers(path: Path, options: argparse.Namespace) -> None:
    """The same fit here and by workers: seconds of a sweep, bits, and what a sweep sends."""
    counts = counts_of(path)
    for line in compare_workers(counts, options.topics, options.partition_rows, options.workers):
        print(line, flush=True)


def print_peers(path: Path, options: argparse.Namespace) -> None:
    """One pass of other libraries, and how soon ours has their perplexity."""
    for line in compare_peers(counts_of(path), options.topics, options.partition_rows):
        print(line, flush=True)


PARTS = {"whole": print_whole, "workers": print_workers, "peers": print_peers}
"""What can be measured of each corpus."""
