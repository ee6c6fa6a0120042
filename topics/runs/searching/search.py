"""The topics, documents and sections of a run that have words, best first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from topics.checks import check_choice, check_whole
from topics.counting.normal_forms import is_installed
from topics.counting.seed_words import spellings
from topics.runs.data import RunData
from topics.runs.searching.excerpts import Excerpt, excerpt
from topics.runs.searching.words import Word, n_found, words_of

Floats = NDArray[np.float64]

LEVELS = ("topic", "document", "section")

K1, B = 1.2, 0.75
"""Constants of BM25: how soon further occurrences count little, and how much length counts."""

TITLE_WEIGHT = 3
"""A word in a title or heading counts as often as this in the text."""

MIN_SHARE = 0.1
"""A topic is found by a word of which it has at least this share of the occurrences."""

SCHEMA = {
    "level": pl.String(),
    "topic": pl.Int64(),
    "document": pl.String(),
    "position": pl.Int64(),
    "title": pl.String(),
    "score": pl.Float64(),
    "words": pl.String(),
    "places": pl.String(),
    "excerpt": pl.String(),
    "marks": pl.List(pl.List(pl.Int64())),
}


@dataclass(frozen=True, eq=False)
class Found:
    """What a search found.

    Attributes
    ----------
    words : list of Word
    table : polars.DataFrame
        As `TopicRun.search` gives it.
    n_rows : dict
        How many topics, documents and sections have one of the words, by level.
    has_texts : bool
        Whether the texts were searched, which a run may lack.
    """

    words: list[Word]
    table: pl.DataFrame
    n_rows: dict[str, int]
    has_texts: bool


class Rows(NamedTuple):
    """How many times rows of one level have the words, all of shape (n_rows, n_words), and length.

    ``in_title`` is of titles or headings, ``in_text`` of texts, or of counted terms where there
    are no texts.
    """

    in_title: NDArray[Any]
    in_text: NDArray[Any]
    length: Floats


def search_run(run: RunData, query: str, n: int = 10, level: str | None = None) -> Found:
    """What a search finds in a run, as `TopicRun.search` says."""
    check_whole("n", n, 1, optional=False)
    if level is not None:
        check_choice("level", level, LEVELS)
    words = words_of(query)
    levels = LEVELS if level is None else (level,)
    of_documents, of_sections = _rows(run, words)
    searches = {
        "topic": lambda: _topics(run, words, n),
        "document": lambda: _documents(run, words, of_documents, of_sections, n),
        "section": lambda: _sections(run, words, of_sections, n),
    }
    found = {each: searches[each]() for each in levels}
    rows = [{"level": each, **row} for each, (_, rows) in found.items() for row in rows]
    return Found(
        words,
        pl.DataFrame(rows, schema=SCHEMA, orient="row"),
        {each: n_rows for each, (n_rows, _) in found.items()},
        run.section_texts is not None,
    )


def _rows(run: RunData, words: list[Word]) -> tuple[Rows, Rows]:
    """Occurrences in the documents and in the sections."""
    if run.section_texts is None:
        in_vocabulary = _columns(run, words)
        in_text = np.column_stack(
            [np.asarray(run.counts.matrix[:, each].sum(axis=1)).ravel() for each in in_vocabulary]
        )
        length = run.counts.n_terms.astype(np.float64)
    else:
        in_text = n_found(run.section_texts, words)
        length = run.section_texts.str.len_chars().fill_null(0).to_numpy().astype(np.float64)
    sections = Rows(n_found(run.sections["heading"], words), in_text, length)
    of_row = run.counts.row_document
    n_documents = run.documents.height
    everything = in_text + TITLE_WEIGHT * sections.in_title
    in_documents = np.zeros((n_documents, len(words)), dtype=everything.dtype)
    np.add.at(in_documents, of_row, everything)
    titles = n_found(run.documents["title"], words)
    lengths = np.bincount(of_row, length, n_documents).astype(np.float64)
    return Rows(titles, in_documents, lengths), sections


def _columns(run: RunData, words: list[Word]) -> list[NDArray[np.int64]]:
    """Columns of the vocabulary whose terms have each word, or the term that it counts as."""
    terms = pl.Series(run.terms.tolist(), dtype=pl.String).str.replace_all("_", " ", literal=True)
    columns = [np.flatnonzero(column) for column in n_found(terms, words).T]
    settings = run.parameters.settings
    if settings is None or settings.normalize == "none" or not is_installed(settings.normalize):
        return columns
    column_of = {term: column for column, term in enumerate(run.terms.tolist())}
    spelled = [spellings(list(word.pieces), settings, run.learned) for word in words]
    others = [[column_of[form] for form in each if form in column_of] for each in spelled]
    return [np.union1d(own, of).astype(np.int64) for own, of in zip(columns, others, strict=True)]


def _best(rows: Rows, n: int) -> tuple[NDArray[np.int64], Floats, int]:
    """The best rows with their scores, and the number of rows that have a word.

    Rows with more of the words come first, then those with a higher BM25.
    """
    frequency = rows.in_text + TITLE_WEIGHT * rows.in_title
    has_word = frequency > 0
    n_words = has_word.sum(axis=1)
    n_rows = len(frequency)
    idf = np.log(1 + (n_rows - has_word.sum(axis=0) + 0.5) / (has_word.sum(axis=0) + 0.5))
    mean = rows.length.mean() or 1.0
    slowed = K1 * (1 - B + B * rows.length / mean)
    score = (idf * frequency * (K1 + 1) / (frequency + slowed[:, None] + 1e-12)).sum(axis=1)
    order = np.lexsort((-score, -n_words))
    found = int(np.count_nonzero(n_words))
    return order[: min(n, found)], score, found


def _topics(run: RunData, words: list[Word], n: int) -> tuple[int, list[dict[str, Any]]]:
    """Topics by the share of the words' occurrences that are theirs."""
    weight = run.topic_term * run.topics["share"].to_numpy()[:, None]
    of_words = np.column_stack([weight[:, each].sum(axis=1) for each in _columns(run, words)])
    total = of_words.sum(axis=0)
    share = of_words / np.where(total > 0, total, 1.0)
    shown = run.topics["terms"].str.replace_all("_", " ", literal=True)
    in_label, in_terms = n_found(run.topics["label"], words) > 0, n_found(shown, words) > 0
    has_word = in_label | in_terms | (share >= MIN_SHARE)
    score = np.where(has_word, share, 0.0).sum(axis=1)
    order = np.lexsort((-score, -has_word.sum(axis=1)))
    n_rows = int(has_word.any(axis=1).sum())
    rows = []
    for topic in order[: min(n, n_rows)].tolist():
        terms = run.topics["terms"][topic]
        marks = sorted(list(span) for word in words for span in word.spans(terms.replace("_", " ")))
        rows.append(
            _row(
                topic=topic,
                title=run.topics["label"][topic],
                score=float(score[topic]),
                words=_listed(words, has_word[topic]),
                places={"label": in_label[topic].any(), "terms": in_terms[topic].any()},
                shown=Excerpt(terms, _apart(marks)),
            )
        )
    return n_rows, rows


