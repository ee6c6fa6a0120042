"""project: another map of a run, without fitting again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from numpy.typing import ArrayLike

from topics.bars import progress_to
from topics.checks import check_choice, check_whole
from topics.choices import MAP_ENGINES
from topics.kernels.threads import kernel_threads
from topics.notices import Progress, StageLog
from topics.options import FitOptions
from topics.results import (
    package_versions,
    packages_of_map,
    with_largest_topics,
)
from topics.runs import TopicRun, check_map_view, load, map_parts

MAP_OPTIONS = ("project", "map_view", "map_engine", "n_neighbors", "min_dist")
"""Options that a map changes in the record of a run."""


def project(
    run: TopicRun | str | Path,
    *,
    view: str | None = None,
    level: str | None = None,
    embeddings: ArrayLike | None = None,
    engine: str | None = None,
    n_neighbors: int | None = None,
    min_dist: float | None = None,
    n_components: int = 2,
    n_threads: int | None = None,
    progress: Progress | bool | None = None,
) -> TopicRun:
    """The same run with another map; everything but the map stays as it is.

    New documents are placed on the new map, and `TopicRun.save` keeps it. A map of embeddings
    shows only the rows that these are of, and has no place for new documents.

    Parameters
    ----------
    run : TopicRun, or path of a run folder
    view : {"shares", "consensus", "tf-idf", "embeddings"}, optional
        What makes points neighbours, as `TopicRun.view` says; tf-idf is on the axes of the
        documents. Default: as in the run.
    level : {"document", "section"}, optional
        Rows that `embeddings` has, in the order of the run; default: documents.
    embeddings : array_like, shape (n_rows, n_axes), optional
    engine : {"topics", "umap-learn"}, optional
        Library that makes the map. Default: as in the run.
    n_neighbors : int, optional
        Neighbours per point: fewer show detail, more show the whole. Default: as in the run.
    min_dist : float in [0, 1], optional
        Minimum distance of neighbours on the map. Default: as in the run.
    n_components : {2, 3}
        Number of coordinates; the third is the column ``z``, and needs umap-learn.
    n_threads, progress
        As for `topics.fit`.

    Returns
    -------
    TopicRun
        Its ``projection`` is the new map; ``manifest["map"]`` records what made it.

    Raises
    ------
    OptionError
        An option out of range, an engine that cannot draw three coordinates, or a view that
        lacks embeddings or has no use for them.
    InputError
        Embeddings that are not finite, or not of these rows.

    Examples
    --------
    >>> from topics.corpus import Corpus
    >>> from topics.workflow import fit
    >>> corpus = Corpus.from_texts(["the reef and the tide", "a judge and a jury"] * 3)
    >>> run = fit(corpus, n_topics=2, project=False)
    >>> run.projection.height, project(run, n_neighbors=5).projection.height
    (0, 12)
    """
    run = run if isinstance(run, TopicRun) else load(run)
    if engine is not None:
        check_choice("engine", engine, MAP_ENGINES)
    check_whole("n_threads", n_threads, 1)
    view = run.options.map_view if view is None else view
    check_map_view(view, embeddings, level)
    asked = {"map_engine": engine, "n_neighbors": n_neighbors, "min_dist": min_dist}
    changes: dict[str, Any] = {name: value for name, value in asked.items() if value is not None}
    options = replace(run.options, project=True, map_view=view, **changes)
    with progress_to(progress) as report, kernel_threads(n_threads):
        log = StageLog(report)
        parts: dict[str, Any] = map_parts(
            run, options, log, embeddings=embeddings, level=level, n_components=n_components
        )
    made_by = {
        "n_components": n_components,
        "versions": package_versions(packages_of_map(options)),
        "seconds": log.seconds,
    }
    return _with_map(run, parts, options, made_by)


def _with_map(
    run: TopicRun, parts: dict[str, Any], options: FitOptions, made_by: dict[str, Any]
) -> TopicRun:
    """The run and its original, if its topics were edited, with the parts that a map changes."""
    changed = {name: getattr(options, name) for name in MAP_OPTIONS}
    parameters = {**run.manifest["parameters"], **changed}
    parts = {
        **parts,
        "parameters": replace(run.parameters, options=options),
        "manifest": {**run.manifest, "parameters": parameters, "map": made_by},
    }
    if run.original is None:
        return replace(run, **parts)
    shares = run.document_topic, run.section_topic
    shown = with_largest_topics(parts["projection"], shares, run.counts)
    original = replace(run.original, **parts)
    return replace(run, **{**parts, "projection": shown}, original=original)
