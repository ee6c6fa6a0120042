"""Headings in plain text: documents with known headings, flattened to text."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import Any

from benchmarks.reading.material import blocks, f1, read_texts, rows

CORPORA = ("wikipedia_106", "peps", "digitalgov_news")

_TAG = re.compile(r"<[^<>]{0,500}>")
_ANCHOR = re.compile(r"\{[#.:][^{}]{0,200}\}")
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()]*(?:\([^()]*\)[^()]*)*\)")
_EMPHASIS = re.compile(r"\*\*|__|(?<!\w)[*_](?=\w)|(?<=[\w.!?:,])[*_](?!\w)|`")
_ROLE = re.compile(r":[a-z:]{2,20}:`([^`<]*)(?:<[^`>]*>)?`")
_BOLD_LINE = re.compile(r"(?:<[^<>]{0,500}>|\s)*(?:\*\*|__|<strong>|<b>).*", re.IGNORECASE)
_BOLD_END = re.compile(r"(?:\*\*|__|</strong>|</b>)[_:?]?(?:<[^<>]{0,500}>|\s)*$", re.IGNORECASE)
_RST_LINK = re.compile(r"`([^`<]*)<[^`>]*>`_{0,2}")


def run(corpora: Path) -> None:
    """Print precision, recall and F1 by blocks, and false headings in 100 blocks.

    False headings that are bold lines in the source are counted separately: their authors
    used them as headings without marking them.
    """
    print(
        f"{'corpus':24} precision  recall     F1   false in 100 blocks   of them bold   "
        "split   removed"
    )
    for name in CORPORA:
        documents = list(rows(corpora, name))
        for with_title in (False, True):
            _measure(name, documents, with_title)


def _measure(name: str, documents: list[dict[str, Any]], with_title: bool) -> None:
    texts, gold, bold = [], [], []
    for document in documents:
        if with_title and not document["title"]:
            continue
        text, headings = flatten(document, name, with_title)
        texts.append(text)
        gold.append(headings)
        bold.append(_bold_lines(document, name))
    n_right = n_found = n_gold = n_blocks = n_bold = n_split = n_removed = 0
    read_documents = read_texts(texts)
    for text, headings, lines, documents in zip(texts, gold, bold, read_documents, strict=True):
        indices = set(_heading_blocks(text, documents, with_title))
        n_right += len(indices & headings)
        n_found += len(indices)
        n_gold += len(headings)
        all_blocks = blocks(text)
        n_blocks += len(all_blocks)
        n_bold += sum(all_blocks[index] in lines for index in indices - headings)
        n_split += len(documents) > 1
        n_removed += sum(len(document["removed"]) for document in documents)
    label = name + (" + title" if with_title else "")
    print(
        f"{label:24} {n_right / max(n_found, 1):9.3f} {n_right / n_gold:7.3f} "
        f"{f1(n_right, n_found, n_gold):6.3f} {100 * (n_found - n_right) / n_blocks:21.2f} "
        f"{100 * n_bold / n_blocks:14.2f} {n_split:7} {n_removed:9}",
        flush=True,
    )


def flatten(document: dict[str, Any], name: str, with_title: bool) -> tuple[str, set[int]]:
    """Text of a document without heading marks, and the indices of its headings' blocks."""
    pieces = [document["title"]] if with_title else []
    headings = set()
    for section in document["sections"]:
        for part in ("heading", "text"):
            plain = _without_markup(section[part], name)
            new = blocks(plain)
            if part == "heading" and len(new) == 1:
                headings.add(sum(len(blocks(piece)) for piece in pieces))
            if new:
                pieces.append(plain)
    return "\n\n".join(pieces) + "\n", headings


def _bold_lines(document: dict[str, Any], name: str) -> set[str]:
    """Return the lines that are bold from end to end in the source, without their markup."""
    return {
        " ".join(_without_markup(line, name).split())
        for section in document["sections"]
        for line in section["text"].split("\n")
        if _BOLD_LINE.match(line) and _BOLD_END.search(line)
    }


def _without_markup(text: str, name: str) -> str:
    if name == "digitalgov_news":
        text = _TAG.sub("", _ANCHOR.sub("", text))
        text = _LINK.sub(r"\1", _LINK.sub(r"\1", text))
        return unescape(_EMPHASIS.sub("", text))
    if name == "peps":
        return _RST_LINK.sub(r"\1", _ROLE.sub(r"\1", text)).replace("``", "")
    return text


def _heading_blocks(text: str, documents: list[dict[str, Any]], with_title: bool) -> list[int]:
    """Return the indices of the blocks that became headings (or titles), in reading order.

    A title counts as a heading, except where the benchmark put it there.
    """
    all_blocks = blocks(text)
    indices = []
    start = 0
    for number, document in enumerate(documents):
        wanted = [section["heading"] for section in document["sections"]]
        if document["title"] != Path(document["source"]).stem:
            wanted.insert(0, document["title"])
        for rank, heading in enumerate(wanted):
            if not heading:
                continue
            heading = " ".join(heading.split())
            try:
                index = all_blocks.index(heading, start)
            except ValueError:
                continue
            start = index + 1
            if not (with_title and number == 0 and rank == 0 and index == 0):
                indices.append(index)
    return indices
