"""Ratings by people: rank correlation of coherence with the judgements of Hoyle et al. 2021.

"Is Automated Topic Model Evaluation Broken?" published ratings and word intrusion of 300 topics
(``all_data.json`` of its repository, MIT licence). Neither they nor reference texts are part of
this project; both are given as paths.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from array import array
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from scipy.stats import spearmanr
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

from benchmarks.records import Kept
from topics.evaluation import Texts, c_npmi, c_uci, c_v, npmi, reference_terms, u_mass

TOP_TERMS = 10
TASKS = {"rating": "ratings_scores_raw", "intrusion": "intrusion_scores_raw"}
WORD = re.compile(r"[^\W_]+")
ARTICLE = re.compile(r'<doc id="(\d+)"[^>]*>\n(.*?)</doc>', re.DOTALL)
"""An article in a file that WikiExtractor wrote; each article is taken once."""

LENGTHS = (5, 19_000)
"""Texts with fewer or more words are left out, as in the paper."""

LARGE, FEWEST, FEWEST_OF_LARGE, LARGEST_SHARE = 100_000, 3, 31, 0.9
"""Other words than topic terms count if they are in this many texts, and in at most this share."""

MEASURES = ("npmi", "u_mass", "c_uci", "c_npmi", "c_v")


def run(options: argparse.Namespace) -> None:
    """Score the published topics over the reference; print the correlations."""
    judged = published(options.ratings)
    texts, vocabulary = reference(options.reference, [topic["terms"] for topic in judged])
    scores, missing = scored([topic["terms"] for topic in judged], texts, vocabulary)
    print(f"{len(judged)} topics; reference of {texts.n_texts:,} texts, {len(texts.token_ids):,}")
    print(f"tokens of {len(vocabulary):,} words; terms that it lacks: {len(missing)}")
    sizes = {
        "texts": texts.n_texts,
        "tokens": len(texts.token_ids),
        "vocabulary": len(vocabulary),
        "missing_terms": len(missing),
    }
    records = correlations(judged, scores)
    name = options.reference[0].name.split(".")[0]
    kept = Kept(options.results, "quality-ratings", name, sizes, ("target", "topics", "measure"))
    kept.records = []
    for record in records:
        kept.add(record)
    print("\n" + table(records))


def published(path: Path) -> list[dict[str, Any]]:
    """Return the topics of the published file, with the mean judgement of each."""
    try:
        data = json.loads(path.read_text())
        return [
            {
                "source": source,
                "model": model,
                "terms": terms[:TOP_TERMS],
                **{
                    name: float(np.mean(part["metrics"][key][number]))
                    for name, key in TASKS.items()
                },
            }
            for source, models in data.items()
            for model, part in models.items()
            for number, terms in enumerate(part["topics"])
        ]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise SystemExit(
            f"{path} is not all_data.json as published with the paper (data set, model, topics "
            f"and metrics): {type(error).__name__}: {error}"
        ) from error


def reference(paths: list[Path], topics: list[list[str]]) -> tuple[Texts, list[str]]:
    """Return the texts of the paths as ids of words that count, and these words.

    Terms that the published topics write with a hyphen or underscore are joined in the texts.
    """
    ids, offsets, known = words_of(paths)
    terms = {term for topic in topics for term in topic}
    text = np.repeat(np.arange(len(offsets) - 1, dtype=np.int32), np.diff(offsets))
    ids, text = joined(ids, text, known, terms)
    words = list(known)
    n_texts = len(offsets) - 1
    pairs = np.unique(text.astype(np.int64) * len(words) + ids)
    n_with = np.bincount(pairs % len(words), minlength=len(words))
    fewest = FEWEST_OF_LARGE if n_texts > LARGE else FEWEST
    usual = (n_with >= fewest) & (n_with <= LARGEST_SHARE * n_texts)
    counts = np.array(
        [
            word in terms
            or (
                bool(usual[number])
                and len(word) > 2
                and not word.isdigit()
                and word not in ENGLISH_STOP_WORDS
            )
            for number, word in enumerate(words)
        ]
    ) & (n_with > 0)
    new = np.full(len(words), -1)
    new[counts] = np.arange(counts.sum())
    inside = counts[ids]
    lengths = np.bincount(text[inside], minlength=n_texts)
    final = Texts(new[ids[inside]], np.concatenate([[0], np.cumsum(lengths)]))
    return final, [word for word, is_counted in zip(words, counts, strict=True) if is_counted]


def words_of(paths: list[Path]) -> tuple[NDArray[np.int32], NDArray[np.int64], dict[str, int]]:
    """Return the ids of all words in reading order, the offsets of texts, and the id of a word."""
    known: dict[str, int] = {}
    ids, offsets = array("i"), [0]
    for text in texts_of(paths):
        words = WORD.findall(text.lower())
        if LENGTHS[0] <= len(words) <= LENGTHS[1]:
            ids.extend([known.setdefault(word, len(known)) for word in words])
            offsets.append(len(ids))
    if len(offsets) == 1:
        raise SystemExit(f"{', '.join(map(str, paths))}: no texts of {LENGTHS[0]} words or more")
    return np.array(ids, dtype=np.int32), np.array(offsets), known


def joined(
    ids: NDArray[np.int32], text: NDArray[np.int32], known: dict[str, int], terms: set[str]
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return words and their texts with terms of several words as one word; longer terms first."""
    split = {term: re.split("[-_]", term) for term in terms if re.search("[-_]", term)}
    parts = {
        term: [known[word] for word in words]
        for term, words in split.items()
        if all(word in known for word in words)
    }
    kept, taken = np.ones(len(ids), dtype=bool), np.zeros(len(ids), dtype=bool)
    is_first = np.zeros(len(known), dtype=bool)
    is_first[[numbers[0] for numbers in parts.values()]] = True
    starts = np.flatnonzero(is_first[ids])
    renamed = ids.copy()
    for term in sorted(parts, key=lambda term: (-len(parts[term]), term)):
        numbers = parts[term]
        found = starts[(ids[starts] == numbers[0]) & (starts + len(numbers) <= len(ids))]
        for place, number in enumerate(numbers[1:], 1):
            found = found[ids[found + place] == number]
        found = found[text[found] == text[found + len(numbers) - 1]]
        for place in range(len(numbers)):
            found = found[~taken[found + place]]
        if len(found):
            renamed[found] = known.setdefault(term, len(known))
            for place in range(len(numbers)):
                taken[found + place] = True
                kept[found + place] = place == 0
    return renamed[kept], text[kept]


