"""Rows of a run that belong together, and how its topics and clusters nest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from topics.bars import progress_to
from topics.choices import DEFAULT_CLUSTER_METHOD, DEFAULT_RESOLUTION
from topics.clusters import Agreement
from topics.notices import Progress, StageLog
from topics.runs.clustering.agreement import agreement_of
from topics.runs.clustering.clustering import clustered_parts
from topics.runs.clustering.trees import kept_tree, tree_of
from topics.runs.clustering.views import view_of_run
from topics.runs.data import RunData
from topics.runs.fitting.divide import divided_parts
from topics.trees import Tree


class ClustersOfRun(RunData):
    """Rows of a run that belong together, and how its topics and clusters nest."""

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
    ) -> Self:
        """The same run with clusters of its documents or sections, as `topics.cluster` says.

        Examples
        --------
        >>> import topics
        >>> texts = ["the reef and the tide", "a judge and a jury"] * 4
        >>> run = topics.fit(topics.Corpus.from_texts(texts), n_topics=2, n_fits=1, project=False)
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

    def with_clusters(self, log: StageLog, **options: Any) -> Self:
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
        >>> run = topics.fit(topics.Corpus.from_texts(texts), n_topics=2, n_fits=1, project=False)
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
        >>> run = topics.fit(topics.Corpus.from_texts(texts), n_topics=3, n_fits=1, project=False)
        >>> run.tree([2]).levels.shape
        (1, 3)
        """
        return tree_of(self, sizes, of)

    def with_tree(self, sizes: Iterable[int] | int, *, of: str = "topics") -> Self:
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
        >>> run = topics.fit(topics.Corpus.from_texts(texts), n_topics=3, n_fits=1, project=False)
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
    ) -> Self:
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
        >>> run = topics.fit(topics.Corpus.from_texts(texts), n_topics=1, n_fits=1, project=False)
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
        return type(self)(**parts)

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
        >>> corpus = topics.Corpus.from_texts(texts, metadata={"theme": ["sea", "law"] * 4})
        >>> run = topics.fit(corpus, n_topics=2, n_fits=1, project=False)
        >>> run.agreement("theme", of="topics").ari
        1.0
        """
        return agreement_of(self, column, of, level)
