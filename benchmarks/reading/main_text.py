"""Main text of real pages: ours and trafilatura's modes, compared with the reference text."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from scipy.stats import spearmanr

import topics
from topics.reading.formats.html.blocks.quality import LOW_QUALITY

MODES: dict[str, dict[str, bool]] = {
    "default": {},
    "article": {"include_comments": False},
    "fast": {"fast": True},
    "precision": {"favor_precision": True},
    "recall": {"favor_recall": True},
}
"""Keyword arguments of ``trafilatura.extract`` for each of its modes; with comments, which are the
posts of some forums, unless the arguments say no."""

OURS = "topics"
N_RESAMPLES = 10_000
"""Bootstrap samples of pages for the interval of a difference."""

_WORD = re.compile(r"\w+")


def run(corpora: Path) -> None:
    """Print the mean F1 of words by type of page and half, and differences with intervals."""
    pages = read_pages(corpora / "web_pages")
    ours, qualities = our_texts(pages)
    texts = {OURS: ours}
    for mode, arguments in MODES.items():
        texts[mode] = [_extracted(page["html"], arguments) for page in pages]
    scores = {
        name: np.array(
            [word_f1(text, page["main_content"]) for text, page in zip(of_name, pages, strict=True)]
        )
        for name, of_name in texts.items()
    }
    print(f"{'pages':27} {'n':>4} {' '.join(f'{name:>9}' for name in scores)}")
    for label, chosen in _groups(pages).items():
        means = " ".join(f"{values[chosen].mean():9.3f}" for values in scores.values())
        print(f"{label:27} {chosen.sum():4} {means}", flush=True)
    print("\nours minus trafilatura's mode, 95% of paired resamples")
    for label, chosen in _groups(pages).items():
        differences = " ".join(
            f"{name} {interval(scores[OURS][chosen] - values[chosen])}"
            for name, values in scores.items()
            if name != OURS
        )
        print(f"{label:27} {differences}", flush=True)
    print(
        f"\npredicted quality{'':17} rank correlation   F1 below {LOW_QUALITY} (n)   F1 of others"
    )
    for label in ("all", "all, developed on", "all, held back"):
        chosen = _groups(pages)[label]
        quality, score = qualities[chosen], scores[OURS][chosen]
        is_low = quality < LOW_QUALITY
        print(
            f"{label:27} {spearmanr(quality, score).statistic:23.3f} {score[is_low].mean():15.3f} "
            f"({is_low.sum()}) {score[~is_low].mean():14.3f}",
            flush=True,
        )


def read_pages(folder: Path) -> list[dict[str, Any]]:
    """Return the rows of the reference with ``html`` and ``half`` (0 or 1, a hash of the id)."""
    with gzip.open(folder / "gold.jsonl.gz", "rt", encoding="utf-8") as lines:
        pages = [json.loads(line) for line in lines]
    for page in pages:
        with gzip.open(folder / f"{page['id']}.html.gz", "rb") as stream:
            page["html"] = stream.read()
        page["half"] = hashlib.sha256(page["id"].encode()).digest()[-1] % 2
    return pages


def our_texts(pages: list[dict[str, Any]]) -> tuple[list[str], np.ndarray]:
    """Return headings and text of all documents of each page, and its predicted quality.

    They are read as a user would; a page without text has a quality of 0.
    """
    with tempfile.TemporaryDirectory() as folder:
        for page in pages:
            Path(folder, f"{page['id']}.html").write_bytes(page["html"])
        corpus = topics.read(folder)
    stems = [Path(source).stem for source in corpus.documents["source"]]
    quality = dict(zip(stems, corpus.documents["text_quality"], strict=True))
    stem_of = dict(zip(corpus.documents["id"], stems, strict=True))
    parts: dict[str, list[str]] = {}
    for row in corpus.sections.iter_rows(named=True):
        parts.setdefault(stem_of[row["document"]], []).extend((row["heading"], row["text"]))
    texts = ["\n\n".join(filter(None, parts.get(page["id"], []))) for page in pages]
    return texts, np.array([quality.get(page["id"], 0.0) for page in pages])


def word_f1(text: str, reference: str) -> float:
    """Return the F1 of the words of a text, each counted as often as it occurs."""
    found = Counter(_WORD.findall(text.casefold()))
    gold = Counter(_WORD.findall(reference.casefold()))
    n_right = sum((found & gold).values())
    return 2 * n_right / max(found.total() + gold.total(), 1)


def interval(differences: np.ndarray) -> str:
    """Return the mean of differences and the middle 95% of its bootstrap distribution."""
    rng = np.random.default_rng(0)
    rows = rng.integers(0, len(differences), (N_RESAMPLES, len(differences)))
    low, high = np.quantile(differences[rows].mean(axis=1), [0.025, 0.975])
    return f"{differences.mean():+.3f} ({low:+.3f} to {high:+.3f})"


def _extracted(html: bytes, arguments: dict[str, bool]) -> str:
    from trafilatura import extract

    return extract(html, **arguments) or ""


def _groups(pages: list[dict[str, Any]]) -> dict[str, np.ndarray]:
    """Return a mask of the pages of each type, and of each type in each half."""
    types = np.array([page["type"] for page in pages])
    halves = np.array([page["half"] for page in pages])
    masks: dict[str, Callable[[np.ndarray], np.ndarray]] = {
        "": lambda of_type: of_type,
        ", developed on": lambda of_type: of_type & (halves == 0),
        ", held back": lambda of_type: of_type & (halves == 1),
    }
    groups = {}
    for name in [*sorted(set(types.tolist())), "all"]:
        of_type = np.ones(len(pages), bool) if name == "all" else types == name
        groups |= {name + label: mask(of_type) for label, mask in masks.items()}
    return groups
