"""Texts with near-copies of some of them, and with texts that only share a part."""

from __future__ import annotations

import random
from dataclasses import dataclass
from difflib import SequenceMatcher

import numpy as np
from numpy.typing import NDArray

LENGTHS = (30, 60, 100, 300, 1000, 3000)
"""Texts are cut to one of these numbers of words."""

CHANGED = 0.05
"""This share of the words is dropped, exchanged or added, at random places."""

ADDED_BY_QUOTE, FEWEST_ADDED = 0.2, 30
"""A text that quotes another one whole adds this share of it, or so many words if that is more."""

SAME_WORDS = 0.8
"""Texts are copies if at least this share of their words agrees, in order."""

MOST_TEXTS, MOST_SOURCES = 5_000, 600
KINDS = ("drop", "swap", "add")


@dataclass(frozen=True)
class Planted:
    """Texts in random order, and what each of them is.

    Attributes
    ----------
    texts : list of str
    source : array of int, shape (n_texts,)
        The text that a text comes from, or itself; texts that are equal before anything is planted
        have one source.
    kind : list of str
        "text", one of `KINDS`, "quoted" or "halves".
    """

    texts: list[str]
    source: NDArray[np.int64]
    kind: list[str]

    @property
    def n_planted(self) -> int:
        """Number of planted copies."""
        return sum(kind in KINDS for kind in self.kind)

    def found_of(self, found: NDArray[np.int64], kind: str) -> int:
        """How many texts of a kind were called copies."""
        return sum(found[i] >= 0 for i, k in enumerate(self.kind) if k == kind)

    def scores(self, found: NDArray[np.int64]) -> tuple[dict[str, float], float]:
        """Recall of each kind of planted copies, and precision.

        A planted copy is found if it and its source are in one group: either names the other, or
        both name a third one. A pair is right if both come from one source, or if they are copies
        that were there before: if their words agree in order (difflib).
        """
        group = np.where(found >= 0, found, np.arange(len(found)))
        first = {int(s): i for i, (s, k) in enumerate(zip(self.source, self.kind, strict=True))
                 if k == "text"}  # fmt: skip
        recall = {}
        for kind in KINDS:
            rows = [i for i, k in enumerate(self.kind) if k == kind]
            hits = [group[i] == group[first[int(self.source[i])]] for i in rows]
            recall[kind] = float(np.mean(hits))
        pairs = np.flatnonzero(found >= 0).tolist()
        right = [
            self.source[i] == self.source[found[i]]
            or ratio(self.texts[i], self.texts[found[i]]) >= SAME_WORDS
            for i in pairs
        ]
        return recall, float(np.mean(right)) if pairs else 1.0


def ratio(one: str, other: str) -> float:
    """Share of the words of two texts that agree, in order."""
    return SequenceMatcher(None, one.split(), other.split(), autojunk=False).ratio()


def planted(
    texts: list[str], length: int, random_state: int = 0, *, is_alone: bool = True
) -> Planted | None:
    """Texts of `length` words, and copies of some of them.

    None where fewer than 20 texts are long enough. A source has one copy, or one of every kind if
    `is_alone` is false: these differ from each other twice as much as from their source.
    """
    rng = random.Random(random_state)  # noqa: S311
    cut = cut_texts(texts, length, rng)
    if cut is None:
        return None
    vocabulary = sorted({word for text in cut for word in text.split()})
    rows = [(text, i, "text") for i, text in enumerate(cut)]
    for i in range(min(MOST_SOURCES, len(cut))):
        own = cut[i].split()
        for kind in (KINDS[i % len(KINDS)],) if is_alone else KINDS:
            rows.append((" ".join(changed(own, kind, vocabulary, rng)), i, kind))
    return _shuffled(rows, rng)


def sharing(texts: list[str], length: int, random_state: int = 0) -> Planted | None:
    """As `planted`, with texts that quote another one whole, or share a half with it."""
    rng = random.Random(random_state)  # noqa: S311
    cut = cut_texts(texts, length, rng)
    if cut is None:
        return None
    rows = [(text, i, "text") for i, text in enumerate(cut)]
    n_added = max(FEWEST_ADDED, round(ADDED_BY_QUOTE * length))
    half = length // 2
    for i in range(min(MOST_SOURCES, len(cut))):
        own, other = cut[i].split(), cut[(i + 1) % len(cut)].split()
        third = (cut[(i + 2) % len(cut)].split() * 2)[:n_added]
        rows.append((" ".join(own + third), -1 - 2 * i, "quoted"))
        rows.append((" ".join(own[:half] + other[half:]), -2 - 2 * i, "halves"))
    return _shuffled(rows, rng)


def cut_texts(texts: list[str], length: int, rng: random.Random) -> list[str] | None:
    """Different texts of `length` words, in random order; None where fewer than 20 are so long."""
    words = [text.split() for text in texts]
    cut = list({" ".join(each[:length]): None for each in words if len(each) >= length})
    rng.shuffle(cut)
    return cut[:MOST_TEXTS] if len(cut) >= 20 else None


def _shuffled(rows: list[tuple[str, int, str]], rng: random.Random) -> Planted:
    rng.shuffle(rows)
    return Planted(
        [text for text, _, _ in rows],
        np.array([source for _, source, _ in rows]),
        [kind for _, _, kind in rows],
    )


def changed(words: list[str], kind: str, vocabulary: list[str], rng: random.Random) -> list[str]:
    """The words with some of them dropped, replaced by others, or with others added."""
    n = max(1, round(CHANGED * len(words)))
    places = set(rng.sample(range(len(words)), n))
    result = []
    for place, word in enumerate(words):
        if place not in places:
            result.append(word)
        elif kind == "swap":
            result.append(rng.choice(vocabulary))
        elif kind == "add":
            result += [word, rng.choice(vocabulary)]
    return result
