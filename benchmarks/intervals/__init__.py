"""Intervals: do 90% intervals of documents' shares hold the true ones, and how wide are they?"""

from __future__ import annotations

import argparse
import json
import time
import warnings
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

import topics
from benchmarks.intervals.best import best_shares
from benchmarks.intervals.planted import GENERATORS, Planted, planted_corpus
from benchmarks.records import RESULTS, Kept
from topics.kernels.shares.posterior import MixturePrior
from topics.shares.intervals.limits import angle_errors, angles, limits
from topics.shares.intervals.posterior import CountedDocuments, learned_prior, posterior_shares
from topics.shares.intervals.topic_errors import topic_counts

Floats = NDArray[np.float64]

MODELS = ("lda", "nmf")
LEAST_SHARE, NORMAL = 0.05, 1.6449
COVERAGE, WIDTH = (0.85, 0.95), 1.3
"""Coverage that must be reached, and width compared with that of the oracle."""

LEVELS = (0.7, 0.8, 0.85, 0.9, 0.94, 0.97, 0.99)
"""Levels that are tried for the width of intervals that hold exactly `WANTED` of the shares."""

WANTED = 0.9

MUCH = 1e9
"""Tokens from which the oracle knows its topics."""


def main(arguments: list[str]) -> None:
    """Print a table; what is in the record is not fitted again."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks intervals", description=__doc__)
    parser.add_argument("--only", nargs="+", choices=GENERATORS, default=list(GENERATORS))
    parser.add_argument("--models", nargs="+", choices=MODELS, default=MODELS)
    parser.add_argument("--replications", type=int, default=1, help="corpora of each generator")
    parser.add_argument("--first-state", type=int, default=0, help="random state of the first one")
    parser.add_argument("--fits", type=int, default=None, help="fits of each run")
    parser.add_argument("--results", type=Path, default=RESULTS, metavar="DIR")
    options = parser.parse_args(arguments)
    warnings.simplefilter("ignore")
    generators = {name: asdict(each) for name, each in GENERATORS.items()}
    problem = json.loads(json.dumps({"generators": generators}))  # as it is read again
    keys = ("generator", "model", "random_state", "n_fits")
    name = "generated" if options.fits is None else f"generated-{options.fits}-fits"
    kept = Kept(options.results, "intervals", name, problem, keys)
    done = {tuple(record[key] for key in keys) for record in kept.records}
    for generator in options.only:
        for model in options.models:
            for state in range(options.first_state, options.first_state + options.replications):
                if (generator, model, state, options.fits) not in done:
                    kept.add(record_of(generator, model, state, options.fits))
    print_table(
        record
        for record in kept.records
        if record["generator"] in options.only and record["model"] in options.models
    )


def record_of(generator: str, model: str, random_state: int, n_fits: int | None) -> dict[str, Any]:
    """Coverage and widths of one generated corpus."""
    planted = planted_corpus(GENERATORS[generator], random_state)
    n_topics = len(planted.topic_term)
    run = topics.fit(
        planted.counts,
        model=model,
        n_topics=n_topics,
        n_fits=n_fits,
        project=False,
        random_state=random_state,
    )
    columns = np.searchsorted(planted.counts.terms, run.terms)
    alike = np.sqrt(planted.topic_term[:, columns]) @ np.sqrt(run.topic_term).T
    matched = linear_sum_assignment(-alike)[1]
    begin = time.perf_counter()
    found = run.intervals()
    seconds = run.manifest["seconds"].get("intervals", time.perf_counter() - begin)
    is_large = planted.shares >= LEAST_SHARE

    def measured(ends: tuple[Floats, Floats]) -> tuple[float, float]:
        low, high = (each[is_large] for each in ends)
        truth = planted.shares[is_large]
        covered = ((low <= truth) & (truth <= high)).mean()
        return round(float(covered), 4), round(float((high - low).mean()), 5)

    ours = measured((found.low[:, matched], found.high[:, matched]))
    of_levels = []
    for level in LEVELS:
        other = run.intervals(level=level)
        of_levels.append(measured((other.low[:, matched], other.high[:, matched])))
    prior = GENERATORS[generator].topic_term_prior
    oracle, joint, best, calibrated = (measured(ends) for ends in oracle_ends(planted, prior))
    return {
        "generator": generator,
        "model": model,
        "random_state": random_state,
        "n_fits": n_fits,
        "covered": ours[0],
        "width": ours[1],
        "oracle_covered": oracle[0],
        "oracle_width": oracle[1],
        "joint_covered": joint[0],
        "joint_width": joint[1],
        "width_of_wanted": width_of_wanted(of_levels),
        "best_covered": best[0],
        "best_width": best[1],
        "best_width_of_wanted": calibrated[1],
        "alike": round(float(alike.max(axis=1).mean()), 3),
        "seconds": round(seconds, 2),
    }


def width_of_wanted(of_levels: list[tuple[float, float]]) -> float | None:
    """Width of intervals that hold `WANTED` of the shares, between levels; None if none does."""
    covered, widths = (np.array(each) for each in zip(*of_levels, strict=True))
    if not covered.min() <= WANTED <= covered.max():
        return None
    return round(float(np.interp(WANTED, np.maximum.accumulate(covered), widths)), 5)


def oracle_ends(planted: Planted, topic_term_prior: float) -> list[tuple[Floats, Floats]]:
    """Intervals of those that know what a fit cannot.

    Plain 90% intervals with the true topics, of each section alone and of all together; then those
    of `best_shares`, plain and as wide as they must be to hold `WANTED` of the shares.
    """
    counts, truth = planted.counts, planted.shares
    documents = CountedDocuments.of(counts.matrix, counts.row_document, counts.n_documents)
    known = topic_counts(MUCH * planted.topic_term)
    mean = truth.mean(axis=0)
    learned = learned_prior(documents, known, mean, 0)
    alone = MixturePrior(learned.mean, MUCH, 1.0)
    ends = []
    for prior in (alone, learned):
        found = posterior_shares(documents, known, prior, random_state=1)
        ends.append(limits(found.mean, angle_errors(found.mean, found.variance), NORMAL))
    best, variance = best_shares(planted, learned, topic_term_prior)
    errors = angle_errors(best, variance)
    distance = np.abs(angles(truth) - angles(best)) / np.maximum(errors, 1e-12)
    needed = float(np.quantile(distance[truth >= LEAST_SHARE], WANTED))
    return [*ends, limits(best, errors, NORMAL), limits(best, errors, needed)]


def print_table(records: Iterable[dict[str, Any]]) -> None:
    """One line for each generator and model: the means of its corpora."""
    groups: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for record in records:
        groups.setdefault((record["generator"], record["model"]), []).append(record)
    print(f"\n{'':42}{'ours':^15}{'oracle':^15}{'jointly':^15}{'ratio of ours':^15}{'best':^15}")
    heads = f"{'covered':>9}{'width':>7}" + 2 * f"{'covered':>9}{'width':>6}"
    print(
        f"{'generator':18}{'model':6}{'corpora':>7}{'alike':>7}{heads}{'ratio':>7}"
        f"{'at 90%':>7}{'covered':>9}{'ratio':>6}{'at 90%':>7}{'s':>6}"
    )
    for (generator, model), rows in groups.items():
        mean = {
            name: float(np.mean([row[name] for row in rows]))
            for name, value in rows[0].items()
            if isinstance(value, float) and None not in [row[name] for row in rows]
        }
        ratio = mean["width"] / mean["oracle_width"]
        wanted, best, least = (
            mean.get(name, np.nan) / mean["oracle_width"]
            for name in ("width_of_wanted", "best_width", "best_width_of_wanted")
        )
        is_good = COVERAGE[0] <= mean["covered"] <= COVERAGE[1] and ratio <= WIDTH
        print(
            f"{generator:18}{model:6}{len(rows):7}{mean['alike']:7.2f}{mean['covered']:9.3f}"
            f"{mean['width']:7.3f}{mean['oracle_covered']:9.3f}{mean['oracle_width']:6.3f}"
            f"{mean['joint_covered']:9.3f}{mean['joint_width']:6.3f}{ratio:7.2f}"
            f"{wanted:7.2f}{mean['best_covered']:9.3f}{best:6.2f}{least:7.2f}"
            f"{mean['seconds']:6.1f}{'' if is_good else ' *'}"
        )
    print(f"pairs with a true share of {LEAST_SHARE} or more; alike: overlap of matched topics;")
    print("oracle: the true topics, each section alone; jointly: with the other sections of its")
    print("document; best: topics that are sampled, too, from the true ones on; at 90%: where they")
    print("hold 90% of the pairs (nan: at no level); ratio: width / the oracle's;")
    print(f"*: not covered in {COVERAGE}, or wider than {WIDTH} times the oracle's")
