"""`topics effects`: how shares of topics differ with metadata."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from topics.bars import progress_bars
from topics.choices import CORRECTIONS, DEFAULT_DRAWS, EFFECT_SHARES, LEVELS
from topics.cli.exits import guarded
from topics.cli.parsing.options import Quiet, Run
from topics.cli.screen import print_effects
from topics.cli.terminal import argument_text, terminal_text
from topics.errors import OptionError

Level = StrEnum("Level", {name: name for name in LEVELS})  # type: ignore[misc]
Shares = StrEnum("Shares", {name: name for name in EFFECT_SHARES})  # type: ignore[misc]
Correction = StrEnum("Correction", {name: name for name in CORRECTIONS})  # type: ignore[misc]

FormulaArgument = Annotated[
    str,
    typer.Argument(
        metavar="FORMULA",
        help="Such as '~ party + s(year)': columns of documents.csv, joined by +, : and *; s(x) is "
        "a smooth curve, C(x) a category; `names with blanks` are in backticks.",
        show_default=False,
    ),
]
TopicNumbers = Annotated[
    str,
    typer.Option(
        "--topics",
        help="Numbers of topics, separated by commas. Default: all.",
        show_default=False,
    ),
]
LevelOption = Annotated[Level, typer.Option(help="Rows of the regression.")]
SharesOption = Annotated[
    Shares,
    typer.Option(
        help="Shares without the pull of the model's prior (corrected), or drawn from posteriors "
        "and pooled (drawn)."
    ),
]
Draws = Annotated[
    int | None,
    typer.Option(
        "--draws", min=2, help=f"Number of draws. Default: {DEFAULT_DRAWS}.", show_default=False
    ),
]
CorrectionOption = Annotated[
    Correction, typer.Option(help="How p is adjusted for the number of topics.")
]
Confidence = Annotated[float, typer.Option(min=0.5, max=0.9999, help="Of the intervals.")]
RandomState = Annotated[int, typer.Option(min=0, help="Seed of the draws.")]


def effects(
    run: Run,
    formula: FormulaArgument,
    topics: TopicNumbers = "",
    level: LevelOption = Level["section"],
    shares: SharesOption = Shares["corrected"],
    n_draws: Draws = None,
    confidence: Confidence = 0.95,
    correction: CorrectionOption = Correction["benjamini-hochberg"],
    random_state: RandomState = 0,
    quiet: Quiet = False,
) -> None:
    """Estimate how shares of topics differ with metadata, and write that into the run.

    It is in effects.csv, effects_curves.csv, effects.png and the report. Errors are clustered by
    document.
    """
    _effects(
        run=run,
        formula=argument_text(formula),
        topics=topics,
        level=str(level.value),
        shares=str(shares.value),
        n_draws=n_draws,
        confidence=confidence,
        correction=str(correction.value),
        random_state=random_state,
        quiet=quiet,
    )


@guarded(writes="run")
def _effects(
    *,
    run: Path,
    formula: str,
    topics: str,
    level: str,
    shares: str,
    n_draws: int | None,
    confidence: float,
    correction: str,
    random_state: int,
    quiet: bool,
) -> None:
    from topics.notices import StageLog
    from topics.runs import effects_of, load, rewrite_scores
    from topics.storage import check_target, put_back, read_manifest

    numbers = _numbers(topics)
    put_back(run)
    files = read_manifest(run)["files"]
    fitted = load(run)
    check_target(run, overwrite=True)
    with progress_bars(quiet) as progress:
        log = StageLog(progress)
        found = effects_of(
            fitted,
            formula,
            log,
            topics=numbers,
            level=level,
            shares=shares,
            n_draws=n_draws,
            confidence=confidence,
            correction=correction,
            random_state=random_state,
        )
        with log.stage("save"):
            rewrite_scores(run, fitted.with_effects(found), files)
    if not quiet:
        print_effects(found, log.records())
        table = terminal_text(run / "effects.csv")
        typer.echo(f"Written to {terminal_text(run)}; {table} has a row for each topic and term")


def _numbers(text: str) -> list[int] | None:
    """Numbers of topics from text; None for all."""
    if not text.strip():
        return None
    try:
        return [int(each) for each in text.replace(",", " ").split()]
    except ValueError:
        raise OptionError(
            f"--topics is {argument_text(text)!r:.60}, expected numbers such as 0,4,7"
        ) from None
