"""The quality card of a fit: scores with reference and settings, and warnings about topics."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from topics.counts import Counts
from topics.evaluation import (
    FEWEST_DOCUMENTS,
    STABILITY_FLOOR,
    Stability,
    diversity,
    effective_number,
    exclusivity,
    inverted_rank_overlap,
)
from topics.evaluation.spread import EXCLUSIVITY_WEIGHT, PERSISTENCE
from topics.models.contract import alike_pairs
from topics.notices import StageLog
from topics.options import FitOptions
from topics.shares import Shares, in_row_chunks, row_overlap
from topics.values import agreeing, amount, printable

LISTED, LISTED_NAMES = 10, 4
"""At most this many topics are named in a message, alone and with their documents."""

MOST_OF_TOPIC = 0.5
"""A topic is called made by a document, or by near-copies, that have more than this share of its
terms."""

SAME_TEXT = 0.8
"""Sections that share at least this much of their counted terms are copies but for a few words.
Short texts about one thing may share half of theirs."""

N_SAMPLED, FEWEST_COPIES = 24, 6
"""Near-copies are looked for among this many sections of a topic, spread evenly over its terms.
They have half of the topic's terms only if about half of these are near-copies; all sections are
compared if at least `FEWEST_COPIES` are."""

TOPIC_NOTICES = (
    "topics-with-few-terms",
    "no-coherence",
    "topics-unstable",
    "topics-alike",
    "topics-of-one-document",
    "topics-of-near-copies",
)
"""Codes of the notices about topics as they are shown, which edits make anew."""

Floats = NDArray[np.float64]


class KindOfFit(NamedTuple):
    """What a fit was, with which the shown one is compared.

    Attributes
    ----------
    is_short : bool
        Whether it had fewer sweeps than the options allow.
    is_of_sample : bool
        Whether it is of a bootstrap sample of the documents.
    is_ours : bool
        Whether it is a fit of ours with which the topics of another library are compared.
    """

    is_short: bool
    is_of_sample: bool
    is_ours: bool = False


def quality_scores(
    scored: NDArray[np.int64],
    coherence: Floats,
    topic_term: Floats,
    topic_share: Floats,
    counts: Counts,
    options: FitOptions,
) -> list[dict[str, Any]]:
    """Scores of topics, each with name, value, reference and settings.

    Parameters
    ----------
    scored : array of int, shape (n_topics, n_scored)
        The first shown terms of every topic; -1 where the topic does not hold the term.
    coherence : array, shape (n_topics,)
        NPMI of these terms.
    topic_term : array, shape (n_topics, n_vocabulary)
    topic_share : array, shape (n_topics,)
    counts : Counts
    options : FitOptions
    """
    n_terms = int(scored.shape[1])
    documents = f"the {amount(counts.n_documents, 'fitted document')}"
    if counts.n_documents < FEWEST_DOCUMENTS:
        documents += ": too few to judge by"
    shown = f"the first {amount(n_terms, 'shown term')} of every topic"
    settings: dict[str, Any] = {"terms": n_terms, "order": options.order}
    if options.order == "relevance":
        settings["relevance"] = options.relevance
    return [
        _score("coherence (NPMI), mean", coherence.mean(), documents, settings),
        _score("coherence (NPMI), median", np.median(coherence), documents, settings),
        _score("diversity", diversity(scored), shown, settings),
        _score(
            "inverted rank-biased overlap",
            inverted_rank_overlap(scored),
            shown,
            {**settings, "persistence": PERSISTENCE},
        ),
        _score(
            "exclusivity, mean",
            exclusivity(topic_term, n_top=n_terms).mean(),
            f"the {amount(n_terms, 'most probable term')} of every topic",
            {"terms": n_terms, "weight": EXCLUSIVITY_WEIGHT},
        ),
        _score(
            "effective number of topics",
            effective_number(topic_share[None])[0],
            "shares of the topics in the counted terms",
            {"n_topics": len(topic_term)},
        ),
    ]


def stability_scores(stability: Stability, kinds: Sequence[KindOfFit] = ()) -> list[dict[str, Any]]:
    """Mean stability, and the number of topics below the floor.

    Parameters
    ----------
    stability : Stability
    kinds : sequence of KindOfFit, shape (n_fits,)
        What each of the other fits is.
    """
    n_fits = len(stability.matched)
    reference = f"{amount(n_fits, 'other fit')} of the same documents or of samples of them"
    if kinds:
        reference = f"{amount(n_fits, 'other fit')}: {listed_kinds(kinds)}"
    settings: dict[str, Any] = {"fits": n_fits, "floor": STABILITY_FLOOR}
    n_low = int((stability.values < STABILITY_FLOOR).sum())
    return [
        _score("stability, mean", stability.values.mean(), reference, settings),
        _score("topics below the stability floor", n_low, reference, settings),
    ]


def listed_kinds(kinds: Sequence[KindOfFit]) -> str:
    """Numbers of fits of each kind.

    Examples
    --------
    >>> whole, short = KindOfFit(False, False), KindOfFit(True, True)
    >>> listed_kinds([whole, whole, short])
    '2 whole fits of all documents, 1 short fit of sampled documents'
    """
    return ", ".join(
        f"{amount(n, 'short fit' if kind.is_short else 'whole fit')} of "
        f"{'sampled' if kind.is_of_sample else 'all'} documents"
        f"{' of ours' if kind.is_ours else ''}"
        for kind, n in Counter(kinds).items()
    )


def notice_unstable(values: Sequence[float | None], counts: Counts, log: StageLog) -> None:
    """Keep a notice of the topics whose stability is below the floor.

    Parameters
    ----------
    values : sequence of float or None, shape (n_topics,)
        None where nothing is known, as of topics that were merged.
    counts : Counts
    log : StageLog
    """
    if counts.n_documents < FEWEST_DOCUMENTS:  # too few to judge by
        return
    unstable = [
        k for k, value in enumerate(values) if value is not None and value < STABILITY_FLOOR
    ]
    log.notice(
        "topics-unstable",
        len(unstable),
        f"{len(unstable)} of {amount(len(values), 'topic')} "
        f"{agreeing(len(unstable), 'is', 'are')} hardly found by other fits (stability below "
        f"{STABILITY_FLOOR:g}): {_listed(map(str, unstable))}; such topics depend on chance or on "
        "a few documents: add documents, ask for fewer topics, or read them with care",
    )


def notice_topics(
    topic_term: Floats,
    document_topic: Shares,
    section_topic: Shares,
    counts: Counts,
    names: pl.Series,
    log: StageLog,
) -> None:
    """Keep notices of topics that are nearly identical, or made by one document or by near-copies.

    Parameters
    ----------
    topic_term : array, shape (n_topics, n_vocabulary)
    document_topic : array, shape (n_documents, n_topics)
    section_topic : array, shape (n_sections, n_topics)
    counts : Counts
    names : polars.Series of String, shape (n_documents,)
        Ids of the documents.
    log : StageLog
    """
    with log.stage("check"):
        _notice_alike(topic_term, counts, log)
        if counts.n_documents < FEWEST_DOCUMENTS:  # few documents make many topics each
            return
        is_known = _notice_of_one_document(document_topic, counts, names, log)
        _notice_near_copies(section_topic, counts, is_known, log)


def _notice_alike(topic_term: Floats, counts: Counts, log: StageLog) -> None:
    background = np.asarray(counts.term_counts, dtype=np.float64)
    # Topics without terms show those of the corpus, and have a notice of their own.
    is_hollow = np.isclose(topic_term, background / background.sum(), rtol=1e-9, atol=0).all(axis=1)
    own = np.flatnonzero(~is_hollow)
    pairs = own[alike_pairs(topic_term[own])]
    n_topics = len(np.unique(pairs))
    listed = _listed(f"{i} and {j}" for i, j in pairs.tolist())
    log.notice(
        "topics-alike",
        n_topics,
        f"{amount(n_topics, 'topic')} are alike: {listed}; nearly the same terms are in both at "
        f"random: ask for fewer topics (now {len(topic_term)}), or merge them with run.edit",
    )


def _notice_of_one_document(
    document_topic: Shares, counts: Counts, names: pl.Series, log: StageLog
) -> NDArray[np.bool_]:
    """Keep a notice of topics made by one document, and return which these are."""
    n_terms = counts.n_terms_of_documents
    largest, found = _largest_rows(document_topic, n_terms)
    # A document that is a large part of the corpus has a large part of any topic.
    is_made: NDArray[np.bool_] = (found > MOST_OF_TOPIC) & (
        found > 2 * n_terms[largest] / max(n_terms.sum(), 1)
    )
    numbers = np.flatnonzero(is_made).tolist()
    listed = _listed(
        (f"topic {k} by {_name(names[int(largest[k])])} ({found[k]:.0%})" for k in numbers),
        LISTED_NAMES,
    )
    log.notice(
        "topics-of-one-document",
        len(numbers),
        f"{len(numbers)} of {amount(len(found), 'topic')} {agreeing(len(numbers), 'has', 'have')} "
        f"most terms from one document: {listed}; they say what is in it, not what documents have "
        "in common: leave it out, ask for fewer topics, or read them as what they are",
    )
    return is_made


def _largest_rows(shares: Shares, n_terms: NDArray[Any]) -> tuple[NDArray[np.int64], Floats]:
    """The row with most terms of each topic, and its part of all terms of the topic."""
    n_topics = shares.shape[1]
    largest, most = np.zeros(n_topics, dtype=np.int64), np.full(n_topics, -1.0)
    total = np.zeros(n_topics)
    for rows in in_row_chunks(len(shares)):
        mass = shares[rows] * n_terms[rows, None]
        total += mass.sum(axis=0)
        row, in_rows = mass.argmax(axis=0), mass.max(axis=0)
        is_larger = in_rows > most
        largest[is_larger] = rows.start + row[is_larger]
        most[is_larger] = in_rows[is_larger]
    return largest, most / np.maximum(total, np.finfo(float).tiny)


def _notice_near_copies(
    section_topic: Shares, counts: Counts, is_known: NDArray[np.bool_], log: StageLog
) -> None:
    found = {
        k: copies
        for k in np.flatnonzero(~is_known).tolist()
        if (copies := _near_copies(section_topic[:, k] * counts.n_terms, counts.matrix))
    }
    listed = _listed(
        f"topic {k} ({amount(n, 'section')}, {share:.0%})" for k, (n, share) in found.items()
    )
    log.notice(
        "topics-of-near-copies",
        len(found),
        f"{len(found)} of {amount(section_topic.shape[1], 'topic')} "
        f"{agreeing(len(found), 'has', 'have')} most terms from a text that is repeated nearly "
        f"word for word: {listed}; they say that it is repeated, not what texts are about: remove "
        "copies and what is no content (menus, notices) from the texts",
    )


def _near_copies(mass: Floats, matrix: Any) -> tuple[int, float] | None:
    """Number of sections that are near-copies of one and have most of a topic, and their share.

    None where there is no such text.

    Parameters
    ----------
    mass : array, shape (n_sections,)
        Terms of the topic in each section.
    matrix : CSR, shape (n_sections, n_vocabulary)
    """
    total = mass.sum()
    if not total > 0:
        return None
    # The sections in the middle of equal parts of the topic's terms.
    middles = (np.arange(N_SAMPLED) + 0.5) * (total / N_SAMPLED)
    rows = np.searchsorted(np.cumsum(mass), middles).clip(max=len(mass) - 1)
    overlaps = np.stack([row_overlap(matrix[rows], matrix[[row]]) for row in np.unique(rows)])
    n_copies = (overlaps >= SAME_TEXT).sum(axis=1)
    if n_copies.max() < FEWEST_COPIES:
        return None
    model = int(np.unique(rows)[n_copies.argmax()])
    held = np.flatnonzero(mass > 0)
    is_copy = [
        row_overlap(matrix[held[rows]], matrix[[model]]) >= SAME_TEXT
        for rows in in_row_chunks(len(held))
    ]
    copies = held[np.concatenate(is_copy)]
    share = float(mass[copies].sum() / total)
    return (len(copies), share) if len(copies) > 1 and share > MOST_OF_TOPIC else None


def _score(name: str, value: Any, reference: str, settings: dict[str, Any]) -> dict[str, Any]:
    number = int(value) if isinstance(value, int) else float(value)
    return {"name": name, "value": number, "reference": reference, "settings": settings}


def _listed(texts: Iterable[str], n: int = LISTED) -> str:
    """The first `n` texts, with commas between them."""
    every = list(texts)
    return ", ".join(every[:n]) + (", …" if len(every) > n else "")


def _name(name: str) -> str:
    """The id of a document in a message, cut if it is long."""
    line = printable(" ".join(name.split()))
    return f"'{line}'" if len(line) <= 40 else f"'{line[:19]}…{line[-20:]}'"
