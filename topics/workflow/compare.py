"""compare: what became of the topics and documents of one run in another one."""

from __future__ import annotations

from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from topics.errors import InputError
from topics.evaluation import TopicLinks, linked_topics
from topics.results import CHANGES, COMPARISON_SCHEMA, Comparison, change_of
from topics.runs import TopicRun, load
from topics.values import amount

SHOWN_TERMS = 10
"""Terms are gained or lost if they are among this many of one topic ..."""

KNOWN_TERMS = 30
"""... and not among this many of the other."""

Floats = NDArray[np.float64]


def compare(a: TopicRun | str | Path, b: TopicRun | str | Path) -> Comparison:
    """What became of the topics of a run in another one, and how far the documents moved.

    Topics are compared by their terms (`topics.evaluation.linked_topics`), so that the runs may
    have other documents, other numbers of topics and other models. A term that only one of them
    has counts as what tells them apart. Topics that belong together are a family. Documents with
    the same id are compared by the shares of the families: what counts as moved is the share of a
    document that is in another family than before.

    Parameters
    ----------
    a, b : TopicRun, or path of a run folder
        The earlier and the later run. Edited runs are compared as they are shown.

    Raises
    ------
    InputError
        The runs have no term in common.
    RunFolderError
        A folder is not a run, or damaged.

    Examples
    --------
    >>> from topics.corpus import Corpus
    >>> from topics.workflow import fit
    >>> texts = ["the reef and the tide", "a judge and a jury", "letters and parcels"] * 3
    >>> corpus = Corpus.from_texts(texts)
    >>> found = compare(fit(corpus, n_topics=3), fit(corpus, n_topics=3, random_state=1))
    >>> found.topics["change"].to_list(), found.documents["moved"].max() < 0.01
    (['kept', 'kept', 'kept'], True)
    """
    first, second = (each if isinstance(each, TopicRun) else load(each) for each in (a, b))
    terms, n_common = _all_terms(first, second)
    by_run = [_on_terms(run, terms) for run in (first, second)]
    share = [run.topics["share"].to_numpy() for run in (first, second)]
    links = linked_topics(*by_run, first_share=share[0], second_share=share[1])
    table = _topic_table(first, second, links, terms, by_run)
    documents = _document_table(first, second, links)
    changes = table.unique("family")["change"].value_counts()
    numbers = dict(changes.iter_rows())
    summary: dict[str, Any] = {
        "changes": {name: int(numbers.get(name, 0)) for name in CHANGES},
        "terms": {"a": len(first.terms), "b": len(second.terms), "both": n_common},
        "documents": {
            "a": first.documents.height,
            "b": second.documents.height,
            "both": documents.height,
        },
        "median_moved": median(documents["moved"]) if documents.height else None,
    }
    return Comparison(table, documents, summary)


def _all_terms(first: TopicRun, second: TopicRun) -> tuple[NDArray[np.str_], int]:
    """Terms of either run, sorted, and the number of those that both have."""
    terms = np.union1d(first.terms, second.terms)
    n_common = len(first.terms) + len(second.terms) - len(terms)
    if not n_common:
        raise InputError(
            f"the runs have {len(first.terms):,} and {amount(len(second.terms), 'term')}, none in "
            "common; compare runs of texts in the same language, cut into terms in the same way"
        )
    return terms, n_common


def _on_terms(run: TopicRun, terms: NDArray[np.str_]) -> Floats:
    """Terms of the topics over the terms of both runs."""
    result = np.zeros((run.n_topics, len(terms)))
    result[:, np.searchsorted(terms, run.terms)] = run.topic_term
    return result


def _topic_table(
    first: TopicRun,
    second: TopicRun,
    links: TopicLinks,
    terms: NDArray[np.str_],
    by_run: list[Floats],
) -> pl.DataFrame:
    """The rows of `Comparison.topics`: families in the order of the first run's topics."""
    rows = []
    families = np.concatenate([links.family_of_first, links.family_of_second])
    for family in range(int(families.max()) + 1):
        own = np.flatnonzero(links.family_of_first == family).tolist()
        other = np.flatnonzero(links.family_of_second == family).tolist()
        pairs: list[tuple[int | None, int | None]]
        pairs = [(i, j) for i in own for j in other if links.linked[i, j]]
        pairs = pairs or [(i, None) for i in own] or [(None, j) for j in other]
        for i, j in pairs:
            row: dict[str, Any] = {"family": family, "change": change_of(len(own), len(other))}
            for name, run, topic in (("a", first, i), ("b", second, j)):
                cells = _topic_cells(run, topic)
                row |= {f"{column}_{name}": cell for column, cell in cells.items()}
            if i is not None and j is not None:
                before, after = by_run[0][i], by_run[1][j]
                row["similarity"] = float(links.similarity[i, j])
                row["gained"] = _own_terms(terms, after, before)
                row["lost"] = _own_terms(terms, before, after)
            rows.append(row)
    # The schema also of columns that no row has: two runs may have no topic in common.
    return pl.DataFrame(rows, schema=COMPARISON_SCHEMA, infer_schema_length=None)


def _topic_cells(run: TopicRun, topic: int | None) -> dict[str, Any]:
    names = ("topic", "label", "share")
    if topic is None:
        return dict.fromkeys(names)
    return dict(zip(names, run.topics.select(names).row(int(topic)), strict=True))


def _own_terms(terms: NDArray[np.str_], own: Floats, other: Floats) -> str:
    """Terms among the best of one topic and far from the best of the other, best first."""
    best = np.argsort(-own, kind="stable")[:SHOWN_TERMS]
    known = set(np.argsort(-other, kind="stable")[:KNOWN_TERMS].tolist())
    return ", ".join(terms[k] for k in best.tolist() if own[k] > 0 and k not in known)


def _document_table(first: TopicRun, second: TopicRun, links: TopicLinks) -> pl.DataFrame:
    """The rows of `Comparison.documents`."""
    of_first, of_second = (
        run.documents.select(pl.col("id").alias("document"), pl.col("topic").alias(f"topic_{name}"))
        .with_row_index(name)
        .filter(run.documents["n_terms"] > 0)
        for name, run in (("a", first), ("b", second))
    )
    both = of_first.join(of_second, on="document", how="inner", maintain_order="left")
    n_families = 1 + int(np.concatenate([links.family_of_first, links.family_of_second]).max())
    gained = np.zeros((both.height, n_families))
    for topic, family in enumerate(links.family_of_first.tolist()):
        gained[:, family] -= first.document_topic[both["a"], topic]
    for topic, family in enumerate(links.family_of_second.tolist()):
        gained[:, family] += second.document_topic[both["b"], topic]
    moved = pl.Series("moved", np.abs(gained).sum(axis=1) / 2)
    result = both.with_columns(moved).select("document", "moved", "topic_a", "topic_b")
    return result.sort("moved", descending=True, maintain_order=True)
