"""Limits around a share that stay between 0 and 1."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

LEAST = 1e-3
"""The product of a share and its complement is taken to be at least this, where the scale of
angles is steepest."""


def angles(shares: Floats) -> Floats:
    r""":math:`\arcsin\sqrt{p}`, the scale on which the variance of a share hardly depends on it."""
    result: Floats = np.arcsin(np.sqrt(np.clip(shares, 0.0, 1.0)))
    return result


def angle_errors(mean: Floats, variance: Floats, apart: Floats | float = 0.0) -> Floats:
    r"""Standard deviations of angles: :math:`\sqrt{v / (4 p (1 - p)) + \delta^2}`.

    Parameters
    ----------
    mean, variance : array
        Of shares.
    apart : array or float
        Further variance of the angles.
    """
    of_shares = variance / (4 * np.maximum(mean * (1 - mean), LEAST))
    result: Floats = np.sqrt(of_shares + apart)
    return result


def limits(mean: Floats, errors: Floats, z: float) -> tuple[Floats, Floats]:
    """Shares that are `z` errors below and above the mean, on the scale of angles.

    Examples
    --------
    >>> low, high = limits(np.array([0.0, 0.5]), np.array([0.1, 0.1]), 2.0)
    >>> low.round(3).tolist(), high.round(3).tolist()
    ([0.0, 0.305], [0.039, 0.695])
    """
    middle = angles(mean)
    low = np.sin(np.maximum(middle - z * errors, 0.0)) ** 2
    high = np.sin(np.minimum(middle + z * errors, np.pi / 2)) ** 2
    return low, high


def outward(low: Floats, high: Floats) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Limits in half of the memory, rounded so that they hold what was between them.

    Also after they were written as decimals, which may be half a unit of the last place away.

    Examples
    --------
    >>> low, high = outward(np.array([0.1, 0.0]), np.array([0.1, 1.0]))
    >>> bool(low[0] < 0.1 < high[0]), float(low[1]), float(high[1])
    (True, 0.0, 1.0)
    """
    rounded = low.astype(np.float32), high.astype(np.float32)
    ends = (np.nextafter(end, np.float32(to)) for end, to in zip(rounded, (-1, 2), strict=True))
    lower, upper = (np.clip(end, np.float32(0), np.float32(1)) for end in ends)
    return lower, upper
