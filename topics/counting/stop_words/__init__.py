"""Stop words: English from scikit-learn, a file, a list, or none."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from topics.errors import MissingInputError, OptionError

CONTENT_WORDS = frozenset(
    "amount bill computer cry detail fill fire interest mill mine serious side sincere system "
    "thick thin top".split()
)
"""Words of scikit-learn's English list that carry content and are counted.

The list's oddities are known (Nothman, Qin and Yurchak 2018, "Stop word lists in free
open-source software packages").
"""

CONTRACTIONS = frozenset(
    "ain aren couldn didn doesn don hadn hasn haven isn ll mightn mustn needn shan shouldn ve "
    "wasn weren won wouldn".split()
)
"""Parts of "aren't", "we'll" and "they've" that the token pattern leaves and the list lacks."""


def stop_words(source: str | Path | Iterable[str], extra: Iterable[str] = ()) -> frozenset[str]:
    """Set of stop words in lower case.

    Parameters
    ----------
    source : {"en", "none"}, path, or iterable of str
        ``"en"`` is scikit-learn's list without `CONTENT_WORDS` and with `CONTRACTIONS`.
        A file contains words separated by white space; ``#`` starts a comment.
    extra : iterable of str
        Words to add.

    Raises
    ------
    MissingInputError
        `source` is neither ``"en"``, ``"none"`` nor a file that exists.
    OptionError
        The file is not UTF-8 text.

    Examples
    --------
    >>> sorted(stop_words("none", extra=["Said"]))
    ['said']
    """
    added = frozenset(word.lower() for word in extra)
    if isinstance(source, str | Path):
        return _named(source) | added
    return frozenset(word.lower() for word in source) | added


def _named(source: str | Path) -> frozenset[str]:
    if source == "en":
        from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

        return frozenset(ENGLISH_STOP_WORDS - CONTENT_WORDS | CONTRACTIONS)
    if source == "none":
        return frozenset()
    path = Path(source)
    if not path.is_file():
        raise MissingInputError(
            f"stop words {str(source)!r}: expected 'en', 'none' or a file of words; "
            "there is no such file"
        )
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise OptionError(f"stop word file {path} is not UTF-8 text; save it as UTF-8") from error
    return frozenset(re.sub(r"#.*", "", text).lower().split())