def _documents(
    run: RunData, words: list[Word], documents: Rows, sections: Rows, n: int
) -> tuple[int, list[dict[str, Any]]]:
    """Documents, each with an excerpt of its best section."""
    order, score, n_rows = _best(documents, n)
    of_row = run.counts.row_document
    rows = []
    for document in order.tolist():
        own = np.arange(*np.searchsorted(of_row, [document, document + 1]))
        has_word = (sections.in_text[own] > 0) | (sections.in_title[own] > 0)
        best = int(own[has_word.sum(axis=1).argmax()]) if len(own) else None
        in_title = documents.in_title[document] > 0
        places = {
            "title": in_title.any(),
            "heading": sections.in_title[own].any(),
            _text(run): sections.in_text[own].any(),
        }
        of_document = run.documents.row(document, named=True)
        rows.append(
            _row(
                topic=of_document["topic"],
                document=of_document["id"],
                title=of_document["title"],
                score=float(score[document]),
                words=_listed(words, in_title | has_word.any(axis=0)),
                places=places,
                shown=_excerpt_of(run, best, words),
            )
        )
    return n_rows, rows


def _sections(
    run: RunData, words: list[Word], sections: Rows, n: int
) -> tuple[int, list[dict[str, Any]]]:
    """Sections, each with an excerpt."""
    order, score, n_rows = _best(sections, n)
    rows = []
    for section in order.tolist():
        of_section = run.sections.row(section, named=True)
        in_title, in_text = sections.in_title[section] > 0, sections.in_text[section] > 0
        rows.append(
            _row(
                topic=of_section["topic"],
                document=of_section["document"],
                position=of_section["position"],
                title=of_section["heading"],
                score=float(score[section]),
                words=_listed(words, in_title | in_text),
                places={"heading": in_title.any(), _text(run): in_text.any()},
                shown=_excerpt_of(run, section, words),
            )
        )
    return n_rows, rows


def _text(run: RunData) -> str:
    """What was searched besides titles and headings."""
    return "text" if run.section_texts is not None else "counted terms"


def _excerpt_of(run: RunData, section: int | None, words: list[Word]) -> Excerpt:
    """A piece of the text of a section; without texts there is none."""
    if run.section_texts is None or section is None:
        return Excerpt("", [])
    return excerpt(run.section_texts[section] or "", words)


def _row(*, places: dict[str, Any], shown: Excerpt, **values: Any) -> dict[str, Any]:
    listed = ", ".join(place for place, is_there in places.items() if is_there)
    empty = {"document": None, "position": None}
    return {**empty, **values, "places": listed, "excerpt": shown.text, "marks": shown.marks}


def _listed(words: list[Word], has_word: NDArray[np.bool_]) -> str:
    return ", ".join(str(word) for word, is_there in zip(words, has_word, strict=True) if is_there)


def _apart(marks: list[list[int]]) -> list[list[int]]:
    """Marks without those that begin in another one."""

    def kept() -> Iterator[list[int]]:
        end = -1
        for mark in marks:
            if mark[0] >= end:
                end = mark[1]
                yield mark

    return list(kept())
