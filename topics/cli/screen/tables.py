"""Tables of topics, of new documents and of neighbours, and what was removed."""

from __future__ import annotations

import sys
from collections import Counter
from typing import TYPE_CHECKING, Any

from topics.cli.parsing.own_flags import in_own_flags
from topics.values import agreeing, amount, printable

if TYPE_CHECKING:
    import polars as pl
    from rich.console import Console
    from rich.table import Table

    from topics.results import Transformed
    from topics.runs import AskedRow, TopicRun

WIDTH = 120
"""Width of a line that is not printed to a terminal."""

TITLE_WIDTH, LABEL_WIDTH = 44, 36
"""Titles and labels of topics are cut to this many characters in tables, but never in files."""

NARROW_TITLE, NARROW_LABEL = 26, 26
"""The same in tables that end with ids, on a screen of less than `WIDTH` columns."""

WIDEST = 10_000
"""Width of a table whose ids must be whole: a terminal wraps its lines where it has to."""


LEFT_OUT = {
    "files-of-others": ("file of another kind", "files of other kinds"),
    "unknown-endings": ("file of unknown or no ending", "files of unknown or no ending"),
    "files-of-runs": ("file that a run wrote", "files that a run wrote"),
    "runs-in-folders": ("folder of results", "folders of results"),
    "files-too-large": ("file above the size limit", "files above the size limit"),
    "unreadable-files": ("file that could not be read", "files that could not be read"),
    "documents-in-other-languages": (
        "document in another language",
        "documents in other languages",
    ),
}
"""Notices of what is in a folder and was not read, and what they count."""


def print_topics(run: TopicRun) -> None:
    """Print what was read, what was removed, and the topics."""
    console = screen()
    console.print(
        f"{amount(run.documents.height, 'document')}, {amount(run.sections.height, 'section')}, "
        f"{amount(len(run.terms), 'term')} in the vocabulary, {int(run.counts.weights.sum()):,} "
        "counted",
    )
    n_copies = run.counts.n_copies
    if n_copies:
        console.print(
            f"{amount(n_copies, 'document')} {agreeing(n_copies, 'is a copy', 'are copies')} of "
            f"earlier ones, not counted, with topics of {agreeing(n_copies, 'its', 'their')} own "
            "text (column duplicate_of)"
        )
    _print_left_out(console, run.warnings)
    _print_removed(console, run.removed)
    console.print(_table_of_topics(run.topics, run.documents.height))


def print_clusters(run: TopicRun, warnings: list[dict[str, Any]]) -> None:
    """Print the clusters of a run, largest first, and what is to be known of them."""
    from rich.text import Text

    clusters = run.clusters
    if clusters is None:
        return
    console = screen()
    sizes = f"n_{clusters.level}s"
    table = empty_table()
    for name in ("cluster", f"{clusters.level}s", "stability"):
        table.add_column(name, justify="right")
    for name in ("largest topics", "terms"):
        table.add_column(name)
    for row in clusters.table.iter_rows(named=True):
        stability = "" if row["stability"] is None else f"{row['stability']:.2f}"
        cells = (str(row["cluster"]), f"{row[sizes]:,}", stability)
        table.add_row(*cells, Text(one_line(row["topics"])), Text(one_line(row["terms"])))
    console.print(table)
    print_warnings(console, warnings)


def print_tree(run: TopicRun, of: str) -> None:
    """Print the kept tree of the topics or clusters of a run, if there is one."""
    from topics.trees import show

    tree = run.topic_tree if of == "topics" else run.cluster_tree
    if tree is not None:
        console = screen()
        console.print(f"The {of}, nested:")
        console.print(printable(show(tree)), markup=False)


def print_record(manifest: dict[str, Any]) -> None:
    """Print the seconds, versions and parameters of a manifest, without long lists."""
    console = screen()
    seconds = manifest.get("seconds", {})
    console.print("Seconds: " + ", ".join(f"{k} {v:.2f}" for k, v in seconds.items()))
    console.print("Versions: " + _pairs(manifest.get("versions", {})))
    parameters = manifest.get("parameters", {})
    printed = {name: value for name, value in parameters.items() if name != "stop_word_list"}
    console.print("Parameters: " + printable(_pairs(printed)), markup=False)


