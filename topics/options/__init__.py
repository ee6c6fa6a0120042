"""Which options have reading and fitting, and how does the command line spell them?"""

from topics.options.documenting import documents_options
from topics.options.specs import OptionTable, Spec
from topics.options.tables import (
    COUNTING_OPTIONS,
    IN_MEMORY,
    MODEL,
    OUTPUT,
    READING,
    TERMS,
    FitOptions,
    ReadOptions,
    read_options_of,
)

__all__ = [
    "COUNTING_OPTIONS",
    "IN_MEMORY",
    "MODEL",
    "OUTPUT",
    "READING",
    "TERMS",
    "FitOptions",
    "OptionTable",
    "ReadOptions",
    "Spec",
    "documents_options",
    "read_options_of",
]
