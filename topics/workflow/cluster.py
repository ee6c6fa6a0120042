"""cluster: clusters of the documents or sections of a run."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from numpy.typing import ArrayLike

from topics.checks import checks_names
from topics.choices import DEFAULT_CLUSTER_METHOD, DEFAULT_RESOLUTION
from topics.notices import Progress
from topics.runs import TopicRun, load


@checks_names
def cluster(
    run: TopicRun | str | Path,
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
    """The same run with clusters of its documents or sections.

    Rows are points of a view, and clusters are made of their nearest neighbours. The consensus
    view is made of five LDA fits of 40 sweeps, with 20 to 50 topics by the number of rows,
    whatever model the run has; these take about as long as one fit of the run.

    Parameters
    ----------
    run : TopicRun, or path of a run folder
    method : {"leiden", "kmeans", "hdbscan"}
        HDBSCAN leaves rows between dense regions out: their cluster is -1, and the column
        ``nearest_cluster`` has the nearest one.
    level : {"document", "section"}
        Rows that are clustered. Rows of the other level get the cluster of their neighbours.
    n_clusters : int, optional
        Exactly this many. Without it Leiden and HDBSCAN find a number, and k-means needs one.
    resolution : float
        Leiden's resolution, if `n_clusters` is None: larger values give more clusters.
    view : {"consensus", "shares", "tf-idf", "embeddings", "consensus+embeddings"}
        What makes rows neighbours: shares in several fits, in the shown fit, tf-idf on 100 axes,
        the caller's embeddings, or the nearest neighbours in two views.
    embeddings : array_like, shape (n_rows, n_axes), optional
        One row for every document or section, in the order of the run.
    random_state : int
    n_threads : int, optional
        All cores by default; results do not depend on it.
    tree : iterable of int, or int
        Levels of a tree that `TopicRun.with_tree` keeps; a warning names those left out.
    progress : bool or callable, optional
        As for `topics.fit`.

    Returns
    -------
    TopicRun
        Its ``clusters.table`` has a row for each cluster; its documents and sections have the
        columns ``cluster`` and ``cluster_strength``, null for rows without counted terms.

    Raises
    ------
    OptionError
        An option out of range, or more clusters than distinct rows.
    InputError
        No row has terms, or embeddings are missing, not finite, or of other rows.

    Examples
    --------
    >>> from topics.corpus import Corpus
    >>> from topics.workflow import fit
    >>> corpus = Corpus.from_texts(["the reef and the tide", "a judge and a jury"] * 4)
    >>> run = fit(corpus, n_topics=2, n_fits=1, project=False)
    >>> cluster(run, n_clusters=2).documents["cluster"].head(4).to_list()
    [0, 1, 0, 1]
    """
    run = run if isinstance(run, TopicRun) else load(run)
    return run.cluster(
        method,
        level=level,
        n_clusters=n_clusters,
        resolution=resolution,
        view=view,
        embeddings=embeddings,
        random_state=random_state,
        n_threads=n_threads,
        tree=tree,
        progress=progress,
    )
