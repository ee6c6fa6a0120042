"""The model of py3langid, as arrays for the kernel."""

from __future__ import annotations

import io
import lzma
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
    from py3langid.langid import MODEL_DIR, MODEL_FILE

    # Not by the package's own function, which unpacks the arrays into a temporary file: texts
    # can be read where no file can be written.
    with lzma.open(MODEL_DIR / MODEL_FILE) as packed:
        arrays = np.load(io.BytesIO(packed.read()), allow_pickle=False)
    labels = arrays["classes"]
    wanted = [*(code for code in NAMES if code not in LEFT_OUT), "zxx"]
    columns = np.flatnonzero(np.isin(labels, wanted))
    model = LanguageModel(
        arrays["nextmove"].astype(np.uint32),
        arrays["nextmove_row"].astype(np.int32),
        arrays["out_feat"].astype(np.int32),
        np.ascontiguousarray(arrays["ptc"][:, columns], dtype=np.float32),
        arrays["pc"][columns].astype(np.float32),
    )
    return Detector(model, labels[columns])
