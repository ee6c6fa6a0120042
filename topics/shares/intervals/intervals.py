r"""Intervals of the shares of documents, from the posterior and the errors of the topics.

Given the topics, the posterior of the share of a document's terms that a topic drew has the mean
:math:`m` and the variance :math:`v`. They are sampled: a token's topic depends on the other tokens
of its section and of its document, by as much as sections are like their document in this corpus,
and on the topics as all other documents give them. On the scale of angles,
:math:`\arcsin\sqrt{m}`, the interval reaches to

.. math:: \pm z \sqrt{\frac{v}{4 m (1 - m)} + \delta^2}

where :math:`\delta` is how far the other fits are from this one (`disagreement`), and
:math:`z` is found by trying such intervals on documents that are made from the fit, whose true
shares are known, with topics that have errors (`calibrated_factor`).

The reported share of a mixture, which its prior draws to the mean, is mostly inside; where it
is not, the interval is stretched to it. Shares of a factorisation are of its weights, not of
terms: they are often outside of the interval, and stretching it would make it a third wider.
For the same reason :math:`\delta` is 0 for a factorisation.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from topics.kernels.shares.posterior import MixturePrior, TopicCounts
from topics.memory import empty_array
from topics.notices import Progress, silent
from topics.shares.intervals.blocks import Block, block_bounds, cut_blocks
from topics.shares.intervals.calibration import calibrated_factor, sampled_rows
from topics.shares.intervals.data import DEFAULT_LEVEL, SectionFit, ShareIntervals, ShareRows
from topics.shares.intervals.disagreement import Disagreement
from topics.shares.intervals.limits import angle_errors, limits, outward
from topics.shares.intervals.posterior import CountedDocuments, learned_prior, posterior_shares
from topics.shares.intervals.topic_errors import add_term_information, topic_counts
from topics.shares.levels import in_row_chunks, mean_row
from topics.shares.merging import Members, merged_shares

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

STAGE = "intervals"
"""Name of the stage in progress."""

ROUNDS, ROUNDS_OF_WEIGHTS, SWEEPS_OF_ROUNDS = 3, 6, 10
"""Times that terms are assigned to the topics anew before intervals are made, for a mixture and
for a factorisation, and draws of each. Sections of a document inform each other here, which they
do not in the fit of sections; and topics of weights become topics of counts, which takes longer."""

BLOCKS_OF_ROUNDS = 6
"""In a large corpus terms are assigned anew in about this many blocks of documents, at most twice
as many: topics of so many documents hardly change with more of them."""

MODEL_ERROR, MODEL_ERROR_OF_WEIGHTS = 0.2, 0.1
"""This part of the intervals that may miss is reserved for documents that do not follow the model,
as those that are drawn from the fit do: for a mixture and for a factorisation, whose topics have
errors so large that less needs to be reserved."""


def share_intervals(
    matrix: Any,
    row_document: Ints,
    fit: SectionFit,
    document_topic: Floats,
    others: Sequence[SectionFit] = (),
    *,
    is_mixture: bool = True,
    level: float = DEFAULT_LEVEL,
    random_state: int = 0,
    members: Members | None = None,
    is_copy: NDArray[np.bool_] | None = None,
    progress: Progress = silent,
) -> ShareIntervals:
    """Between which ends the share of a document's terms is that each topic truly drew.

    The docstring of this module says how.

    Parameters
    ----------
    matrix : CSR, shape (n_sections, n_vocabulary)
    row_document : array of int64, shape (n_sections,)
        The document of each section.
    fit : SectionFit
    document_topic : array, shape (n_documents, n_topics)
        The shares that the run reports.
    others : sequence of SectionFit
        Other fits of the same sections, with topics in any order.
    is_mixture : bool
        Whether the fit's shares are of terms, as in LDA, and not of weights.
    level, random_state : float and int
    members : sequence of sequences of int, optional
        Topics that were merged: the counts of their members are added first.
    is_copy : array of bool, shape (n_sections,), optional
        Sections of copies, which say nothing about the topics.
    progress : callable
        Called with "intervals", the steps so far, and their number.

    Returns
    -------
    ShareIntervals
        A document without terms has 0 and 1.

    Examples
    --------
    >>> import scipy.sparse as sp
    >>> matrix = sp.csr_matrix([[8, 0], [0, 8], [4, 4]])
    >>> shares = np.array([[1.0, 0.0], [0.0, 1.0], [0.5, 0.5]])
    >>> fit = SectionFit(np.array([[0.95, 0.05], [0.05, 0.95]]), shares)
    >>> found = share_intervals(matrix, np.arange(3), fit, shares)
    >>> bool(found.low[2, 0] < 0.5 < found.high[2, 0] and found.high[0, 0] == 1)
    True
    """
    n_rounds = ROUNDS if is_mixture else ROUNDS_OF_WEIGHTS
    n_documents = len(document_topic)
    corpus = _Corpus(matrix, row_document, n_documents, is_copy)
    n_steps = n_rounds * len(corpus.bounds_of_rounds) + len(corpus.bounds) + 1
    steps = _Steps(progress, n_steps)
    sample = sampled_rows(row_document, corpus.n_terms_of_documents)
    assigned = _assigned(corpus, fit, sample, n_rounds, random_state, steps)
    rows, owner, n_sampled = sample
    reserved = MODEL_ERROR if is_mixture else MODEL_ERROR_OF_WEIGHTS
    wanted = 1 - (1 - reserved) * (1 - level)
    factor = calibrated_factor(
        matrix[rows], owner, n_sampled, assigned.information, assigned.prior, wanted, random_state
    )
    steps.done()
    apart = Disagreement(fit, others if is_mixture else (), members)
    reported = document_topic if is_mixture else None
    low, high = _ends(corpus, assigned, apart, factor, reported, members, random_state, steps)
    return ShareIntervals(low, high, level)


def _ends(
    corpus: _Corpus,
    assigned: _Assigned,
    apart: Disagreement,
    factor: float,
    reported: Floats | None,
    members: Members | None,
    random_state: int,
    steps: _Steps,
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Lower and upper ends, which hold the reported shares where there are any."""
    member = _member(members, len(assigned.topics.sizes))
    shape = corpus.n_documents, int(member.max()) + 1
    low, high = empty_array(shape, np.float32), empty_array(shape, np.float32)
    for block in corpus.blocks():
        documents = block.counted()
        topics = assigned.topics_of(block.sections)
        found = posterior_shares(documents, topics, assigned.prior, random_state, member)
        n_terms = np.asarray(block.matrix.sum(axis=1)).ravel()
        others_apart = apart.of(block.sections, n_terms, block.owner, block.n_documents)
        errors = angle_errors(found.mean, found.variance, others_apart)
        ends = limits(found.mean, errors, factor)
        if reported is not None:
            shares = reported[block.documents]
            shares = shares if members is None else merged_shares(shares, members)
            ends = np.minimum(ends[0], shares), np.maximum(ends[1], shares)
        is_counted = documents.n_terms > 0
        for whole, part, least in zip((low, high), outward(*ends), (0, 1), strict=True):
            whole[block.documents] = np.where(is_counted[:, None], part, least)
        steps.done()
    return low, high


