"""transform: new documents on a fitted run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from topics.bars import progress_to
from topics.checks import check_whole
from topics.corpus import Analyzer
from topics.counts import Counts
from topics.errors import OptionError
from topics.notices import Progress, StageLog
from topics.options import ReadOptions
from topics.results import (
    KIND,
    Transformed,
    analyzed,
    check_kind,
    manifest,
    packages_of,
    transform_data,
    write_options,
)
from topics.runs import TopicRun, load
from topics.workflow.inputs import (
    Data,
    as_inputs,
    check_read_options_apply,
    is_to_be_read,
    paths_of,
    read_as_run,
)


def transform(
    run: TopicRun | str | Path,
    data: Data,
    *,
    analyzer: Analyzer | None = None,
    n_threads: int | None = None,
    read_options: ReadOptions | Mapping[str, Any] | None = None,
    progress: Progress | bool | None = None,
) -> Transformed:
    """New documents in the topics of a fitted run.

    Files are read as the run's own were, and blocks that repeated across its documents are
    removed from these, too. Terms are counted with its vocabulary; shares come from its model.
    New rows are placed on its map (`topics.space`). A fitted document gets its row and its
    coordinates again.

    Parameters
    ----------
    run : TopicRun, or path of a run folder
    data : path or paths, Corpus, or Counts
        As for `topics.fit`. A text in memory goes to `TopicRun.transform`.
    analyzer : callable, optional
        The function that made the terms of the run (`Corpus.with_analyzer`), if one did.
    n_threads : int, optional
        All cores by default; results do not depend on it.
    read_options : mapping or ReadOptions, optional
        Options of `topics.read` that differ from those of the run. The run's ``metadata`` and
        ``metadata_pattern`` are used where they fit new documents; a notice says if they do not.
    progress : bool or callable, optional
        As for `topics.fit`.

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
    >>> from topics.corpus import Corpus
    >>> from topics.workflow import fit
    >>> corpus = Corpus.from_texts(["the reef and the tide", "a judge and a jury"] * 3)
    >>> run = fit(corpus, n_topics=2)
    >>> again = transform(run, corpus)
    >>> bool(abs(again.document_topic - run.document_topic).max() < 0.02)
    True
    """
    with progress_to(progress) as report:
        log = StageLog(report)
        result = transform_run(
            run, data, log, analyzer=analyzer, n_threads=n_threads, read_options=read_options
        )
    log.warn()
    return result


def transform_run(
    run: TopicRun | str | Path,
    data: Data,
    log: StageLog,
    *,
    analyzer: Analyzer | None = None,
    n_threads: int | None = None,
    read_options: ReadOptions | Mapping[str, Any] | None = None,
) -> Transformed:
    """As `transform`, with the notices left in the log."""
    check_whole("n_threads", n_threads, 1)
    run = run if isinstance(run, TopicRun) else load(run)
    fitted = run.fitted()  # a run that cannot should not cost the time of reading
    inputs = as_inputs(data)
    if read_options:
        check_read_options_apply(inputs)
    corpus, reading = read_as_run(run, inputs, read_options, n_threads, log)
    counted = inputs if isinstance(inputs, Counts) else corpus
    if analyzer is not None:
        counted = analyzed(counted, analyzer)
    result = transform_data(fitted, counted, log, n_threads=n_threads)
    parameters = {**run.manifest.get("parameters", {}), "read_options": write_options(reading)}
    has_texts = not isinstance(inputs, Counts)
    packages = packages_of(
        run.options,
        sources=corpus.documents["source"] if is_to_be_read(inputs) else None,
        has_texts=has_texts,
        cut_by=fitted.learned.cut_by if has_texts else "",
    )
    record = manifest(paths_of(inputs), corpus.inputs, parameters, packages, log.seconds)
    of_run = {name: run.manifest.get(name) for name in ("created", "arguments", "versions")}
    return replace(result, manifest={**result.manifest, **record, "run": of_run})


def check_output(run: str | Path, output: str | Path, kind: str | None = KIND) -> None:
    """Raise if the output would replace results of another kind, or is inside this run.

    `kind` is None where a run is written.

    Raises
    ------
    OptionError, OutputExistsError
    """
    own, target = Path(run).resolve(), Path(output).resolve()
    if target.is_relative_to(own) or own.is_relative_to(target):
        raise OptionError(
            f"the output {output} is the run {run}, or inside or around it; name another folder"
        )
    if kind is not None:
        check_kind(output, kind)
