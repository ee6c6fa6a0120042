"""similar: the documents or sections nearest to one of a run."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from topics.runs import TopicRun, load


def similar(
    run: TopicRun | str | Path, document: str, n: int = 10, *, position: int | None = None
) -> pl.DataFrame:
    """The most similar documents or sections, as `TopicRun.similar` gives them.

    Parameters
    ----------
    run : TopicRun, or path of a run folder
    document : str
        Id of a document.
    n : int
        Maximum number of rows.
    position : int, optional
        Position of a section in the document, to compare sections.

    Raises
    ------
    UnknownIdError
        There is no such document, or no such section in it.

    Examples
    --------
    >>> from topics.corpus import Corpus
    >>> from topics.workflow import fit
    >>> corpus = Corpus.from_texts(["the reef and the tide", "a judge and a jury"] * 2)
    >>> similar(fit(corpus, n_topics=2), "0", 1)["document"].to_list()
    ['2']
    """
    return (run if isinstance(run, TopicRun) else load(run)).similar(document, n, position=position)
