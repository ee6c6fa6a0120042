"""LDA: time against held-out perplexity and coherence, every contender on the same counts."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from statistics import mean, median
from typing import Any

import numpy as np
import scipy.sparse as sp

from benchmarks.contenders import CONTENDERS, STOPS
from benchmarks.problems import load
from benchmarks.processes import run_alone
from benchmarks.records import RESULTS, keep
from topics.evaluation import completion_perplexity, npmi

TOP_TERMS = 10


def main(arguments: list[str]) -> None:
    """Run the contenders in turn and keep what was measured."""
    options = parsed(arguments)
    name, train, held_out = load(options.corpus)
    print(f"{name}: {train.shape[0]:,} rows, {train.shape[1]:,} terms, {train.nnz:,} non-zeros")
    records: list[dict[str, Any]] = []
    found: dict[str, str] = {}
    # Random states outside, contenders inside: a slow minute of the machine hits them all.
    for random_state in range(options.random_states):
        for contender in options.contenders:
            for n_topics in options.topics:
                task = {
                    "contender": contender,
                    "n_topics": n_topics,
                    "random_state": random_state,
                    "n_threads": options.threads,
                    "stops": options.stops or STOPS[contender],
                }
                for record in measured(task, train, held_out, found):
                    records.append(record)
                    print(line(record), flush=True)
    print("\n" + table(records))
    problem = {"rows": train.shape[0], "terms": train.shape[1], "nonzeros": train.nnz}
    keep(options.results, "lda", name, problem, found, records)


def parsed(arguments: list[str]) -> argparse.Namespace:
    """Options of the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks lda", description=__doc__)
    parser.add_argument("--corpus", type=Path, required=True, help="what topics.read takes")
    parser.add_argument("--topics", type=int, nargs="+", required=True, help="numbers of topics")
    parser.add_argument("--contenders", nargs="+", choices=CONTENDERS, default=list(CONTENDERS))
    parser.add_argument("--random-states", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--stops", type=int, nargs="+", help="sweeps, instead of the table's")
    parser.add_argument("--results", type=Path, default=RESULTS, help="folder for the JSON file")
    return parser.parse_args(arguments)


def measured(
    task: dict[str, Any], train: Any, held_out: Any, found: dict[str, str]
) -> list[dict[str, Any]]:
    """Scores of every stop of one contender, fitted in a process of its own."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        sp.save_npz(folder / "train.npz", train)
        summary = run_alone("benchmarks.contenders", folder, task)
        if summary is None:
            return []
        found.update(summary["versions"])
        return [
            {
                "contender": task["contender"],
                "n_topics": task["n_topics"],
                "random_state": task["random_state"],
                **stop,
                **scores(np.load(folder / f"{stop['label']}.npz"), train, held_out),
            }
            for stop in summary["stops"]
        ]


def scores(arrays: Any, train: Any, held_out: Any) -> dict[str, float]:
    """Perplexity by one fold-in for all, with the contender's document prior; coherence."""
    topic_term = arrays["topic_term"]
    completion = completion_perplexity(
        topic_term,
        held_out,
        background=np.asarray(train.sum(axis=0)).ravel(),
        document_topic_prior=np.maximum(arrays["document_prior"], 1e-6),
    )
    top = np.argsort(-topic_term, axis=1, kind="stable")[:, :TOP_TERMS]
    coherence = npmi(top, train)
    return {
        "perplexity": completion.perplexity,
        "npmi_median": float(np.median(coherence)),
        "npmi_mean": float(coherence.mean()),
    }


def line(record: dict[str, Any]) -> str:
    """One record on one line."""
    return (
        f"{record['contender']:9} K={record['n_topics']:<5} state {record['random_state']}  "
        f"{record['label']:>8}  {record['seconds']:8.2f} s "
        f"(cores {record['core_seconds']:8.2f})  {record['perplexity']:7.0f}  "
        f"npmi {record['npmi_median']:.3f} (mean {record['npmi_mean']:.3f})  "
        f"{record['peak_bytes'] / 2**20:6.0f} MiB"
    )


def table(records: list[dict[str, Any]]) -> str:
    """Markdown: medians of the seconds and means of the scores over the random states."""
    groups: dict[tuple[int, str, str], list[dict[str, Any]]] = {}
    for record in records:
        key = (record["n_topics"], record["contender"], record["label"])
        groups.setdefault(key, []).append(record)
    lines = [
        "| topics | contender | sweeps | seconds | core seconds | perplexity "
        "| NPMI median | mean | peak MiB |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for (n_topics, contender, label), group in sorted(groups.items(), key=lambda x: x[0][0]):
        seconds = median(record["seconds"] for record in group)
        core_seconds = median(record["core_seconds"] for record in group)
        perplexity, by_median, by_mean = (
            mean(record[name] for record in group)
            for name in ("perplexity", "npmi_median", "npmi_mean")
        )
        peak = max(record["peak_bytes"] for record in group)
        lines.append(
            f"| {n_topics} | {contender} | {label} | {seconds:.2f} | {core_seconds:.2f} "
            f"| {perplexity:.0f} | {by_median:.3f} | {by_mean:.3f} | {peak / 2**20:.0f} |"
        )
    return "\n".join(lines)
