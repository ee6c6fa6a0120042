"""The stages joined: documents in, a TopicRun out."""

from topics.workflow.fit import fit

__all__ = ["fit"]
