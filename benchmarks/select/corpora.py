"""Corpora of which the number of topics is known: generated ones, and those with labels."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse as sp

import topics
from benchmarks.quality.planted import counts_of
from topics.counting import count_terms
from topics.options import FitOptions
from topics.results import count_settings

ROOT = Path(__file__).parents[2]
FEWEST, MOST = 8, 40
N_DOCUMENTS, LENGTH, CONCENTRATION = 2_000, 150, 0.1
TERMS, TERM_PRIORS = (1_000, 2_000, 5_000), (0.05, 0.1, 0.02, 0.01)
LABELLED = ("seeds", "digitalgov_news", "20news")
"""Corpora whose labels are what texts are about; labels of the others are authors or parties."""


@dataclass(frozen=True)
class Labelled:
    """Counts, and how many labels there are at each level."""

    counts: topics.Counts
    n_labels: tuple[int, ...]


def generated(number: int, n: int = 20) -> tuple[topics.Counts, int, int, float]:
    """Counts drawn from LDA; its number of topics, of terms, and its term prior.

    Corpora 0 to 19 have 8 to 40 topics in even steps; their terms and priors take turns.
    """
    rng = np.random.default_rng(number)
    n_topics = round(FEWEST + (MOST - FEWEST) * number / (n - 1))
    n_terms, prior = TERMS[number % 3], TERM_PRIORS[number % 4]
    topic_term = rng.dirichlet(np.full(n_terms, prior), n_topics)
    shares = rng.dirichlet(np.full(n_topics, CONCENTRATION), N_DOCUMENTS) @ topic_term
    shares /= shares.sum(axis=1, keepdims=True)
    rows = np.stack([rng.multinomial(LENGTH, p) for p in shares])
    return counts_of(rows[:, rows.sum(axis=0) > 0]), n_topics, n_terms, prior


def labelled(name: str, folder: Path) -> Labelled | None:
    """A labelled corpus, counted with the defaults of `topics.fit`; None if it is not there."""
    if name == "seeds":
        entries = json.loads((ROOT / "tests/support/seed_themes.json").read_text(encoding="utf-8"))
        labels = {entry["theme"] for entry in entries}
        return Labelled(_counted(topics.read(ROOT / "seeds")), (len(labels),))
    path = folder / f"{name}.jsonl.gz"
    if not path.exists():
        return None
    corpus = topics.read(path)
    labels = {str(each) for each in corpus.documents["label"].drop_nulls().to_list()} - {""}
    levels = {len(labels)}
    depth = max(label.count(".") for label in labels)
    levels |= {len({".".join(x.split(".")[:d]) for x in labels}) for d in range(1, depth + 1)}
    return Labelled(_counted(corpus), tuple(sorted(levels, reverse=True)))


def _counted(corpus: Any) -> topics.Counts:
    return count_terms(corpus, count_settings(FitOptions()))


def documents(counts: topics.Counts) -> list[list[str]]:
    """The documents as lists of terms, which is what the peer takes; empty ones are left out."""
    matrix = sp.csr_matrix(counts.by_document())
    return [
        np.repeat(counts.terms[row.indices], row.data.astype(int)).tolist()
        for row in matrix
        if row.nnz
    ]
