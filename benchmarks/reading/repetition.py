"""Repeated furniture planted into real documents: recall, and what else is removed."""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from topics import read

LOWEST, HIGHEST = 0.02, 0.60
"""Shares of the documents that contain the first and the last block of the list."""

# Test material: no line of it may be copied into the rules of topics/. A third of the blocks
# differ from document to document.
STEADY = """
Advertisement
Back to top
Most popular this week
Open the main menu
Tell a friend
More from our correspondents
Listen to this story
Skip to the main column
Join the conversation below
Give a gift subscription
Share your thoughts with the editors.
Our newsroom runs on readers like you.
We use cookies to make this site work and to learn how it is used.
Sign in to save this story for later
The views in this piece are those of the author alone.
All rights reserved. No part of this page may be copied without written leave.
Want more of this in your inbox? Our letter goes out every weekday before breakfast.
Got a tip? Our reporters read every message, and you can reach them without giving your name.
This site is run by volunteers and pays for its servers with small gifts from its readers.
Home / News / World / Politics / Science / Culture / Sport / Weather / Archive
If you spotted a mistake in this text, mark the words and press Control and Enter.
Please keep comments civil: what is rude, off the point or for sale will be taken down.
Terms of use – Privacy – Accessibility – Careers – Press – Contact
The paper is a member of the press council and follows its code; complaints can be sent to the \
council's office in writing within thirty days of the day on which a story came out.
Nothing on these pages is meant as advice on money, law or health. Ask somebody who is trained \
for it before you act on what you read here, and do not wait because of it.
Turn on notifications and be the first to know when something happens
A longer version of this story is in the printed paper, which members find in their letterbox.
""".strip().split("\n")

CHANGING = """
Last changed on {date}
{number} people are reading this now
Page {number} of {number}
Written by {name}
Photograph: {name}
{number} min read · {number} replies
Filed on {date} by the night desk
Posted by {name} on {date}
Copyright {year} The Evening Column. Made with care in two small rooms.
{name} covers the city hall for this paper and can be reached at the news desk.
This story was first sent to members on {date} and is free to read for everybody else.
Editing by {name}; fact checking by the research desk
So far {number} readers have chipped in this month. Our goal is {number} by the last day of {month}.
""".strip().split("\n")

CORPORA = ("wikinews", "digitalgov_news")
FIRST_NAMES = "Ada Bruno Carla Dmitri Elif Farah Goran Hana Ivo Jana Kofi Lena Mateo Nia".split()
LAST_NAMES = "Abel Brandt Castro Dube Eriksen Farkas Greco Horvat Ito Jensen Klein Lund".split()
MONTHS = "January February March April May June July August September October November".split()

_WORD = re.compile(r"[^\W\d_]+|\d+")
_BLANK = re.compile(r"\n(?:[^\S\n]*\n)+")


@dataclass(frozen=True)
class Planted:
    """A corpus with planted furniture."""

    rows: list[dict[str, Any]]
    truth: dict[str, list[tuple[int, str]]]


def plant(rows: list[dict[str, Any]], rng: random.Random) -> Planted:
    """Put every block of the list into its share of the rows, between blocks of their text."""
    templates = STEADY + CHANGING
    rng.shuffle(templates)
    truth: dict[str, list[tuple[int, str]]] = {str(row["id"]): [] for row in rows}
    planted: list[list[str]] = [[] for _ in rows]
    for number, template in enumerate(templates):
        share = LOWEST + (HIGHEST - LOWEST) * number / (len(templates) - 1)
        for index in rng.sample(range(len(rows)), round(share * len(rows))):
            block = _filled(template, rng)
            planted[index].append(block)
            truth[str(rows[index]["id"])].append((number, block))
    return Planted([_with(row, new, rng) for row, new in zip(rows, planted, strict=True)], truth)


def _filled(template: str, rng: random.Random) -> str:
    middle = rng.choice(["", "", f" {rng.choice('ABCDEF')}."])
    return template.format(
        date=f"{rng.choice(MONTHS)} {rng.randint(1, 28)}, {rng.randint(2008, 2024)}",
        number=rng.choice(
            [str(rng.randint(1, 999)), f"{rng.randint(1, 99)},{rng.randint(100, 999)}"]
        ),
        name=f"{rng.choice(FIRST_NAMES)}{middle} {rng.choice(LAST_NAMES)}",
        month=rng.choice(MONTHS),
        year=rng.randint(2008, 2024),
    )


def _with(row: dict[str, Any], new: list[str], rng: random.Random) -> dict[str, Any]:
    """The row with blocks put in between those of its text or sections."""
    row = json.loads(json.dumps(row))
    sections = row.get("sections") or [row]
    texts = [_BLANK.split(section["text"]) for section in sections]
    for block in new:
        blocks = rng.choice(texts)
        blocks.insert(rng.randint(0, len(blocks)), block)
    for section, blocks in zip(sections, texts, strict=True):
        section["text"] = "\n\n".join(blocks)
    return row


def folded(text: str) -> str:
    """Return the words of a text in lower case, with all numbers alike, to compare texts."""
    words = [
        "0" if word[0].isdigit() or word.capitalize() in MONTHS else word
        for word in _WORD.findall(text.casefold())
    ]
    return re.sub(r"(?:0 )+0\b", "0", " ".join(words))


