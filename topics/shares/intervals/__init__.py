"""Between which ends is the share of each topic in each document?"""

from topics.shares.intervals.data import DEFAULT_LEVEL, SectionFit, ShareIntervals
from topics.shares.intervals.intervals import STAGE, share_intervals

__all__ = ["DEFAULT_LEVEL", "STAGE", "SectionFit", "ShareIntervals", "share_intervals"]
