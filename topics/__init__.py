"""Topics of messy documents, at section and document level.

>>> import topics
>>> corpus = topics.Corpus.from_texts(["the tide and the reef", "the judge and the jury"] * 4)
>>> run = topics.fit(corpus, n_topics=2, random_state=0)
>>> run.document_topic.shape
(8, 2)

`import topics` is fast: the modules behind these names are imported on first access.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from topics.version import __version__

_MODULES = {
    "Corpus": "topics.corpus",
    "Counts": "topics.counts",
    "FitOptions": "topics.options",
    "LDA": "topics.models",
    "NMF": "topics.models",
    "ReadOptions": "topics.options",
    "TopicRun": "topics.runs",
    "TopicsError": "topics.errors",
    "TopicsWarning": "topics.errors",
    "Transformed": "topics.results",
    "adopt": "topics.workflow",
    "evaluate": "topics.workflow",
    "fit": "topics.workflow",
    "held_out_perplexity": "topics.workflow",
    "load": "topics.runs",
    "project": "topics.workflow",
    "read": "topics.reading",
    "search": "topics.workflow",
    "select": "topics.workflow",
    "Selection": "topics.results",
    "similar": "topics.workflow",
    "cluster": "topics.workflow",
    "compare": "topics.workflow",
    "stability": "topics.workflow",
    "transform": "topics.workflow",
}

__all__ = [
    "LDA",
    "NMF",
    "Corpus",
    "Counts",
    "FitOptions",
    "ReadOptions",
    "Selection",
    "TopicRun",
    "TopicsError",
    "TopicsWarning",
    "Transformed",
    "__version__",
    "adopt",
    "cluster",
    "compare",
    "evaluate",
    "fit",
    "held_out_perplexity",
    "load",
    "project",
    "read",
    "search",
    "select",
    "similar",
    "stability",
    "transform",
]

if TYPE_CHECKING:
    from topics.corpus import Corpus
    from topics.counts import Counts
    from topics.errors import TopicsError, TopicsWarning
    from topics.models import LDA, NMF
    from topics.options import FitOptions, ReadOptions
    from topics.reading.read import read
    from topics.results import Selection, Transformed
    from topics.runs import TopicRun, load
    from topics.workflow.adopt import adopt
    from topics.workflow.cluster import cluster
    from topics.workflow.compare import compare
    from topics.workflow.fit import fit
    from topics.workflow.judging.evaluate import evaluate
    from topics.workflow.judging.held_out import held_out_perplexity
    from topics.workflow.judging.stability import stability
    from topics.workflow.project import project
    from topics.workflow.search import search
    from topics.workflow.selecting.select import select
    from topics.workflow.similar import similar
    from topics.workflow.transform import transform


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module 'topics' has no attribute {name!r}")
    value = getattr(import_module(_MODULES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
