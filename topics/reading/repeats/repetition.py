"""Which blocks repeat over the documents of a corpus, also with a word or two changed.

Three hashes say that blocks are alike: all words (case, marks and white space apart, numbers
and dates as one); the words with runs of capitalised ones as one; and the words with a run of
up to three left out, for every such run. The third is made only for blocks that begin or end
like others, so that time and memory stay linear in the text.

A block repeats when enough documents hold its like. Documents that consist of nothing but
repeated paragraphs are copies of each other, and have no say in what is furniture.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from topics.reading.repeats.folding import Folding

CHUNK_CHARACTERS = 4_000_000
"""Texts are hashed this many characters at a time; the hashes of words never pile up."""

MANY_LINES = 8
"""A document of one section with as many lines to a block has lost its blank lines: there
every line is a unit."""

SHARES = ((8, 0.001, 20), (4, 0.005, 100), (1, 0.01, 1_000_000_000))
"""Words that do not change, least share of documents, and where the share ends to matter.

Chance repeats short blocks sooner than long ones. Twenty otherwise different documents do not
hold the same sentence of eight words by chance, however many documents there are.
"""

LEAST_FIXED, LEAST_NAMED = 4, 2
"""Words that must stay the same where any words differ, and where only names differ."""

CODE_INDENT = 2
"""Lines with as many spaces before them may be code, where names are what differs."""

PARAGRAPH_WORDS = 12
OWN_SHARE = 0.2
"""A document has a say when this share of its words in paragraphs is its own."""

_WHOLE, _NAMED, _HEAD, _TAIL = range(4)


@dataclass(frozen=True)
class Repeats:
    """Units (blocks, or the lines of some blocks) of texts, in order, all of equal length.

    Attributes
    ----------
    text : array of int
        Place of the text.
    block, line : array of int
        Number of the block in the text and of the unit's first line in the block, from 0.
    start, end : array of int
        Place in the bytes of the text.
    n_documents : array of int
        Documents that hold the unit or its like, where it repeats; else 0.
    is_known : array of bool
        Whether the unit is known to repeat elsewhere.
    key : array of uint64
        Equal for units of the same words, numbers and dates as one.
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
class _Alike:
    """Units of one key are alike, and repeat where `least` documents hold the key.

    A unit has a row for every key that it may share. Rows of one key are in reading order.
    """

    unit: NDArray[np.int64]
    key: NDArray[np.uint64]
    least: NDArray[np.int64]

    def only(self, rows: NDArray[np.bool_]) -> _Alike:
        return _Alike(self.unit[rows], self.key[rows], self.least[rows])


def least_documents(n_fixed: NDArray[np.integer], n_documents: int) -> NDArray[np.int64]:
    """Documents that must hold a block for it to repeat, by its words that do not change.

    Examples
    --------
    >>> n_fixed = np.array([2, 5, 20])
    >>> least_documents(n_fixed, 5).tolist(), least_documents(n_fixed, 2_000).tolist()
    ([3, 3, 3], [20, 10, 5])
    >>> least_documents(n_fixed, 100_000).tolist()
    [1000, 100, 20]
    """
    floor = 3 if n_documents < 10 else 4 if n_documents < 50 else 5
    least = np.full(len(n_fixed), np.iinfo(np.int64).max)
    for words, share, most in reversed(SHARES):
        least[n_fixed >= words] = max(floor, min(int(np.ceil(share * n_documents)), most))
    return least


def find_repeats(
    texts: Sequence[str],
    document: NDArray[np.int32],
    n_documents: int,
    known: Mapping[str, int] | None = None,
) -> Repeats:
    """Units of all texts, with the number of documents that hold those which repeat.

    Parameters
    ----------
    texts : sequence of str
    document : array of int, shape (n_texts,)
        The document of every text, never falling.
    n_documents : int
    known : mapping of str to int, optional
        Units that repeat elsewhere, and the number of documents there: they repeat here too.
    """
    from topics.reading.repeats.folding import folding

    tables = folding()
    is_alone = np.bincount(document, minlength=n_documents)[document] == 1
    parts = list(_hashed(texts, is_alone, tables))
    units, hashes, sizes = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    of_unit = document[units[:, 0]]
    alike = _alike(texts, units, hashes, sizes, of_unit, n_documents, tables)
    n_holders = _n_holders(alike.key, of_unit[alike.unit])
    # Those that do not repeat now will not when fewer documents have a say.
    repeats = n_holders >= alike.least
    alike, n_holders = alike.only(repeats), n_holders[repeats]
    is_repeated = np.zeros(len(units), dtype=bool)
    is_repeated[alike.unit] = True
    has_say = _own_share(of_unit, sizes[:, 0], is_repeated, n_documents) >= OWN_SHARE
    passes = _n_holders(alike.key, of_unit[alike.unit], has_say) >= alike.least
    n = np.zeros(len(units), dtype=np.int64)
    np.maximum.at(n, alike.unit[passes], n_holders[passes])
    keys = hashes[:, _WHOLE]
    elsewhere = _elsewhere(keys, known or {}, tables)
    # A unit without a word that stays the same says nothing.
    elsewhere[sizes[:, 1] == 0] = 0
    np.maximum(n, elsewhere, out=n)
    text, block, line, start, end = units.T
    return Repeats(text, block, line, start, end, n, elsewhere > 0, keys)


