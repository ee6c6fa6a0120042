"""One colour per topic and per cluster, the same in the pictures and in the report."""

from __future__ import annotations

from topics.report.colours.choosing import GREY
from topics.report.colours.tables import CLUSTERS, TOPICS

NO_CLUSTER_COLOUR = GREY
"""Grey of rows that are in no cluster."""


RAMP = ("#2766e2", "#7659e3", "#a74fcf", "#cd47ab", "#e8467b", "#f4543d", "#de7700")
"""Colours from low to high numbers: even steps in OKLab (0.09) from blue to orange, whose ends no
kind of colour blindness confuses, with a contrast of 3:1 with both papers."""


def topic_colours(n_topics: int) -> list[str]:
    """Return hex colours of topics 0 to n_topics - 1; more topics do not change the first ones.

    Every colour has a contrast of at least 3:1 with the white and with the dark paper. For normal
    vision and, as simulated, for protanopia, deuteranopia and tritanopia the closest two of the
    first 12 differ by at least 0.059 in OKLab, those of the first 20 by 0.042. All 300 differ from
    each other, but more than about 20 colours cannot be told apart safely: labels have to. From
    topic 300 on the colours begin again.

    Examples
    --------
    >>> topic_colours(2)
    ['#3078d8', '#cc0000']
    """
    return _repeated(TOPICS, n_topics)


def cluster_colours(n_clusters: int) -> list[str]:
    """Return hex colours of clusters, chosen as those of topics, but others.

    Examples
    --------
    >>> cluster_colours(2)
    ['#d24e72', '#1e4efc']
    """
    return _repeated(CLUSTERS, n_clusters)


def _repeated(colours: list[str], n: int) -> list[str]:
    return [colours[i % len(colours)] for i in range(n)]
