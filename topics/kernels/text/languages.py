"""Scores of languages by naive Bayes over byte n-grams that an automaton finds.

The reason for the kernel is speed: py3langid's own loop in Python takes ten times as long, which
would make reading slower by a quarter.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray


class LanguageModel(NamedTuple):
    """An automaton over bytes, and the weights of the n-grams that its states complete.

    In state `s` byte `b` leads to ``following[256 * block[s] + b]``. A state that completes an
    n-gram has its number in ``completed``, others have -1. ``weights`` has a row for every n-gram
    and a column for every language; ``prior`` has a number for every language.
    """

    following: NDArray[np.uint32]
    block: NDArray[np.int32]
    completed: NDArray[np.int32]
    weights: NDArray[np.float32]
    prior: NDArray[np.float32]


@njit(cache=True, nogil=True)
def language_scores(
    data: NDArray[np.uint8], offsets: NDArray[np.int64], model: LanguageModel
) -> NDArray[np.float32]:
    """Log probability of every language for every text, up to a constant of the text.

    With the counts ``c`` of the n-grams of a text this is
    ``np.log1p(c) @ model.weights + model.prior``.

    Parameters
    ----------
    data : array of uint8
        UTF-8 of all texts.
    offsets : array, shape (n_texts + 1,)
        Text `i` has the bytes ``offsets[i]`` to ``offsets[i + 1]``.
    model : LanguageModel

    Returns
    -------
    array, shape (n_texts, n_languages)
    """
    n_texts, n_languages = len(offsets) - 1, len(model.prior)
    scores = np.empty((n_texts, n_languages), dtype=np.float32)
    counts = np.zeros(len(model.weights), dtype=np.int32)
    found = np.empty(len(model.weights), dtype=np.int32)
    for text in range(n_texts):
        n_found = 0
        state = 0
        for i in range(offsets[text], offsets[text + 1]):
            state = int(model.following[256 * model.block[state] + data[i]])
            ngram = model.completed[state]
            if ngram >= 0:
                if counts[ngram] == 0:
                    found[n_found] = ngram
                    n_found += 1
                counts[ngram] += 1
        scores[text] = model.prior
        for number in range(n_found):
            ngram = found[number]
            weight = np.float32(np.log1p(float(counts[ngram])))
            counts[ngram] = 0
            for language in range(n_languages):
                scores[text, language] += weight * model.weights[ngram, language]
    return scores
