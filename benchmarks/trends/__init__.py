"""Trends: time of 100,000 dated sections after the fit, and coverage of the intervals."""

from __future__ import annotations

import argparse
import datetime
import time
import warnings
from statistics import median
from typing import Any

import numpy as np
import polars as pl

import topics
from topics.trends import cells_of, change_points, group_shares

N_TOPICS = 20
FIRST_DAY = datetime.date(1995, 1, 1)


def main(arguments: list[str]) -> None:
    """Print the seconds of `over_time` and `by_group`, then coverage and false changes."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks trends", description=__doc__)
    parser.add_argument("--sections", type=int, default=100_000)
    parser.add_argument("--replications", type=int, default=1_000)
    parser.add_argument("--only", choices=("seconds", "coverage", "changes"))
    options = parser.parse_args(arguments)
    warnings.simplefilter("ignore")
    if options.only in (None, "seconds"):
        print_seconds(options.sections)
    if options.only in (None, "coverage"):
        print_coverage(options.replications)
    if options.only in (None, "changes"):
        print_changes(options.replications // 5)


def print_seconds(n_sections: int) -> None:
    """Seconds of each call on a fitted run, the median of three after one to warm up."""
    run = topics.fit(corpus(n_sections), n_topics=N_TOPICS, n_fits=1, max_sweeps=10, project=False)
    n_documents = run.documents.height
    print(f"{n_sections:,} sections of {n_documents:,} documents, {N_TOPICS} topics, "
          f"{len(run.terms):,} terms")  # fmt: skip
    calls = {
        "over_time, by year": lambda: run.over_time("date", period="year"),
        "over_time, by month": lambda: run.over_time("date", period="month"),
        "by_group, 12 groups": lambda: run.by_group("desk"),
    }
    for name, call in calls.items():
        call()
        seconds, of_processor = [], []
        for _ in range(3):
            start, start_of_processor = time.perf_counter(), time.process_time()
            call()
            seconds.append(time.perf_counter() - start)
            of_processor.append(time.process_time() - start_of_processor)
        print(f"{name:24}{median(seconds):8.2f} s{median(of_processor):8.2f} s of the processor")


def corpus(n_sections: int, per_document: int = 5, n_tokens: int = 40) -> topics.Corpus:
    """Documents of five sections each, whose themes drift over 25 years."""
    rng = np.random.default_rng(0)
    n_documents = n_sections // per_document
    words = np.array([f"{chr(97 + i % 26)}{chr(97 + i // 26 % 26)}{i}word" for i in range(5_000)])
    day = np.sort(rng.integers(0, 25 * 365, n_documents))
    theme = (rng.integers(0, 10, n_documents) + day // 1_000) % N_TOPICS
    ids = [str(number) for number in range(n_documents)]
    table = pl.DataFrame(
        {
            "date": [str(FIRST_DAY + datetime.timedelta(days=int(d))) for d in day],
            "desk": [f"desk {d}" for d in rng.integers(0, 12, n_documents)],
        }
    )
    documents = topics.Corpus.from_texts([""] * n_documents, ids=ids, metadata=table).documents
    dates = table["date"]
    tokens = 250 * np.repeat(theme, per_document)[:, None] + rng.integers(
        0, 250, (n_documents * per_document, n_tokens)
    )
    sections = pl.DataFrame(
        {
            "document": np.repeat(np.array(ids), per_document),
            "position": np.tile(np.arange(per_document), n_documents),
            "level": 1,
            "heading": "",
            "text": [" ".join(row) for row in words[tokens]],
        },
        schema_overrides={"position": pl.Int64, "level": pl.Int64},
    )
    return topics.Corpus(documents=documents.with_columns(date=dates), sections=sections)


def nested(rng: Any, n_documents: int, sigma: float) -> tuple[Any, Any, Any]:
    """Shares, terms and documents of sections; those of a document are alike.

    The mean share of the first topic is 8%, and lengths are lognormal with this sigma.
    """
    mean = np.array([0.08, 0.92]) * 5.0
    own = rng.dirichlet(mean, n_documents)
    n_sections = rng.integers(2, 12, n_documents)
    document = np.repeat(np.arange(n_documents), n_sections)
    alpha = own[document] * 20 + 1e-3
    draws = rng.standard_gamma(alpha)
    shares = draws / np.maximum(draws.sum(axis=1, keepdims=True), 1e-12)
    n_terms = np.maximum(rng.lognormal(4, sigma, len(document)).astype(np.int64), 1)
    return shares, n_terms, document


def print_coverage(n: int) -> None:
    """Share of 90% intervals that have the true share, with documents or sections as units."""
    print(f"\ncoverage of 90% intervals in {n:,} generated periods: a topic of 8%, documents of 2 "
          "to 11 sections")  # fmt: skip
    print(f"{'documents':>10}{'lengths':>10}{'by document':>13}{'by section':>12}")
    rng = np.random.default_rng(1)
    for n_documents in (3, 5, 10, 30, 100):
        for sigma in (0.3, 1.0):
            hits = np.zeros(2)
            for _ in range(n):
                shares, n_terms, document = nested(rng, n_documents, sigma)
                group = np.zeros(len(document), dtype=np.int64)
                for place, unit in enumerate((document, np.arange(len(document)))):
                    found = group_shares(cells_of(shares, n_terms, unit, group, 1))
                    hits[place] += found.low[0, 0] <= 0.08 <= found.high[0, 0]
            by_document, by_section = hits / n
            print(f"{n_documents:10}{sigma:10}{by_document:13.3f}{by_section:12.3f}", flush=True)


def print_changes(n: int) -> None:
    """Topics with a change where there is none, and how often a planted one is found."""
    rng = np.random.default_rng(2)
    print(f"\nchanges of shares in {n} generated corpora of 24 periods, 10 topics")
    print(f"{'documents':>10}{'false, topics':>15}{'found':>8}{'in place':>10}{'others':>8}")
    for n_documents in (48, 120, 480):
        false = found = in_place = others = 0
        for _ in range(n):
            period = np.sort(rng.integers(0, 24, n_documents))
            n_terms = rng.lognormal(5, 0.7, n_documents).astype(np.int64) + 1
            mean = rng.dirichlet(np.ones(10)) * 8
            moved = np.roll(mean, 1)
            flat = rng.dirichlet(mean + 0.02, n_documents)
            later = rng.dirichlet(moved + 0.02, n_documents)
            false += len({each.topic for each in changes(flat, n_terms, period)})
            largest = int(np.abs(moved - mean).argmax())
            stepped = np.where((period < 12)[:, None], flat, later)
            own = [c.period for c in changes(stepped, n_terms, period) if c.topic == largest]
            found += any(abs(place - 12) <= 1 for place in own)
            in_place += 12 in own
            others += sum(abs(place - 12) > 1 for place in own)
        print(f"{n_documents:10}{false / (10 * n):15.3f}{found / n:8.2f}{in_place / n:10.2f}"
              f"{others / n:8.2f}", flush=True)  # fmt: skip


def changes(shares: Any, n_terms: Any, period: Any) -> list[Any]:
    """Changes of documents that are one section each."""
    cells = cells_of(shares, n_terms, np.arange(len(period)), period, 24)
    return change_points(cells, group_shares(cells).share)
