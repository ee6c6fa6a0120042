"""How the tables of colours were chosen; `tables` keeps the result, so that it never changes."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from topics.report.colours.vision import VISIONS, contrast, oklab, rgb_of

Floats = NDArray[np.float64]

PAPERS = ("#ffffff", "#15181c")
"""Papers of the report, light and dark."""

LEAST_CONTRAST = 3.0
"""Contrast that WCAG 2 asks of graphics."""

WEIGHTS = {"normal": 0.6, "protanopia": 1.0, "deuteranopia": 1.0, "tritanopia": 1.3}
"""Distances are multiplied by these before the smallest one counts: most readers have normal
vision and can tell more colours apart; tritanopia is rare."""

N_FREE, N_NEIGHBOURS, NEIGHBOUR_WEIGHT = 24, 6, 0.3
"""After the first ones, which are far apart anyway, this many colours before a colour are to be
further away, by one over the weight."""

GREY = "#9b9b9b"
"""Grey of rows that are in no cluster; colours keep away from it."""

_STEP, _LEAST_CHROMA = 6, 0.07


def choose_colours(n: int, first: str) -> list[str]:
    """Return hex colours, each as far as possible from all before it.

    A distance is the smallest that a pair has in OKLab, times `WEIGHTS`, for normal vision and
    three kinds of colour blindness. Candidates are all colours on a grid of sRGB that have
    `LEAST_CONTRAST` with both papers and are not grey.

    Parameters
    ----------
    n : int
    first : str
        The candidate nearest to this hex colour comes first.
    """
    candidates, seen = _candidates()
    weights = np.array(list(WEIGHTS.values()))[:, None]

    def distances(one: Floats) -> Floats:
        gaps: Floats = (np.linalg.norm(seen - one[:, None], axis=2) * weights).min(axis=0)
        return gaps

    grey = np.stack([oklab(rgb_of([GREY]), vision)[0] for vision in VISIONS])
    nearest = distances(grey)
    chosen: list[int] = []
    gaps: list[Floats] = []
    for _ in range(n):
        score = nearest
        if len(chosen) >= N_FREE:
            score = np.minimum(nearest, NEIGHBOUR_WEIGHT * np.min(gaps[-N_NEIGHBOURS:], axis=0))
        best = int(score.argmax())
        if not chosen:
            best = int(np.abs(candidates - rgb_of([first])).sum(axis=1).argmin())
        chosen.append(best)
        gaps.append(distances(seen[:, best]))
        nearest = np.minimum(nearest, gaps[-1])
    return ["#" + "".join(f"{round(255 * v):02x}" for v in candidates[i]) for i in chosen]


def _candidates() -> tuple[Floats, Floats]:
    """Colours to choose from, shape (n, 3), and as each vision sees them, (n_visions, n, 3)."""
    steps = np.arange(0, 256, _STEP) / 255
    rgb = np.stack(np.meshgrid(steps, steps, steps, indexing="ij"), axis=-1).reshape(-1, 3)
    is_legible = np.all([contrast(rgb, paper) >= LEAST_CONTRAST for paper in PAPERS], axis=0)
    lab = oklab(rgb)
    kept = rgb[is_legible & (np.hypot(lab[:, 1], lab[:, 2]) > _LEAST_CHROMA)]
    return kept, np.stack([oklab(kept, vision) for vision in VISIONS])