def _elsewhere(
    keys: NDArray[np.uint64], known: Mapping[str, int], tables: Folding
) -> NDArray[np.int64]:
    """Documents elsewhere that hold the key, for every key; 0 for those that are not known."""
    n = np.zeros(len(keys), dtype=np.int64)
    if not known:
        return n
    texts = list(known)
    parts = list(_hashed(texts, np.zeros(len(texts), dtype=bool), tables))
    units, hashes = (np.concatenate([part[i] for part in parts]) for i in (0, 1))
    n_known = np.array(list(known.values()), dtype=np.int64)[units[:, 0]]
    order = np.lexsort((-n_known, hashes[:, _WHOLE]))
    unique, first = np.unique(hashes[order, _WHOLE], return_index=True)
    place = np.searchsorted(unique, keys)
    place[place == len(unique)] = 0
    is_known = unique[place] == keys if len(unique) else np.zeros(len(keys), dtype=bool)
    n[is_known] = n_known[order][first][place[is_known]]
    return n


_Chunk: TypeAlias = tuple[NDArray[np.int32], NDArray[np.uint64], NDArray[np.int32]]


def _hashed(texts: Sequence[str], is_alone: NDArray[np.bool_], tables: Folding) -> Iterator[_Chunk]:
    """Units, hashes and sizes, chunk by chunk; see `find_blocks` and `hash_blocks`."""
    from numba import get_num_threads

    def hashed(bounds: tuple[int, int]) -> _Chunk:
        return _hash_chunk(texts, *bounds, is_alone, tables)

    with ThreadPoolExecutor(get_num_threads()) as pool:
        yield from pool.map(hashed, _chunks(texts))


def _hash_chunk(
    texts: Sequence[str], first: int, last: int, is_alone: NDArray[np.bool_], tables: Folding
) -> _Chunk:
    from topics.kernels.text.blocks import find_blocks, hash_blocks

    data, offsets = _bytes(texts[first:last])
    n_lines = int(np.count_nonzero(data == 10)) + last - first
    units = np.empty((n_lines, 5), dtype=np.int32)
    n = find_blocks(data, offsets, is_alone[first:last], tables.kind, MANY_LINES, units)
    units = units[:n].copy()
    hashes = np.empty((n, 4), dtype=np.uint64)
    sizes = np.empty((n, 5), dtype=np.int32)
    starts, ends = offsets[units[:, 0]] + units[:, 3], offsets[units[:, 0]] + units[:, 4]
    hash_blocks(data, starts, ends, *tables.arrays, hashes, sizes)
    units[:, 0] += first
    return units, hashes, sizes


def _alike(
    texts: Sequence[str],
    units: NDArray[np.int32],
    hashes: NDArray[np.uint64],
    sizes: NDArray[np.int32],
    of_unit: NDArray[np.int32],
    n_documents: int,
    tables: Folding,
) -> _Alike:
    """Every key of every unit, with the documents that make it repeat."""
    n_words, n_fixed, n_named, n_runs, indent = sizes.T
    is_prose = indent < CODE_INDENT
    named = is_prose & (n_named >= LEAST_NAMED) & (n_runs > 0) & (n_named >= n_runs)
    parts = [
        _rows(np.flatnonzero(n_fixed > 0), hashes[:, _WHOLE], n_fixed, n_documents),
        _rows(np.flatnonzero(named), hashes[:, _NAMED], n_named, n_documents),
    ]
    passes = _begin_or_end_alike(hashes, n_words, n_fixed, of_unit, n_documents)
    candidates = np.flatnonzero(passes & is_prose)
    parts.extend(_gapped(texts, units, candidates, n_words, n_documents, tables))
    return _Alike(
        np.concatenate([part.unit for part in parts]),
        np.concatenate([part.key for part in parts]),
        np.concatenate([part.least for part in parts]),
    )


def _rows(
    unit: NDArray[np.int64],
    keys: NDArray[np.uint64],
    n_fixed: NDArray[np.int32],
    n_documents: int,
) -> _Alike:
    return _Alike(unit, keys[unit], least_documents(n_fixed[unit], n_documents))


