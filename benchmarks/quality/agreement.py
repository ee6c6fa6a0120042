"""Quick and exact stability: do the other fits of a run say what twenty whole fits say?"""

from __future__ import annotations

import argparse
from itertools import product
from typing import Any

import numpy as np
from scipy.stats import spearmanr

import topics
from benchmarks.contender import Clock
from benchmarks.quality.corpora import Judged, chosen, load
from benchmarks.records import Kept

CORPORA = {
    "wikinews": 20, "federalist": 20, "digitalgov_news": 20, "peps": 50, "state_of_union": 50,
}  # fmt: skip
"""Numbers of topics by corpus."""

REFITS = 20
TARGET = 0.8
METHODS = ("refit", "bootstrap")
"""Further fits of all documents with other random states, or of samples of the documents."""

KEYS = ("model", "n_topics", "random_state", "method")


def run(options: argparse.Namespace) -> None:
    """Fit what is not in the record yet; print the rank correlations."""
    if not hasattr(topics, "stability"):
        print("left out: this version has no topics.stability")
        return
    for path in chosen(options, list(CORPORA)):
        corpus = load(path)
        problem = corpus.problem | {"refits": REFITS}
        kept = Kept(options.results, "quality-agreement", corpus.name, problem, KEYS)
        for n_topics in options.topics or [CORPORA.get(corpus.name, 20)]:
            for random_state in range(options.states or 1):
                for model, method in product(options.models, METHODS):
                    names = {"model": model, "n_topics": n_topics, "random_state": random_state}
                    if names | {"method": method} not in kept:
                        record = measured(corpus, options.threads, method, **names)
                        kept.add(names | {"method": method} | record)
        print("\n".join(line(corpus.name, record) for record in kept.records), flush=True)


def measured(corpus: Judged, n_threads: int, method: str, **names: Any) -> dict[str, Any]:
    """Return the stability of every topic by the run's own fits, and by further whole fits."""
    with Clock() as quick:
        fitted = topics.fit(corpus.counts, project=False, n_threads=n_threads, **names)
    with Clock() as exact:
        stability = topics.stability(fitted, n_refits=REFITS, method=method)
    return {
        "quick": fitted.topics["stability"].to_list(),
        "exact": np.asarray(stability.values).tolist(),
        "quick_seconds": quick.seconds,
        "exact_seconds": exact.seconds,
    }


def line(name: str, record: dict[str, Any]) -> str:
    """Return the rank correlation of a record as a line of text."""
    quick, exact = np.array(record["quick"]), np.array(record["exact"])
    correlation = float(spearmanr(quick, exact).statistic)
    # NaN, of a stability that is the same for all topics, fails the comparison.
    met = "met" if correlation >= TARGET else "NOT MET"
    model = f"{record['model']}, {record['n_topics']} topics, state {record['random_state']}"
    return (
        f"{name}, {model}, {record['method']}: Spearman {correlation:.3f} ({met}: {TARGET}); "
        f"means {quick.mean():.2f} and {exact.mean():.2f}; {record['quick_seconds']:.1f} s for "
        f"the fit and its stability, {record['exact_seconds']:.1f} s for the further fits"
    )
