"""transform: new documents on a fitted run."""

from __future__ import annotations

import inspect
import warnings
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from topics.corpus import Corpus
from topics.counts import Counts
from topics.errors import OptionError, RunFolderError, TopicsWarning
from topics.models import check_whole
from topics.notices import Progress, StageLog, silent
from topics.reading import read
from topics.results import Transformed, check_no_run, numbered_corpus
from topics.results.record import manifest
from topics.runs.folder import load
from topics.runs.topic_run import TopicRun, repeated_blocks, transformed
from topics.workflow.fit import Data, as_inputs

_NOT_OPTIONS = frozenset({"paths", "progress", "repeated"})


def transform(
    run: TopicRun | str | Path,
    data: Data,
    *,
    n_threads: int | None = None,
    read_options: Mapping[str, Any] | None = None,
    progress: Progress | None = None,
) -> Transformed:
    """New documents in the topics of a fitted run.

    Files are read as the run's own were, and blocks that repeated over its documents are taken
    out of these, too. Terms are counted with its vocabulary; shares come from its model. Every
    row is placed on its map by its nearest fitted rows (`topics.space.place_new`), and a
    document of the fit gets its row and its place again.

    Parameters
    ----------
    run : TopicRun, or path of a run folder
    data : path or paths, Corpus, or Counts
        As for `topics.fit`. A text in memory goes to `TopicRun.transform`.
    n_threads : int, optional
        All cores by default; the bits do not depend on it.
    read_options : mapping, optional
        Options of `topics.read` that differ from those of the run.
    progress : callable, optional
        Called with (stage, done, total).

    Returns
    -------
    Transformed

    Raises
    ------
    InputError
        Nothing to read, texts for a run of counts, or counts without any known term.
    RunFolderError
        The run folder was changed, or does not hold a model.

    Examples
    --------
    >>> from topics.workflow import fit
    >>> corpus = Corpus.from_texts(["the reef and the tide", "a judge and a jury"] * 3)
    >>> run = fit(corpus, n_topics=2)
    >>> again = transform(run, corpus)
    >>> bool(abs(again.document_topic - run.document_topic).max() < 0.02)
    True
    """
    check_whole("n_threads", n_threads, 1)
    stages = StageLog(progress or silent)
    run = run if isinstance(run, TopicRun) else load(run)
    inputs = as_inputs(data)
    own_options = {**_read_options(run), **(read_options or {})}
    if isinstance(inputs, list):
        repeated = {} if own_options.get("keep_furniture") else repeated_blocks(run)
        with stages.stage("read"):
            options = {"n_threads": n_threads, **own_options, "repeated": repeated}
            corpus = read(*inputs, **options, progress=stages.progress)
    elif read_options:
        raise OptionError("read_options apply when paths are read; this data has been read")
    else:
        corpus = inputs if isinstance(inputs, Corpus) else numbered_corpus(inputs)
    counted = inputs if isinstance(inputs, Counts) else corpus
    result = transformed(run, counted, stages, n_threads=n_threads)
    for notice in stages.notices:
        warnings.warn(notice.message, TopicsWarning, stacklevel=2)
    parameters = {**run.manifest.get("parameters", {}), "read_options": own_options}
    record = manifest(inputs, corpus, parameters, stages.seconds)
    of_run = {name: run.manifest.get(name) for name in ("created", "arguments", "versions")}
    return replace(result, manifest={**result.manifest, **record, "run": of_run})


def check_output(run: str | Path, output: str | Path) -> None:
    """Raise where the output would replace a run, or stand inside this one.

    Raises
    ------
    OptionError, OutputExistsError
    """
    own, target = Path(run).resolve(), Path(output).resolve()
    if target.is_relative_to(own) or own.is_relative_to(target):
        raise OptionError(f"{output} is not apart from the run {run}; name another folder")
    check_no_run(output)


def _read_options(run: TopicRun) -> dict[str, Any]:
    """Options with which the run was read; a run folder can come from anywhere."""
    recorded = run.manifest.get("parameters", {}).get("read_options", {})
    known = set(inspect.signature(read).parameters) - _NOT_OPTIONS
    plain = isinstance(recorded, dict) and all(
        value is None or type(value) in (bool, int, float, str) for value in recorded.values()
    )
    if not plain or not set(recorded) <= known:
        raise RunFolderError("the run does not say how its documents were read; fit again")
    return dict(recorded)
