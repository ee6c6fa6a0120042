"""Guided topics: groups of posts found by five seed words each, compared with peers."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from statistics import mean, median
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from benchmarks.comparison import Case, compare
from benchmarks.guided.contenders import CONTENDERS, OPTIONS
from benchmarks.guided.seed_words import SEED_WORDS
from benchmarks.records import RESULTS, Kept

FEWEST_TERMS = 10
"""Posts with fewer counted terms are fitted, but not scored."""

TOP_TERMS = 30
"""A topic holds its words if more than half of them are among this many of its terms."""

PUBLISHED = 0.507
"""Accuracy of tf-idf and logistic regression that was trained on 1,000 labelled posts."""

KEYS = ("contender", "n_topics", "random_state")


def main(arguments: list[str]) -> None:
    """Fit what the record lacks, and print a table and what the goals are."""
    options = parsed(arguments)
    rows, terms, groups = load(options.corpus)
    problem = {"rows": rows.shape[0], "terms": rows.shape[1], "nonzeros": rows.nnz}
    kept = Kept(options.results, "guided", "20news", problem, KEYS)
    seeds = seed_columns(terms)
    for case in cases(options, seeds):
        if case.names in kept:
            continue
        records, versions = compare(
            [case],
            lambda case: rows,
            lambda case, arrays: scores(arrays, rows, groups, seeds),
            line,
        )
        for record in records:
            kept.add(record, versions)
    print("\n" + table(kept.records) + "\n\n" + "\n".join(verdicts(kept.records)))


def parsed(arguments: list[str]) -> argparse.Namespace:
    """Return the options of the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks guided", description=__doc__)
    add = parser.add_argument
    add("--corpus", type=Path, required=True, help="20news.jsonl.gz, whose key label is the group")
    add("--topics", type=int, nargs="+", default=[20, 30], help="the groups, and with free topics")
    add("--states", type=int, default=10, help="random states")
    add("--contenders", nargs="+", choices=CONTENDERS, default=list(CONTENDERS))
    add("--threads", type=int, default=2)
    add("--results", type=Path, default=RESULTS, help="folder for the JSON file")
    return parser.parse_args(arguments)


def load(path: Path) -> tuple[Any, NDArray[np.str_], NDArray[np.int64]]:
    """Return counts of the posts that have any, their terms, and the number of each one's group."""
    import topics
    from topics.counting import count_terms
    from topics.options import FitOptions
    from topics.results import count_settings

    corpus = topics.read(path)
    counts = count_terms(corpus, count_settings(FitOptions()))
    matrix = sp.csr_matrix(counts.by_document())
    numbers = {name: number for number, name in enumerate(SEED_WORDS)}
    groups = np.array([numbers[label] for label in corpus.documents["label"].to_list()])
    is_counted = np.diff(matrix.indptr) > 0
    return matrix[is_counted], counts.terms, groups[is_counted]


def seed_columns(terms: NDArray[np.str_]) -> list[list[int]]:
    """Return the columns of the seed words of each group."""
    column_of = {term: number for number, term in enumerate(terms.tolist())}
    return [
        [column_of[word] for word in words if word in column_of] for words in SEED_WORDS.values()
    ]


def cases(options: argparse.Namespace, seeds: list[list[int]]) -> Iterator[Case]:
    """Yield all contenders of one random state before the next one."""
    for random_state in range(options.states):
        for n_topics in options.topics:
            for contender in options.contenders:
                names = {"contender": contender, "n_topics": n_topics, "random_state": random_state}
                given = {"n_topics": n_topics, "random_state": random_state, "seeds": seeds}
                given |= {"n_threads": options.threads, **OPTIONS.get(contender, {})}
                yield Case(names, CONTENDERS[contender], given)


