"""TopicRun: what a fit gives back, with what can be done with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import ArrayLike, NDArray

from topics.bars import progress_to
from topics.choices import CORRECTIONS, DEFAULT_CLUSTER_METHOD, DEFAULT_RESOLUTION
from topics.clusters import Agreement
from topics.corpus import Corpus
from topics.counts import Counts
from topics.errors import InputError
from topics.notices import Progress, StageLog
from topics.results import FittedModel, Transformed, transform_data
from topics.results.effects import Effects
from topics.results.trends import ByGroup, OverTime
from topics.runs.clustering.agreement import agreement_of
from topics.runs.clustering.clustering import clustered_parts
from topics.runs.clustering.trees import kept_tree, tree_of
from topics.runs.clustering.views import view_of_run
from topics.runs.data import RunData
from topics.runs.edits.apply import edited_parts, relabelled_parts
from topics.runs.edits.shown import lines_of_topics
from topics.runs.edits.steps import edits_of_arguments
from topics.runs.edits.toml_file import read_edits
from topics.runs.effects.estimating import effects_of
from topics.runs.fitting.divide import divided_parts
from topics.runs.flow import Flow, flow_of
from topics.runs.folder import write_run
from topics.runs.new_documents import fitted_model, notice_uncut_texts, row_of_text
from topics.runs.relabel import Labeller, relabelled
from topics.runs.representatives import representatives_of_topic
from topics.runs.similar import AskedRow, nearest_rows, row_of_run
from topics.runs.topic_rows import rows_of_topic
from topics.runs.trends.by_group import by_group_of
from topics.runs.trends.keeping import trend_parts
from topics.runs.trends.over_time import over_time_of
from topics.trees import Tree
from topics.values import amount, printable


class TopicRun(RunData):
    """Topics of a corpus at section and document level: frozen data that can be shown and saved.

    Its attributes are those of `topics.runs.data.RunData`: the tables ``documents``,
    ``sections``, ``topics``, ``projection`` and ``removed``; the arrays ``document_topic``,
    ``section_topic`` and ``topic_term``, whose rows sum to 1; ``terms``, ``counts``,
    ``quality``, ``options`` and ``manifest``.
    """

    def __repr__(self) -> str:
        return (
            f"TopicRun({amount(self.n_topics, 'topic')}, "
            f"{amount(self.documents.height, 'document')}, "
            f"{amount(self.sections.height, 'section')}, {amount(len(self.terms), 'term')})"
        )

    def show(self) -> str:
        """Topics as plain text, one line a topic: number, share, stability, terms.

        Labels that were not made from the terms come before them. In an edited run topics of a
        group are together, and hidden topics come last.
        """
        return printable("\n".join(lines_of_topics(self)))

    def transform(
        self,
        data: str | Iterable[str] | Corpus | Counts,
        *,
        n_threads: int | None = None,
        progress: Progress | bool | None = None,
    ) -> Transformed:
        """New documents in the topics of this run; `topics.transform` reads them from files.

        They are counted as the fitted ones were, with the terms of this run; unknown terms are
        listed. Transforming a fitted document reproduces its row: exactly with our engines,
        within 0.02 with the others. Rows without a known term show the mean of the fitted corpus.
        A text is one section: where the fitted documents were cut into sections, whose shares are
        averaged, the row of a whole text differs by some hundredths, and a notice says so.

        Parameters
        ----------
        data : str, iterable of str, Corpus, or Counts
            One text, several texts, a corpus, or counts with their terms.
        n_threads : int, optional
            All cores by default; results do not depend on it.
        progress : bool or callable, optional
            As for `topics.fit`.

        Raises
        ------
        InputError
            No texts, texts for a run that was fitted on counts, or counts without any known
            term.
        RunFolderError
            The run's arrays do not make a model.

        Examples
        --------
        >>> import topics
        >>> run = topics.fit(
        ...     Corpus.from_texts(["the reef and the tide", "a judge and a jury"] * 3), n_topics=2
        ... )
        >>> run.transform("the tide at the reef").document_topic.shape
        (1, 2)
        """
        if isinstance(data, str):
            data = [data]
        with progress_to(progress) as report:
            log = StageLog(report)
            if not isinstance(data, Corpus | Counts):
                data = Corpus.from_texts(data)
                notice_uncut_texts(self, data.sections["text"], log)
            result = transform_data(self.fitted(), data, log, n_threads=n_threads)
        log.warn()
        return result

    def fitted(self) -> FittedModel:
        """The parts of the run that new documents need.

        Raises
        ------
        RunFolderError
            The run was loaded from a folder whose arrays do not fit each other.
        """
        return fitted_model(self)

    def repeated_blocks(self) -> dict[str, int]:
        """Blocks that were removed because they repeat, with their numbers of documents."""
        rows = self.removed.filter(pl.col("reason") == "repeated")
        most = pl.col("n_documents").max().fill_null(1)
        blocks = rows.group_by("text", maintain_order=True).agg(most)
        return {text: n for text, n in blocks.iter_rows() if text}

    def topic(self, topic: int, n: int | None = None, *, level: str = "document") -> pl.DataFrame:
        """The documents, or sections, that are most about a topic, best first.

        They are sorted by the share that their counted terms support: (n s + m c) / (n + m) with
        the row's share s and its n counted terms, the share c of the topic in the corpus, and
        m = 20, so that a row of two words leads no list. Rows without counted terms are left out.

        Parameters
        ----------
        topic : int
            Number of the topic.
        n : int, optional
            Maximum number of rows; default: all.
        level : {"document", "section"}

        Returns
        -------
        polars.DataFrame
            document, title (for sections document, position, heading), share, n_terms, and
            few_terms: whether there are fewer than 10 counted terms, so that the share says
            little.

        Raises
        ------
        OptionError
            There is no such topic or level, or `n` is below 1.

        Examples
        --------
        >>> import topics
        >>> texts = ["the reef and the tide", "a judge and a jury"] * 3
        >>> run = topics.fit(Corpus.from_texts(texts), n_topics=2)
        >>> run.topic(run.documents["topic"][0])["document"].to_list()[:3]
        ['0', '2', '4']
        """
        return rows_of_topic(self, topic, n, level)

    def representatives(self, topic: int, n: int = 3, *, level: str = "document") -> pl.DataFrame:
        """The documents, or sections, that show what a topic is about, best first.

        As `topic`, but without near-copies: a row is left out if it shares half of its counted
        terms or more with a better one. There may be fewer than `n`.

        Parameters
        ----------
        topic : int
            Number of the topic.
        n : int
            Maximum number of rows.
        level : {"document", "section"}

        Returns
        -------
        polars.DataFrame
            The columns of `topic`, and ``text`` where the run has texts: the first 300
            characters of heading and text.

        Raises
        ------
        OptionError
            There is no such topic or level, or `n` is below 1.

        Examples
        --------
        >>> import topics
        >>> texts = ["the reef and the tide", "a judge and a jury", "tide of the reef"] * 3
        >>> run = topics.fit(Corpus.from_texts(texts), n_topics=2)
        >>> run.representatives(run.documents["topic"][0])["text"].to_list()
        ['the reef and the tide', 'a judge and a jury']
        """
        return representatives_of_topic(self, topic, n, level)

    def relabel(
        self,
        function: Labeller,
        *,
        n_texts: int = 3,
        progress: Progress | bool | None = None,
    ) -> TopicRun:
        """The run with labels that a function makes, such as one that asks a language model.

        Labels are put on one line, without control characters and HTML tags, and cut to 100
        characters, which a warning counts. A label that an earlier topic has gets a number. The
        run itself stays as it is.

        In an edited run the function is not asked about topics that a person named. Labels of
        merged topics last as long as the same topics are merged; all others are also in the run
        that `undo_edits` gives back.

        Parameters
        ----------
        function : callable
            Called for every topic with a list of its shown terms, best first, and a list of the
            first 2,000 characters of its representative sections (documents, where the model was
            fitted on these); the list is empty if the run has no texts. It returns the label, or
            None to keep the present one.
        n_texts : int
            Maximum number of texts.
        progress : bool or callable, optional
            As for `topics.fit`.

        Returns
        -------
        TopicRun
            ``topics`` has a further column ``label_origin``: the name of the function,
            ``"terms"`` for labels made from terms, ``"edits"`` for those of `edit`.

        Raises
        ------
        OptionError
            The function cannot be called, or `n_texts` is below 1.
        InputError
            It returned something else than a string, or nothing that can be read. An error in
            the function itself passes, with a note that names the topic.

        Examples
        --------
        >>> import topics
        >>> texts = ["the reef and the tide", "a judge and a jury"] * 3
        >>> run = topics.fit(Corpus.from_texts(texts), n_topics=2)
        >>> def shout(terms: list[str], texts: list[str]) -> str:
        ...     return max(terms, key=len).upper()
        >>> renamed = run.relabel(shout)
        >>> renamed.topics["label_origin"].to_list()
        ['shout', 'shout']
        """
        with progress_to(progress) as report:
            log = StageLog(report)
            topics = relabelled(self, function, n_texts, log)
        log.warn()
        return replace(self, **relabelled_parts(self, topics))

    def similar(
        self, document: str | int, n: int = 10, *, position: int | None = None
    ) -> pl.DataFrame:
        """The most similar documents, or sections if `position` names one, nearest first.

        Rows without counted terms are nobody's neighbours.

        Parameters
        ----------
        document : str or int
            Id of a document, or a new text of several words. A whole number is the id that is
            written so.
        n : int
            Maximum number of rows.
        position : int, optional
            Position of a section in the document.

        Returns
        -------
        polars.DataFrame
            document, title (for sections document, position, heading), topic, topic_share,
            distance. The Hellinger distance of topic shares is between 0 and 1; ties keep their
            order.

        Raises
        ------
        UnknownIdError
            There is no such document, or no such section in it.
        InputError
            The document or the text has no counted terms.
        OptionError
            `n` is below 1, or a text was given a position.

        Examples
        --------
        >>> import topics
        >>> texts = ["the reef and the tide", "a judge and a jury"] * 3
        >>> run = topics.fit(Corpus.from_texts(texts), n_topics=2)
        >>> sorted(run.similar("0", 2)["document"])
        ['2', '4']
        """
        if isinstance(document, int | np.integer):
            document = str(document)
        asked = row_of_run(self, document, position) or self.row_of_text(document, position)
        return nearest_rows(self, asked, n)

    def flow(self, document: str | int, *, bandwidth: float | None = None) -> Flow:
        """The topics along the sections of a document, smoothed, and where they turn.

        `topics.shares.course` says how shares are smoothed and what a turn is.

        Parameters
        ----------
        document : str or int
            Id of a document. A whole number is the id that is written so.
        bandwidth : float, optional
            Half of the width of the kernel that smooths, in counted terms, 1 or more; a topic must
            also lead in half of this many terms to take over. Default: 0.4 times the document's
            counted terms to the power of 4/5.

        Raises
        ------
        UnknownIdError
            There is no such document; the message names ids close to it.
        InputError
            The document has no counted terms.
        OptionError
            The bandwidth is below 1.

        Examples
        --------
        >>> import topics
        >>> sections = ["The reef and the tide. " * 20, "A judge and a jury. " * 20]
        >>> rows = {"book": ["a", "a", "b", "b"], "text": sections * 2}
        >>> corpus = Corpus.from_frame(rows, group_by="book", keep_furniture=True)
        >>> run = topics.fit(corpus, n_topics=2, n_fits=1, project=False)
        >>> run.flow("a").turns["position"].to_list()
        [1]
        """
        if isinstance(document, int | np.integer):
            document = str(document)
        return flow_of(self, document, bandwidth)

    def row_of_text(self, text: str, position: int | None = None) -> AskedRow:
        """The shares of a new text of several words, for `similar`, with the same errors."""
        return row_of_text(self, text, position)

    def edit(
        self,
        file: str | Path | None = None,
        *,
        rename: Mapping[int, str] | None = None,
        merge: Mapping[str, Iterable[int]] | Iterable[Iterable[int]] | None = None,
        hide: int | Iterable[int] | None = None,
        group: Mapping[str, Iterable[int]] | None = None,
    ) -> TopicRun:
        """The same run with topics renamed, merged, hidden or put into groups.

        Topics are named by their numbers in the fit, whatever was edited before; the column
        ``original_topics`` of the table of topics shows them. Shares of merged topics add at both
        levels, and their terms, label and coherence are found anew. A merged topic is at the
        place of its first member. A hidden topic keeps its shares, so that rows sum to 1, but is
        last in every list. New documents get the same topics; the map stays where it is.

        The original stays in the run: `undo_edits` gives it back, to the bit.

        Parameters
        ----------
        file : path, optional
            A TOML file with all edits, which replace those that the run has.
        rename : mapping of int to str, optional
            Labels by topic. This and the following are added to the edits that the run has; of
            two labels or groups of a topic the later one counts.
        merge : mapping of str to topics, or iterable of topics, optional
            Topics that become one: by label, or lists of them.
        hide : int or iterable of int, optional
        group : mapping of str to topics, optional
            Topics by the name of their group.

        Raises
        ------
        InputError
            No edits, an unknown topic, a topic that is merged twice or with itself, two labels
            or groups of one topic, a label that another topic has, or no topic left to show.

        Examples
        --------
        >>> import topics
        >>> texts = ["the reef and the tide", "a judge and a jury", "letters and parcels"] * 3
        >>> run = topics.fit(Corpus.from_texts(texts), n_topics=3, project=False)
        >>> edited = run.edit(merge={"Everything": [0, 2]}, rename={1: "The rest"})
        >>> edited.topics["label"].to_list(), edited.topics["original_topics"].to_list()
        (['Everything', 'The rest'], ['0, 2', '1'])
        >>> edited.undo_edits().n_topics
        3
        """
        added = edits_of_arguments(rename, merge, hide, group)
        if file is None and not added:
            raise InputError("no edits: name a TOML file, or what to rename, merge, hide or group")
        edits = self.edits if file is None else read_edits(file)
        return replace(self, **edited_parts(self, edits.extended(added)))

    def cluster(
        self,
        method: str = DEFAULT_CLUSTER_METHOD,
        *,
        level: str = "document",
        n_clusters: int | None = None,
        resolution: float = DEFAULT_RESOLUTION,
        view: str = "consensus",
        embeddings: ArrayLike | None = None,
        random_state: int = 0,
        n_threads: int | None = None,
        tree: int | Iterable[int] = (),
        progress: Progress | bool | None = None,
    ) -> TopicRun:
        """The same run with clusters of its documents or sections, as `topics.cluster` says.

        Examples
        --------
        >>> import topics
        >>> texts = ["the reef and the tide", "a judge and a jury"] * 4
        >>> run = topics.fit(Corpus.from_texts(texts), n_topics=2, n_fits=1, project=False)
        >>> run.cluster(n_clusters=2).clusters.table["n_documents"].to_list()
        [4, 4]
        """
        with progress_to(progress) as report:
            log = StageLog(report)
            result = self.with_clusters(
                log,
                method=method,
                level=level,
                n_clusters=n_clusters,
                resolution=resolution,
                view=view,
                embeddings=embeddings,
                random_state=random_state,
                n_threads=n_threads,
                tree=tree,
            )
        log.warn()
        return result

    def with_clusters(self, log: StageLog, **options: Any) -> TopicRun:
        """As `cluster`, with the notices left in the log."""
        return replace(self, **clustered_parts(self, log, **options))

    def view(
        self,
        view: str = "consensus",
        *,
        level: str = "document",
        embeddings: ArrayLike | None = None,
        random_state: int = 0,
        n_threads: int | None = None,
        progress: Progress | bool | None = None,
    ) -> NDArray[np.float64]:
        """The documents or sections of the run as points, as clusters and the map see them.

        Nearest points are most alike by the Euclidean distance, which scikit-learn takes by
        default. It is

        - for ``"consensus"`` the root mean square of the Hellinger distances of topic shares in
          five short fits, in [0, 1]. Axes are the square roots of the shares over the square root
          of 10, topics of all fits side by side. The fits are those of the run's clusters or
          map with the same random state; without these they take about as long as one fit of
          the run;
        - for ``"shares"`` the Hellinger distance of topic shares in the fit, in [0, 1]. Axes are
          the square roots of the shares over the square root of 2;
        - for ``"tf-idf"`` the root of 2 - 2 cos of the angle between rows on the 100 largest axes
          of tf-idf (latent semantic analysis), in [0, 2];
        - for ``"embeddings"`` the same root with the angle between the rows of the caller's array.

        Parameters
        ----------
        view : {"consensus", "shares", "tf-idf", "embeddings"}
        level : {"document", "section"}
            The rows, in the order of ``documents`` or ``sections``.
        embeddings : array_like, shape (n_rows, n_axes), optional
            For the view embeddings: one row for every document or section.
        random_state : int
            Seed of the fits of a consensus, or of the axes of tf-idf.
        n_threads : int, optional
            All cores by default; the points do not depend on it.
        progress : bool or callable, optional
            As for `topics.fit`.

        Returns
        -------
        array, shape (n_documents or n_sections, n_axes)
            Rows without counted terms say nothing: they are at the mean of the shares, or all
            zeros. Leave them out with ``run.documents["n_terms"] > 0``.

        Raises
        ------
        OptionError
            An unknown view or level, embeddings for another view or none for this one, or
            ``"consensus+embeddings"``, which is a graph of neighbours and no points.
        InputError
            The run has no counted terms; embeddings that are not finite, or of other rows.

        Examples
        --------
        >>> import topics
        >>> from sklearn.cluster import KMeans
        >>> texts = ["the reef and the tide", "a judge and a jury"] * 4
        >>> run = topics.fit(Corpus.from_texts(texts), n_topics=2, n_fits=1, project=False)
        >>> points = run.view("consensus")
        >>> labels = KMeans(2, random_state=0).fit_predict(points)
        >>> bool((labels[::2] == labels[0]).all() and (labels[1::2] != labels[0]).all())
        True
        """
        with progress_to(progress) as report:
            log = StageLog(report)
            return view_of_run(
                self,
                log,
                view=view,
                level=level,
                embeddings=embeddings,
                random_state=random_state,
                n_threads=n_threads,
            )

    def tree(self, sizes: Iterable[int] | int, *, of: str = "topics") -> Tree:
        """Nested levels of the topics, or of the clusters; `with_tree` keeps them in the run.

        From single topics on, the two are merged whose merge loses the least information about
        their terms (`topics.trees.build_tree`); shares of merged topics add exactly. Nodes have
        labels, made of the terms that distinguish them from their siblings.

        Parameters
        ----------
        sizes : iterable of int, or int
            Numbers of nodes of the levels, such as ``[5, 20]``.
        of : {"topics", "clusters"}

        Raises
        ------
        OptionError
            A size out of range.
        InputError
            The run has no clusters.

        Examples
        --------
        >>> import topics
        >>> texts = ["the reef and the tide", "a judge and a jury", "rain and snow"] * 4
        >>> run = topics.fit(Corpus.from_texts(texts), n_topics=3, n_fits=1, project=False)
        >>> run.tree([2]).levels.shape
        (1, 3)
        """
        return tree_of(self, sizes, of)

    def with_tree(self, sizes: Iterable[int] | int, *, of: str = "topics") -> TopicRun:
        """The same run with a tree that is kept in it, as ``topic_tree`` or ``cluster_tree``.

        `save` writes it as ``topic_tree.json`` or ``cluster_tree.json``. Edits make the tree of
        topics anew, with at most as many nodes as there are topics; new clusters have no tree.
        With a tree of clusters, the column ``parent`` of ``clusters.table`` has the label of the
        node that each cluster is in on the highest level, the one with the fewest nodes.

        Parameters and errors are those of `tree`.

        Examples
        --------
        >>> import topics
        >>> texts = ["the reef and the tide", "a judge and a jury", "rain and snow"] * 4
        >>> run = topics.fit(Corpus.from_texts(texts), n_topics=3, n_fits=1, project=False)
        >>> len(run.with_tree([2]).topic_tree.labels)
        4
        """
        return replace(self, **kept_tree(self, sizes, of))

    def divide(
        self,
        topic: int,
        *,
        n_topics: int | None = None,
        n_fits: int | None = None,
        random_state: int | None = None,
        n_threads: int | None = None,
        progress: Progress | bool | None = None,
    ) -> TopicRun:
        """A topic's own sections, fitted again with the options of the run: its subtopics.

        Its own are the sections whose largest topic it is, with all their terms; of a run that
        was fitted on documents, all sections of the documents whose largest topic it is. So every
        section with terms is of one topic only. The terms are those of the run that they have.

        Parameters
        ----------
        topic : int
            Number of the topic.
        n_topics : int, optional
            Number of subtopics. Default: as for `topics.fit`.
        n_fits, random_state : int, optional
            By default those of the run.
        n_threads : int, optional
            All cores by default; results do not depend on it.
        progress : bool or callable, optional
            As for `topics.fit`.

        Returns
        -------
        TopicRun
            Without a map, which `topics.project` makes. Sections have the positions that they
            have in the whole documents.

        Raises
        ------
        OptionError
            There is no such topic, a number is out of range, or there are more subtopics than
            sections.
        InputError
            The run has no counts, or the topic fewer than two sections of its own.

        Examples
        --------
        >>> import topics
        >>> texts = ["the reef and the tide", "a judge and a jury", "the court of appeal"] * 4
        >>> run = topics.fit(Corpus.from_texts(texts), n_topics=1, n_fits=1, project=False)
        >>> run.divide(0, n_topics=3)
        TopicRun(3 topics, 12 documents, 12 sections, 6 terms)
        """
        with progress_to(progress) as report:
            log = StageLog(report)
            parts = divided_parts(
                self,
                topic,
                log,
                n_topics=n_topics,
                n_fits=n_fits,
                random_state=random_state,
                n_threads=n_threads,
            )
        log.warn()
        return TopicRun(**parts)

    def agreement(self, column: str, *, of: str = "clusters", level: str = "document") -> Agreement:
        """Agreement of the clusters, or of the largest topics, with a column of metadata.

        Parameters
        ----------
        column : str
            A column of ``documents``, or of ``sections`` at their level; rows without a value are
            left out.
        of : {"clusters", "topics"}
        level : {"document", "section"}

        Returns
        -------
        Agreement
            ``nmi``, ``ami``, ``ari``, and ``contingency`` with ``clusters`` and ``labels``.

        Raises
        ------
        InputError
            There is no such column, it has no values, or the run has no clusters.

        Examples
        --------
        >>> import topics
        >>> texts = ["the reef and the tide", "a judge and a jury"] * 4
        >>> corpus = Corpus.from_texts(texts, metadata={"theme": ["sea", "law"] * 4})
        >>> run = topics.fit(corpus, n_topics=2, n_fits=1, project=False)
        >>> run.agreement("theme", of="topics").ari
        1.0
        """
        return agreement_of(self, column, of, level)

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
        >>> corpus = Corpus.from_texts(texts, metadata={"year": [1990, 1991] * 4})
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
        >>> corpus = Corpus.from_texts(texts, metadata={"theme": ["sea", "law"] * 4})
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
    ) -> TopicRun:
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
        >>> corpus = Corpus.from_texts(texts, metadata={"theme": ["sea", "law"] * 4})
        >>> run = topics.fit(corpus, n_topics=2, n_fits=1, project=False)
        >>> run.with_trends(by="theme").trends.by[0].table["group"].unique().sort().to_list()
        ['law', 'sea']
        """
        log = StageLog()
        result = self.with_logged_trends(log, date=date, by=by, **options)
        log.warn()
        return result

    def with_logged_trends(self, log: StageLog, **options: Any) -> TopicRun:
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
            formulaic is not installed: ``pip install 'topics[effects]'``.
        InputError
            An unknown column, something that a formula cannot have, columns that depend on each
            other or have one value or too many, or too few documents.
        OptionError
            An option out of range.

        Examples
        --------
        >>> import topics
        >>> texts = ["the reef and the tide", "a judge, a jury and the tide", "a judge"] * 6
        >>> corpus = Corpus.from_texts(texts, metadata={"year": [1900 + i for i in range(18)]})
        >>> run = topics.fit(corpus, n_topics=2, n_fits=1, project=False)
        >>> run.effects("~ year").table.select("topic", "term", "n_documents").rows()[1]
        (0, 'year', 18)
        """
        log = StageLog()
        result = effects_of(
            self, formula, log, topics=topics, level=level, shares=shares, n_draws=n_draws,
            confidence=confidence, correction=correction, random_state=random_state,
        )  # fmt: skip
        log.warn()
        return result

    def with_effects(self, effects: Effects | None) -> TopicRun:
        """The same run with these effects in its folder and its report, or without any.

        Edits of topics leave them out again.

        Raises
        ------
        InputError
            They are of other topics.

        Examples
        --------
        >>> import topics
        >>> texts = ["the reef and the tide", "a judge, a jury and the tide", "a judge"] * 6
        >>> corpus = Corpus.from_texts(texts, metadata={"year": [1900 + i for i in range(18)]})
        >>> run = topics.fit(corpus, n_topics=2, n_fits=1, project=False)
        >>> run.with_effects(run.effects("~ year")).estimated_effects
        Effects('~ year', 2 topics, 2 terms)
        """
        if effects is not None and (effects.table["topic"] >= self.n_topics).any():
            raise InputError("these effects are of other topics; estimate them for this run")
        return replace(self, estimated_effects=effects)

    def undo_edits(self) -> TopicRun:
        """The run as it was before its topics were edited.

        Raises
        ------
        InputError
            The topics were not edited.
        """
        if self.original is None:
            raise InputError("the topics of the run were not edited, so there is nothing to undo")
        return replace(self, **vars(self.original))

    def save(
        self,
        folder: str | Path,
        *,
        formats: Sequence[str] = ("csv",),
        overwrite: bool = False,
        text: bool = True,
    ) -> Path:
        """Write the run folder and give its path; all of it appears, or nothing.

        Parameters
        ----------
        folder : str or Path
            Created if it is missing, with its parents.
        formats : sequence of str
            Extra formats for the matrices: ``"parquet"``, ``"npz"``, ``"long"``. CSV is always
            written.
        overwrite : bool
            Replace a run in the folder.
        text : bool
            Keep section texts and the order of tokens; False leaves both out.

        Raises
        ------
        OutputExistsError
            The folder holds a run (without `overwrite`), or something that is no run.
        OutputError
            It cannot be written.
        OptionError
            An unknown format.
        """
        return write_run(self, folder, formats=formats, overwrite=overwrite, text=text)
