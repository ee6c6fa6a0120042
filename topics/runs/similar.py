"""Nearest documents and sections of a run by their topic shares."""

from __future__ import annotations

import difflib

import numpy as np
import polars as pl

from topics.errors import OptionError, UnknownIdError
from topics.runs.data import RunData
from topics.space import hellinger

MAX_COMPARED = 20_000
"""Maximum number of ids that are searched for a close match to an unknown id."""


def nearest_rows(run: RunData, document: str, n: int, position: int | None) -> pl.DataFrame:
    """Documents, or sections if `position` is given, by distance, as `TopicRun.similar` says."""
    if n < 1:
        raise OptionError(f"n is {n}, expected 1 or more")
    if position is None:
        table, shares = run.documents.select(document="id", title="title"), run.document_topic
        is_asked = (table["document"] == document).to_numpy()
    else:
        table, shares = run.sections.select("document", "position", "heading"), run.section_topic
        in_document = (table["document"] == document).to_numpy()
        is_asked = in_document & (table["position"] == position).to_numpy()
    if not is_asked.any():
        raise _unknown_id(run, document, position)
    row = int(np.flatnonzero(is_asked)[0])
    distance = hellinger(shares[row], shares)
    order = np.argsort(distance, kind="stable")
    order = order[order != row][:n]
    result: pl.DataFrame = table[order].with_columns(distance=pl.Series(distance[order]))
    return result


def _unknown_id(run: RunData, document: str, position: int | None) -> UnknownIdError:
    """Error for an unknown id that lists the closest existing ids."""
    ids = run.documents["id"]
    if position is not None and (ids == document).any():
        n = (run.sections["document"] == document).sum()
        return UnknownIdError(
            f"document {document!r} has {n} sections, none at position {position}"
        )
    folded = document.casefold()
    within = [name for name in ids if folded and folded in name.casefold()]
    close = within or difflib.get_close_matches(document, ids.head(MAX_COMPARED).to_list(), 3, 0.4)
    listed = ", ".join(repr(name) for name in (close or ids.head(3).to_list())[:3])
    kind = "close to it are" if close else "the first are"
    return UnknownIdError(f"no document has the id {document!r}; {kind} {listed}")
