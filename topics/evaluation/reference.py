"""The texts that coherence is measured on, and the ids that top terms have in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from topics.checks import check_choice
from topics.counts import Counts
from topics.errors import InputError

FILL = -1
"""Fills up the top terms of a topic that has fewer than the others."""
MISSING = -2
"""Id of a top term that the reference does not have."""


@dataclass(frozen=True)
class Texts:
    """Texts of a reference corpus as term ids in reading order.

    Parameters
    ----------
    token_ids : array of int, shape (n_tokens,)
        Ids of the terms, below 2**31. -1 is a word outside the vocabulary: it has a position in
        the windows, and no term has its id.
    offsets : array of int, shape (n_texts + 1,)
        Text ``i`` is ``token_ids[offsets[i]:offsets[i + 1]]``. A window never crosses from one
        text to the next; one without tokens counts as one window without terms.

    Raises
    ------
    InputError
        There is no text, ids are no whole numbers, or the offsets do not split them into texts.

    Examples
    --------
    >>> texts = Texts(np.array([0, 1, 0, 2]), np.array([0, 3, 4]))
    >>> texts.n_texts
    2
    """

    token_ids: NDArray[np.int32]
    offsets: NDArray[np.int64]

    def __post_init__(self) -> None:
        ids = _whole_numbers("token_ids", self.token_ids)
        offsets = _whole_numbers("offsets", self.offsets)
        if len(offsets) < 2:
            raise InputError("coherence needs a reference corpus with at least one document")
        if offsets[0] != 0 or offsets[-1] != len(ids) or np.any(np.diff(offsets) < 0):
            raise InputError(
                f"offsets must ascend from 0 to the number of token_ids ({len(ids)}), "
                f"got {offsets[0]} to {offsets[-1]}"
            )
        if len(ids) and not -1 <= ids.min() <= ids.max() < 2**31 - 1:
            raise InputError(
                f"token_ids must be from -1 to 2**31 - 2, got {ids.min()} to {ids.max()}"
            )
        object.__setattr__(self, "token_ids", _read_only(ids, np.int32))
        object.__setattr__(self, "offsets", _read_only(offsets, np.int64))

    @property
    def n_texts(self) -> int:
        """Number of texts."""
        return len(self.offsets) - 1

    @classmethod
    def from_counts(cls, counts: Counts, level: str = "document") -> Texts:
        """The texts of counts that kept the order of their tokens.

        Parameters
        ----------
        counts : Counts
        level : {"document", "section"}
            The rows of a document are one text, each row directly after the one before it, so
            that windows cross from section to section; or every row is a text.

        Raises
        ------
        InputError
            The counts have no token order.

        Examples
        --------
        >>> counts = Counts([[2, 1], [0, 1]], ["tide", "court"], row_document=np.array([0, 0]),
        ...                 token_ids=np.array([0, 1, 0, 1]), token_offsets=np.array([0, 3, 4]))
        >>> Texts.from_counts(counts).offsets.tolist()
        [0, 4]
        >>> Texts.from_counts(counts, "section").offsets.tolist()
        [0, 3, 4]
        """
        check_choice("level", level, ("document", "section"))
        ids, offsets = counts.token_ids, counts.token_offsets
        if ids is None or offsets is None:
            raise InputError(
                "windows need the order of the tokens, and these counts have none; count texts "
                "with it, or use u_mass or npmi, which need documents only"
            )
        if level == "document":
            first_rows = np.searchsorted(counts.row_document, np.arange(counts.n_documents + 1))
            offsets = np.asarray(offsets)[first_rows]
        return cls(ids, offsets)


class ReferenceTerms(NamedTuple):
    """Ids of top terms in a reference.

    Attributes
    ----------
    top_terms : array of int64, shape (n_topics, n_top)
        `FILL` where a topic has fewer terms, `MISSING` for a term that the reference lacks.
    missing : tuple of str
        Terms that the reference lacks, in the order of the topics.
    """

    top_terms: NDArray[np.int64]
    missing: tuple[str, ...]


def reference_terms(topics: Iterable[Sequence[str]], vocabulary: Iterable[str]) -> ReferenceTerms:
    """Ids of the topics' terms in the vocabulary of a reference, and the terms that it lacks.

    Parameters
    ----------
    topics : iterable of sequence of str
        The top terms of every topic, best first.
    vocabulary : iterable of str
        Term ``i`` of the reference has the id ``i``.

    Raises
    ------
    InputError
        There is no topic, or a topic is one string instead of a list of terms.

    Examples
    --------
    >>> reference_terms([["tide", "moon"], ["court"]], ["court", "tide"])
    ReferenceTerms(top_terms=array([[ 1, -2],
           [ 0, -1]]), missing=('moon',))
    """
    lists = list(topics)
    if not lists or any(isinstance(terms, str) for terms in lists):
        raise InputError("expected a list of top terms for every topic, and at least one topic")
    ids = {str(term): i for i, term in enumerate(vocabulary)}
    n_top = max(2, *(len(terms) for terms in lists))
    top_terms = np.full((len(lists), n_top), FILL, dtype=np.int64)
    missing: dict[str, None] = {}
    for topic, terms in enumerate(lists):
        for rank, term in enumerate(map(str, terms)):
            top_terms[topic, rank] = ids.get(term, MISSING)
            if term not in ids:
                missing[term] = None
    return ReferenceTerms(top_terms, tuple(missing))


def _whole_numbers(name: str, values: object) -> NDArray[np.integer]:
    array = np.asarray(values)
    if array.ndim != 1 or not (np.issubdtype(array.dtype, np.integer) or not array.size):
        raise InputError(
            f"{name} must be whole numbers along one axis, got {array.dtype} of {array.shape}"
        )
    return array


def _read_only(values: NDArray[np.integer], dtype: type) -> NDArray[np.integer]:
    """A view that cannot be written: kernels are compiled once for it, and files stay mapped."""
    view: NDArray[np.integer] = np.ascontiguousarray(values, dtype=dtype).view()
    view.flags.writeable = False
    return view
