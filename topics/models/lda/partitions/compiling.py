"""How to compile the kernels of the jobs, before workers need them."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
import scipy.sparse as sp

from topics.kernels.lda.cvb import guess_scales, row_step, term_step
from topics.kernels.lda.gibbs import count_by_row, draw_topics, sum_prior_weights
from topics.kernels.lda.partition import add_drawn, add_rounded, assign_topics
from topics.kernels.resampling import draw_times
from topics.models.contract import ensure_compiled
from topics.models.lda.partitions.jobs import Work, draw_partitions, renew_partitions
from topics.models.partitions import read_partition, write_partitions
from topics.notices import Progress
from topics.storage import write_arrays

KERNELS = (
    add_drawn, add_rounded, assign_topics, count_by_row, draw_times, draw_topics, guess_scales,
    row_step, sum_prior_weights, term_step,
)  # fmt: skip
"""What the jobs run."""


def ensure_jobs_compiled(progress: Progress) -> None:
    """Compile what the jobs run, if that is needed, and report it."""
    ensure_compiled(KERNELS, _run_jobs, name="LDA", progress=progress)


def _run_jobs() -> None:
    """A small sweep of each kind over one partition."""
    with tempfile.TemporaryDirectory() as name:
        matrix = sp.csr_matrix(np.ones((2, 2), np.float32))
        rows = write_partitions(Path(name), matrix, np.arange(2), 2)
        work = Work(name, name, 2, 1, 1.0, 0.5, 0, False, None)
        topics, one = Path(name) / "topics.npz", np.ones(1)
        write_arrays(topics, term_topic=np.ones((2, 1), np.float32), mass=one, document_prior=one)
        for sweep in (1, 2):
            draw_partitions(work, [0], sweep, str(topics), False)
        renew_partitions(work, [0], 2, str(topics), str(rows.term_counts_path))
        read_partition(rows.folder, 0, 2, resampled=0)
