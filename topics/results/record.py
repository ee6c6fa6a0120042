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

from topics.corpus import Corpus
from topics.counting import CountSettings, default_pruning
from topics.counts import Counts
from topics.models import TopicModel
from topics.version import __version__

MAX_LISTED = 1_000
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


def engine_record(model: TopicModel) -> dict[str, Any]:
    """Every option of the engine as it was in force, and how the fit ended."""
    options = {name: value for name, value in model.get_params().items() if name != "progress"}
    return {**options, "n_sweeps": model.n_sweeps_, "converged": model.converged_}


def counting_record(settings: CountSettings, stop_words: object, corpus: Corpus) -> dict[str, Any]:
    """Settings of the counting as they were in force; stop words under their name, and listed."""
    least, most = default_pruning(corpus.n_documents)
    record = asdict(settings)
    if settings.min_documents is None:
        record["min_documents"] = least
    if settings.max_document_share is None:
        record["max_document_share"] = most
    named = str(stop_words) if isinstance(stop_words, str | Path) else "given"
    return {**record, "stop_words": named, "stop_word_list": sorted(settings.stop_words)}


def _plain(value: object) -> Any:
    """JSON form of what parameters hold; a large array is named by its shape."""
    if isinstance(value, np.ndarray):
        return value.tolist() if value.size <= MAX_LISTED else f"array of shape {value.shape}"
    return str(value) if isinstance(value, StrEnum | Path) else value
