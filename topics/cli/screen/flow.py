"""The topics along a document on the terminal: a line for each section, then the turns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from topics.cli.screen.tables import LABEL_WIDTH, TITLE_WIDTH, cut_in_middle, one_line, screen
from topics.values import amount

if TYPE_CHECKING:
    from topics.runs import Flow

BAR = 20
"""Characters of the bar of a share of 100%."""


def print_flow(flow: Flow) -> None:
    """Print the sections of a document with their largest smoothed share, and the turns."""
    from rich.table import Table
    from rich.text import Text

    console = screen()
    table = Table(box=None, header_style="bold", pad_edge=False)
    table.add_column("position", justify="right")
    table.add_column("heading", no_wrap=True)
    table.add_column("terms", justify="right")
    table.add_column("topic", no_wrap=True)
    table.add_column("share, smoothed", no_wrap=True)
    turns = set(flow.turns["position"])
    for index, row in enumerate(flow.sections.iter_rows(named=True)):
        largest = int(flow.smoothed[index].argmax())
        share = float(flow.smoothed[index, largest])
        label = cut_in_middle(one_line(flow.labels[largest]), LABEL_WIDTH)
        is_turn = row["position"] in turns
        cells = (
            str(row["position"]),
            cut_in_middle(one_line(row["heading"]), TITLE_WIDTH),
            f"{row['n_terms']:,.0f}",
            f"{'>' if is_turn else ' '} {largest} {label}",
            f"{share:4.0%} {'█' * round(BAR * share)}",
        )
        table.add_row(*map(Text, cells), style="bold" if is_turn else None)
    console.print(table)
    console.print(_summary(flow), markup=False)


def _summary(flow: Flow) -> str:
    """Where the topics turn, in one sentence."""
    if flow.remark:
        return f"{flow.remark[0].upper()}{flow.remark[1:]}."
    if not flow.turns.height:
        topic = flow.sections["topic"][0]
        return f"No turn: topic {topic} {one_line(flow.labels[topic])} leads from begin to end."
    turns = [
        f"from topic {row['before']} to {row['topic']} at section {row['position']}"
        for row in flow.turns.iter_rows(named=True)
    ]
    count = amount(len(turns), "turn")
    return f"{count}: {'; '.join(turns)}."
