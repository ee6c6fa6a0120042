"""Windows are counted as by the plain loop, on any number of parts."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support.naive import windows_of
from topics.kernels.coherence.windows import ABSENT, count_windows

N_IDS, N_SLOTS = 6, 4
texts_of_ids = st.lists(st.lists(st.integers(-1, N_IDS - 1), max_size=14), min_size=1, max_size=5)


def counted(texts, window, forgets, n_parts=1):
    """The symmetric table of the first slots, counted by the kernel."""
    ids = np.array([t for text in texts for t in text], dtype=np.int32)
    offsets = np.cumsum([0, *map(len, texts)])
    slot_of = np.where(np.arange(N_IDS) < N_SLOTS, np.arange(N_IDS), ABSENT).astype(np.int32)
    parts = np.arange(n_parts + 1) * len(texts) // n_parts
    together = np.zeros((n_parts, N_SLOTS, N_SLOTS), dtype=np.int64)
    count_windows(ids, offsets, parts, slot_of, window, forgets, together)
    half = together.sum(axis=0)
    return half + half.T - np.diag(np.diag(half))


@settings(deadline=None)
@given(texts_of_ids, st.integers(1, 16), st.booleans())
def test_windows_equal_the_plain_loop(texts, window, forgets):
    """Alone and together, for windows of all sizes, with words that have no slot."""
    expected = np.zeros((N_SLOTS, N_SLOTS), dtype=np.int64)
    for text in texts:
        for words in windows_of(text, window, forgets):
            for s in words & set(range(N_SLOTS)):
                for t in words & set(range(N_SLOTS)):
                    expected[s, t] += 1
    assert counted(texts, window, forgets).tolist() == expected.tolist()


@pytest.mark.parametrize("n_parts", [2, 3, 7])
def test_parts_add_up(n_parts):
    """The number of parts changes nothing, not even if there are more parts than texts."""
    rng = np.random.default_rng(0)
    texts = [rng.integers(-1, N_IDS, n).tolist() for n in (30, 0, 5, 12)]
    assert np.array_equal(counted(texts, 4, True, n_parts), counted(texts, 4, True))


def test_a_term_is_forgotten_with_its_first_occurrence():
    """Only if asked: the second window of 0 1 0 2 holds a 0 that came in earlier."""
    assert counted([[0, 1, 0, 2]], 3, False)[0, 0] == 2
    assert counted([[0, 1, 0, 2]], 3, True)[0, 0] == 1
