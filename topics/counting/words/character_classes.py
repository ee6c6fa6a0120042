"""Letters, marks and numbers among the characters, as polars' regular expressions see them."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import polars as pl
from numpy.typing import NDArray

from topics.kernels.text.words import IDEOGRAPH, LETTER, MARK, NUMBER, OTHER

N_CODE_POINTS = 0x110000
_SURROGATES = range(0xD800, 0xE000)
_KINDS = (
    (LETTER, r"\p{L}"),
    (MARK, r"\p{M}"),
    (NUMBER, r"\p{Nd}"),
    (IDEOGRAPH, r"[\p{L}&&\p{Han}]"),
)


@lru_cache(maxsize=1)
def character_classes() -> NDArray[np.uint8]:
    """Class of every code point: one of those in `topics.kernels.text.words`, shape (1114112,).

    The classes are those of the regular expressions that cut texts into tokens, not those of
    Python, whose Unicode version depends on its own.

    Examples
    --------
    >>> classes = character_classes()
    >>> [bool(classes[ord(letter)] == LETTER) for letter in "aß7"]
    [True, True, False]
    """
    classes = np.full(N_CODE_POINTS, OTHER, dtype=np.uint8)
    for codes in ((0, _SURROGATES.start), (_SURROGATES.stop, N_CODE_POINTS)):
        every = pl.Series([np.arange(*codes, dtype="<u4").tobytes().decode("utf-32-le")])
        for kind, name in _KINDS:
            for run in every.str.extract_all(f"{name}+")[0]:
                classes[ord(run[0]) : ord(run[-1]) + 1] = kind
    classes.flags.writeable = False
    return classes


@lru_cache(maxsize=1)
def classes_with_numbers() -> NDArray[np.uint8]:
    """As `character_classes`, but numbers are words, also of one digit."""
    classes = character_classes().copy()
    classes[classes == NUMBER] = IDEOGRAPH  # one of them is a word, too
    classes.flags.writeable = False  # the same type for the kernel
    return classes
