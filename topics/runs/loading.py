"""Saved runs: load one, and write its pictures again."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from topics.checks import check_choice
from topics.choices import REPORT_TEXTS
from topics.errors import RunFolderError
from topics.runs.folder.reading import read_run
from topics.runs.folder.rewriting import refresh_pictures
from topics.runs.topic_run import TopicRun
from topics.storage import put_back


def load(folder: str | Path) -> TopicRun:
    """The run that `TopicRun.save` or the command line wrote, its checksums verified.

    Nothing in the folder is executed: it holds tables, arrays and JSON only. A run that a killed
    process had set aside in order to replace it is put back first.

    Raises
    ------
    RunFolderError
        No run folder, another format version, or files missing or changed (named).
    """
    if not isinstance(folder, str | os.PathLike):
        raise RunFolderError(
            f"the run is {type(folder).__name__}, expected the path of the folder that a fit wrote"
        )
    put_back(folder)
    data: dict[str, Any] = vars(read_run(folder))
    return TopicRun(**data)


def report_again(
    folder: str | Path, *, report_text: str | None = None, pictures: str | Iterable[str] = ()
) -> Path:
    """Write ``report.html`` and the pictures of a saved run again; gives the report's path.

    Parameters
    ----------
    folder : str or Path
        A run folder.
    report_text : {"none", "excerpts", "full"}, optional
        How much of the texts the report has; by default as the run was fitted.
    pictures : str or iterable of str
        Formats of the pictures besides PNG: ``"svg"``.

    Raises
    ------
    OptionError
        An unknown `report_text`, or an unknown format.
    RunFolderError
        The folder is no run, or was changed.
    """
    if report_text is not None:
        check_choice("report_text", report_text, REPORT_TEXTS)
    put_back(folder)
    return refresh_pictures(folder, report_text, pictures)
