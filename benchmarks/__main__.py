"""``python -m benchmarks NAME ...``: run one of the benchmarks below; without a name, list them."""

from __future__ import annotations

import sys
from importlib import import_module

BENCHMARKS = {
    "coherence": "benchmarks.coherence",
    "clusters": "benchmarks.clusters",
    "compare": "benchmarks.compare",
    "counting": "benchmarks.counting",
    "defaults": "benchmarks.defaults",
    "duplicates": "benchmarks.duplicates",
    "effects": "benchmarks.effects",
    "grow": "benchmarks.grow",
    "guided": "benchmarks.guided",
    "intervals": "benchmarks.intervals",
    "lda": "benchmarks.lda",
    "lda-costs": "benchmarks.lda.costs",
    "map": "benchmarks.map",
    "nmf": "benchmarks.nmf",
    "quality": "benchmarks.quality",
    "reading": "benchmarks.reading",
    "scale": "benchmarks.scale",
    "select": "benchmarks.select",
    "trends": "benchmarks.trends",
}
"""Module of each benchmark, with ``main(arguments)``; its first line is shown as help."""


def main(arguments: list[str]) -> int:
    """Run the benchmark that the first argument names."""
    if not arguments or arguments[0] not in BENCHMARKS:
        print("usage: python -m benchmarks NAME ...\n")
        for name, module in BENCHMARKS.items():
            print(f"  {name:12}{(import_module(module).__doc__ or '').splitlines()[0]}")
        return 2
    import_module(BENCHMARKS[arguments[0]]).main(arguments[1:])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
