"""TopicRun: what a fit gives back, as frozen data that can be shown and saved."""

from __future__ import annotations

import difflib
import warnings
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from topics.corpus import REMOVED_SCHEMA, Corpus
from topics.counts import Counts
from topics.errors import OptionError, TopicsWarning, UnknownIdError
from topics.notices import Progress, StageLog, silent
from topics.report import ReportContent, write_map_png, write_report
from topics.results import Transformed, fitted_of, transform_data
from topics.shares import mean_row
from topics.space import hellinger
from topics.storage import (
    check_formats,
    new_folder,
    write_arrays,
    write_json,
    write_levels,
    write_manifest,
    write_sparse,
    write_table,
    write_tables,
)

TABLES = ("documents", "sections", "topics", "projection", "removed")
LEARNED = "model/terms.json"
"""What the counting learned; runs of earlier versions lack it."""
MAX_COMPARED = 20_000
"""Ids that one which there is not is compared with, letter by letter."""


@dataclass(frozen=True, eq=False)
class TopicRun:
    """Topics of a corpus at section and document level.

    Attributes
    ----------
    documents : polars.DataFrame
        id, source, part, title, author, date, language, duplicate_of, n_sections, n_terms,
        then metadata.
    sections : polars.DataFrame
        document, position, level, heading, n_terms.
    topics : polars.DataFrame
        topic, label, terms, share, coherence.
    document_topic : array, shape (n_documents, n_topics)
        Rows sum to 1 and are the n_terms-weighted means of their sections' rows.
    section_topic : array, shape (n_sections, n_topics)
        Rows sum to 1.
    topic_term : array, shape (n_topics, n_vocabulary)
        Rows sum to 1.
    terms : array of str, shape (n_vocabulary,)
    projection : polars.DataFrame
        level, document, position, x, y, topic; empty when no map was asked for.
    removed : polars.DataFrame
        What reading left out: source, line, document, position, reason, n_documents, text.
    quality : dict
        ``scores``, each with value, reference and settings, and ``warnings``.
    counts : Counts
        Section counts after pruning.
    model : dict of arrays
        What new documents need: ``components``; for LDA ``document_topic_prior``, for NMF of our
        own ``exponent``; for tf-idf ``document_frequency`` and ``n_fitted_rows``.
    learned : dict
        What new documents need of the counting: lists of ``phrases`` and ``shared_headings``.
    manifest : dict
        Parameters, inputs with sha256, package versions and seconds per stage.
    section_texts : polars.Series or None
        Texts of the sections; None when they were left out.
    """

    documents: pl.DataFrame
    sections: pl.DataFrame
    topics: pl.DataFrame
    document_topic: NDArray[np.float64]
    section_topic: NDArray[np.float64]
    topic_term: NDArray[np.float64]
    projection: pl.DataFrame
    quality: dict[str, Any]
    counts: Counts
    model: dict[str, NDArray[Any]]
    manifest: dict[str, Any]
    removed: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=REMOVED_SCHEMA))
    section_texts: pl.Series | None = None
    learned: dict[str, list[str]] = field(default_factory=dict)

    @property
    def terms(self) -> NDArray[np.str_]:
        """Terms of the vocabulary, shape (n_vocabulary,)."""
        return self.counts.terms

    @property
    def n_topics(self) -> int:
        """Number of topics."""
        return int(self.topic_term.shape[0])

    @property
    def warnings(self) -> list[dict[str, Any]]:
        """Counted warnings of reading, counting and fitting: code, count, message."""
        return list(self.quality["warnings"])

    def __repr__(self) -> str:
        return (
            f"TopicRun({self.n_topics} topics, {self.documents.height} documents, "
            f"{self.sections.height} sections, {len(self.terms)} terms)"
        )

    def show(self) -> str:
        """Topics as plain text, one line a topic: number, share, terms."""
        rows = self.topics.select("topic", "share", "terms").iter_rows()
        return "\n".join(f"{topic:>3}  {share:6.1%}  {terms}" for topic, share, terms in rows)

    def transform(
        self,
        data: str | Iterable[str] | Corpus | Counts,
        *,
        n_threads: int | None = None,
        progress: Progress | None = None,
    ) -> Transformed:
        """New documents in the topics of this run; `topics.transform` reads them from files.

        They are counted as the fitted ones were, with the terms of this run; terms that it
        does not know are listed. A fitted document gets its row again: to the bit with the
        product's own engines, to 0.02 with others. Rows without a known term show the mean of
        the fitted corpus.

        Parameters
        ----------
        data : str, iterable of str, Corpus, or Counts
            One text, several texts, a corpus, or counts with their terms.
        n_threads : int, optional
            All cores by default; the bits do not depend on it.
        progress : callable, optional
            Called with (stage, done, total).

        Raises
        ------
        InputError
            No texts, texts for a run that was fitted on counts, or counts without any known
            term.
        RunFolderError
            What the run holds does not make a model.

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
        if not isinstance(data, Corpus | Counts):
            data = Corpus.from_texts(data)
        stages = StageLog(progress or silent)
        result = transformed(self, data, stages, n_threads=n_threads)
        for notice in stages.notices:
            warnings.warn(notice.message, TopicsWarning, stacklevel=2)
        return result

    def similar(self, document: str, n: int = 10, *, position: int | None = None) -> pl.DataFrame:
        """The most similar documents, or sections where `position` names one, nearest first.

        Parameters
        ----------
        document : str
            Id of a document.
        n : int
            How many, at most.
        position : int, optional
            Position of a section in the document.

        Returns
        -------
        polars.DataFrame
            document, title, distance; for sections document, position, heading, distance. The
            Hellinger distance of topic shares, 0 to 1; rows of one distance in their order.

        Raises
        ------
        UnknownIdError
            There is no such document, or no such section in it.
        OptionError
            `n` is below 1.

        Examples
        --------
        >>> import topics
        >>> texts = ["the reef and the tide", "a judge and a jury"] * 3
        >>> run = topics.fit(Corpus.from_texts(texts), n_topics=2)
        >>> sorted(run.similar("0", 2)["document"])
        ['2', '4']
        """
        if n < 1:
            raise OptionError(f"n is {n}, expected 1 or more")
        if position is None:
            table, shares = self.documents.select(document="id", title="title"), self.document_topic
            own = (table["document"] == document).to_numpy()
        else:
            table = self.sections.select("document", "position", "heading")
            shares = self.section_topic
            in_document = (table["document"] == document).to_numpy()
            own = in_document & (table["position"] == position).to_numpy()
        if not own.any():
            raise _unknown_id(self, document, position)
        row = int(np.flatnonzero(own)[0])
        distance = hellinger(shares[row], shares)
        order = np.argsort(distance, kind="stable")
        order = order[order != row][:n]
        result: pl.DataFrame = table[order].with_columns(distance=pl.Series(distance[order]))
        return result

    def save(
        self,
        folder: str | Path,
        *,
        formats: Sequence[str] = ("csv",),
        overwrite: bool = False,
        text: bool = True,
    ) -> Path:
        """Write the run folder and give its path; all of it appears, or nothing.

        Parameters
        ----------
        folder : str or Path
            Made where it is missing, with its parents.
        formats : sequence of str
            Twins of the matrices beside CSV: ``"parquet"``, ``"npz"``, ``"long"``.
        overwrite : bool
            Replace a run that stands there.
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
        kinds = check_formats(formats)
        with new_folder(folder, overwrite=overwrite) as staging:
            schemas = write_tables(staging, {name: getattr(self, name) for name in TABLES})
            write_levels(
                staging,
                self.documents,
                self.sections,
                self.document_topic,
                self.section_topic,
                formats=kinds,
            )
            write_arrays(staging / "topic_term.npz", topic_term=self.topic_term, terms=self.terms)
            self._write_corpus(staging / "corpus", text=text)
            (staging / "model").mkdir()
            write_arrays(staging / "model" / "arrays.npz", **self.model)
            write_json(staging / LEARNED, self.learned)
            write_json(staging / "quality.json", self.quality)
            self.write_pictures(staging)
            kept = text and self.section_texts is not None
            write_manifest(staging, {**self.manifest, "tables": schemas, "text": kept})
        return Path(folder)

    def write_pictures(self, folder: Path) -> None:
        """Write ``map.png`` (where there is a map) and ``report.html`` into a folder."""
        if self.projection.height:
            write_map_png(folder / "map.png", self.projection, self.topics["label"].to_list())
        content = ReportContent(
            title=_report_title(self.manifest),
            summary=_summary(self),
            topics=self.topics,
            documents=self.documents,
            sections=self.sections,
            document_topic=self.document_topic,
            section_topic=self.section_topic,
            projection=self.projection,
            removed=self.removed,
            quality=self.quality,
            warnings=self.warnings,
        )
        write_report(folder / "report.html", content)

    def _write_corpus(self, folder: Path, *, text: bool) -> None:
        write_sparse(folder / "counts", self.counts.matrix)
        rows: dict[str, NDArray[Any]] = {"row_document": self.counts.row_document}
        ids, offsets = self.counts.token_ids, self.counts.token_offsets
        if text and ids is not None and offsets is not None:
            rows |= {"token_ids": ids, "token_offsets": offsets}
        write_arrays(folder / "rows.npz", **rows)
        if text and self.section_texts is not None:
            write_table(folder / "texts.csv", self.section_texts.alias("text").to_frame())


