"""Contenders of the counting benchmark: one file each, run in processes of their own.

A contender module has ``run(texts)``, which gives the sorted terms, the CSR counts and a
`Clock`. All count words of two letters or digits and more with a letter in them,
in lower case, leave out the same stop words, and terms
that stand in fewer than `MIN_DOCUMENTS` texts or in a larger share than `MAX_SHARE`.
"""

from __future__ import annotations

CONTENDERS = {
    "topics": "benchmarks.counting_contenders.topics_counts",
    "sklearn": "benchmarks.counting_contenders.sklearn_counts",
}

MIN_DOCUMENTS, MAX_SHARE = 5, 0.5
