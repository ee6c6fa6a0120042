"""`topics tree`: nest the topics or clusters of a run in levels."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from topics.choices import TREES_OF
from topics.cli.exits import guarded
from topics.cli.parsing.options import Quiet, Run, whole_numbers
from topics.cli.screen import print_tree
from topics.cli.terminal import terminal_text

Of = StrEnum("Of", {name: name for name in TREES_OF})  # type: ignore[misc]

Sizes = Annotated[
    str,
    typer.Argument(
        metavar="SIZES",
        help="Numbers of nodes of the levels, separated by commas, such as 5,20.",
        show_default=False,
    ),
]
OfOption = Annotated[Of, typer.Option(help="What is nested.")]


def tree(run: Run, sizes: Sizes, of: OfOption = Of["topics"], quiet: Quiet = False) -> None:
    """Nest the topics or clusters of a run in levels, and write the tree into the run.

    It is in topic_tree.json or cluster_tree.json.
    """
    _tree(run=run, sizes=sizes, of=str(of.value), quiet=quiet)


@guarded(writes="run")
def _tree(*, run: Path, sizes: str, of: str, quiet: bool) -> None:
    from topics.runs import TREE_FILES, load, rewrite_scores
    from topics.storage import check_target, put_back, read_manifest

    put_back(run)
    files = read_manifest(run)["files"]
    fitted = load(run)
    check_target(run, overwrite=True)
    nested = fitted.with_tree(whole_numbers(sizes, "SIZES"), of=of)
    rewrite_scores(run, nested, files)
    if not quiet:
        print_tree(nested, of)
        file = terminal_text(run / TREE_FILES[of])
        typer.echo(f"Written to {terminal_text(run)}; the tree is in {file}")
