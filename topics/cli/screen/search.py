"""What a search found: topics, documents and sections, with the words marked."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Any

from topics.cli.screen.tables import LABEL_WIDTH, cut_in_middle, one_line, screen
from topics.values import amount, printable

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from topics.runs import Found, TopicRun

MAX_COMPARED = 50_000
"""Maximum number of terms that are searched for words close to one that was not found."""

NO_TEXTS = (
    "The run has no texts, so counted terms, titles and headings were searched, and there are no "
    "excerpts; a fit without --no-text keeps the texts"
)


def print_found(run: TopicRun, found: Found) -> None:
    """Print the rows of a search by level, with what was found in bold or in brackets."""
    from rich.text import Text

    console = screen()
    if not found.table.height:
        _print(console, Text(_nothing(run, found)))
    for level, n_rows in found.n_rows.items():
        rows = found.table.filter(level=level)
        if not rows.height:
            continue
        more = "" if rows.height == n_rows else f", the first {rows.height}"
        console.print(f"{amount(n_rows, level)}{more}:", style="bold", markup=False)
        for row in rows.iter_rows(named=True):
            _print(console, Text(_first_line(run, row)), indent=2)
            if row["excerpt"]:
                shown = _marked(row["excerpt"], row["marks"], is_terminal=console.is_terminal)
                _print(console, shown, indent=4)
    if not found.has_texts:
        _print(console, Text(NO_TEXTS, "yellow"))


def _print(console: Console, text: Text, *, indent: int = 0) -> None:
    """Print a text, on a terminal in lines between whose words it is broken, else in one line."""
    from rich.padding import Padding

    if console.is_terminal:
        console.print(Padding(text, (0, 0, 0, indent), expand=False))
    else:
        text.pad_left(indent)
        console.print(text, soft_wrap=True)


def _first_line(run: TopicRun, row: dict[str, Any]) -> str:
    """What a row is: a topic, or a document or section with its largest topic."""
    topic = "" if row["topic"] is None else _topic(run, row["topic"])
    where = f"in its {row['places']}" if row["places"] else ""
    if row["level"] == "topic":
        n_words = row["words"].count(",") + 1
        where = f"{row['score'] / n_words:.0%} of {one_line(row['words'])}"
        return f"{topic} ({where})"
    name = one_line(row["document"])
    if row["level"] == "section":
        name = f"{name} {row['position']}"
    title = one_line(row["title"] or "")
    named = f"{name}: {title}" if title and title != name else name
    rest = "; ".join(part for part in (where, topic and f"topic {topic}") if part)
    return f"{named} ({rest})"


def _topic(run: TopicRun, topic: int) -> str:
    return f"{topic} {cut_in_middle(one_line(run.topics['label'][topic]), LABEL_WIDTH)}"


def _marked(excerpt: str, marks: list[list[int]], *, is_terminal: bool) -> Text:
    """The excerpt with its marks: bold on a terminal, in brackets elsewhere."""
    from rich.text import Text

    text, last = Text(), 0
    for begin, end in marks:
        text.append(printable(excerpt[last:begin]))
        part = printable(excerpt[begin:end])
        text.append(part if is_terminal else f"[{part}]", "bold underline" if is_terminal else "")
        last = end
    text.append(printable(excerpt[last:]))
    return text


def _nothing(run: TopicRun, found: Found) -> str:
    """That nothing was found, with words of the run that are spelled nearly so."""
    listed = ", ".join(str(word) for word in found.words)
    terms = [str(term) for term in run.terms[:MAX_COMPARED]]
    close: dict[str, None] = {}
    for word in found.words:
        close.update(dict.fromkeys(difflib.get_close_matches(str(word), terms, n=3)))
    words = f"; words of the run close to it: {', '.join(close)}" if close else ""
    return printable(f"Nothing in the run has {listed}{words}")
