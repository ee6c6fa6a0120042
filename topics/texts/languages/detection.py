"""The language of each document, detected from parts of its text."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import numpy as np
import polars as pl
from numpy.typing import NDArray

N_CHARACTERS = (100, 500)
"""So many characters of the beginning and of the middle of a document are looked at; more of them
where the first do not say what language it is."""

MIN_BYTES = 20
"""A text with fewer bytes of letters is too short to say: 20 Latin letters, or 7 Chinese ones."""

MIN_CONFIDENCE = 0.7
"""A less probable language is not named. With these limits over 99% of the languages that are named
are right, also of texts with 20 letters (docs/how/counting.md)."""

DOCUMENTS_AT_A_TIME = 20_000
"""The languages of this many documents are looked for at a time, to save memory."""

TEXTS = 1_000
"""A thread takes this many texts at a time."""

_NO_LANGUAGE = r"\S*(?:[/@\\_<>=]|\.[a-z])\S*|[\p{N}\p{S}]+|[-*|#>~.]{2,}"
"""Addresses, names in programs, numbers, signs and rules: they are in no language."""


def detected_languages(sections: pl.DataFrame, n_documents: int) -> pl.Series:
    """Code of the language of every document, empty where the text does not say.

    Texts are detected with the model of py3langid (naive Bayes over byte n-grams; Lui and Baldwin
    2012, "langid.py: an off-the-shelf language identification tool").

    Parameters
    ----------
    sections : polars.DataFrame
        Columns ``row`` (index of the document, never falling), ``heading`` and ``text``.
    n_documents : int

    Examples
    --------
    >>> texts = ["Die Flut steigt über das Riff.", "The tide rises over the reef.", "7"]
    >>> sections = pl.DataFrame({"row": [0, 1, 2], "heading": "", "text": texts})
    >>> detected_languages(sections, 3).to_list()
    ['de', 'en', '']
    """
    codes = np.full(n_documents, "", dtype="<U3")
    bounds = [*range(0, n_documents, DOCUMENTS_AT_A_TIME), n_documents]
    firsts = np.searchsorted(sections["row"].to_numpy(), bounds).tolist()
    for (begin, end), (first, following) in zip(pairwise(bounds), pairwise(firsts), strict=True):
        own = sections.slice(first, following - first)
        codes[begin:end] = _of_documents(own.with_columns(pl.col("row") - begin), end - begin)
    return pl.Series("language", codes.tolist(), dtype=pl.String)


def _of_documents(sections: pl.DataFrame, n_documents: int) -> NDArray[np.str_]:
    """Codes of the languages of documents, of which few characters are looked at first."""
    codes = np.full(n_documents, "", dtype="<U3")
    for n_characters in N_CHARACTERS:
        unknown = np.flatnonzero(codes == "")
        rows = pl.DataFrame({"row": unknown}).with_row_index("new")
        own = sections.join(rows, on="row", maintain_order="left").drop("row")
        samples = _samples(own.rename({"new": "row"}), len(unknown), n_characters)
        letters = samples.str.replace_all(r"[^\p{L}\p{M}]+", "")
        enough = (letters.str.len_bytes() >= MIN_BYTES).arg_true().to_numpy()
        if len(enough):
            codes[unknown[enough]] = _languages(samples.gather(enough))
    return codes


def _samples(sections: pl.DataFrame, n_documents: int, n: int) -> pl.Series:
    """The beginning and the middle of every document, without what is in no language."""
    text = pl.col("text")
    n_characters = text.str.len_chars().cast(pl.Int64)
    is_long = n_characters > 2 * n
    middle = text.str.slice(n_characters // 2, n)
    parts = sections.select(
        "row",
        begin=pl.concat_str(pl.col("heading"), text.str.head(n), separator="\n"),
        rest=pl.when(is_long).then(middle).otherwise(
            text.str.slice(n, n)
        ),
    )  # fmt: skip
    begins = pl.col("begin").head(3).str.join("\n").str.head(2 * n)
    samples = parts.group_by("row", maintain_order=True).agg(
        sample=pl.concat_str(begins, pl.col("rest").get(pl.len() // 2), separator="\n")
    )
    every = pl.DataFrame({"row": np.arange(n_documents)}).with_columns(
        pl.col("row").cast(sections.schema["row"])
    )
    texts = every.join(samples, on="row", how="left", maintain_order="left")["sample"]
    texts = texts.fill_null("").str.replace_all(_NO_LANGUAGE, " ")
    return texts.str.replace_all(r"\s+", " ").str.strip_chars()


def _languages(texts: pl.Series) -> NDArray[np.str_]:
    """Codes of the languages of texts, empty where none is probable enough."""
    from topics.texts.languages.model import detector

    codes = detector().codes
    is_shouted = texts.str.to_uppercase() == texts
    texts = texts.zip_with(~is_shouted, texts.str.to_lowercase())
    data = texts.cast(pl.Binary)
    lengths = data.bin.size().cast(pl.Int64).to_numpy()
    offsets = np.concatenate([[0], np.cumsum(lengths)])
    joined = np.frombuffer(b"".join(data.to_list()), dtype=np.uint8)
    scores = _scores(joined, offsets).astype(np.float64)
    # As py3langid does: without the root, long texts would be sure of anything.
    scores /= np.sqrt(np.maximum(lengths, 1))[:, None]
    probabilities = np.exp(scores - scores.max(axis=1, keepdims=True))
    probabilities /= probabilities.sum(axis=1, keepdims=True)
    names, column = np.unique(codes, return_inverse=True)  # a language in two scripts has two
    by_name = np.zeros((len(texts), len(names)))
    for number, name in enumerate(column):
        by_name[:, name] += probabilities[:, number]
    best = by_name.argmax(axis=1)
    is_sure = by_name[np.arange(len(best)), best] >= MIN_CONFIDENCE
    named = np.where(names == "zxx", "", names)
    return np.where(is_sure, named[best], "")


def _scores(data: NDArray[np.uint8], offsets: NDArray[np.int64]) -> NDArray[np.float32]:
    """`language_scores`; threads divide the texts, as a parallel kernel takes long to compile."""
    import numba

    from topics.kernels.text.languages import language_scores
    from topics.texts.languages.model import detector

    def scored(begin: int) -> NDArray[np.float32]:
        return language_scores(data, offsets[begin : begin + TEXTS + 1], detector().model)

    begins = range(0, len(offsets) - 1, TEXTS)
    with ThreadPoolExecutor(numba.get_num_threads()) as pool:
        return np.concatenate(list(pool.map(scored, begins)))
