"""Texts → the blocks in them, and the hashes of these; texts are in memory a batch at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from topics.kernels.text.blocks import BlockHashes, EncodedBlocks, EncodedTexts, Folding

CHUNK_CHARACTERS = 4_000_000
"""Texts are hashed in chunks of about this many characters, so that the hashes of single words
are never all in memory."""

LINES_PER_BLOCK = 8
"""A document of one section with at least this many lines per block has lost its blank lines, so
its lines are compared instead of its blocks."""


class TextBatch(NamedTuple):
    """Some texts that are in memory at the same time.

    Attributes
    ----------
    texts : list of str
    document : array of int32, shape (n_texts,)
        Index of the document of every text, ascending; all texts of a document are in one batch.
    """

    texts: list[str]
    document: NDArray[np.int32]


def hash_batches(
    batches: Iterable[TextBatch], folding: Folding
) -> tuple[NDArray[np.int32], BlockHashes, NDArray[np.int32]]:
    """Table of the units of all texts, see `find_blocks`, their hashes and their documents."""
    from numba import get_num_threads

    parts: list[tuple[NDArray[np.int32], BlockHashes]] = []
    documents: list[NDArray[np.int32]] = []
    n_texts = 0
    with ThreadPoolExecutor(get_num_threads()) as pool:
        for texts, document in batches:
            _, index, n_of_document = np.unique(document, return_inverse=True, return_counts=True)
            units, hashes = hash_texts(texts, n_of_document[index] == 1, folding, pool)
            documents.append(document[units[:, 0]])
            units[:, 0] += n_texts
            parts.append((units, hashes))
            n_texts += len(texts)
    return *_joined(parts), np.concatenate(documents)


def hash_texts(
    texts: Sequence[str],
    is_only_text: NDArray[np.bool_],
    folding: Folding,
    pool: ThreadPoolExecutor,
) -> tuple[NDArray[np.int32], BlockHashes]:
    """Table of the units of some texts, and their hashes."""

    def hash_chunk(bounds: tuple[int, int]) -> tuple[NDArray[np.int32], BlockHashes]:
        return _hash_chunk(texts, *bounds, is_only_text, folding)

    return _joined(list(pool.map(hash_chunk, chunks(texts))))


def _joined(
    parts: list[tuple[NDArray[np.int32], BlockHashes]],
) -> tuple[NDArray[np.int32], BlockHashes]:
    from topics.kernels.text.blocks import BlockHashes

    if not parts:
        return np.empty((0, 5), dtype=np.int32), BlockHashes.empty(0)
    units, hashes = zip(*parts, strict=True)
    columns = (np.concatenate(column) for column in zip(*hashes, strict=True))
    return np.concatenate(units), BlockHashes(*columns)


def _hash_chunk(
    texts: Sequence[str],
    first: int,
    last: int,
    is_only_text: NDArray[np.bool_],
    folding: Folding,
) -> tuple[NDArray[np.int32], BlockHashes]:
    """Units and hashes of the texts from `first` to before `last`."""
    from topics.kernels.text.blocks import TEXT, BlockHashes, find_blocks, hash_blocks

    encoded = encode(texts[first:last])
    n_lines = int(np.count_nonzero(encoded.data == ord("\n"))) + last - first
    units = np.empty((n_lines, 5), dtype=np.int32)
    n = find_blocks(encoded, is_only_text[first:last], folding.kind, LINES_PER_BLOCK, units)
    units = units[:n].copy()
    hashes = BlockHashes.empty(n)
    hash_blocks(select_blocks(encoded, units), folding, hashes)
    units[:, TEXT] += first
    return units, hashes


def chunks(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Bounds (first, last + 1) of runs of texts with about `CHUNK_CHARACTERS` characters."""
    first = size = 0
    for i, text in enumerate(texts):
        size += len(text)
        if size >= CHUNK_CHARACTERS:
            yield first, i + 1
            first, size = i + 1, 0
    if first < len(texts):
        yield first, len(texts)


def encode(texts: Sequence[str]) -> EncodedTexts:
    """UTF-8 bytes of all texts, as the kernels take them."""
    from topics.kernels.text.blocks import EncodedTexts

    pieces = [text.encode() for text in texts]
    offsets = np.zeros(len(pieces) + 1, dtype=np.int64)
    np.cumsum([len(piece) for piece in pieces], out=offsets[1:])
    return EncodedTexts(np.frombuffer(b"".join(pieces), dtype=np.uint8), offsets)


def select_blocks(texts: EncodedTexts, units: NDArray[np.int32]) -> EncodedBlocks:
    """The units of encoded texts, as the kernels take them."""
    from topics.kernels.text.blocks import END, START, TEXT, EncodedBlocks

    base = texts.offsets[units[:, TEXT]]
    return EncodedBlocks(texts.data, base + units[:, START], base + units[:, END])
