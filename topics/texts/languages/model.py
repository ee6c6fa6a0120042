"""The model of py3langid, as arrays for the kernel."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from topics.kernels.text.languages import LanguageModel
from topics.texts.languages.names import NAMES

LEFT_OUT = frozenset({"bs"})
"""Languages that are not told apart from others here: Bosnian from Croatian."""


class Detector(NamedTuple):
    """The model, and the code of every column of its weights."""

    model: LanguageModel
    codes: NDArray[np.str_]


@contextmanager
def loading_detector() -> Iterator[None]:
    """Load the detector in another thread, while this one reads files: it takes 0.4 seconds."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(detector)
        yield


@lru_cache(maxsize=1)
def detector() -> Detector:
    """The detector of the languages that have a name here, and of texts that are in none.

    py3langid's model has 139 languages, of which 42 are dialects or small languages without a code
    of two letters: they take texts from their large neighbours.
    """
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    full = LanguageIdentifier.from_model_file(MODEL_FILE)
    labels = np.array(full.nb_classes)
    wanted = [*(code for code in NAMES if code not in LEFT_OUT), "zxx"]
    columns = np.flatnonzero(np.isin(labels, wanted))
    model = LanguageModel(
        np.ascontiguousarray(full.tk_nextmove, dtype=np.uint32),
        np.asarray(full.tk_row, dtype=np.int32),
        np.asarray(full.tk_output, dtype=np.int32),
        np.ascontiguousarray(full.nb_ptc[:, columns], dtype=np.float32),
        np.asarray(full.nb_pc[columns], dtype=np.float32),
    )
    return Detector(model, labels[columns])
