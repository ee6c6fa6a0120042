"""`python -m benchmarks NAME …`: run one measurement; without a name, list them."""

from __future__ import annotations

import sys
from importlib import import_module

BENCHMARKS = {"reading": "benchmarks.reading"}
"""Module by name; each has ``main(argv)`` and is imported on use."""


def main(argv: list[str]) -> None:
    """Run the benchmark that the first argument names."""
    if not argv or argv[0] not in BENCHMARKS:
        sys.exit(f"usage: python -m benchmarks NAME …; names: {', '.join(BENCHMARKS)}")
    import_module(BENCHMARKS[argv[0]]).main(argv[1:])


if __name__ == "__main__":
    main(sys.argv[1:])
