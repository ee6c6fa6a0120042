"""Colours as people see them: OKLab, simulated colour blindness, and contrast."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

VISIONS = {
    "normal": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritanopia": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}
"""What a vision makes of linear sRGB (Machado, Oliveira and Fernandes 2009, severity 1)."""

_TO_CONES = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)
_TO_LUMINANCE = np.array([0.2126, 0.7152, 0.0722])


def rgb_of(colours: Sequence[str]) -> Floats:
    """Return red, green and blue in [0, 1] of hex colours, shape (n, 3).

    Examples
    --------
    >>> rgb_of(["#ff0000"]).tolist()
    [[1.0, 0.0, 0.0]]
    """
    values = [[int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)] for colour in colours]
    return np.array(values, dtype=np.float64).reshape(-1, 3)


def oklab(rgb: Floats, vision: str = "normal") -> Floats:
    """Return OKLab (Björn Ottosson, 2020) of sRGB colours as a vision sees them, shape (n, 3).

    Parameters
    ----------
    rgb : array, shape (n, 3)
        In [0, 1].
    vision : str
        A key of `VISIONS`.
    """
    seen = np.clip(_linear(rgb) @ VISIONS[vision].T, 0, 1)
    lab: Floats = np.cbrt(seen @ _TO_CONES.T) @ _TO_LAB.T
    return lab


def contrast(rgb: Floats, paper: str) -> Floats:
    """Return the contrast of colours with a paper as WCAG 2 defines it, in [1, 21], shape (n,).

    Examples
    --------
    >>> contrast(rgb_of(["#000000"]), "#ffffff").tolist()
    [21.0]
    """
    inner, outer = (_linear(each) @ _TO_LUMINANCE for each in (rgb, rgb_of([paper])))
    bright, dim = np.maximum(inner, outer), np.minimum(inner, outer)
    ratio: Floats = np.round((bright + 0.05) / (dim + 0.05), 6)
    return ratio


def _linear(rgb: Floats) -> Floats:
    linear: Floats = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    return linear
