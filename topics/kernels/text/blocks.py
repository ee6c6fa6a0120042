"""Find blocks in UTF-8 text and hash their words, so that similar blocks have equal hashes."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from topics.kernels.chance import mixed

OTHER, LETTER, CAPITAL, DIGIT, IGNORED, IDEOGRAPH, SPACE = range(7)
"""Kinds of characters. `IGNORED` ones are skipped inside words; each ideograph is a word."""

PLAIN, NAME, NUMERAL, ADDRESS, COMMON, LABEL = range(6)
"""Kinds of words. A `NAME` begins with a capital, a `NUMERAL` is a number, date or time, an
`ADDRESS` is a URL, `COMMON` words occur in all texts, and a `LABEL` is the first word of a
block if a colon follows it."""

TEXT, BLOCK, LINE, START, END = range(5)
"""Columns of the table that `find_blocks` fills."""

NUMBER = np.uint64(0x6E756D626572)
"""Hash of every number, date and time; neighbouring ones count as one word."""

MAX_GAP = 3
"""Maximum number of neighbouring words in which two similar blocks may differ."""

END_WORDS = 4
"""Number of words at the beginning and at the end of a block that have hashes of their own."""

_NAME = np.uint64(0x6E616D65)
_HEAD = np.uint64(0x68656164)
_TAIL = np.uint64(0x7461696C)
_GAP = np.uint64(0x676170)
_ONE = np.uint64(1)
_STEP = np.uint64(0x100000001B3)
_NEWLINE = 10
_COLON = 58
_SLASH = 47
_ADDRESS_ENDS = (34, 39, 41, 62, 93)  # the characters "')>]


class Folding(NamedTuple):
    """Tables of the differences between characters and words that do not count.

    Attributes
    ----------
    kind : array of uint8, shape (65536,)
        Kind of every character up to U+FFFF.
    lower : array of uint16, shape (65536,)
        Its lower case.
    date_hashes : array of uint64
        Sorted hashes (`hash_word`) of the words that count as numbers.
    common_hashes : array of uint64
        Sorted hashes of words that occur in all texts.
    """

    kind: NDArray[np.uint8]
    lower: NDArray[np.uint16]
    date_hashes: NDArray[np.uint64]
    common_hashes: NDArray[np.uint64]


class EncodedTexts(NamedTuple):
    """Texts in UTF-8: text ``i`` is ``data[offsets[i]:offsets[i + 1]]``."""

    data: NDArray[np.uint8]
    offsets: NDArray[np.int64]


class EncodedBlocks(NamedTuple):
    """Blocks of texts in UTF-8: block ``i`` is ``data[starts[i]:ends[i]]``."""

    data: NDArray[np.uint8]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]


class BlockHashes(NamedTuple):
    """Hashes and sizes of blocks, each an array of shape (n_blocks,).

    The form of a block is the sequence of its words with every run of names replaced by a gap.
    A name at the beginning that is not followed by another stays, since every sentence begins
    with a capital. Fixed words are those that are neither numbers nor addresses.

    Attributes
    ----------
    words, form : array of uint64
        Hash of all words, and of the form.
    head, tail : array of uint64
        Hash of the first and of the last `END_WORDS` words; the same for all blocks that have
        at most twice that number of words.
    n_words, n_fixed : array of int32
        Number of words, and of fixed words.
    n_form_fixed : array of int32
        Number of fixed words in the form, where a label counts twice; 0 if all are common.
    n_gaps : array of int32
        Number of gaps in the form.
    indent : array of int32
        Number of spaces at the beginning.
    """

    words: NDArray[np.uint64]
    form: NDArray[np.uint64]
    head: NDArray[np.uint64]
    tail: NDArray[np.uint64]
    n_words: NDArray[np.int32]
    n_fixed: NDArray[np.int32]
    n_form_fixed: NDArray[np.int32]
    n_gaps: NDArray[np.int32]
    indent: NDArray[np.int32]

    @classmethod
    def empty(cls, n: int) -> BlockHashes:
        """Uninitialised arrays for `n` blocks."""
        hashes, sizes = np.empty((4, n), dtype=np.uint64), np.empty((5, n), dtype=np.int32)
        return cls(*hashes, *sizes)


class GapHashes(NamedTuple):
    """Hashes of blocks with a run of words left out, one row for each run.

    Attributes
    ----------
    block : array of int32
        Index of the block.
    n_fixed : array of int32
        Number of fixed words that are not left out.
    key : array of uint64
        Hash of the words before and after the run.
    """

    block: NDArray[np.int32]
    n_fixed: NDArray[np.int32]
    key: NDArray[np.uint64]

    @classmethod
    def empty(cls, n: int) -> GapHashes:
        """Uninitialised arrays of `n` rows."""
        return cls(np.empty(n, np.int32), np.empty(n, np.int32), np.empty(n, np.uint64))


@njit(cache=True, inline="always")
def _code_point(data: NDArray[np.uint8], i: int) -> tuple[int, int]:
    """Code point at byte `i` and the offset of the next one; U+FFFF for all beyond U+FFFF."""
    first = data[i]
    if first < 0x80:
        return int(first), i + 1
    if first < 0xE0:
        return ((int(first) & 0x1F) << 6) | (int(data[i + 1]) & 0x3F), i + 2
    if first < 0xF0:
        high = ((int(first) & 0x0F) << 12) | ((int(data[i + 1]) & 0x3F) << 6)
        return high | (int(data[i + 2]) & 0x3F), i + 3
    return 0xFFFF, i + 4


@njit(cache=True, nogil=True)
def find_blocks(
    texts: EncodedTexts,
    is_only_text: NDArray[np.bool_],
    kind: NDArray[np.uint8],
    lines_per_block: int,
    units: NDArray[np.int32],
) -> int:
    """Fill `units` with the blocks of texts and return their number.

    Blocks are the runs of lines between blank lines, as `split_blocks` finds them. A text with
    at least `lines_per_block` lines per block on average has lost its blank lines: if it is the
    only text of its document, its lines are the units instead of its blocks.

    Parameters
    ----------
    texts : EncodedTexts
    is_only_text : array of bool, shape (n_texts,)
        Whether the document of the text has no other text.
    kind : array of uint8, shape (65536,)
        See `Folding`.
    lines_per_block : int
    units : array of int32, shape (at least n_lines, 5)
        Index of the text, of the block in the text and of the unit's first line in the block;
        first byte of the unit in the text, and the one after its last.
    """
    data, offsets = texts
    n = 0
    for text in range(len(offsets) - 1):
        base, stop = offsets[text], offsets[text + 1]
        first, block, line = n, 0, 0
        i = base
        while i <= stop:
            begin, is_blank = i, True
            while i < stop and data[i] != _NEWLINE:
                if is_blank:
                    c, i = _code_point(data, i)
                    is_blank = kind[c] == SPACE
                else:
                    i += 1
            if not is_blank:
                units[n, TEXT], units[n, BLOCK], units[n, LINE] = text, block, line
                units[n, START], units[n, END] = begin - base, i - base
                n += 1
                line += 1
            elif line:
                block, line = block + 1, 0
            i += 1
        n_blocks = block + (line > 0)
        if is_only_text[text] and n - first >= lines_per_block * max(n_blocks, 1):
            continue
        # Join the lines of every block.
        last = first - 1
        for row in range(first, n):
            if units[row, LINE] == 0:
                last += 1
                units[last] = units[row]
            else:
                units[last, END] = units[row, END]
        n = last + 1
    return n


@njit(cache=True)
def hash_word(
    data: NDArray[np.uint8], kind: NDArray[np.uint8], lower: NDArray[np.uint16]
) -> np.uint64:
    """Hash of a text that is a single word, equal to the hash of this word in a block."""
    h = _ONE
    i = 0
    while i < len(data):
        c, i = _code_point(data, i)
        if kind[c] == LETTER or kind[c] == CAPITAL:
            h = (h ^ np.uint64(lower[c])) * _STEP
    return mixed(h)


@njit(cache=True, inline="always")
def _contains(hashes: NDArray[np.uint64], h: np.uint64) -> bool:
    """Whether `h` is one of the sorted hashes."""
    i = np.searchsorted(hashes, h)
    return bool(i < len(hashes) and hashes[i] == h)


@njit(cache=True, inline="always")
def _is_scheme_separator(data: NDArray[np.uint8], i: int, end: int) -> bool:
    """Whether the bytes from `i` on are ``://``."""
    return i + 2 < end and data[i] == _COLON and data[i + 1] == _SLASH and data[i + 2] == _SLASH


