"""Counting: seconds and memory from texts to a pruned matrix, beside CountVectorizer."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from statistics import median
from typing import Any

import polars as pl

import topics
from benchmarks.counting_contenders import CONTENDERS
from benchmarks.problems import PROBLEMS, Problem
from benchmarks.processes import run_alone
from benchmarks.records import RESULTS, keep

REPEATS = 5


def main(arguments: list[str]) -> None:
    """Count by the contenders in turn, several times, and keep what was measured."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks counting", description=__doc__)
    parser.add_argument("--corpus", type=Path, required=True, help="what topics.read takes")
    parser.add_argument("--repeats", type=int, default=REPEATS)
    parser.add_argument("--results", type=Path, default=RESULTS, help="folder for the JSON file")
    options = parser.parse_args(arguments)
    name = options.corpus.name.split(".")[0]
    texts = texts_of(options.corpus, PROBLEMS.get(name, Problem()))
    n_bytes = int(texts["text"].str.len_bytes().sum())
    print(f"{name}: {len(texts):,} texts, {n_bytes / 1e6:.1f} MB")
    records: list[dict[str, Any]] = []
    found: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        texts.write_parquet(folder / "texts.parquet")
        for repeat in range(options.repeats):
            for contender in CONTENDERS:
                task = {"contender": contender}
                summary = run_alone("benchmarks.counting_contenders", folder, task)
                if summary is not None:
                    found.update(summary.pop("versions"))
                    records.append({**task, "random_state": repeat, **summary})
    print("\n" + table(records, n_bytes))
    keep(options.results, "counting", name, {"rows": len(texts), "bytes": n_bytes}, found, records)


def texts_of(corpus: Path, problem: Problem) -> pl.DataFrame:
    """One column of texts, a row as the problem wants it: section or document."""
    sections = topics.read(corpus, section_tokens=problem.section_tokens).sections
    rows = sections.select("document", pl.concat_str("heading", "text", separator="\n"))
    if problem.level == "document":
        rows = rows.group_by("document", maintain_order=True).agg(pl.col("heading").str.join("\n"))
    return rows.select(pl.col("heading").alias("text"))


def table(records: list[dict[str, Any]], n_bytes: int) -> str:
    """Markdown: medians of the repeats, and scikit-learn's against ours."""
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
