"""The reader of each kind of model, found by the names of its class: nothing is imported for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from topics.errors import InputError
from topics.exchange.adopting.array_models import read_arrays
from topics.exchange.adopting.bertopic_models import read_bertopic
from topics.exchange.adopting.foreign import ForeignModel
from topics.exchange.adopting.gensim_models import read_gensim_lda, read_gensim_nmf, refuse_gensim
from topics.exchange.adopting.mallet_files import is_mallet, read_mallet
from topics.exchange.adopting.own_models import read_own
from topics.exchange.adopting.sklearn_models import (
    read_pipeline,
    read_sklearn_lda,
    read_sklearn_nmf,
)
from topics.exchange.adopting.tomotopy_models import read_tomotopy

Reader = Callable[[Any, Any], ForeignModel]
"""From a fitted model and a vocabulary, which may be None, to arrays."""

READERS: dict[str, Reader] = {
    "gensim.LdaModel": read_gensim_lda,
    "gensim.Nmf": read_gensim_nmf,
    "gensim.HdpModel": refuse_gensim,
    "gensim.LsiModel": refuse_gensim,
    "gensim.EnsembleLda": refuse_gensim,
    "sklearn.LatentDirichletAllocation": read_sklearn_lda,
    "sklearn.NMF": read_sklearn_nmf,
    "sklearn.MiniBatchNMF": read_sklearn_nmf,
    "tomotopy.LDAModel": read_tomotopy,
    "bertopic.BERTopic": read_bertopic,
    "topics.LDA": read_own,
    "topics.NMF": read_own,
}
"""Readers by the package and name of a class, or of one that it derives from."""

EXPECTED = (
    "a fitted LdaModel or Nmf of gensim, LatentDirichletAllocation, NMF or Pipeline of "
    "scikit-learn, LDAModel of tomotopy, BERTopic, topics.LDA or topics.NMF, the paths of MALLET's "
    'files {"doc_topics": path, "word_weights": path}, or arrays {"topic_term": array, '
    '"document_topic": array, "terms": list}'
)


def foreign_model(model: Any, vocabulary: Any = None) -> ForeignModel:
    """A model as arrays and terms.

    Parameters
    ----------
    model : object or mapping
        One of `EXPECTED`. It is known by the names of its classes.
    vocabulary : object, optional
        Dictionary, fitted vectorizer, mapping or list of terms, where the model has none.

    Raises
    ------
    InputError
        Another object, or one that is not fitted.
    """
    if isinstance(model, Mapping):
        return read_mallet(model) if is_mallet(model) else read_arrays(model, vocabulary)
    if isinstance(model, type):
        raise InputError(f"the model is the class {model.__name__}, expected a fitted object of it")
    names = [f"{cls.__module__.partition('.')[0]}.{cls.__name__}" for cls in type(model).__mro__]
    if "sklearn.Pipeline" in names:
        return read_pipeline(model, vocabulary, foreign_model)
    reader = next((READERS[name] for name in names if name in READERS), None)
    if reader is None:
        raise InputError(f"cannot adopt {names[0]}; expected {EXPECTED}")
    return reader(model, vocabulary)
