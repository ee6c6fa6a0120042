"""Topics that a person asked for, after the fit: how much of them their words are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from topics.counts import Counts
from topics.evaluation import FEWEST_DOCUMENTS, npmi
from topics.notices import StageLog
from topics.results.seeds.before import with_names
from topics.seed_topics import SeedTopic
from topics.shares import Shares
from topics.values import amount, printable

LEAST_COHERENCE, LEAST_HELD, LEAST_LIFT = 0.1, 0.25, 2.0
"""A seed topic is not supported by the documents if the NPMI of its words is below
`LEAST_COHERENCE`, if the topic has less than the share `LEAST_HELD` of their occurrences, or if
they are not at least `LEAST_LIFT` times as frequent in texts of the topic as elsewhere.

On 20 Newsgroups the NPMI of five words for one group is .25 to .62, that of five random words below
.1 for two of three sets of them."""

MOST_LIFT = 1e6
"""The lift of words that are nowhere else."""

LISTED = 6
"""At most this many topics are named in a message."""

SEED_COLUMNS = ("seed_words", "seed_share", "seed_held", "seed_lift", "seed_coherence")
"""Columns of topics.csv in runs with seed topics; empty for the other topics."""

Floats = NDArray[np.float64]


class SeedSupport(NamedTuple):
    """What the seed words of a topic are to it.

    Attributes
    ----------
    share : float
        Share of the topic's probability that they have, 0 to 1.
    held : float
        Share of their occurrences that are of the topic, 0 to 1.
    lift : float
        How many times more frequent they are in texts of the topic than elsewhere.
    coherence : float or None
        Mean NPMI of pairs of them in documents, -1 to 1; None for one word, and where there are
        too few documents to tell.
    """

    share: float
    held: float
    lift: float
    coherence: float | None

    @property
    def is_enough(self) -> bool:
        """Whether the documents support the topic."""
        meet = self.coherence is None or self.coherence >= LEAST_COHERENCE
        return meet and self.lift >= LEAST_LIFT and self.held >= LEAST_HELD


def seed_support(
    columns: Sequence[int], topic: int, section_topic: Shares, topic_term: Floats, counts: Counts
) -> SeedSupport:
    r"""How the seed words of a topic are used.

    With the counts :math:`c_{st}` of seed words in sections, the shares :math:`\theta_{sk}` of the
    topic in these, :math:`\phi_{kt}` of terms in topics and the lengths :math:`n_s`, the words'
    occurrences are of the topic with the probability
    :math:`\theta_{sk} \phi_{kt} / \sum_j \theta_{sj} \phi_{jt}`. The lift is
    :math:`\frac{\sum_s \theta_{sk} c_s}{\sum_s \theta_{sk} n_s}` divided by the same with
    :math:`1 - \theta_{sk}`, in which :math:`\phi`, and so the strength of the words, has no part.

    Parameters
    ----------
    columns : sequence of int
        Columns of the words.
    topic : int
    section_topic : array, shape (n_sections, n_topics)
    topic_term : array, shape (n_topics, n_vocabulary)
    counts : Counts

    Examples
    --------
    >>> counts = Counts([[4, 0], [0, 4]], ["reef", "judge"])
    >>> shares = np.array([[0.8, 0.2], [0.2, 0.8]])
    >>> support = seed_support([0], 0, shares, np.array([[0.9, 0.1], [0.1, 0.9]]), counts)
    >>> [value and round(value, 2) for value in support]
    [0.9, 0.97, 4.0, None]
    """
    part = counts.matrix[:, list(columns)].tocoo()
    of_section, own = section_topic[part.row], topic_term[:, list(columns)]
    every = np.einsum("ek,ke->e", of_section, own[:, part.col])
    theirs = of_section[:, topic] * own[topic, part.col]
    occurrences = part.data.astype(np.float64)
    is_known = every > 0  # a factorisation may have a term in no topic of the section
    held = float((occurrences[is_known] * theirs[is_known] / every[is_known]).sum())
    total = max(float(occurrences.sum()), np.finfo(float).tiny)
    inside = section_topic[:, topic]
    lengths = counts.n_terms.astype(np.float64)
    seeds = np.bincount(part.row, occurrences, minlength=counts.n_rows)
    tiny = np.finfo(float).tiny
    rate = (inside * seeds).sum() / max((inside * lengths).sum(), tiny)
    elsewhere = ((1 - inside) * seeds).sum() / max(((1 - inside) * lengths).sum(), tiny)
    lift = min(float(rate / max(elsewhere, tiny)), MOST_LIFT)
    coherence = None
    if len(columns) > 1 and counts.n_documents >= FEWEST_DOCUMENTS:
        coherence = float(npmi(np.array([columns]), counts.by_document())[0])
    return SeedSupport(float(own[topic].sum()), held / total, lift, coherence)


def with_support(
    topics: pl.DataFrame,
    scores: list[dict[str, Any]],
    asked: Sequence[SeedTopic],
    columns: Sequence[Sequence[int]],
    section_topic: Shares,
    topic_term: Floats,
    counts: Counts,
    log: StageLog,
) -> tuple[pl.DataFrame, list[dict[str, Any]]]:
    """The table of topics with names and `SEED_COLUMNS`, and the scores of the run with more.

    Topics whose words the documents do not support are named in a notice.
    """
    if not asked:
        return topics, scores
    support = [
        seed_support(numbers, k, section_topic, topic_term, counts)
        for k, numbers in enumerate(columns)
    ]
    words = [", ".join(counts.terms[numbers].tolist()) for numbers in map(list, columns)]
    free = [None] * (topics.height - len(asked))
    topics = with_names(topics, asked).with_columns(
        pl.Series("seed_words", [*words, *free], dtype=pl.String),
        *(
            pl.Series(f"seed_{name}", [*(getattr(each, name) for each in support), *free],
                      dtype=pl.Float64)
            for name in SeedSupport._fields
        ),
    )  # fmt: skip
    weak = [k for k, each in enumerate(support) if not each.is_enough]
    listed = ", ".join(
        f"{k} {printable(asked[k].name)!r} ({_weakness(support[k])})" for k in weak[:LISTED]
    )
    log.notice(
        "seed-topics-without-support",
        len(weak),
        f"{len(weak)} of {len(asked)} seed topics {'is' if len(weak) == 1 else 'are'} hardly "
        f"supported by the documents: {listed}{', …' if len(weak) > LISTED else ''}; choose words "
        "that occur together, or leave these topics out",
    )
    return topics, [*scores, *_records(support, columns, counts)]


def _weakness(support: SeedSupport) -> str:
    """Why the documents do not support a topic."""
    if support.coherence is not None and support.coherence < LEAST_COHERENCE:
        return f"its words hardly meet in documents: NPMI {support.coherence:.2f}"
    if support.held < LEAST_HELD:
        return f"{1 - support.held:.0%} of its words' occurrences are of other topics"
    return f"its words are only {support.lift:.1f} times as frequent in its texts as elsewhere"


def _records(
    support: Sequence[SeedSupport], columns: Sequence[Sequence[int]], counts: Counts
) -> list[dict[str, Any]]:
    """Scores of all seed topics together, as quality.json has them."""
    n_words = sum(map(len, columns))
    reference = (
        f"{amount(n_words, 'seed word')} of {amount(len(support), 'topic')} in the "
        f"{amount(counts.n_rows, 'section')}"
    )
    settings = {
        "least_coherence": LEAST_COHERENCE,
        "least_held": LEAST_HELD,
        "least_lift": LEAST_LIFT,
    }
    values = {
        "share of seed topics that are their words, mean": np.mean([x.share for x in support]),
        "share of seed words in their topics, mean": np.mean([x.held for x in support]),
        "lift of seed words in their topics, median": np.median([x.lift for x in support]),
    }
    records: list[dict[str, Any]] = [
        {"name": name, "value": float(value), "reference": reference, "settings": {}}
        for name, value in values.items()
    ]
    n_weak = sum(not each.is_enough for each in support)
    name = "seed topics without support"
    return [*records, {"name": name, "value": n_weak, "reference": reference, "settings": settings}]
