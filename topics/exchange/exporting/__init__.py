"""How does a run become an object of another library, with the same numbers of topics?"""

from topics.exchange.exporting.plain import PlainRun
from topics.exchange.exporting.targets import TARGETS, check_export, exported, write_export

__all__ = ["TARGETS", "PlainRun", "check_export", "exported", "write_export"]
