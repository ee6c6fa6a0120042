"""LDA: a sweep, transform beside scikit-learn's, one streaming pass, learned and given priors."""

from __future__ import annotations

import argparse
import warnings
from pathlib import Path
from statistics import mean
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

Fit = tuple[Clock, Any, Any]
"""Time, topics (n_topics, n_terms) and the document prior of a fit."""


def main(arguments: list[str]) -> None:
    """Print the four, all in this process."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks lda-costs", description=__doc__)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--topics", type=int, nargs="+", default=[20, 100, 300, 1000])
    parser.add_argument("--prior-topics", type=int, nargs="+", default=[20, 100])
    parser.add_argument("--random-states", type=int, default=1, help="of streams and priors")
    options = parser.parse_args(arguments)
    warnings.simplefilter("ignore", TopicsWarning)
    name, train, held_out = load(options.corpus)
    print(f"{name}: {train.shape[0]:,} rows, {train.shape[1]:,} terms, {train.nnz:,} non-zeros")
    warm_up()
    sweeps(train, options.topics)
    transform(train, held_out)
    stream(train, held_out, options.random_states)
    priors(train, held_out, options.prior_topics, options.random_states)


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


def stream(train: Any, held_out: Any, n_states: int) -> None:
    """One pass of `partial_fit` in batches, and five passes of gensim, 100 topics."""
    ours: list[Fit] = []
    theirs: list[Fit] = []
    for state in range(n_states):
        rows = train[np.random.default_rng(state).permutation(train.shape[0])]
        model, clock = LDA(100, random_state=state), Clock()
        with clock:
            for begin in range(0, rows.shape[0], BATCH):
                model.partial_fit(rows[begin : begin + BATCH])
        ours.append((clock, model.components_, model.document_topic_prior_))
        for stop in run_gensim(rows, 100, state, 1, [5]):
            theirs.append((stop.clock, stop.topic_term, stop.document_prior))
    show("partial_fit, one pass", ours, train, held_out)
    show("gensim, five passes", theirs, train, held_out)


def priors(train: Any, held_out: Any, numbers: list[int], n_states: int) -> None:
    """Perplexity with the document prior learned, and with symmetric ones."""
    for n_topics in numbers:
        for prior in PRIORS:
            fits: list[Fit] = []
            for state in range(n_states):
                model = LDA(n_topics, document_topic_prior=prior, random_state=state)
                clock = Clock()
                with clock:
                    model.fit(train)
                fits.append((clock, model.components_, model.document_topic_prior_))
            show(f"K={n_topics}, document prior {prior}", fits, train, held_out)


def show(title: str, fits: list[Fit], train: Any, held_out: Any) -> None:
    """One line: means over the fits."""
    values = [
        scores({"topic_term": normalised(topics), "document_prior": prior}, train, held_out)
        for _, topics, prior in fits
    ]
    seconds = mean(clock.core_seconds for clock, _, _ in fits)
    perplexity = mean(value["perplexity"] for value in values)
    each = ", ".join(f"{value['perplexity']:.0f}" for value in values)
    print(f"{title}: {seconds:.1f} core seconds, perplexity {perplexity:.0f} ({each})", flush=True)


__all__ = ["main"]
