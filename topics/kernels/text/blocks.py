"""Blocks of UTF-8 text and hashes of their words, so that equal blocks have equal numbers.

Characters are looked up in tables (`kind`, `lower`) that `topics.reading.repeats.folding` makes.
"""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from topics.kernels.chance import mixed

OTHER, LETTER, CAPITAL, DIGIT, IGNORED, IDEOGRAPH, SPACE = range(7)
"""Kinds of characters: `IGNORED` neither parts words nor counts; an ideograph is a word."""

NUMBER = np.uint64(0x6E756D626572)
"""Hash of every number, date and time; neighbours count as one."""

MAX_WIDTH = 3
"""Longest run of neighbouring words that may differ between two blocks that are alike."""

END_WORDS = 4
"""Words at each end of a block that `hash_blocks` hashes by themselves."""

PLAIN, NAME, NUMERAL, ADDRESS, COMMON, LABEL = range(6)
"""Kinds of words: `NAME` begins with a capital, `NUMERAL` is a `NUMBER`, `ADDRESS` a URL,
`COMMON` words are in all texts, a `LABEL` is the first word of a block, with a colon."""

_NAME = np.uint64(0x6E616D65)
_HEAD = np.uint64(0x68656164)
_TAIL = np.uint64(0x7461696C)
_GAP = np.uint64(0x676170)
_ONE = np.uint64(1)
_ZERO = np.uint64(0)
_STEP = np.uint64(0x100000001B3)
_LOW = np.uint64(31)
_NEWLINE = 10
_COLON = 58


@njit(cache=True, inline="always")
def _code_point(data: NDArray[np.uint8], i: int) -> tuple[int, int]:
    """Code point at byte `i` and the place of the next one; above U+FFFF all are U+FFFF."""
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
    data: NDArray[np.uint8],
    offsets: NDArray[np.int64],
    alone: NDArray[np.bool_],
    kind: NDArray[np.uint8],
    many_lines: int,
    units: NDArray[np.int32],
) -> int:
    """Fill rows (text, block, line, start, end) of `units` with the blocks of texts.

    Blocks are the runs of lines between blank lines, as `split_blocks` finds them. Every line
    is a unit where a text that is `alone` has `many_lines` to a block. `line` counts from 0 in
    the block; `start` and `end` are bytes in the text. Returns the number of rows.
    """
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
                units[n, 0], units[n, 1], units[n, 2] = text, block, line
                units[n, 3], units[n, 4] = begin - base, i - base
                n += 1
                line += 1
            elif line:
                block, line = block + 1, 0
            i += 1
        n_blocks = block + (line > 0)
        if alone[text] and n - first >= many_lines * max(n_blocks, 1):
            continue
        last = first - 1
        for row in range(first, n):
            if units[row, 2] == 0:
                last += 1
                units[last] = units[row]
            else:
                units[last, 4] = units[row, 4]
        n = last + 1
    return n


@njit(cache=True)
def hash_word(
    data: NDArray[np.uint8], kind: NDArray[np.uint8], lower: NDArray[np.uint16]
) -> np.uint64:
    """Hash of a text that is one word, as the blocks' words are hashed."""
    h = _ONE
    i = 0
    while i < len(data):
        c, i = _code_point(data, i)
        if kind[c] == LETTER or kind[c] == CAPITAL:
            h = (h ^ np.uint64(lower[c])) * _STEP
    return mixed(h)


@njit(cache=True, inline="always")
def _holds(hashes: NDArray[np.uint64], h: np.uint64) -> bool:
    """Whether `h` is among the sorted hashes."""
    place = np.searchsorted(hashes, h)
    return bool(place < len(hashes) and hashes[place] == h)


@njit(cache=True, inline="always")
def _begins_address(data: NDArray[np.uint8], i: int, end: int) -> bool:
    """Whether ``://`` stands at byte `i`."""
    return i + 2 < end and data[i] == _COLON and data[i + 1] == 47 and data[i + 2] == 47


