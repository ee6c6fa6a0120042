"""Two result files side by side: seconds and memory as ratios, scores as differences."""

from __future__ import annotations

import argparse
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.records import load

COSTS = ("seconds", "core_seconds", "peak_bytes")
"""Values that are compared as ratios; all others as differences."""

KEYS = ("contender", "loss", "n_topics", "label")
"""Values that identify a fit, if its records have them."""


def main(arguments: list[str]) -> None:
    """Print every fit that is in both files."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks compare", description=__doc__)
    parser.add_argument("before", type=Path, metavar="A", help="JSON file in results/")
    parser.add_argument("after", type=Path, metavar="B", help="JSON file in results/")
    options = parser.parse_args(arguments)
    before, after = load(options.before), load(options.after)
    for name in ("benchmark", "corpus"):
        if before[name] != after[name]:
            parser.error(f"{name} differs: {before[name]} and {after[name]}")
    print(f"{before['benchmark']} on {before['corpus']}\n")
    for name in ("machine", "versions"):
        for key in sorted(before[name] | after[name]):
            one, other = before[name].get(key), after[name].get(key)
            if one != other:
                print(f"{key}: {one} -> {other}")
    print("\n" + table(before["records"], after["records"]))


def table(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> str:
    """Return a Markdown table: medians over the random states of A and of B, and the change."""
    groups = grouped(before), grouped(after)
    both = [key for key in groups[0] if key in groups[1]]
    if not both:
        return "no fit is in both files"
    numbers = [name for name in before[0] if isinstance(before[0][name], float)]
    names = [*(name for name in COSTS if name in before[0])]
    names += [name for name in numbers if name not in names]
    lines = ["| " + " | ".join(["fit", *names]) + " |", "|---" * (len(names) + 1) + "|"]
    for key in both:
        cells = [cell(name, groups[0][key], groups[1][key]) for name in names]
        lines.append("| " + " | ".join([" ".join(key), *cells]) + " |")
    only = [
        " ".join(key) for group, other in (groups, groups[::-1]) for key in group.keys() - other
    ]
    if only:
        lines.append("\nonly in one of the files: " + ", ".join(sorted(only)))
    return "\n".join(lines)


def grouped(records: list[dict[str, Any]]) -> dict[tuple[str, ...], list[dict[str, Any]]]:
    """Return the records of each fit, all random states together."""
    groups: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for record in records:
        key = tuple(
            f"K={record[name]}" if name == "n_topics" else record[name]
            for name in KEYS
            if name in record
        )
        groups.setdefault(key, []).append(record)
    return groups


def cell(name: str, before: list[dict[str, Any]], after: list[dict[str, Any]]) -> str:
    """Return both medians, and their ratio or difference."""
    one, other = (median(record[name] for record in group) for group in (before, after))
    if name == "peak_bytes":
        change = other / one if one else float("nan")
        return f"{one / 2**20:.0f} -> {other / 2**20:.0f} MiB ({change:.2f}x)"
    if name in COSTS:
        change = other / one if one else float("nan")
        return f"{one:.2f} -> {other:.2f} ({change:.2f}x)"
    return f"{one:.6g} -> {other:.6g} ({other - one:+.3g})"