@njit(cache=True)
def _fill_words(
    data: NDArray[np.uint8],
    start: int,
    end: int,
    folding: Folding,
    words: NDArray[np.uint64],
    kinds: NDArray[np.uint8],
) -> int:
    """Fill the hash and the kind of every word between two bytes, and return their number.

    A URL is one word, from its scheme to the next space, quotation mark or closing bracket.
    """
    kind, lower, date_hashes, common_hashes = folding
    n = 0
    h = _ONE
    word_kind = -1  # kind of the word at this character; -1 between words
    i = start
    while i <= end:
        is_address = word_kind == ADDRESS or (word_kind >= 0 and _is_scheme_separator(data, i, end))
        c, i = _code_point(data, i) if i < end else (32, i + 1)
        k = kind[c]
        if is_address and k != SPACE and c not in _ADDRESS_ENDS:
            h = (h ^ np.uint64(c)) * _STEP
            word_kind = ADDRESS
            continue
        if k == IGNORED:
            continue
        if k in (LETTER, CAPITAL, DIGIT):
            if word_kind < 0:
                word_kind = NUMERAL if k == DIGIT else NAME if k == CAPITAL else PLAIN
            h = (h ^ (np.uint64(48) if k == DIGIT else np.uint64(lower[c]))) * _STEP
            continue
        if word_kind >= 0:
            h = mixed(h)
            if _contains(date_hashes, h):
                word_kind = NUMERAL
            elif _contains(common_hashes, h):
                word_kind = COMMON
            elif n == 0 and c == _COLON and word_kind in (PLAIN, NAME):
                word_kind = LABEL
            if word_kind != NUMERAL:
                words[n], kinds[n] = h, word_kind
                n += 1
            elif n == 0 or kinds[n - 1] != NUMERAL:
                words[n], kinds[n] = NUMBER, NUMERAL
                n += 1
            h, word_kind = _ONE, -1
        if k == IDEOGRAPH:
            words[n], kinds[n] = mixed(np.uint64(c)), PLAIN
            n += 1
    return n


