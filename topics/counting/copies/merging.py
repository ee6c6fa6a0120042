"""Counts of originals and of copies, put together in the order of the documents."""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from topics.counts import Counts, tokens_of_rows


def merged_counts(first: Counts, second: Counts, is_second: NDArray[np.bool_]) -> Counts:
    """Counts of all documents from those of some and of the others, which become copies.

    Parameters
    ----------
    first, second : Counts
        With the same terms.
    is_second : array of bool, shape (n_documents,)
        Which of the documents are those of `second`; both are in order.

    Examples
    --------
    >>> one, two = Counts([[2], [1]], ["tide"]), Counts([[5]], ["tide"])
    >>> both = merged_counts(one, two, np.array([False, True, False]))
    >>> both.matrix.toarray().ravel().tolist(), both.originals.matrix.toarray().ravel().tolist()
    ([2, 5, 1], [2, 1])
    """
    owners = np.concatenate(
        [
            np.flatnonzero(~is_second)[first.row_document],
            np.flatnonzero(is_second)[second.row_document],
        ]
    )
    order = np.argsort(owners, kind="stable")
    both = Counts(
        sp.vstack([first.matrix, second.matrix], format="csr"),
        first.terms,
        n_documents=len(owners),
        **_joined_tokens(first, second),
    )
    return Counts(
        both.matrix[order],
        first.terms,
        row_document=owners[order],
        n_documents=len(is_second),
        is_copy=is_second,
        **tokens_of_rows(both, order),
    )


def _joined_tokens(first: Counts, second: Counts) -> dict[str, NDArray[Any]]:
    """Tokens of the rows of `first`, then of `second`."""
    if first.token_ids is None or second.token_ids is None:
        return {}
    n, offsets, others = len(first.token_ids), first.token_offsets, second.token_offsets
    tokens: dict[str, NDArray[Any]] = {
        "token_ids": np.concatenate([first.token_ids, second.token_ids]),
        "token_offsets": np.concatenate([offsets, n + others[1:]]),  # type: ignore[index]
    }
    if first.piece_starts is not None and second.piece_starts is not None:
        tokens["piece_starts"] = np.concatenate([first.piece_starts, n + second.piece_starts])
    return tokens
