"""The topics of a run, one by one: their documents, their labels, what is similar to what."""

from __future__ import annotations

from dataclasses import replace
from typing import Self

import numpy as np
import polars as pl

from topics.bars import progress_to
from topics.notices import Progress, StageLog
from topics.runs.data import RunData
from topics.runs.edits.apply import relabelled_parts
from topics.runs.flow import Flow, flow_of
from topics.runs.growing.measured import growth_table
from topics.runs.intervals.computing import intervals_of
from topics.runs.intrusion import Intrusion, intrusion_tasks
from topics.runs.new_documents import row_of_text
from topics.runs.relabel import Labeller, relabelled
from topics.runs.representatives import representatives_of_topic
from topics.runs.searching.search import search_run
from topics.runs.similar import AskedRow, nearest_rows, row_of_run
from topics.runs.topic_rows import rows_of_topic
from topics.shares.intervals import DEFAULT_LEVEL, ShareIntervals


class TopicsOfRun(RunData):
    """The topics of a run, one by one: their documents, their labels, what is similar to what."""

    @property
    def growth(self) -> pl.DataFrame | None:
        """Which topics of a grown run are new, and how far the others moved; None for other runs.

        A grown run is one that went on from another one: `topics.fit` with ``start=``, or `update`.

        Returns
        -------
        polars.DataFrame or None
            topic, label, share; is_new; start_similarity: the cosine of the topic's terms with
            what they were in the start; is_held: whether ``least_similarity`` holds it there;
            free_similarity: the cosine that it would have if it were not held; and moved: whether
            start_similarity is below 0.98. All but the first four are null for new topics, and
            for topics that were merged afterwards.

        Examples
        --------
        >>> import topics
        >>> run = topics.fit(
        ...     topics.Corpus.from_texts(["the reef and the tide", "a judge and a jury"] * 6),
        ...     n_topics=2, n_fits=1, project=False,
        ... )
        >>> more = topics.Corpus.from_texts(
        ...     ["parcels and letters by post", "the reef, the tide and the reef"] * 6,
        ... )
        >>> grown = topics.fit(more, start=run, n_new_topics=1, project=False)
        >>> grown.growth["is_new"].to_list()
        [False, False, True]
        """
        return growth_table(self.topics)

    def topic(self, topic: int, n: int | None = None, *, level: str = "document") -> pl.DataFrame:
        """The documents, or sections, that are most about a topic, best first.

        They are sorted by the share that their counted terms support: (n s + m c) / (n + m) with
        the row's share s and its n counted terms, the share c of the topic in the corpus, and
        m = 20, so that a row of two words leads no list. Rows without counted terms are left out.

        Parameters
        ----------
        topic : int
            Number of the topic.
        n : int, optional
            Maximum number of rows; default: all.
        level : {"document", "section"}

        Returns
        -------
        polars.DataFrame
            document, title (for sections document, position, heading), share, n_terms, and
            few_terms: whether there are fewer than 10 counted terms, so that the share says
            little.

        Raises
        ------
        OptionError
            There is no such topic or level, or `n` is below 1.

        Examples
        --------
        >>> import topics
        >>> texts = ["the reef and the tide", "a judge and a jury"] * 3
        >>> run = topics.fit(topics.Corpus.from_texts(texts), n_topics=2)
        >>> run.topic(run.documents["topic"][0])["document"].to_list()[:3]
        ['0', '2', '4']
        """
        return rows_of_topic(self, topic, n, level)

    def representatives(self, topic: int, n: int = 3, *, level: str = "document") -> pl.DataFrame:
        """The documents, or sections, that show what a topic is about, best first.

        As `topic`, but without near-copies: a row is left out if it shares half of its counted
        terms or more with a better one. There may be fewer than `n`.

        Parameters
        ----------
        topic : int
            Number of the topic.
        n : int
            Maximum number of rows.
        level : {"document", "section"}

        Returns
        -------
        polars.DataFrame
            The columns of `topic`, and ``text`` where the run has texts: the first 300
            characters of heading and text.

        Raises
        ------
        OptionError
            There is no such topic or level, or `n` is below 1.

        Examples
        --------
        >>> import topics
        >>> texts = ["the reef and the tide", "a judge and a jury", "tide of the reef"] * 3
        >>> run = topics.fit(topics.Corpus.from_texts(texts), n_topics=2)
        >>> run.representatives(run.documents["topic"][0])["text"].to_list()
        ['the reef and the tide', 'a judge and a jury']
        """
        return representatives_of_topic(self, topic, n, level)

    def intrusion(self, n_tasks: int = 2, *, random_state: int = 0) -> Intrusion:
        """Tasks that show whether people see what a topic is about, and their key.

        A task shows five of the ten best words of a topic, or three of its ten most
        representative documents, and one of another topic, in random order. If people find the
        intruder, the topic says something to them (word intrusion of Chang et al. 2009; documents
        likewise). `topics.runs.graded` grades the answers.

        Parameters
        ----------
        n_tasks : int
            Maximum number of tasks of each kind for every topic.
        random_state : int
            Seed of the choice and the order.

        Raises
        ------
        InputError
            There are not two topics, or none has words or documents of its own.

        Examples
        --------
        >>> import topics
        >>> from itertools import combinations
        >>> words = ["reef tide coral lagoon wave sand", "judge jury court verdict appeal law"]
        >>> texts = [" ".join(pair) for each in words for pair in combinations(each.split(), 2)]
        >>> run = topics.fit(topics.Corpus.from_texts(texts), n_topics=2, project=False)
        >>> found = run.intrusion(1)
        >>> found.tasks["kind"].sort().to_list()
        ['document', 'document', 'word', 'word']
        """
        return intrusion_tasks(self, n_tasks, random_state)

    def relabel(
        self,
        function: Labeller,
        *,
        n_texts: int = 3,
        progress: Progress | bool | None = None,
    ) -> Self:
        """The run with labels that a function makes, such as one that asks a language model.

        Labels are put on one line, without control characters and HTML tags, and cut to 100
        characters, which a warning counts. A label that an earlier topic has gets a number. The
        run itself stays as it is.

        In an edited run the function is not asked about topics that a person named. Labels of
        merged topics last as long as the same topics are merged; all others are also in the run
        that `undo_edits` gives back.

        Parameters
        ----------
        function : callable
            Called for every topic with a list of its shown terms, best first, and a list of the
            first 2,000 characters of its representative sections (documents, where the model was
            fitted on these); the list is empty if the run has no texts. It returns the label, or
            None to keep the present one.
        n_texts : int
            Maximum number of texts.
        progress : bool or callable, optional
            As for `topics.fit`.

        Returns
        -------
        TopicRun
            ``topics`` has a further column ``label_origin``: the name of the function,
            ``"terms"`` for labels made from terms, ``"edits"`` for those of `edit`.

        Raises
        ------
        OptionError
            The function cannot be called, or `n_texts` is below 1.
        InputError
            It returned something else than a string, or nothing that can be read. An error in
            the function itself passes, with a note that names the topic.

        Examples
        --------
        >>> import topics
        >>> texts = ["the reef and the tide", "a judge and a jury"] * 3
        >>> run = topics.fit(topics.Corpus.from_texts(texts), n_topics=2)
        >>> def shout(terms: list[str], texts: list[str]) -> str:
        ...     return max(terms, key=len).upper()
        >>> renamed = run.relabel(shout)
        >>> renamed.topics["label_origin"].to_list()
        ['shout', 'shout']
        """
        with progress_to(progress) as report:
            log = StageLog(report)
            topics = relabelled(self, function, n_texts, log)
        log.warn()
        return replace(self, **relabelled_parts(self, topics))

    def similar(
        self, document: str | int, n: int = 10, *, position: int | None = None
    ) -> pl.DataFrame:
        """The most similar documents, or sections if `position` names one, nearest first.

        Rows without counted terms are nobody's neighbours.

        Parameters
        ----------
        document : str or int
            Id of a document, or a new text of several words. A whole number is the id that is
            written so.
        n : int
            Maximum number of rows.
        position : int, optional
            Position of a section in the document.

        Returns
        -------
        polars.DataFrame
            document, title (for sections document, position, heading), topic, topic_share,
            distance. The Hellinger distance of topic shares is between 0 and 1; ties keep their
            order.

        Raises
        ------
        UnknownIdError
            There is no such document, or no such section in it.
        InputError
            The document or the text has no counted terms.
        OptionError
            `n` is below 1, or a text was given a position.

        Examples
        --------
        >>> import topics
        >>> texts = ["the reef and the tide", "a judge and a jury"] * 3
        >>> run = topics.fit(topics.Corpus.from_texts(texts), n_topics=2)
        >>> sorted(run.similar("0", 2)["document"])
        ['2', '4']
        """
        if isinstance(document, int | np.integer):
            document = str(document)
        asked = row_of_run(self, document, position) or self.row_of_text(document, position)
        return nearest_rows(self, asked, n)

    def search(self, words: str, n: int = 10, *, level: str | None = None) -> pl.DataFrame:
        r"""The topics, documents and sections that have words, best first.

        Words are compared in lower case, and whole: ``tide`` does not find "tides", but ``tide*``
        does. What is in quotation marks is a phrase. Documents and sections with more of the
        words come first, then those with a higher BM25 (Robertson and Zaragoza 2009), in which a
        word of a title or heading counts three times. A topic is found by its label, its shown
        terms, and by words of whose occurrences it has a tenth or more.

        In a run without texts, the counted terms, titles and headings are searched.

        Parameters
        ----------
        words : str
            Such as ``'tide* "supreme court"'``.
        n : int
            Maximum number of rows of each level.
        level : {"topic", "document", "section"}, optional
            Default: all three.

        Returns
        -------
        polars.DataFrame
            level, topic (of documents and sections the largest one), document, position, title
            (label of a topic, heading of a section), score (for topics the sum over the words of
            the share of the occurrences that are its own), words and places (what was found, and
            where), excerpt, and marks: begin and end, in characters, of what was found in the
            excerpt.

        Raises
        ------
        InputError
            The words are no text.
        OptionError
            There is no word, there are more than 20, or `n` or `level` is out of range.

        Examples
        --------
        >>> import topics
        >>> texts = ["the reef and the tide", "a judge and a jury"] * 3
        >>> run = topics.fit(topics.Corpus.from_texts(texts), n_topics=2)
        >>> found = run.search("tide", level="document")
        >>> found["document"].to_list(), found["excerpt"][0], found["marks"][0].to_list()
        (['0', '2', '4'], 'the reef and the tide', [[17, 21]])
        """
        return search_run(self, words, n, level).table

    def flow(self, document: str | int, *, bandwidth: float | None = None) -> Flow:
        """The topics along the sections of a document, smoothed, and where they turn.

        `topics.shares.course` says how shares are smoothed and what a turn is.

        Parameters
        ----------
        document : str or int
            Id of a document. A whole number is the id that is written so.
        bandwidth : float, optional
            Half of the width of the kernel that smooths, in counted terms, 1 or more; a topic must
            also lead in half of this many terms to take over. Default: 0.4 times the document's
            counted terms to the power of 4/5.

        Raises
        ------
        UnknownIdError
            There is no such document; the message names ids close to it.
        InputError
            The document has no counted terms.
        OptionError
            The bandwidth is below 1.

        Examples
        --------
        >>> import topics
        >>> sections = ["The reef and the tide. " * 20, "A judge and a jury. " * 20]
        >>> rows = {"book": ["a", "a", "b", "b"], "text": sections + sections[::-1]}
        >>> corpus = topics.Corpus.from_frame(rows, group_by="book", keep_furniture=True)
        >>> run = topics.fit(corpus, n_topics=2, n_fits=1, project=False)
        >>> run.flow("a").turns["position"].to_list()
        [1]
        """
        if isinstance(document, int | np.integer):
            document = str(document)
        return flow_of(self, document, bandwidth)

    def intervals(
        self, *, level: float = DEFAULT_LEVEL, progress: Progress | bool | None = None
    ) -> ShareIntervals:
        """Between which ends the share of each topic in each document is.

        An interval is about the share of the document's counted terms that the topic truly drew. It
        is wider for short documents, where sections differ, for topics that are hard to tell
        apart, and for topics that other fits of the run find differently. Runs of one fit
        (``n_fits=1``) cannot know the last, so their intervals are too narrow.
        `topics.shares.intervals` says how they are made.

        Those of a level of 0.9 are kept in the run, as ``document_topic_low.csv`` and
        ``document_topic_high.csv``; others are computed, as are those of adopted runs and of runs
        of earlier versions.

        Parameters
        ----------
        level : float
            About this part of the intervals of shares of at least 0.05 holds the true share, from
            0.5 to 0.99.
        progress : bool or callable, optional
            As for `topics.fit`.

        Returns
        -------
        ShareIntervals
            ``low`` and ``high``, arrays of shape (n_documents, n_topics), which hold
            ``document_topic``. A document without counted terms has 0 and 1.

        Raises
        ------
        OptionError
            The level is out of range.

        Examples
        --------
        >>> import topics
        >>> texts = ["the reef and the tide", "a judge and a jury"] * 3
        >>> run = topics.fit(topics.Corpus.from_texts(texts), n_topics=2, project=False)
        >>> found = run.intervals()
        >>> bool(((found.low <= run.document_topic) & (run.document_topic <= found.high)).all())
        True
        """
        with progress_to(progress) as report:
            return intervals_of(self, level, report)

    def row_of_text(self, text: str, position: int | None = None) -> AskedRow:
        """The shares of a new text of several words, for `similar`, with the same errors."""
        return row_of_text(self, text, position)
