"""Which words are not counted? Lists by language, from a file, or as given."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from topics.counting.stop_words.files import read_words
from topics.counting.stop_words.lists import CODES, has_list, stop_list
from topics.counting.stop_words.of_corpus import lists_of, notice_languages
from topics.errors import MissingInputError
from topics.values import encodable

__all__ = ["lists_of", "notice_languages", "stop_words"]


def stop_words(source: str | Path | Iterable[str], extra: Iterable[str] = ()) -> frozenset[str]:
    """Set of stop words in lower case.

    Parameters
    ----------
    source : "none", "auto", codes of languages, path, or iterable of str
        ``"de"`` or ``"en,de"`` are lists of languages; see `stop_list`. ``"auto"`` is ``"en"``
        until the languages of the documents are known (`lists_of`). A file contains words
        separated by white space or commas; see `read_words`.
    extra : iterable of str
        Words to add.

    Raises
    ------
    MissingInputError
        `source` is neither ``"none"``, a code of a language nor a file that exists.
    OptionError
        The file is not UTF-8 text.

    Examples
    --------
    >>> sorted(stop_words("none", extra=["Said"]))
    ['said']
    >>> sorted(stop_words("en,de") - stop_words("en"))[:3]
    ['aber', 'alle', 'allem']
    """
    added = _lower(extra)
    return (_named(source) if isinstance(source, str | Path) else _lower(source)) | added


def _lower(words: Iterable[str]) -> frozenset[str]:
    return frozenset(encodable(word.lower()) for word in words)


def _named(source: str | Path) -> frozenset[str]:
    """Words of languages or of a file."""
    if source == "none":
        return frozenset()
    if source == "auto":  # until the texts are known
        source = "en"
    codes = [code.strip() for code in str(source).split(",")]
    if isinstance(source, str) and all(map(has_list, codes)):
        return frozenset().union(*map(stop_list, codes))
    path = Path(source)
    if not path.is_file():
        raise MissingInputError(
            f"stop words {str(source)!r}: expected 'auto', 'none', a file of words, or one or "
            f"more of {', '.join(CODES)} with commas between them; there is no such file"
        )
    return frozenset(read_words(path))
