"""`topics trends`: topics of a run over time and by group."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from topics.bars import progress_bars
from topics.choices import DATE_NUMBERS, LEVELS, PERIODS
from topics.cli.exits import guarded
from topics.cli.parsing.options import Quiet, Run
from topics.cli.screen import print_by_group, print_over_time
from topics.cli.terminal import argument_text, terminal_text
from topics.errors import OptionError

Period = StrEnum("Period", {name: name for name in PERIODS})  # type: ignore[misc]
Level = StrEnum("Level", {name: name for name in LEVELS})  # type: ignore[misc]
Numbers = StrEnum("Numbers", {name: name for name in DATE_NUMBERS})  # type: ignore[misc]

DateOption = Annotated[
    str | None, typer.Option("--date", metavar="COLUMN", help="Column of dates: topics over time.")
]
ByOption = Annotated[
    str | None, typer.Option("--by", metavar="COLUMN", help="Column of groups: topics by group.")
]
PeriodOption = Annotated[
    Period | None,
    typer.Option(
        help="Length of a period. Default: the shortest of which there are at most 50, with five "
        "documents each on average.",
        show_default=False,
    ),
]
TopicsOption = Annotated[
    str | None,
    typer.Option(
        "--topics",
        metavar="NUMBERS",
        help="Topics to print and draw, separated by commas. Default: all. Tables have all.",
        show_default=False,
    ),
]
LevelOption = Annotated[Level, typer.Option(help="Rows that have the columns.")]
DayFirst = Annotated[
    bool | None,
    typer.Option(
        "--day-first/--month-first",
        help="Whether 3/4/2020 is in April or in March. Default: the column decides, or only the "
        "year counts.",
        show_default=False,
    ),
]
NumbersOption = Annotated[
    Numbers | None,
    typer.Option(
        "--date-numbers",
        help="What numbers in the column of dates are: years (the default), or the time since "
        "1970-01-01.",
        show_default=False,
    ),
]
RandomState = Annotated[int, typer.Option(min=0, help="Seed of the permutations of groups.")]


def trends(
    run: Run,
    date: DateOption = None,
    by: ByOption = None,
    period: PeriodOption = None,
    topics: TopicsOption = None,
    level: LevelOption = Level["document"],
    day_first: DayFirst = None,
    date_numbers: NumbersOption = None,
    random_state: RandomState = 0,
    quiet: Quiet = False,
) -> None:
    """Show topics over time and by group, and write them into the run.

    They are in over_time.csv and by_COLUMN.csv, with pictures, and in the report. Without
    --date and --by, those that the run has are printed.
    """
    _trends(
        run=run,
        date=None if date is None else argument_text(date),
        by=None if by is None else argument_text(by),
        topics=None if topics is None else _numbers(topics),
        quiet=quiet,
        options={
            "period": period and str(period.value),
            "level": str(level.value),
            "day_first": day_first,
            "date_numbers": date_numbers and str(date_numbers.value),
            "random_state": random_state,
        },
    )


@guarded(writes="run")
def _trends(
    *,
    run: Path,
    date: str | None,
    by: str | None,
    topics: list[str] | None,
    quiet: bool,
    options: dict[str, Any],
) -> None:
    from topics.notices import StageLog
    from topics.results.trends import file_names
    from topics.runs import listed_columns, load, rewrite_scores
    from topics.storage import check_target, put_back, read_manifest

    put_back(run)
    files = read_manifest(run)["files"]
    fitted = load(run)
    asked = None if topics is None else [_number(text) for text in topics]
    is_new = date is not None or by is not None
    if not is_new and fitted.trends is None:
        raise OptionError(
            "name a column of the documents with --date or --by; "
            + listed_columns(fitted.documents)
        )
    if is_new:
        check_target(run, overwrite=True)
        with progress_bars(quiet) as progress:
            log = StageLog(progress)
            with log.stage("trends"):
                fitted = fitted.with_logged_trends(log, date=date, by=by, topics=asked, **options)
            with log.stage("save"):
                rewrite_scores(run, fitted, files)
    if quiet or fitted.trends is None:
        return
    kept = fitted.trends
    if kept.over_time is not None and (date is not None or not is_new):
        print_over_time(kept.over_time, fitted.topics, asked)
    for each in kept.by:
        if each.settings["column"] == by or not is_new:
            print_by_group(each, fitted.topics, asked)
    if is_new:
        names = [] if date is None else ["over_time"]
        columns = [each.settings["column"] for each in kept.by]
        by_name = dict(zip(columns, file_names(columns), strict=True))
        names += [] if by is None else [by_name[by]]
        tables = " and ".join(terminal_text(run / f"{name}.csv") for name in names)
        typer.echo(f"Written to {terminal_text(run)}; all numbers are in {tables}")


def _numbers(text: str) -> list[str]:
    return argument_text(text).replace(",", " ").split()


def _number(text: str) -> int:
    if not text.isascii() or not text.isdigit():
        raise OptionError(f"--topics names {text!r:.40}, expected numbers such as 1,5")
    return int(text)
