"""`topics show`: print a run in the terminal."""

from __future__ import annotations

from topics.cli.exits import guarded
from topics.cli.options import Run, Verbose
from topics.cli.screen import print_run


@guarded()
def show(run: Run, verbose: Verbose = False) -> None:
    """Show the topics of a run folder."""
    from topics.runs import load

    print_run(load(run), verbose=verbose)
