r"""Which texts may be copies of each other: MinHash sketches, cut into bands (LSH).

Two texts whose sets of shingles have the Jaccard similarity :math:`j` agree in one value of their
sketches with probability :math:`j`, in a band of :math:`r` values with :math:`j^r`, and in at least
one of :math:`b` bands with

.. math:: 1 - (1 - j^r)^b

If a share :math:`e` of the words of a text is dropped, replaced or added at random places, about
:math:`(1 - e)^w` of its shingles of :math:`w` words stay. With :math:`e = 0.05` and :math:`w = 3`
that is :math:`0.857`, and :math:`j` is :math:`0.75` where words were replaced and :math:`0.78`
where they were dropped or added. A text of 30 words has 28 shingles; two replaced words take up to
six of them, which leaves :math:`j = 22 / 34 = 0.65`. The 32 bands of 4 values find such a pair with
probability :math:`0.998`, one of :math:`j = 0.5` with :math:`0.87`, and one of :math:`j = 0.1` with
:math:`0.003`. With five words in a shingle, the text of 30 words would have :math:`j = 0.44`.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

N_BANDS, BAND_WIDTH = 32, 4
"""A sketch has this many bands of this many values."""

RANDOM_STATE = 42
"""The seed of the sketches. It decides only what is compared, never what is a copy."""

AT_A_TIME = 10_000
"""This many texts are sketched at a time, because the library returns lists."""


def keys_of_bands(
    texts: Any, rows: NDArray[np.int64], hashes: NDArray[np.uint64]
) -> NDArray[np.uint64]:
    """Hash of every band of the sketches of some texts, shape (n_rows, N_BANDS).

    Parameters
    ----------
    texts : WordRows
    rows : array of int, shape (n_rows,)
    hashes : array of uint64, shape (n_words,)
    """
    from rensa import RMinHash

    from topics.kernels.text.shingles import band_keys, shingle_hashes

    result = np.empty((len(rows), N_BANDS), dtype=np.uint64)
    for begin in range(0, len(rows), AT_A_TIME):
        part = rows[begin : begin + AT_A_TIME]
        keys, begins = shingle_hashes(texts, part, hashes)
        sketches = RMinHash.digest_matrix_from_flat_token_hashes(
            keys, begins.astype(np.uint64), N_BANDS * BAND_WIDTH, RANDOM_STATE
        )
        values = np.array(sketches.to_rows(), dtype=np.uint32)
        result[begin : begin + AT_A_TIME] = band_keys(values, N_BANDS)
    return result


def buckets_of(
    keys: NDArray[np.uint64], most_members: int
) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """The bucket of every band of a text, -1 where no other text is in it, and where buckets begin.

    Parameters
    ----------
    keys : array of uint64, shape (n_texts, n_bands)
    most_members : int
        No bucket has places for more texts.

    Returns
    -------
    buckets : array of int32, shape (n_texts, n_bands)
    begins : array of int64, shape (n_buckets + 1,)

    Examples
    --------
    >>> keys = np.array([[5, 1], [5, 2], [7, 2], [5, 3]], dtype=np.uint64)
    >>> buckets, begins = buckets_of(keys, 2)
    >>> buckets.tolist(), begins.tolist()
    ([[0, -1], [0, 1], [-1, 1], [0, -1]], [0, 2, 4])
    """
    buckets = np.full(keys.shape, -1, dtype=np.int32)
    sizes: list[NDArray[np.int64]] = []
    n_buckets = 0
    for band in range(keys.shape[1]):
        _, number, size = np.unique(keys[:, band], return_inverse=True, return_counts=True)
        is_shared = size > 1
        new = np.cumsum(is_shared) - 1 + n_buckets
        buckets[:, band] = np.where(is_shared, new, -1)[number]
        sizes.append(np.minimum(size[is_shared], most_members))
        n_buckets += int(is_shared.sum())
    begins = np.concatenate([[0], np.cumsum(np.concatenate(sizes))]).astype(np.int64)
    return buckets, begins
