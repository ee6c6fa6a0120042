"""Duplicates: recall, precision and seconds for planted near-copies, and those that are there."""

from __future__ import annotations

import argparse
import time
import warnings
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import topics
from benchmarks.duplicates.peers import PEERS
from benchmarks.duplicates.planted import LENGTHS, Planted, planted, sharing
from topics.counting.copies import find_copies

CORPORA = ("20news", "digitalgov_news", "wikinews", "federalist")


def main(arguments: list[str]) -> None:
    """Print a table of planted copies for every corpus, then the copies found in it as it is."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks duplicates", description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True, metavar="DIR")
    parser.add_argument("--only", choices=CORPORA)
    parser.add_argument("--peers", action="store_true", help="also datasketch, which is slow")
    options = parser.parse_args(arguments)
    warnings.simplefilter("ignore")
    find_copies(topics.Corpus.from_texts(["tide and reef and harbour " * 9] * 2))  # compile
    for name in [options.only] if options.only else CORPORA:
        corpus = topics.read(options.corpora / f"{name}.jsonl.gz")
        texts = texts_of(corpus)
        print(f"\n{name}: {corpus.n_documents:,} documents")
        start = time.perf_counter()
        found = find_copies(corpus)
        seconds = time.perf_counter() - start
        n_equal = corpus.documents["duplicate_of"].drop_nulls().len()
        print(f"as it is: {int((found >= 0).sum())} copies, {n_equal} of them with exactly the "
              f"same text, {seconds:.2f} s")  # fmt: skip
        for peer in PEERS if options.peers else ():
            found, seconds = found_by(texts, peer)
            print(f"{peer}: {int((found >= 0).sum())} copies, {seconds:.2f} s", flush=True)
        print(f"{'words':>6}{'planted':>9}{'drop':>8}{'swap':>8}{'add':>8}{'precision':>11}"
              f"{'seconds':>9}")  # fmt: skip
        for length in LENGTHS:
            sample = planted(texts, length)
            several = planted(texts, length, is_alone=False)
            if sample is None or several is None:
                continue
            print_row(length, sample, "")
            print_row(length, several, "three copies of each")
            others = sharing(texts, length)
            if others is not None:
                found, _ = found_by(others.texts, "")
                n = sum(kind == "quoted" for kind in others.kind)
                print(f"{length:6}{n:9} that quote another one whole: "
                      f"{others.found_of(found, 'quoted')} called copies; of as many that share a "
                      f"half {others.found_of(found, 'halves')}")  # fmt: skip
            for peer in PEERS if options.peers else ():
                print_row(length, sample, peer)


def texts_of(corpus: topics.Corpus) -> list[str]:
    """The text of every document, with its headings."""
    texts: dict[str, list[str]] = {}
    columns = corpus.sections.select("document", "heading", "text")
    for document, heading, text in columns.iter_rows():
        texts.setdefault(document, []).append(f"{heading}\n{text}")
    return ["\n".join(parts) for parts in texts.values()]


def print_row(length: int, sample: Planted, name: str) -> None:
    """One row of the table: shares of the planted copies that were found, by what was done."""
    found, seconds = found_by(sample.texts, name)
    recall, precision = sample.scores(found)
    parts = "".join(f"{recall[kind]:8.3f}" for kind in ("drop", "swap", "add"))
    print(f"{length:6}{sample.n_planted:9}{parts}{precision:11.3f}{seconds:9.2f}  {name}")


def found_by(texts: list[str], peer: str) -> tuple[NDArray[np.int64], float]:
    """The original of each text, -1 for none, and the seconds that finding took."""
    if peer in PEERS:
        start = time.perf_counter()
        return PEERS[peer](texts), time.perf_counter() - start
    corpus = topics.Corpus.from_texts(texts, keep_furniture=True)
    start = time.perf_counter()
    return find_copies(corpus), time.perf_counter() - start
