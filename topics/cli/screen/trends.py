"""Topics over time and by group, as tables with small bars."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from topics.cli.screen.tables import empty_table, one_line, print_warnings, screen
from topics.values import amount

if TYPE_CHECKING:
    import polars as pl

    from topics.results.trends import ByGroup, OverTime

BARS = "▁▂▃▄▅▆▇█"
MOST_BARS = 60
"""A line has at most this many bars: those of the last periods."""

MOST_GROUPS = 6
"""A table has at most this many groups: those with the most rows."""

MOST_CHANGES = 10
"""This many changes are printed, the largest ones."""

LABEL = 34
"""Labels are cut to this many characters in tables."""


def print_over_time(found: OverTime, topics: pl.DataFrame, asked: Sequence[int] | None) -> None:
    """Print a bar for each period of every topic, its first and last share, and the changes."""
    import polars as pl
    from rich.text import Text

    console = screen()
    kind = found.settings["period"]
    first = found.table.filter(pl.col("topic") == found.table["topic"][0]).tail(MOST_BARS)
    periods = first["period"].to_list()
    documents = int(first["n_documents"].sum())
    open_end = "" if first["complete"][-1] else " (unfinished)"
    console.print(
        f"Topics by {kind}, {periods[0]} to {periods[-1]}{open_end}: {len(periods)} periods, "
        f"{documents:,} documents",
        markup=False,
    )
    table = empty_table()
    table.add_column("topic", justify="right")
    table.add_column(f"{periods[0]} to {periods[-1]}")
    for name in ("lowest", "highest", "last"):
        table.add_column(name, justify="right")
    table.add_column("last, 90%")
    table.add_column("label")
    for topic in _order(topics, asked or found.settings["topics"]):
        rows = found.table.filter(pl.col("topic") == topic).tail(MOST_BARS)
        shares = rows["share"].to_list()
        known = [share for share in shares if share is not None]
        last = rows.filter(pl.col("share").is_not_null()).row(-1, named=True)
        interval = "" if last["low"] is None else f"{100 * last['low']:.1f} to {last['high']:.1%}"
        cells = [str(topic), bars(shares), *(f"{each:.1%}" for each in (min(known), max(known)))]
        cells += [f"{last['share']:.1%}", interval, one_line(rows["label"][0])[:LABEL]]
        table.add_row(*map(Text, cells))
    console.print(table)
    _print_changes(console, found, asked or found.settings["topics"])
    print_warnings(console, list(found.notices))


def _print_changes(console: Any, found: OverTime, asked: Sequence[int] | None) -> None:
    """Print a line for each change, with the section that did most to make it."""
    changes = found.of_topics(asked).changes
    if not changes.height:
        console.print("No topic changes by more than chance from one period to the next.")
        return
    largest = changes.sort(changes["difference"].abs(), descending=True, maintain_order=True)
    for row in largest.head(MOST_CHANGES).iter_rows(named=True):
        console.print(
            f"Change in {row['period']}: topic {row['topic']} {one_line(row['label'])[:LABEL]}, "
            f"{row['before']:.1%} to {row['after']:.1%}",
            markup=False,
        )
    n_more = changes.height - MOST_CHANGES
    if n_more > 0:
        console.print(f"{n_more} smaller changes are in over_time_changes.csv")


def bars(shares: Sequence[float | None]) -> str:
    """A character for each share, from none to the largest; a blank where it is None.

    Examples
    --------
    >>> bars([0.0, None, 0.2, 0.4])
    '▁ ▅█'
    """
    largest = max((share for share in shares if share is not None), default=0) or 1.0
    return "".join(
        " " if share is None else BARS[min(7, int(8 * share / largest))] for share in shares
    )


def print_by_group(found: ByGroup, topics: pl.DataFrame, asked: Sequence[int] | None) -> None:
    """Print the share of every topic in the largest groups, with a mark where it differs."""
    import polars as pl
    from rich.text import Text

    console = screen()
    wanted = set(_order(topics, asked or found.settings["topics"]))
    groups = found.table["group"].unique(maintain_order=True).to_list()
    sizes = dict(found.table.select("group", "n_documents").unique("group").iter_rows())
    n = len(groups)
    more = f"; the table on the screen has the first {MOST_GROUPS}" if n > MOST_GROUPS else ""
    column = one_line(found.settings["column"])
    console.print(f"Topics by {column}: {amount(n, 'group')}{more}", markup=False)
    table = empty_table()
    for name in ("topic", "separation", "p"):
        table.add_column(name, justify="right")
    for group in groups[:MOST_GROUPS]:
        table.add_column(Text(f"{one_line(group)[:16]} ({sizes[group]:,})"), justify="right")
    table.add_column("label", no_wrap=True)
    for topic, label, score, _, p in found.topics.iter_rows():
        if topic not in wanted:
            continue
        cells = [str(topic), f"{score:.1%}", f"{p:.3f}"]
        rows = found.table.filter(pl.col("topic") == topic).head(MOST_GROUPS)
        cells += [_marked(row) for row in rows.iter_rows(named=True)]
        table.add_row(*map(Text, [*cells, one_line(label)[:LABEL]]))
    console.print(table)
    console.print(
        "+ and -: above or below the rest, with a 90% interval that leaves out 0; p is adjusted "
        "for the number of topics"
    )
    print_warnings(console, list(found.notices))


def _marked(row: dict[str, Any]) -> str:
    """A share with + or - where the difference from the rest is sure."""
    mark = " "
    if row["difference_low"] is not None:
        mark = "+" if row["difference_low"] > 0 else "-" if row["difference_high"] < 0 else " "
    return f"{row['share']:.1%}{mark}"


def _order(topics: pl.DataFrame, asked: Sequence[int] | None) -> list[int]:
    """Topics in the order of lists; hidden ones only if they are asked for."""
    import polars as pl

    from topics.report import in_shown_order

    shown = in_shown_order(topics)
    if asked is None and "hidden" in shown.columns:
        shown = shown.filter(~pl.col("hidden"))
    numbers: list[int] = shown["topic"].to_list()
    return [topic for topic in numbers if asked is None or topic in asked]
