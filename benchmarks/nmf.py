"""NMF: time against the objective in both losses, every contender on the same rows."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from statistics import mean, median
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from benchmarks.nmf_contenders import CONTENDERS
from benchmarks.problems import load
from benchmarks.processes import run_alone
from benchmarks.records import RESULTS, keep
from topics.counting import tfidf

LOSSES = {"frobenius": "tf-idf", "kullback-leibler": "counts"}
"""The loss, and how the counts are weighted for it."""

BLOCK = 200_000


def main(arguments: list[str]) -> None:
    """Run the contenders in turn and keep what was measured."""
    options = parsed(arguments)
    name, counts, _ = load(options.corpus)
    frequency = np.bincount(counts.indices, minlength=counts.shape[1])
    weighted = {"counts": counts.astype(np.float64)}
    weighted["tf-idf"] = tfidf(counts, frequency, counts.shape[0])
    print(f"{name}: {counts.shape[0]:,} rows, {counts.shape[1]:,} terms, {counts.nnz:,} non-zeros")
    records: list[dict[str, Any]] = []
    found: dict[str, str] = {}
    # Random states outside, contenders inside: a slow minute of the machine hits them all.
    for random_state in range(options.random_states):
        for loss in options.losses:
            for n_topics in options.topics:
                for contender in options.contenders:
                    if loss not in CONTENDERS[contender][1]:
                        continue
                    task = {
                        "contender": contender,
                        "loss": loss,
                        "n_topics": n_topics,
                        "random_state": random_state,
                        "n_threads": options.threads,
                    }
                    record = measured(task, weighted[LOSSES[loss]], found)
                    if record is not None:
                        records.append(record)
                        print(line(record), flush=True)
    print("\n" + table(records, counts))
    problem = {"rows": counts.shape[0], "terms": counts.shape[1], "nonzeros": counts.nnz}
    keep(options.results, "nmf", name, problem, found, records)


def parsed(arguments: list[str]) -> argparse.Namespace:
    """Options of the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks nmf", description=__doc__)
    parser.add_argument("--corpus", type=Path, required=True, help="what topics.read takes")
    parser.add_argument("--topics", type=int, nargs="+", required=True, help="numbers of topics")
    parser.add_argument("--losses", nargs="+", choices=LOSSES, default=list(LOSSES))
    parser.add_argument("--contenders", nargs="+", choices=CONTENDERS, default=list(CONTENDERS))
    parser.add_argument("--random-states", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--results", type=Path, default=RESULTS, help="folder for the JSON file")
    return parser.parse_args(arguments)


def measured(task: dict[str, Any], rows: Any, found: dict[str, str]) -> dict[str, Any] | None:
    """Time, memory and objective of one contender, fitted in a process of its own."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        sp.save_npz(folder / "rows.npz", sp.csr_matrix(rows))
        summary = run_alone("benchmarks.nmf_contenders", folder, task)
        if summary is None:
            return None
        found.update(summary.pop("versions"))
        with np.load(folder / "factors.npz") as factors:
            value = OBJECTIVES[task["loss"]](rows, factors["weights"], factors["components"])
        return {**task, **summary, "objective": value}


def half_squared_distance(
    rows: Any, weights: NDArray[np.float64], components: NDArray[np.float64]
) -> float:
    """``0.5 * ||rows - weights @ components||**2``."""
    cross = float(((rows @ components.T) * weights).sum())
    products = float(((weights.T @ weights) * (components @ components.T)).sum())
    return 0.5 * (float((rows.data**2).sum()) - 2 * cross + products)


def divergence(rows: Any, weights: NDArray[np.float64], components: NDArray[np.float64]) -> float:
    """Generalised Kullback-Leibler divergence of ``weights @ components`` from the rows."""
    row = np.repeat(np.arange(rows.shape[0]), np.diff(rows.indptr))
    terms = np.ascontiguousarray(components.T)
    total = float(weights.sum(axis=0) @ components.sum(axis=1)) - float(rows.data.sum())
    for begin in range(0, rows.nnz, BLOCK):
        block = slice(begin, begin + BLOCK)
        expected = np.einsum("ij,ij->i", weights[row[block]], terms[rows.indices[block]])
        values = rows.data[block]
        total += float((values * np.log(values / np.maximum(expected, 1e-300))).sum())
    return total


OBJECTIVES = {"frobenius": half_squared_distance, "kullback-leibler": divergence}


def line(record: dict[str, Any]) -> str:
    """One record on one line."""
    return (
        f"{record['contender']:8} {record['loss']:16} K={record['n_topics']:<5} "
        f"state {record['random_state']}  {record['sweeps']:4} sweeps {record['seconds']:8.3f} s "
        f"(cores {record['core_seconds']:8.3f})  {record['objective']:.2f}  "
        f"{record['peak_bytes'] / 2**20:6.0f} MiB"
    )


def table(records: list[dict[str, Any]], rows: Any) -> str:
    """Markdown: medians of the seconds and means of the objectives over the random states."""
    groups: dict[tuple[str, int, str], list[dict[str, Any]]] = {}
    for record in records:
        key = (record["loss"], record["n_topics"], record["contender"])
        groups.setdefault(key, []).append(record)
    lines = [
        "| loss | topics | contender | sweeps | seconds | core seconds | objective | above ours "
        "| peak MiB | bound MiB |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    for (loss, n_topics, contender), group in groups.items():
        seconds, core_seconds, sweeps = (
            median(record[name] for record in group)
            for name in ("seconds", "core_seconds", "sweeps")
        )
        value = mean(record["objective"] for record in group)
        ours = groups.get((loss, n_topics, "topics"))
        above = f"{value / mean(r['objective'] for r in ours) - 1:+.2%}" if ours else ""
        peak = max(record["peak_bytes"] for record in group)
        bound = 24 * rows.nnz + 40 * n_topics * sum(rows.shape)
        lines.append(
            f"| {loss} | {n_topics} | {contender} | {sweeps:.0f} | {seconds:.3g} "
            f"| {core_seconds:.3g} | {value:.1f} | {above} | {peak / 2**20:.0f} "
            f"| {bound / 2**20:.0f} |"
        )
    return "\n".join(lines)
