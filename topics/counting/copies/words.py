"""The words of documents as numbers, with a hash of every word."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from topics.counting.token_ids import chunks_of, texts_of
from topics.counting.words.word_table import WordTable


def words_of_documents(
    sections: pl.DataFrame, row_document: NDArray[np.int64], n_documents: int
) -> tuple[Any, NDArray[np.uint64]]:
    """The words of every document, headings and texts in their order, and the hash of each word.

    Words are those of the default pattern in one spelling, and numbers: tables of different
    numbers about the same things are different texts. The hash of a word depends on its letters
    only.

    Parameters
    ----------
    sections : polars.DataFrame
        With the columns heading and text, in the order of the documents.
    row_document : array of int, shape (n_sections,)
        The document of each section.
    n_documents : int

    Returns
    -------
    texts : WordRows
    hashes : array of uint64, shape (n_words,)
    """
    from topics.kernels.text.shingles import WordRows

    table = WordTable((), has_numbers=True)
    parts = list(table.number_all(texts_of(chunk) for chunk in chunks_of(sections)))
    n_words = np.concatenate([lengths for _, lengths in parts])
    of_documents = np.bincount(row_document, weights=n_words, minlength=n_documents)
    offsets = np.concatenate([[0], np.cumsum(of_documents.astype(np.int64))])
    return WordRows(np.concatenate([ids for ids, _ in parts]), offsets), table.hashes()
