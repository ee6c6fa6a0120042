"""Tasks for people: words and documents of a topic, and one that is of another topic."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from topics.checks import check_whole
from topics.errors import InputError
from topics.evaluation.intrusion import LEAST_SHARE, MOST_SHARE, intruding_words
from topics.runs.data import RunData
from topics.runs.representatives import beginnings, representative_rows
from topics.values import amount

WORD, DOCUMENT = TASK_KINDS = ("word", "document")

N_WORDS, FROM_WORDS = 5, 10
"""A task shows five words of the ten best of a topic."""

N_DOCUMENTS, FROM_DOCUMENTS = 3, 10
"""A task shows three documents of the ten best of a topic."""

N_CHARACTERS = 240
"""A document is shown by its title and this much of the section that has most of the topic."""

QUESTIONS = {
    WORD: "Which word does not belong with the others?",
    DOCUMENT: "Which document is about something else than the others?",
}

N_OPTIONS = max(N_WORDS, N_DOCUMENTS) + 1

DIGITS = 12
"""Hexadecimal digits of the names of a run and of a set of tasks."""

RUN, TASK_SET = "run", "task_set"
"""Columns that name the run whose topics are asked about, and the tasks that were written together:
numbers of tasks are the same in every set, and a key of another one would grade wrongly."""

TASK_SCHEMA: dict[str, pl.DataType] = {
    TASK_SET: pl.String(),
    "task": pl.Int64(),
    "kind": pl.String(),
    "question": pl.String(),
    **{f"option_{number}": pl.String() for number in range(1, N_OPTIONS + 1)},
    "answer": pl.Int64(),
}
"""Columns of the tasks."""

KEY_SCHEMA: dict[str, pl.DataType] = {
    "task": pl.Int64(),
    "kind": pl.String(),
    "topic": pl.Int64(),
    "label": pl.String(),
    "n_options": pl.Int64(),
    "intruder": pl.Int64(),
    RUN: pl.String(),
    TASK_SET: pl.String(),
}
"""Columns of the key."""


@dataclass(frozen=True, eq=False)
class Intrusion:
    """Tasks that are given to people, and the key that is not.

    Attributes
    ----------
    tasks : polars.DataFrame
        task_set, task, kind ("word" or "document"), question, option_1 to option_6, answer (empty:
        the number of the option that does not belong). Tasks are in random order.
    key : polars.DataFrame
        task, kind, topic, label, n_options, intruder (the number of the option), run and task_set.
    left_out : dict of str to list of int
        Topics without tasks of a kind, because they have too few words or documents of their own.
    """

    tasks: pl.DataFrame
    key: pl.DataFrame
    left_out: dict[str, list[int]]


def intrusion_tasks(run: RunData, n_tasks: int, random_state: int) -> Intrusion:
    """Tasks for all shown topics of a run, as `TopicRun.intrusion` says."""
    check_whole("n_tasks", n_tasks, 1, optional=False)
    check_whole("random_state", random_state, 0, optional=False)
    if run.topics.height < 2:
        raise InputError("intrusion needs two topics: an intruder is of another topic")
    hidden = run.topics["hidden"] if "hidden" in run.topics.columns else None
    shown = [k for k in range(run.topics.height) if hidden is None or not hidden[k]]
    made: list[dict[str, Any]] = []
    left_out: dict[str, list[int]] = {}
    makers = {WORD: _word_tasks(run, n_tasks), DOCUMENT: _document_tasks(run, shown, n_tasks)}
    for number, kind in enumerate(TASK_KINDS):
        for topic in shown:
            # Every topic has chance of its own, so that others do not change its tasks.
            rng = np.random.default_rng([random_state, number, topic])
            tasks = list(makers[kind](topic, rng))
            made += [{"kind": kind, "topic": topic, **task} for task in tasks]
            if not tasks:
                left_out.setdefault(kind, []).append(run.topics["topic"][topic])
    if not made:
        raise InputError("no topic has words or documents of its own, so there are no tasks")
    order = np.random.default_rng([random_state, len(TASK_KINDS)]).permutation(len(made))
    return _tables(run, [made[place] for place in order], left_out)


def topics_mark(run: RunData) -> str:
    """A short name of the topics of a run: another one where any term of them is another.

    Labels and hidden topics may change, merged topics may not: their numbers would be others.
    """
    digest = hashlib.sha256("\n".join(run.terms.tolist()).encode())
    digest.update(np.ascontiguousarray(run.topic_term, dtype=np.float64).tobytes())
    return f"topics-{digest.hexdigest()[:DIGITS]}"


def _tables(run: RunData, made: list[dict[str, Any]], left_out: dict[str, list[int]]) -> Intrusion:
    tasks, key = [], []
    mark = topics_mark(run)
    digest = hashlib.sha256(repr((mark, [task["options"] for task in made])).encode())
    # Not digits alone, which a spreadsheet would take for a number.
    of_set = f"tasks-{digest.hexdigest()[:DIGITS]}"
    for number, task in enumerate(made, 1):
        options = {f"option_{place}": text for place, text in enumerate(task["options"], 1)}
        named = {TASK_SET: of_set, "task": number, "kind": task["kind"]}
        tasks.append({**named, "question": QUESTIONS[task["kind"]], **options})
        of_topic = run.topics.select("topic", "label").row(task["topic"], named=True)
        place = {"n_options": len(options), "intruder": task["intruder"], RUN: mark}
        key.append({**named, **of_topic, **place})
    return Intrusion(
        pl.DataFrame(tasks, schema=TASK_SCHEMA), pl.DataFrame(key, schema=KEY_SCHEMA), left_out
    )


def _mixed(own: list[str], intruder: str, rng: np.random.Generator) -> dict[str, Any]:
    """The options in random order, and the number of the intruder."""
    place = int(rng.integers(len(own) + 1))
    shuffled = [own[k] for k in rng.permutation(len(own))]
    return {"options": [*shuffled[:place], intruder, *shuffled[place:]], "intruder": place + 1}


def _word_tasks(run: RunData, n_tasks: int) -> Any:
    column_of = {term: column for column, term in enumerate(run.terms.tolist())}
    best = [
        [term for term in terms.split(", ") if term in column_of][:FROM_WORDS]
        for terms in run.topics["terms"]
    ]
    columns = [np.array([column_of[term] for term in terms], dtype=np.int64) for terms in best]

    def of_topic(topic: int, rng: np.random.Generator) -> Iterator[dict[str, Any]]:
        intruders = intruding_words(run.topic_term, topic, columns)
        names = [run.terms[column] for column in intruders.tolist()]
        names = [name for name in names if not any(_is_alike(name, own) for own in best[topic])]
        if len(best[topic]) < N_WORDS or not names:
            return
        chosen = rng.permutation(len(names))[:n_tasks]
        for intruder in chosen:
            own = rng.permutation(len(best[topic]))[:N_WORDS]
            words = [best[topic][place] for place in own]
            yield _mixed(words, str(names[intruder]), rng)

    return of_topic


def _is_alike(first: str, second: str) -> bool:
    """Whether two terms have a word in common, or begin alike as inflections do."""
    if set(first.split("_")) & set(second.split("_")):
        return True
    return len(first) > 4 and len(second) > 4 and first[:5] == second[:5]


def _document_tasks(run: RunData, shown: list[int], n_tasks: int) -> Any:
    shares = run.document_topic
    best = representative_rows(run, shown, FROM_DOCUMENTS, "document")
    texts: dict[int, dict[int, str]] = {}  # of the documents of every topic
    for topic, rows in zip(shown, best, strict=True):
        own = rows[shares[rows, topic] >= LEAST_SHARE]
        named = zip(own.tolist(), _texts(run, own, topic), strict=True)
        texts[topic] = {row: text for row, text in named if text}

    def tasks(topic: int, rng: np.random.Generator) -> Iterator[dict[str, Any]]:
        own = list(texts[topic].values())
        foreign = [
            text
            for other, documents in texts.items()
            for row, text in documents.items()
            if other != topic and shares[row, topic] <= MOST_SHARE
        ]
        if len(own) < N_DOCUMENTS or not foreign:
            return
        for intruder in rng.permutation(len(foreign))[:n_tasks]:
            chosen = rng.permutation(len(own))[:N_DOCUMENTS]
            yield _mixed([own[place] for place in chosen], foreign[intruder], rng)

    return tasks


def _texts(run: RunData, rows: NDArray[np.int64], topic: int) -> list[str]:
    """Titles of documents, with the beginning of the section that has most of the topic.

    "" where nothing can be read.
    """
    of_topic = run.section_topic[:, topic] * run.counts.n_terms
    row_document = run.counts.row_document
    first, end = (np.searchsorted(row_document, rows, side=side) for side in ("left", "right"))
    sections = np.array(
        [begin + of_topic[begin:stop].argmax() for begin, stop in zip(first, end, strict=True)],
        dtype=np.int64,
    )
    found = beginnings(run, sections, "section", N_CHARACTERS) or [""] * len(rows)
    texts = []
    for row, text in zip(rows.tolist(), found, strict=True):
        title, name = run.documents["title"][row] or "", run.documents["id"][row]
        title, body = (" ".join(part.split()) for part in (title, text))
        is_title_new = title and title != name and not body.startswith(title.rstrip("…"))
        texts.append(": ".join(part for part in (title if is_title_new else "", body) if part))
    return texts


def left_out_in_words(left_out: dict[str, list[int]]) -> list[str]:
    """What to tell of topics without tasks."""
    return [
        f"{amount(len(numbers), 'topic')} without {kind} tasks, as they have too few of their own: "
        + ", ".join(map(str, numbers))
        for kind, numbers in left_out.items()
    ]
