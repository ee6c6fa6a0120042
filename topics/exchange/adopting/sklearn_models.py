"""Models of scikit-learn: LatentDirichletAllocation, NMF, and pipelines that end with one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from topics.choices import LOSSES
from topics.errors import InputError
from topics.exchange.adopting.foreign import ForeignModel, attributes_of
from topics.exchange.adopting.vectorizers import term_weights
from topics.exchange.adopting.vocabulary import terms_in_order

LOSS_OF_BETA = {2: "frobenius", 1: "kullback-leibler"}
"""Losses by the number that scikit-learn also takes for them."""


def read_sklearn_lda(model: Any, vocabulary: Any) -> ForeignModel:
    """A ``LatentDirichletAllocation``: expected counts and prior."""
    kind = type(model).__name__
    components, prior = attributes_of(model, ("components_", "doc_topic_prior_"), kind)
    return ForeignModel(
        library="scikit-learn",
        kind=kind,
        model="lda",
        engine="sklearn",
        terms=_terms(vocabulary, kind),
        components=components,
        prior=prior,
        **cutting_of(vocabulary, np.shape(components)[-1]),
    )


def read_sklearn_nmf(model: Any, vocabulary: Any) -> ForeignModel:
    """An ``NMF`` or ``MiniBatchNMF``: its factor over terms."""
    kind = type(model).__name__
    (components,) = attributes_of(model, ("components_",), kind)
    loss = LOSS_OF_BETA.get(model.beta_loss, model.beta_loss)
    reason = ""
    if loss not in LOSSES:
        reason = f"its loss is {loss!r}, and a run can keep {' and '.join(LOSSES)}"
    elif model.alpha_W != 0:
        reason = f"its alpha_W is {model.alpha_W}, and a run keeps no penalty"
    return ForeignModel(
        library="scikit-learn",
        kind=kind,
        model="nmf",
        engine="sklearn",
        terms=_terms(vocabulary, kind),
        components=components,
        loss=loss if loss in LOSSES else None,
        apply=model.transform if reason else None,
        no_transform=reason,
        rows_are_shares=False,
        **cutting_of(vocabulary, np.shape(components)[-1]),
    )


def read_pipeline(
    pipeline: Any, vocabulary: Any, read: Callable[[Any, Any], ForeignModel]
) -> ForeignModel:
    """A ``Pipeline`` of a vectorizer, perhaps a TfidfTransformer, and a model.

    Raises
    ------
    InputError
        It has other steps.
    """
    steps = [step for _, step in pipeline.steps if step not in (None, "passthrough")]
    if not steps:
        raise InputError("the pipeline has no steps")
    *before, model = steps
    vectorizers = [step for step in before if hasattr(step, "build_analyzer")]
    weighing = [step for step in before if type(step).__name__ == "TfidfTransformer"]
    others = [type(step).__name__ for step in before if step not in (*vectorizers, *weighing)]
    if others or len(vectorizers) > 1 or len(weighing) > 1:
        raise InputError(
            f"the pipeline has the steps {', '.join(type(step).__name__ for step in steps)}; "
            "expected a vectorizer, perhaps a TfidfTransformer, and a topic model"
        )
    found = read(model, vectorizers[0] if vectorizers else vocabulary)
    if weighing:
        return replace(found, weights=term_weights(weighing[0], len(found.terms)))
    return found


def _terms(vocabulary: Any, kind: str) -> Any:
    if vocabulary is None:
        raise InputError(
            f"the {kind} does not know its terms: pass the fitted vectorizer, or a list of the "
            "terms, as vocabulary, or the Pipeline that it is part of"
        )
    return terms_in_order(vocabulary, kind)


def cutting_of(vocabulary: Any, n_terms: int) -> dict[str, Any]:
    """What a fitted vectorizer says of texts: how they are cut, and how counts are weighed."""
    if not hasattr(vocabulary, "get_feature_names_out"):
        return {}
    weighs = hasattr(vocabulary, "sublinear_tf")
    return {
        "vectorizer": vocabulary,
        "weights": term_weights(vocabulary, n_terms) if weighs else None,
    }
