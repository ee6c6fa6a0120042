"""Every option of reading and fitting, in one table each, for API, command line and run folders.

A field of `ReadOptions` or `FitOptions` has the name, type, default, range and documentation of an
option. The command line is made from these fields, the docstrings of `topics.fit` and
`topics.read` end with them, and a run folder keeps their values as JSON. Only the signatures of
`topics.fit` and `topics.read` repeat names and defaults; tests/test_options.py compares them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from topics import choices
from topics.errors import OptionError
from topics.options.specs import OptionTable, option
from topics.seed_topics import SeedTopic

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    Table = Any

MODEL, TERMS, READING, OUTPUT = "Model", "Terms", "Reading", "Output"
"""Groups of options in ``--help``."""

IN_MEMORY = "table in memory"
"""What a run folder says of a table that was passed in memory and is not kept there."""


@dataclass(frozen=True, kw_only=True)
class ReadOptions(OptionTable):
    """Options of `topics.read`, each with its default."""

    text_column: str = option(
        "text", "Column or key that holds the text; dots lead into objects (data.text). A row "
        "with a list `sections` (objects with heading, level, text) uses those instead.",
        str, READING,
    )  # fmt: skip
    id_column: str | None = option(
        None, "Column or key that holds the ids. Default: id, where there is one.", str, READING
    )
    title_column: str | None = option(
        None, "Column or key that holds the titles. Default: title, where there is one.",
        str, READING,
    )  # fmt: skip
    date_column: str | None = option(
        None, "Column or key that holds the dates. Default: date, where there is one.",
        str, READING,
    )  # fmt: skip
    group_by: str | None = option(
        None, "Rows with the same value in this column are the sections of one document, whose id "
        "is the value.", str, READING,
    )  # fmt: skip
    section_column: str | None = option(
        None, "Column or key that holds the heading of the row, which is then one section.",
        str, READING,
    )  # fmt: skip
    lines: bool = option(
        False, "Every line of a text file is a document; fields for id and label before it, "
        "separated by tabs, are recognised.", bool, READING,
    )  # fmt: skip
    section_tokens: int | None = option(
        None, "Cut sections that are longer than this many tokens at paragraph ends.",
        int, READING, lowest=1,
    )  # fmt: skip
    skip_bad: bool = option(
        False, "Skip rows that cannot be read, and count them; a row that repeats an id of its "
        "file becomes a section of that document.", bool, READING,
    )  # fmt: skip
    split: bool = option(
        True, "Split pages of several articles into one document per article.",
        bool, READING, flag="--no-split",
        off_help="Keep a page of several articles as one document.",
    )  # fmt: skip
    keep_furniture: bool = option(
        False, "Keep menus, buttons, notices and blocks that repeat across documents.",
        bool, READING,
    )  # fmt: skip
    max_file_size: int | None = option(
        None, "Leave out larger files (size after unpacking). Default: 100 MB for pages and JSON, "
        "1 GB for JSON Lines, tables, mailboxes, archives and `lines`.", int, READING, lowest=1,
    )  # fmt: skip
    encoding: str | None = option(
        None, "Encoding, such as cp1250, of text files that are not UTF-8 and do not name theirs. "
        "Default: a guess for each file.", str, READING,
    )  # fmt: skip
    all_files: bool = option(
        False, "Read files of unknown or no ending, too, as plain text if they are text.",
        bool, READING,
    )  # fmt: skip
    metadata: str | Path | Table | None = option(
        None, "Table with metadata of the documents (CSV, TSV, JSON Lines, JSON or Parquet; from "
        "Python also a table in memory). A row belongs to the documents whose id, path or file "
        "name, with or without ending, one of its cells is.", str, READING, takes_table=True,
    )  # fmt: skip
    metadata_key: str | None = option(
        None, "Column of the table of metadata that names the documents. Default: the column that "
        "names most of them.", str, READING,
    )  # fmt: skip
    metadata_pattern: str | None = option(
        None, "Pattern of file names, such as '{year}-{party}-{}.txt' or '{party}/{year}.txt': "
        "what is at a name in braces becomes a column.", str, READING,
    )  # fmt: skip
    language: str | None = option(
        None, "Keep only the documents in these languages (codes such as en or en,de), and those "
        "whose language is not known; the others are listed as removed.", str, READING,
    )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class FitOptions(OptionTable):
    """Options of `topics.fit`, each with its default.

    `TopicRun.options` holds the values that were in force: defaults that depend on the model or
    on the corpus are replaced by what they stood for.
    """

    model: str = option("lda", "Topic model.", str, MODEL, choices=choices.MODELS)
    n_topics: int | str | None = option(
        None, "Number of topics, or auto to choose it, as `topics select` does. Default: "
        f"{choices.DEFAULT_TOPICS}, or fewer in a small corpus.",
        int, MODEL, flag="--topics", lowest=1, word=choices.AUTO,
    )  # fmt: skip
    n_fits: int | None = option(
        None, "Number of fits: the best one is shown, and the others say how stable its topics "
        "are; intervals of shares are too narrow without them. "
        f"Default: {choices.DEFAULT_FITS}, or 1 for engines of other libraries.",
        int, MODEL, flag="--fits", lowest=1, highest=1000,
    )  # fmt: skip
    level: str = option(
        "section", "Fit on sections or on whole documents. Results have both levels in any case.",
        str, MODEL, choices=choices.LEVELS,
    )  # fmt: skip
    engine: str | None = option(
        None, f"Library that fits the model. Default: {choices.DEFAULT_ENGINE}.",
        str, MODEL, choices=choices.ENGINES,
    )  # fmt: skip
    random_state: int = option(
        0, "Seed of the random numbers. The same value gives identical results, with any number "
        "of threads.", int, MODEL, lowest=0, highest=choices.MAX_RANDOM_STATE,
    )  # fmt: skip
    n_threads: int | None = option(
        None, "Maximum number of threads. Default: all cores. Results do not depend on it.",
        int, MODEL, flag="--threads", lowest=1,
    )  # fmt: skip
    memory: str | None = option(
        None, "Limit of memory, such as 4GB: a fit that takes more is refused, with what it takes "
        "and why. Default: none, with a warning if a fit takes more than half of the free memory.",
        str, MODEL,
    )  # fmt: skip
    partition_rows: int | None = option(
        None, "Fit partitions of this many rows, which need not be in memory together, in this "
        "process or by workers (engine topics; NMF with squared loss only). Results depend on this "
        "number, but not on the workers. "
        f"Default: {choices.DEFAULT_PARTITION_ROWS} with workers and for LDA of more than "
        f"{choices.MANY_ROWS:,} rows, else no partitions.",
        int, MODEL, lowest=1,
    )  # fmt: skip
    document_topic_prior: str | float | ArrayLike | None = option(
        None, 'Document-topic prior (LDA only): a number, or "auto" to learn it.', str, MODEL,
        takes_numbers=True,
    )  # fmt: skip
    topic_term_prior: float | ArrayLike | None = option(
        None,
        "Topic-term prior: a positive number for LDA; for NMF, from Python, an array of weights "
        "(n_topics, n_vocabulary).",
        float,
        MODEL,
    )
    seed_topics: str | Path | Mapping[str, Any] | None = option(
        None, "Topics to find, by name, with words that should lead to each: a TOML file of "
        '"name" = ["word", "word"], or from Python a dictionary. They are the first topics; the '
        "others are free.", SeedTopic, MODEL,
    )  # fmt: skip
    loss: str | None = option(
        None, "Loss to minimise (NMF only). Default: frobenius.",
        str, MODEL, choices=choices.LOSSES,
    )  # fmt: skip
    weighting: str | None = option(
        None, "Values that the model is fitted on. Default: counts for lda, tf-idf for nmf.",
        str, MODEL, choices=choices.WEIGHTINGS,
    )  # fmt: skip
    max_sweeps: int | None = option(
        None, "Maximum number of passes over the data. The default depends on the engine.",
        int, MODEL, lowest=1,
    )  # fmt: skip
    tolerance: float | None = option(
        None, "Stop when a pass improves the fit by less than this. The default depends on the "
        "engine.", float, MODEL, lowest=0,
    )  # fmt: skip
    stop_words: str | Path | Iterable[str] = option(
        "en", "Words that are not counted: codes of languages, such as en or en,de (58 are known; "
        "any other code lists them), auto for those of the texts, none, or a file of words.",
        str, TERMS, takes_words=True,
    )  # fmt: skip
    extra_stop_words: Iterable[str] = option(
        (), "More stop words (on the command line, separated by commas).", list, TERMS
    )
    token_pattern: str = option(
        choices.TOKEN_PATTERN, "Regular expression that a token matches, in lower-case text "
        "(syntax of Rust's regex crate).", str, TERMS,
    )  # fmt: skip
    pre_tokenized: bool = option(
        False, "Texts are cut into tokens already: what blanks separate is a token if it has a "
        "letter. For Chinese, Japanese and Thai, or for lemmas.", bool, TERMS,
    )  # fmt: skip
    normalize: str = option(
        "none", "Count words with the same stem or lemma as one term, by the language of their "
        "document. A stem is shown as its most frequent word.", str, TERMS,
        choices=choices.NORMALIZATIONS,
    )  # fmt: skip
    ngrams: int = option(
        1, "Maximum number of consecutive tokens that make a term.",
        int, TERMS, lowest=1, highest=choices.MAX_NGRAMS,
    )  # fmt: skip
    phrases: bool = option(False, "Join collocations with _ before counting.", bool, TERMS)
    min_documents: int | None = option(
        None, "Leave out terms that occur in fewer documents. Default: 1 under 20 documents, 2 "
        "under 1,000, 5 under 20,000, else 10.", int, TERMS, lowest=1,
    )  # fmt: skip
    max_document_share: float | None = option(
        None, "Leave out terms that occur in a larger share of the documents. Default: 1 under "
        "20 documents, else 0.5.", float, TERMS,
    )  # fmt: skip
    max_terms: int | None = option(
        None, "Keep only this many terms, the most frequent ones.", int, TERMS, lowest=1
    )
    max_heading_share: float = option(
        choices.DEFAULT_HEADING_SHARE, "Do not count the words of headings that occur in a larger "
        "share of the documents; 1 counts all.", float, TERMS,
    )  # fmt: skip
    piece_tokens: int | None = option(
        None, "Show the model long sections in pieces of about this many words, cut at paragraph "
        "ends; tables keep the sections whole. 0 cuts none. Default: a hundredth of the corpus, "
        "but 100 to 500.", int, TERMS, lowest=0,
    )  # fmt: skip
    keep_duplicates: bool = option(
        False, "Count documents that repeat an earlier one, word for word or nearly so, as all "
        "others. They get topics in any case.", bool, TERMS,
    )  # fmt: skip
    order: str | None = option(
        None, "Order of the terms that a topic shows. Default: contribution for lda, relevance "
        "for nmf.", str, OUTPUT, choices=choices.ORDERS,
    )  # fmt: skip
    relevance: float = option(
        choices.DEFAULT_RELEVANCE, "Weight of probability in the order by relevance: 1 ranks by "
        "probability, 0 by how specific a term is to the topic.",
        float, OUTPUT, lowest=0, highest=1,
    )  # fmt: skip
    n_shown: int = option(
        choices.DEFAULT_DISPLAYED_TERMS, "Number of terms shown per topic.", int, OUTPUT,
        flag="--terms", lowest=choices.DEFAULT_DISPLAYED_TERMS,
    )  # fmt: skip
    project: bool = option(
        True, "Make the 2D map.", bool, OUTPUT, flag="--no-map", off_help="Leave out the 2D map."
    )
    map_engine: str = option(
        choices.DEFAULT_MAP_ENGINE, "Library that makes the map.",
        str, OUTPUT, choices=choices.MAP_ENGINES,
    )  # fmt: skip
    map_view: str = option(
        choices.DEFAULT_MAP_VIEW, "What makes rows neighbours on the map: topics in the run "
        "(shares), in several short fits (consensus), their terms (tf-idf), or embeddings, which "
        "only topics.project takes.", str, OUTPUT, choices=choices.MAP_VIEWS,
    )  # fmt: skip
    n_neighbors: int = option(
        choices.DEFAULT_NEIGHBORS, "Neighbours per point on the map: fewer show detail, more show "
        "the whole.", int, OUTPUT, flag="--neighbors", lowest=2,
    )  # fmt: skip
    min_dist: float = option(
        choices.DEFAULT_MIN_DIST, "Minimum distance of neighbours on the map: smaller values pack "
        "them more tightly.", float, OUTPUT, lowest=0, highest=1,
    )  # fmt: skip
    cluster: str | None = option(
        None, "Also find clusters of the documents by this method, as `topics cluster` does.",
        str, OUTPUT, choices=choices.CLUSTER_METHODS,
    )  # fmt: skip
    n_clusters: int | None = option(
        None, "Number of clusters. Default: as many as the method finds; kmeans needs a number.",
        int, OUTPUT, flag="--clusters", lowest=1,
    )  # fmt: skip
    date: str | None = option(
        None, "Also find the topics over time by this column of dates, as `topics trends` does.",
        str, OUTPUT,
    )  # fmt: skip
    by: str | None = option(
        None, "Also compare the topics of groups by this column, as `topics trends` does.",
        str, OUTPUT,
    )  # fmt: skip
    tree: int | Iterable[int] = option(
        (), "Also nest the topics in levels of these numbers of nodes, such as 3,8.",
        tuple, OUTPUT, lowest=1,
    )  # fmt: skip
    report_text: str = option(
        choices.DEFAULT_REPORT_TEXT, "Texts in the report: the beginning of each section "
        "(excerpts), all (full), or none.", str, OUTPUT, choices=choices.REPORT_TEXTS,
    )  # fmt: skip
    read_options: ReadOptions | None = option(
        None, "Options of `topics.read`, when paths are fitted.", None, READING
    )

    @property
    def asked(self) -> tuple[SeedTopic, ...]:
        """The topics of `seed_topics`, which are the first topics of the run."""
        return cast("tuple[SeedTopic, ...]", self.seed_topics or ())


COUNTING_OPTIONS = frozenset(
    each.name for each in fields(FitOptions) if each.metadata["spec"].group == TERMS
)
"""Options that decide how texts become counts; they do not apply to counts."""


def read_options_of(given: ReadOptions | Mapping[str, Any] | None) -> ReadOptions | None:
    """Options of reading from what a caller passed; None and an empty mapping give None."""
    if given is None or isinstance(given, ReadOptions):
        return given
    if not isinstance(given, Mapping):
        raise OptionError(f"read_options is {given!r:.80}, expected a mapping of options to values")
    return ReadOptions.of(given) if given else None
