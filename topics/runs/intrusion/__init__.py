"""Do people find the word, or the document, that does not belong to a topic?"""

from topics.runs.intrusion.files import (
    key_path,
    read_answers,
    read_key,
    write_grades,
    write_intrusion,
)
from topics.runs.intrusion.grading import GRADES_SCHEMA, check_run, graded
from topics.runs.intrusion.tasks import (
    KEY_SCHEMA,
    TASK_KINDS,
    Intrusion,
    intrusion_tasks,
    left_out_in_words,
)

__all__ = [
    "GRADES_SCHEMA",
    "KEY_SCHEMA",
    "TASK_KINDS",
    "Intrusion",
    "check_run",
    "graded",
    "intrusion_tasks",
    "key_path",
    "left_out_in_words",
    "read_answers",
    "read_key",
    "write_grades",
    "write_intrusion",
]
