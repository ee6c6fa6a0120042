"""Copies of earlier documents: proposed by sketches, decided by their shingles."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from topics.corpus import Corpus
from topics.counting.copies.candidates import buckets_of, keys_of_bands
from topics.counting.copies.words import words_of_documents
from topics.counting.count import document_of_rows

FEWEST_WORDS = 15
"""Documents of fewer words are nobody's copies: 500 people who answer "no comment" are 500
answers, and short notes are often equal without having been copied."""

NEW_SHARE, NEW_WORDS = 0.15, 1
"""A copy and its original may each have this share of words, and this many more, in no shingle of
the other one. Where 5% of the words were replaced, about 6% are in no shared shingle; two such
copies of one text differ from each other by 12%. One more is for the ends of short texts."""

PASSAGE_SHARE, PASSAGE_WORDS = 0.05, 20
"""At most this share of the words, or this many if that is more, may be such new words one after
the other: who quotes a text and adds a paragraph has written a text of their own. Words that were
changed at random places are hardly ever 10 in a row."""

MOST_MEMBERS, MOST_COMPARED = 32, 64
"""A bucket of sketches remembers at most this many documents, and a document is compared with at
most this many. Without limits, a passage that 100,000 documents share would make all of them
candidates of each other: 100,000 documents of 130 words, 100 of them shared, take 23 seconds of
one core."""


def find_copies(corpus: Corpus) -> NDArray[np.int64]:
    """The original of each document that is a copy of an earlier one; -1 for all others.

    A document is a copy of an earlier one if the two cover each other: at most 15% of the words of
    each, and one more, are in no shingle of three words that the other one has, too, in about the
    same place, and no more than 20 of these (or 5%, if that is more) follow one another. So a text
    with words dropped, replaced or added here and there is a copy, and one that quotes another
    text whole and adds a paragraph of its own is none. Case, signs and the division into sections
    do not matter.

    The first document in the order of the corpus is the original. A copy is compared with its
    original itself, and an original is never a copy: a copy of a copy that is too far from the
    first text is an original again. Sketches (`topics.counting.copies.candidates`) propose which
    documents are compared; documents with the same words need no sketch. Documents of fewer than
    `FEWEST_WORDS` words are neither copies nor originals.

    Parameters
    ----------
    corpus : Corpus

    Returns
    -------
    array of int, shape (n_documents,)

    Examples
    --------
    >>> text = "The harbour master logged every ship that crossed the bar, and noted for each the "
    >>> text += "hour of the tide, the wind, the cargo and the name of its captain."
    >>> find_copies(Corpus.from_texts([text, "A court.", text.replace("noted", "wrote")])).tolist()
    [-1, -1, 0]
    """
    from topics.kernels.text.shingles import first_equals, some_texts, text_hashes

    n_documents = corpus.n_documents
    original = np.full(n_documents, -1, dtype=np.int64)
    if not corpus.n_sections:
        return original
    all_texts, hashes = words_of_documents(corpus.sections, document_of_rows(corpus), n_documents)
    rows = np.flatnonzero(np.diff(all_texts.offsets) >= FEWEST_WORDS)
    if len(rows) < 2:
        return original
    texts = some_texts(all_texts, rows)
    del all_texts  # as large as the texts themselves
    keys = text_hashes(texts, hashes)
    firsts = first_equals(texts, np.argsort(keys, kind="stable"), keys)
    different = np.flatnonzero(firsts == np.arange(len(rows)))
    found = np.full(len(rows), -1, dtype=np.int64)
    found[different] = _near_copies(texts, different, hashes)
    # What equals a copy of another text is a copy of that one, too.
    is_repeated = firsts != np.arange(len(rows))
    of_first = found[firsts]
    found[is_repeated] = np.where(of_first >= 0, of_first, firsts)[is_repeated]
    original[rows[found >= 0]] = rows[found[found >= 0]]
    return original


def _near_copies(
    texts: Any, rows: NDArray[np.int64], hashes: NDArray[np.uint64]
) -> NDArray[np.int64]:
    """The original, among the texts, of each of some texts that are all different; -1 for none."""
    from topics.kernels.text.shingles import (
        Limits,
        originals,
        some_texts,
        sorted_shingles,
    )

    result = np.full(len(rows), -1, dtype=np.int64)
    buckets, begins = buckets_of(keys_of_bands(texts, rows, hashes), MOST_MEMBERS)
    is_compared = (buckets >= 0).any(axis=1)
    compared = rows[is_compared]
    if not len(compared):
        return result
    part = some_texts(texts, compared)
    shingles = sorted_shingles(part, hashes)
    found = originals(
        part,
        shingles,
        buckets[is_compared],
        begins,
        MOST_COMPARED,
        Limits(NEW_SHARE, NEW_WORDS, PASSAGE_SHARE, PASSAGE_WORDS),
    )
    result[is_compared] = np.where(found >= 0, compared[found], -1)
    return result
