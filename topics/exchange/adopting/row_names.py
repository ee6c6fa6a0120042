"""Which document of a model is which of ours."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import unquote

import numpy as np
from numpy.typing import NDArray

from topics.errors import InputError
from topics.notices import StageLog
from topics.values import amount

N_EXAMPLES = 3
"""At most this many names are shown in a message."""


def order_of_rows(
    names: Sequence[str] | None, n_rows: int, ids: Sequence[str], called: str, log: StageLog
) -> NDArray[np.int64]:
    """Number of the model's row for each of our documents, shape (n_documents,).

    Names are matched with ids: they are equal, or the id is the end of a path. If no name is an
    id, rows are taken in their order.

    Parameters
    ----------
    names : sequence of str, shape (n_rows,), or None
    n_rows : int
        Rows that the model keeps.
    ids : sequence of str, shape (n_documents,)
    called : str
        The model, for messages.
    log : StageLog

    Raises
    ------
    InputError
        Other numbers of documents, or some names are ids and others are not.

    Examples
    --------
    >>> order_of_rows(["file:/x/b.txt", "file:/x/a.txt"], 2, ["a.txt", "b.txt"], "MALLET",
    ...               StageLog()).tolist()
    [1, 0]
    """
    found = {} if names is None else _rows_of_ids(names, set(ids))
    missing = [each for each in ids if each not in found]
    if n_rows != len(ids) and (missing or not ids):
        known = f"; {len(found):,} of its names are ids" if names is not None else ""
        raise InputError(
            f"{called} keeps the topics of {amount(n_rows, 'document')}, and there are "
            f"{len(ids):,} here{known}; pass the documents it was fitted on, all of them and in "
            "their order (files are neither cut nor left out with split=False and "
            "keep_furniture=True)"
        )
    if found and missing:
        raise InputError(
            f"{len(found):,} of {amount(len(ids), 'document')} are named by {called}, but "
            f"{len(missing):,} are not, such as {_listed(missing)} (it has "
            f"{_listed(names or [])}); pass the documents it was fitted on, with its names as ids"
        )
    if not found:
        log.notice(
            "adopted-by-order",
            0 if names is None else n_rows,
            f"the names of {called} ({_listed(names or [])}) are no ids of the documents "
            f"({_listed(ids)}), so they were taken in their order",
        )
        return np.arange(n_rows, dtype=np.int64)
    n_more = n_rows - len(ids)
    log.notice(
        "adopted-of-more",
        n_more,
        f"{called} was fitted on {amount(n_rows, 'document')}, {n_more:,} more than there are here",
    )
    return np.array([found[each] for each in ids], dtype=np.int64)


def _rows_of_ids(names: Sequence[str], ids: set[str]) -> dict[str, int]:
    """The first row whose name is an id, or a path that ends with it, by id."""
    found: dict[str, int] = {}
    for row, name in enumerate(names):
        for form in (name, unquote(name)):
            parts = form.split("/")
            ends = ("/".join(parts[start:]) for start in range(len(parts)))
            match = next((end for end in ends if end in ids), None)
            if match is not None:
                found.setdefault(match, row)
                break
    return found


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(repr(name)[:60] for name in names[:N_EXAMPLES])
    return f"{shown}, …" if len(names) > N_EXAMPLES else shown
