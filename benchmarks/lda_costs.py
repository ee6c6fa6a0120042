"""LDA: a sweep, transform beside scikit-learn's, one streaming pass, learned and given priors."""

from __future__ import annotations

import argparse
import warnings
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.contenders import DOCUMENT_PRIOR, TERM_PRIOR, Clock, normalised
from benchmarks.contenders.gensim_lda import run as run_gensim
from benchmarks.contenders.topics_lda import warm_up
from benchmarks.lda import scores
from benchmarks.problems import load
from topics.errors import TopicsWarning
from topics.models import LDA

BATCH = 500
PRIORS = ("auto", 0.01, 0.05, 0.1, 0.5)


def main(arguments: list[str]) -> None:
    """Print the four, all in this process."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks lda-costs", description=__doc__)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--topics", type=int, nargs="+", default=[20, 100, 300, 1000])
    parser.add_argument("--prior-topics", type=int, nargs="+", default=[20, 100])
    options = parser.parse_args(arguments)
    warnings.simplefilter("ignore", TopicsWarning)
    name, train, held_out = load(options.corpus)
    print(f"{name}: {train.shape[0]:,} rows, {train.shape[1]:,} terms, {train.nnz:,} non-zeros")
    warm_up()
    sweeps(train, options.topics)
    transform(train, held_out)
    stream(train, held_out)
    priors(train, held_out, options.prior_topics)


def sweeps(train: Any, numbers: list[int]) -> None:
    """Cost of a sweep: the difference of fits of two and four sweeps."""
    for n_topics in numbers:
        clocks = [Clock(), Clock()]
        for clock, n in zip(clocks, (2, 4), strict=True):
            with clock:
                LDA(n_topics, max_sweeps=n, tolerance=0).fit(train)
        wall, cores = (
            (getattr(clocks[1], name) - getattr(clocks[0], name)) / 2
            for name in ("seconds", "core_seconds")
        )
        print(f"sweep, K={n_topics}: {wall:.3f} s, {cores:.3f} core seconds", flush=True)


def transform(train: Any, held_out: Any) -> None:
    """Up to 2,000 unseen rows, 100 topics, both with the same topics."""
    from sklearn.decomposition import LatentDirichletAllocation

    rows = held_out[:2000]
    model = LDA(100, max_sweeps=10, tolerance=0).fit(train)
    peer = LatentDirichletAllocation(
        100, doc_topic_prior=DOCUMENT_PRIOR, topic_word_prior=TERM_PRIOR, batch_size=10**9
    ).partial_fit(rows[:100])
    peer.components_, peer.exp_dirichlet_component_ = (
        model.components_,
        model.exp_dirichlet_component_,
    )
    for name, fitted in (("topics", model), ("sklearn", peer)):
        clock = Clock()
        with clock:
            fitted.transform(rows)
        print(
            f"transform, {rows.shape[0]} rows, {name}: "
            f"{clock.seconds:.3f} s, {clock.core_seconds:.3f} core seconds",
            flush=True,
        )


def stream(train: Any, held_out: Any) -> None:
    """One pass of `partial_fit` in batches, and five passes of gensim, 100 topics."""
    rows = train[np.random.default_rng(0).permutation(train.shape[0])]
    model, clock = LDA(100), Clock()
    with clock:
        for begin in range(0, rows.shape[0], BATCH):
            model.partial_fit(rows[begin : begin + BATCH])
    show("partial_fit, one pass", clock, model.components_, model.document_topic_prior_,
         rows, held_out)  # fmt: skip
    for stop in run_gensim(rows, 100, 0, 1, [5]):
        show("gensim, five passes", stop.clock, stop.topic_term, stop.document_prior,
             rows, held_out)  # fmt: skip


def priors(train: Any, held_out: Any, numbers: list[int]) -> None:
    """Perplexity with the document prior learned, and with symmetric ones."""
    for n_topics in numbers:
        for prior in PRIORS:
            model, clock = LDA(n_topics, document_topic_prior=prior), Clock()
            with clock:
                model.fit(train)
            show(f"K={n_topics}, document prior {prior}", clock, model.components_,
                 model.document_topic_prior_, train, held_out)  # fmt: skip


def show(title: str, clock: Clock, components: Any, prior: Any, train: Any, held_out: Any) -> None:
    """One line."""
    arrays = {"topic_term": normalised(components), "document_prior": prior}
    perplexity = scores(arrays, train, held_out)["perplexity"]
    print(
        f"{title}: {clock.core_seconds:.1f} core seconds, perplexity {perplexity:.0f}", flush=True
    )


__all__ = ["main"]
