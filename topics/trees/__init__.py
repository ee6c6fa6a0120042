"""How do topics or clusters nest?"""

from topics.trees.build import build_tree
from topics.trees.labels import node_labels
from topics.trees.show import show
from topics.trees.tree import Tree

__all__ = ["Tree", "build_tree", "node_labels", "show"]
