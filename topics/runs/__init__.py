"""What is a run, what can be done with it, and what does its folder hold?"""

from topics.runs.topic_run import TopicRun, load, report_again

__all__ = ["TopicRun", "load", "report_again"]