def scores(
    arrays: Any, rows: Any, groups: NDArray[np.int64], seeds: list[list[int]]
) -> dict[str, Any]:
    """Return what of the groups is found under their numbers.

    ``accuracy`` is the share of the posts whose largest topic has the number of their group;
    ``accuracy_of_asked`` looks at the seeded topics only. ``holds_words`` counts topics with more
    than half of their words among their top terms, ``is_group`` topics whose posts are more often
    of their group than of any other, and ``not_group`` names the others. ``is_matched`` counts
    groups that get the topic of their number when every group gets one topic, so that the mean
    shares of the groups in their topics are largest in sum.
    """
    topic_term, shares = arrays["topic_term"], arrays["document_topic"]
    n_groups = len(seeds)
    n_terms = np.asarray(rows.sum(axis=1)).ravel()
    is_scored = n_terms >= FEWEST_TERMS
    largest, group = shares[is_scored].argmax(axis=1), groups[is_scored]
    asked = shares[is_scored, :n_groups].argmax(axis=1)
    top = top_terms(topic_term, shares, n_terms)
    holds = [2 * np.isin(seeds[k], top[k]).sum() > len(seeds[k]) for k in range(n_groups)]
    posts = [np.bincount(group[largest == k], minlength=n_groups) for k in range(n_groups)]
    is_group = [bool(of.any()) and int(of.argmax()) == k for k, of in enumerate(posts)]
    of_group = np.stack([shares[is_scored][group == k].mean(axis=0) for k in range(n_groups)])
    _, matched = linear_sum_assignment(-of_group)
    return {
        "accuracy": float((largest == group).mean()),
        "accuracy_of_asked": float((asked == group).mean()),
        "holds_words": int(sum(holds)),
        "is_group": int(sum(is_group)),
        "is_matched": int(np.sum(matched == np.arange(n_groups))),
        "not_group": [
            name for name, is_own in zip(SEED_WORDS, is_group, strict=True) if not is_own
        ],
    }


def top_terms(topic_term: Any, shares: Any, n_terms: Any) -> NDArray[np.int64]:
    """Return the best terms by contribution, the order in which LDA shows them."""
    from topics.shares import rank_terms

    share = n_terms @ shares / n_terms.sum()
    return rank_terms(topic_term, share, order="contribution", n_shown=TOP_TERMS)


def line(record: dict[str, Any]) -> str:
    """Return one record as a line of text."""
    return (
        f"{record['contender']:29} K={record['n_topics']} state {record['random_state']} "
        f"{record['seconds']:7.1f} s (cores {record['core_seconds']:7.1f})  accuracy "
        f"{record['accuracy']:.3f} (asked {record['accuracy_of_asked']:.3f})  words "
        f"{record['holds_words']}  matched {record['is_matched']}  groups {record['is_group']} "
        f"without {', '.join(record['not_group'])}"
    )


Groups = dict[tuple[int, str], list[dict[str, Any]]]


def grouped(records: list[dict[str, Any]]) -> Groups:
    """Return the records of each contender and number of topics, all random states together."""
    groups: Groups = {}
    for record in records:
        groups.setdefault((record["n_topics"], record["contender"]), []).append(record)
    rank = {name: place for place, name in enumerate(CONTENDERS)}
    return dict(sorted(groups.items(), key=lambda each: (each[0][0], rank[each[0][1]])))


def table(records: list[dict[str, Any]]) -> str:
    """Return a Markdown table: means over random states, medians of the seconds."""
    lines = [
        "| topics | contender | states | accuracy | of asked | words | matched | groups | fewest "
        "| seconds | core seconds |",
        "|---" * 11 + "|",
    ]
    for (n_topics, contender), group in grouped(records).items():
        cells = [str(n_topics), contender, str(len(group))]
        cells += [
            f"{mean(r[name] for r in group):.3f}" for name in ("accuracy", "accuracy_of_asked")
        ]
        cells += [
            f"{mean(r[name] for r in group):.1f}"
            for name in ("holds_words", "is_matched", "is_group")
        ]
        cells += [str(min(r["is_group"] for r in group))]
        cells += [f"{median(r[name] for r in group):.1f}" for name in ("seconds", "core_seconds")]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def verdicts(records: list[dict[str, Any]]) -> list[str]:
    """Return whether the goals are met, by number of topics."""
    groups = grouped(records)
    lines = []
    for (n_topics, contender), ours in groups.items():
        if contender != "topics LDA":
            continue
        n_groups = len(SEED_WORDS)
        n_matched = sum(r["holds_words"] == r["is_matched"] == n_groups for r in ours)
        n_whole = sum(r["holds_words"] == r["is_group"] == n_groups for r in ours)
        lost = sorted({name for r in ours for name in r["not_group"]})
        accuracy = mean(r["accuracy"] for r in ours)
        lines.append(
            f"{n_topics} topics: all {n_groups} hold their words and match their groups in "
            f"{n_matched} of {len(ours)} states, all have most posts of their group in {n_whole}"
            + (f", not always {', '.join(lost)}" if lost else "")
            + f"; accuracy {accuracy:.3f}, expected .50 (published {PUBLISHED}); "
        )
        peers = groups.get((n_topics, "topica KeyATM"))
        if peers:
            ratio = median(r["core_seconds"] for r in ours) / median(
                r["core_seconds"] for r in peers
            )
            lines[-1] += f"{ratio:.2f} of the core seconds of KeyATM, expected at most .20"
    return lines
