"""`topics show`: print a run in the terminal."""

from __future__ import annotations

from topics.cli.exits import guarded
from topics.cli.parsing.options import Run, Verbose
from topics.cli.screen import print_quality, print_record, print_topics


@guarded()
def show(run: Run, verbose: Verbose = False) -> None:
    """Show the topics of a run folder."""
    from topics.runs import load

    fitted = load(run)
    print_topics(fitted)
    print_quality(fitted)
    if verbose:
        print_record(fitted.manifest)
