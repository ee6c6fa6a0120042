"""`run.plot`: the pictures of a run as matplotlib figures."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from topics.checks import check_choice
from topics.choices import MAP_COLOURS
from topics.errors import InputError
from topics.notices import StageLog
from topics.runs.data import RunData
from topics.runs.flow import flow_of
from topics.runs.plots.figures import (
    figure_of_effects,
    figure_of_map,
    figure_of_similarity,
    figure_of_topics,
    figure_over_time,
)
from topics.runs.trends.keeping import trend_parts

if TYPE_CHECKING:
    from matplotlib.figure import Figure


class Plots:
    """Pictures of a run as matplotlib figures, which a notebook shows.

    They are plain figures without pyplot: change them, or write them with
    ``figure.savefig("map.pdf")``. Colours are those of the report. Where no installed font has
    the letters of a label, its number is drawn, and a remark in the picture says so.

    Examples
    --------
    >>> import topics
    >>> texts = ["the reef and the tide", "a judge and a jury"] * 4
    >>> run = topics.fit(topics.Corpus.from_texts(texts), n_topics=2, n_fits=1)
    >>> figure = run.plot.map()
    >>> figure.get_size_inches().tolist()
    [8.0, 6.4]
    """

    def __init__(self, run: RunData) -> None:
        self._run = run

    def __repr__(self) -> str:
        names = [name for name in dir(self) if not name.startswith("_")]
        return f"pictures of {self._run!r}: {', '.join(f'run.plot.{name}()' for name in names)}"

    def map(self, by: str = "topic") -> Figure:
        """Documents and sections on the map, with labels, as in ``map.png``.

        Parameters
        ----------
        by : {"topic", "cluster"}
            What colours and labels the points.

        Raises
        ------
        InputError
            The run has no map, or no clusters.
        OptionError
            Another `by`.
        """
        check_choice("by", by, MAP_COLOURS)
        return figure_of_map(self._run, by)

    def clusters(self) -> Figure:
        """The map, coloured and labelled by cluster, as in ``map_clusters.png``.

        Raises
        ------
        InputError
            The run has no map, or no clusters.
        """
        return figure_of_map(self._run, "cluster")

    def topics(self) -> Figure:
        """The first terms of every topic as bars; of more than 60 topics the largest ones.

        Examples
        --------
        >>> import topics
        >>> texts = ["the reef and the tide", "a judge and a jury"] * 4
        >>> corpus = topics.Corpus.from_texts(texts)
        >>> run = topics.fit(corpus, n_topics=2, n_fits=1, project=False)
        >>> run.plot.topics().get_size_inches()[0]
        np.float64(5.0)
        """
        return figure_of_topics(self._run)

    def similarity(self) -> Figure:
        """How similar the terms of topics are, as a matrix in which neighbours are similar."""
        return figure_of_similarity(self._run)

    def over_time(self, column: str | None = None, **options: Any) -> Figure:
        """The shares of topics over time, with intervals and changes.

        Parameters
        ----------
        column : str, optional
            A column of dates; by default what the run keeps (`TopicRun.with_trends`).
        **options
            As for `TopicRun.over_time`.

        Raises
        ------
        InputError
            No column, and the run keeps nothing over time.

        Examples
        --------
        >>> import topics
        >>> texts = ["the reef and the tide", "a judge and a jury"] * 4
        >>> corpus = topics.Corpus.from_texts(texts, metadata={"year": [1990, 1991] * 4})
        >>> run = topics.fit(corpus, n_topics=2, n_fits=1, project=False)
        >>> len(run.plot.over_time("year", period="year").axes)
        2
        """
        run = self._run
        if column is not None:
            log = StageLog()
            run = replace(run, **trend_parts(run, log, date=column, **options))
            log.warn()
        return figure_over_time(run)

    def effects(self) -> Figure:
        """Effects of metadata on the topics, as a forest plot.

        Raises
        ------
        InputError
            No effects were estimated.
        """
        effects = self._run.estimated_effects
        if effects is None:
            raise InputError(
                "no effects were estimated; keep some: run = run.with_effects(run.effects('~ x'))"
            )
        return figure_of_effects(effects)

    def flow(self, document: str, *, bandwidth: float | None = None) -> Figure:
        """The topics along the sections of one document; arguments are those of `TopicRun.flow`."""
        return flow_of(self._run, document, bandwidth).figure()
