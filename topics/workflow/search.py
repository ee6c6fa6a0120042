"""search: the topics, documents and sections of a run that have words."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from topics.runs import TopicRun, load


def search(
    run: TopicRun | str | Path, words: str, n: int = 10, *, level: str | None = None
) -> pl.DataFrame:
    """The topics, documents and sections that have words, as `TopicRun.search` gives them.

    Parameters
    ----------
    run : TopicRun, or path of a run folder
    words : str
        Such as ``'tide* "supreme court"'``.
    n : int
        Maximum number of rows of each level.
    level : {"topic", "document", "section"}, optional
        Default: all three.

    Examples
    --------
    >>> from topics.corpus import Corpus
    >>> from topics.workflow import fit
    >>> corpus = Corpus.from_texts(["the reef and the tide", "a judge and a jury"] * 2)
    >>> search(fit(corpus, n_topics=2), "judge", level="document")["document"].to_list()
    ['1', '3']
    """
    run = run if isinstance(run, TopicRun) else load(run)
    return run.search(words, n, level=level)
