"""The losses of NMF by name."""

from __future__ import annotations

from topics.models.nmf.frobenius import FROBENIUS
from topics.models.nmf.kullback_leibler import KULLBACK_LEIBLER
from topics.models.nmf.loss import Loss

LOSSES: dict[str, Loss] = {"frobenius": FROBENIUS, "kullback-leibler": KULLBACK_LEIBLER}
