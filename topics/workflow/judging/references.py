"""The texts that coherence is measured on: the fitted documents of a run, or others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from topics.counting import known_tokens
from topics.counts import Counts
from topics.errors import InputError, OptionError
from topics.evaluation import FEWEST_DOCUMENTS, Texts
from topics.notices import Notice, StageLog
from topics.options import ReadOptions
from topics.reading.metadata import without_metadata
from topics.runs import TopicRun
from topics.values import amount
from topics.workflow.inputs import (
    Data,
    as_inputs,
    changed_reading,
    check_read_options_apply,
    paths_of,
    read_corpus,
)

NOTICES = "reference-"
"""Codes of notices about a reference begin with this."""

LISTED = 3
"""The name of a reference has at most this many paths."""


@dataclass(frozen=True)
class Reference:
    """What coherence is measured on.

    Attributes
    ----------
    name : str
        For ``quality.json`` and messages.
    terms : array of str
        Term ``i`` has the id ``i``.
    documents : Texts or Counts
        What measures by document take.
    texts : Texts or None
        What measures by window take; None where the order of the tokens is not known.
    n_documents : int
    has_gaps : bool
        Whether words that are not counted keep their places in the texts.
    """

    name: str
    terms: NDArray[np.str_]
    documents: Texts | Counts
    texts: Texts | None
    n_documents: int
    has_gaps: bool = False

    def without(self, ids: NDArray[np.int64]) -> NDArray[np.int64]:
        """Those of the ids whose terms are in no document."""
        if isinstance(self.documents, Counts):
            is_absent = self.documents.term_counts[ids] == 0
        else:
            is_absent = ~np.isin(ids, self.documents.token_ids)
        absent: NDArray[np.int64] = ids[is_absent]
        return absent


def reference_of(
    run: TopicRun,
    data: Data | None,
    log: StageLog,
    n_threads: int | None,
    read_options: ReadOptions | Mapping[str, Any] | None = None,
) -> Reference:
    """The reference for the topics of a run: its own documents by default.

    Files are read with the options of the run and the given changes to them, and texts are cut
    into terms as its own were.

    Raises
    ------
    InputError
        Nothing to read, or texts for a run that was fitted on counts.
    OptionError
        Options of reading, but nothing to read.
    """
    if data is None:
        if read_options:
            raise OptionError(
                "options of reading apply to a reference; name its documents with reference=…, or "
                "leave these options out"
            )
        counts = run.counts.originals
        return _of_counts(counts, f"the {amount(counts.n_documents, 'fitted document')}")
    inputs = as_inputs(data)
    if read_options:
        check_read_options_apply(inputs)
    own_log = StageLog(log.progress)
    if isinstance(inputs, Counts):
        reference = _of_counts(inputs, "the counts of other documents")
    else:
        settings = run.parameters.settings
        if settings is None:
            raise InputError(
                "the run was fitted on counts, so it does not know how to cut the texts of a "
                "reference into terms; pass topics.Counts"
            )
        reading = changed_reading(run.options.read_options, read_options)
        corpus = read_corpus(inputs, without_metadata(reading), n_threads, own_log)
        own_log.extend(corpus.notices)
        with own_log.stage("count"):
            texts = Texts(*known_tokens(corpus, settings, run.learned, run.terms, log=own_log))
        paths = [str(path) for path in paths_of(inputs)]
        more = ", …" if len(paths) > LISTED else ""
        listed = ", ".join(paths[:LISTED]) + more or "another corpus"
        reference = Reference(
            f"the documents of {listed}", run.terms, texts, texts, texts.n_texts, has_gaps=True
        )
    log.extend(
        Notice(NOTICES + each.code, each.count, f"reference: {each.message}")
        for each in own_log.notices
    )
    log.notice(
        f"{NOTICES}small",
        int(reference.n_documents < FEWEST_DOCUMENTS),
        f"the reference has {amount(reference.n_documents, 'document')}: too few to judge by, "
        f"expected {FEWEST_DOCUMENTS} or more",
    )
    return reference


def _of_counts(counts: Counts, name: str) -> Reference:
    if counts.n_documents < FEWEST_DOCUMENTS:
        name += ": too few to judge by"
    has_order = counts.token_ids is not None and counts.n_documents > 0
    texts = Texts.from_counts(counts) if has_order else None
    return Reference(name, counts.terms, counts, texts, counts.n_documents)
