"""A run for other libraries, and its terms one by one."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl

from topics.exchange.exporting import exported
from topics.exchange.exporting.targets import check_exportable
from topics.runs.data import RunData
from topics.runs.exchanging.exporting import plain_run
from topics.runs.exchanging.token_tables import token_topics_of


class ExchangeOfRun(RunData):
    """A run for other libraries, and its terms one by one."""

    def to(self, target: str, *, level: str = "document") -> Any:
        """The run as an object of another library; topics keep their numbers, from 0.

        Parameters
        ----------
        target : {"pyldavis", "bertopic", "gensim", "octis", "topicwizard", "anndata", "networkx"}
            pyldavis: ``PreparedData``. bertopic: a ``BERTopic`` for its tables and figures.
            gensim: ``model`` (LdaModel or Nmf), ``dictionary`` and ``corpus``. octis: the
            dictionary of a model's output. topicwizard: ``TopicData``. anndata: ``AnnData`` of
            rows and terms. networkx: a ``Graph`` of the topics.
        level : {"document", "section"}
            What the rows are.

        Raises
        ------
        OptionError
            An unknown target or level.
        MissingExtraError
            The library is not installed; the message says what to install.
        InputError
            The run was saved without the texts that the library shows.

        Examples
        --------
        >>> import topics
        >>> texts = ["the reef and the tide", "a judge and a jury"] * 3
        >>> run = topics.fit(topics.Corpus.from_texts(texts), n_topics=2, project=False)
        >>> run.to("octis")["topic-document-matrix"].shape
        (2, 6)
        """
        check_exportable(target)
        return exported(plain_run(self, level), target)

    def token_topics(self, document: str | int, *, min_share: float = 0.0) -> pl.DataFrame:
        """Which term of which section of a document went to which topic, with its share.

        For LDA, the shares of a section's terms, weighted by their counts, add up to the row of
        the section: they are p(topic | section, term), with weights of the topics that make this
        so (`topics.shares.token_topics`). For NMF they are the normalised products of
        the section's shares and the topics' probabilities of the term.

        Parameters
        ----------
        document : str or int
            Id of a document. A whole number is the id that is written so.
        min_share : float
            Leave out smaller shares; those of a term sum to 1 without.

        Returns
        -------
        polars.DataFrame
            position of the section, term, n (its count there), topic, share.

        Raises
        ------
        UnknownIdError
            There is no such document.
        OptionError
            `min_share` is not 0 to 1.

        Examples
        --------
        >>> import topics
        >>> texts = ["the reef and the tide", "a judge and a jury"] * 3
        >>> run = topics.fit(topics.Corpus.from_texts(texts), n_topics=2, project=False)
        >>> run.token_topics("0", min_share=0.5)["term"].to_list()
        ['reef', 'tide']
        """
        name = str(document) if isinstance(document, int | np.integer) else document
        return token_topics_of(self, name, min_share)
