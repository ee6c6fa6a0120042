"""What a fit or a transform is given: paths, a corpus or counts, read and counted where needed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from topics.corpus import Corpus
from topics.counting import CountSettings, LearnedVocabulary
from topics.counting.copies import learn_counts_of_originals, with_copies
from topics.counts import Counts
from topics.errors import OptionError
from topics.notices import StageLog
from topics.options import COUNTING_OPTIONS, FitOptions, ReadOptions
from topics.own_paths import own_folders
from topics.reading import read
from topics.reading.arguments import DaskCollection, as_paths, check_paths, is_collection
from topics.results import corpus_of_counts
from topics.runs import TopicRun

Data = str | Path | Iterable[str | Path] | DaskCollection | Corpus | Counts
Inputs = list[str | Path] | DaskCollection | Corpus | Counts

IGNORED_WITH_COUNTS = frozenset({"stop_words", "extra_stop_words"})
"""Options of counting that are ignored with counts, without an error."""


def as_inputs(data: Data) -> Inputs:
    """Paths as a list, whether one or many were given; all others as they are.

    Raises
    ------
    InputError
        Texts, a table or something else was given; the message names the call that takes it.
    """
    if isinstance(data, Corpus | Counts) or is_collection(data):
        return data
    paths = as_paths(data)
    check_paths(paths)
    return paths


def paths_of(inputs: Inputs) -> list[str | Path]:
    """The paths among the inputs: none for all else."""
    return inputs if isinstance(inputs, list) else []


def is_to_be_read(inputs: Inputs) -> bool:
    """Whether documents are to be read: from paths, or from a collection of Dask."""
    return not isinstance(inputs, Corpus | Counts)


def check_applies(inputs: Inputs, options: FitOptions) -> None:
    """Raise OptionError where an option was changed that does not apply to this kind of data."""
    if options.read_options is not None:
        check_read_options_apply(inputs)
    names = [
        each.name
        for each in fields(FitOptions)
        if each.name in COUNTING_OPTIONS - IGNORED_WITH_COUNTS
    ]
    changed = [name for name in names if getattr(options, name) != getattr(FitOptions(), name)]
    if isinstance(inputs, Counts) and changed:
        raise OptionError(
            f"{', '.join(changed)} cannot be used with counts; these options apply when texts are "
            f"counted: {', '.join(names)}"
        )


def check_read_options_apply(inputs: Inputs) -> None:
    """Raise OptionError unless there is something to read."""
    if not is_to_be_read(inputs):
        raise OptionError("read_options apply when paths are read; this data has been read")


def changes_of(changes: ReadOptions | Mapping[str, Any] | None) -> dict[str, Any]:
    """The options of reading that a caller asked for, by name: those that are not the default."""
    if not isinstance(changes, ReadOptions):
        return dict(changes or {})
    default, given = vars(ReadOptions()), vars(changes)
    # A table of metadata compares with nothing: it is there, or not.
    return {
        name: value
        for name, value in given.items()
        if (value is not None if default[name] is None else value != default[name])
    }


def changed_reading(
    own: ReadOptions | None, changes: ReadOptions | Mapping[str, Any] | None
) -> ReadOptions:
    """The options with which a run was read, with the changes that a caller asked for."""
    return ReadOptions.of({**vars(own or ReadOptions()), **changes_of(changes)})


def read_corpus(
    inputs: Inputs,
    options: ReadOptions | None,
    n_threads: int | None,
    log: StageLog,
    repeated: Mapping[str, int] | None = None,
    optional_metadata: Collection[str] = (),
    client: Any = None,
) -> Corpus:
    """The corpus of the inputs; its notices go to the log where it is counted."""
    if isinstance(inputs, Counts):
        return corpus_of_counts(inputs)
    if isinstance(inputs, Corpus):
        return inputs
    options = options or ReadOptions()
    log.folders += own_folders(paths_of(inputs))
    with log.stage("read"):
        return read(
            *(inputs if isinstance(inputs, list) else [inputs]),
            **{each.name: getattr(options, each.name) for each in fields(ReadOptions)},
            optional_metadata=optional_metadata,
            n_threads=n_threads,
            repeated=repeated,
            client=client,
            progress=log.progress,
        )


def read_as_run(
    run: TopicRun,
    inputs: Inputs,
    changes: ReadOptions | Mapping[str, Any] | None,
    n_threads: int | None,
    log: StageLog,
) -> tuple[Corpus, ReadOptions]:
    """New documents, read as those of a run were, and the options with which they were read.

    Blocks that repeated across the documents of the run are removed from these, too. Its table and
    pattern of metadata are used where they fit, unless the changes name others.
    """
    reading = changed_reading(run.options.read_options, changes)
    repeated = {} if reading.keep_furniture else run.repeated_blocks()
    asked = changes_of(changes).keys()
    optional = {"metadata", "metadata_pattern"} - asked
    if "metadata_key" in asked:
        optional -= {"metadata"}
    return read_corpus(inputs, reading, n_threads, log, repeated, optional), reading


def counted(
    inputs: Inputs, corpus: Corpus, settings: CountSettings, keep_duplicates: bool, log: StageLog
) -> tuple[Corpus, Counts, LearnedVocabulary]:
    """The corpus with its copies named, its counts unless they were given, and what they taught."""
    if isinstance(inputs, Counts):
        return corpus, inputs, LearnedVocabulary()
    corpus, is_copy = with_copies(corpus, log, are_counted=keep_duplicates)
    log.extend(corpus.notices)
    with log.stage("count"):
        return corpus, *learn_counts_of_originals(corpus, is_copy, settings, log)
