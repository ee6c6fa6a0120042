"""LDA: time against held-out perplexity and coherence, for all contenders on the same counts."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from statistics import mean, median
from typing import Any

import numpy as np

from benchmarks.comparison import Case, compare
from benchmarks.lda.contenders import CONTENDERS, STOPS
from benchmarks.problems import load_counts
from benchmarks.records import RESULTS, keep
from topics.evaluation import completion_perplexity, npmi

TOP_TERMS = 10


def main(arguments: list[str]) -> None:
    """Run the contenders, print a table and save the records."""
    options = parsed(arguments)
    name, counts, held_out = load_counts(options.corpus)
    train = counts.matrix
    print(f"{name}: {train.shape[0]:,} rows, {train.shape[1]:,} terms, {train.nnz:,} non-zeros")
    records, versions = compare(
        cases(options),
        lambda case: counts if case.names["contender"] == "topics" else train,
        lambda case, arrays: scores(arrays, train, held_out),
        line,
    )
    print("\n" + table(records))
    problem = {"rows": train.shape[0], "terms": train.shape[1], "nonzeros": train.nnz}
    keep(options.results, "lda", name, problem, versions, records)


def parsed(arguments: list[str]) -> argparse.Namespace:
    """Return the options of the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks lda", description=__doc__)
    parser.add_argument(
        "--corpus", type=Path, required=True, help="a file or folder for topics.read"
    )
    parser.add_argument("--topics", type=int, nargs="+", required=True, help="numbers of topics")
    parser.add_argument("--contenders", nargs="+", choices=CONTENDERS, default=list(CONTENDERS))
    parser.add_argument("--random-states", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument(
        "--stops", type=int, nargs="+", help="sweeps after which the topics are scored"
    )
    parser.add_argument("--results", type=Path, default=RESULTS, help="folder for the JSON file")
    return parser.parse_args(arguments)


def cases(options: argparse.Namespace) -> Iterator[Case]:
    """Yield the cases with contenders in turn, so that a slow minute affects all of them."""
    for random_state in range(options.random_states):
        for contender in options.contenders:
            for n_topics in options.topics:
                names = {"n_topics": n_topics, "random_state": random_state}
                other = {
                    "n_threads": options.threads,
                    "stops": options.stops or STOPS[contender],
                }
                yield Case(
                    {"contender": contender, **names}, CONTENDERS[contender], {**names, **other}
                )


def scores(arrays: Any, train: Any, held_out: Any) -> dict[str, float]:
    """Return perplexity by the same fold-in for all, with their document priors, and coherence."""
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
    """Return one record as a line of text."""
    return (
        f"{record['contender']:9} K={record['n_topics']:<5} state {record['random_state']}  "
        f"{record['label']:>8}  {record['seconds']:8.2f} s "
        f"(cores {record['core_seconds']:8.2f})  {record['perplexity']:7.0f}  "
        f"npmi {record['npmi_median']:.3f} (mean {record['npmi_mean']:.3f})  "
        f"{record['peak_bytes'] / 2**20:6.0f} MiB"
    )


def table(records: list[dict[str, Any]]) -> str:
    """Return a Markdown table: medians of the seconds, means of the scores over random states."""
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
