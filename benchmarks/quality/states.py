"""Random states: how much a fit depends on its state, with several fits and with one."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from itertools import combinations
from statistics import mean, stdev
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import normalized_mutual_info_score

from benchmarks.contender import Clock
from benchmarks.quality.corpora import Judged, chosen, load
from benchmarks.records import Kept
from topics import LDA
from topics.models import MIXTURES
from topics.notices import StageLog
from topics.results import both_levels, documents_of, fit_rows, rows_of_level

STATES = 10
MAX_KEPT = 2_000
"""Of larger corpora every second document, or fewer, is kept for the disagreement of states."""

FITS = (1, 5)
KEYS = ("n_topics", "n_fits", "random_state", "level")


@dataclass(frozen=True)
class Question:
    """What is fitted of a corpus.

    Attributes
    ----------
    level : {"section", "document"}
    topics : tuple of int
    """

    level: str
    topics: tuple[int, ...]


QUESTIONS = {
    "20news": Question("document", (20,)),
    "wikinews": Question("section", (10, 20)),
    "federalist": Question("section", (10, 20)),
}
MEAN_NMI, WORST_NMI, SPREAD = 0.46, 0.44, 0.5
"""Targets: agreement with the groups of 20news, and spread with five fits in relation to one."""


def run(options: argparse.Namespace) -> None:
    """Fit what is not in the record yet; print what states differ by."""
    for path in chosen(options, list(QUESTIONS)):
        corpus = load(path)
        kept = fitted(corpus, options)
        print(f"\n{corpus.name}\n\n{table(kept.records)}\n")
        print("\n".join(verdicts(corpus.name, kept.records)))


def fitted(corpus: Judged, options: argparse.Namespace) -> Kept:
    """Return the record of a corpus after the fits that it lacked."""
    question = QUESTIONS.get(corpus.name, Question("section", (10, 20)))
    kept = Kept(options.results, "quality-states", corpus.name, corpus.problem, KEYS)
    for n_topics in options.topics or question.topics:
        for random_state in range(options.states or STATES):
            for n_fits in FITS:
                names = {"n_topics": n_topics, "n_fits": n_fits, "random_state": random_state}
                names["level"] = question.level
                if names not in kept:
                    kept.add(names | measured(corpus, options.threads, **names))
                    print(line(kept.records[-1]), flush=True)
    return kept


def measured(
    corpus: Judged, n_threads: int, *, n_topics: int, n_fits: int, random_state: int, level: str
) -> dict[str, Any]:
    """Return the objective of what `topics.fit` shows, and the largest topic of each document.

    These are the steps of `topics.fit` that make topics, as a run does not keep its objective.
    """
    rows = rows_of_level(corpus.counts, level)
    engine = LDA(n_topics, random_state=random_state, n_threads=n_threads)
    with Clock() as clock:
        fit = fit_rows(
            engine,
            rows,
            "counts",
            StageLog(),
            n_fits=n_fits,
            is_mixture="lda" in MIXTURES,
            row_document=documents_of(rows, corpus.counts),
        )
    _, shares = both_levels(fit.shown.row_topic, rows, corpus.counts, fit.shown.topic_term)
    shares = shares[corpus.counted]
    step = -(-len(shares) // MAX_KEPT)
    return {
        "seconds": clock.seconds,
        "objective": float(engine.objective_[-1]),
        "nmi": corpus.agreement(shares),
        "largest": shares[::step].argmax(axis=1).tolist(),
    }


def line(record: dict[str, Any]) -> str:
    """Return one record as a line of text."""
    nmi = "" if record["nmi"] is None else f"  nmi {record['nmi']:.3f}"
    return (
        f"K={record['n_topics']:<4} fits {record['n_fits']} state {record['random_state']:<3} "
        f"{record['seconds']:8.2f} s  objective {record['objective']:.4f}{nmi}"
    )


def summary(group: list[dict[str, Any]]) -> dict[str, float]:
    """Return the means and the spread of the fits that differ only by their random state."""
    objective = [record["objective"] for record in group]
    nmi = [record["nmi"] for record in group if record["nmi"] is not None]
    topics = [np.array(record["largest"]) for record in group]
    result = {
        "objective": mean(objective),
        "objective_range": max(objective) - min(objective),
        "objective_sd": stdev(objective),
        "disagreement": disagreement(topics),
    }
    if nmi:
        result |= {"nmi": mean(nmi), "nmi_worst": min(nmi), "nmi_sd": stdev(nmi)}
        result["nmi_range"] = max(nmi) - min(nmi)
    return result


def disagreement(topics: list[NDArray[np.int64]]) -> float:
    """Return 1 minus the mean NMI of the documents' largest topics over all pairs of states."""
    pairs = combinations(topics, 2)
    return 1 - mean(float(normalized_mutual_info_score(*pair)) for pair in pairs)


def summaries(records: list[dict[str, Any]]) -> dict[tuple[int, int], dict[str, float]]:
    """Return a summary for each number of topics and fits, over the states that all fits have."""
    groups: dict[tuple[int, int], list[dict[str, Any]]] = {}
    done = {(r["n_topics"], r["n_fits"], r["random_state"]) for r in records}
    for record in records:
        if any((record["n_topics"], n, record["random_state"]) not in done for n in FITS):
            continue
        groups.setdefault((record["n_topics"], record["n_fits"]), []).append(record)
    return {
        key: summary(group) | {"states": len(group)}
        for key, group in sorted(groups.items())
        if len(group) > 1
    }


COLUMNS = {
    "objective": ("objective", ".4f"),
    "objective_range": ("range", ".4f"),
    "objective_sd": ("sd", ".4f"),
    "nmi": ("NMI with labels", ".3f"),
    "nmi_worst": ("worst", ".3f"),
    "nmi_range": ("range", ".3f"),
    "nmi_sd": ("sd", ".3f"),
    "disagreement": ("disagreement of states", ".3f"),
}


def table(records: list[dict[str, Any]]) -> str:
    """Return a Markdown table, a row for each number of topics and fits."""
    head = ["topics", "fits", "states", *(name for name, _ in COLUMNS.values())]
    lines = ["| " + " | ".join(head) + " |", "|---" * len(head) + "|"]
    for (n_topics, n_fits), values in summaries(records).items():
        cells = [
            f"{values[key]:{digits}}" if key in values else ""
            for key, (_, digits) in COLUMNS.items()
        ]
        cells = [str(n_topics), str(n_fits), str(values["states"]), *cells]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def verdicts(name: str, records: list[dict[str, Any]]) -> list[str]:
    """Return what the spread of five fits is in relation to one fit, and the targets of 20news."""
    found = summaries(records)
    lines = []
    for n_topics in sorted({n_topics for n_topics, _ in found}):
        one, several = (found.get((n_topics, n_fits)) for n_fits in FITS)
        if not one or not several:
            continue
        ratios = {
            key: several[key] / one[key]
            for key in ("objective_range", "objective_sd", "nmi_range", "nmi_sd", "disagreement")
            if one.get(key)
        }
        lines += [
            f"{n_topics} topics, {key.replace('_', ' ')}: {ratio:.2f} of that with one fit"
            f" ({'at most half' if ratio <= SPREAD else 'MORE than half'})"
            for key, ratio in ratios.items()
        ]
        if name == "20news" and "nmi" in several:
            for key, target in (("nmi", MEAN_NMI), ("nmi_worst", WORST_NMI)):
                met = "met" if several[key] >= target else "NOT MET"
                lines.append(f"{n_topics} topics, {key}: {several[key]:.3f} of {target}: {met}")
    return lines
