"""A run that goes on from another one with new documents, as the attributes of a run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from topics.corpus import Corpus
from topics.counting import LearnedVocabulary
from topics.counting.growing import GrownCounts, same_rows
from topics.counting.normal_forms import forms_in_use
from topics.counts import Counts
from topics.errors import InputError, OptionError
from topics.kernels.threads import kernel_threads
from topics.notices import StageLog
from topics.results import Parameters, documents_of, rows_of_level
from topics.runs.data import RunData
from topics.runs.fitting.parts import engine_of, parts_of_rows
from topics.runs.growing.fits import grown_rows
from topics.runs.growing.measured import cosines, notice_moved, with_growth
from topics.runs.growing.start import StartTopics
from topics.values import amount, printable

MOSTLY_UNKNOWN = 0.5
"""A larger share of terms that are still unknown gets a warning."""

LISTED = 5
"""At most this many documents or terms are named in a message."""


def grown_parts(
    run: RunData,
    start: StartTopics,
    corpus: Corpus,
    counted: GrownCounts,
    parameters: Parameters,
    log: StageLog,
    paths: Sequence[str | Path] = (),
    *,
    least_similarity: float = 0.0,
    is_stream: bool = False,
) -> dict[str, Any]:
    """The topics of a run, continued with new documents, as the attributes of a run without a map.

    Parameters
    ----------
    run : RunData
        The start.
    start : StartTopics
        Its topics.
    corpus : Corpus
        The documents, which are those of the new run.
    counted : GrownCounts
    parameters : Parameters
        ``n_topics`` is at least the number of topics of the start.
    log : StageLog
    paths : sequence of str or Path
    least_similarity : float
        Least cosine of a topic with what it was, 0 to 1; 0 lets topics move as far as they do.
    is_stream : bool
        Whether this is one batch of many: see `known_documents`.

    Raises
    ------
    InputError
        The documents have no known terms, or are all in the start.
    OptionError
        More new topics than new rows.
    """
    options, counts = parameters.options, counted.counts
    check_known_terms(counts, run.terms)
    is_known = known_documents(run, corpus, counts, log, is_stream=is_stream)
    start = start.on_terms(run.terms, counts.terms)
    notice_unknown(counted, log)
    with kernel_threads(options.n_threads):
        rows = rows_of_level(counts, options.level)
        row_document = documents_of(rows, counts)
        is_left_out = is_known if counts.is_copy is None else is_known | counts.is_copy
        n_evidence = int((~is_left_out[row_document[rows.counted]]).sum())
        n_new = int(options.n_topics or 0) - start.n_topics
        _check_evidence(n_evidence, n_new, rows.named(n_evidence), corpus.n_documents)
        engine = engine_of(options)
        engine.set_params(n_topics=options.n_topics)
        fitted, grown = grown_rows(
            engine, start, rows, row_document, is_left_out, options, log, least_similarity
        )
        parts = parts_of_rows(
            corpus, counts, _learned(run, counted), parameters, engine, rows, fitted, log, paths,
            n_continued=start.n_topics,
        )  # fmt: skip
    similarity = cosines(parts["topic_term"][: start.n_topics], start.topic_term)
    notice_moved(similarity.tolist(), log)
    topics = with_growth(parts["topics"], run, similarity, grown)
    growth = {
        "created": run.manifest.get("created"),
        "n_topics": start.n_topics,
        "n_new_topics": n_new,
        "least_similarity": float(least_similarity),
        "held_topics": np.flatnonzero(grown.is_held).tolist(),
        "n_counted_terms": float(start.mass.sum()),
        "n_documents": corpus.n_documents,
        "n_known_documents": int(is_known.sum()),
        "new_terms": _record_of(counted.new_terms),
        "left_out_terms": _record_of(counted.left_out),
    }
    quality = {**parts["quality"], "warnings": log.records()}
    manifest = {**parts["manifest"], "growth": growth}
    return {**parts, "topics": topics, "quality": quality, "manifest": manifest}


def _check_evidence(n_evidence: int, n_new_topics: int, named: str, n_documents: int) -> None:
    """Raise an error if there are no new rows, or fewer than new topics."""
    if not n_evidence:
        raise InputError(
            f"all {amount(n_documents, 'document')} with counted terms are in the run "
            "that is continued; add documents, or use topics.transform"
        )
    if n_new_topics > n_evidence:
        raise OptionError(
            f"{amount(n_new_topics, 'new topic')} for {named} of new documents; ask "
            f"for at most {n_evidence}"
        )


def _learned(run: RunData, counted: GrownCounts) -> LearnedVocabulary:
    """What the run learned, with the forms of the stems that the documents bring."""
    terms = [*counted.terms.tolist(), *run.learned.too_frequent]
    used = {*run.learned.forms, *forms_in_use(counted.forms, terms)}
    return replace(run.learned, forms=tuple(sorted(used)))


def check_known_terms(counts: Counts, terms: NDArray[np.str_]) -> None:
    """Raise InputError unless the counts hold a term of the vocabulary."""
    is_known = np.isin(counts.terms, terms)
    if not np.asarray(counts.term_counts)[is_known].sum():
        raise InputError(
            f"no term of the {amount(counts.n_documents, 'new document')} is in the vocabulary of "
            f"the run (of {len(terms):,}); are they in the same language and about such things? "
            "Fit them without start=…"
        )


def known_documents(
    run: RunData, corpus: Corpus, counts: Counts, log: StageLog, *, is_stream: bool = False
) -> NDArray[np.bool_]:
    """Which documents are in the run already, with the same id and the same terms; notices of both.

    Texts in memory are numbered if they have no ids. These numbers only say that documents are the
    same where all documents of the run come again, and in a stream never.

    Parameters
    ----------
    run : RunData
    corpus : Corpus
    counts : Counts
        Those of the corpus; they have all terms of the run.
    log : StageLog
    is_stream : bool

    Returns
    -------
    array of bool, shape (n_documents,)
    """
    ids, ids_of_run = corpus.documents["id"], run.documents["id"]
    both = (
        ids.to_frame()
        .with_row_index("row")
        .join(ids_of_run.to_frame().with_row_index("earlier"), on="id", maintain_order="left")
    )
    is_known = np.zeros(corpus.n_documents, dtype=np.bool_)
    if not both.height:
        return is_known
    row, earlier = both["row"].to_numpy(), both["earlier"].to_numpy()
    own, others = counts.by_document()[row], run.counts.by_document()[earlier]
    is_same = same_rows(own, counts.terms, others, run.terms)
    has_ids = not (_is_numbered(ids) and _is_numbered(ids_of_run))
    come_all_again = both.height == ids_of_run.len() and bool(is_same.all())
    if not has_ids and (is_stream or not come_all_again):
        return is_known
    is_known[row[is_same]] = True
    n_known = int(is_same.sum())
    known, changed = (both["id"].filter(pl.Series(mask)) for mask in (is_same, ~is_same))
    log.notice(
        "known-documents",
        n_known,
        f"{n_known} of {amount(corpus.n_documents, 'document')} with the ids and terms of "
        f"documents that the run has counted already ({_names(known)}); they get their topics, "
        "but are not counted again",
    )
    log.notice(
        "changed-documents",
        changed.len(),
        f"{amount(changed.len(), 'document')} with ids of documents of the run, but with other "
        f"terms ({_names(changed)}), counted as new documents",
    )
    return is_known


def _is_numbered(ids: pl.Series) -> bool:
    """Whether ids are those that texts get which have none."""
    return ids.to_list() == list(map(str, range(ids.len())))


def notice_unknown(counted: GrownCounts, log: StageLog) -> None:
    """Keep a notice where most of the terms did not enter the vocabulary."""
    n_left_out = float(counted.left_out["count"].sum())
    n_counted = float(counted.counts.n_terms.sum())
    share = n_left_out / max(n_left_out + n_counted, 1.0)
    if share > MOSTLY_UNKNOWN:
        log.notice(
            "mostly-unknown-terms",
            counted.left_out.height,
            f"{share:.0%} of the terms are not in the run's vocabulary, and in too few or too many "
            f"of the new documents to enter it, most often {', '.join(_first(counted.left_out))}; "
            "is it about other things?",
        )


def _record_of(terms: pl.DataFrame) -> dict[str, Any]:
    """How many terms there are, how often they were counted, and the first ones."""
    return {"n": terms.height, "count": int(terms["count"].sum()), "first": _first(terms)}


def _first(terms: pl.DataFrame) -> list[str]:
    return list(map(printable, terms["term"].head(LISTED)))


def _names(ids: pl.Series) -> str:
    more = ", …" if ids.len() > LISTED else ""
    return ", ".join(f"'{printable(name)}'" for name in ids.head(LISTED)) + more