def print_transformed(fitted: TopicRun, result: Transformed, *, verbose: bool = False) -> None:
    """Print what was read, what is unknown to the run, the topics, what was removed, warnings."""
    console = screen()
    unknown, frequent = (result.quality[key] for key in ("unknown_terms", "too_frequent_terms"))
    console.print(
        f"{amount(result.documents.height, 'document')}, "
        f"{amount(result.sections.height, 'section')}, "
        f"{amount(int(result.sections['n_terms'].sum()), 'term')} counted"
    )
    console.print(_table_of_new_shares(fitted.topics, result))
    n_unknown = int(unknown["count"])
    console.print(
        f"Unknown to the run: {amount(n_unknown, 'term')}, {unknown['share']:.1%}; "
        f"{unknown['n_different']:,} different (all listed in unknown_terms.csv)"
        if n_unknown
        else "Unknown to the run: no term"
    )
    if frequent["count"]:
        console.print(
            "Known, but left out of the run as too frequent: "
            f"{amount(int(frequent['count']), 'term')}; {frequent['n_different']:,} different"
        )
    _print_left_out(console, result.warnings)
    _print_removed(console, result.removed)
    print_warnings(console, result.warnings)
    if verbose:
        print_record(result.manifest)


def _table_of_new_shares(topics: pl.DataFrame, result: Transformed) -> Table:
    """Every topic with its share of the new documents, largest first, and of the run's."""
    from rich.text import Text

    from topics.shares import mean_row

    n_terms = result.documents["n_terms"].to_numpy()
    share = mean_row(result.document_topic, n_terms, topics.height)
    largest = result.documents["topic"].drop_nulls()
    table = empty_table()
    for name in ("topic", "share", "in the run", "documents"):
        table.add_column(name, justify="right")
    table.add_column("terms")
    order = (-share).argsort(kind="stable")
    if "hidden" in topics.columns:  # topics that were hidden by hand are last
        order = order[topics["hidden"].to_numpy()[order].argsort(kind="stable")]
    for topic in order.tolist():
        number, of_run, terms = topics.select("topic", "share", "terms").row(topic)
        n_documents = int((largest == topic).sum())
        cells = (str(number), f"{share[topic]:.1%}", f"{of_run:.1%}", f"{n_documents:,}")
        table.add_row(*cells, Text(one_line(terms)))
    return table


def print_neighbours(
    topics: pl.DataFrame, asked: AskedRow, nearest: pl.DataFrame, warnings: list[dict[str, Any]]
) -> None:
    """Print the topic of a row, and its neighbours with theirs; ids are never cut."""
    from rich.text import Text

    labels = topics["label"]
    largest = int(asked.shares.argmax())
    named = _topic_text(largest, labels[largest], float(asked.shares[largest]))
    title_width, label_width = widths_of_cells()
    printed = empty_table()
    printed.add_column("distance", justify="right")
    printed.add_column("topic", no_wrap=True)
    of_sections = "heading" in nearest.columns
    if of_sections:
        printed.add_column("position", justify="right")
    printed.add_column("heading" if of_sections else "title", no_wrap=True)
    printed.add_column("document", no_wrap=True)
    for row in nearest.iter_rows(named=True):
        name = row["heading"] if of_sections else row["title"]
        cells = [f"{row['distance']:.3f}"]
        topic = row["topic"]
        cells.append(_topic_text(topic, labels[topic], row["topic_share"], label_width))
        cells += [str(row["position"])] if of_sections else []
        cells += [cut_in_middle(one_line(name or ""), title_width), one_line(row["document"])]
        printed.add_row(*map(Text, cells))
    screen().print(f"{printable(asked.name)}: topic {named}", markup=False, soft_wrap=True)
    print_wide(printed)
    print_warnings(screen(), warnings)


def _topic_text(topic: int, label: str, share: float, width: int = LABEL_WIDTH) -> str:
    """A topic on one line: number, label and share."""
    return f"{topic} {cut_in_middle(one_line(label), width)} {share:.0%}"


def widths_of_cells() -> tuple[int, int]:
    """Width of titles and of labels in a table that ends with ids: narrower on a narrow screen."""
    is_narrow = screen().width < WIDTH
    return (NARROW_TITLE, NARROW_LABEL) if is_narrow else (TITLE_WIDTH, LABEL_WIDTH)


def print_wide(table: Table) -> None:
    """Print a table whose cells are never cut.

    Lines have no blanks at their end, which would be an empty line on a screen that is narrower.
    """
    from rich.segment import Segment, Segments

    console = screen(wide=True)
    for line in console.render_lines(table, pad=False):
        while line and not line[-1].text.strip():
            line.pop()
        if line:
            line[-1] = Segment(line[-1].text.rstrip(), line[-1].style)
        console.print(Segments([*line, Segment.line()]), end="")


