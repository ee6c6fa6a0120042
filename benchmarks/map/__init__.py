"""Map: seconds and trustworthiness compared with umap-learn; neighbour tables; unseen rows."""

from __future__ import annotations

import argparse
import warnings
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from benchmarks.contender import Clock
from benchmarks.problems import load

SAMPLE = 3_000
N_NEIGHBORS = 15
RUNS = 3
HELD_OUT = 0.1


def main(arguments: list[str]) -> None:
    """Print one table for each number of topics, all in this process."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks map", description=__doc__)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--topics", type=int, nargs="+", default=[20, 100])
    parser.add_argument("--rows", type=int, default=18_000, help="maximum number of rows")
    options = parser.parse_args(arguments)
    warnings.simplefilter("ignore")
    from topics import LDA

    name, train, held_out = load(options.corpus)
    import scipy.sparse as sp

    rows = sp.vstack([train, held_out])[: options.rows]
    warm_up()
    for n_topics in options.topics:
        shares = LDA(n_topics, max_sweeps=15, tolerance=0).fit_transform(rows)
        print(f"{name}: {len(shares):,} rows, {n_topics} topics", flush=True)
        against_umap(shares)
        tables(shares)
        unseen(shares)


def warm_up() -> None:
    """Compile both; umap-learn uses its approximate search from 4,096 rows on."""
    map_by_umap(np.random.default_rng(0).dirichlet(np.full(5, 0.3), size=4_500))
    map_by_topics(np.random.default_rng(0).dirichlet(np.full(5, 0.3), size=500))


def map_by_umap(shares: Any) -> Any:
    """Return the map by umap-learn with its defaults."""
    from umap import UMAP

    return UMAP(metric="hellinger", random_state=0).fit_transform(shares)


def map_by_topics(shares: Any) -> Any:
    """Return the map as `topics.fit` makes it."""
    from topics.space import project

    return project(shares)


def against_umap(shares: Any) -> None:
    """Print medians of alternating runs, their ratios, and trustworthiness on a sample."""
    contenders = {"umap-learn": map_by_umap, "topics": map_by_topics}
    runs: dict[str, list[Clock]] = {name: [] for name in contenders}
    positions = {}
    for _ in range(RUNS):
        for name, contender in contenders.items():
            clock, positions[name] = timed(lambda contender=contender: contender(shares))
            runs[name].append(clock)
    seconds = {name: median(clock.seconds for clock in runs[name]) for name in runs}
    core_seconds = {name: median(clock.core_seconds for clock in runs[name]) for name in runs}
    for name in contenders:
        print(
            f"  {name}: {seconds[name]:.1f} s, {core_seconds[name]:.1f} core seconds, "
            f"trustworthiness {trust(shares, positions[name]):.4f}",
            flush=True,
        )
    ratios = [of["umap-learn"] / of["topics"] for of in (seconds, core_seconds)]
    print(f"  umap-learn / topics: {ratios[0]:.1f} in seconds, {ratios[1]:.1f} in core seconds")


def tables(shares: Any) -> None:
    """Print the cost of the exact and the approximate neighbour table, and the recall."""
    from topics.space import neighbour_table

    points = np.unique(np.sqrt(shares), axis=0)
    n = N_NEIGHBORS - 1
    exact, (index, _) = timed(lambda: neighbour_table(points, n))
    approximate, (approximate_index, _) = timed(lambda: neighbour_table(points, n, exact_up_to=0))
    recall = np.mean(
        [len(np.intersect1d(*pair)) / n for pair in zip(index, approximate_index, strict=True)]
    )
    print(
        f"  table of neighbours: exact {exact.core_seconds:.2f}, approximate "
        f"{approximate.core_seconds:.2f} core seconds, recall {recall:.4f}",
        flush=True,
    )


def unseen(shares: Any) -> None:
    """Print the trustworthiness of a tenth of the rows, held out and placed among the rest.

    Also print how far a fitted row is from its position if it is placed as a new one.
    """
    from umap import UMAP

    from topics.space import place_new, project

    is_new = np.random.default_rng(1).random(len(shares)) < HELD_OUT
    fitted, new = shares[~is_new], shares[is_new]
    positions = project(fitted)
    beside = place_new(new, fitted, positions)
    model = UMAP(metric="hellinger", random_state=0).fit(fitted)
    theirs = model.transform(new)
    for name, known, placed in (("topics", positions, beside), ("umap", model.embedding_, theirs)):
        score = trust_of_new(fitted, known, new, placed)
        print(f"  unseen rows, {name}: trustworthiness {score:.4f}", flush=True)
    extent = np.linalg.norm(np.ptp(positions, axis=0))
    rows = np.random.default_rng(2).choice(len(fitted), min(500, len(fitted)), replace=False)
    gaps = []
    for row in rows:
        others = np.any(fitted != fitted[row], axis=1)
        placed_again = place_new(fitted[row : row + 1], fitted[others], positions[others])
        gaps.append(np.linalg.norm(placed_again[0] - positions[row]) / extent)
    print(
        f"  left out, distance to its position / extent of the map: median {np.median(gaps):.4f},"
        f" 90% below {np.quantile(gaps, 0.9):.4f}",
        flush=True,
    )


def trust(shares: Any, positions: Any) -> float:
    """Return the trustworthiness of a sample of the rows under the Hellinger distance."""
    from sklearn.manifold import trustworthiness

    rows = np.random.default_rng(0).choice(len(shares), min(SAMPLE, len(shares)), replace=False)
    score = trustworthiness(np.sqrt(shares[rows]), positions[rows], n_neighbors=N_NEIGHBORS)
    return float(score)


def trust_of_new(fitted: Any, known: Any, new: Any, placed: Any) -> float:
    """Return the trustworthiness of new rows: 1 minus the mean excess rank of their neighbours."""
    k, n = N_NEIGHBORS, len(fitted)
    roots, penalty = np.sqrt(fitted), 0.0
    for row, position in zip(np.sqrt(new), placed, strict=True):
        rank = np.empty(n)
        rank[np.argsort(np.square(roots - row).sum(axis=1))] = np.arange(1, n + 1)
        neighbours = np.argpartition(np.square(known - position).sum(axis=1), k)[:k]
        penalty += np.maximum(rank[neighbours] - k, 0).sum()
    return 1.0 - 2.0 * penalty / (len(new) * k * (2 * n - 3 * k - 1))


def timed(work: Callable[[], Any]) -> tuple[Clock, Any]:
    """Return the time that the work took, and its result."""
    clock = Clock()
    with clock:
        result = work()
    return clock, result
