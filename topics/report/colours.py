"""One colour per topic and per cluster, the same in the picture and in the report."""

from __future__ import annotations

import math

# Chosen greedily in OKLab: every colour is as far as possible from all before it (the
# closest two differ by 0.12), with a lightness that is legible on white and on near-black.
_FIRST_COLOURS = (
    "#2f79d6 #f8ad24 #9e2511 #378a21 #eb9afd #3bcfd0 #ae7e7d #793393 #3d5f62 #7eb944 "
    "#a76ed6 #1d989a #fd8993 #6fa4fc #846313 #b7447e #b7b295 #334db0 #e07917 #736598"
).split()

# Chosen in the same way, but by the smallest distance that a pair has for normal vision and for
# protanopia, deuteranopia and tritanopia (Machado, Oliveira and Fernandes 2009), also to the grey
# of no cluster: 0.07 for the first twelve, 0.048 for all. Those of topics get as close as 0.011.
_FIRST_CLUSTER_COLOURS = (
    "#3778d7 #4c5a09 #a4da23 #851980 #26dafe #967f0e #a34e73 #02a9f7 #0436d3 #e7b8a6 "
    "#bba442 #8481a9 #9050a3 #6e4451 #579766 #686e35 #c1a6ca #1a54f0 #603ea7 #29c1f6"
).split()

NO_CLUSTER_COLOUR = "#9b9b9b"
"""Grey of rows that are in no cluster."""

_GOLDEN_ANGLE = math.pi * (3 - math.sqrt(5))


def topic_colours(n_topics: int) -> list[str]:
    """Return hex colours of topics 0 to n_topics - 1; more topics do not change the first ones.

    The first twenty come from a fixed list. Further ones step through the hues of OKLCH by
    the golden angle, so that consecutive topics are spread over the colour circle.

    Examples
    --------
    >>> topic_colours(2)
    ['#2f79d6', '#f8ad24']
    """
    return _colours(_FIRST_COLOURS, n_topics)


def cluster_colours(n_clusters: int) -> list[str]:
    """Return hex colours of clusters, chosen to be far apart also for the colour-blind.

    More than twenty are made as those of topics, and labels have to tell them apart.

    Examples
    --------
    >>> cluster_colours(2)
    ['#3778d7', '#4c5a09']
    """
    return _colours(_FIRST_CLUSTER_COLOURS, n_clusters)


def _colours(first: list[str], n: int) -> list[str]:
    generated = [_generated_colour(i) for i in range(n - len(first))]
    return [*first, *generated][:n]


def _generated_colour(index: int) -> str:
    lightness = 0.50 + 0.26 * (index * 0.618034 % 1)
    chroma = 0.15
    rgb = _from_oklch(lightness, chroma, index * _GOLDEN_ANGLE)
    while min(rgb) < 0 or max(rgb) > 1:  # outside sRGB: reduce the chroma
        chroma -= 0.01
        rgb = _from_oklch(lightness, chroma, index * _GOLDEN_ANGLE)
    return "#" + "".join(f"{round(255 * _gamma(channel)):02x}" for channel in rgb)


def _from_oklch(lightness: float, chroma: float, hue: float) -> tuple[float, float, float]:
    """Return linear sRGB of an OKLCH colour (Björn Ottosson, 2020)."""
    a, b = chroma * math.cos(hue), chroma * math.sin(hue)
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )


def _gamma(channel: float) -> float:
    return 12.92 * channel if channel <= 0.0031308 else 1.055 * channel ** (1 / 2.4) - 0.055
