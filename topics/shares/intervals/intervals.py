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

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from topics.kernels.shares.posterior import MixturePrior, TopicCounts
from topics.notices import Progress, silent
from topics.shares.intervals.calibration import calibrated_factor, sampled_rows
from topics.shares.intervals.data import DEFAULT_LEVEL, SectionFit, ShareIntervals
from topics.shares.intervals.disagreement import disagreement
from topics.shares.intervals.limits import angle_errors, limits
from topics.shares.intervals.posterior import CountedDocuments, learned_prior, posterior_shares
from topics.shares.intervals.topic_errors import term_information, topic_counts
from topics.shares.levels import mean_row
from topics.shares.merging import Members, merged_shares

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

STAGE = "intervals"
"""Name of the stage in progress."""

ROUNDS, ROUNDS_OF_WEIGHTS, SWEEPS_OF_ROUNDS = 3, 6, 10
"""Times that terms are assigned to the topics anew before intervals are made, for a mixture and
for a factorisation, and draws of each. Sections of a document inform each other here, which they
do not in the fit of sections; and topics of weights become topics of counts, which takes longer."""

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
    evidence: Any = None,
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
    evidence : CSR, optional
        The counts that were fitted, with empty rows for copies; by default all.
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
    steps = _Steps(progress, n_rounds + 3)
    documents = CountedDocuments.of(matrix, row_document, len(document_topic))
    evidence = matrix if evidence is None else evidence
    fitted = CountedDocuments.of(evidence, row_document, len(document_topic))
    sample = sampled_rows(row_document, fitted.n_terms)
    assigned = _assigned(evidence, documents, fit, sample, n_rounds, random_state, steps)
    rows, owner, n_sampled = sample
    reserved = MODEL_ERROR if is_mixture else MODEL_ERROR_OF_WEIGHTS
    wanted = 1 - (1 - reserved) * (1 - level)
    factor = calibrated_factor(
        matrix[rows], owner, n_sampled, assigned.information, assigned.prior, wanted, random_state
    )
    steps.done()
    member = _member(members, len(fit.topic_term))
    found = posterior_shares(documents, assigned.topics, assigned.prior, random_state, member)
    apart: Floats | float = 0.0
    if is_mixture:
        n_terms = np.asarray(matrix.sum(axis=1)).ravel()
        apart = disagreement(fit, others, n_terms, row_document, len(document_topic), members)
    low, high = limits(found.mean, angle_errors(found.mean, found.variance, apart), factor)
    if is_mixture:
        shares = document_topic if members is None else merged_shares(document_topic, members)
        low, high = np.minimum(low, shares), np.maximum(high, shares)
    is_counted = documents.n_terms[:, None] > 0
    steps.done()
    return ShareIntervals(np.where(is_counted, low, 0.0), np.where(is_counted, high, 1.0), level)


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
class _Assigned:
    """Topics by the terms that are assigned to them.

    Attributes
    ----------
    topics : TopicCounts
    information : tuple of two arrays, shape (n_topics, n_vocabulary)
        As `term_information` returns them.
    prior : MixturePrior
    """

    topics: TopicCounts
    information: tuple[Floats, Floats]
    prior: MixturePrior


def _assigned(
    matrix: Any,
    documents: CountedDocuments,
    fit: SectionFit,
    sample: tuple[Ints, Ints, int],
    n_rounds: int,
    random_state: int,
    steps: _Steps,
) -> _Assigned:
    """Topics and prior after terms were assigned anew `n_rounds` times, from those of the fit."""
    rows, owner, n_sampled = sample
    sampled = CountedDocuments.of(matrix[rows], owner, n_sampled)
    n_terms = np.asarray(matrix.sum(axis=1)).ravel()
    for left in range(n_rounds, -1, -1):
        information = term_information(matrix, fit)
        topics = topic_counts(information[0], fit.section_topic)
        own = topics._replace(section_topic=topics.section_topic[rows])
        mean = mean_row(fit.section_topic, n_terms, len(fit.topic_term))
        prior = learned_prior(sampled, own, mean, random_state)
        if left:
            found = posterior_shares(
                documents, topics, prior, random_state, n_sweeps=SWEEPS_OF_ROUNDS
            )
            fit = SectionFit((topics.terms / topics.sizes).T, found.section_topic)
        steps.done()
    return _Assigned(topics, information, prior)


def _member(members: Members | None, n_topics: int) -> Ints:
    """The new topic that each topic is a member of, shape (n_topics,)."""
    result = np.arange(n_topics, dtype=np.int64)
    for number, topics in enumerate(members or ()):
        result[list(topics)] = number
    return result
