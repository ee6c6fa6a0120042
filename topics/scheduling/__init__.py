"""Who does the jobs: this process, other processes of this machine, or the workers of a cluster?"""

from topics.scheduling.contract import Scheduler
from topics.scheduling.naming import this_worker
from topics.scheduling.opening import NO_WORKERS, Workers
from topics.scheduling.ordered import in_order
from topics.scheduling.processes import Processes
from topics.scheduling.this_process import ThisProcess

__all__ = [
    "NO_WORKERS",
    "Processes",
    "Scheduler",
    "ThisProcess",
    "Workers",
    "in_order",
    "this_worker",
]
