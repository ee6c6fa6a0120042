"""`topics show`: print a run in the terminal."""

from __future__ import annotations

from topics.choices import TREES_OF
from topics.cli.exits import guarded
from topics.cli.parsing.options import Run, Verbose
from topics.cli.screen import print_quality, print_record, print_topics, print_tree


@guarded()
def show(run: Run, verbose: Verbose = False) -> None:
    """Show the topics of a run folder, and its trees."""
    from topics.runs import load

    fitted = load(run)
    print_topics(fitted)
    for of in TREES_OF:
        print_tree(fitted, of)
    print_quality(fitted)
    if verbose:
        print_record(fitted.manifest)
