"""Corpora from disk, and texts read with `topics.read` as a user would."""

from __future__ import annotations

import gzip
import json
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import topics

_BLANK = re.compile(r"\n(?:[^\S\n]*\n)+")


def rows(corpora: Path, name: str) -> Iterator[dict[str, Any]]:
    """Yield the rows of one corpus."""
    with gzip.open(corpora / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def blocks(text: str) -> list[str]:
    """Return the blocks between blank lines, with white space collapsed."""
    pieces = (" ".join(block.split()) for block in _BLANK.split(text))
    return [piece for piece in pieces if piece]


def read_texts(texts: list[str], **options: Any) -> list[list[dict[str, Any]]]:
    """Return the documents of every text, each read from its own text file.

    A document is its row of the documents table with ``sections`` (rows of that table) and
    ``removed`` (lines) added.
    """
    with tempfile.TemporaryDirectory() as folder:
        for number, text in enumerate(texts):
            path = Path(folder, f"{number:06d}.txt")
            path.write_text(text, encoding="utf-8", newline="")
        corpus = topics.read(folder, **options)
    by_id: dict[str, dict[str, Any]] = {}
    documents_of_texts: list[list[dict[str, Any]]] = [[] for _ in texts]
    for row in corpus.documents.iter_rows(named=True):
        document = row | {"sections": [], "removed": []}
        by_id[row["id"]] = document
        documents_of_texts[_number(row["source"])].append(document)
    for row in corpus.sections.iter_rows(named=True):
        by_id[row["document"]]["sections"].append(row)
    for row in corpus.removed.iter_rows(named=True):
        documents = documents_of_texts[_number(row["source"])]
        if documents and row["reason"] != "unreadable":
            documents[0]["removed"].append(row["text"])
    return documents_of_texts


def _number(source: str) -> int:
    return int(Path(source).stem)


def f1(n_right: int, n_found: int, n_gold: int) -> float:
    """Return 2 · right / (found + gold)."""
    return 2 * n_right / max(n_found + n_gold, 1)
