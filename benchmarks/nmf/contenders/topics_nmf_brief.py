"""`topics.NMF` with a single sweep from randomly chosen topics.

As for gensim's online pass, the topics are timed and the rows are solved afterwards, untimed.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import Any

from benchmarks.contender import Clock, Fit
from benchmarks.nmf.contenders import nmf_fit
from benchmarks.nmf.contenders.topics_nmf import PACKAGES, warm_up
from topics import NMF, TopicsWarning

__all__ = ["PACKAGES", "run", "warm_up"]

SWEEPS = 1


def run(rows: Any, *, loss: str, n_topics: int, random_state: int, n_threads: int) -> Iterator[Fit]:
    """Fit with one sweep, without the warning that it did not converge."""
    model = NMF(
        n_topics,
        loss=loss,
        init="random",
        max_sweeps=SWEEPS,
        random_state=random_state,
        n_threads=n_threads,
    )
    with warnings.catch_warnings(), Clock() as clock:
        warnings.simplefilter("ignore", TopicsWarning)
        model.fit(rows)
    return nmf_fit(clock, model.n_sweeps_, model.transform(rows), model.components_)
