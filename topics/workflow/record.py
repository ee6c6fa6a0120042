"""What a run says of itself: parameters, inputs, versions, seconds."""

from __future__ import annotations

import platform
from dataclasses import asdict
from datetime import UTC, datetime
from enum import StrEnum
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from topics import __version__
from topics.corpus import Corpus
from topics.counting import CountSettings
from topics.counts import Counts

PACKAGES = ("gensim", "numba", "numpy", "polars", "scikit-learn", "scipy", "umap-learn")


def manifest(
    inputs: list[str | Path] | Corpus | Counts,
    corpus: Corpus,
    parameters: dict[str, Any],
    seconds: dict[str, float],
) -> dict[str, Any]:
    """Everything but the checksums: those come when files are written."""
    packages = {name: version(name) for name in PACKAGES}
    return {
        "created": f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC",
        "versions": {"topics": __version__, "python": platform.python_version(), **packages},
        "machine": platform.machine(),
        "arguments": [str(path) for path in inputs] if isinstance(inputs, list) else [],
        "parameters": {name: _plain(value) for name, value in parameters.items()},
        "inputs": corpus.inputs.to_dicts(),
        "seconds": seconds,
    }


def settings_record(settings: CountSettings, stop_words: object) -> dict[str, Any]:
    """Settings of the counting; stop words under their name, and listed."""
    words = sorted(settings.stop_words)
    named = str(stop_words) if isinstance(stop_words, str | Path) else "given"
    return {**asdict(settings), "stop_words": named, "stop_word_list": words}


def _plain(value: object) -> Any:
    """JSON form of what parameters hold."""
    if isinstance(value, np.ndarray):
        return value.tolist()
    return str(value) if isinstance(value, StrEnum | Path) else value