@njit(cache=True)
def _words_of(
    data: NDArray[np.uint8],
    start: int,
    end: int,
    kind: NDArray[np.uint8],
    lower: NDArray[np.uint16],
    folded: NDArray[np.uint64],
    common: NDArray[np.uint64],
    words: NDArray[np.uint64],
    kinds: NDArray[np.uint8],
) -> int:
    """Fill hash and kind of every word between two bytes; returns how many there are.

    A URL is one word, from its scheme to the next space, quotation mark or bracket.
    """
    n = 0
    h = _ONE
    word_kind = -1  # of the word that is being read, if any
    i = start
    while i <= end:
        is_address = word_kind == ADDRESS or (word_kind >= 0 and _begins_address(data, i, end))
        c, i = _code_point(data, i) if i < end else (32, i + 1)
        k = kind[c]
        if is_address and k != SPACE and c not in (34, 39, 41, 62, 93):
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
            if _holds(folded, h):
                word_kind = NUMERAL
            elif _holds(common, h):
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
def hash_blocks(
    data: NDArray[np.uint8],
    starts: NDArray[np.int64],
    ends: NDArray[np.int64],
    kind: NDArray[np.uint8],
    lower: NDArray[np.uint16],
    folded: NDArray[np.uint64],
    common: NDArray[np.uint64],
    hashes: NDArray[np.uint64],
    sizes: NDArray[np.int32],
) -> None:
    """Fill `hashes` and `sizes` of the blocks between `starts` and `ends`.

    Columns of `hashes`, shape (n_blocks, 4): all words; all words with every run of names as
    one (a single name at the beginning stays); the first and the last `END_WORDS` words.
    Columns of `sizes`, shape (n_blocks, 5): words; words that are neither numbers nor
    addresses; of these, words that are no names in the second hash (0 if all are common, and a
    label counts twice); runs of names in it; spaces at the beginning.
    """
    longest = 0
    for b in range(len(starts)):
        longest = max(longest, ends[b] - starts[b])
    words = np.empty(longest + 1, np.uint64)
    kinds = np.empty(longest + 1, np.uint8)
    for b in range(len(starts)):
        n = _words_of(data, starts[b], ends[b], kind, lower, folded, common, words, kinds)
        whole, named = _ONE, _NAME
        n_fixed = n_named = n_runs = n_content = 0
        in_run = False
        for i in range(n):
            is_fixed = kinds[i] != NUMERAL and kinds[i] != ADDRESS
            whole = mixed(whole ^ words[i])
            n_fixed += is_fixed
            opens = i == 0 and not (n > 1 and kinds[1] == NAME)
            if kinds[i] == NAME and not opens:
                if not in_run:
                    named = mixed(named ^ _GAP)
                    n_runs += 1
                in_run = True
                continue
            in_run = False
            named = mixed(named ^ words[i])
            n_named += is_fixed
            n_content += is_fixed and kinds[i] != COMMON
        head, tail = _HEAD, _TAIL
        if n > 2 * END_WORDS:
            for i in range(END_WORDS):
                head = mixed(head ^ words[i])
                tail = mixed(tail ^ words[n - 1 - i])
        indent = 0
        while starts[b] + indent < ends[b] and kind[data[starts[b] + indent]] == SPACE:
            indent += 1
        hashes[b, 0], hashes[b, 1], hashes[b, 2], hashes[b, 3] = whole, named, head, tail
        sizes[b, 0], sizes[b, 1] = n, n_fixed
        sizes[b, 2] = n_named + (kinds[0] == LABEL) if n_content else 0
        sizes[b, 3], sizes[b, 4] = n_runs, indent


@njit(cache=True)
def hash_gapped(
    data: NDArray[np.uint8],
    starts: NDArray[np.int64],
    ends: NDArray[np.int64],
    kind: NDArray[np.uint8],
    lower: NDArray[np.uint16],
    folded: NDArray[np.uint64],
    common: NDArray[np.uint64],
    least_fixed: int,
    least_named: int,
    rows: NDArray[np.int32],
    hashes: NDArray[np.uint64],
) -> int:
    """Fill hashes of the blocks with a run of 1 to `MAX_WIDTH` words left out, every run once.

    The hash says where the run stood, not how long it was: a name of two words may stand for
    one of three. A run is one word or at most a third of all, and `least_fixed` words that are
    neither numbers nor addresses stay, two of them not common. A run of names (of more than one
    at the beginning) may also leave `least_named` such words, one of them not common, if these
    are no names: else it stands in a line of capitals. `rows` gets the block and the number of
    words that stay. Returns the number of rows, at most `MAX_WIDTH` times the number of words.
    """
    longest = 0
    for b in range(len(starts)):
        longest = max(longest, ends[b] - starts[b])
    words = np.empty(longest + 1, np.uint64)
    kinds = np.empty(longest + 1, np.uint8)
    after = np.empty(longest + 2, np.uint64)
    row = 0
    for b in range(len(starts)):
        n = _words_of(data, starts[b], ends[b], kind, lower, folded, common, words, kinds)
        n_fixed = n_content = n_names = 0
        after[n] = _TAIL
        for i in range(n - 1, -1, -1):
            after[i] = mixed(after[i + 1] ^ words[i])
            n_fixed += kinds[i] != NUMERAL and kinds[i] != ADDRESS
            n_content += kinds[i] in (PLAIN, NAME, LABEL)
            n_names += i > 0 and kinds[i] == NAME
        before = _HEAD
        for i in range(n):
            left, content, names = n_fixed, n_content, n_names
            only_names = True
            for width in range(1, min(MAX_WIDTH, n - i) + 1):
                last = i + width - 1
                left -= kinds[last] != NUMERAL and kinds[last] != ADDRESS
                content -= kinds[last] in (PLAIN, NAME, LABEL)
                names -= last > 0 and kinds[last] == NAME
                only_names = only_names and kinds[last] == NAME
                is_short = width == 1 or 3 * width <= n
                is_name = only_names and (i > 0 or width > 1) and names == 0
                if (is_short and left >= least_fixed and content > 1) or (
                    is_name and left >= least_named and content > 0
                ):
                    rows[row, 0], rows[row, 1] = b, left
                    hashes[row] = mixed(mixed(before ^ _GAP) ^ after[i + width])
                    row += 1
            before = mixed(before ^ words[i])
    return row