@njit(cache=True, nogil=True)
def hash_blocks(blocks: EncodedBlocks, folding: Folding, hashes: BlockHashes) -> None:
    """Fill the hashes and sizes of all blocks."""
    data, starts, ends = blocks
    longest = 0
    for b in range(len(starts)):
        longest = max(longest, ends[b] - starts[b])
    words = np.empty(longest + 1, np.uint64)
    kinds = np.empty(longest + 1, np.uint8)
    for b in range(len(starts)):
        n = _fill_words(data, starts[b], ends[b], folding, words, kinds)
        all_words, form = _ONE, _NAME
        n_fixed = n_form_fixed = n_gaps = n_content = 0
        in_gap = False
        for i in range(n):
            is_fixed = kinds[i] != NUMERAL and kinds[i] != ADDRESS
            all_words = mixed(all_words ^ words[i])
            n_fixed += is_fixed
            begins_sentence = i == 0 and not (n > 1 and kinds[1] == NAME)
            if kinds[i] == NAME and not begins_sentence:
                if not in_gap:
                    form = mixed(form ^ _GAP)
                    n_gaps += 1
                in_gap = True
                continue
            in_gap = False
            form = mixed(form ^ words[i])
            n_form_fixed += is_fixed
            n_content += is_fixed and kinds[i] != COMMON
        head, tail = _HEAD, _TAIL
        if n > 2 * END_WORDS:
            for i in range(END_WORDS):
                head = mixed(head ^ words[i])
                tail = mixed(tail ^ words[n - 1 - i])
        indent = 0
        while starts[b] + indent < ends[b] and folding.kind[data[starts[b] + indent]] == SPACE:
            indent += 1
        hashes.words[b], hashes.form[b] = all_words, form
        hashes.head[b], hashes.tail[b] = head, tail
        hashes.n_words[b], hashes.n_fixed[b] = n, n_fixed
        hashes.n_form_fixed[b] = n_form_fixed + (kinds[0] == LABEL) if n_content else 0
        hashes.n_gaps[b], hashes.indent[b] = n_gaps, indent


