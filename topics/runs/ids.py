"""Documents of a run by their ids, and what to suggest for an unknown id."""

from __future__ import annotations

import difflib
import unicodedata

import polars as pl

from topics.errors import InputError, UnknownIdError
from topics.runs.data import RunData

MAX_COMPARED = 20_000
"""Maximum number of ids that are searched for a close match to an unknown id."""

CLOSE = 0.75
"""Ids are close if difflib's ratio of equal characters is at least this."""

N_SUGGESTED = 3
"""Maximum number of ids that an error suggests."""


def id_in_run(run: RunData, document: str) -> str | None:
    """Id of the document that a user names, or None.

    It is named by its id, also in the other Unicode form (a file name from a Mac has ``é`` as
    two characters), or by its source, if only one document came from it.

    Raises
    ------
    InputError
        What names it is no text.
    """
    if not isinstance(document, str):
        raise InputError(
            f"the document is {type(document).__name__}, expected the id of a document or a text"
        )
    if _holds(run.documents["id"], document):
        return document
    wanted = unicodedata.normalize("NFC", document)
    same = [name for name in run.documents["id"] if unicodedata.normalize("NFC", name) == wanted]
    if not same and "source" in run.documents.columns:
        sources = run.documents["source"].cast(pl.String)
        same = run.documents["id"].filter((sources == document).fill_null(value=False)).to_list()
    return same[0] if len(same) == 1 else None


def unknown_id(run: RunData, document: str) -> UnknownIdError:
    """Error for an unknown id that suggests ids close to it, if there are any."""
    close = close_ids(run, document)
    kind = "close to it are" if close else "the first are"
    names = close or run.documents["id"].head(N_SUGGESTED).to_list()
    listed = ", ".join(repr(name) for name in names)
    return UnknownIdError(f"no document has the id {document!r}; {kind} {listed}")


def close_ids(run: RunData, document: str) -> list[str]:
    """Ids that are spelled nearly as this one, with or without their folders and their ending.

    Examples
    --------
    >>> from topics.workflow import fit
    >>> from topics.corpus import Corpus
    >>> corpus = Corpus.from_texts(["the reef", "the tide"], ids=["sea/reef.txt", "sea/tide.txt"])
    >>> run = fit(corpus, n_topics=1, project=False)
    >>> close_ids(run, "Reefs"), close_ids(run, "t")
    (['sea/reef.txt'], [])
    """
    wanted = _folded(document).removesuffix("/")
    forms: dict[str, str] = {}
    for name in run.documents["id"].head(MAX_COMPARED):
        whole = _folded(name)
        last = whole.rsplit("/", 1)[-1]
        for form in (whole, last, last.rsplit(".", 1)[0]):
            forms.setdefault(form, name)
    close = difflib.get_close_matches(wanted, forms, 3 * N_SUGGESTED, CLOSE)
    if "/" in wanted:
        close += difflib.get_close_matches(wanted.rsplit("/", 1)[-1], forms, N_SUGGESTED, CLOSE)
    return list(dict.fromkeys(forms[form] for form in close))[:N_SUGGESTED]


def _holds(ids: pl.Series, name: str) -> bool:
    try:
        return bool((ids == name).any())
    except UnicodeEncodeError:
        return False  # lone surrogates, which no table can hold


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
