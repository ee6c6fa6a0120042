"""Embeddings of texts by WordLlama, whose weights are in its package: nothing is downloaded."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np


def embeddings_of(texts: list[str]) -> Any:
    """One vector for each text, shape (n_texts, 256): means of the vectors of its tokens.

    Raises
    ------
    ImportError
        WordLlama is not installed.
    """
    wordllama = import_module("wordllama")
    folder = Path(wordllama.__file__).parent
    model = wordllama.WordLlama.load(cache_dir=folder, disable_download=True)
    return np.asarray(model.embed(texts), dtype=np.float64)
