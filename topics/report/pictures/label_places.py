"""Places for labels on a map: beside their points, on no other label, with a line if moved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Box = tuple[float, float, float, float]
"""Left, bottom, right and top, in pixels."""

FEW_POINTS = 400
"""On maps of at most this many points a label covers none, or has no place."""

_COVERED = 40_000.0
"""A label moves this many pixels, over the number of all points, to leave one point uncovered."""

_FARTHEST = 0.16
"""A label is at most this part of the frame's height away from its point: longer lines confuse."""

_N_DIRECTIONS, _N_RINGS = 24, 20
_CELL = 4.0  # pixels of a cell that counts points


@dataclass(frozen=True)
class Place:
    """Where a label is.

    Attributes
    ----------
    box : Box
    size : int
        Which of its sizes the label has: 0 is the first.
    leader : ((x, y), (x, y)) or None
        Ends of the line from its point to its box; None where both are close.
    """

    box: Box
    size: int
    leader: tuple[tuple[float, float], tuple[float, float]] | None


def label_places(
    anchors: Floats, sizes: Floats, points: Floats, radius: float, frame: Box
) -> list[Place | None]:
    """Return a place for every label, or None for those that find none; the first choose first.

    A label is inside the frame, and neither it nor its line crosses another label or line.
    Among such places it takes the nearest one that covers few points: none at all on maps of
    `FEW_POINTS`. Where its first size has none, it tries the next one.

    Parameters
    ----------
    anchors : array, shape (n_labels, 2)
        Points that carry the labels, in pixels.
    sizes : array, shape (n_labels, n_sizes, 2)
        Widths and heights of the labels: as they should be, then shorter.
    points : array, shape (n_points, 2)
    radius : float
        Points are at most this large.
    frame : Box

    Examples
    --------
    >>> anchors, sizes = np.array([[50.0, 50.0], [52.0, 50.0]]), np.full((2, 1, 2), 10.0)
    >>> [place.box for place in label_places(anchors, sizes, anchors, 2.0, (0, 0, 100, 100))]
    [(45.0, 54.0, 55.0, 64.0), (47.0, 36.0, 57.0, 46.0)]
    """
    plane = _Plane(points, radius, frame)
    places: list[Place | None] = []
    for anchor, of_label in zip(anchors, sizes, strict=True):
        found = (plane.place(anchor, size, i) for i, size in enumerate(of_label))
        places.append(next((place for place in found if place is not None), None))
    return places


class _Plane:
    """The points of a map, and the labels and lines on it so far."""

    def __init__(self, points: Floats, radius: float, frame: Box) -> None:
        self.counts = _PointCounts(points, frame)
        self.n_points, self.radius, self.frame = len(points), radius, frame
        self.boxes: list[Box] = []
        self.lines: list[tuple[float, float, float, float]] = []

    def place(self, anchor: Floats, size: Floats, number: int) -> Place | None:
        """The best place for a label of this size, which it then has; None if there is none."""
        is_small, gap = self.n_points <= FEW_POINTS, self.radius + 2.0
        centres, distances = _candidates(anchor, size, gap, self.frame, on_point=not is_small)
        candidates = np.hstack([centres - size / 2, centres + size / 2])
        ends = np.clip(anchor, candidates[:, :2], candidates[:, 2:])
        leaders = np.hstack([np.broadcast_to(anchor, ends.shape), ends])
        covered = self.counts.inside(candidates, self.radius)
        is_free = _inside(candidates, self.frame)
        if is_small:
            is_free = is_free & (covered == 0)
        for box in self.boxes:
            is_free = is_free & ~_overlap(candidates, box, 2.0) & ~_crosses(leaders, box)
        for line in self.lines:
            is_free = is_free & ~_crosses(np.array([line]), candidates)
            is_free = is_free & ~_cross_each_other(leaders, line)
        if not is_free.any():
            return None
        cost = distances + covered * (_COVERED / max(self.n_points, 1))
        best = int(np.where(is_free, cost, np.inf).argmin())
        left, bottom, right, top = candidates[best].tolist()
        self.boxes.append((left, bottom, right, top))
        if np.hypot(*(ends[best] - anchor)) <= 3 * gap:
            return Place(self.boxes[-1], number, None)
        x0, y0, x1, y1 = leaders[best].tolist()
        self.lines.append((x0, y0, x1, y1))
        return Place(self.boxes[-1], number, ((x0, y0), (x1, y1)))


