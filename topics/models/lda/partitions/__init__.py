"""How is LDA fitted to rows that are not in memory together?"""

from topics.models.lda.partitions.fit import fit_partitions

__all__ = ["fit_partitions"]
