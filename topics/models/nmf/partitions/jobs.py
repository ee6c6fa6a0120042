r"""Jobs that solve the rows of some partitions, and sum what the factor over terms needs of them.

The sums are of whole numbers, as in LDA: they are the same in any order, so that the bits do not
depend on how many workers there are. What the units of these numbers are follows from a bound.
Coordinate descent from weights of 0 never raises the loss of a row :math:`x`, and nothing is below
0, so that :math:`w_k \|h_k\| \le \|w H\| \le 2 \|x\|`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from topics.kernels.nmf.arrays import LeastSquares
from topics.kernels.nmf.least_squares import solve_rows
from topics.kernels.nmf.sparse_products import multiply
from topics.models.nmf.frobenius import gram
from topics.models.nmf.loss import Floats, extra_of, renew
from topics.models.nmf.problem import Problem, scaled_rows
from topics.models.partitions.packed import PackedCounts
from topics.models.partitions.rows import read_partition
from topics.models.partitions.threads import job_threads
from topics.storage import read_arrays

PASSES, SETTLED = 30, 1e-3
"""Passes over a row at most, and the share of the gain of the first one below which a pass is the
last."""

LARGEST_PRODUCT, LARGEST_GRAM = 2.0**30, 2.0**61
"""Sums in fixed point stay below these."""

BLOCK = 4096
"""Terms whose products are rounded at a time."""


class Work(NamedTuple):
    """What every job of a fit needs to know.

    Attributes
    ----------
    folder : str
        Where the partitions are.
    n_vocabulary : int
    exponent : int
        Rows are divided by ``2**exponent``.
    row_linear, row_quadratic : float
        Penalties on the weights of rows.
    n_threads : int or None
    """

    folder: str
    n_vocabulary: int
    exponent: int
    row_linear: float
    row_quadratic: float
    n_threads: int | None


class Units(NamedTuple):
    """Sums are of whole multiples of 1 divided by these powers of two.

    Attributes
    ----------
    terms : array of float64, shape (n_vocabulary,)
    topics : array of float64, shape (n_topics,)
        The unit of a product is that of its term times that of its topic.
    gram : float
        The unit of a number of the Gram matrix is this times those of its two topics.
    """

    terms: NDArray[np.float64]
    topics: NDArray[np.float64]
    gram: float

    @classmethod
    def of(
        cls, term_topic: Floats, term_sums: NDArray[np.float64], largest: float, squares: float
    ) -> Self:
        """Units in which no sum of all rows overflows.

        Parameters
        ----------
        term_topic : array of float32, shape (n_vocabulary, n_topics)
        term_sums : array of float64, shape (n_vocabulary,)
            Summed values of the rows.
        largest : float
            Largest length of a row.
        squares : float
            Sum of all squares.
        """
        lengths = np.sqrt(np.square(term_topic, dtype=np.float64).sum(axis=0))
        return cls(
            _power_below(LARGEST_PRODUCT / _at_least_little(2.0 * largest * term_sums)),
            _power_below(_at_least_little(lengths)),
            float(_power_below(LARGEST_GRAM / _at_least_little(np.array(4.0 * squares)))),
        )

    @classmethod
    def read(cls, arrays: Mapping[str, NDArray[Any]]) -> Self:
        """Units from arrays with the names of the fields."""
        return cls(arrays["terms"], arrays["topics"], float(arrays["gram"]))


class Sums(NamedTuple):
    """What partitions add to a sweep.

    Attributes
    ----------
    products : PackedCounts, shape (n_vocabulary, n_topics)
        The rows, transposed, times their weights, in `Units`.
    gram : array of int64, shape (n_topics, n_topics)
        The Gram matrix of the weights, in `Units`.
    mass : list of float
        Sum of the weights of each partition, in their order.
    """

    products: PackedCounts
    gram: NDArray[np.int64]
    mass: list[float]


def solve_partitions(work: Work, numbers: Sequence[int], topics_file: str) -> Sums:
    """Solve the rows of some partitions for a factor over terms, and sum what it needs of them.

    Parameters
    ----------
    work : Work
    numbers : sequence of int
        The partitions.
    topics_file : str
        The factor over terms, and the fields of `Units`.
    """
    with job_threads(work.n_threads):
        arrays = read_arrays(Path(topics_file))
        term_topic = arrays["term_topic"]
        units = Units.read(arrays)
        target = LeastSquares(
            term_topic,
            gram(term_topic).astype(np.float32),
            np.float32(work.row_linear),
            np.float32(work.row_quadratic),
            extra_of(None, term_topic.shape[1]),
        )
        products = np.zeros(term_topic.shape, np.int32)
        grams = np.zeros((term_topic.shape[1],) * 2, np.int64)
        mass = []
        for number in numbers:
            problem = _problem_of(work, number)
            row_topic = np.zeros((problem.n_rows, term_topic.shape[1]), np.float32)
            renew(solve_rows, problem.rows, target, row_topic, PASSES, SETTLED)
            _add_products(problem, row_topic, units, products)
            pairs = units.gram * np.outer(units.topics, units.topics)
            grams += np.rint(gram(row_topic) * pairs).astype(np.int64)
            mass.append(float(row_topic.sum(dtype=np.float64)))
        return Sums(PackedCounts.of(products), grams, mass)


def _problem_of(work: Work, number: int) -> Problem:
    matrix: Any = read_partition(Path(work.folder), number, work.n_vocabulary)
    return Problem(scaled_rows(matrix, work.exponent))


def _add_products(
    problem: Problem, row_topic: Floats, units: Units, products: NDArray[np.int32]
) -> None:
    contribution = np.empty(products.shape, np.float32)
    multiply(problem.columns, row_topic, contribution)
    for first in range(0, len(products), BLOCK):
        block = slice(first, first + BLOCK)
        whole = contribution[block] * units.terms[block, None] * units.topics
        products[block] += np.rint(whole).astype(np.int32)


def _power_below(numbers: NDArray[np.float64]) -> NDArray[np.float64]:
    """The largest powers of two that are not above the numbers."""
    powers: NDArray[np.float64] = np.exp2(np.floor(np.log2(numbers)))
    return powers


def _at_least_little(numbers: NDArray[np.float64]) -> NDArray[np.float64]:
    """Numbers above 0, for terms that no row has and topics without terms."""
    return np.maximum(numbers, 1e-30)
