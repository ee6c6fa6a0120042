"""The search for a number of topics: coarse, then finer, then around what was found.

In texts that are drawn from topics, predictions get no better a little above their number, and
themes join what was divided. In texts that people write, predictions go on getting better while
topics become parts of themes; there the number of themes decides, and grows slowly with that of the
topics.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from topics.evaluation import TOGETHER, Predictions, compare_predictions
from topics.notices import Progress, StageLog
from topics.results import SELECTION_SCHEMA, Selection
from topics.values import amount
from topics.workflow.selecting.fits import (
    HELD_OUT_SHARE,
    N_FITS,
    STAGE,
    SWEEPS,
    Measured,
    ShortFits,
)
from topics.workflow.selecting.ranges import FEWEST, useful_end

N_COARSE = 6
"""The search begins with this many numbers, each larger than the one before by the same factor."""

N_FINER, FINEST = 2, 1.15
"""At most this many numbers are tried between the smallest one that predicts as well as the best
and the next smaller one; none where they differ by less than this factor."""

LATER = 3
"""About this many numbers are fitted after the search, for the table."""


@dataclass
class Search:
    """The numbers that were measured, and the way to measure another one.

    Attributes
    ----------
    fits : ShortFits
    lowest, highest : int
        The range.
    progress : callable
    measured : dict of Measured
        By number of topics.
    """

    fits: ShortFits
    lowest: int
    highest: int
    progress: Progress
    measured: dict[int, Measured] = field(default_factory=dict)
    _done: int = 0

    def measure(self, numbers: Iterable[int], expected: Iterable[int] = ()) -> None:
        """Measure numbers that were not yet; `expected` are those that will probably follow."""
        new = [n for n in dict.fromkeys(numbers) if n not in self.measured]
        later = sum(expected)
        for place, n in enumerate(new):
            remaining = sum(new[place:]) + later
            before = self._done
            self.measured[n] = self.fits.measure(n, self._shifted(n, before, before + remaining))
            self._done += n

    def _shifted(self, n: int, before: int, total: int) -> Progress:
        """Progress of the fits with a number, as a part of the whole search."""

        def report(stage: str, done: int, of: int) -> None:
            if stage == STAGE:
                done, of = before * of // n + done, total * of // n
            self.progress(stage, done, of)

        return report

    @property
    def numbers(self) -> list[int]:
        """Measured numbers, ascending."""
        return sorted(self.measured)

    def predictions(self) -> Predictions:
        """Perplexities of the measured numbers, ascending."""
        rows = [self.measured[n] for n in self.numbers]
        return compare_predictions(np.stack([r.log_likelihood for r in rows]), rows[0].n_tokens)

    def needed(self) -> int:
        """The smallest number that predicts as well as the best; without documents the largest."""
        if not self.fits.holds_out:
            return self.numbers[-1]
        return self.numbers[self.predictions().smallest_as_good]


def coarse_numbers(lowest: int, highest: int, n: int = N_COARSE) -> list[int]:
    """Numbers from the lowest to the highest, each larger by the same factor.

    Examples
    --------
    >>> coarse_numbers(5, 60), coarse_numbers(2, 4)
    ([5, 8, 14, 22, 37, 60], [2, 3, 4])
    """
    return sorted({round(float(each)) for each in np.geomspace(lowest, highest, n)})


def search_number(fits: ShortFits, lowest: int, highest: int, log: StageLog) -> Selection:
    """Choose a number of topics in a range, as `topics.select` describes it."""
    search = Search(fits, lowest, highest, log.progress)
    with log.stage(STAGE):
        coarse = coarse_numbers(lowest, highest)
        search.measure(reversed(coarse), expected=[highest // 2] * LATER)
        for _ in range(N_FINER):
            needed = search.needed()
            smaller = [n for n in search.numbers if n < needed]
            if not smaller or needed < FINEST * smaller[-1]:
                break
            between = round((needed * smaller[-1]) ** 0.5)
            if between in search.measured:
                break
            search.measure([between], expected=[needed // 2] * LATER)
        needed = search.needed()
        themes = search.measured[needed].themes
        fewest, chosen, most = (
            int(np.clip(n, lowest, highest))
            for n in (min(themes), round(float(np.mean(themes))), max(themes))
        )
        search.measure(sorted({fewest, chosen, most}))
    return _selection(search, needed, fewest, chosen, most)


def _selection(search: Search, needed: int, fewest: int, chosen: int, most: int) -> Selection:
    fits, options = search.fits, search.fits.options
    return Selection(
        n_topics=chosen,
        table=_table(search, fewest, chosen, most),
        reason=_reason(search, needed, fewest, chosen, most),
        warnings=tuple(_warnings(search, needed, chosen)),
        settings={
            "lowest": search.lowest,
            "highest": search.highest,
            "needed": needed,
            "themes": list(search.measured[needed].themes),
            "model": options.model,
            "level": options.level,
            "random_state": options.random_state,
            "fits": N_FITS,
            "max_sweeps": SWEEPS,
            "held_out_share": HELD_OUT_SHARE if fits.holds_out else 0.0,
            "together": TOGETHER,
        },
    )


def _table(search: Search, fewest: int, chosen: int, most: int) -> pl.DataFrame:
    predictions = search.predictions() if search.fits.holds_out else None
    rows = []
    for place, n in enumerate(search.numbers):
        each = search.measured[n]
        perplexity, error = None, None
        if predictions is not None:
            perplexity = float(predictions.perplexity[place])
            error = float(predictions.error[place])
        rows.append(
            {
                "n_topics": n,
                "perplexity": perplexity,
                "perplexity_error": error,
                "themes": float(np.mean(each.themes)),
                "stability": each.stability,
                "coherence": each.coherence,
                "diversity": each.diversity,
                "seconds": each.seconds,
                "is_chosen": n == chosen,
                "is_as_good": n != chosen and fewest <= n <= most,
            }
        )
    return pl.DataFrame(rows, schema=SELECTION_SCHEMA)


def _reason(search: Search, needed: int, fewest: int, chosen: int, most: int) -> str:
    """Why a number was chosen, and which others are as good, in one sentence."""
    if not search.fits.holds_out:
        because = f"the {needed} topics of the largest fits"
    elif needed == search.highest:
        because = f"held-out documents are predicted best with {needed} topics, and these"
    else:
        because = f"more than {needed} topics predict held-out documents no better, and these"
    found = search.measured[needed].themes
    low, high = min(found), max(found)
    named = amount(low, "theme") if low == high else f"{low} to {high} themes"
    said = f"{amount(chosen, 'topic')}, because {because} are {named}"
    said += ", counting topics that occur in the same documents as one"
    if fewest == most:
        return f"{said}; no other number is as good."
    others = f"{fewest} to {most} are" if most - fewest > 1 else f"{fewest + most - chosen} is"
    return f"{said}; {others} as good."


def _warnings(search: Search, needed: int, chosen: int) -> list[str]:
    """What the ends of the range did to the search, and how to go on."""
    lowest, highest = search.lowest, search.highest
    n_rows = len(search.fits.model.rows.counted)
    further = useful_end(lowest, 2 * highest, n_rows)
    upwards = "more topics need more documents"
    if further > highest:
        upwards = f"to go on, ask for topics {lowest}:{further}"
    if search.fits.holds_out and needed == highest:
        return [
            f"the range ends at {highest}, where predictions still got better, and more topics may "
            f"be more themes; {upwards}"
        ]
    if chosen == highest:
        return [f"the range ends at {highest}, and that is what was chosen; {upwards}"]
    if chosen == lowest > FEWEST:
        return [
            f"the range begins at {lowest}, and that is what was chosen; to go on, ask for topics "
            f"{max(FEWEST, lowest // 2)}:{highest}"
        ]
    return []
