"""A tree as plain lists, and back with every part checked."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from topics.errors import RunFolderError
from topics.values import amount

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

PARTS = ("sizes", "order", "weights", "parents", "levels", "merges", "losses")
"""Parts of a stored tree."""

LABELS = "labels"
"""A further part, of trees whose nodes have labels."""

MAX_STORED_LEAVES = 1_000_000
"""A stored tree has at most this many leaves."""


def plain_parts(tree: Any) -> dict[str, Any]:
    """Parts of a tree as lists of numbers, and its labels."""
    parts = {name: np.asarray(getattr(tree, name)).tolist() for name in PARTS}
    return {**parts, LABELS: list(tree.labels)} if tree.labels else parts


def checked_parts(value: Any, tree: Any = None) -> tuple[Ints, Floats, Floats, Ints, list[int]]:
    """Merges, losses, weights of nodes, order and sizes of a stored tree.

    With a tree, what was derived from these parts is compared with what is stored.

    Raises
    ------
    RunFolderError
        A part is missing, has another type, or contradicts the others.
    """
    if not isinstance(value, dict) or set(value) - {LABELS} != set(PARTS):
        raise _error(f"expected an object with {', '.join(PARTS)}")
    if tree is not None:
        for name in ("sizes", "levels", "parents", "weights"):
            if plain_parts(tree)[name] != value[name]:
                raise _error(f"{name} do not follow from the merges and sizes")
        return tree.merges, tree.losses, tree.weights, tree.order, list(tree.sizes)
    order = _numbers(value["order"], "order")
    n = len(order)
    if not 1 <= n <= MAX_STORED_LEAVES or sorted(order) != list(range(n)):
        raise _error("order is expected to list every leaf once")
    merges = _merges(value["merges"], n)
    _check_contiguous(order, merges)
    losses = _floats(value["losses"], "losses")
    if len(losses) != n - 1:
        raise _error(f"losses has {len(losses)} numbers, expected one per merge, {n - 1}")
    weights = _floats(value["weights"], "weights")
    if len(weights) < n:
        raise _error(f"weights has {len(weights)} numbers, expected at least one per leaf, {n}")
    sizes = _numbers(value["sizes"], "sizes")
    if not sizes or sorted(set(sizes)) != sizes or sizes[0] < 1 or sizes[-1] > n:
        raise _error(f"sizes is expected to ascend from 1 or more to at most {n}")
    return (
        np.array(merges, dtype=np.int64).reshape(n - 1, 2),
        np.array(losses, dtype=np.float64),
        np.array(weights, dtype=np.float64),
        np.array(order, dtype=np.int64),
        sizes,
    )


def checked_labels(value: dict[str, Any], n_nodes: int) -> tuple[str, ...]:
    """Labels of a stored tree, one per node; empty if it has none.

    Raises
    ------
    RunFolderError
        They are no strings, are not as many as the nodes, or repeat.
    """
    labels = value.get(LABELS, [])
    if not isinstance(labels, list) or not all(isinstance(each, str) for each in labels):
        raise _error("labels are expected as a list of strings")
    if LABELS in value and not len(labels) == len(set(labels)) == n_nodes:
        raise _error(f"there are {len(set(labels))} labels, expected {n_nodes}, one per node")
    return tuple(labels)


def _error(what: str) -> RunFolderError:
    """The error for a stored tree that cannot be used."""
    return RunFolderError(f"the stored tree cannot be used: {what}; make the tree again")


def _numbers(value: Any, name: str) -> list[int]:
    """A list of whole numbers, which are no booleans."""
    if not isinstance(value, list) or any(type(each) is not int for each in value):
        raise _error(f"{name} is expected as a list of whole numbers")
    return value


def _floats(value: Any, name: str) -> list[float]:
    """A list of finite numbers, none negative."""
    if not isinstance(value, list) or any(type(each) not in (int, float) for each in value):
        raise _error(f"{name} is expected as a list of numbers")
    try:
        floats = [float(each) for each in value]
    except OverflowError as error:
        raise _error(f"{name} has a number that is too large") from error
    if not all(math.isfinite(each) and each >= 0 for each in floats):
        raise _error(f"{name} is expected to be finite and not negative")
    return floats


def _merges(value: Any, n_leaves: int) -> list[list[int]]:
    """Merges that use every set once, after it was made: so there is no circle."""
    if not isinstance(value, list) or len(value) != n_leaves - 1:
        raise _error(f"merges is expected as a list of {amount(n_leaves - 1, 'pair')}")
    used: set[int] = set()
    for merge, pair in enumerate(value):
        numbers = _numbers(pair, "merges")
        if len(numbers) != 2 or not all(0 <= each < n_leaves + merge for each in numbers):
            raise _error(f"merge {merge} is expected to have two sets made before it")
        if numbers[0] == numbers[1] or used & set(numbers):
            raise _error(f"merge {merge} has a set that was merged before")
        used.update(numbers)
    return value


def _check_contiguous(order: list[int], merges: list[list[int]]) -> None:
    """Check that the leaves of every set are next to each other in the order."""
    n = len(order)
    begin = [0] * n
    for position, leaf in enumerate(order):
        begin[leaf] = position
    end = [position + 1 for position in begin]
    for first, second in merges:
        if end[first] != begin[second] and end[second] != begin[first]:
            raise _error("the order tears leaves apart that are one set")
        begin.append(min(begin[first], begin[second]))
        end.append(max(end[first], end[second]))
