"""Vectorizers and weights of other libraries: counts of texts, and how counts are weighed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from topics.choices import MAX_NGRAMS
from topics.counting import CountSettings, TermWeights
from topics.counts import Counts
from topics.errors import InputError, OptionError
from topics.values import amount

NORMS = {None: 0, "l1": 1, "l2": 2}
"""Norms of scikit-learn by name."""


def count_texts(
    vectorizer: Any, texts: Sequence[str], terms: NDArray[np.str_], rows: Counts
) -> Counts:
    """Counts of texts as a fitted vectorizer cuts them; one of tf-idf gives counts, too.

    Parameters
    ----------
    vectorizer : object
        scikit-learn's, or another with ``transform``.
    texts : sequence of str, shape (n_rows,)
    terms : array of str, shape (n_vocabulary,)
    rows : Counts
        Counts of the same rows, which say to what documents they belong.
    """
    from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer

    # Of a TfidfVectorizer, the step of its base class is the counting.
    is_tfidf = isinstance(vectorizer, TfidfVectorizer)
    matrix = (
        CountVectorizer.transform(vectorizer, texts) if is_tfidf else vectorizer.transform(texts)
    )
    matrix = sp.csr_array(matrix)
    if matrix.shape != (len(texts), len(terms)):
        raise InputError(
            f"the vectorizer makes {amount(matrix.shape[1], 'column')}, and the model has "
            f"{amount(len(terms), 'term')}; pass the vectorizer that the model was fitted with"
        )
    return Counts(matrix, terms, row_document=rows.row_document, n_documents=rows.n_documents)


def settings_of(vectorizer: Any) -> CountSettings | None:
    """Our settings that cut texts as a vectorizer of scikit-learn may do; None where none can.

    Whether they really do, comparing the counts shows.
    """
    given: dict[str, Any] = getattr(vectorizer, "get_params", dict)()
    ours = {
        "analyzer": "word",
        "tokenizer": None,
        "preprocessor": None,
        "strip_accents": None,
        "lowercase": True,
    }
    if any(given.get(name, "?") != value for name, value in ours.items()):
        return None
    shortest, longest = given["ngram_range"]
    if shortest != 1 or longest > MAX_NGRAMS or not isinstance(given["token_pattern"], str):
        return None
    try:
        return CountSettings(
            stop_words=frozenset(vectorizer.get_stop_words() or ()),
            token_pattern=given["token_pattern"],
            ngrams=longest,
            max_heading_share=1.0,
        )
    except OptionError:  # a pattern that Rust's expressions do not have
        return None


def term_weights(weighing: Any, n_terms: int) -> TermWeights | None:
    """How a fitted TfidfVectorizer, TfidfTransformer or TfidfModel weighs; None for counts.

    Raises
    ------
    InputError
        It is something else, or weighs in a way that a run cannot do again.
    """
    if weighing is None:
        return None
    if hasattr(weighing, "idfs"):
        return _weights_of_gensim(weighing, n_terms)
    names = ("sublinear_tf", "norm", "use_idf")
    if not all(hasattr(weighing, name) for name in names):
        raise InputError(
            f"tfidf is {type(weighing).__name__}, expected a fitted TfidfVectorizer or "
            "TfidfTransformer of scikit-learn, or a TfidfModel of gensim"
        )
    if weighing.norm not in NORMS:
        raise InputError(f"the norm {weighing.norm!r:.40} of tfidf is none of l1, l2 and None")
    weight = np.ones(n_terms)
    if weighing.use_idf:
        idf = getattr(weighing, "idf_", None)
        if idf is None:
            raise InputError("tfidf is not fitted; pass the one that the model was fitted with")
        weight = np.asarray(idf, dtype=np.float64)
    return _fitting(TermWeights(weight, bool(weighing.sublinear_tf), NORMS[weighing.norm]), n_terms)


def _weights_of_gensim(model: Any, n_terms: int) -> TermWeights:
    local = getattr(model.wlocal, "__name__", "")
    # gensim replaces True and False by these functions when it is used first.
    scaling = getattr(model.normalize, "__name__", model.normalize)
    norm = {True: 2, False: 0, "unitvec": 2, "identity": 0}.get(scaling)
    if local != "identity" or norm is None or getattr(model, "pivot", None) is not None:
        raise InputError(
            "the TfidfModel has its own local weights, pivot or normalisation, which a run cannot "
            "do again; fit on counts, or with a plain TfidfModel(corpus)"
        )
    weight = np.zeros(n_terms)
    for number, idf in model.idfs.items():
        if 0 <= number < n_terms:
            weight[number] = max(float(idf), 0.0)
    return TermWeights(weight, False, norm)


def _fitting(weights: TermWeights, n_terms: int) -> TermWeights:
    if len(weights.weight) != n_terms:
        raise InputError(
            f"tfidf has weights of {amount(len(weights.weight), 'term')}, and the model has "
            f"{n_terms:,}; pass the one that the model was fitted with"
        )
    return weights
