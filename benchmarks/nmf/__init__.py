"""NMF: time against the objective for both losses, all contenders on the same rows."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from statistics import mean, median
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.comparison import Case, compare
from benchmarks.nmf.contenders import CONTENDERS
from benchmarks.problems import load
from benchmarks.records import RESULTS, keep
from topics.counting import tfidf

LOSSES = {"frobenius": "tf-idf", "kullback-leibler": "counts"}
"""The weighting of the counts for each loss."""

BLOCK = 200_000


def main(arguments: list[str]) -> None:
    """Run the contenders, print a table and save the records."""
    options = parsed(arguments)
    name, counts, _ = load(options.corpus)
    frequency = np.bincount(counts.indices, minlength=counts.shape[1])
    weighted = {"counts": counts.astype(np.float64)}
    weighted["tf-idf"] = tfidf(counts, frequency, counts.shape[0])
    print(f"{name}: {counts.shape[0]:,} rows, {counts.shape[1]:,} terms, {counts.nnz:,} non-zeros")
    records, versions = compare(
        cases(options),
        lambda case: weighted[LOSSES[case.names["loss"]]],
        lambda case, factors: objective(case, weighted, factors),
        line,
    )
    print("\n" + table(records, counts))
    problem = {"rows": counts.shape[0], "terms": counts.shape[1], "nonzeros": counts.nnz}
    keep(options.results, "nmf", name, problem, versions, records)


def parsed(arguments: list[str]) -> argparse.Namespace:
    """Return the options of the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks nmf", description=__doc__)
    parser.add_argument(
        "--corpus", type=Path, required=True, help="a file or folder for topics.read"
    )
    parser.add_argument("--topics", type=int, nargs="+", required=True, help="numbers of topics")
    parser.add_argument("--losses", nargs="+", choices=LOSSES, default=list(LOSSES))
    parser.add_argument("--contenders", nargs="+", choices=CONTENDERS, default=list(CONTENDERS))
    parser.add_argument("--random-states", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--results", type=Path, default=RESULTS, help="folder for the JSON file")
    return parser.parse_args(arguments)


def cases(options: argparse.Namespace) -> Iterator[Case]:
    """Yield the cases with contenders in turn, so that a slow minute affects all of them."""
    for random_state in range(options.random_states):
        for loss in options.losses:
            for n_topics in options.topics:
                for contender in options.contenders:
                    module, losses = CONTENDERS[contender]
                    if loss not in losses:
                        continue
                    arguments = {
                        "loss": loss,
                        "n_topics": n_topics,
                        "random_state": random_state,
                        "n_threads": options.threads,
                    }
                    yield Case({"contender": contender, **arguments}, module, arguments)


def objective(case: Case, weighted: dict[str, Any], factors: Any) -> dict[str, float]:
    """Return the value of the loss, computed again from the factors."""
    loss = case.names["loss"]
    value = OBJECTIVES[loss](weighted[LOSSES[loss]], factors["weights"], factors["components"])
    return {"objective": value}


def half_squared_distance(
    rows: Any, weights: NDArray[np.float64], components: NDArray[np.float64]
) -> float:
    """Return ``0.5 * ||rows - weights @ components||**2``."""
    cross = float(((rows @ components.T) * weights).sum())
    products = float(((weights.T @ weights) * (components @ components.T)).sum())
    return 0.5 * (float((rows.data**2).sum()) - 2 * cross + products)


def divergence(rows: Any, weights: NDArray[np.float64], components: NDArray[np.float64]) -> float:
    """Return the generalised Kullback-Leibler divergence of the product from the rows."""
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
    """Return one record as a line of text."""
    return (
        f"{record['contender']:8} {record['loss']:16} K={record['n_topics']:<5} "
        f"state {record['random_state']}  {record['sweeps']:4} sweeps {record['seconds']:8.3f} s "
        f"(cores {record['core_seconds']:8.3f})  {record['objective']:.2f}  "
        f"{record['peak_bytes'] / 2**20:6.0f} MiB"
    )


def table(records: list[dict[str, Any]], rows: Any) -> str:
    """Return a Markdown table: medians of seconds, means of objectives over random states."""
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
