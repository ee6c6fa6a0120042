"""Fits of partitions in tests: rows in files, and a scheduler that stands for several workers."""

import numpy as np
import scipy.sparse as sp

from topics.models.partitions import write_partitions
from topics.scheduling import ThisProcess


class Several(ThisProcess):
    """Takes the jobs of some workers, and may stop after some sweeps."""

    def __init__(self, n_workers, n_sweeps=None):
        self.n_workers = n_workers
        self.n_sweeps = n_sweeps
        self.n_gathered = 0

    def gather(self, handles):
        """The results in order, but the last job is done first."""
        if self.n_gathered == self.n_sweeps:
            raise KeyboardInterrupt
        self.n_gathered += 1
        return [handle() for handle in handles[::-1]][::-1]


def partitions(folder, matrix, partition_rows=60):
    """Rows in files of the folder."""
    folder.mkdir(exist_ok=True)
    return write_partitions(
        folder, sp.csr_matrix(matrix), np.arange(matrix.shape[0]), partition_rows
    )
