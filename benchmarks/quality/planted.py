"""Planted topics and noise: does stability say which topics are real?"""

from __future__ import annotations

import argparse
import string
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score

import topics
from benchmarks.records import Kept
from topics.evaluation import STABILITY_FLOOR

CORPORA = 20
N_TOPICS, N_TERMS, N_DOCUMENTS, LENGTH = 12, 2_000, 1_000, 80
HARD = 3
"""One topic of this many is hard."""

OVERLAP = 0.65
"""Share of another topic's terms in a hard one; every second hard one has few documents instead."""

COMMON, RARE = 0.1, 0.1 / 25
"""Priors of the topics' shares in documents."""

SAME = 0.9
"""Cosine with a planted topic from which a fitted one is that topic."""

TARGET = 0.85
NOISE_SHAPES = ((1_000, 80, 2_000), (300, 60, 1_000))
"""Documents, tokens of each and terms of the corpora without topics."""

NOISE_TOPICS = (2, 3, 5, 8, 12, 20, 50)
KINDS: dict[str, dict[str, Any]] = {
    "lda": {"model": "lda"},
    "nmf": {"model": "nmf"},
    "nmf of counts": {"model": "nmf", "weighting": "counts"},
}
KEYS = ("what", "kind", "n_topics", "n_documents", "distribution", "random_state")


def run(options: argparse.Namespace) -> None:
    """Fit what is not in the record yet; print the AUC and the largest stability in noise."""
    sizes = {
        "topics": N_TOPICS,
        "terms": N_TERMS,
        "documents": N_DOCUMENTS,
        "tokens": LENGTH,
        "overlap": OVERLAP,
    }
    kept = Kept(options.results, "quality-planted", "generated", sizes, KEYS)
    kinds = {kind: given for kind, given in KINDS.items() if given["model"] in options.models}
    for kind, given in kinds.items():
        for random_state in range(options.states or CORPORA):
            names = {"what": "planted", "kind": kind, "random_state": random_state}
            names |= {"n_topics": N_TOPICS, "n_documents": N_DOCUMENTS}
            if names not in kept:
                kept.add(names | planted_stability(random_state, given, options.threads))
        records = [r for r in kept.records if (r["what"], r["kind"]) == ("planted", kind)]
        print(planted_line(kind, records), flush=True)
    print()
    for kind, given in kinds.items():
        for names in noise_cases(options):
            names = {"what": "noise", "kind": kind, **names}
            if names not in kept:
                kept.add(names | noise_stability(names, given, options.threads))
        records = [r for r in kept.records if (r["what"], r["kind"]) == ("noise", kind)]
        print(noise_line(kind, records), flush=True)


