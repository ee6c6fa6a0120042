"""The topics along the sections of one document of a run."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from numpy.typing import NDArray

from topics.checks import check_number
from topics.errors import InputError, OutputError
from topics.report import FlowContent, flow_figure, save_picture
from topics.runs.data import RunData
from topics.runs.ids import found_id
from topics.shares import course
from topics.values import amount

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False, kw_only=True)
class Flow:
    """The topics along the sections of one document.

    Attributes
    ----------
    document, title : str
        Id and title of the document.
    sections : polars.DataFrame, shape (n_sections, 5)
        position, level, heading, n_terms, topic: the topic that leads the stretch that the
        section is in.
    shares : array, shape (n_sections, n_topics)
        Shares of the sections as they are in ``section_topic``; rows sum to 1.
    smoothed : array, shape (n_sections, n_topics)
        The same, smoothed along the document (`topics.shares.course`); rows sum to 1.
    turns : polars.DataFrame
        position, heading, before, topic: the sections at which another topic takes over, with
        the topic before and the new one. It has no rows where the topic stays.
    bandwidth : float
        Half of the kernel's width, in counted terms.
    remark : str
        Why the document cannot turn, if it cannot: it has one section with counted terms; else
        empty.
    labels : tuple of str
        Labels of all topics.
    """

    document: str
    title: str
    sections: pl.DataFrame
    shares: Floats
    smoothed: Floats
    turns: pl.DataFrame
    bandwidth: float
    remark: str
    labels: tuple[str, ...]

    def __repr__(self) -> str:
        return (
            f"Flow({self.document!r}, {amount(self.sections.height, 'section')}, "
            f"{amount(self.turns.height, 'turn')})"
        )

    def figure(self) -> Figure:
        """The smoothed shares as a stacked area with headings."""
        return flow_figure(
            FlowContent(
                title=self.title,
                headings=self.sections["heading"].to_list(),
                n_terms=self.sections["n_terms"].to_numpy(),
                smoothed=self.smoothed,
                turns=self.turns["position"].to_list(),
                labels=self.labels,
            )
        )

    def save_picture(self, path: str | Path) -> Path:
        """Write the figure as PNG or SVG, by the ending of the name, and give the path.

        Raises
        ------
        OptionError
            Another ending.
        OutputError
            The file cannot be written.
        """
        try:
            save_picture(self.figure(), Path(path))
        except OSError as error:
            raise OutputError(
                f"cannot write {path}: {error.strerror or error}; name a file in another folder"
            ) from error
        return Path(path)


def flow_of(run: RunData, document: str, bandwidth: float | None) -> Flow:
    """The topics along a document, as `TopicRun.flow` documents."""
    if bandwidth is not None:
        check_number("bandwidth", bandwidth, 1, None)
    found = found_id(run, document)
    rows = np.flatnonzero((run.sections["document"] == found).to_numpy())
    n_terms = run.counts.n_terms[rows]
    if not n_terms.sum():
        raise InputError(
            f"{found!r} has no counted terms, so nothing is known about its topics, and there is "
            "no flow of them"
        )
    shares = run.section_topic[rows]
    along = course(shares, n_terms, bandwidth)
    sections = run.sections[rows].select(
        "position",
        "level",
        "heading",
        n_terms=pl.Series(n_terms),
        topic=pl.Series(along.leading, dtype=pl.Int64),
    )
    turns = sections[along.turns].select(
        "position",
        "heading",
        before=pl.Series(along.leading[along.turns - 1], dtype=pl.Int64),
        topic=pl.col("topic"),
    )
    title = run.documents.filter(pl.col("id") == found)["title"][0] or found
    return Flow(
        document=found,
        title=title,
        sections=sections,
        shares=shares,
        smoothed=along.smoothed,
        turns=turns,
        bandwidth=along.bandwidth,
        remark=_remark(n_terms),
        labels=tuple(run.topics["label"]),
    )


def _remark(n_terms: NDArray[np.number]) -> str:
    """Why the topics cannot turn, if they cannot."""
    if np.count_nonzero(n_terms) > 1:
        return ""
    if len(n_terms) == 1:
        return "the document has one section, so its topics cannot turn"
    return "only one section of the document has counted terms, so its topics cannot turn"
