"""Which colour has each topic and each cluster, the same in every picture and in the report?"""

from topics.report.colours.assigned import (
    NO_CLUSTER_COLOUR,
    RAMP,
    cluster_colours,
    topic_colours,
)

__all__ = ["NO_CLUSTER_COLOUR", "RAMP", "cluster_colours", "topic_colours"]