def planted_corpus(random_state: int) -> tuple[topics.Counts, NDArray[np.float64]]:
    """Return counts of documents and the topics that they were drawn from, a third of them hard."""
    rng = np.random.default_rng(random_state)
    planted = rng.dirichlet(np.full(N_TERMS, 0.03), N_TOPICS)
    planted = 0.9 * planted + 0.1 * rng.dirichlet(np.full(N_TERMS, 1.0))
    prior = np.full(N_TOPICS, COMMON)
    for hard in range(N_TOPICS // HARD):
        if hard % 2 == 0:
            prior[hard] = RARE
        else:
            planted[hard] = OVERLAP * planted[N_TOPICS - 1 - hard] + (1 - OVERLAP) * planted[hard]
    shares = rng.dirichlet(prior, N_DOCUMENTS) @ planted
    lengths = LENGTH + rng.integers(-LENGTH // 2, LENGTH // 2, N_DOCUMENTS)
    rows = [rng.multinomial(length, p) for length, p in zip(lengths, shares, strict=True)]
    return counts_of(np.stack(rows)), planted


def noise_corpus(
    n_documents: int, length: int, n_terms: int, distribution: str, random_state: int
) -> topics.Counts:
    """Return counts of documents that are all drawn from the same shares of terms.

    The shares are drawn evenly ("even"), or fall with the rank as those of words do ("zipf").
    """
    rng = np.random.default_rng(random_state)
    shares = rng.dirichlet(np.full(n_terms, 0.3))
    if distribution == "zipf":
        shares = 1 / (np.arange(n_terms) + 3.0)
        shares /= shares.sum()
    return counts_of(np.stack([rng.multinomial(length, shares) for _ in range(n_documents)]))


def counts_of(rows: NDArray[np.int64]) -> topics.Counts:
    """Return counts with invented words, without terms that never occur."""
    letters = string.ascii_lowercase
    words = [
        f"w{letters[i // 676 % 26]}{letters[i // 26 % 26]}{letters[i % 26]}"
        for i in range(rows.shape[1])
    ]
    # All terms stay, so that topics can be compared with the planted ones.
    return topics.Counts(sp.csr_array(rows), words)


def fit(counts: topics.Counts, n_topics: int, given: dict[str, Any], n_threads: int) -> Any:
    """Return a run with the defaults of `topics.fit`."""
    return topics.fit(
        counts, n_topics=n_topics, level="document", project=False, n_threads=n_threads, **given
    )


def planted_stability(random_state: int, given: dict[str, Any], n_threads: int) -> dict[str, Any]:
    """Return the stability of every topic, and its largest cosine with a planted one."""
    counts, planted = planted_corpus(random_state)
    run = fit(counts, N_TOPICS, given | {"random_state": random_state}, n_threads)
    fitted = run.topic_term / np.linalg.norm(run.topic_term, axis=1, keepdims=True)
    cosine = fitted @ (planted / np.linalg.norm(planted, axis=1, keepdims=True)).T
    return {
        "stability": run.topics["stability"].to_list(),
        "cosine": cosine.max(axis=1).tolist(),
    }


def noise_cases(options: argparse.Namespace) -> list[dict[str, Any]]:
    """Return the corpora without topics, and the numbers of topics that are asked of them."""
    return [
        {
            "n_topics": n_topics,
            "n_documents": shape[0],
            "distribution": distribution,
            "random_state": 1,
        }
        for shape in NOISE_SHAPES
        for distribution in ("even", "zipf")
        for n_topics in options.topics or NOISE_TOPICS
    ]


def noise_stability(names: dict[str, Any], given: dict[str, Any], n_threads: int) -> dict[str, Any]:
    """Return the stability of every topic of a corpus that has none."""
    shape = next(shape for shape in NOISE_SHAPES if shape[0] == names["n_documents"])
    counts = noise_corpus(*shape, names["distribution"], names["random_state"])
    run = fit(counts, names["n_topics"], given, n_threads)
    return {"stability": run.topics["stability"].to_list()}


def planted_line(kind: str, records: list[dict[str, Any]]) -> str:
    """Return the AUC over the topics of all corpora as a line of text."""
    stability = np.concatenate([record["stability"] for record in records])
    is_planted = np.concatenate([record["cosine"] for record in records]) >= SAME
    said = f"planted, {kind}: {len(records)} corpora, {is_planted.sum()} of {len(stability)} topics"
    said += (
        f" match a planted one; below the floor {(stability[is_planted] < STABILITY_FLOOR).sum()}"
    )
    said += f" of these and {(stability[~is_planted] < STABILITY_FLOOR).sum()} of the others; AUC "
    if is_planted.all() or not is_planted.any():
        return said + "undefined"
    area = float(roc_auc_score(is_planted, stability))
    return said + f"{area:.3f} ({'met' if area >= TARGET else 'NOT MET'}: {TARGET})"


def noise_line(kind: str, records: list[dict[str, Any]]) -> str:
    """Return the largest stability in noise, and where it is above the floor."""
    highest = {
        (r["n_documents"], r["distribution"], r["n_topics"]): max(r["stability"]) for r in records
    }
    above = {key: value for key, value in highest.items() if value >= STABILITY_FLOOR}
    said = f"noise, {kind}: largest stability {max(highest.values()):.2f} in {len(records)} fits; "
    if not above:
        return said + f"met: none is above the floor of {STABILITY_FLOOR:g}"
    listed = "; ".join(
        f"{value:.2f} ({n} documents, {distribution}, {k} topics)"
        for (n, distribution, k), value in above.items()
    )
    return said + f"NOT MET: above the floor of {STABILITY_FLOOR:g}: {listed}"
