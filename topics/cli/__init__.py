"""What can a user type? Commands parse options, call the workflow and print."""

from __future__ import annotations

from typing import Annotated

import typer

from topics import __version__
from topics.cli import allocator  # noqa: F401 - before polars is imported
from topics.cli.edit import edit
from topics.cli.evaluate import evaluate
from topics.cli.exchange.adopt import adopt
from topics.cli.exchange.export import export
from topics.cli.exits import prompt_exit
from topics.cli.findings.cluster import cluster
from topics.cli.findings.compare import compare
from topics.cli.findings.effects import effects
from topics.cli.findings.intrusion import intrusion
from topics.cli.findings.select import select
from topics.cli.findings.tree import tree
from topics.cli.findings.trends import trends
from topics.cli.fit import fit
from topics.cli.parsing.help import add_command
from topics.cli.parsing.usage import PlainGroup
from topics.cli.project import project
from topics.cli.report import report
from topics.cli.search import search
from topics.cli.show import show
from topics.cli.similar import similar
from topics.cli.terminal import prepare_streams
from topics.cli.transform import transform

app = typer.Typer(
    name="topics",
    cls=PlainGroup,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    epilog="`topics COMMAND --help` explains a command and has examples.",
    context_settings={"help_option_names": ["-h", "--help"]},
)

COMMANDS = (
    fit,
    select,
    show,
    search,
    report,
    project,
    edit,
    cluster,
    effects,
    trends,
    tree,
    evaluate,
    transform,
    similar,
    compare,
    intrusion,
    adopt,
    export,
)
"""The commands in the order of ``--help``."""

for each in COMMANDS:
    add_command(app, each)


def _print_version(is_asked: bool) -> None:
    if is_asked:
        typer.echo(f"topics {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            metavar="",
            help="Print the version.",
            callback=_print_version,
            is_eager=True,
        ),
    ] = False,
) -> None:
    """Topics of messy documents, at section and document level."""


def main() -> None:
    """Run the command line; the exit code is 0, 2 for bad usage, 130 if interrupted, else 1."""
    prepare_streams()
    with prompt_exit():
        app(prog_name="topics")
