"""Map: seconds and trustworthiness beside plain UMAP; the tables of neighbours; unseen rows."""

from __future__ import annotations

import argparse
import warnings
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from benchmarks.contenders import Clock
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
    parser.add_argument("--rows", type=int, default=18_000, help="at most so many")
    options = parser.parse_args(arguments)
    warnings.simplefilter("ignore")
    from topics.models import LDA

    name, train, held_out = load(options.corpus)
    import scipy.sparse as sp

    rows = sp.vstack([train, held_out])[: options.rows]
    warm_up()
    for n_topics in options.topics:
        shares = LDA(n_topics, max_sweeps=15, tolerance=0).fit_transform(rows)
        print(f"{name}: {len(shares):,} rows, {n_topics} topics", flush=True)
        beside_umap(shares)
        tables(shares)
        unseen(shares)


def warm_up() -> None:
    """Compile both, and umap-learn's descent, which it takes from 4,096 rows on."""
    plain(np.random.default_rng(0).dirichlet(np.full(5, 0.3), size=4_500))
    ours(np.random.default_rng(0).dirichlet(np.full(5, 0.3), size=500))


def plain(shares: Any) -> Any:
    """umap-learn as it comes."""
    from umap import UMAP

    return UMAP(metric="hellinger", random_state=0).fit_transform(shares)


def ours(shares: Any) -> Any:
    """The map of a run."""
    from topics.space import project

    return project(shares)


def beside_umap(shares: Any) -> None:
    """Seconds by the median of runs in turn, their ratios, and trustworthiness on a sample."""
    contenders = {"umap-learn": plain, "topics": ours}
    runs: dict[str, list[Clock]] = {name: [] for name in contenders}
    places = {}
    for _ in range(RUNS):
        for name, contender in contenders.items():
            clock, places[name] = timed(lambda contender=contender: contender(shares))
            runs[name].append(clock)
    seconds = {name: median(clock.seconds for clock in runs[name]) for name in runs}
    core_seconds = {name: median(clock.core_seconds for clock in runs[name]) for name in runs}
    for name in contenders:
        print(
            f"  {name}: {seconds[name]:.1f} s, {core_seconds[name]:.1f} core seconds, "
            f"trustworthiness {trust(shares, places[name]):.4f}",
            flush=True,
        )
    ratios = [of["umap-learn"] / of["topics"] for of in (seconds, core_seconds)]
    print(f"  umap-learn / topics: {ratios[0]:.1f} in seconds, {ratios[1]:.1f} in core seconds")


def tables(shares: Any) -> None:
    """The exact table of neighbours, the guessed one, and its recall."""
    from topics.space import neighbour_table

    points = np.unique(np.sqrt(shares), axis=0)
    n = N_NEIGHBORS - 1
    exact, (index, _) = timed(lambda: neighbour_table(points, n))
    guess, (found, _) = timed(lambda: neighbour_table(points, n, exact_up_to=0))
    recall = np.mean([len(np.intersect1d(*pair)) / n for pair in zip(index, found, strict=True)])
    print(
        f"  table of neighbours: exact {exact.core_seconds:.2f}, guessed "
        f"{guess.core_seconds:.2f} core seconds, recall {recall:.4f}",
        flush=True,
    )


def unseen(shares: Any) -> None:
    """A tenth of the rows held out: trustworthiness of the rest with them, both ways.

    And every row of a sample placed by the others, against its own place.
    """
    from umap import UMAP

    from topics.space import place_new, project

    is_new = np.random.default_rng(1).random(len(shares)) < HELD_OUT
    fitted, new = shares[~is_new], shares[is_new]
    places = project(fitted)
    beside = place_new(new, fitted, places)
    model = UMAP(metric="hellinger", random_state=0).fit(fitted)
    theirs = model.transform(new)
    for name, known, placed in (("topics", places, beside), ("umap", model.embedding_, theirs)):
        score = trust_of_new(fitted, known, new, placed)
        print(f"  unseen rows, {name}: trustworthiness {score:.4f}", flush=True)
    extent = np.linalg.norm(np.ptp(places, axis=0))
    rows = np.random.default_rng(2).choice(len(fitted), 500, replace=False)
    gaps = []
    for row in rows:
        others = np.any(fitted != fitted[row], axis=1)
        own = place_new(fitted[row : row + 1], fitted[others], places[others])
        gaps.append(np.linalg.norm(own[0] - places[row]) / extent)
    print(
        f"  left out, distance to the own place / extent of the map: median {np.median(gaps):.4f},"
        f" 90% below {np.quantile(gaps, 0.9):.4f}",
        flush=True,
    )


def trust(shares: Any, places: Any) -> float:
    """Trustworthiness of a sample of the rows under the Hellinger distance."""
    from sklearn.manifold import trustworthiness

    rows = np.random.default_rng(0).choice(len(shares), min(SAMPLE, len(shares)), replace=False)
    score = trustworthiness(np.sqrt(shares[rows]), places[rows], n_neighbors=N_NEIGHBORS)
    return float(score)


def trust_of_new(fitted: Any, known: Any, new: Any, placed: Any) -> float:
    """As trustworthiness, of new rows among fitted ones: 1 less the ranks of false neighbours."""
    k, n = N_NEIGHBORS, len(fitted)
    roots, penalty = np.sqrt(fitted), 0.0
    for row, place in zip(np.sqrt(new), placed, strict=True):
        rank = np.empty(n)
        rank[np.argsort(np.square(roots - row).sum(axis=1))] = np.arange(1, n + 1)
        near = np.argpartition(np.square(known - place).sum(axis=1), k)[:k]
        penalty += np.maximum(rank[near] - k, 0).sum()
    return 1.0 - 2.0 * penalty / (len(new) * k * (2 * n - 3 * k - 1))


def timed(work: Callable[[], Any]) -> tuple[Clock, Any]:
    """What the work gives, and what it cost."""
    clock = Clock()
    with clock:
        result = work()
    return clock, result


__all__ = ["main"]
