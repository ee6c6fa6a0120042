"""Documents of a run by their ids, and what to suggest for an unknown id."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable

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


def found_id(run: RunData, document: str) -> str:
    """As `id_in_run`, with an `UnknownIdError` that suggests ids if there is no such document."""
    found = id_in_run(run, document)
    if found is None:
        raise unknown_id(run, document)
    return found


def unknown_id(run: RunData, document: str) -> UnknownIdError:
    """Error for an unknown id that suggests ids close to it, if there are any."""
    close = close_ids(run, document)
    kind = "close to it are" if close else "the first are"
    names = close or run.documents["id"].head(N_SUGGESTED).to_list()
    listed = ", ".join(repr(name) for name in names)
    return UnknownIdError(f"no document has the id {document!r}; {kind} {listed}")


def close_ids(run: RunData, document: str) -> list[str]:
    """Ids that are spelled nearly as this one, with or without their folders and their ending.

    First are those with the same letters and numbers, such as ``law-02.txt`` for ``law 2``.

    Examples
    --------
    >>> from topics.workflow import fit
    >>> from topics.corpus import Corpus
    >>> corpus = Corpus.from_texts(["the reef", "the tide"], ids=["sea/reef.txt", "sea/tide.txt"])
    >>> run = fit(corpus, n_topics=1, n_fits=1, project=False)
    >>> close_ids(run, "Reefs"), close_ids(run, "t")
    (['sea/reef.txt'], [])
    """
    wanted = _folded(document).removesuffix("/")
    last_wanted = wanted.rsplit("/", 1)[-1]
    plain = {_without_signs(each) for each in (last_wanted, _stem(last_wanted))}
    forms: dict[str, str] = {}
    same: list[str] = []
    for name in run.documents["id"].head(MAX_COMPARED):
        whole = _folded(name)
        last = whole.rsplit("/", 1)[-1]
        if plain & {_without_signs(last), _without_signs(_stem(last))}:
            same.append(name)
        for form in (whole, last, _stem(last)):
            forms.setdefault(form, name)
    close = [forms[form] for form in _nearest(wanted, forms)]
    if "/" in wanted:
        close += [forms[form] for form in _nearest(last_wanted, forms)]
    return list(dict.fromkeys(same + close))[:N_SUGGESTED]


def _nearest(wanted: str, forms: Iterable[str]) -> list[str]:
    """The forms that are close to what is wanted, closest first; equally close ones in order."""
    matcher = difflib.SequenceMatcher()
    matcher.set_seq2(wanted)
    found = []
    for position, form in enumerate(forms):
        matcher.set_seq1(form)
        # The first two are upper bounds that cost little.
        ratios = (matcher.real_quick_ratio, matcher.quick_ratio, matcher.ratio)
        if all(ratio() >= CLOSE for ratio in ratios):
            found.append((-matcher.ratio(), position, form))
    return [form for _, _, form in sorted(found)]


def _stem(name: str) -> str:
    """The name without its ending."""
    return name.rsplit(".", 1)[0]


def _without_signs(name: str) -> str:
    """Letters and numbers of a name, numbers without zeros before them.

    Examples
    --------
    >>> _without_signs("law_02"), _without_signs("law-2")
    ('law2', 'law2')
    """
    # A sign between two numbers stays, so that 1-2 is not 12.
    plain = re.sub(r"[\W_]+", lambda match: "." if _is_between_digits(match) else "", name)
    return re.sub(r"(?<!\d)0+(?=\d)", "", plain)


def _is_between_digits(match: re.Match[str]) -> bool:
    text, begin, end = match.string, match.start(), match.end()
    return text[begin - 1 : begin].isdigit() and text[end : end + 1].isdigit()


def _holds(ids: pl.Series, name: str) -> bool:
    try:
        return bool((ids == name).any())
    except UnicodeEncodeError:
        return False  # lone surrogates, which no table can hold


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
