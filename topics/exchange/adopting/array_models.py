"""A model as plain arrays, of any tool."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from topics.errors import InputError
from topics.exchange.adopting.foreign import ARRAYS, ForeignModel
from topics.exchange.adopting.vocabulary import terms_in_order

KEYS = ("topic_term", "document_topic", "terms", "names", "labels")

NO_TRANSFORM = (
    "the model came as plain arrays, which do not say how topics of new documents are found"
)


def read_arrays(model: Mapping[str, Any], vocabulary: Any) -> ForeignModel:
    """Arrays ``topic_term`` and ``document_topic``, the ``terms``, and perhaps names and labels.

    Raises
    ------
    InputError
        One is missing, there are other keys, or shapes do not fit.
    """
    terms = model.get("terms", vocabulary)
    unknown = [str(key) for key in model if key not in KEYS]
    missing = [name for name in ("topic_term", "document_topic") if model.get(name) is None]
    missing += ["terms"] if terms is None else []
    if unknown or missing:
        problem = f"has {', '.join(unknown)[:80]}" if unknown else f"lacks {', '.join(missing)}"
        raise InputError(f"the mapping of arrays {problem}; it can have {', '.join(KEYS)}")
    return ForeignModel(
        library=ARRAYS,
        kind="arrays",
        model="lda",
        engine="topics",
        terms=terms_in_order(terms, "the arrays"),
        components=model["topic_term"],
        rows=model["document_topic"],
        row_names=_texts(model, "names"),
        labels=_texts(model, "labels"),
        no_transform=NO_TRANSFORM,
    )


def _texts(model: Mapping[str, Any], key: str) -> list[str] | None:
    """A list of the mapping as texts; None where it is not given."""
    given = model.get(key)
    if given is None:
        return None
    if isinstance(given, str | bytes) or not isinstance(given, Iterable):
        raise InputError(f"the {key} of the arrays are {given!r:.60}, expected a list of texts")
    return [str(each) for each in given]
