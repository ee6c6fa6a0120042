"""Trees nest, their weights add, planted hierarchies are found, and bad input is refused."""

from __future__ import annotations

import json
from unittest import mock

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import xlogy

from topics.errors import InputError, OptionError, RunFolderError
from topics.trees import Tree, build_tree, merging, node_labels, order, show


def naive_cost(p, q, w, v):
    """The weighted Jensen-Shannon divergence times the weight of both."""
    mean = (w * p + v * q) / (w + v)
    ratio = [np.where(r > 0, r / np.where(mean > 0, mean, 1), 1) for r in (p, q)]
    return w * xlogy(p, ratio[0]).sum() + v * xlogy(q, ratio[1]).sum()


def naive_sets(rows, weights, n_sets):
    """Sets of leaves after agglomeration by plain loops."""
    sets = {
        i: ([i], row, weight) for i, (row, weight) in enumerate(zip(rows, weights, strict=True))
    }
    while len(sets) > n_sets:
        pairs = [(i, j) for i in sets for j in sets if i < j]
        # Rounded as the kernel does, so that equal costs are equal.
        costs = [round(naive_cost(*(sets[i][1], sets[j][1]), sets[i][2], sets[j][2]), 12)
                 for i, j in pairs]  # fmt: skip
        i, j = min(zip(costs, pairs, strict=True))[1]
        (a, p, w), (b, q, v) = sets[i], sets.pop(j)
        sets[i] = (a + b, (w * p + v * q) / (w + v), w + v)
    return {frozenset(members) for members, _, _ in sets.values()}


def sets_of(tree, level):
    """Sets of leaves of a level."""
    return {frozenset(tree.leaves(node)) for node in tree.nodes(level)}


@st.composite
def cases(draw, ties=False):
    """Rows, weights and sizes."""
    n = draw(st.integers(1, 12))
    rng = np.random.default_rng(draw(st.integers(0, 2**16)))
    if ties:
        rows = rng.integers(0, 2, (n, 3)) + np.eye(3)[rng.integers(0, 3, n)]
        weights = rng.integers(1, 3, n).astype(float)
    else:
        rows = rng.dirichlet(np.full(7, 0.3), n) + 1e-6
        weights = rng.gamma(1.0, size=n) + 0.01
    rows = rows / rows.sum(axis=1, keepdims=True)
    sizes = draw(st.lists(st.integers(1, n), min_size=1, max_size=4))
    return rows, weights, sizes


@settings(deadline=None, max_examples=60)
@given(st.one_of(cases(), cases(ties=True)))
def test_levels_nest_and_weights_add(case):
    """Every node has no or several children, whose weights and leaves make it up."""
    rows, weights, sizes = case
    tree = build_tree(rows, weights, sizes)
    assert list(tree.sizes) == sorted(set(sizes))
    assert [len(tree.nodes(level)) for level in range(len(tree.sizes))] == list(tree.sizes)
    for node in range(tree.n_nodes):
        children = tree.children(node)
        assert len(children) != 1
        assert bool(children) == (node >= tree.n_leaves)
        total = 0.0
        for leaf in tree.leaves(node):
            total += weights[leaf]
        assert tree.weights[node] == total
        if children:
            assert sorted(leaf for each in children for leaf in tree.leaves(each)) == tree.leaves(
                node
            )
    position = np.argsort(tree.order)
    for row in tree.levels:
        for node in set(row.tolist()):
            assert np.ptp(position[row == node]) + 1 == (row == node).sum()


@settings(deadline=None, max_examples=60)
@given(st.one_of(cases(), cases(ties=True)))
def test_equals_plain_loops(case):
    """The kernel merges what the cheapest pair in plain loops is, with the same ties."""
    rows, weights, sizes = case
    tree = build_tree(rows, weights, sizes)
    for level, size in enumerate(tree.sizes):
        assert sets_of(tree, level) == naive_sets(rows, weights / weights.sum(), size)


@settings(deadline=None, max_examples=60)
@given(cases(), st.integers(0, 2**16))
def test_a_permutation_of_leaves_changes_only_numbers(case, seed):
    """Shuffled leaves make the same sets in the same order."""
    rows, weights, sizes = case
    shuffle = np.random.default_rng(seed).permutation(len(rows))
    tree = build_tree(rows, weights, sizes)
    other = build_tree(rows[shuffle], weights[shuffle], sizes)
    for level in range(len(tree.sizes)):
        renumbered = {frozenset(shuffle[list(each)].tolist()) for each in sets_of(other, level)}
        assert sets_of(tree, level) == renumbered
    assert np.allclose(other.losses, tree.losses, atol=1e-12)
    assert shuffle[other.order].tolist() == tree.order.tolist()


@settings(deadline=None, max_examples=40)
@given(st.one_of(cases(), cases(ties=True)))
def test_stored_and_read_is_the_same(case):
    """JSON and back is the identity; another cut of it is what a new tree would be."""
    tree = build_tree(*case)
    again = Tree.from_dict(json.loads(json.dumps(tree.to_dict())))
    assert again.to_dict() == tree.to_dict()
    sizes = [1, len(case[0])]
    assert tree.cut(sizes).to_dict() == build_tree(case[0], case[1], sizes).to_dict()


