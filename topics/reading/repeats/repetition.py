"""Find blocks that repeat across the documents of a corpus, also with a word or two changed.

Two blocks are similar if one of three hashes is equal: of all their words (without case, marks
and white space, numbers and dates as one); of their words with every run of capitalised words
as one; and of their words with a run of up to three left out, for each such run. The third is
computed only for blocks that begin or end like others, which keeps time and memory linear in
the text.

A block counts as repeated if enough documents contain a similar one. Documents that contain
nothing but repeated paragraphs are copies of each other, so they are not counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from topics.reading.repeats.hashing import (
    TextBatch,
    chunks,
    encode,
    hash_batches,
    hash_texts,
    select_blocks,
)

if TYPE_CHECKING:
    from topics.kernels.text.blocks import BlockHashes, Folding

THRESHOLDS = ((8, 0.001, 20), (4, 0.005, 100), (1, 0.01, 1_000_000_000))
"""Triples of number of fixed words, share of the documents and number of documents. A block with
at least this many fixed words is repeated if it is in this share or this number of documents.

Short blocks repeat by coincidence more often than long ones. Twenty otherwise different documents
do not share a sentence of eight words by coincidence, however large the corpus is.
"""

MIN_DOCUMENTS = 3
"""A repeated block is in at least this many documents."""

MIN_FIXED, MIN_FORM_FIXED = 4, 2
"""Minimum number of words that are the same in two blocks that differ in any words, and in two
blocks that differ in names only."""

CODE_INDENT = 2
"""Blocks with at least this many spaces before them may be code. They repeat only if all words
are the same, because similar lines of code differ in their names."""

PARAGRAPH_WORDS = 12
"""Blocks with at least this many words count as paragraphs."""

MIN_UNREPEATED_SHARE = 0.2
"""A document is counted if at least this share of its words in paragraphs does not repeat."""


@dataclass(frozen=True)
class Repeats:
    """Units (blocks, or single lines of some blocks) of all texts, in reading order.

    Attributes
    ----------
    text : array of int, shape (n_units,)
        Index of the text.
    block, line : array of int, shape (n_units,)
        Index of the block in the text and of the unit's first line in the block.
    start, end : array of int, shape (n_units,)
        The unit is ``text.encode()[start:end]``.
    n_documents : array of int, shape (n_units,)
        Number of documents that contain the unit or a similar one; 0 if it is not repeated.
    is_known : array of bool, shape (n_units,)
        Whether the unit repeats elsewhere.
    key : array of uint64, shape (n_units,)
        Hash of all words, equal for units with equal words; numbers and dates count as one.
    """

    text: NDArray[np.int32]
    block: NDArray[np.int32]
    line: NDArray[np.int32]
    start: NDArray[np.int32]
    end: NDArray[np.int32]
    n_documents: NDArray[np.int64]
    is_known: NDArray[np.bool_]
    key: NDArray[np.uint64]


@dataclass(frozen=True)
class _Keys:
    """The keys of units; units that have a key in common are similar.

    There is a row for each key of each unit. A unit is repeated if at least `required` documents
    contain one of its keys. Rows with the same key are in reading order.
    """

    unit: NDArray[np.int64]
    key: NDArray[np.uint64]
    required: NDArray[np.int64]

    def select(self, rows: NDArray[np.bool_]) -> _Keys:
        return _Keys(self.unit[rows], self.key[rows], self.required[rows])


def required_documents(n_fixed: NDArray[np.integer], n_documents: int) -> NDArray[np.int64]:
    """Number of documents that a block must be in to be repeated, by its number of fixed words.

    Examples
    --------
    >>> n_fixed = np.array([2, 5, 20])
    >>> required_documents(n_fixed, 5).tolist(), required_documents(n_fixed, 2_000).tolist()
    ([3, 3, 3], [20, 10, 5])
    >>> required_documents(n_fixed, 100_000).tolist()
    [1000, 100, 20]
    """
    minimum = MIN_DOCUMENTS if n_documents < 10 else 4 if n_documents < 50 else 5
    required = np.full(len(n_fixed), np.iinfo(np.int64).max)
    for n_words, share, enough in reversed(THRESHOLDS):
        by_share = min(int(np.ceil(share * n_documents)), enough)
        required[n_fixed >= n_words] = max(minimum, by_share)
    return required


def find_repeats(
    batches: Iterable[TextBatch],
    n_documents: int,
    known: Mapping[str, int] | None = None,
) -> Repeats:
    """Units of all texts, and in how many documents the repeated ones occur.

    Parameters
    ----------
    batches : iterable of TextBatch
        In the order of the documents; it is iterated twice, so it is no generator.
    n_documents : int
    known : mapping of str to int, optional
        Units that repeat elsewhere, and the number of documents there; they count as repeated.
    """
    from topics.reading.repeats.folding import folding_tables

    folding = folding_tables()
    units, hashes, unit_document = hash_batches(batches, folding)
    text, block, line, start, end = units.T
    keys = _all_keys(batches, units, hashes, unit_document, n_documents, folding)
    n_containing = _count_documents(keys.key, unit_document[keys.unit])
    # Keys that are too rare among all documents are too rare among those that are counted.
    is_frequent = n_containing >= keys.required
    keys, n_containing = keys.select(is_frequent), n_containing[is_frequent]
    may_repeat = np.zeros(len(units), dtype=bool)
    may_repeat[keys.unit] = True
    share = _unrepeated_share(unit_document, hashes.n_words, may_repeat, n_documents)
    is_counted = share >= MIN_UNREPEATED_SHARE
    n_counted = _count_documents(keys.key, unit_document[keys.unit], is_counted)
    repeats = n_counted >= keys.required
    n = np.zeros(len(units), dtype=np.int64)
    np.maximum.at(n, keys.unit[repeats], n_containing[repeats])
    n_elsewhere = _count_elsewhere(hashes.words, known or {}, folding)
    # All numbers and dates have the same key: without a fixed word it says nothing.
    n_elsewhere[hashes.n_fixed == 0] = 0
    np.maximum(n, n_elsewhere, out=n)
    return Repeats(text, block, line, start, end, n, n_elsewhere > 0, hashes.words)


def _count_elsewhere(
    keys: NDArray[np.uint64], known: Mapping[str, int], folding: Folding
) -> NDArray[np.int64]:
    """Number of documents elsewhere that contain each key; 0 for keys that are not known."""
    n = np.zeros(len(keys), dtype=np.int64)
    if not known:
        return n
    with ThreadPoolExecutor(1) as pool:
        units, hashes = hash_texts(list(known), np.zeros(len(known), dtype=bool), folding, pool)
    n_known = np.array(list(known.values()), dtype=np.int64)[units[:, 0]]
    order = np.lexsort((-n_known, hashes.words))
    known_keys, first = np.unique(hashes.words[order], return_index=True)
    index = np.searchsorted(known_keys, keys)
    index[index == len(known_keys)] = 0
    is_known = known_keys[index] == keys if len(known_keys) else np.zeros(len(keys), dtype=bool)
    n[is_known] = n_known[order][first][index[is_known]]
    return n


def _all_keys(
    batches: Iterable[TextBatch],
    units: NDArray[np.int32],
    hashes: BlockHashes,
    unit_document: NDArray[np.int32],
    n_documents: int,
    folding: Folding,
) -> _Keys:
    """The keys of all units, of all three kinds of hashes."""
    is_prose = hashes.indent < CODE_INDENT
    n_form_fixed, n_gaps = hashes.n_form_fixed, hashes.n_gaps
    has_form = is_prose & (n_form_fixed >= MIN_FORM_FIXED) & (n_gaps > 0) & (n_form_fixed >= n_gaps)
    may_have_gap = is_prose & _begins_or_ends_alike(hashes, unit_document, n_documents)
    parts = [
        _keys_of(np.flatnonzero(hashes.n_fixed > 0), hashes.words, hashes.n_fixed, n_documents),
        _keys_of(np.flatnonzero(has_form), hashes.form, n_form_fixed, n_documents),
        *_gap_keys(
            batches, units, np.flatnonzero(may_have_gap), hashes.n_words, n_documents, folding
        ),
    ]
    return _Keys(
        np.concatenate([part.unit for part in parts]),
        np.concatenate([part.key for part in parts]),
        np.concatenate([part.required for part in parts]),
    )


def _keys_of(
    unit: NDArray[np.int64],
    key: NDArray[np.uint64],
    n_fixed: NDArray[np.int32],
    n_documents: int,
) -> _Keys:
    """One key for each of the units; `key` and `n_fixed` are those of all units."""
    return _Keys(unit, key[unit], required_documents(n_fixed[unit], n_documents))


def _begins_or_ends_alike(
    hashes: BlockHashes, unit_document: NDArray[np.int32], n_documents: int
) -> NDArray[np.bool_]:
    """Whether each unit begins or ends like units in enough documents to be repeated.

    If two blocks of at least nine words differ in one run of words, either their first or their
    last four words are the same. All shorter blocks pass if they have enough fixed words, because
    they are cheap.
    """
    from topics.kernels.text.blocks import END_WORDS

    is_long = hashes.n_words > 2 * END_WORDS
    required = int(required_documents(np.array([1_000]), n_documents)[0])
    document = unit_document[is_long]
    begins_alike = _count_documents(hashes.head[is_long], document) >= required
    ends_alike = _count_documents(hashes.tail[is_long], document) >= required
    passes = hashes.n_fixed >= MIN_FORM_FIXED
    passes[is_long] = begins_alike | ends_alike
    return passes


def _gap_keys(
    batches: Iterable[TextBatch],
    units: NDArray[np.int32],
    candidates: NDArray[np.int64],
    n_words: NDArray[np.int32],
    n_documents: int,
    folding: Folding,
) -> Iterator[_Keys]:
    """Keys of the candidates with each run of words left out, chunk by chunk."""
    from topics.kernels.text.blocks import MAX_GAP, TEXT, GapHashes, hash_gapped

    if not len(candidates):
        return
    text = units[candidates, TEXT]
    n_before = 0
    for texts, _ in batches:
        for first, last in chunks(texts):
            bounds = np.searchsorted(text, [n_before + first, n_before + last])
            in_chunk = candidates[slice(*bounds)]
            if not len(in_chunk):
                continue
            chunk_units = units[in_chunk]
            chunk_units[:, TEXT] -= n_before + first
            blocks = select_blocks(encode(texts[first:last]), chunk_units)
            gaps = GapHashes.empty(MAX_GAP * int(n_words[in_chunk].sum()))
            n = hash_gapped(blocks, folding, MIN_FIXED, MIN_FORM_FIXED, gaps)
            # The copy frees the room for the largest possible number of rows.
            yield _Keys(
                in_chunk[gaps.block[:n]],
                gaps.key[:n].copy(),
                required_documents(gaps.n_fixed[:n], n_documents),
            )
        n_before += len(texts)


def _count_documents(
    keys: NDArray[np.uint64],
    document: NDArray[np.int32],
    is_counted: NDArray[np.bool_] | None = None,
) -> NDArray[np.int64]:
    """Number of documents with the key of each row, by default of all documents.

    A number below `MIN_DOCUMENTS` may be too small. Rows with the same key must be in the order of
    their documents.
    """
    # Most keys are in one row only. By their first bits most of these are found without sorting.
    n_bits = (4 * len(keys) + 1).bit_length()
    bucket = (keys >> np.uint64(64 - n_bits)).astype(np.int64)
    rows = np.flatnonzero(np.bincount(bucket)[bucket] >= MIN_DOCUMENTS)
    n = np.zeros(len(keys), dtype=np.int64)
    n[rows] = _count_by_sorting(keys[rows], document[rows], is_counted)
    return n


def _count_by_sorting(
    keys: NDArray[np.uint64],
    document: NDArray[np.int32],
    is_counted: NDArray[np.bool_] | None,
) -> NDArray[np.int64]:
    """Number of documents with the key of each row."""
    order = np.argsort(keys, kind="stable")
    key, key_document = keys[order], document[order]
    is_first = np.ones(len(keys), dtype=bool)
    is_first[1:] = key[1:] != key[:-1]
    is_new = is_first.copy()
    is_new[1:] |= key_document[1:] != key_document[:-1]
    if is_counted is not None:
        is_new &= is_counted[key_document]
    group = np.cumsum(is_first) - 1
    n = np.empty(len(keys), dtype=np.int64)
    n[order] = np.bincount(group, weights=is_new).astype(np.int64)[group]
    return n


def _unrepeated_share(
    unit_document: NDArray[np.int32],
    n_words: NDArray[np.int32],
    may_repeat: NDArray[np.bool_],
    n_documents: int,
) -> NDArray[np.float64]:
    """Share of each document's words that are in units which do not repeat, in [0, 1].

    In documents with paragraphs only these count: a menu has many lines, but does not show
    whether two pages are copies of each other.
    """
    paragraph_words = np.where(n_words >= PARAGRAPH_WORDS, n_words, 0)
    in_paragraphs = np.bincount(unit_document, weights=paragraph_words, minlength=n_documents)
    weight = np.where(in_paragraphs[unit_document] > 0, paragraph_words, n_words)
    total = np.bincount(unit_document, weights=weight, minlength=n_documents)
    unrepeated = np.bincount(unit_document, weights=weight * ~may_repeat, minlength=n_documents)
    return unrepeated / np.maximum(total, 1)
