"""The quality card on the terminal: every score with its reference, then the warnings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from topics.cli.screen.tables import one_line, print_warnings, screen

if TYPE_CHECKING:
    from topics.runs import TopicRun


def print_quality(run: TopicRun) -> None:
    """Print the scores of a run with reference and settings in words, then its warnings."""
    from topics.report.score_words import in_words
    from topics.results.description import NO_STABILITY

    console = screen()
    scores = [
        score for score in run.quality["scores"] if isinstance(score.get("value"), int | float)
    ]
    for score in scores:
        console.print(one_line(in_words(score)), markup=False)
    is_measured = any(str(score.get("name")).startswith("stability") for score in scores)
    if not is_measured and all(each.get("code") != NO_STABILITY for each in run.warnings):
        console.print(
            "stability: not measured, as there was one fit; `topics evaluate RUN --refits 20` "
            "measures it",
            markup=False,
        )
    print_warnings(console, run.warnings)
