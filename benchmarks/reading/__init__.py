"""Reading: quality of articles, headings and furniture in crawled text, and speed."""

from __future__ import annotations

import argparse
from importlib import import_module
from pathlib import Path

PARTS = {
    "composed": "benchmarks.reading.composed",
    "headings": "benchmarks.reading.headings",
    "repetition": "benchmarks.reading.repetition",
    "main_text": "benchmarks.reading.main_text",
    "scrolled": "benchmarks.reading.scrolled",
    "web_pages": "benchmarks.reading.web_pages",
    "throughput": "benchmarks.reading.throughput",
    "scale": "benchmarks.reading.scale",
}
"""Module of each part, with ``run(corpora)``, which prints its numbers."""


def main(argv: list[str]) -> None:
    """Run the named parts, or all of them."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks reading")
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"any of {', '.join(PARTS)}")
    parser.add_argument("--corpora", type=Path, required=True, metavar="DIR")
    options = parser.parse_args(argv)
    unknown = set(options.parts) - set(PARTS)
    if unknown:
        parser.error(f"unknown part {', '.join(sorted(unknown))}; parts: {', '.join(PARTS)}")
    for part in options.parts or PARTS:
        print(f"\n== {part}", flush=True)
        import_module(PARTS[part]).run(options.corpora)