def _begin_or_end_alike(
    hashes: NDArray[np.uint64],
    n_words: NDArray[np.int32],
    n_fixed: NDArray[np.int32],
    of_unit: NDArray[np.int32],
    n_documents: int,
) -> NDArray[np.bool_]:
    """Mask of the units that may be the like of enough others.

    Where one run of words differs in a block of nine words and more, either its first or its
    last four are the same. Shorter blocks are all let through: they are cheap.
    """
    from topics.kernels.text.blocks import END_WORDS

    is_short = n_words <= 2 * END_WORDS
    least = int(least_documents(np.array([1_000]), n_documents)[0])
    ends = [
        _n_holders(hashes[~is_short, column], of_unit[~is_short]) >= least
        for column in (_HEAD, _TAIL)
    ]
    passes = is_short & (n_fixed >= LEAST_NAMED)
    passes[~is_short] = ends[0] | ends[1]
    return passes


def _gapped(
    texts: Sequence[str],
    units: NDArray[np.int32],
    candidates: NDArray[np.int64],
    n_words: NDArray[np.int32],
    n_documents: int,
    tables: Folding,
) -> Iterator[_Alike]:
    """Rows of `_alike` for the candidates with every run of words left out once."""
    from topics.kernels.text.blocks import MAX_WIDTH, hash_gapped

    place = units[candidates, 0]
    for first, last in _chunks(texts):
        own = candidates[np.searchsorted(place, first) : np.searchsorted(place, last)]
        if not len(own):
            continue
        data, offsets = _bytes(texts[first:last])
        starts = offsets[units[own, 0] - first] + units[own, 3]
        ends = offsets[units[own, 0] - first] + units[own, 4]
        rows = np.empty((MAX_WIDTH * int(n_words[own].sum()), 2), dtype=np.int32)
        keys = np.empty(len(rows), dtype=np.uint64)
        n = hash_gapped(data, starts, ends, *tables.arrays, LEAST_FIXED, LEAST_NAMED, rows, keys)
        least = least_documents(rows[:n, 1], n_documents)
        # Copies, so that the room for the longest possible answer is given back.
        yield _Alike(own[rows[:n, 0]], keys[:n].copy(), least)


def _n_holders(
    keys: NDArray[np.uint64],
    document: NDArray[np.int32],
    has_say: NDArray[np.bool_] | None = None,
) -> NDArray[np.int64]:
    """Documents that hold the key of a row, for every row; only those that have a say.

    Rows of one key must come in the order of their documents.
    """
    order = np.argsort(keys, kind="stable")
    key, holder = keys[order], document[order]
    is_first = np.ones(len(keys), dtype=bool)
    is_first[1:] = key[1:] != key[:-1]
    counts = is_first.copy()
    counts[1:] |= holder[1:] != holder[:-1]
    if has_say is not None:
        counts &= has_say[holder]
    group = np.cumsum(is_first) - 1
    n = np.empty(len(keys), dtype=np.int64)
    n[order] = np.bincount(group, weights=counts).astype(np.int64)[group]
    return n


def _own_share(
    of_unit: NDArray[np.int32],
    n_words: NDArray[np.int32],
    is_repeated: NDArray[np.bool_],
    n_documents: int,
) -> NDArray[np.float64]:
    """Share of a document's words that stand in blocks that do not repeat, shape (n_documents,).

    Only paragraphs count where there are any: a menu is long in lines, and says nothing about
    whether two pages are the same.
    """
    paragraph = np.where(n_words >= PARAGRAPH_WORDS, n_words, 0)
    in_paragraphs = np.bincount(of_unit, weights=paragraph, minlength=n_documents)
    weight = np.where(in_paragraphs[of_unit] > 0, paragraph, n_words)
    whole = np.bincount(of_unit, weights=weight, minlength=n_documents)
    own = np.bincount(of_unit, weights=weight * ~is_repeated, minlength=n_documents)
    return own / np.maximum(whole, 1)


def _chunks(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """First and past-the-last place of runs of texts of about `CHUNK_CHARACTERS`."""
    first = size = 0
    for place, text in enumerate(texts):
        size += len(text)
        if size >= CHUNK_CHARACTERS:
            yield first, place + 1
            first, size = place + 1, 0
    if first < len(texts):
        yield first, len(texts)


def _bytes(texts: Sequence[str]) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """UTF-8 bytes of all texts, and where each begins, with the end of the last."""
    pieces = [text.encode() for text in texts]
    offsets = np.zeros(len(pieces) + 1, dtype=np.int64)
    np.cumsum([len(piece) for piece in pieces], out=offsets[1:])
    return np.frombuffer(b"".join(pieces), dtype=np.uint8), offsets
