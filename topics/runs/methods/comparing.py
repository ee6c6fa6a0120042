"""How the topics of a run differ with what is known of its documents."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Self

from topics.choices import CORRECTIONS
from topics.errors import InputError
from topics.notices import StageLog
from topics.results.effects import Effects
from topics.results.trends import ByGroup, OverTime
from topics.runs.data import RunData
from topics.runs.effects.estimating import effects_of
from topics.runs.trends.by_group import by_group_of
from topics.runs.trends.keeping import trend_parts
from topics.runs.trends.over_time import over_time_of


class MetadataOfRun(RunData):
    """How the topics of a run differ with what is known of its documents."""

    def over_time(
        self,
        column: str,
        *,
        period: str | None = None,
        topics: Iterable[int] | None = None,
        level: str = "document",
        day_first: bool | None = None,
        date_numbers: str | None = None,
    ) -> OverTime:
        """Shares of the topics in periods of time, with words and changes.

        A share is that of the counted terms of the period; its 90% interval takes documents as
        the units (`topics.trends.group_shares`). `topics.trends.change_points` says how changes are
        found, and `topics.trends.read_dates` how dates are read. `with_trends` keeps the result.

        Parameters
        ----------
        column : str
            A column of ``documents``, or of ``sections`` at their level.
        period : {"day", "week", "month", "quarter", "year", "decade"}, optional
            By default the shortest of which there are at most 50, with five documents each on
            average.
        topics : iterable of int, optional
            Default: all.
        level : {"document", "section"}
        day_first : bool, optional
            Whether 3/4/2020 is in April; by default the column decides, or only the year counts.
        date_numbers : {"years", "days", "seconds", "milliseconds"}, optional
            What numbers are: years (the default), or the time since 1970-01-01.

        Raises
        ------
        InputError
            There is no such column, it has no dates, or they make too many periods.
        OptionError
            There is no such period, topic or level.

        Examples
        --------
        >>> import topics
        >>> texts = ["the reef and the tide", "a judge and a jury"] * 4
        >>> corpus = topics.Corpus.from_texts(texts, metadata={"year": [1990, 1991] * 4})
        >>> run = topics.fit(corpus, n_topics=2, n_fits=1, project=False)
        >>> found = run.over_time("year", period="year")
        >>> found.table.filter(topic=0)["period"].to_list()
        ['1990', '1991']
        """
        log = StageLog()
        found = over_time_of(
            self,
            column,
            log,
            period=period,
            topics=topics,
            level=level,
            day_first=day_first,
            date_numbers=date_numbers,
        )
        log.warn()
        return found.of_topics(found.settings["topics"])

    def by_group(
        self,
        column: str,
        *,
        topics: Iterable[int] | None = None,
        level: str = "document",
        random_state: int = 0,
    ) -> ByGroup:
        """Shares of the topics in groups, and which topics tell the groups apart.

        Intervals of 90% are over documents, as those of `over_time`;
        `topics.trends.separation` says how topics are scored. Of more than 50 values, those
        with the fewest rows are counted together. `with_trends` keeps the result.

        Parameters
        ----------
        column : str
            A column of ``documents``, or of ``sections`` at their level, such as ``heading``.
        topics : iterable of int, optional
            Default: all.
        level : {"document", "section"}
        random_state : int
            Of the permutations.

        Raises
        ------
        InputError
            There is no such column, it has no values or one, or names rows one by one.
        OptionError
            There is no such topic or level.

        Examples
        --------
        >>> import topics
        >>> texts = ["the reef and the tide", "a judge and a jury"] * 4
        >>> corpus = topics.Corpus.from_texts(texts, metadata={"theme": ["sea", "law"] * 4})
        >>> run = topics.fit(corpus, n_topics=2, n_fits=1, project=False)
        >>> run.by_group("theme").topics["p"].max() < 0.1
        True
        """
        log = StageLog()
        found = by_group_of(
            self, column, log, topics=topics, level=level, random_state=random_state
        )
        log.warn()
        return found.of_topics(found.settings["topics"])

    def with_trends(
        self, *, date: str | None = None, by: str | None = None, **options: Any
    ) -> Self:
        """The same run that keeps its topics over time, by group, or both.

        They are in ``trends``, follow edits and new labels, and `save` writes ``over_time.csv``,
        ``by_COLUMN.csv``, their pictures and their parts of the report.

        Parameters
        ----------
        date : str, optional
            Column of dates, for `over_time`; the run keeps one.
        by : str, optional
            Column of groups, for `by_group`; the run keeps one result for each column.
        **options
            As `over_time` and `by_group` take them. Pictures show only the `topics` that are
            named; tables have all.

        Raises
        ------
        InputError, OptionError
            As `over_time` and `by_group` do, or no column is named.

        Examples
        --------
        >>> import topics
        >>> texts = ["the reef and the tide", "a judge and a jury"] * 4
        >>> corpus = topics.Corpus.from_texts(texts, metadata={"theme": ["sea", "law"] * 4})
        >>> run = topics.fit(corpus, n_topics=2, n_fits=1, project=False)
        >>> run.with_trends(by="theme").trends.by[0].table["group"].unique().sort().to_list()
        ['law', 'sea']
        """
        log = StageLog()
        result = self.with_logged_trends(log, date=date, by=by, **options)
        log.warn()
        return result

    def with_logged_trends(self, log: StageLog, **options: Any) -> Self:
        """As `with_trends`, with the notices left in the log."""
        return replace(self, **trend_parts(self, log, **options))

    def effects(
        self,
        formula: str,
        *,
        topics: Iterable[int] | int | None = None,
        level: str = "section",
        shares: str = "corrected",
        n_draws: int | None = None,
        confidence: float = 0.95,
        correction: str = CORRECTIONS[0],
        random_state: int = 0,
    ) -> Effects:
        """How the shares of topics differ with metadata, with errors clustered by document.

        Every topic's share is regressed on the columns of the formula, linearly, so that a
        coefficient is a difference of shares. Rows of n counted terms have the weight n / (n + 20).
        Intervals are those of t with the number of documents less 1.

        Parameters
        ----------
        formula : str
            As ``"~ party + s(year)"``, by `topics.effects.parse_formula`: columns of
            ``documents``, at the level of sections also ``position`` and ``level``. ``s(x)`` is a
            smooth curve. Nothing in it is run as code.
        topics : int or iterable of int, optional
            Numbers of the topics; default: all.
        level : {"section", "document"}
            Rows of the regression.
        shares : {"corrected", "drawn"}
            Without the pull of the model's prior (`topics.effects.corrected_shares`), or drawn
            from posteriors (`topics.effects.drawn_shares`) and pooled by Rubin's rules, which
            is the method of composition and finds smaller effects.
        n_draws : int, optional
            Number of draws, 2 or more; default: 25.
        confidence : float
            Of the intervals, 0.5 to 0.9999.
        correction : {"benjamini-hochberg", "holm", "bonferroni", "none"}
            How ``p_adjusted`` takes into account that several topics are tested for each term.
        random_state : int
            Decides the draws.

        Returns
        -------
        Effects
            ``table``, one row for each topic and term, and ``curve(column)``.

        Raises
        ------
        MissingExtraError
            formulaic or pandas is not installed: ``pip install 'topics[effects]'``.
        InputError
            An unknown column, something that a formula cannot have, columns that depend on each
            other or have one value or too many, or too few documents.
        OptionError
            An option out of range.

        Examples
        --------
        >>> from itertools import permutations
        >>> import topics
        >>> themes = ["reef", "tide", "coral", "wave"], ["judge", "jury", "court", "trial"]
        >>> texts = [" ".join(words) for theme in themes for words in permutations(theme, 3)]
        >>> years = list(range(1900, 1948))
        >>> corpus = topics.Corpus.from_texts(texts, metadata={"year": years})
        >>> run = topics.fit(corpus, n_topics=2, n_fits=1, project=False)
        >>> run.effects("~ year").table.select("topic", "term", "n_documents").rows()[1]
        (0, 'year', 48)
        """
        log = StageLog()
        result = effects_of(
            self, formula, log, topics=topics, level=level, shares=shares, n_draws=n_draws,
            confidence=confidence, correction=correction, random_state=random_state,
        )  # fmt: skip
        log.warn()
        return result

    def with_effects(self, effects: Effects | None) -> Self:
        """The same run with these effects in its folder and its report, or without any.

        Edits of topics leave them out again.

        Raises
        ------
        InputError
            They are of other topics.

        Examples
        --------
        >>> from itertools import permutations
        >>> import topics
        >>> themes = ["reef", "tide", "coral", "wave"], ["judge", "jury", "court", "trial"]
        >>> texts = [" ".join(words) for theme in themes for words in permutations(theme, 3)]
        >>> years = list(range(1900, 1948))
        >>> corpus = topics.Corpus.from_texts(texts, metadata={"year": years})
        >>> run = topics.fit(corpus, n_topics=2, n_fits=1, project=False)
        >>> run.with_effects(run.effects("~ year")).estimated_effects
        Effects('~ year', 2 topics, 2 terms)
        """
        if effects is not None and (effects.table["topic"] >= self.n_topics).any():
            raise InputError("these effects are of other topics; estimate them for this run")
        return replace(self, estimated_effects=effects)