def transformed(
    run: TopicRun, data: Corpus | Counts, stages: StageLog, *, n_threads: int | None = None
) -> Transformed:
    """As `TopicRun.transform`, with notices left in the stages."""
    fitted = fitted_of(
        parameters=run.manifest.get("parameters", {}),
        arrays=run.model,
        terms=run.terms,
        topic_term=run.topic_term,
        mean=mean_row(run.section_topic, run.counts.n_terms, run.n_topics),
        learned=run.learned,
        shares=np.concatenate([run.document_topic, run.section_topic]),
        projection=run.projection,
    )
    return transform_data(fitted, data, stages, n_threads=n_threads)


def repeated_blocks(run: TopicRun) -> dict[str, int]:
    """Blocks that were taken out because they repeat, with how many documents held them."""
    rows = run.removed.filter(pl.col("reason") == "repeated")
    most = rows.group_by("text", maintain_order=True).agg(pl.col("n_documents").max().fill_null(1))
    return {text: n for text, n in most.iter_rows() if text}


def _unknown_id(run: TopicRun, document: str, position: int | None) -> UnknownIdError:
    """The error that names what there is near an id that there is not."""
    ids = run.documents["id"]
    if position is not None and (ids == document).any():
        n = (run.sections["document"] == document).sum()
        return UnknownIdError(
            f"document {document!r} has {n} sections, none at position {position}"
        )
    folded = document.casefold()
    within = [name for name in ids if folded and folded in name.casefold()]
    close = within or difflib.get_close_matches(document, ids.head(MAX_COMPARED).to_list(), 3, 0.4)
    shown = ", ".join(repr(name) for name in (close or ids.head(3).to_list())[:3])
    kind = "close to it are" if close else "the first are"
    return UnknownIdError(f"no document has the id {document!r}; {kind} {shown}")


def _report_title(manifest: dict[str, Any]) -> str:
    inputs = [Path(str(entry)).name or str(entry) for entry in manifest.get("arguments", [])]
    return "Topics of " + ", ".join(inputs[:3]) if inputs else "Topics"


def _summary(run: TopicRun) -> dict[str, str]:
    parameters = run.manifest.get("parameters", {})
    model = f"{parameters.get('model', '')} ({parameters.get('engine', '')})"
    return {
        "Documents": f"{run.documents.height:,}",
        "Sections": f"{run.sections.height:,}",
        "Vocabulary": f"{len(run.terms):,} terms",
        "Counted": f"{int(run.counts.n_terms.sum()):,} terms",
        "Model": model,
        "Rows": f"{parameters.get('level', '')}s",
        "Topics": str(run.n_topics),
        "Random state": str(parameters.get("random_state", "")),
    }