class _Steps:
    """Steps of the stage that are done, for a progress callback."""

    def __init__(self, progress: Progress, total: int) -> None:
        self.progress, self.total, self.n_done = progress, total, 0
        progress(STAGE, 0, total)

    def done(self) -> None:
        """Report one more step."""
        self.n_done += 1
        self.progress(STAGE, self.n_done, self.total)


@dataclass(frozen=True)
class _Corpus:
    """Counts of all sections; parameters are those of `share_intervals`."""

    matrix: Any
    row_document: Ints
    n_documents: int
    is_copy: NDArray[np.bool_] | None

    @cached_property
    def bounds(self) -> list[tuple[slice, slice]]:
        """Documents and sections of every block."""
        return block_bounds(self.row_document, self.n_documents)

    @property
    def bounds_of_rounds(self) -> list[tuple[slice, slice]]:
        """The blocks, evenly spread, that take part where terms are assigned anew."""
        return self.bounds[:: max(len(self.bounds) // BLOCKS_OF_ROUNDS, 1)]

    def blocks(self, bounds: list[tuple[slice, slice]] | None = None) -> Iterator[Block]:
        """All blocks, or some."""
        chosen = self.bounds if bounds is None else bounds
        return cut_blocks(chosen, self.matrix, self.row_document, self.is_copy)

    @cached_property
    def n_terms(self) -> Floats:
        """Summed counts of every section, 0 for copies."""
        n_terms = np.asarray(self.matrix.sum(axis=1), dtype=np.float64).ravel()
        return n_terms if self.is_copy is None else np.where(self.is_copy, 0.0, n_terms)

    @property
    def n_terms_of_documents(self) -> Floats:
        """Summed counts of every document, 0 for copies."""
        return np.bincount(self.row_document, self.n_terms, self.n_documents).astype(np.float64)


@dataclass(frozen=True)
class _Assigned:
    """Topics by the terms that are assigned to them.

    Attributes
    ----------
    topics : TopicCounts
        Without shares of sections.
    section_topic : array, shape (n_sections, n_topics)
        Shares by which the terms of each section are in the counts of the topics.
    information : tuple of two arrays, shape (n_topics, n_vocabulary)
        As `term_information` returns them.
    prior : MixturePrior
    """

    topics: TopicCounts
    section_topic: ShareRows
    information: tuple[Floats, Floats]
    prior: MixturePrior

    def topics_of(self, sections: slice) -> TopicCounts:
        """The topics for documents with these sections."""
        return self.topics._replace(section_topic=self.section_topic[sections])


def _assigned(
    corpus: _Corpus,
    fit: SectionFit,
    sample: tuple[Ints, Ints, int],
    n_rounds: int,
    random_state: int,
    steps: _Steps,
) -> _Assigned:
    """Topics and prior after terms were assigned anew `n_rounds` times, from those of the fit.

    `_Corpus.bounds_of_rounds` take part; sections of other blocks keep their shares.
    """
    rows, owner, n_sampled = sample
    sampled = CountedDocuments.of(corpus.matrix[rows], owner, n_sampled)
    section_topic = empty_array((len(corpus.row_document), len(fit.topic_term)))
    for chunk in in_row_chunks(len(section_topic)):
        section_topic[chunk] = fit.section_topic[chunk]
    topic_term = fit.topic_term
    for left in range(n_rounds, -1, -1):
        information = np.zeros(topic_term.shape), np.zeros(topic_term.shape)
        for block in corpus.blocks():
            own = section_topic[block.sections]
            add_term_information(block.evidence, own, topic_term, *information)
        topics = topic_counts(information[0])
        mean = mean_row(section_topic, corpus.n_terms, len(topic_term))
        of_sample = topics._replace(section_topic=section_topic[rows])
        prior = learned_prior(sampled, of_sample, mean, random_state)
        assigned = _Assigned(topics, section_topic, information, prior)
        if left:
            topic_term = (topics.terms / topics.sizes).T
            for block in corpus.blocks(corpus.bounds_of_rounds):
                section_topic[block.sections] = posterior_shares(
                    block.counted(),
                    assigned.topics_of(block.sections),
                    prior,
                    random_state,
                    n_sweeps=SWEEPS_OF_ROUNDS,
                ).section_topic
                steps.done()
    return assigned


def _member(members: Members | None, n_topics: int) -> Ints:
    """The new topic that each topic is a member of, shape (n_topics,)."""
    result = np.arange(n_topics, dtype=np.int64)
    for number, topics in enumerate(members or ()):
        result[list(topics)] = number
    return result