class _PointCounts:
    """Numbers of points in boxes, by sums over a grid of cells."""

    def __init__(self, points: Floats, frame: Box) -> None:
        left, bottom, right, top = frame
        self.origin = np.array([left, bottom])
        shape = [max(1, int(np.ceil((b - a) / _CELL))) for a, b in ((left, right), (bottom, top))]
        cells = ((points - self.origin) / _CELL).astype(np.int64).clip(0, np.array(shape) - 1)
        counts = np.bincount(cells @ np.array([shape[1], 1]), minlength=shape[0] * shape[1])
        self.sums = np.zeros((shape[0] + 1, shape[1] + 1))
        self.sums[1:, 1:] = counts.reshape(shape).cumsum(axis=0).cumsum(axis=1)

    def inside(self, boxes: Floats, radius: float) -> Floats:
        """Numbers of points whose cells touch the boxes, widened by the radius."""
        low = np.floor((boxes[:, :2] - self.origin - radius) / _CELL).astype(np.int64)
        high = np.ceil((boxes[:, 2:] - self.origin + radius) / _CELL).astype(np.int64)
        most = np.array(self.sums.shape) - 1
        (x0, y0), (x1, y1) = low.clip(0, most).T, high.clip(0, most).T
        counts: Floats = (
            self.sums[x1, y1] - self.sums[x0, y1] - self.sums[x1, y0] + self.sums[x0, y0]
        )
        return counts


def _candidates(
    anchor: Floats, size: Floats, gap: float, frame: Box, *, on_point: bool
) -> tuple[Floats, Floats]:
    """Centres of boxes around a point, and how far each is from it; the nearest come first."""
    farthest = max(_FARTHEST * (frame[3] - frame[1]), 4 * gap)
    # Rings get wider: near the point every pixel counts.
    rings = gap + (farthest - gap) * (np.arange(_N_RINGS) / (_N_RINGS - 1)) ** 1.5
    # To the right first, then left, above and below: what is usual on maps.
    turn = 2 * np.pi * np.arange(_N_DIRECTIONS) / _N_DIRECTIONS
    ways = np.stack([np.cos(turn), np.sin(turn)], axis=1)
    offsets = ways[None] * (rings[:, None, None] + size / 2)
    prefer = np.tile(0.02 * gap * np.minimum(np.abs(ways[:, 1]) + (ways[:, 0] < 0), 2), _N_RINGS)
    distances = np.repeat(rings, _N_DIRECTIONS) + prefer
    centres = anchor + offsets.reshape(-1, 2)
    if on_point:
        centres, distances = np.vstack([anchor, centres]), np.append(0.0, distances)
    return centres, distances


def _inside(boxes: Floats, frame: Box) -> NDArray[np.bool_]:
    low, high = np.array(frame[:2]), np.array(frame[2:])
    return np.asarray((boxes[:, :2] >= low).all(axis=1) & (boxes[:, 2:] <= high).all(axis=1))


def _overlap(boxes: Floats, box: Box, margin: float) -> NDArray[np.bool_]:
    left, bottom, right, top = box
    result: NDArray[np.bool_] = (
        (boxes[:, 0] < right + margin)
        & (left - margin < boxes[:, 2])
        & (boxes[:, 1] < top + margin)
        & (bottom - margin < boxes[:, 3])
    )
    return result


def _crosses(lines: Floats, boxes: Floats | Box) -> NDArray[np.bool_]:
    """Whether lines cross boxes, by clipping (Liang and Barsky 1984); either may be only one."""
    lines, boxes = np.atleast_2d(lines), np.atleast_2d(np.asarray(boxes, dtype=np.float64))
    start, way = lines[:, :2], lines[:, 2:] - lines[:, :2]
    with np.errstate(divide="ignore", invalid="ignore"):
        first, second = (boxes[:, :2] - start) / way, (boxes[:, 2:] - start) / way
    enter, leave = np.fmin(first, second), np.fmax(first, second)
    # A line along an axis never enters or leaves on the other: it is inside or not.
    is_still = way == 0
    is_between = (boxes[:, :2] <= start) & (start <= boxes[:, 2:])
    enter = np.where(is_still, np.where(is_between, -np.inf, np.inf), enter)
    leave = np.where(is_still, np.where(is_between, np.inf, -np.inf), leave)
    result: NDArray[np.bool_] = np.maximum(enter.max(axis=1), 0) < np.minimum(leave.min(axis=1), 1)
    return result


def _cross_each_other(lines: Floats, line: Sequence[float]) -> NDArray[np.bool_]:
    """Whether lines cross one line."""
    a, b = lines[:, :2], lines[:, 2:]
    c, d = np.array(line[:2]), np.array(line[2:])

    def side(p: Floats, q: Floats, r: Floats) -> Floats:
        turned: Floats = (q[..., 0] - p[..., 0]) * (r[..., 1] - p[..., 1]) - (
            q[..., 1] - p[..., 1]
        ) * (r[..., 0] - p[..., 0])
        return turned

    result: NDArray[np.bool_] = (side(a, b, c) * side(a, b, d) < 0) & (
        side(c, d, a) * side(c, d, b) < 0
    )
    return result
