"""Counting: seconds and memory from texts to a pruned matrix, compared with CountVectorizer."""

from __future__ import annotations

import argparse
import hashlib
from pathlib import Path
from statistics import median
from typing import Any

import polars as pl

import topics
from benchmarks.comparison import Case, compare
from benchmarks.counting.contenders import CONTENDERS
from benchmarks.problems import PROBLEMS, Problem
from benchmarks.records import RESULTS, keep

REPEATS = 5


def main(arguments: list[str]) -> None:
    """Let the contenders count in turn, several times; print a table and save the records."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks counting", description=__doc__)
    parser.add_argument(
        "--corpus", type=Path, required=True, help="a file or folder for topics.read"
    )
    parser.add_argument("--repeats", type=int, default=REPEATS)
    parser.add_argument("--results", type=Path, default=RESULTS, help="folder for the JSON file")
    options = parser.parse_args(arguments)
    name = options.corpus.name.split(".")[0]
    texts = texts_of(options.corpus, PROBLEMS.get(name, Problem()))
    n_bytes = int(texts["text"].str.len_bytes().sum())
    print(f"{name}: {len(texts):,} texts, {n_bytes / 1e6:.1f} MB")
    cases = (
        Case({"contender": contender, "random_state": repeat}, module)
        for repeat in range(options.repeats)
        for contender, module in CONTENDERS.items()
    )
    records, versions = compare(cases, lambda case: texts, lambda case, counts: sizes(counts), line)
    print("\n" + table(records, n_bytes))
    problem = {"rows": len(texts), "bytes": n_bytes}
    keep(options.results, "counting", name, problem, versions, records)


def sizes(counts: Any) -> dict[str, Any]:
    """Return the number of terms and of counts, and the SHA-256 of both."""
    digest = hashlib.sha256("\n".join(counts["terms"].tolist()).encode())
    for name in ("indptr", "indices", "values"):
        digest.update(counts[name].tobytes())
    return {
        "terms": len(counts["terms"]),
        "nonzeros": len(counts["values"]),
        "sha256": digest.hexdigest(),
    }


def line(record: dict[str, Any]) -> str:
    """Return one record as a line of text."""
    return (
        f"{record['contender']:8} {record['seconds']:6.2f} s "
        f"(cores {record['core_seconds']:6.2f})  {record['peak_bytes'] / 2**20:6.0f} MiB"
    )


def texts_of(corpus: Path, problem: Problem) -> pl.DataFrame:
    """Return one column of texts, with a row per section or document as the problem says."""
    sections = topics.read(corpus, section_tokens=problem.section_tokens).sections
    rows = sections.select("document", pl.concat_str("heading", "text", separator="\n"))
    if problem.level == "document":
        rows = rows.group_by("document", maintain_order=True).agg(pl.col("heading").str.join("\n"))
    return rows.select(pl.col("heading").alias("text"))


def table(records: list[dict[str, Any]], n_bytes: int) -> str:
    """Return a Markdown table: medians of the repeats, and the ratio of both contenders."""
    lines = [
        "| contender | seconds | core seconds | peak / text | terms | non-zeros | counts |",
        "|---|---|---|---|---|---|---|",
    ]
    seconds = {}
    for contender in CONTENDERS:
        group = [record for record in records if record["contender"] == contender]
        if not group:
            continue
        seconds[contender] = median(record["seconds"] for record in group)
        core_seconds = median(record["core_seconds"] for record in group)
        peak = max(record["peak_bytes"] for record in group) / n_bytes
        first = group[0]
        lines.append(
            f"| {contender} | {seconds[contender]:.2f} | {core_seconds:.2f} | {peak:.1f} "
            f"| {first['terms']} | {first['nonzeros']} | {first['sha256'][:12]} |"
        )
    if len(seconds) > 1:
        same = len({record["sha256"] for record in records}) == 1
        ratio = seconds["sklearn"] / seconds["topics"]
        lines.append(
            f"\n{ratio:.1f} times as fast; the counts are {'' if same else 'NOT '}the same"
        )
    return "\n".join(lines)
