"""The engines of each model, by name."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from topics.checks import check_choice
from topics.choices import DEFAULT_ENGINE
from topics.errors import OptionError
from topics.models.contract import TopicModel
from topics.models.options import check_options

ENGINE_CLASSES: dict[str, dict[str, str]] = {
    "lda": {
        "topics": "topics.models.lda.estimator:LDA",
        "sklearn": "topics.models.peers.sklearn_lda:SklearnLDA",
        "gensim": "topics.models.peers.gensim_lda:GensimLDA",
    },
    "nmf": {
        "topics": "topics.models.nmf.estimator:NMF",
        "sklearn": "topics.models.peers.sklearn_nmf:SklearnNMF",
        "gensim": "topics.models.peers.gensim_nmf:GensimNMF",
    },
}
"""Module and class of every engine."""

MIXTURES = frozenset({"lda"})
"""Models whose `transform` returns shares; those of other models are weights of any scale."""


def make_engine(model: str, engine: str | None = None, **options: Any) -> TopicModel:
    """An unfitted engine with the given options; options that are None keep their defaults.

    Raises
    ------
    OptionError
        An unknown model or engine, an option that the engine does not have, or one out of range.

    Examples
    --------
    >>> make_engine("nmf", n_topics=3)
    NMF(n_topics=3)
    """
    check_choice("model", model, ENGINE_CLASSES)
    engines = ENGINE_CLASSES[model]
    name = DEFAULT_ENGINE if engine is None else engine
    check_choice("engine", name, engines)
    module, _, class_name = engines[name].partition(":")
    check_options(**options)
    # Imported here, because importing gensim takes a second that other engines do not need.
    factory = getattr(import_module(module), class_name)
    given = {option: value for option, value in options.items() if value is not None}
    unknown = sorted(set(given) - set(factory().get_params()))
    if unknown:
        raise OptionError(f"engine {name} of {model} has no option {', '.join(unknown)}")
    made: TopicModel = factory(**given)
    return made
