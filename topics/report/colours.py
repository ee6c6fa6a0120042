"""One colour per topic, the same in the picture and in the report."""

from __future__ import annotations

import math

# Chosen greedily in OKLab: every colour is as far as possible from all before it (the
# closest two differ by 0.12), with a lightness that is legible on white and on near-black.
_FIRST_COLOURS = (
    "#2f79d6 #f8ad24 #9e2511 #378a21 #eb9afd #3bcfd0 #ae7e7d #793393 #3d5f62 #7eb944 "
    "#a76ed6 #1d989a #fd8993 #6fa4fc #846313 #b7447e #b7b295 #334db0 #e07917 #736598"
).split()

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
    generated = [_generated_colour(i) for i in range(n_topics - len(_FIRST_COLOURS))]
    return [*_FIRST_COLOURS, *generated][:n_topics]


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
