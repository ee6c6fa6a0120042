"""gensim: an LdaModel or Nmf, its dictionary, and the rows as bags of words."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import scipy.sparse as sp

from topics.exchange.exporting.plain import PlainRun

SMALLEST = 1e-12
"""Weights of an LdaModel are at least this: it takes logarithms of all of them."""


class GensimObjects(NamedTuple):
    """A run for gensim.

    Attributes
    ----------
    model : gensim.models.LdaModel or gensim.models.Nmf
    dictionary : gensim.corpora.Dictionary
        Numbers of terms are the columns of the run.
    corpus : list of list of (int, number)
        A bag of words for each row.
    """

    model: Any
    dictionary: Any
    corpus: list[list[tuple[int, float]]]


def exported(plain: PlainRun) -> GensimObjects:
    """Model, dictionary and corpus; topics keep their numbers, terms those of the columns."""
    dictionary = _dictionary(plain)
    rows = sp.csr_array(plain.counts)
    corpus = [
        list(zip(rows.indices[start:end].tolist(), rows.data[start:end].tolist(), strict=True))
        for start, end in zip(rows.indptr[:-1], rows.indptr[1:], strict=True)
    ]
    made = _nmf if plain.model == "nmf" else _lda
    return GensimObjects(made(plain, dictionary), dictionary, corpus)


def _dictionary(plain: PlainRun) -> Any:
    """A Dictionary with all terms, also those that do not occur."""
    from gensim.corpora import Dictionary

    dictionary = Dictionary()
    counts = sp.csr_array(plain.counts)
    frequency = np.bincount(counts.indices, minlength=len(plain.terms))
    dictionary.token2id = {term: number for number, term in enumerate(plain.terms.tolist())}
    dictionary.dfs = dict(enumerate(frequency.tolist()))
    dictionary.cfs = dict(enumerate(plain.term_counts.tolist()))
    dictionary.num_docs = counts.shape[0]
    dictionary.num_pos = int(plain.term_counts.sum())
    dictionary.num_nnz = int(counts.nnz)
    return dictionary


def _lda(plain: PlainRun, dictionary: Any) -> Any:
    from gensim.models import LdaModel

    weights = np.maximum(plain.components, SMALLEST)
    prior = plain.prior
    model = LdaModel(
        num_topics=plain.n_topics,
        id2word=dictionary,
        alpha="symmetric" if prior is None else prior,
        eta=np.full(len(plain.terms), weights.min()),
        eval_every=None,
        random_state=0,
        dtype=np.float64,
    )
    # LdaModel adds eta to these.
    model.state.sstats = weights - weights.min()
    model.state.numdocs = plain.counts.shape[0]
    model.sync_state()
    return model


def _nmf(plain: PlainRun, dictionary: Any) -> Any:
    from gensim.models.nmf import Nmf

    model = Nmf(num_topics=plain.n_topics, id2word=dictionary, random_state=0)
    model._W = np.ascontiguousarray(plain.components.T)
    # Limits of the factor over rows, which gensim takes from the first documents that it sees.
    model.v_max = float(sp.csr_array(plain.counts).max()) if plain.counts.nnz else 1.0
    return model
