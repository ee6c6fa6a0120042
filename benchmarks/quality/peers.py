"""Coherence, diversity and agreement with labels, compared with other libraries' topics."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from statistics import mean, stdev
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.comparison import Case, compare
from benchmarks.quality.contenders import FITS, OURS, PEERS, SETTINGS
from benchmarks.quality.corpora import TOP_TERMS, Judged, chosen, load
from benchmarks.records import Kept

TOPICS = (10, 20, 50)
STATES = 5
KEYS = ("contender", "model", "n_topics", "level", "random_state")
COLUMNS = {
    "npmi_mean": "NPMI mean",
    "npmi_median": "median",
    "c_npmi_mean": "c_npmi mean",
    "diversity": "diversity",
    "irbo": "IRBO",
    "nmi": "NMI",
}
"""Scores in the table, which has their mean and what states differ by."""


def run(options: argparse.Namespace) -> None:
    """Fit what is not in the record yet; print the tables and verdicts of every corpus."""
    kept = [compared(load(path), options) for path in chosen(options)]
    for record in kept:
        print(f"\n{record.head['corpus']}: {record.head['documents']:,} documents\n")
        print(table(record.records))
        print("\n" + "\n".join(verdicts(record.records)))
    for model in options.models:
        print("\n" + overview(model, kept))


def compared(corpus: Judged, options: argparse.Namespace) -> Kept:
    """Return the record of a corpus after the fits that it lacked."""
    problem = corpus.problem | {"settings": SETTINGS}
    kept = Kept(options.results, "quality-peers", corpus.name, problem, KEYS)
    for contender in options.again:
        kept.forget(contender=contender)
    for case in cases(options):
        if case.names in kept or case.names["n_topics"] > corpus.rows.shape[0]:
            continue
        records, versions = compare(
            [case],
            lambda case: problem_of(case, corpus),
            lambda case, arrays: scores(corpus, arrays),
            line,
        )
        for record in records:
            kept.add(record, versions)
    return kept


def cases(options: argparse.Namespace) -> Iterator[Case]:
    """Yield the cases, all contenders of one random state before the next state."""
    for n_topics in options.topics or TOPICS:
        for random_state in range(options.states or STATES):
            for model in options.models:
                for contender in options.contenders:
                    given = {"n_topics": n_topics, "random_state": random_state}
                    names = {"contender": contender, "model": model, **given}
                    given["n_threads"] = options.threads
                    if contender in FITS:
                        own = {"model": model, "n_fits": FITS[contender], "level": options.level}
                        yield Case(names | own, OURS, given | own)
                    elif contender in PEERS[model]:
                        module, other = PEERS[model][contender]
                        documents = {"with_documents": True} if model == "lda" else {}
                        names["level"] = "document"
                        yield Case(names, module, given | other | documents)


def problem_of(case: Case, corpus: Judged) -> Any:
    """Return counts for ours, and rows of documents for other libraries."""
    if case.module == OURS:
        return corpus.counts
    return corpus.rows if case.names["model"] == "lda" else corpus.tfidf


def scores(corpus: Judged, arrays: Any) -> dict[str, Any]:
    """Return the scores of what a contender shows, and its agreement with labels."""
    if "top_terms" in arrays:
        top_terms, shares = arrays["top_terms"], arrays["document_topic"][corpus.counted]
    else:
        names = ("topic_term", "document_topic")
        if "components" in arrays:
            names = ("components", "weights")
        topic_term, shares = (arrays[name] for name in names)
        top_terms = most_probable(topic_term)
    return corpus.scores(top_terms) | {"nmi": corpus.agreement(shares)}


def most_probable(topic_term: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return the ten terms that other libraries show; -1 where a topic has fewer."""
    top = np.argsort(-topic_term, axis=1, kind="stable")[:, :TOP_TERMS]
    return np.where(np.take_along_axis(topic_term, top, axis=1) > 0, top, -1)


def line(record: dict[str, Any]) -> str:
    """Return one record as a line of text."""
    nmi = "" if record["nmi"] is None else f"  nmi {record['nmi']:.3f}"
    return (
        f"{record['model']} {record['contender']:9} K={record['n_topics']:<4} "
        f"state {record['random_state']} {record['seconds']:8.2f} s  "
        f"npmi {record['npmi_mean']:.3f} (median {record['npmi_median']:.3f})  "
        f"diversity {record['diversity']:.3f}{nmi}"
    )


