"""The quality card on the terminal: every score with its reference, then the warnings."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from topics.cli.screen.tables import one_line, print_warnings, screen

if TYPE_CHECKING:
    from topics.runs import TopicRun

WORDS = {
    "terms": "{} terms of every topic",
    "order": "in the order of {}",
    "relevance": "with the weight {}",
    "window": "windows of {} tokens",
    "windows": "{} windows",
    "uncounted_words": "words that are not counted {}",
    "documents": "{} documents",
    "fits": "{} fits",
    "pairs_never_met": "{} pairs never meet",
    "terms_missing": "{} terms missing",
    "floor": "floor {}",
    "method": "method {}",
    "random_state": "random state {}",
    "share": "share {}",
    "weighting": "fitted on {}",
    "topics": "topics {}",
    "persistence": "persistence {}",
    "weight": "weight {}",
}
"""Settings are printed in these words; others are printed with their names."""

IN_REFERENCE = ("terms", "fits", "documents")
"""Numbers that are left out if the reference names them."""

UNIGRAM = "unigram"
"""This setting of a perplexity is that of a model without topics."""

LARGE = 100
"""Scores from this on are printed without decimals."""


def print_quality(run: TopicRun) -> None:
    """Print the scores of a run with reference and settings in words, then its warnings."""
    console = screen()
    scores = [
        score for score in run.quality["scores"] if isinstance(score.get("value"), int | float)
    ]
    for score in scores:
        console.print(one_line(in_words(score)), markup=False)
    if not any(str(score.get("name")).startswith("stability") for score in scores):
        console.print(
            "stability: not measured, as there was one fit; `topics evaluate RUN --refits 20` "
            "measures it",
            markup=False,
        )
    print_warnings(console, run.warnings)


def in_words(score: dict[str, Any]) -> str:
    """A score in one line.

    Examples
    --------
    >>> in_words({"name": "diversity", "value": 0.9, "reference": "all", "settings": {"terms": 10}})
    'diversity: 0.900 (over all; 10 terms of every topic)'
    >>> in_words({"name": "perplexity", "value": 2414.2, "settings": {"unigram": 4812.0}})
    'perplexity: 2,414; lower is better; a unigram model scores 4,812'
    """
    line = f"{score.get('name')}: {_number(score['value'])}"
    settings = score.get("settings")
    settings = dict(settings) if isinstance(settings, dict) else {}
    unigram = settings.pop(UNIGRAM, None)
    if isinstance(unigram, int | float):
        line += f"; lower is better; a unigram model scores {_number(unigram)}"
    reference = str(score.get("reference") or "")
    about = [f"over {reference}"] if reference else []
    details = [
        WORDS.get(name, f"{name} {{}}").format(_setting(value))
        for name, value in settings.items()
        if name != "column" and not (name in IN_REFERENCE and _setting(value) in reference.split())
    ]
    about += [", ".join(details)] if details else []
    return f"{line} ({'; '.join(about)})" if about else line


def _number(value: float) -> str:
    if isinstance(value, int):
        return f"{value:,}"
    return f"{value:,.0f}" if math.isfinite(value) and abs(value) >= LARGE else f"{value:.3f}"


def _setting(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    return f"{value:,}" if isinstance(value, int) else f"{value:g}"
