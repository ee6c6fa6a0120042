"""Places for labels that do not cover each other."""

from __future__ import annotations

from collections.abc import Sequence

Box = tuple[float, float, float, float]
"""Left, bottom, right and top."""

LINES = (0, 1, -1, 2, -2, 3, -3)
"""A label is moved up or down by its own height so many times, to the first free place."""


def free_places(boxes: Sequence[Box], frame: Box) -> list[tuple[float, float] | None]:
    """How far to move each box so that it covers no earlier one and is inside the frame.

    The first boxes stay where they are, so the most important ones come first. A box that finds
    no free place gets None.

    Examples
    --------
    >>> free_places([(0, 0, 4, 1), (1, 0, 5, 1), (8, 0, 12, 1)], (0, 0, 10, 9))
    [(0.0, 0.0), (0.0, 1.0), (-2.0, 0.0)]
    """
    taken: list[Box] = []
    moves: list[tuple[float, float] | None] = []
    for left, bottom, right, top in boxes:
        aside = float(max(frame[0] - left, 0) or min(frame[2] - right, 0))
        for lines in LINES:
            up = float(lines * (top - bottom))
            moved = (left + aside, bottom + up, right + aside, top + up)
            is_inside = frame[1] <= moved[1] and moved[3] <= frame[3]
            if is_inside and not any(_overlap(moved, other) for other in taken):
                taken.append(moved)
                moves.append((aside, up))
                break
        else:
            moves.append(None)
    return moves


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
