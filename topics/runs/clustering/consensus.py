"""consensus: short LDA fits of a run's counts, which clusters are made of."""

from __future__ import annotations

import numpy as np

from topics.clusters import MEMBER_ROW_TOLERANCE, MEMBER_SWEEPS, N_MEMBERS, member_topics
from topics.counts import Counts
from topics.models import make_engine
from topics.notices import StageLog, one_of
from topics.results import rows_of_level
from topics.results.clusters import Members

STAGE = "fit members"
"""Name of the stage of the fits."""

MOST_FITTED = 100_000
"""Members are fitted to at most this many rows, drawn at random; they are short fits."""

CONSENSUS_STREAM = 4
"""Seeds of the members are drawn from this stream, so that none is a seed of the run itself."""


def fit_members(counts: Counts, level: str, random_state: int, log: StageLog) -> Members:
    """The members of a consensus: always LDA of counts, also where NMF was fitted.

    Parameters
    ----------
    counts : Counts
        With at least one row that has terms.
    level : {"section", "document"}
        Rows that are fitted: those of the run.
    random_state : int
    log : StageLog
    """
    rows = rows_of_level(counts.originals, level)
    n_topics = min(member_topics(len(rows.counted)), len(rows.counted))
    seeds = np.random.SeedSequence(random_state, spawn_key=(CONSENSUS_STREAM,))
    matrix = rows.counted_matrix
    if len(rows.counted) > MOST_FITTED:
        generator = np.random.default_rng(seeds.spawn(1)[0])
        matrix = matrix[np.sort(generator.choice(matrix.shape[0], MOST_FITTED, replace=False))]
    states = seeds.generate_state(N_MEMBERS, np.uint32).tolist()
    components, priors = [], []
    with log.stage(STAGE):
        for number, state in enumerate(states):
            engine = make_engine(
                "lda",
                "topics",
                n_topics=n_topics,
                max_sweeps=MEMBER_SWEEPS,
                row_tolerance=MEMBER_ROW_TOLERANCE,
                random_state=state,
                progress=one_of(log.progress, number, N_MEMBERS, STAGE),
            )
            engine.fit_quietly(matrix)
            components.append(np.asarray(engine.components_, dtype=np.float32))
            priors.append(np.asarray(engine.document_topic_prior_, dtype=np.float64))
    return Members(np.stack(components), np.stack(priors))
