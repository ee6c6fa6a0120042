"""What a growth changed in the topics of a run, in a few lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from topics.cli.screen.tables import one_line, screen
from topics.values import amount

if TYPE_CHECKING:
    from topics.runs import TopicRun


def print_growth(run: TopicRun) -> None:
    """Print which topics are new, how far the others moved, and how the vocabulary grew."""
    growth = run.growth
    if growth is None:
        return
    console = screen()
    known = growth.drop_nulls("start_similarity")
    if known.height:
        least = known.sort("start_similarity", maintain_order=True).row(0, named=True)
        n_held = int(known["is_held"].sum())
        console.print(
            f"Earlier topics: {known.height}, {int(known['moved'].sum())} moved, {n_held} held; "
            "the least similar "
            f"to itself is topic {least['topic']} (cosine {least['start_similarity']:.3f})",
            markup=False,
        )
    new = growth.filter(growth["is_new"].fill_null(False))
    for row in new.iter_rows(named=True):
        console.print(
            one_line(f"New topic {row['topic']}: {row['label']}, {row['share']:.1%}"), markup=False
        )
    record = run.manifest.get("growth", {})
    for name, said in (("new_terms", "New terms"), ("left_out_terms", "Terms left out")):
        console.print(_terms_in_words(said, record.get(name, {})), markup=False)


def _terms_in_words(said: str, terms: dict[str, Any]) -> str:
    """A number of terms, how often they were counted, and the first of them."""
    if not terms.get("n"):
        return f"{said}: none"
    first = ", ".join(map(one_line, terms["first"]))
    return f"{said}: {terms['n']:,} ({amount(terms['count'], 'time')}), most often {first}"
