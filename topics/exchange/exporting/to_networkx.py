"""networkx: topics as nodes, and how alike they are as edges."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from topics.exchange.exporting.plain import PlainRun
from topics.values import printable

WEAKEST = 1e-6
"""Topics that share less than this have no edge."""


def exported(plain: PlainRun) -> Any:
    r"""A ``networkx.Graph`` whose nodes are the numbers of the topics.

    Nodes have the columns of the table of topics. ``weight`` of an edge is the overlap of the
    topics' terms, the Bhattacharyya coefficient :math:`\sum_t \sqrt{p_t q_t}`, 0 to 1; and
    ``correlation`` that of their shares over the rows with counted terms, -1 to 1: whether they
    go together.
    """
    networkx = import_module("networkx")
    graph = networkx.Graph()
    for topic, row in enumerate(plain.topics.iter_rows(named=True)):
        graph.add_node(topic, **{name: _plain(value) for name, value in row.items()
                                 if value is not None})  # fmt: skip
    roots = np.sqrt(plain.topic_term)
    overlap = np.clip(roots @ roots.T, 0.0, 1.0)
    correlation = _correlations(plain.row_topic[plain.n_terms > 0])
    for first in range(plain.n_topics):
        for second in range(first + 1, plain.n_topics):
            if overlap[first, second] > WEAKEST:
                graph.add_edge(
                    first,
                    second,
                    weight=float(overlap[first, second]),
                    correlation=float(correlation[first, second]),
                )
    return graph


def _correlations(shares: Any) -> Any:
    """Correlations of columns; 0 for a column that is the same in all rows."""
    centred = shares - shares.mean(axis=0) if len(shares) else shares
    lengths = np.sqrt((centred**2).sum(axis=0))
    products = centred.T @ centred
    scale = np.outer(lengths, lengths)
    return np.clip(np.divide(products, scale, out=np.zeros_like(products), where=scale > 0), -1, 1)


def _plain(value: Any) -> Any:
    """Numbers as they are; text without characters that XML cannot have."""
    return printable(value) if isinstance(value, str) else value


def write(graph: Any, path: Path) -> None:
    """A .graphml or .gexf file, by the ending."""
    networkx = import_module("networkx")
    if path.suffix.lower() == ".gexf":
        networkx.write_gexf(graph, path)
    else:
        networkx.write_graphml_xml(graph, path)