def texts_of(paths: list[Path]) -> Iterator[str]:
    """Yield the texts of JSON Lines, of files that WikiExtractor wrote, and of other text files."""
    seen: set[str] = set()
    files = [
        file
        for path in paths
        for file in (sorted(path.rglob("*")) if path.is_dir() else [path])
        if file.is_file()
    ]
    for file in files:
        if file.name.endswith((".jsonl", ".jsonl.gz")):
            opened = gzip.open if file.suffix == ".gz" else open
            with opened(file, "rt", encoding="utf-8") as lines:
                yield from (text_of(json.loads(line)) for line in lines)
            continue
        content = file.read_text(encoding="utf-8", errors="replace")
        articles = ARTICLE.findall(content)
        for number, article in articles:
            if number not in seen:
                seen.add(number)
                yield article
        if not articles:
            yield content


def text_of(document: dict[str, Any]) -> str:
    """Return the text of a line, or its sections with their headings."""
    if "text" in document:
        return str(document["text"])
    return "\n".join(f"{each['heading'] or ''}\n{each['text']}" for each in document["sections"])


def scored(
    topics: list[list[str]], texts: Texts, vocabulary: list[str]
) -> tuple[dict[str, NDArray[np.float64]], tuple[str, ...]]:
    """Return the scores of every topic by measure, and the terms that the reference lacks."""
    terms = reference_terms(topics, vocabulary)
    top = terms.top_terms
    used = np.unique(top[top >= 0])
    column = np.full(len(vocabulary), -1)
    column[used] = np.arange(len(used))
    text = np.repeat(np.arange(texts.n_texts), np.diff(texts.offsets))
    is_used = column[texts.token_ids] >= 0
    pairs = np.unique(text[is_used] * len(used) + column[texts.token_ids[is_used]])
    occurs = sp.csr_array(
        (np.ones(len(pairs), np.int32), (pairs // len(used), pairs % len(used))),
        shape=(texts.n_texts, len(used)),
    )
    scores = {"npmi": npmi(np.where(top >= 0, column[np.maximum(top, 0)], top), occurs)}
    for name, measure in (("u_mass", u_mass), ("c_uci", c_uci), ("c_npmi", c_npmi), ("c_v", c_v)):
        scores[name] = measure(top, texts).values
    return scores, terms.missing


def correlations(
    judged: list[dict[str, Any]], scores: dict[str, NDArray[np.float64]]
) -> list[dict[str, Any]]:
    """Return Spearman's rank correlation for each task, part of the topics, and measure."""
    sources = np.array([topic["source"] for topic in judged])
    parts = {"all": np.ones(len(judged), dtype=bool)}
    parts |= {str(source): sources == source for source in dict.fromkeys(sources.tolist())}
    records = []
    for target in TASKS:
        goal = np.array([topic[target] for topic in judged])
        for part, rows in parts.items():
            for measure in MEASURES:
                correlation = spearmanr(scores[measure][rows], goal[rows])
                records.append(
                    {
                        "target": target,
                        "topics": part,
                        "n_topics": int(rows.sum()),
                        "measure": measure,
                        "spearman": float(correlation.statistic),
                        "p_value": float(correlation.pvalue),
                    }
                )
    return records


def table(records: list[dict[str, Any]]) -> str:
    """Return a Markdown table: a row for each task and part of the topics."""
    lines = [
        "| people's | topics | " + " | ".join(MEASURES) + " |",
        "|---" * (2 + len(MEASURES)) + "|",
    ]
    groups: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for record in records:
        groups.setdefault((record["target"], record["topics"]), []).append(record)
    for (target, part), group in groups.items():
        cells = [f"{record['spearman']:.3f}" for record in group]
        name = f"{part} ({group[0]['n_topics']})"
        lines.append(f"| {target} | {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)
