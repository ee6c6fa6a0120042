"""The terms of another model: in the order of its columns, and compared with those of the data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from topics.errors import InputError
from topics.notices import StageLog
from topics.values import agreeing, amount

LEAST_OVERLAP, SMALL_OVERLAP = 0.5, 0.95
"""A model is refused if terms with less than the first share of its topics occur in the data, and
a notice says so below the second."""

N_EXAMPLES = 5
"""At most this many missing terms are named."""


def terms_in_order(vocabulary: Any, kind: str) -> list[str]:
    """Terms by column.

    Parameters
    ----------
    vocabulary : gensim Dictionary, fitted vectorizer, mapping, or sequence of str
        A mapping gives the number of every term, or the term of every number.
    kind : str
        What has these terms, for errors.

    Raises
    ------
    InputError
        It is none of these, or it does not name every column once.

    Examples
    --------
    >>> terms_in_order({"tide": 1, "reef": 0}, "model")
    ['reef', 'tide']
    """
    if hasattr(vocabulary, "token2id"):
        vocabulary = vocabulary.token2id
    elif hasattr(vocabulary, "get_feature_names_out"):
        vocabulary = _names_out(vocabulary, kind)
    if isinstance(vocabulary, str | bytes) or not isinstance(vocabulary, Iterable):
        raise InputError(
            f"the vocabulary of {kind} is {vocabulary!r:.60}, expected its dictionary, its "
            "fitted vectorizer, or its terms in the order of the columns"
        )
    if isinstance(vocabulary, set | frozenset):
        raise InputError(
            f"the vocabulary of {kind} is a set, which has no order; give a list in the order of "
            "the columns"
        )
    if isinstance(vocabulary, Mapping):
        by_number = {
            (value if isinstance(key, str) else key): (key if isinstance(key, str) else value)
            for key, value in vocabulary.items()
        }
        numbers = range(len(vocabulary))
        if by_number.keys() != set(numbers):
            raise InputError(
                f"the vocabulary of {kind} does not number its "
                f"{amount(len(vocabulary), 'term')} from 0 without gaps; call its "
                "dictionary's compactify(), or give a list"
            )
        return [by_number[number] for number in numbers]
    return list(vocabulary)


def _names_out(vectorizer: Any, kind: str) -> Any:
    from sklearn.exceptions import NotFittedError

    try:
        return vectorizer.get_feature_names_out()
    except NotFittedError as error:
        raise InputError(f"the vectorizer of {kind} is not fitted; fit it first") from error


def house_terms(terms: Iterable[Any]) -> NDArray[np.str_]:
    """Terms as a run has them: phrases are joined by ``_``, where others have a blank.

    Raises
    ------
    InputError
        Terms that are no text, are empty, repeat, or have surrogates.

    Examples
    --------
    >>> house_terms(["tide", "low tide"]).tolist()
    ['tide', 'low_tide']
    """
    given = list(terms)
    for term in given:
        if not isinstance(term, str):
            raise InputError(f"the vocabulary holds {term!r:.40}, expected terms as text")
        if not term.isascii() and any("\ud800" <= character <= "\udfff" for character in term):
            raise InputError(
                f"the term {ascii(term)[:40]} of the vocabulary has half of a character, which no "
                "file can hold; decode the texts with errors='replace', and fit again"
            )
    joined = ["_".join(term.split()) for term in given]
    if len(set(joined)) != len(joined) or not all(joined):
        joined = given  # a term with a blank and one with _ stay two terms
    repeated = len(joined) - len(set(joined))
    if repeated or not all(joined):
        raise InputError(
            f"{amount(repeated, 'term')} of the vocabulary "
            f"{agreeing(repeated, 'repeats', 'repeat')} another one, or some are empty; every "
            "column needs a term of its own"
        )
    return np.array(joined, dtype=np.str_) if joined else np.empty(0, dtype="<U1")


def check_overlap(
    terms: NDArray[np.str_],
    topic_term: NDArray[np.float64],
    term_counts: NDArray[Any],
    n_tokens: float,
    log: StageLog,
) -> None:
    """Check that the data has the terms of a model.

    Parameters
    ----------
    terms : array of str, shape (n_vocabulary,)
    topic_term : array, shape (n_topics, n_vocabulary)
        Rows sum to 1.
    term_counts : array, shape (n_vocabulary,)
        Counts of the model's terms in the data.
    n_tokens : float
        Counted tokens of the data, also of terms that the model does not have; 0 if unknown.
    log : StageLog

    Raises
    ------
    InputError
        Terms with half of the topics' probability, or more, do not occur in the data.
    """
    is_shared = np.asarray(term_counts) > 0
    n_shared, n_terms = int(is_shared.sum()), len(terms)
    held = float(topic_term[:, is_shared].sum() / max(len(topic_term), 1))
    missing = ~is_shared
    most = np.flatnonzero(missing)[np.argsort(-topic_term.sum(axis=0)[missing], kind="stable")]
    examples = ", ".join(repr(str(term))[:40] for term in terms[most[:N_EXAMPLES]])
    facts = (
        f"{n_shared:,} of the model's {amount(n_terms, 'term')} occur in the data, "
        f"{n_terms - n_shared:,} {agreeing(n_terms - n_shared, 'is', 'are')} missing (such as "
        f"{examples}); the shared ones have "
        f"{held:.0%} of the topics"
    )
    if n_shared == 0 or held < LEAST_OVERLAP:
        raise InputError(f"the vocabulary of the model does not fit the data: {facts}; "
                         f"{_advice(terms[missing])}")  # fmt: skip
    log.notice(
        "adopted-terms-missing",
        (n_terms - n_shared) if held < SMALL_OVERLAP else 0,
        f"{facts}; are these the documents that it was fitted on, cut into words as there?",
    )
    n_known = float(np.asarray(term_counts).sum())
    if n_tokens:
        unknown = max(n_tokens - n_known, 0.0)
        log.notice(
            "adopted-terms-unknown",
            int(unknown) if unknown / n_tokens > LEAST_OVERLAP else 0,
            f"{unknown / n_tokens:.0%} of the data's tokens are no terms of the model, which are "
            "not counted",
        )


def _advice(missing: NDArray[np.str_]) -> str:
    """What to try, by what the missing terms look like."""
    n_capitals = sum(term != term.lower() for term in missing.tolist())
    if n_capitals > len(missing) / 2:
        return (
            f"{amount(n_capitals, 'term')} have capitals, and our words are lower case: pass the "
            "counts that the model was fitted on (topics.Counts), or its vectorizer"
        )
    return (
        "pass the documents it was fitted on, its own dictionary or vectorizer as vocabulary, or "
        "the counts that it was fitted on (topics.Counts with their terms)"
    )