@njit(cache=True)
def hash_gapped(
    blocks: EncodedBlocks,
    folding: Folding,
    min_fixed: int,
    min_form_fixed: int,
    gaps: GapHashes,
) -> int:
    """Fill `gaps` for every run of 1 to `MAX_GAP` words of every block; return the row count.

    The hash depends on where the gap is, not on its width: a name of two words may take the
    place of one of three. A run may be left out if it is one word or at most a third of all
    words, and at least `min_fixed` fixed words remain, two of them not common:

        Sign up for our (weekly) letter on boats and harbours

    A run of names (at the beginning: of two or more) may also be left out if at least
    `min_form_fixed` fixed words remain, one of them not common, and no further names, because
    names around names are a line in capitals:

        Photograph by (Ann Lee)

    `gaps` has room for at least `MAX_GAP` times the number of words.
    """
    data, starts, ends = blocks
    longest = 0
    for b in range(len(starts)):
        longest = max(longest, ends[b] - starts[b])
    words = np.empty(longest + 1, np.uint64)
    kinds = np.empty(longest + 1, np.uint8)
    after = np.empty(longest + 2, np.uint64)
    row = 0
    for b in range(len(starts)):
        n = _fill_words(data, starts[b], ends[b], folding, words, kinds)
        n_fixed = n_content = n_names = 0
        # after[i] is the hash of the words from i on, `before` of those up to i.
        after[n] = _TAIL
        for i in range(n - 1, -1, -1):
            after[i] = mixed(after[i + 1] ^ words[i])
            n_fixed += kinds[i] != NUMERAL and kinds[i] != ADDRESS
            n_content += kinds[i] in (PLAIN, NAME, LABEL)
            n_names += i > 0 and kinds[i] == NAME
        before = _HEAD
        for i in range(n):
            fixed, content, names = n_fixed, n_content, n_names  # that remain
            only_names = True
            for width in range(1, min(MAX_GAP, n - i) + 1):
                last = i + width - 1
                fixed -= kinds[last] != NUMERAL and kinds[last] != ADDRESS
                content -= kinds[last] in (PLAIN, NAME, LABEL)
                names -= last > 0 and kinds[last] == NAME
                only_names = only_names and kinds[last] == NAME
                is_short = width == 1 or 3 * width <= n
                is_name = only_names and (i > 0 or width > 1) and names == 0
                if (is_short and fixed >= min_fixed and content > 1) or (
                    is_name and fixed >= min_form_fixed and content > 0
                ):
                    gaps.block[row], gaps.n_fixed[row] = b, fixed
                    gaps.key[row] = mixed(mixed(before ^ _GAP) ^ after[i + width])
                    row += 1
            before = mixed(before ^ words[i])
    return row
