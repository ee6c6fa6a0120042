"""The stages joined: documents in, a TopicRun out."""

from topics.workflow.fit import fit
from topics.workflow.similar import similar
from topics.workflow.transform import transform

__all__ = ["fit", "similar", "transform"]
