"""Fixtures of all tests: the sample documents, and a corpus with planted themes."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import settings

from topics.corpus import Corpus
from topics.reading import read

ROOT = Path(__file__).parent.parent
SEEDS = ROOT / "seeds"
THEMES = ROOT / "tests" / "support" / "seed_themes.json"


# A process that a test starts would otherwise compile the source of every module anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# No test fails because the machine is busy.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture(scope="session")
def seed_corpus() -> Corpus:
    """The sample documents of the project."""
    return read(SEEDS)


@pytest.fixture(scope="session")
def seed_themes() -> dict[tuple[str, str], str]:
    """Theme of every sample article, keyed by file below seeds/ and headline."""
    entries = json.loads(THEMES.read_text(encoding="utf-8"))
    return {
        (entry["source"].removeprefix("seeds/"), entry["headline"]): entry["theme"]
        for entry in entries
    }


@pytest.fixture
def without_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs are saved without pictures and report, which take longer than all other files."""
    monkeypatch.setattr("topics.runs.folder.writing.write_pictures", lambda *_, **__: None)


@pytest.fixture(scope="session")
def planted() -> Corpus:
    """60 documents of 3 sections on 4 themes of 25 words each; document i has theme i % 4."""
    rng = np.random.default_rng(7)
    words = [
        [f"{theme}{chr(97 + i)}word" for i in range(25)] for theme in ("sea", "law", "sky", "art")
    ]
    names = [f"d{i}" for i in range(60)]
    documents = Corpus.from_texts([""] * 60, ids=names).documents
    sections = pl.DataFrame(
        {
            "document": [name for name in names for _ in range(3)],
            "position": [0, 1, 2] * 60,
            "level": [1] * 180,
            "heading": [""] * 180,
            "text": [
                " ".join(rng.choice(words[i % 4], size=rng.integers(20, 60)))
                for i in range(60)
                for _ in range(3)
            ],
        }
    )
    return Corpus(documents=documents, sections=sections)
