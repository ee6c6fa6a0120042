"""How are rows fitted that are not in memory together?"""

from topics.models.partitions.checkpoint import Checkpoint, key_of_fit
from topics.models.partitions.rows import (
    PartitionedRows,
    read_partition,
    write_partitions,
)

__all__ = [
    "Checkpoint",
    "PartitionedRows",
    "key_of_fit",
    "read_partition",
    "write_partitions",
]
