"""Models of gensim: LdaModel (also LdaMulticore) and Nmf."""

from __future__ import annotations

from typing import Any, NoReturn

import numpy as np

from topics.errors import InputError
from topics.exchange.adopting.foreign import ForeignModel, attributes_of
from topics.exchange.adopting.vocabulary import terms_in_order

INSTEAD = {
    "HdpModel": "adopt model.suggested_lda_model()",
    "EnsembleLda": "adopt model.generate_gensim_representation()",
    "LsiModel": "its topics have negative weights; fit an LdaModel or Nmf",
}
"""What to do about models of gensim that are no LDA or NMF."""


def read_gensim_lda(model: Any, vocabulary: Any) -> ForeignModel:
    """An ``LdaModel``: its variational parameters and its prior."""
    kind = type(model).__name__
    state, alpha = attributes_of(model, ("state", "alpha"), kind)
    components = np.asarray(state.get_lambda(), dtype=np.float64)
    return ForeignModel(
        library="gensim",
        kind=kind,
        model="lda",
        engine="gensim",
        terms=_terms(model, vocabulary, kind),
        components=components,
        prior=np.asarray(alpha, dtype=np.float64),
        vectorizer=_vectorizer(vocabulary),
    )


def read_gensim_nmf(model: Any, vocabulary: Any) -> ForeignModel:
    """An ``Nmf``: its factor over terms."""
    kind = type(model).__name__
    (factor,) = attributes_of(model, ("_W",), kind)
    dense = factor.toarray() if hasattr(factor, "toarray") else np.asarray(factor)
    return ForeignModel(
        library="gensim",
        kind=kind,
        model="nmf",
        engine="gensim",
        terms=_terms(model, vocabulary, kind),
        components=dense.T,
        vectorizer=_vectorizer(vocabulary),
    )


def refuse_gensim(model: Any, vocabulary: Any) -> NoReturn:
    """Raise InputError that says what to adopt instead."""
    name = next(cls.__name__ for cls in type(model).__mro__ if cls.__name__ in INSTEAD)
    raise InputError(f"cannot adopt a gensim {name}: {INSTEAD[name]}")


def _terms(model: Any, vocabulary: Any, kind: str) -> Any:
    """Terms of the given dictionary, or of the model's own."""
    given = vocabulary if vocabulary is not None else getattr(model, "id2word", None)
    if given is None or type(given).__name__ == "FakeDict":
        raise InputError(
            f"the {kind} has no words, only their numbers; pass its gensim Dictionary as vocabulary"
        )
    return terms_in_order(given, kind)


def _vectorizer(vocabulary: Any) -> Any:
    """The vocabulary itself where it is a vectorizer, which can cut texts."""
    return vocabulary if hasattr(vocabulary, "get_feature_names_out") else None
