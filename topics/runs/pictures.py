"""A run as its report and its pictures."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from topics.report import save_picture, write_report
from topics.runs.data import RunData
from topics.runs.plots.figures import points_with_terms
from topics.runs.plots.files import FILES, PNG, figures_of
from topics.runs.report_content import report_content
from topics.runs.trends.shown import trends_content

REPORT = "report.html"
PICTURES = (*FILES, REPORT)
"""Files of a run folder that follow from the others; not every run has all of these pictures.
Trends have pictures of their own."""


def write_pictures(
    run: RunData, folder: Path, *, report_text: str | None, endings: Sequence[str] = (PNG,)
) -> None:
    """Write ``report.html`` and the pictures that the run has something for into a folder.

    Parameters
    ----------
    run : RunData
    folder : Path
    report_text : {"none", "excerpts", "full"} or None
        How much of the texts the report has; None if they are not kept.
    endings : sequence of {".png", ".svg"}
        Each picture is written with each of them.
    """
    for name, figure in figures_of(run):
        for ending in endings:
            save_picture(figure, folder / f"{name}{ending}")
    content = report_content(run, points_with_terms(run), trends_content(run), report_text)
    write_report(folder / REPORT, content)
