"""The corpora, counted once for all contenders, and what topics of them score."""

from __future__ import annotations

import argparse
import hashlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from sklearn.metrics import normalized_mutual_info_score

import topics
from topics.counting import count_terms, tfidf
from topics.counts import Counts
from topics.evaluation import c_npmi, diversity, inverted_rank_overlap, npmi
from topics.options import FitOptions
from topics.results import count_settings

TOP_TERMS = 10
ENDING = ".jsonl.gz"


@dataclass(frozen=True)
class Judged:
    """A corpus that topics are fitted on and judged by.

    Attributes
    ----------
    name : str
    counts : Counts
        Counted with the defaults of `topics.fit`.
    labels : array of str, shape (n_documents,), or None
        The label of each document; None where the corpus has none, or just one.
    """

    name: str
    counts: Counts
    labels: NDArray[np.str_] | None

    @cached_property
    def documents(self) -> Any:
        """Counts of the documents, CSR."""
        return sp.csr_matrix(self.counts.by_document())

    @cached_property
    def counted(self) -> NDArray[np.bool_]:
        """Documents that have terms."""
        counted: NDArray[np.bool_] = np.diff(self.documents.indptr) > 0
        return counted

    @cached_property
    def rows(self) -> Any:
        """What the other libraries' LDAs are fitted on: the documents with terms."""
        return self.documents[self.counted]

    @cached_property
    def tfidf(self) -> Any:
        """What the other libraries' NMFs are fitted on: our tf-idf of the same rows."""
        frequency = np.bincount(self.rows.indices, minlength=self.rows.shape[1])
        return tfidf(self.rows, frequency, self.rows.shape[0])

    @cached_property
    def problem(self) -> dict[str, Any]:
        """Sizes and a checksum of the counts."""
        checksum = hashlib.sha256("\n".join(self.counts.terms).encode())
        for array in (self.documents.indptr, self.documents.indices, self.documents.data):
            checksum.update(array.astype(np.int64).tobytes())
        return {
            "documents": self.counts.n_documents,
            "terms": self.counts.n_vocabulary,
            "nonzeros": int(self.documents.nnz),
            "counts": checksum.hexdigest()[:16],
        }

    def scores(self, top_terms: NDArray[np.int64]) -> dict[str, float]:
        """Return what the ten terms that topics show score in this corpus."""
        top_terms = top_terms[:, :TOP_TERMS]
        by_document = npmi(top_terms, self.counts)
        by_window = c_npmi(top_terms, self.counts)
        return {
            "npmi_mean": float(by_document.mean()),
            "npmi_median": float(np.median(by_document)),
            "c_npmi_mean": by_window.mean,
            "c_npmi_median": by_window.median,
            "diversity": diversity(top_terms),
            "irbo": inverted_rank_overlap(top_terms),
        }

    def agreement(self, document_topic: NDArray[np.float64]) -> float | None:
        """Return the NMI of the documents' largest topics with their labels, if they have any."""
        if self.labels is None:
            return None
        labels, largest = self.labels[self.counted], document_topic.argmax(axis=1)
        has_label = labels != ""
        return float(normalized_mutual_info_score(labels[has_label], largest[has_label]))


def paths(folder: Path, only: list[str] | None) -> list[Path]:
    """Return the corpora of the folder, small ones first, or those that are named."""
    found = sorted(folder.glob(f"*{ENDING}"), key=lambda path: (path.stat().st_size, path.name))
    names = [name_of(path) for path in found]
    unknown = sorted(set(only or []) - set(names))
    if unknown or not found:
        listed = ", ".join(names) or f"no file *{ENDING}"
        raise SystemExit(f"{', '.join(unknown) or 'a corpus'} not found; {folder} has {listed}")
    return [path for path in found if not only or name_of(path) in only]


def name_of(path: Path) -> str:
    """Return the name of a corpus."""
    return path.name.removesuffix(ENDING)


def load(path: Path) -> Judged:
    """Return the corpus of a file, counted with the defaults of `topics.fit`."""
    corpus = topics.read(path)
    counts = count_terms(corpus, count_settings(FitOptions()))
    return Judged(name_of(path), counts, labels_of(corpus))


def labels_of(corpus: topics.Corpus) -> NDArray[np.str_] | None:
    """Return the column ``label``, with "" for null; None unless it has two values at least."""
    if "label" not in corpus.documents.columns:
        return None
    labels = np.array([str(x or "") for x in corpus.documents["label"].to_list()])
    return labels if len(set(labels.tolist()) - {""}) > 1 else None


def chosen(options: argparse.Namespace, default: list[str] | None = None) -> list[Path]:
    """Return the corpora of ``--only``, or the default ones of a part, or all."""
    found = paths(options.corpora, options.only)
    if options.only or default is None:
        return found
    return [path for path in found if name_of(path) in default]
