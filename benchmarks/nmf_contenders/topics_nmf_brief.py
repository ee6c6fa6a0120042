"""The product's own engine in a hurry: one sweep from topics drawn by chance.

As for gensim's online pass, topics are timed; the rows are solved for them, untimed.
"""

from __future__ import annotations

import warnings
from typing import Any

from benchmarks.contenders import Clock
from benchmarks.nmf_contenders import Fit
from benchmarks.nmf_contenders.topics_nmf import PACKAGES, warm_up
from topics.errors import TopicsWarning
from topics.models import NMF

__all__ = ["PACKAGES", "run", "warm_up"]

SWEEPS = 1


def run(rows: Any, loss: str, n_topics: int, random_state: int, n_threads: int) -> Fit:
    """Fit for so few sweeps; the warning that they are few is not news."""
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
    return Fit(clock, model.n_sweeps_, model.transform(rows), model.components_)
