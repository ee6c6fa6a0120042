"""Defaults: what stop lists, pieces, evidence and orders of terms change in a corpus's topics."""

from __future__ import annotations

import argparse
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

import topics
from benchmarks.records import RESULTS, keep
from topics.choices import MODELS
from topics.corpus import Corpus
from topics.counting import weights
from topics.evaluation import diversity, npmi
from topics.shares import rank_terms

PIECES = (0, 100, 250, 500, 1_000, 2_000)
EVIDENCE = (0, 5, 15, 30, 60, 120)
RELEVANCES = (0.2, 0.4, 0.6, 0.8)


def main(arguments: list[str]) -> None:
    """Fit the corpus with one default changed at a time; print a table and save the records."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks defaults", description=__doc__)
    parser.add_argument(
        "--corpus", type=Path, required=True, help="a file or folder for topics.read"
    )
    parser.add_argument("--topics", type=int, default=20)
    parser.add_argument("--states", type=int, default=3, help="random states to take means over")
    parser.add_argument("--models", nargs="+", default=MODELS, choices=MODELS)
    parser.add_argument("--results", type=Path, default=RESULTS, help="folder for the JSON file")
    options = parser.parse_args(arguments)
    warnings.simplefilter("ignore", topics.errors.TopicsWarning)
    corpus = topics.read(options.corpus)
    name = options.corpus.name.split(".")[0]
    print(f"{name}: {corpus.n_documents:,} documents, {corpus.n_sections:,} sections\n")
    print("| model | what | value | rows | largest topic | NPMI | diversity |\n" + "|---" * 7 + "|")
    records = []
    for model in options.models:
        for record in measured(corpus, model, options.topics, options.states):
            records.append(record)
            print(line(record), flush=True)
    problem = {"documents": corpus.n_documents, "topics": options.topics}
    keep(options.results, "defaults", name, problem, {}, records)


def measured(corpus: Corpus, model: str, n_topics: int, n_states: int) -> Iterator[dict[str, Any]]:
    """Yield one record per choice: the means over random states of what its topics score."""

    def fits(**changes: Any) -> list[topics.TopicRun]:
        return [
            topics.fit(
                corpus, model=model, n_topics=n_topics, project=False, random_state=state, **changes
            )
            for state in range(n_states)
        ]

    def record(what: str, value: Any, scores: list[dict[str, float]]) -> dict[str, Any]:
        means = {name: float(np.mean([each[name] for each in scores])) for name in scores[0]}
        return {"model": model, "what": what, "value": value, **means}

    runs = fits()
    yield record("default", "", [scores_of(run) for run in runs])
    for order, relevances in (
        ("probability", [1]),
        ("relevance", RELEVANCES),
        ("contribution", [0]),
    ):
        for relevance in relevances:
            value = f"{order} {relevance}" if order == "relevance" else order
            yield record("order", value, [scores_of(run, order, relevance) for run in runs])
    for value, words in stop_lists().items():
        yield record("stop words", value, [scores_of(run) for run in fits(stop_words=words)])
    for value in PIECES:
        yield record(
            "words of a piece", value, [scores_of(run) for run in fits(piece_tokens=value)]
        )
    if model == "nmf":
        for value in EVIDENCE:
            with evidence(value):
                yield record("evidence", value, [scores_of(run) for run in fits()])


def stop_lists() -> dict[str, Any]:
    """Return the English stop lists that users know from other libraries."""
    from gensim.parsing.preprocessing import STOPWORDS
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

    return {"none": "none", "scikit-learn": sorted(ENGLISH_STOP_WORDS), "gensim": sorted(STOPWORDS)}


@contextmanager
def evidence(n_terms: int) -> Iterator[None]:
    """Change the number of terms at which a row decides half as much as a very long one."""
    default = weights.EVIDENCE_TERMS
    weights.EVIDENCE_TERMS = n_terms
    try:
        yield
    finally:
        weights.EVIDENCE_TERMS = default


def scores_of(
    run: topics.TopicRun, order: str | None = None, relevance: float | None = None
) -> dict[str, float]:
    """Return rows of the model, share of the largest topic, mean NPMI and diversity."""
    share = run.topics["share"].to_numpy()
    ranked = rank_terms(
        run.topic_term,
        share,
        order=order or str(run.options.order),
        relevance=run.options.relevance if relevance is None else relevance,
    )
    return {
        "rows": run.counts.by_piece()[0].shape[0],
        "largest": float(share.max()),
        "npmi": float(npmi(ranked, run.counts.by_document()).mean()),
        "diversity": diversity(ranked),
    }


def line(record: dict[str, Any]) -> str:
    """Return one record as a row of the table."""
    return (
        f"| {record['model']} | {record['what']} | {record['value']} | {record['rows']:,.0f} "
        f"| {record['largest']:.1%} | {record['npmi']:.3f} | {record['diversity']:.2f} |"
    )
