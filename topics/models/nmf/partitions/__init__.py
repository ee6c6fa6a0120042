"""How is NMF fitted to rows that are not in memory together?"""

from topics.models.nmf.partitions.fit import SAMPLE_ROWS, fit_partitions, measured_rows

__all__ = ["SAMPLE_ROWS", "fit_partitions", "measured_rows"]
