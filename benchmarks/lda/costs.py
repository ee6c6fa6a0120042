"""LDA: cost of a sweep, transform against scikit-learn, streaming, learned and given priors."""

from __future__ import annotations

import argparse
import warnings
from pathlib import Path
from statistics import mean, median
from typing import Any

import numpy as np

from benchmarks.contender import Clock, Fit
from benchmarks.lda import scores
from benchmarks.lda.contenders import DOCUMENT_PRIOR, TERM_PRIOR, lda_fit
from benchmarks.lda.contenders.gensim_lda import run as run_gensim
from benchmarks.lda.contenders.topics_lda import warm_up
from benchmarks.problems import load
from topics import LDA, TopicsWarning

BATCH = 500
PRIORS = ("auto", 0.01, 0.05, 0.1, 0.5)


def main(arguments: list[str]) -> None:
    """Print all four measurements, made in this process."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks lda-costs", description=__doc__)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--topics", type=int, nargs="+", default=[20, 100, 300, 1000])
    parser.add_argument("--prior-topics", type=int, nargs="+", default=[20, 100])
    parser.add_argument(
        "--random-states", type=int, default=1, help="number of fits of streams and priors"
    )
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
    """Print the cost of a sweep: fits of 2 and 4 sweeps, and of 40 and 80."""
    for n_topics in numbers:
        for few, many, kind in ((2, 4, "CVB0"), (40, 80, "nine in ten drawn")):
            clocks = [Clock(), Clock()]
            for clock, n in zip(clocks, (few, many), strict=True):
                with clock:
                    LDA(n_topics, max_sweeps=n, tolerance=0).fit(train)
            wall, cores = (
                (getattr(clocks[1], name) - getattr(clocks[0], name)) / (many - few)
                for name in ("seconds", "core_seconds")
            )
            print(
                f"sweep, K={n_topics}, {kind}: {wall:.3f} s, {cores:.3f} core seconds", flush=True
            )


def transform(train: Any, held_out: Any) -> None:
    """Print medians of five transforms of up to 2,000 unseen rows, all with the same 100 topics."""
    from sklearn.decomposition import LatentDirichletAllocation

    rows = held_out[:2000]
    model = LDA(100, max_sweeps=10, tolerance=0).fit(train)
    fitted: dict[str, Any] = {"topics": model}
    for n_jobs in (1, 2):
        peer = LatentDirichletAllocation(
            100,
            doc_topic_prior=DOCUMENT_PRIOR,
            topic_word_prior=TERM_PRIOR,
            batch_size=10**9,
            n_jobs=n_jobs,
        ).partial_fit(rows[:100])
        peer.components_, peer.exp_dirichlet_component_ = (
            model.components_,
            model.exp_dirichlet_component_,
        )
        fitted[f"scikit-learn, n_jobs={n_jobs}"] = peer
    clocks: dict[str, list[Clock]] = {name: [] for name in fitted}
    for _ in range(5):
        for name, one in fitted.items():
            with Clock() as clock:
                one.transform(rows)
            clocks[name].append(clock)
    for name, runs in clocks.items():
        print(
            f"transform, {rows.shape[0]} rows, {name}: {median(c.seconds for c in runs):.3f} s, "
            f"{median(c.core_seconds for c in runs):.3f} core seconds",
            flush=True,
        )


def stream(train: Any, held_out: Any, n_states: int) -> None:
    """Print one pass of `partial_fit` in batches and five passes of gensim, 100 topics."""
    ours: list[Fit] = []
    theirs: list[Fit] = []
    for state in range(n_states):
        rows = train[np.random.default_rng(state).permutation(train.shape[0])]
        model, clock = LDA(100, random_state=state), Clock()
        with clock:
            for begin in range(0, rows.shape[0], BATCH):
                model.partial_fit(rows[begin : begin + BATCH])
        ours.append(fit_of(model, clock))
        theirs.extend(run_gensim(rows, n_topics=100, random_state=state, n_threads=1, stops=[5]))
    show("partial_fit, one pass", ours, train, held_out)
    show("gensim, five passes", theirs, train, held_out)


def priors(train: Any, held_out: Any, numbers: list[int], n_states: int) -> None:
    """Print the perplexity with a learned document prior and with symmetric ones."""
    for n_topics in numbers:
        for prior in PRIORS:
            fits: list[Fit] = []
            for state in range(n_states):
                model = LDA(n_topics, document_topic_prior=prior, random_state=state)
                clock = Clock()
                with clock:
                    model.fit(train)
                fits.append(fit_of(model, clock))
            show(f"K={n_topics}, document prior {prior}", fits, train, held_out)


def fit_of(model: LDA, clock: Clock) -> Fit:
    """Return what is scored of a fitted model."""
    return lda_fit("", clock, model.components_, model.document_topic_prior_)


def show(title: str, fits: list[Fit], train: Any, held_out: Any) -> None:
    """Print the median of the seconds and the mean of the perplexities."""
    perplexities = [scores(fit.arrays, train, held_out)["perplexity"] for fit in fits]
    seconds = median(fit.clock.core_seconds for fit in fits)
    each = ", ".join(f"{value:.0f}" for value in perplexities)
    print(
        f"{title}: {seconds:.1f} core seconds, perplexity {mean(perplexities):.0f} ({each})",
        flush=True,
    )
