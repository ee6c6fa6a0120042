"""Contenders of the comparison of qualities: ours, and the modules of the LDA and NMF benchmarks.

Ours gives ``top_terms`` and ``document_topic``; the others give what their benchmark says.
"""

from __future__ import annotations

from typing import Any

FITS = {"topics": 5, "topics-1": 1}
"""Our contenders, with the number of fits of each."""

PASSES = 10
"""Passes of the online LDAs, as in the LDA benchmark."""

ITERATIONS = 1000
"""Iterations of the Gibbs samplers, as in the LDA benchmark."""

PEERS: dict[str, dict[str, tuple[str, dict[str, Any]]]] = {
    "lda": {
        "sklearn": ("benchmarks.lda.contenders.sklearn_lda", {"stops": [PASSES]}),
        "gensim": ("benchmarks.lda.contenders.gensim_lda", {"stops": [PASSES]}),
        "tomotopy": ("benchmarks.lda.contenders.tomotopy_lda", {"stops": [ITERATIONS]}),
        "pyrmallet": ("benchmarks.lda.contenders.pyrmallet_lda", {"stops": [ITERATIONS]}),
    },
    "nmf": {
        # On a shared machine its small matrices are faster without threads of BLAS.
        "sklearn": (
            "benchmarks.nmf.contenders.sklearn_nmf",
            {"loss": "frobenius", "n_threads": 1},
        ),
        "gensim": ("benchmarks.nmf.contenders.gensim_nmf", {"loss": "frobenius"}),
    },
}
"""Module and options of each other library, by model."""

SETTINGS = {
    "topics": "topics.fit with its defaults: 5 fits; terms as shown",
    "topics-1": "topics.fit with n_fits=1; terms as shown",
    "lda sklearn": "LatentDirichletAllocation, online, 10 passes, priors 0.1 and 0.01",
    "lda gensim": "LdaModel, 10 passes, first prior learned, second 0.01",
    "lda tomotopy": "LDAModel, 1000 iterations, first prior learned from 0.1, second 0.01",
    "lda pyrmallet": "1000 iterations, both priors learned from 0.1 and 0.01",
    "nmf sklearn": "NMF, nndsvda, cd, 200 sweeps, tf-idf",
    "nmf gensim": "Nmf, one pass (its default), tf-idf; weights of the rows solved afterwards",
}
"""What is written into the record. Priors are those of documents and of terms; other libraries show
their ten most probable terms."""

OURS = "benchmarks.quality.contenders.topics_fit"
CONTENDERS = (*FITS, *sorted({name for peers in PEERS.values() for name in peers}))
DEFAULT_CONTENDERS = tuple(name for name in CONTENDERS if name != "pyrmallet")
"""pyrmallet takes longer than all others together, as it has one thread: it must be asked for."""
