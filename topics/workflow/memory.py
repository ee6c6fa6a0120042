"""Is there enough memory for a fit? What it takes is known once its terms are counted."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from topics.choices import DEFAULT_ENGINE, DEFAULT_TOPICS
from topics.corpus import Corpus
from topics.counts import Counts
from topics.errors import OptionError
from topics.memory import bytes_of, free_memory, is_on_disk, size_in_words
from topics.notices import StageLog
from topics.options import FitOptions

PROGRAM = 650_000_000
"""Python, the packages, compiled functions, and what stages take for some rows at a time."""

OF_TEXTS = 1.3
"""Texts in memory take so many times their bytes while they are read."""

OF_ROW = 450
"""Bytes of a document and its section beside their text and their shares: ids, titles, places on
the map."""

OF_TOKEN, OF_COUNT = 4, 24
"""Bytes of a token, and of a count of one term in one row: the counts, and copies of them."""

OF_COUNT_IN_MEMORY = 60
"""Bytes of such a count in a fit without partitions."""

OF_SHARE = 24
"""Bytes of the share of a topic in a row: itself, a copy for the intervals, and both their ends."""

OF_SHARE_ON_DISK = 10
"""The same where arrays of shares are on disk: one of them may be looked at as a whole."""

OF_OTHER_SHARE = 2
"""Bytes of such a share in another fit."""

SHARE_OF_FREE = 0.5
"""Without a limit there is a notice if a fit takes more than this part of the free memory."""


class Need(NamedTuple):
    """What a fit takes at its most, in bytes."""

    program: float
    texts: float
    counts: float
    shares: float
    topics: float

    @property
    def total(self) -> float:
        """All together."""
        return sum(self)

    def in_words(self) -> str:
        """The parts, largest first."""
        parts = sorted(zip(self._fields, self, strict=True), key=lambda part: -part[1])
        names = {"program": "the program and its packages", "texts": "texts and tables"}
        return ", ".join(f"{names.get(name, name)} {size_in_words(size)}" for name, size in parts)


def check_before_reading(paths: Sequence[str | Path], limit: int | None) -> None:
    """Raise OptionError if the limit is below what the program and the files alone take."""
    if limit is None:
        return
    files = [Path(path) for path in paths]
    n_bytes = sum(path.stat().st_size for path in files if path.is_file())
    need = Need(PROGRAM, OF_TEXTS * n_bytes, 0, 0, 0)
    if need.total > limit:
        raise _too_little(limit, need, "and more for counts and topics; raise memory")


def check_before_fit(corpus: Corpus, counts: Counts, options: FitOptions, log: StageLog) -> None:
    """Compare what a fit takes with the limit; without one, a notice if it takes much.

    Raises
    ------
    OptionError
        It takes more than the limit.
    """
    limit = bytes_of(options.memory)
    need = needed(corpus, counts, options)
    if limit is not None and need.total > limit:
        way = "raise memory, or ask for fewer topics (n_topics), fits (n_fits) or terms (max_terms)"
        if options.partition_rows is None and can_be_in_partitions(options):
            way += ", or fit partitions (partition_rows)"
        raise _too_little(limit, need, way)
    free = free_memory() if limit is None else None
    if free is not None and need.total > SHARE_OF_FREE * free:
        log.notice(
            "much-memory",
            int(need.total),
            f"the fit takes about {size_in_words(need.total)} of memory, and "
            f"{size_in_words(free)} are free: {need.in_words()}",
        )


def can_be_in_partitions(options: FitOptions) -> bool:
    """Whether the model can be fitted to rows that are not in memory together."""
    if options.engine not in (None, DEFAULT_ENGINE):
        return False
    return options.model == "lda" or options.loss in (None, "frobenius")


def needed(corpus: Corpus, counts: Counts, options: FitOptions) -> Need:
    """What a fit takes at its most, in bytes.

    The constants are upper limits for fits of 100,000 to 1,000,000 rows (`benchmarks scale`).
    """
    n_rows, n_documents = counts.n_rows, counts.n_documents
    n_topics = options.n_topics if isinstance(options.n_topics, int) else DEFAULT_TOPICS
    n_others = int(options.n_fits or 1) - 1
    n_tokens = 0 if counts.token_ids is None else len(counts.token_ids)
    of_count = OF_COUNT if options.partition_rows is not None else OF_COUNT_IN_MEMORY
    n_bytes = int(corpus.sections["text"].str.len_bytes().sum())
    n_shares = n_topics * (n_rows if counts.has_one_row_each else n_rows + n_documents)
    return Need(
        PROGRAM,
        OF_TEXTS * n_bytes + OF_ROW * (n_rows + n_documents) / 2,
        OF_TOKEN * n_tokens + of_count * counts.matrix.nnz,
        OF_SHARE_ON_DISK * n_shares
        if is_on_disk(8.0 * n_topics * n_rows)
        else OF_SHARE * n_shares + OF_OTHER_SHARE * n_topics * n_others * n_rows,
        8.0 * n_topics * counts.n_vocabulary * (n_others + 6),
    )


def _too_little(limit: int, need: Need, way: str) -> OptionError:
    return OptionError(
        f"memory is {size_in_words(limit)}, but this fit takes at least "
        f"{size_in_words(need.total)}: {need.in_words()}; {way}"
    )
