"""Effects: do 95% intervals cover planted effects, in documents of 5 to 20 sections?"""

from __future__ import annotations

import argparse
import time
import warnings
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
from joblib import Parallel, delayed
from scipy import stats

from benchmarks.effects.contenders import CONTENDERS, of_planted
from benchmarks.effects.planted import EFFECTS, LARGE, LENGTHS, N_DOCUMENTS, planted_corpus
from benchmarks.records import RESULTS, Kept

TARGET = (0.93, 0.97)


def main(arguments: list[str]) -> None:
    """Print one table for each length of sections; what is in the record is not fitted again."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks effects", description=__doc__)
    parser.add_argument("--replications", type=int, default=100, help="generated corpora")
    parser.add_argument("--only", nargs="+", choices=CONTENDERS, default=CONTENDERS)
    parser.add_argument("--lengths", nargs="+", choices=tuple(LENGTHS), default=tuple(LENGTHS))
    parser.add_argument("--processes", type=int, default=-1, help="default: one for each core")
    parser.add_argument("--results", type=Path, default=RESULTS, metavar="DIR")
    options = parser.parse_args(arguments)
    for lengths in options.lengths:
        problem = {"lengths": list(LENGTHS[lengths]), "effects": EFFECTS.tolist()}
        keys = ("part", "random_state", "contender")
        kept = Kept(options.results, "effects", lengths, problem, keys)
        done = {(record["part"], record["random_state"]) for record in kept.records}
        wanted = [
            (state, part)
            for state in range(options.replications)
            for part in options.only
            if (part, state) not in done
        ]
        found = Parallel(n_jobs=options.processes, return_as="generator")(
            delayed(replication)(state, lengths, part) for state, part in wanted
        )
        for records in found:
            for record in records:
                kept.add(record)
        print_table(lengths, [r for r in kept.records if r["part"] in options.only])


def replication(random_state: int, lengths: str, part: str) -> list[dict[str, Any]]:
    """Estimates and half widths of one generated corpus, one record for each contender."""
    warnings.simplefilter("ignore")
    planted = planted_corpus(random_state, lengths)
    begin = time.perf_counter()
    records = []
    for name, (value, low, high) in of_planted(planted, random_state, {part}):
        record = {"part": part, "contender": name, "random_state": random_state}
        record["estimate"] = value.round(5).tolist()
        record["low"], record["high"] = low.round(5).tolist(), high.round(5).tolist()
        records.append(record | {"seconds": round(time.perf_counter() - begin, 2)})
    return records


def print_table(lengths: str, records: Iterable[dict[str, Any]]) -> None:
    """Coverage of all effects and of large ones, the size of what is found, and the errors."""
    by_name: dict[str, list[dict[str, Any]]] = {}
    for record in records:
        by_name.setdefault(record["contender"], []).append(record)
    fewest, most = LENGTHS[lengths]
    print(f"\n{lengths} sections, {fewest} to {most} tokens")
    heads = f"{'corpora':>8}{'covered':>9}{'+-':>6}{'large':>8}{'size':>7}{'error':>8}{'told':>8}"
    print(f"{'':38}{heads}")
    is_large = np.abs(EFFECTS) >= LARGE
    for name, rows in by_name.items():
        if len(rows) < 2:
            continue
        keys = ("estimate", "low", "high")
        value, low, high = (np.array([row[key] for row in rows]) for key in keys)
        covers = (low <= EFFECTS) & (high >= EFFECTS)
        # Effects of one corpus depend on each other, so corpora are the sample.
        spread = covers.mean(axis=(1, 2)).std(ddof=1) / len(rows) ** 0.5
        size = (value[:, is_large] / EFFECTS[is_large]).mean()
        error = value.std(axis=0, ddof=1).mean()
        told = (high - low).mean() / 2 / stats.t.isf(0.025, N_DOCUMENTS - 1)
        mark = "" if TARGET[0] <= covers.mean() <= TARGET[1] else " *"
        print(
            f"{name:38}{len(rows):8}{covers.mean():9.3f}{spread:6.3f}"
            f"{covers[:, is_large].mean():8.3f}{size:7.3f}{error:8.4f}{told:8.4f}{mark}"
        )
    print("covered: all effects, +- its error; large: those of .08 and more; size: found / planted")
    print("of these; error: standard deviation of estimates; told: mean standard error;")
    print(f"*: covered is not in {TARGET}")