def one_line(text: str) -> str:
    """Return a text on one line, with white space as single spaces and nothing to steer with."""
    return printable(" ".join(text.split()))


def cut_in_middle(text: str, width: int) -> str:
    """Return the text, or its first and last characters if it is longer than this.

    Examples
    --------
    >>> cut_in_middle("archive/2024/harbour/news-of-the-port.html", 24)
    'archive/2024…e-port.html'
    """
    if len(text) <= width:
        return text
    n_first = width // 2
    return f"{text[:n_first]}…{text[len(text) - (width - n_first - 1) :]}"


def coherence_in_words(topic: dict[str, Any], n_documents: int) -> str:
    """Coherence of a topic; a dash where one document makes it 0, whatever the topics are."""
    return "–" if n_documents < 2 else f"{topic['coherence']:z.2f}"


def _table_of_topics(topics: pl.DataFrame, n_documents: int) -> Table:
    """Number, share, scores and terms of every topic, in the order of lists; also edits.

    Labels are shown if not all of them were made from the terms.
    """
    from rich.text import Text

    from topics.report import in_shown_order
    from topics.runs import has_own_labels

    is_edited = "original_topics" in topics.columns
    has_labels = is_edited or has_own_labels(topics)
    has_stability = "stability" in topics.columns
    numbers = {
        "topic": True,
        "in the fit": is_edited,
        "share": True,
        "stability": has_stability,
        "NPMI": True,
    }
    table = empty_table()
    for name, is_shown in numbers.items():
        if is_shown:
            table.add_column(name, justify="right")
    for name in ("label", "terms") if has_labels else ("terms",):
        table.add_column(name)
    rows = in_shown_order(topics)
    for row in rows.iter_rows(named=True):
        cells = [str(row["topic"]), f"{row['share']:.1%}", coherence_in_words(row, n_documents)]
        if has_stability:  # null for topics that were merged
            cells.insert(2, "" if row["stability"] is None else f"{row['stability']:.2f}")
        if is_edited:
            cells.insert(1, row["original_topics"])
        if has_labels:
            cells.append(_edited_label(row) if is_edited else one_line(row["label"]))
        style = "dim" if is_edited and row["hidden"] else None
        table.add_row(*map(Text, cells), Text(printable(row["terms"])), style=style)
    return table


def _edited_label(row: dict[str, Any]) -> str:
    """Label of a topic, with its group and whether it is hidden."""
    group = f"[{row['group']}] " if row["group"] else ""
    hidden = " (hidden)" if row["hidden"] else ""
    return one_line(f"{group}{row['label']}{hidden}")


def _print_left_out(console: Console, warnings: list[dict[str, Any]]) -> None:
    """Print how many files and folders were not read, of each kind."""
    numbers: Counter[str] = Counter()
    for each in warnings:
        numbers[str(each.get("code"))] += int(each.get("count", 0))
    listed = [amount(numbers[code], *names) for code, names in LEFT_OUT.items() if numbers[code]]
    if listed:
        console.print(f"Not read: {', '.join(listed)} (see the warnings)", markup=False)


def _print_removed(console: Console, removed: pl.DataFrame) -> None:
    """Print how much was removed from texts, by reason; what was left out whole is not read."""
    from topics.reading.languages import OF_LANGUAGE

    of_texts = removed.filter(removed["line"].is_not_null() | removed["document"].is_not_null())
    of_texts = of_texts.filter(~of_texts["reason"].str.starts_with(OF_LANGUAGE))
    if of_texts.height:
        reasons = of_texts.group_by("reason").len().sort("reason").iter_rows()
        listed = ", ".join(f"{reason} ({count:,})" for reason, count in reasons)
        console.print(f"Removed from the texts: {listed}; all listed in removed.csv", markup=False)


def print_warnings(console: Console, warnings: list[dict[str, Any]]) -> None:
    """Print the message of every warning."""
    for warning in warnings:
        message = printable(in_own_flags(warning["message"]))
        console.print(f"Warning: {message}", style="yellow", markup=False)


def _pairs(values: dict[str, Any]) -> str:
    return ", ".join(f"{name} {value}" for name, value in values.items())


def screen(*, wide: bool = False) -> Console:
    """Standard output as rich prints on it; `wide` for tables whose cells are never cut."""
    from rich.console import Console

    width = None if sys.stdout.isatty() else WIDTH
    return Console(width=WIDEST if wide else width, highlight=False, emoji=False)


def empty_table() -> Table:
    """A table without lines."""
    from rich.table import Table

    return Table(box=None, header_style="bold", pad_edge=False)
