"""TopicRun: what a fit gives back, with what can be done with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import polars as pl

from topics.bars import progress_to
from topics.checks import check_whole
from topics.corpus import Analyzer, Corpus
from topics.counts import Counts
from topics.errors import InputError
from topics.notices import Progress, StageLog
from topics.results import FittedModel, Transformed, analyzed, transform_data
from topics.runs.edits.apply import edited_parts
from topics.runs.edits.shown import lines_of_topics
from topics.runs.edits.steps import edits_of_arguments
from topics.runs.edits.toml_file import read_edits
from topics.runs.folder.writing import write_run
from topics.runs.growing.updating import updated_parts
from topics.runs.methods.clustering import ClustersOfRun
from topics.runs.methods.comparing import MetadataOfRun
from topics.runs.methods.exchanging import ExchangeOfRun
from topics.runs.methods.reading import TopicsOfRun
from topics.runs.new_documents import fitted_model, notice_uncut_texts, transformed_stream
from topics.runs.plots.accessor import Plots
from topics.runs.plots.notebook import html_of
from topics.values import amount, printable


class TopicRun(TopicsOfRun, ClustersOfRun, MetadataOfRun, ExchangeOfRun):
    """Topics of a corpus at section and document level: frozen data that can be shown and saved.

    Its attributes are those of `topics.runs.data.RunData`: the tables ``documents``,
    ``sections``, ``topics``, ``projection`` and ``removed``; the arrays ``document_topic``,
    ``section_topic`` and ``topic_term``, whose rows sum to 1; ``terms``, ``counts``,
    ``quality``, ``options`` and ``manifest``.
    """

    def __repr__(self) -> str:
        return (
            f"TopicRun({amount(self.n_topics, 'topic')}, "
            f"{amount(self.documents.height, 'document')}, "
            f"{amount(self.sections.height, 'section')}, {amount(len(self.terms), 'term')})"
        )

    def _repr_html_(self) -> str:
        return html_of(self)

    @property
    def plot(self) -> Plots:
        """Pictures as matplotlib figures: ``run.plot.map()``, ``run.plot.topics()`` and others."""
        return Plots(self)

    def show(self) -> str:
        """Topics as plain text, one line a topic: number, share, stability, terms.

        Labels that were not made from the terms come before them. In an edited run topics of a
        group are together, and hidden topics come last.
        """
        return printable("\n".join(lines_of_topics(self)))

    def transform(
        self,
        data: str | Iterable[str] | Corpus | Counts,
        *,
        analyzer: Analyzer | None = None,
        n_threads: int | None = None,
        progress: Progress | bool | None = None,
    ) -> Transformed:
        """New documents in the topics of this run; `topics.transform` reads them from files.

        They are counted as the fitted ones were, with the terms of this run; unknown terms are
        listed. Transforming a fitted document reproduces its row: exactly with our engines,
        within 0.02 with the others. Rows without a known term show the mean of the fitted corpus.
        A text is one section: where the fitted documents were cut into sections, whose shares are
        averaged, the row of a whole text differs by some hundredths, and a notice says so.

        Parameters
        ----------
        data : str, iterable of str, Corpus, or Counts
            One text, several texts, a corpus, or counts with their terms.
        analyzer : callable, optional
            The function that made the terms of the run (`Corpus.with_analyzer`), if one did.
        n_threads : int, optional
            All cores by default; results do not depend on it.
        progress : bool or callable, optional
            As for `topics.fit`.

        Raises
        ------
        InputError
            No texts, texts for a run that was fitted on counts, or counts without any known
            term.
        RunFolderError
            The run's arrays do not make a model.

        Examples
        --------
        >>> import topics
        >>> run = topics.fit(
        ...     Corpus.from_texts(["the reef and the tide", "a judge and a jury"] * 3), n_topics=2
        ... )
        >>> run.transform("the tide at the reef").document_topic.shape
        (1, 2)
        """
        if isinstance(data, str):
            data = [data]
        with progress_to(progress) as report:
            log = StageLog(report)
            if not isinstance(data, Corpus | Counts):
                data = Corpus.from_texts(data)
                notice_uncut_texts(self, data.sections["text"], log)
            if analyzer is not None:
                data = analyzed(data, analyzer)
            result = transform_data(self.fitted(), data, log, n_threads=n_threads)
        log.warn()
        return result

    def transform_stream(
        self,
        texts: Iterable[str],
        *,
        n_at_a_time: int = 10_000,
        analyzer: Analyzer | None = None,
        n_threads: int | None = None,
    ) -> Iterator[Transformed]:
        """New documents in the topics of this run, some after another, as `transform` gives them.

        Only those of one result are in memory, so there may be any number of texts: the rows of a
        large table, or messages as they come. Documents are numbered through all results. A
        result has its warnings in ``quality["warnings"]``; they are not shown.

        Parameters
        ----------
        texts : iterable of str
            Read as far as it is needed for the next result.
        n_at_a_time : int
            Texts of each result but the last, which can have fewer.
        analyzer, n_threads
            As for `transform`.

        Raises
        ------
        InputError
            One text instead of several, something that is no text, or a run of counts.

        Examples
        --------
        >>> import topics
        >>> texts = ["the reef and the tide", "a judge and a jury"] * 3
        >>> run = topics.fit(Corpus.from_texts(texts), n_topics=2, project=False)
        >>> for each in run.transform_stream(iter(texts), n_at_a_time=4):
        ...     print(each.documents["id"].to_list(), each.document_topic.shape)
        ['0', '1', '2', '3'] (4, 2)
        ['4', '5'] (2, 2)
        """
        check_whole("n_at_a_time", n_at_a_time, 1)
        return transformed_stream(self, texts, n_at_a_time, analyzer, n_threads)

    def update(
        self,
        data: str | Iterable[str] | Corpus | Counts,
        *,
        weight: float = 1.0,
        random_state: int | None = None,
        n_threads: int | None = None,
        progress: Progress | bool | None = None,
    ) -> TopicRun:
        """A new run of further documents, whose topics go on from those of this run.

        For a stream: ``run = run.update(batch)``. Only the new documents are fitted; what the
        topics have seen so far is their prior, so the cost is that of the batch. The new run
        holds the batch alone, without a map, and has the vocabulary of this run; `topics.fit` with
        ``start=`` also takes new terms and opens new topics. This run stays as it is.

        Parameters
        ----------
        data : str, iterable of str, Corpus, or Counts
            As for `transform`.
        weight : float
            What all earlier documents together count is multiplied by this first, above 0 and at
            most 1. With 1 all documents count the same; with 0.9 a batch counts 0.9**n after n
            further ones, and topics follow a changing stream.
        random_state : int, optional
            By default that of this run.
        n_threads : int, optional
            All cores by default; results do not depend on it.
        progress : bool or callable, optional
            As for `topics.fit`.

        Raises
        ------
        InputError
            No document has a known term, all are in this run, or it holds no counts.
        OptionError
            A weight out of range.

        Examples
        --------
        >>> import topics
        >>> texts = ["the reef and the tide", "a judge and a jury"] * 6
        >>> run = topics.fit(Corpus.from_texts(texts), n_topics=2, n_fits=1, project=False)
        >>> later = run.update(["the tide and the reef", "judge of the reef"])
        >>> later.documents.height, later.n_topics, later.growth["moved"].to_list()
        (2, 2, [False, False])
        """
        with progress_to(progress) as report:
            log = StageLog(report)
            parts = updated_parts(
                self,
                [data] if isinstance(data, str) else data,
                log,
                weight=weight,
                random_state=random_state,
                n_threads=n_threads,
            )
        log.warn()
        return TopicRun(**parts)

    def fitted(self) -> FittedModel:
        """The parts of the run that new documents need.

        Raises
        ------
        RunFolderError
            The run was loaded from a folder whose arrays do not fit each other.
        """
        return fitted_model(self)

    def repeated_blocks(self) -> dict[str, int]:
        """Blocks that were removed because they repeat, with their numbers of documents."""
        rows = self.removed.filter(pl.col("reason") == "repeated")
        most = pl.col("n_documents").max().fill_null(1)
        blocks = rows.group_by("text", maintain_order=True).agg(most)
        return {text: n for text, n in blocks.iter_rows() if text}

    def edit(
        self,
        file: str | Path | None = None,
        *,
        rename: Mapping[int, str] | None = None,
        merge: Mapping[str, Iterable[int]] | Iterable[Iterable[int]] | None = None,
        hide: int | Iterable[int] | None = None,
        group: Mapping[str, Iterable[int]] | None = None,
    ) -> TopicRun:
        """The same run with topics renamed, merged, hidden or put into groups.

        Topics are named by their numbers in the fit, whatever was edited before; the column
        ``original_topics`` of the table of topics shows them. Shares of merged topics add at both
        levels, and their terms, label and coherence are found anew. A merged topic is at the
        place of its first member. A hidden topic keeps its shares, so that rows sum to 1, but is
        last in every list. New documents get the same topics; the map stays where it is.

        The original stays in the run: `undo_edits` gives it back, to the bit.

        Parameters
        ----------
        file : path, optional
            A TOML file with all edits, which replace those that the run has.
        rename : mapping of int to str, optional
            Labels by topic. This and the following are added to the edits that the run has; of
            two labels or groups of a topic the later one counts.
        merge : mapping of str to topics, or iterable of topics, optional
            Topics that become one: by label, or lists of them.
        hide : int or iterable of int, optional
        group : mapping of str to topics, optional
            Topics by the name of their group.

        Raises
        ------
        InputError
            No edits, an unknown topic, a topic that is merged twice or with itself, two labels
            or groups of one topic, a label that another topic has, or no topic left to show.

        Examples
        --------
        >>> import topics
        >>> texts = ["the reef and the tide", "a judge and a jury", "letters and parcels"] * 3
        >>> run = topics.fit(Corpus.from_texts(texts), n_topics=3, project=False)
        >>> edited = run.edit(merge={"Everything": [0, 2]}, rename={1: "The rest"})
        >>> edited.topics["label"].to_list(), edited.topics["original_topics"].to_list()
        (['Everything', 'The rest'], ['0, 2', '1'])
        >>> edited.undo_edits().n_topics
        3
        """
        added = edits_of_arguments(rename, merge, hide, group)
        if file is None and not added:
            raise InputError("no edits: name a TOML file, or what to rename, merge, hide or group")
        edits = self.edits if file is None else read_edits(file)
        return replace(self, **edited_parts(self, edits.extended(added)))

    def undo_edits(self) -> TopicRun:
        """The run as it was before its topics were edited.

        Raises
        ------
        InputError
            The topics were not edited.
        """
        if self.original is None:
            raise InputError("the topics of the run were not edited, so there is nothing to undo")
        return replace(self, **vars(self.original))

    def save(
        self,
        folder: str | Path,
        *,
        formats: Sequence[str] = (),
        overwrite: bool = False,
        text: bool = True,
    ) -> Path:
        """Write the run folder and give its path; all of it appears, or nothing.

        Parameters
        ----------
        folder : str or Path
            Created if it is missing, with its parents.
        formats : sequence of str
            Extra formats for the matrices: ``"parquet"``, ``"npz"``, ``"long"``. Up to a million
            rows CSV is always written; more are Parquet, and CSV only for ``"csv"``.
        overwrite : bool
            Replace a run in the folder.
        text : bool
            Keep section texts and the order of tokens; False leaves both out.

        Raises
        ------
        OutputExistsError
            The folder holds a run (without `overwrite`), or something that is no run.
        OutputError
            It cannot be written.
        OptionError
            An unknown format.
        """
        return write_run(self, folder, formats=formats, overwrite=overwrite, text=text)