def measure(name: str, rows: list[dict[str, Any]], *, verbose: bool) -> None:
    """Plant, read, and print recall and what else was taken."""
    planted = plant(rows, random.Random(7))  # noqa: S311 - planting is no secret
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"{name}.jsonl")
        path.write_text("\n".join(map(json.dumps, planted.rows)), encoding="utf-8")
        corpus = read(path)
        whole = read(path, keep_furniture=True)
    repeated = corpus.removed.filter(pl.col("reason") == "repeated")
    by_form = corpus.removed.filter(pl.col("reason") == "furniture")
    left: dict[str, list[str]] = {}
    for document, text in repeated.select("document", "text").iter_rows():
        left.setdefault(document, []).append(text)
    removed_by_form: dict[str, list[str]] = {}
    for document, text in by_form.select("document", "text").iter_rows():
        removed_by_form.setdefault(document, []).append(text)
    found: dict[int, list[int]] = {}
    missed: list[str] = []
    n_by_form = 0
    for document, blocks in planted.truth.items():
        for number, block in blocks:
            candidates = [taken.get(document, []) for taken in (left, removed_by_form)]
            hits = [block in texts for texts in candidates]
            if any(hits):
                candidates[hits.index(True)].remove(block)
                n_by_form += not hits[0]
            else:
                missed.append(block)
            found.setdefault(number, []).append(any(hits))
    n_planted = sum(map(len, found.values()))
    n_found = sum(map(sum, found.values()))
    n_whole = sum(sum(hits) >= 0.97 * len(hits) for hits in found.values())
    holders: dict[str, set[str]] = {}
    for document, *texts in whole.sections.select("document", "heading", "text").iter_rows():
        for text in texts:
            for block in _BLANK.split(text):
                holders.setdefault(folded(block), set()).add(document)
    others = [(text, len(holders.get(folded(text), ()))) for rest in left.values() for text in rest]
    single = [text for text, n in others if n <= 1]
    n_repeated = max(repeated.height, 1)
    print(f"{name}: {len(rows):,} documents, {n_planted:,} blocks planted from {len(found)} forms")
    print(f"  recall                       {n_found / n_planted:.4f}  ({n_whole} forms whole)")
    print(f"  found by form                {n_by_form / n_planted:.4f}")
    print(f"  {repeated.height:,} blocks removed as repeated")
    print(f"    planted                    {1 - len(others) / n_repeated:.4f}")
    print(f"    others of several          {(len(others) - len(single)) / n_repeated:.4f}")
    print(f"    others of a single one     {len(single) / n_repeated:.4f}")
    if verbose:
        _show("missed", missed)
        _show("removed, in a single document", single)
        _show("removed, in several", [text for text, n in others if n > 1])


def copyright_sections(path: Path) -> None:
    """Print in how many documents a block of the Copyright section was removed."""
    corpus = read(path)
    named = pl.col("heading").str.to_lowercase().str.starts_with("copyright")
    sections = corpus.sections.filter(named)
    cleared = sections.join(corpus.removed, on=["document", "position"], how="semi")
    print(
        f"peps: of {sections['document'].n_unique()} documents with a Copyright section "
        f"{cleared['document'].n_unique()} lost it, in "
        f"{(cleared['text'] == '').sum()} it contained nothing else"
    )


def speed(path: Path) -> None:
    """Print seconds and peak memory of reading with and without the search for repeats."""
    for keep in (True, False, True, False):
        begin = time.perf_counter()
        with _Peak() as peak:
            corpus = read(path, keep_furniture=keep)
        seconds = time.perf_counter() - begin
        mb = corpus.sections["text"].str.len_bytes().sum() / 1e6
        what = "kept   " if keep else "removed"
        print(f"  furniture {what}: {mb / seconds:6.1f} MB/s, {peak.mb:,.0f} MB above the start")


class _Peak:
    """Maximum of resident memory while the block runs, in MB above its start."""

    def __enter__(self) -> _Peak:
        self.mb = 0.0
        self._first = _resident_mb()
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._done.wait(0.01):
            self.mb = max(self.mb, _resident_mb() - self._first)


def _resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 1e6


def _show(title: str, texts: list[str]) -> None:
    print(f"  {title}: {len(texts):,}")
    counts: dict[str, int] = {}
    for text in texts:
        counts[text] = counts.get(text, 0) + 1
    for text, n in sorted(counts.items(), key=lambda pair: -pair[1])[:12]:
        print(f"    {n:4} {text[:90]!r}")


def _rows(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def run(corpora: Path, *, verbose: bool = False) -> None:
    """Print all measurements of repetition."""
    for name in CORPORA:
        measure(name, _rows(corpora / f"{name}.jsonl.gz"), verbose=verbose)
    copyright_sections(corpora / "peps.jsonl.gz")
    for name in ("digitalgov_news", "20news"):
        print(f"{name}:")
        speed(corpora / f"{name}.jsonl.gz")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reading.repetition")
    parser.add_argument("--corpora", type=Path, required=True, metavar="DIR")
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()
    run(options.corpora, verbose=options.verbose)
