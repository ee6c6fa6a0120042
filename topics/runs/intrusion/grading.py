"""Answers of people compared with the key: how often the intruder was found, by topic."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import polars as pl

from topics.errors import InputError
from topics.evaluation.intrusion import wilson_interval
from topics.runs.data import RunData
from topics.runs.intrusion.tasks import KEY_SCHEMA, RUN, TASK_KINDS, TASK_SET, topics_mark
from topics.values import amount, value_as_text

GRADES_SCHEMA: dict[str, pl.DataType] = {
    "kind": pl.String(),
    "topic": pl.Int64(),
    "label": pl.String(),
    "n_answers": pl.Int64(),
    "n_correct": pl.Int64(),
    "precision": pl.Float64(),
    "low": pl.Float64(),
    "high": pl.Float64(),
    "by_chance": pl.Float64(),
}
"""Columns of the grades; a row without topic is over all topics."""

LONGEST = 18
"""Numbers of tasks have at most this many digits."""

NAMED = 5
"""An error names at most this many of what is wrong."""


def graded(
    answers: pl.DataFrame | Iterable[pl.DataFrame],
    key: pl.DataFrame,
    *,
    names: Sequence[str] | None = None,
) -> pl.DataFrame:
    """How often the intruder was found, for every topic and kind and over all topics.

    ``precision`` is the share of correct answers (model precision, Chang et al. 2009), with the
    90% interval of Wilson; ``by_chance`` is what guessing would reach. The interval takes answers
    as independent, so it is too narrow where few people answer many tasks.

    Parameters
    ----------
    answers : polars.DataFrame or iterable of them
        Filled tasks, one table for each person, with the columns task and answer: the number of
        an option, or its text. Tasks without an answer do not count. Where there is a column
        task_set, it is compared with the key's.
    key : polars.DataFrame
        Of the tasks.
    names : sequence of str, optional
        What errors call each table, such as its file.

    Raises
    ------
    InputError
        A column is missing, the key is of other tasks, a task is unknown or answered twice, an
        answer is no option, or there is no answer.
    """
    missing = set(KEY_SCHEMA) - {RUN, TASK_SET} - set(key.columns)
    if missing:
        raise InputError(f"the key lacks {', '.join(sorted(missing))}; give tasks_key.csv")
    rows_of = {row["task"]: row for row in key.iter_rows(named=True)}
    found: list[dict[str, Any]] = []
    for number, table in enumerate([answers] if isinstance(answers, pl.DataFrame) else answers, 1):
        where = f"table {number} of answers" if names is None else names[number - 1]
        if not isinstance(table, pl.DataFrame):
            raise InputError(f"{where} is {type(table).__name__}, expected a polars DataFrame")
        _check_set(table, key, where)
        found += _answers(table, rows_of, where)
    if not found:
        raise InputError("no task has an answer; fill in the column answer, and give the file")
    rows = []
    for kind in TASK_KINDS:
        of_kind = [each for each in found if each["kind"] == kind]
        topics = sorted({(each["topic"], each["label"]) for each in of_kind})
        for topic, label in topics:
            chosen = [each for each in of_kind if each["topic"] == topic]
            rows.append(_row(kind, topic, label, chosen))
        if of_kind:
            rows.append(_row(kind, None, None, of_kind))
    return pl.DataFrame(rows, schema=GRADES_SCHEMA)


def check_run(run: RunData, key: pl.DataFrame) -> None:
    """Raise InputError if the key is not of tasks about the topics of a run, as they are now."""
    if key[RUN].first() != topics_mark(run):
        raise InputError(
            "the key is of tasks about the topics of another run, or of this one before its topics "
            "were merged or fitted again; give the run and the key that belong together"
        )


def _check_set(table: pl.DataFrame, key: pl.DataFrame, where: str) -> None:
    """Raise InputError if tasks were written together with another key."""
    if TASK_SET not in table.columns or TASK_SET not in key.columns:
        return
    known = set(key[TASK_SET])
    others = {_text(each) for each in table[TASK_SET]} - known - {""}
    if others:
        raise InputError(
            f"{where} has tasks of {', '.join(sorted(others)[:NAMED])}, but the key is of "
            f"{', '.join(sorted(known))}; give the key that was written with the tasks"
        )


def _row(kind: str, topic: int | None, label: str | None, answers: list[Any]) -> dict[str, Any]:
    n, n_correct = len(answers), sum(each["is_correct"] for each in answers)
    low, high = wilson_interval(n_correct, n)
    return {
        "kind": kind,
        "topic": topic,
        "label": label,
        "n_answers": n,
        "n_correct": n_correct,
        "precision": n_correct / n,
        "low": low,
        "high": high,
        "by_chance": sum(1 / each["n_options"] for each in answers) / n,
    }


def _answers(
    table: pl.DataFrame, rows_of: dict[int, dict[str, Any]], where: str
) -> list[dict[str, Any]]:
    """The answers of one table, each with its row of the key."""
    missing = {"task", "answer"} - set(table.columns)
    if missing:
        raise InputError(
            f"{where} has no column {' and '.join(sorted(missing))}; give the filled tasks"
        )
    found: dict[int, dict[str, Any]] = {}
    unknown, twice, wrong = [], [], []
    for row in table.iter_rows(named=True):
        answer, name = _text(row["answer"]), _text(row["task"])
        if not answer:
            continue
        is_number = len(name) <= LONGEST and name.isascii() and name.isdigit()
        key = rows_of.get(int(name)) if is_number else None
        if key is None:
            unknown.append(name or "(empty)")
            continue
        option = _option(answer, row, key["n_options"])
        if option is None:
            wrong.append(f"{answer} in task {name}")
        elif key["task"] in found:
            twice.append(name)
        else:
            found[key["task"]] = {**key, "is_correct": option == key["intruder"]}
    for problem, names in (
        ("names tasks that the key lacks", unknown),
        ("answers tasks twice (give a table for each person)", twice),
        ("has answers that are no option", wrong),
    ):
        if names:
            more = (
                f" and {amount(len(names) - NAMED, 'more', 'more')}" if len(names) > NAMED else ""
            )
            listed = ", ".join(f"{name:.60}" for name in names[:NAMED])
            raise InputError(f"{where} {problem}: {listed}{more}")
    return list(found.values())


def _text(value: Any) -> str:
    """The cell as text, whole numbers that a spreadsheet wrote as 3.0 without their decimals."""
    text = value_as_text(value).strip() if value is not None else ""
    return text[:-2] if text.endswith(".0") and text[:-2].isdigit() else text


def _option(answer: str, row: dict[str, Any], n_options: int) -> int | None:
    """The number of the option that was chosen by its number or its text."""
    numbers = range(1, n_options + 1)
    for number in numbers:
        if answer == str(number):
            return number
    # Only then by text: a word may look like the number of another option.
    for number in numbers:
        if answer == _text(row.get(f"option_{number}")):
            return number
    return None
