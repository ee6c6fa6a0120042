"""`topics intrusion`: tasks that show whether people see what topics are about."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from topics.cli.exits import guarded
from topics.cli.parsing.options import Overwrite, Quiet, Run
from topics.cli.screen import print_grades
from topics.cli.terminal import terminal_text
from topics.errors import OptionError

TASKS = Path("tasks.csv")

Output = Annotated[
    Path | None,
    typer.Option(
        "--output",
        metavar="FILE",
        help="CSV file for the tasks, with the key beside it; with --score for the grades. "
        "Default: tasks.csv; grades are only printed.",
        show_default=False,
    ),
]
Score = Annotated[
    list[Path] | None,
    typer.Option(
        metavar="FILE",
        help="Grade a file of tasks in which a person filled in the column answer; can be given "
        "several times.",
        show_default=False,
    ),
]
Key = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="The key of the tasks, which must be of RUN. Default: tasks_key.csv in the folder of "
        "the answers.",
        show_default=False,
    ),
]
Tasks = Annotated[int, typer.Option("--tasks", min=1, help="Tasks of each kind for every topic.")]
RandomState = Annotated[int, typer.Option(min=0, help="Seed of the choice and the order.")]


@guarded()
def intrusion(
    run: Run,
    output: Output = None,
    score: Score = None,
    key: Key = None,
    tasks: Tasks = 2,
    random_state: RandomState = 0,
    overwrite: Overwrite = False,
    quiet: Quiet = False,
) -> None:
    """Write tasks for people: which word, or document, does not belong to a topic?

    People who find the intruder see what the topic is about. With --score their answers are
    graded, for every topic. Give people the tasks, and keep the key.
    """
    from topics.runs import load
    from topics.runs.intrusion import (
        check_run,
        graded,
        key_path,
        left_out_in_words,
        read_answers,
        read_key,
        write_grades,
        write_intrusion,
    )
    from topics.storage import put_back

    put_back(run)
    if score:
        _check_different(score)
        answers = [read_answers(path) for path in score]
        of_tasks = read_key(key or score[0].with_name(key_path(TASKS).name))
        check_run(load(run), of_tasks)
        grades = graded(answers, of_tasks, names=[str(path) for path in score])
        if output is not None:
            write_grades(output, grades, overwrite=overwrite, inside=run)
        if not quiet:
            print_grades(grades)
        return
    if key is not None:
        raise OptionError("--key belongs to --score; tasks are written with a key of their own")
    found = load(run).intrusion(tasks, random_state=random_state)
    target = output or TASKS
    written = write_intrusion(target, found, overwrite=overwrite, inside=run)
    if not quiet:
        for message in left_out_in_words(found.left_out):
            typer.echo(message)
        typer.echo(
            f"{found.tasks.height} tasks written to {terminal_text(target)}, their key to "
            f"{terminal_text(written)}"
        )
        typer.echo("Give people only the tasks. They fill in the column answer; then use --score.")


def _check_different(files: list[Path]) -> None:
    """Raise OptionError for a file of answers that is given twice: a person counts once."""
    seen: set[Path] = set()
    for path in files:
        if path.resolve() in seen:
            raise OptionError(f"--score names {path} twice; its answers would count twice")
        seen.add(path.resolve())
