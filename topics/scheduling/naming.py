"""Which worker of a cluster is this, for messages?"""

from __future__ import annotations

import sys


def this_worker() -> str:
    """Address of the worker of a cluster that does a job here; ``""`` if none does."""
    distributed = sys.modules.get("distributed")  # where no worker runs, it need not be imported
    if distributed is None:
        return ""
    try:
        return str(distributed.get_worker().address)
    except ValueError:  # no job of a worker is done here
        return ""
