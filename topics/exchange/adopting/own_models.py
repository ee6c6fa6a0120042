"""Our own estimators, fitted outside a run: topics.LDA and topics.NMF."""

from __future__ import annotations

from typing import Any

from topics.errors import InputError
from topics.exchange.adopting.foreign import ForeignModel, attributes_of
from topics.exchange.adopting.sklearn_models import cutting_of
from topics.exchange.adopting.vocabulary import terms_in_order


def read_own(model: Any, vocabulary: Any) -> ForeignModel:
    """A fitted ``topics.LDA`` or ``topics.NMF``."""
    kind = type(model).__name__
    (components,) = attributes_of(model, ("components_",), kind)
    if vocabulary is None:
        raise InputError(
            f"the {kind} does not know its terms: pass the fitted vectorizer, or a list of the "
            "terms, as vocabulary"
        )
    is_lda = kind == "LDA"
    return ForeignModel(
        library="topics",
        kind=kind,
        model="lda" if is_lda else "nmf",
        engine="topics",
        terms=terms_in_order(vocabulary, kind),
        components=components,
        prior=model.document_topic_prior_ if is_lda else None,
        loss=None if is_lda else model.loss,
        exponent=None if is_lda else model.exponent_,
        rows_are_shares=is_lda,
        **cutting_of(vocabulary, components.shape[-1]),
    )
