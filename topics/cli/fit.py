"""`topics fit`: documents in, a run folder out."""

from __future__ import annotations

import warnings
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from topics.cli.screen import guarded, print_run, progress_bars
from topics.cli.sizes import n_bytes

MODEL, TEXT, READING, OUTPUT = "Model", "Terms", "Reading", "Output"


class Model(StrEnum):
    """Choices of --model."""

    lda = "lda"
    nmf = "nmf"


class Level(StrEnum):
    """Choices of --level."""

    section = "section"
    document = "document"


class Engine(StrEnum):
    """Choices of --engine."""

    topics = "topics"
    sklearn = "sklearn"
    gensim = "gensim"


class Order(StrEnum):
    """Choices of --order."""

    probability = "probability"
    relevance = "relevance"
    contribution = "contribution"


class Weighting(StrEnum):
    """Choices of --weighting."""

    counts = "counts"
    tfidf = "tf-idf"


class Loss(StrEnum):
    """Choices of --loss."""

    frobenius = "frobenius"
    kullback_leibler = "kullback-leibler"


@guarded
def fit(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATHS",
            help="Files, folders and patterns; - reads JSON Lines from standard input.",
            show_default=False,
        ),
    ],
    output: Annotated[
        Path, typer.Option(help="The run folder to write.", rich_help_panel=OUTPUT)
    ] = Path("run"),
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Replace a run.", rich_help_panel=OUTPUT)
    ] = False,
    formats: Annotated[
        str,
        typer.Option(
            "--format",
            help="Twins of the matrices beside CSV: parquet, npz, long; parted by commas.",
            rich_help_panel=OUTPUT,
        ),
    ] = "csv",
    no_text: Annotated[
        bool,
        typer.Option("--no-text", help="Keep no section texts.", rich_help_panel=OUTPUT),
    ] = False,
    no_map: Annotated[
        bool, typer.Option("--no-map", help="Make no map.", rich_help_panel=OUTPUT)
    ] = False,
    n_neighbors: Annotated[
        int,
        typer.Option(
            "--neighbors", min=2, help="Of the map: few show detail.", rich_help_panel=OUTPUT
        ),
    ] = 15,
    order: Annotated[
        Order | None,
        typer.Option(
            help="Order of shown terms; contribution for lda, relevance for nmf by default.",
            rich_help_panel=OUTPUT,
            show_default=False,
        ),
    ] = None,
    relevance: Annotated[
        float,
        typer.Option(min=0, max=1, help="Lambda of the relevance.", rich_help_panel=OUTPUT),
    ] = 0.6,
    n_shown: Annotated[
        int,
        typer.Option("--terms", min=10, help="Terms shown for a topic.", rich_help_panel=OUTPUT),
    ] = 10,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Print errors only.", rich_help_panel=OUTPUT)
    ] = False,
    verbose: Annotated[
        bool,
        typer.Option(
            "--verbose",
            "-v",
            help="Also parameters, versions and seconds.",
            rich_help_panel=OUTPUT,
        ),
    ] = False,
    model: Annotated[
        Model, typer.Option(help="The topic model.", rich_help_panel=MODEL)
    ] = Model.lda,
    n_topics: Annotated[
        int | None,
        typer.Option(
            "--topics",
            min=1,
            help="Number of topics; 12 by default.",
            rich_help_panel=MODEL,
            show_default=False,
        ),
    ] = None,
    level: Annotated[
        Level, typer.Option(help="What the model is fitted on.", rich_help_panel=MODEL)
    ] = Level.section,
    engine: Annotated[
        Engine | None,
        typer.Option(
            help="Who fits it; topics by default.",
            rich_help_panel=MODEL,
            show_default=False,
        ),
    ] = None,
    random_state: Annotated[
        int,
        typer.Option(
            min=0, max=2**32 - 1, help="The same one, the same bits.", rich_help_panel=MODEL
        ),
    ] = 0,
    n_threads: Annotated[
        int | None,
        typer.Option(
            "--threads",
            min=1,
            help="All cores by default.",
            rich_help_panel=MODEL,
            show_default=False,
        ),
    ] = None,
    document_topic_prior: Annotated[
        str | None,
        typer.Option(
            help="Of LDA: a number, or auto to learn it.", rich_help_panel=MODEL, show_default=False
        ),
    ] = None,
    topic_term_prior: Annotated[
        float | None,
        typer.Option(help="Of LDA: a positive number.", rich_help_panel=MODEL, show_default=False),
    ] = None,
    loss: Annotated[
        Loss | None, typer.Option(help="Of NMF.", rich_help_panel=MODEL, show_default=False)
    ] = None,
    weighting: Annotated[
        Weighting | None,
        typer.Option(
            help="counts for lda, tf-idf for nmf by default.",
            rich_help_panel=MODEL,
            show_default=False,
        ),
    ] = None,
    max_sweeps: Annotated[
        int | None,
        typer.Option(
            min=1, help="Most passes over the rows.", rich_help_panel=MODEL, show_default=False
        ),
    ] = None,
    tolerance: Annotated[
        float | None,
        typer.Option(
            min=0, help="Of the stopping rule.", rich_help_panel=MODEL, show_default=False
        ),
    ] = None,
    stop_words: Annotated[
        str,
        typer.Option(help="en, none, or a file of words.", rich_help_panel=TEXT),
    ] = "en",
    extra_stop_words: Annotated[
        str,
        typer.Option(
            help="More stop words, parted by commas.", rich_help_panel=TEXT, show_default=False
        ),
    ] = "",
    token_pattern: Annotated[
        str | None,
        typer.Option(
            help="A token in lower-case text, a regular expression.",
            rich_help_panel=TEXT,
            show_default=False,
        ),
    ] = None,
    ngrams: Annotated[
        int,
        typer.Option(
            min=1, max=10, help="Longest run of tokens that is a term.", rich_help_panel=TEXT
        ),
    ] = 1,
    phrases: Annotated[
        bool,
        typer.Option("--phrases", help="Join collocations with _.", rich_help_panel=TEXT),
    ] = False,
    min_documents: Annotated[
        int | None,
        typer.Option(
            min=1,
            help="Leave out terms in fewer documents; grows with the corpus by default.",
            rich_help_panel=TEXT,
            show_default=False,
        ),
    ] = None,
    max_document_share: Annotated[
        float | None,
        typer.Option(
            help="Leave out terms in a larger share of documents; 0.5 from 20 documents on.",
            rich_help_panel=TEXT,
            show_default=False,
        ),
    ] = None,
    max_terms: Annotated[
        int | None,
        typer.Option(
            min=1,
            help="Keep the most frequent terms only.",
            rich_help_panel=TEXT,
            show_default=False,
        ),
    ] = None,
    max_heading_share: Annotated[
        float,
        typer.Option(
            help="Do not count words of headings that a larger share of documents has.",
            rich_help_panel=TEXT,
        ),
    ] = 0.1,
    text_column: Annotated[
        str,
        typer.Option(help="Column or key that holds the text.", rich_help_panel=READING),
    ] = "text",
    id_column: Annotated[
        str | None,
        typer.Option(
            help="Column or key that holds the id.", rich_help_panel=READING, show_default=False
        ),
    ] = None,
    section_tokens: Annotated[
        int | None,
        typer.Option(
            min=1,
            help="Cut longer sections at paragraph ends.",
            rich_help_panel=READING,
            show_default=False,
        ),
    ] = None,
    skip_bad: Annotated[
        bool,
        typer.Option(
            "--skip-bad",
            help="Skip rows that cannot be read, and count them.",
            rich_help_panel=READING,
        ),
    ] = False,
    no_split: Annotated[
        bool,
        typer.Option(
            "--no-split",
            help="Keep a page of several articles one document.",
            rich_help_panel=READING,
        ),
    ] = False,
    keep_furniture: Annotated[
        bool,
        typer.Option(
            "--keep-furniture",
            help="Leave in what repeats over documents and other site furniture.",
            rich_help_panel=READING,
        ),
    ] = False,
    max_file_size: Annotated[
        str | None,
        typer.Option(
            help="Leave out larger files; 100MB of text, 1GB of rows by default.",
            rich_help_panel=READING,
            show_default=False,
        ),
    ] = None,
) -> None:
    """Fit topics to documents and write a run folder.

    Reads text, Markdown, reST, HTML, JSON, JSON Lines, CSV and TSV, also gzipped, and Parquet.
    """
    from topics import workflow
    from topics.counting.tokens import TOKEN_PATTERN
    from topics.errors import TopicsWarning
    from topics.storage import check_formats, check_target

    kinds = check_formats(name.strip() for name in formats.split(",") if name.strip())
    check_target(output, overwrite=overwrite)
    with progress_bars(quiet) as progress, warnings.catch_warnings():
        # They stand in the run and are printed with it.
        warnings.simplefilter("ignore", TopicsWarning)
        run = workflow.fit(
            paths,
            model=model,
            n_topics=n_topics,
            level=level,
            engine=engine,
            random_state=random_state,
            n_threads=n_threads,
            stop_words=stop_words,
            extra_stop_words=extra_stop_words.replace(",", " ").split(),
            token_pattern=token_pattern or TOKEN_PATTERN,
            ngrams=ngrams,
            phrases=phrases,
            min_documents=min_documents,
            max_document_share=max_document_share,
            max_terms=max_terms,
            max_heading_share=max_heading_share,
            weighting=weighting,
            document_topic_prior=_prior(document_topic_prior),
            topic_term_prior=topic_term_prior,
            loss=loss,
            max_sweeps=max_sweeps,
            tolerance=tolerance,
            order=order,
            relevance=relevance,
            n_shown=n_shown,
            project=not no_map,
            n_neighbors=n_neighbors,
            read_options={
                "text_column": text_column,
                "id_column": id_column,
                "section_tokens": section_tokens,
                "skip_bad": skip_bad,
                "split": not no_split,
                "keep_furniture": keep_furniture,
                "max_file_size": max_file_size and n_bytes(max_file_size, "--max-file-size"),
            },
            progress=progress,
        )
        if progress is not None:
            progress("save", 0, 1)
        run.save(output, formats=kinds, overwrite=overwrite, text=not no_text)
        if progress is not None:
            progress("save", 1, 1)
    if not quiet:
        print_run(run, verbose=verbose)
        typer.echo(f"Written to {output}; open {output / 'report.html'} in a browser")


def _prior(text: str | None) -> str | float | None:
    """A number where the option is one; `auto` and what the engine must refuse stay text."""
    if text is None or text == "auto":
        return text
    try:
        return float(text)
    except ValueError:
        from topics.errors import OptionError

        raise OptionError(
            f"--document-topic-prior is {text!r}, expected a positive number or auto"
        ) from None
