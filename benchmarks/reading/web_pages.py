"""Furniture of real pages: HTML flattened to visible lines, labelled by the reference text."""

from __future__ import annotations

import gzip
import json
import re
from collections import defaultdict
from pathlib import Path
from typing import Any

from benchmarks.reading.material import read_texts

MIN_WORDS = 3
"""Shorter lines are not judged, because "Home" may be content or furniture."""

_WORD = re.compile(r"\w+")
_HIDDEN = frozenset("head script style noscript template iframe svg object select".split())
_BREAKS = frozenset(
    "p div section article aside main header footer nav ul ol dl li dt dd table tr td th tbody "
    "thead caption figure figcaption form fieldset label button option br hr h1 h2 h3 h4 h5 h6 "
    "blockquote pre address details summary".split()
)


def run(corpora: Path) -> None:
    """Print means per page of content kept and furniture removed, by page type and half."""
    folder = corpora / "web_pages"
    with gzip.open(folder / "gold.jsonl.gz", "rt", encoding="utf-8") as lines:
        gold = [json.loads(line) for line in lines]
    pages = []
    for entry in gold:
        with gzip.open(folder / f"{entry['id']}.html.gz", "rb") as stream:
            pages.append(visible_lines(stream.read()))
    print("                                  content kept       furniture removed")
    print("joined by    pages          n     characters     characters     lines   split")
    for label, glue in (("blank line", "\n\n"), ("line end", "\n")):
        documents_of_pages = read_texts([glue.join(lines) + "\n" for lines in pages])
        groups: dict[str, list[tuple[float | None, ...]]] = defaultdict(list)
        for number, (entry, lines, documents) in enumerate(
            zip(gold, pages, documents_of_pages, strict=True)
        ):
            result = _judge(lines, entry["main_content"], documents)
            groups[entry["type"]].append(result)
            if entry["type"] == "article":
                groups["article, even" if number % 2 == 0 else "article, odd"].append(result)
        for name in sorted(groups):
            means = [_mean(column) for column in zip(*groups[name], strict=True)]
            print(
                f"{label:12} {name:14} {len(groups[name]):3} {means[0]:12.3f} {means[1]:14.3f} "
                f"{means[2]:9.3f} {means[3]:7.2f}",
                flush=True,
            )


def visible_lines(data: bytes) -> list[str]:
    """Return the visible lines of a page in reading order, with white space collapsed."""
    from lxml import etree
    from lxml.html import HTMLParser, document_fromstring

    tree = document_fromstring(data, parser=HTMLParser(encoding="utf-8", remove_comments=True))
    lines: list[str] = []
    pieces: list[str] = []

    def end_line() -> None:
        line = " ".join("".join(pieces).split())
        pieces.clear()
        if line:
            lines.append(line)

    body = tree.find("body")
    walker = etree.iterwalk(tree if body is None else body, events=("start", "end"))
    for event, element in walker:
        if event == "start":
            if element.tag in _HIDDEN:
                walker.skip_subtree()
                continue
            if element.tag in _BREAKS:
                end_line()
            pieces.append(element.text or "")
        else:
            if element.tag in _BREAKS:
                end_line()
            pieces.append(element.tail or "")
    end_line()
    return lines


def labels(lines: list[str], main_content: str) -> list[bool | None]:
    """Return whether each line is content; None for lines that are not judged.

    A line is content if the reference text contains its words in this order or, for long
    lines, 80% of its sequences of three words.
    """
    gold = _WORD.findall(main_content.casefold())
    whole = f" {' '.join(gold)} "
    runs = set(zip(gold, gold[1:], gold[2:], strict=False))
    is_content: list[bool | None] = []
    for line in lines:
        words = _WORD.findall(line.casefold())
        if len(words) < MIN_WORDS:
            is_content.append(None)
            continue
        sequences = list(zip(words, words[1:], words[2:], strict=False))
        share = sum(run in runs for run in sequences) / len(sequences)
        is_content.append(f" {' '.join(words)} " in whole or (len(words) >= 8 and share >= 0.8))
    return is_content


def _judge(
    lines: list[str], main_content: str, documents: list[dict[str, Any]]
) -> tuple[float | None, ...]:
    """Return the shares of content characters kept, of furniture characters and lines removed.

    The fourth value says whether the page was split. A share is None on pages without content
    or without furniture.
    """
    removed: dict[str, int] = defaultdict(int)
    for document in documents:
        for line in document["removed"]:
            removed[" ".join(line.split())] += 1
    kept = content = gone = furniture = n_gone = n_furniture = 0
    for line, label in zip(lines, labels(lines, main_content), strict=True):
        is_removed = removed[line] > 0
        removed[line] -= is_removed
        if label is None:
            continue
        if label:
            content += len(line)
            kept += 0 if is_removed else len(line)
        else:
            furniture += len(line)
            n_furniture += 1
            gone += len(line) if is_removed else 0
            n_gone += is_removed
    return (
        kept / content if content else None,
        gone / furniture if furniture else None,
        n_gone / n_furniture if n_furniture else None,
        float(len(documents) > 1),
    )


def _mean(values: tuple[float | None, ...]) -> float:
    known = [value for value in values if value is not None]
    return sum(known) / max(len(known), 1)
