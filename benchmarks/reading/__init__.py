"""How well crawled text is read: articles, headings, furniture, and how fast."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

PARTS = {
    "composed": "benchmarks.reading.composed",
    "headings": "benchmarks.reading.headings",
    "repetition": "benchmarks.reading.repetition",
    "web_pages": "benchmarks.reading.web_pages",
    "throughput": "benchmarks.reading.throughput",
    "scale": "benchmarks.reading.scale",
}
"""Module by part; each has ``run(corpora)``, which prints its numbers."""


def main(argv: list[str]) -> None:
    """Run all parts, or those that are named."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks reading")
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}")
    parser.add_argument("--corpora", type=Path, required=True, metavar="DIR")
    options = parser.parse_args(argv)
    unknown = set(options.parts) - set(PARTS)
    if unknown:
        parser.error(f"no part {', '.join(sorted(unknown))}; parts: {', '.join(PARTS)}")
    for part in options.parts or PARTS:
        run = _runner(part)
        print(f"\n== {part}", flush=True)
        if run is None:
            print("not there")
        else:
            run(options.corpora)


def _runner(part: str) -> Callable[[Path], None] | None:
    try:
        module = import_module(PARTS[part])
    except ModuleNotFoundError as error:
        if error.name != PARTS[part]:
            raise
        return None
    runner: Callable[[Path], None] = module.run
    return runner
