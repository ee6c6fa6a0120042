"""TopicRun, and the folder that it is saved in."""

from topics.runs.folder import load, report_again
from topics.runs.topic_run import TopicRun

__all__ = ["TopicRun", "load", "report_again"]
