"""How a corpus becomes counts, and how its rows are split."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse as sp

HELD_OUT = 0.1
SPLIT = 20_240  # random state of the split: the same for every contender


@dataclass(frozen=True)
class Problem:
    """How a corpus is read and counted.

    Attributes
    ----------
    level : {"section", "document"}
        The text of one row.
    min_documents : int, optional
        Terms in fewer documents are left out; None is the library's default.
    section_tokens : int, optional
        Longer sections are cut.
    """

    level: str = "section"
    min_documents: int | None = None
    section_tokens: int | None = None


PROBLEMS = {
    "20news": Problem(level="document", min_documents=10),
    "peps": Problem(),
    "state_of_union": Problem(section_tokens=200),
}
"""Problems by the corpus file's name without endings; other files are counted by section."""


def load(corpus: Path) -> tuple[str, Any, Any]:
    """Return the name, training rows and held-out rows of a corpus, as CSR counts."""
    name, train, held_out = load_counts(corpus)
    return name, train.matrix, held_out


def load_counts(corpus: Path) -> tuple[str, Any, Any]:
    """The same with the training rows as `topics.Counts`, which know the document of each row."""
    import topics
    from topics.counting import CountSettings, count_terms
    from topics.counting.stop_words import stop_words

    name = corpus.name.split(".")[0]
    problem = PROBLEMS.get(name, Problem())
    documents = topics.read(corpus, section_tokens=problem.section_tokens)
    settings = CountSettings(stop_words=stop_words("en"), min_documents=problem.min_documents)
    counts = count_terms(documents, settings)
    rows, document = sp.csr_matrix(counts.matrix), counts.row_document
    if problem.level == "document":
        rows, document = sp.csr_matrix(counts.by_document()), np.arange(counts.n_documents)
    has_terms = np.diff(rows.indptr) > 0
    rows, document = rows[has_terms], document[has_terms]
    held_out = np.random.default_rng(SPLIT).random(rows.shape[0]) < HELD_OUT
    train = topics.Counts(
        rows[~held_out],
        terms=counts.terms,
        row_document=document[~held_out],
        n_documents=counts.n_documents,
    )
    return name, train, rows[held_out]
