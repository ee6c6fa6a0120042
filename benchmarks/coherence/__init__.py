"""Coherence: seconds of u_mass, c_uci, c_npmi and c_v compared with gensim's CoherenceModel."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

import topics
from benchmarks.contender import Clock
from benchmarks.measuring import versions
from benchmarks.problems import PROBLEMS, Problem
from benchmarks.records import RESULTS, keep
from topics.counts import Counts
from topics.evaluation import Texts, c_npmi, c_uci, c_v, u_mass

MEASURES: dict[str, Callable[..., Any]] = {
    "u_mass": u_mass,
    "c_uci": c_uci,
    "c_npmi": c_npmi,
    "c_v": c_v,
}
REPEATS = 3
PROCESSES = 2
TOLERANCE = 1e-6
SWEEPS = 40
"""Sweeps of the LDA whose topics are scored; their quality does not matter here."""

FIRST_CALL = """
import time
import numpy as np
from topics.evaluation import Texts, c_v
texts = Texts(np.array([0, 1], dtype=np.int32), np.array([0, 2]))
begin = time.perf_counter()
c_v(np.array([[0, 1]]), texts)
print(time.perf_counter() - begin)
"""


def main(arguments: list[str]) -> None:
    """Score the topics of each corpus by both in turn; print tables and save the records."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks coherence", description=__doc__)
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--corpus", type=Path, help="a file or folder for topics.read")
    source.add_argument(
        "--corpora", type=Path, metavar="DIR", help=f"a folder with any of {', '.join(PROBLEMS)}"
    )
    parser.add_argument("--topics", type=int, default=100)
    parser.add_argument("--terms", type=int, default=10, help="top terms of a topic")
    parser.add_argument("--repeats", type=int, default=REPEATS)
    parser.add_argument("--results", type=Path, default=RESULTS, help="folder for the JSON file")
    options = parser.parse_args(arguments)
    warnings.simplefilter("ignore")
    corpora = [options.corpus]
    if options.corpora:
        corpora = [path for name in PROBLEMS for path in options.corpora.glob(f"{name}.*")]
    if not corpora:
        parser.error(f"{options.corpora} has none of {', '.join(PROBLEMS)}")
    compiling = compile_seconds()
    print(f"first call with an empty cache of compiled loops: {compiling:.1f} s")
    for corpus in corpora:
        run(corpus, options, compiling)


def run(corpus: Path, options: argparse.Namespace, compiling: float) -> None:
    """Compare the measures on one corpus."""
    name = corpus.name.split(".")[0]
    counts = counts_of(corpus, PROBLEMS.get(name, Problem()))
    top_terms = topics_of(counts, options.topics, options.terms)
    texts = Texts.from_counts(counts)
    print(f"\n{name}: {texts.n_texts:,} texts, {len(texts.token_ids):,} tokens", flush=True)
    records = compared(counts, top_terms, options.repeats)
    print("\n" + table(records))
    problem = {
        "texts": texts.n_texts,
        "tokens": len(texts.token_ids),
        "terms": counts.n_vocabulary,
        "top_terms": options.terms,
        "gensim_processes": PROCESSES,
        "compile_seconds": compiling,
    }
    keep(options.results, "coherence", name, problem, versions("gensim"), records)


def counts_of(corpus: Path, problem: Problem) -> Counts:
    """Return the counts of a corpus with the order of their tokens."""
    from topics.counting import CountSettings, count_terms
    from topics.counting.stop_words import stop_words

    documents = topics.read(corpus, section_tokens=problem.section_tokens)
    settings = CountSettings(stop_words=stop_words("en"), min_documents=problem.min_documents)
    return count_terms(documents, settings)


def topics_of(counts: Counts, n_topics: int, n_top: int) -> Any:
    """Return the most probable terms of the topics of a short LDA."""
    from topics import LDA

    model = LDA(n_topics, max_sweeps=SWEEPS, tolerance=0).fit(counts.by_document())
    return np.argsort(-model.components_, axis=1, kind="stable")[:, :n_top]


def compared(counts: Counts, top_terms: Any, repeats: int) -> list[dict[str, Any]]:
    """Return a record for each measure, contender and repeat; both contenders take turns.

    The texts of gensim are lists of words that exist before the clock starts, as does its
    dictionary. Ours starts from the counts of a corpus.
    """
    from gensim.corpora import Dictionary
    from gensim.models import CoherenceModel

    texts = Texts.from_counts(counts)
    words = counts.terms[texts.token_ids].tolist()
    edges = zip(texts.offsets[:-1], texts.offsets[1:], strict=True)
    lists = [words[begin:end] for begin, end in edges]
    dictionary = Dictionary(lists)
    terms = [counts.terms[topic].tolist() for topic in top_terms]

    def by_gensim(measure: str) -> Any:
        model = CoherenceModel(
            topics=terms,
            texts=lists,
            dictionary=dictionary,
            coherence=measure,
            topn=len(terms[0]),
            processes=PROCESSES,
        )
        return np.array(model.get_coherence_per_topic())

    c_v(top_terms[:1], texts)
    records = []
    for measure, ours in MEASURES.items():
        for repeat in range(repeats):
            clock, values = timed(lambda ours=ours: ours(top_terms, counts).values)
            other, expected = timed(lambda measure=measure: by_gensim(measure))
            difference = float(np.abs(values - expected).max())
            for contender, seconds, mean in (
                ("topics", clock, float(values.mean())),
                ("gensim", other, float(expected.mean())),
            ):
                records.append(
                    {
                        "contender": contender,
                        "label": measure,
                        "n_topics": len(top_terms),
                        "repeat": repeat,
                        "seconds": seconds,
                        "mean": mean,
                        "largest_difference": difference,
                    }
                )
                print(f"{measure:7} {contender:7} {seconds:8.3f} s  mean {mean:.4f}", flush=True)
    return records


def timed(score: Callable[[], Any]) -> tuple[float, Any]:
    """Return the wall-clock seconds of a call, and its result."""
    clock = Clock()
    with clock:
        values = score()
    return clock.seconds, values


def compile_seconds() -> float:
    """Return the seconds of a first call in a process without compiled loops."""
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [sys.executable, "-W", "ignore", "-c", FIRST_CALL],
            capture_output=True,
            text=True,
            check=True,
            env=os.environ | {"NUMBA_CACHE_DIR": folder},
        )
    return float(done.stdout)


def table(records: list[dict[str, Any]]) -> str:
    """Return a Markdown table: medians of the repeats, and whether the values are equal."""
    lines = [
        "| measure | topics, s | gensim, s | ratio | mean | largest difference |",
        "|---|---|---|---|---|---|",
    ]
    for measure in MEASURES:
        group = [record for record in records if record["label"] == measure]
        ours, other = (
            median(record["seconds"] for record in group if record["contender"] == contender)
            for contender in ("topics", "gensim")
        )
        mean = next(record["mean"] for record in group if record["contender"] == "topics")
        difference = max(record["largest_difference"] for record in group)
        # NaN fails the comparison.
        verdict = "" if difference <= TOLERANCE else ", NOT equal"
        lines.append(
            f"| {measure} | {ours:.3f} | {other:.2f} | {other / ours:.0f} | {mean:.3f} "
            f"| {difference:.0e}{verdict} |"
        )
    return "\n".join(lines)
