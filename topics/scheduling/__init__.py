"""Who does the jobs of a fit: this process, or the workers of a Dask cluster?"""

from topics.scheduling.contract import Scheduler
from topics.scheduling.opening import NO_WORKERS, Workers
from topics.scheduling.this_process import ThisProcess

__all__ = ["NO_WORKERS", "Scheduler", "ThisProcess", "Workers"]