Groups = dict[tuple[str, int, str], list[dict[str, Any]]]


def grouped(records: list[dict[str, Any]]) -> Groups:
    """Return the records of each fit, all random states together, in the order of the table."""
    groups: Groups = {}
    for record in records:
        name = record["contender"]
        if record["level"] != "document":
            name += f" by {record['level']}"
        groups.setdefault((record["model"], record["n_topics"], name), []).append(record)
    rank = {name: place for place, name in enumerate((*FITS, *PEERS["lda"]))}
    return dict(sorted(groups.items(), key=lambda x: (*x[0][:2], rank.get(x[0][2], -1))))


def table(records: list[dict[str, Any]]) -> str:
    """Return a Markdown table: mean over states (largest - smallest, standard deviation)."""
    head = ["model", "topics", "contender", "states", *COLUMNS.values(), "seconds"]
    lines = ["| " + " | ".join(head) + " |", "|---" * len(head) + "|"]
    for (model, n_topics, contender), group in grouped(records).items():
        cells = [spread([record[name] for record in group]) for name in COLUMNS]
        seconds = mean(record["seconds"] for record in group)
        cells = [model, str(n_topics), contender, str(len(group)), *cells, f"{seconds:.1f}"]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def overview(model: str, kept: list[Kept]) -> str:
    """Return a Markdown table of all corpora: NPMI mean / diversity (/ NMI) of each contender."""
    names = [*FITS, *PEERS[model]]
    head = [f"{model}: NPMI / diversity / NMI", "topics", "states", *names]
    lines = ["| " + " | ".join(head) + " |", "|---" * len(head) + "|"]
    for record in kept:
        groups = grouped(record.records)
        for n_topics in sorted({size for kind, size, _ in groups if kind == model}):
            found = [groups.get((model, n_topics, name), []) for name in names]
            states = max(map(len, found))
            cells = [short(group) for group in found]
            row = [record.head["corpus"], str(n_topics), str(states), *cells]
            lines.append("| " + " | ".join(row) + " |")
    return "\n".join(lines)


def short(group: list[dict[str, Any]]) -> str:
    """Return the means of the three scores; nothing without a fit."""
    if not group:
        return ""
    values = [f"{of(group, 'npmi_mean'):.3f}", f"{of(group, 'diversity'):.2f}"]
    if group[0]["nmi"] is not None:
        values.append(f"{of(group, 'nmi'):.3f}")
    return " / ".join(values)


def spread(values: list[float | None]) -> str:
    """Return the mean, and in brackets the range and the standard deviation."""
    present = [value for value in values if value is not None]
    if not present:
        return ""
    if len(present) == 1:
        return f"{present[0]:.3f}"
    return f"{mean(present):.3f} ({max(present) - min(present):.3f}, {stdev(present):.3f})"


def verdicts(records: list[dict[str, Any]]) -> list[str]:
    """Return whether no other library's model is better in both NPMI and diversity, per size.

    Means over the random states are compared, of a library's model with ours of the same kind.
    """
    groups = grouped(records)
    lines = []
    for (model, n_topics, contender), ours in groups.items():
        if not contender.startswith("topics") or contender.startswith("topics-1"):
            continue
        better, others = [], []
        for (other_model, other_topics, other), group in groups.items():
            if (other_model, other_topics) != (model, n_topics) or other.startswith("topics"):
                continue
            others.append(other)
            for coherence in ("npmi_mean", "npmi_median"):
                if all(of(group, name) > of(ours, name) for name in (coherence, "diversity")):
                    better.append(
                        f"{other} has {COLUMNS[coherence].removeprefix('NPMI ')} NPMI "
                        f"{of(group, coherence):.3f} and diversity {of(group, 'diversity'):.3f} "
                        f"against {of(ours, coherence):.3f} and {of(ours, 'diversity'):.3f}"
                    )
        said = "; ".join(better) or f"none of {', '.join(others)} is better in both"
        verdict = "NOT MET" if better else "met"
        if not others:
            verdict, said = "open", "no other library was fitted"
        lines.append(f"{model}, {n_topics} topics, {contender}: {verdict}: {said}")
    return lines


def of(group: list[dict[str, Any]], name: str) -> float:
    """Return the mean of a score over random states."""
    return mean(record[name] for record in group)
