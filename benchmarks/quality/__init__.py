"""Quality: coherence, diversity, stability and agreement, compared with other libraries' topics."""

from __future__ import annotations

import argparse
import warnings
from importlib import import_module
from pathlib import Path

from benchmarks.quality.contenders import CONTENDERS, DEFAULT_CONTENDERS
from benchmarks.records import RESULTS
from topics.choices import LEVELS, MODELS

PARTS = {
    "peers": "benchmarks.quality.peers",
    "states": "benchmarks.quality.states",
    "planted": "benchmarks.quality.planted",
    "agreement": "benchmarks.quality.agreement",
    "ratings": "benchmarks.quality.ratings",
}
"""Module of each part, with ``run(options)``, which prints its numbers and keeps its records."""


def main(arguments: list[str]) -> None:
    """Run the named parts, or all of them that have what they need."""
    options = parsed(arguments)
    warnings.simplefilter("ignore")
    for part in options.parts:
        print(f"\n== {part}", flush=True)
        import_module(PARTS[part]).run(options)


def parsed(arguments: list[str]) -> argparse.Namespace:
    """Return the options of the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks quality", description=__doc__)
    add = parser.add_argument
    add("parts", nargs="*", metavar="PART", help=f"any of {', '.join(PARTS)}")
    add("--corpora", type=Path, metavar="DIR", help="a folder with *.jsonl.gz")
    add("--only", nargs="+", metavar="CORPUS", help="names of corpora, without endings")
    add("--topics", type=int, nargs="+", help="numbers of topics; default: those of the part")
    add("--states", type=int, help="random states, or generated corpora; default: as the part says")
    add("--models", nargs="+", choices=MODELS, default=list(MODELS))
    add("--contenders", nargs="+", choices=CONTENDERS, default=list(DEFAULT_CONTENDERS))
    add(
        "--again",
        nargs="+",
        choices=CONTENDERS,
        default=[],
        help="fit these again, also if the record has them",
    )
    add("--level", choices=LEVELS, default="document", help="rows of our fits in `peers`")
    add("--threads", type=int, default=2)
    add("--results", type=Path, default=RESULTS, help="folder for the JSON files")
    add("--ratings", type=Path, metavar="JSON", help="all_data.json of Hoyle et al. 2021")
    add("--reference", type=Path, nargs="+", metavar="PATH", help="texts that `ratings` counts")
    options = parser.parse_args(arguments)
    unknown = sorted(set(options.parts) - set(PARTS))
    if unknown:
        parser.error(f"unknown part {', '.join(unknown)}; parts: {', '.join(PARTS)}")
    if not options.parts:
        options.parts = [part for part in PARTS if part != "ratings" or options.ratings]
    if {"peers", "states", "agreement"} & set(options.parts) and not options.corpora:
        parser.error("--corpora DIR is needed: a folder with *.jsonl.gz")
    if "ratings" in options.parts and not (options.ratings and options.reference):
        parser.error("`ratings` needs --ratings JSON and --reference PATH")
    return options
