"""Nested corpora whose shares of topics follow a known linear law."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

import topics

Floats = NDArray[np.float64]

N_TOPICS, N_VOCABULARY, N_DOCUMENTS = 6, 600, 100
FEWEST_SECTIONS, MOST_SECTIONS = 5, 20
LENGTHS = {"long": (40, 120), "short": (15, 40)}
"""Fewest and most tokens of a section."""

MEAN = np.array([0.2, 0.2, 0.17, 0.15, 0.15, 0.13])
EFFECTS = np.array([[0.12, -0.12, 0.04, -0.04, 0.0, 0.0], [-0.05, 0.0, 0.0, 0.08, -0.03, 0.0]])
"""Differences of shares: of the second party, and from the first to the last year."""

LARGE = 0.08
"""Effects of at least this size show what an attenuation does."""

TERMS = ("party[b]", "year")
DOCUMENTS, SECTIONS = 20.0, 5.0
"""Concentrations of documents around the law, and of sections around their document."""


@dataclass(frozen=True)
class Planted:
    """A generated corpus with its truth.

    Attributes
    ----------
    counts : topics.Counts
        Rows are sections.
    party : array of str, shape (n_documents,)
    year : array, shape (n_documents,)
        0 to 1.
    shares : array, shape (n_sections, n_topics)
    topic_term : array, shape (n_topics, n_vocabulary)
    """

    counts: topics.Counts
    party: NDArray[np.str_]
    year: Floats
    shares: Floats
    topic_term: Floats

    @property
    def design(self) -> Floats:
        """Party and year at the sections, without an intercept, shape (n_sections, 2)."""
        columns = np.stack([(self.party == "b").astype(np.float64), self.year], axis=1)
        rows: Floats = columns[self.counts.row_document]
        return rows


def planted_corpus(random_state: int, lengths: str) -> Planted:
    """Documents of 5 to 20 sections.

    The mean shares of a document are drawn from a Dirichlet distribution around the law, which is
    the random effect of the document; those of its sections around the document's. So the
    expected share of a topic is exactly linear in party and year.
    """
    rng = np.random.default_rng(random_state)
    topic_term = 0.9 * rng.dirichlet(np.full(N_VOCABULARY, 0.04), N_TOPICS)
    topic_term += 0.1 * rng.dirichlet(np.full(N_VOCABULARY, 1.0))
    party = np.array(["a", "b"])[rng.permutation(np.arange(N_DOCUMENTS) % 2)]
    year = rng.uniform(0, 1, N_DOCUMENTS)
    columns = np.stack([(party == "b") - 0.5, year - 0.5], axis=1)
    law = MEAN + columns @ EFFECTS
    of_document = np.stack([rng.dirichlet(DOCUMENTS * row) for row in law])
    n_sections = rng.integers(FEWEST_SECTIONS, MOST_SECTIONS + 1, N_DOCUMENTS)
    document = np.repeat(np.arange(N_DOCUMENTS), n_sections)
    # A share of 0 is no parameter of a Dirichlet distribution.
    shares = np.stack(
        [rng.dirichlet(np.maximum(SECTIONS * of_document[d], 1e-6)) for d in document]
    )
    fewest, most = LENGTHS[lengths]
    n_terms = rng.integers(fewest, most + 1, len(document))
    rows = [rng.multinomial(n, p) for n, p in zip(n_terms, shares @ topic_term, strict=True)]
    terms = [f"t{i:03}" for i in range(N_VOCABULARY)]
    counts = topics.Counts(np.stack(rows), terms, row_document=document)
    return Planted(counts, party, year, shares, topic_term)


def fitted_run(planted: Planted, model: str, random_state: int) -> topics.TopicRun:
    """A run of one fit, with party and year as columns of its documents."""
    run = topics.fit(
        planted.counts,
        model=model,
        n_topics=N_TOPICS,
        n_fits=1,
        project=False,
        random_state=random_state,
        n_threads=1,
    )
    columns = pl.Series("party", planted.party), pl.Series("year", planted.year)
    return replace(run, documents=run.documents.with_columns(columns))


def matched_topics(planted: Planted, terms: NDArray[np.str_], topic_term: Floats) -> list[int]:
    """The fitted topic of every planted one: the assignment with the least Hellinger distances."""
    index = np.searchsorted(planted.counts.terms, terms)
    alike = np.sqrt(planted.topic_term[:, index]) @ np.sqrt(topic_term).T
    return linear_sum_assignment(-alike)[1].tolist()
