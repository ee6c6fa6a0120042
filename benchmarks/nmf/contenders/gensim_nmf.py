"""gensim: one online pass, its default. The weights of the rows are solved afterwards, untimed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import scipy.sparse as sp
from gensim.models.nmf import Nmf
from sklearn.decomposition import non_negative_factorization

from benchmarks.contender import Clock, Fit
from benchmarks.nmf.contenders import nmf_fit

PACKAGES = ("gensim",)


def run(rows: Any, *, loss: str, n_topics: int, random_state: int, n_threads: int) -> Iterator[Fit]:
    """Fit with the defaults of gensim."""
    columns = sp.csc_matrix(rows.T)
    words = {i: str(i) for i in range(rows.shape[1])}
    with Clock() as clock:
        model = Nmf(
            columns,
            num_topics=n_topics,
            id2word=words,
            eval_every=None,
            normalize=False,
            random_state=random_state,
        )
    components = np.ascontiguousarray(model.get_topics(), dtype=np.float64)
    weights, _, _ = non_negative_factorization(
        rows, H=components, n_components=n_topics, init="custom", update_H=False
    )
    return nmf_fit(clock, 1, weights, components)