def planted(n_groups=4, n_each=5, n_columns=400):
    """Rows of groups, pairs of which are alike, and the group of each."""
    rng = np.random.default_rng(0)
    centre = rng.dirichlet(np.full(n_columns, 0.05), n_groups // 2)
    group = rng.dirichlet(np.full(n_columns, 0.05), n_groups)
    own = rng.dirichlet(np.full(n_columns, 0.05), n_groups * n_each)
    number = np.arange(n_groups * n_each) // n_each
    shuffle = rng.permutation(len(number))
    rows = 0.45 * centre[number // (2 * 1)] + 0.35 * group[number] + 0.2 * own
    return rows[shuffle], rng.gamma(2.0, size=len(number)), number[shuffle]


def test_a_planted_hierarchy_is_found():
    """Four groups in two pairs come back at both levels."""
    rows, weights, number = planted()
    tree = build_tree(rows, weights, [2, 4])
    for level, label in ((0, number // 2), (1, number)):
        found = {frozenset(np.flatnonzero(label == each).tolist()) for each in set(label.tolist())}
        assert sets_of(tree, level) == found


def test_the_same_bits_with_any_number_of_threads():
    """Threads share pairs, never sums."""
    rows, weights, _ = planted(8, 9)
    first, second = (build_tree(rows, weights, [3], n_threads=n).to_dict() for n in (1, 2))
    assert first == second


def test_a_tree_larger_than_what_is_ordered_at_once_keeps_nodes_together(monkeypatch):
    """Ordered from the top, in several steps."""
    rows, weights, _ = planted(8, 9)
    whole = build_tree(rows, weights, [2, 8])
    monkeypatch.setattr(order, "ORDERED", 5)
    tree = build_tree(rows, weights, [2, 8])
    assert np.array_equal(tree.merges, whole.merges)
    assert Tree.from_dict(tree.to_dict()).to_dict() == tree.to_dict()  # checks what is adjacent

    def length(leaves):
        roots = np.sqrt(rows[leaves])
        return np.linalg.norm(np.diff(roots, axis=0), axis=1).sum()

    assert length(whole.order) <= length(tree.order) < 1.1 * length(whole.order)


def test_a_leaf_without_weight_is_merged_with_its_twin():
    """Without any weight it would cost nothing anywhere."""
    rows = np.array([[0.9, 0.1], [0.1, 0.9], [0.2, 0.8]])
    tree = build_tree(rows, [1.0, 1.0, 0.0], [2])
    assert sets_of(tree, 0) == {frozenset({0}), frozenset({1, 2})}


def test_equal_leaves_are_merged_by_number():
    """All costs are zero."""
    tree = build_tree(np.ones((4, 3)), np.ones(4), [3])
    assert sets_of(tree, 0) == {frozenset({0, 1}), frozenset({2}), frozenset({3})}
    assert tree.losses.tolist() == [0.0, 0.0, 0.0]


@pytest.mark.parametrize("sizes", [0, [5], [-1], [1.5], [True], "2", ["2"], [], None, [2, 99]])
def test_sizes_out_of_range_are_refused(sizes):
    """Whole numbers from 1 to the number of leaves."""
    with pytest.raises(OptionError, match="sizes"):
        build_tree(np.eye(4), np.ones(4), sizes)


@pytest.mark.parametrize(
    ("rows", "weights", "message"),
    [
        (np.zeros((0, 3)), [], "at least one leaf"),
        (np.eye(3), np.ones(2), "shape"),
        (np.ones(3), np.ones(3), "shape"),
        (np.eye(2) * np.nan, np.ones(2), "finite"),
        (np.eye(2), [1, np.inf], "finite"),
        (-np.eye(2), np.ones(2), "not negative"),
        (np.eye(2), [1, -1], "not negative"),
        (np.diag([1, 0]), np.ones(2), "row 1 of the tree is all zero"),
        (np.eye(2), np.zeros(2), "weights of the tree are all zero"),
        ([["a"]], [1], "numbers"),
    ],
)
def test_bad_rows_are_refused(rows, weights, message):
    """The error says what was expected."""
    with pytest.raises(InputError, match=message):
        build_tree(rows, weights, [1])


STORED = build_tree(np.eye(4) + 0.1, np.arange(1.0, 5.0), [2, 3]).to_dict()


@pytest.mark.parametrize(
    "change",
    [
        {"order": [0, 1, 2]},
        {"order": [0, 1, 2, 2]},
        {"order": [0.0, 1, 2, 3]},
        {"order": {}},
        {"merges": [[0, 1], [0, 2], [4, 5]]},
        {"merges": [[4, 1], [0, 2], [3, 5]]},
        {"merges": [[0, 1], [2, 6], [4, 5]]},
        {"merges": [[0, 1, 2], [2, 3], [4, 5]]},
        {"merges": [[0, 0], [1, 2], [4, 5]]},
        {"merges": [[-1, 1], [2, 3], [4, 5]]},
        {"merges": [0, 1, 2]},
        {"losses": [0.1, 0.2]},
        {"losses": [0.1, 0.2, float("nan")]},
        {"losses": [0.1, 0.2, 10**400]},
        {"losses": [0.1, 0.2, "1"]},
        {"sizes": [3, 2]},
        {"sizes": [2, 5]},
        {"sizes": [True, 3]},
        {"sizes": []},
        {"parents": [4, 5, 5, 4, 4, 4]},
        {"parents": []},
        {"levels": [[0, 0, 0, 0]]},
        {"weights": [1.0, 2.0, 3.0, 4.0]},
        {"weights": [-1.0]},
        {"weights": None},
        {"extra": 1},
    ],
)
def test_a_stored_tree_is_checked(change):
    """JSON of unknown origin is never trusted."""
    with pytest.raises(RunFolderError, match="stored tree cannot be used"):
        Tree.from_dict({**STORED, **change})


@pytest.mark.parametrize("value", [None, [], {}, "tree", 3])
def test_something_else_is_no_stored_tree(value):
    """The parts are named."""
    with pytest.raises(RunFolderError, match="expected an object with sizes"):
        Tree.from_dict(value)


def test_labels_are_unique_and_name_what_distinguishes_siblings():
    """A term that all have is in no label while others are left; text shows every node once."""
    rows, weights, _ = planted(n_columns=60)
    rows = np.column_stack([np.full(len(rows), 0.5), rows / 2])
    terms = np.array(["said", *(f"term{t}" for t in range(60))])
    tree = build_tree(rows, weights, [2, 4, 9])
    leaf_labels = [f"leaf {i}" for i in range(len(rows))]
    labels = node_labels(tree, rows, terms, leaf_labels)
    assert labels[: len(rows)] == leaf_labels
    assert len(set(labels)) == tree.n_nodes
    assert not any("said" in label for label in labels)
    lines = show(tree, labels).split("\n")
    assert len(lines) == tree.n_nodes
    listed = [int(line.split("[")[1].split("]")[0]) for line in lines if "[" in line]
    assert listed == tree.order.tolist()
    with pytest.raises(InputError, match="one per node"):
        show(tree, labels[1:])
    with pytest.raises(InputError, match="rows that the tree is of"):
        node_labels(tree, rows, terms, leaf_labels[1:])


def test_a_tree_of_every_size_is_no_problem_of_depth():
    """A chain as deep as there are leaves is shown and stored without recursion."""
    n = 1200
    rows = np.array([[0.5 + 0.4 * i / n, 0.5 - 0.4 * i / n] for i in range(3)] * (n // 3))
    tree = build_tree(rows, np.ones(n), range(1, 61))
    chain = {
        **tree.to_dict(),
        "merges": [[0, 1], *([n + m - 1, m + 1] for m in range(1, n - 1))],
        "order": list(range(n)),
    }
    with pytest.raises(RunFolderError, match="do not follow"):
        Tree.from_dict(chain)
    assert show(tree, ["x"] * tree.n_nodes).count("\n") == tree.n_nodes - 1


def orders_allowed(children, n):
    """All orders of the leaves in which every node's leaves follow each other."""
    orders = [[[leaf]] for leaf in range(n)]
    for first, second in children:
        joined = [a + b for a in orders[first] for b in orders[second]]
        orders.append(joined + [b + a for a in orders[first] for b in orders[second]])
    return orders[-1]


@settings(deadline=None, max_examples=60)
@given(cases())
def test_no_order_that_the_tree_allows_is_shorter(case):
    """The sum of distances between neighbours is the smallest of all orders."""
    rows, weights, _ = case
    n = min(len(rows), 7)
    if n < 2:
        return
    children = build_tree(rows[:n], weights[:n], 1).merges.tolist()
    distance = np.abs(rows[:n, None] - rows[None, :n]).sum(axis=2)
    allowed = np.array(orders_allowed(children, n))
    sums = distance[allowed[:, :-1], allowed[:, 1:]].sum(axis=1)
    found = np.array(order.best_order(distance, children))
    assert found.tolist() in allowed.tolist()
    assert distance[found[:-1], found[1:]].sum() == pytest.approx(sums.min())


def test_leaves_in_the_best_order_stay_there():
    """Also where other orders are as good, as among rows that have nothing in common."""
    rows = np.kron(np.eye(3), np.array([[3.0, 1.0], [1.0, 3.0]])) / 4
    best = build_tree(rows, np.ones(6), 1).order
    assert build_tree(rows[best], np.ones(6), 1).order.tolist() == list(range(6))


@settings(deadline=None, max_examples=60)
@given(st.one_of(cases(), cases(ties=True)))
def test_few_rows_are_merged_as_many_are(case):
    """The kernel and numpy make the same merges at the same costs."""
    rows, weights, _ = case
    weights = weights / weights.sum()
    found = []
    for few in (merging.FEW, 0):
        with mock.patch.object(merging, "FEW", few):
            found.append(merging.least_merges(rows * weights[:, None], weights.copy()))
    assert np.array_equal(found[0][0], found[1][0])
    assert np.allclose(found[0][1], found[1][1], rtol=0, atol=1e-12)
