"""How do topics or clusters nest?"""

from topics.trees.build import MAX_LEAVES, build_tree
from topics.trees.labels import node_labels
from topics.trees.levels import checked_sizes
from topics.trees.show import show
from topics.trees.tree import Tree

__all__ = ["MAX_LEAVES", "Tree", "build_tree", "checked_sizes", "node_labels", "show"]
