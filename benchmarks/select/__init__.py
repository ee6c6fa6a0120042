"""Number of topics: generated and labelled corpora, beside topica's search_k, and its cost."""

from __future__ import annotations

import argparse
import json
import time
import warnings
from pathlib import Path
from typing import Any

import numpy as np

import topics
from benchmarks.select.corpora import LABELLED, Labelled, generated, labelled
from benchmarks.select.peers import search_k

RANGE = 5, 60
CORPORA, NEEDED = 20, 16
CLOSE, FACTOR = 0.2, 1.5
MOST_FITS = 20
"""A search costs at most this many default fits with the largest number of the range."""


def main(arguments: list[str]) -> None:
    """Print the chosen numbers beside the true ones, and beside those that topica chooses."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks select", description=__doc__)
    parser.add_argument("--only", choices=("generated", "labelled", "cost"))
    parser.add_argument("--first", type=int, default=0, help="first generated corpus")
    parser.add_argument("--last", type=int, default=CORPORA - 1, help="last one")
    parser.add_argument("--corpora", type=Path, metavar="DIR", help="folder of labelled corpora")
    parser.add_argument("--name", choices=LABELLED, help="one labelled corpus")
    parser.add_argument("--model", choices=("lda", "nmf"), default="lda")
    parser.add_argument("--threads", type=int, help="of both libraries")
    parser.add_argument("--no-peer", action="store_true", help="leave topica out")
    parser.add_argument("--results", type=Path, help="file that gets a line of JSON a corpus")
    options = parser.parse_args(arguments)
    warnings.simplefilter("ignore")
    if options.only in (None, "generated"):
        print_generated(options)
    if options.only in (None, "labelled") and options.corpora is not None:
        print_labelled(options)
    if options.only in (None, "cost"):
        print_cost(options)


def print_generated(options: argparse.Namespace) -> None:
    """Print a line for each generated corpus, and how many are within 20% of the truth."""
    print(f"{'topics':>6}{'terms':>7}{'prior':>7}{'chosen':>8}{'as good':>9}{'topica':>8}"
          f"{'seconds':>9}{'topica':>8}")  # fmt: skip
    errors: list[float] = []
    of_peer: list[float] = []
    for number in range(options.first, options.last + 1):
        counts, truth, n_terms, prior = generated(number)
        row = chosen(counts, "document", options)
        errors.append(abs(row["chosen"] - truth) / truth)
        of_peer.append(abs((row["peer"] or np.inf) - truth) / truth)
        low, high = row["as_good"]
        print(f"{truth:6}{n_terms:7,}{prior:7}{row['chosen']:8}{f'{low}-{high}':>9}"
              f"{row['peer'] or '':>8}{row['seconds']:9.1f}{row['peer_seconds']:8.1f}",
              flush=True)  # fmt: skip
        _keep(options, {"corpus": f"generated {number}", "truth": truth, **row})
    n_close = sum(error <= CLOSE for error in errors)
    print(f"within {CLOSE:.0%}: {n_close} of {len(errors)} ({NEEDED} of {CORPORA} asked for); "
          f"topica {sum(error <= CLOSE for error in of_peer)}")  # fmt: skip


def print_labelled(options: argparse.Namespace) -> None:
    """Print a line for each labelled corpus, and the geometric mean of the factors."""
    print(f"\n{'corpus':18}{'labels':>16}{'chosen':>8}{'as good':>9}{'factor':>8}{'topica':>8}"
          f"{'factor':>8}{'seconds':>9}{'topica':>8}")  # fmt: skip
    logs: list[tuple[float, float]] = []
    for name in LABELLED if options.name is None else (options.name,):
        corpus = labelled(name, options.corpora)
        if corpus is None:
            continue
        row = chosen(corpus.counts, "section", options)
        own = factor(row["chosen"], corpus)
        peer = factor(row["peer"], corpus) if row["peer"] else np.nan
        logs.append((np.log(own), np.log(peer)))
        low, high = row["as_good"]
        print(f"{name:18}{' or '.join(map(str, corpus.n_labels)):>16}{row['chosen']:8}"
              f"{f'{low}-{high}':>9}{own:8.2f}{row['peer'] or '':>8}{peer:8.2f}"
              f"{row['seconds']:9.1f}{row['peer_seconds']:8.1f}", flush=True)  # fmt: skip
        _keep(options, {"corpus": name, "truth": corpus.n_labels, **row})
    if logs:
        own, peer = np.exp(np.mean(logs, axis=0))
        print(f"geometric mean of the factors {own:.2f} ({FACTOR:g} asked for); topica {peer:.2f}")


def factor(n_topics: int, corpus: Labelled) -> float:
    """By how much a number is off the nearest number of labels or of their groups."""
    return min(max(n_topics / n, n / n_topics) for n in corpus.n_labels)


def chosen(counts: topics.Counts, level: str, options: argparse.Namespace) -> dict[str, Any]:
    """The number that we choose, and the one that topica chooses, with seconds."""
    n_terms = counts.n_terms_of_documents
    highest = min(RANGE[1], int((n_terms >= 2).sum()) // 2 if level == "document" else RANGE[1])
    start = time.perf_counter()
    found = topics.select(
        counts, (RANGE[0], highest), level=level, model=options.model, n_threads=options.threads
    )
    seconds = time.perf_counter() - start
    good = found.table.filter(found.table["is_as_good"] | found.table["is_chosen"])["n_topics"]
    peer, peer_seconds = (None, 0.0)
    if not options.no_peer:
        peer, peer_seconds = search_k(counts, found.table["n_topics"].to_list(), options.threads)
    return {
        "chosen": found.n_topics,
        "as_good": [int(good.min()), int(good.max())],
        "needed": found.settings["needed"],
        "seconds": round(seconds, 1),
        "peer": peer,
        "peer_seconds": round(peer_seconds, 1),
    }


def print_cost(options: argparse.Namespace) -> None:
    """Print what a search costs in default fits with the largest number of its range."""
    counts = generated(10)[0]
    given = {"level": "document", "model": options.model, "n_threads": options.threads}
    topics.fit(counts, n_topics=5, project=False, max_sweeps=5, **given)  # compiles
    start = time.perf_counter()
    topics.fit(counts, n_topics=RANGE[1], project=False, **given)
    fit = time.perf_counter() - start
    start = time.perf_counter()
    topics.select(counts, RANGE, **given)
    search = time.perf_counter() - start
    print(f"\na search from {RANGE[0]} to {RANGE[1]} topics: {search:.1f} s, {search / fit:.1f} "
          f"default fits with {RANGE[1]} topics of {fit:.1f} s "
          f"(at most {MOST_FITS} asked for)")  # fmt: skip


def _keep(options: argparse.Namespace, record: dict[str, Any]) -> None:
    if options.results is not None:
        with options.results.open("a", encoding="utf-8") as file:
            file.write(json.dumps(record) + "\n")
