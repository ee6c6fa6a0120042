"""Scores in words: their numbers, what they mean, and what they were measured on."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from topics.values import amount

COUNTED = {
    "terms": ("{} of every topic", "term"),
    "window": ("windows of {}", "token"),
    "windows": ("{}", "window"),
    "documents": ("{}", "document"),
    "fits": ("{}", "fit"),
    "terms_missing": ("{} missing", "term"),
    "labels": ("{}", "label"),
    "n_topics": ("of {}", "topic"),
    "pairs_never_met": ("{} of terms that never meet", "pair"),
}
"""Settings that count something: how they are worded, and what is counted."""

SETTINGS = {
    "order": "in the order of {}",
    "relevance": "with the weight {}",
    "uncounted_words": "words that are not counted {}",
    "floor": "floor {}",
    "method": "method {}",
    "random_state": "random state {}",
    "share": "share {}",
    "weighting": "fitted on {}",
    "topics": "topics {}",
    "persistence": "persistence {}",
    "weight": "weight {}",
    "nmi": "NMI {}",
    "ari": "ARI {}",
    "least_coherence": "NPMI below {}",
    "least_held": "share of the words below {}",
    "least_lift": "lift below {}",
}
"""Other settings are shown in these words, and those without words with their names."""

IN_REFERENCE = ("terms", "fits", "documents")
"""Numbers that are left out if the reference names them."""

UNIGRAM = "unigram"
"""This setting of a perplexity is that of a model without topics."""

COLUMN = "column"
"""This setting names a column of topics.csv and is not shown."""

LARGE = 100
"""Scores from this on are shown without decimals."""

MEANINGS = {
    "coherence (NPMI), mean": (
        "Whether the first terms of a topic are in the same documents, as normalised pointwise "
        "mutual information (NPMI) measures it: 0 is as often as at random, 1 always, below 0 less "
        "often."
    ),
    "coherence (NPMI), median": "Half of the topics have at least this coherence.",
    "coherence (u_mass), mean": (
        "How likely a first term of a topic is in a document that has another one: near 0 it "
        "always is, far below 0 hardly ever."
    ),
    "coherence (c_uci), mean": (
        "Whether the first terms of a topic are close to each other in the text: 0 is as often as "
        "at random, above 0 more often."
    ),
    "coherence (c_npmi), mean": (
        "The same between -1 and 1: 0 is as often as at random, 1 is always together."
    ),
    "coherence (c_v), mean": (
        "Whether the first terms of a topic are close to the same other terms, from 0 to 1."
    ),
    "diversity": (
        "Share of different terms among the first terms of all topics: at 1 no term is in two "
        "topics."
    ),
    "inverted rank-biased overlap": (
        "How different the lists of first terms are, where the first ranks count most: at 1 no two "
        "topics share a term."
    ),
    "exclusivity, mean": (
        "Whether frequent terms of a topic are its own: near 1 they are, lower if topics share "
        "them."
    ),
    "effective number of topics": (
        "How many topics of equal size would be as spread out: much lower than the number of "
        "topics if a few of them have most of the text."
    ),
    "effective terms of a topic, median": (
        "How many equally frequent terms would be as spread out as those of a topic."
    ),
    "effective documents of a topic, median": (
        "How many documents of equal weight would be as spread out as those of a topic."
    ),
    "stability, mean": (
        "Whether other fits find the same topics: 1 is the same topic in every fit, 0 nothing more "
        "in common than with the corpus as a whole."
    ),
    "topics below the stability floor": (
        "Topics that other fits hardly find; with 20 documents or more they are marked in the "
        "table of topics."
    ),
    "clusters": "Number of clusters.",
    "clusters, silhouette": (
        "Whether rows are closer to their own cluster than to the next one: 1 is far apart, 0 in "
        "between, below 0 closer to another one."
    ),
    "clusters, stability": (
        "Whether each of the fits finds the same clusters alone: 1 is the same, below 0.6 doubtful."
    ),
    "agreement of topics (AMI)": (
        "How much the largest topics say of a column: 1 all of it, 0 no more than at random."
    ),
    "agreement of clusters (AMI)": (
        "How much the clusters say of a column: 1 all of it, 0 no more than at random."
    ),
    "share of seed topics that are their words, mean": (
        "How much of a topic that was asked for its words are, by probability: the rest is what "
        "the documents add."
    ),
    "share of seed words in their topics, mean": (
        "How many of the occurrences of the words belong to the topic that they were given for."
    ),
    "lift of seed words in their topics, median": (
        "How many times more frequent the words are in texts of their topic than elsewhere."
    ),
    "seed topics without support": (
        "Topics that were asked for, but whose words hardly meet in documents, or belong to other "
        "topics."
    ),
    "perplexity of held-out documents": (
        "Among how many equally likely terms the model guesses the next one of a document that it "
        "has not seen."
    ),
}
"""What the scores of a run mean, by name."""

COLUMNS = {
    "coherence": (
        "NPMI",
        "Coherence: whether its first terms are in the same documents; 0 is as often as at random, "
        "1 always",
    ),
    "u_mass": ("u_mass", "Coherence by documents, as u_mass defines it"),
    "c_uci": ("c_uci", "Coherence in windows of the text, as c_uci defines it"),
    "c_npmi": ("c_npmi", "Coherence in windows of the text, between -1 and 1"),
    "c_v": ("c_v", "Coherence in windows of the text, as c_v defines it, from 0 to 1"),
    "pairs_never_met": ("pairs apart", "Pairs of first terms that are never in one window"),
    "exclusivity": ("exclusivity", "Whether its frequent terms are its own, from 0 to 1"),
    "effective_terms": ("terms", "Equally frequent terms that would be as spread out"),
    "effective_documents": ("documents", "Documents of equal weight that would be as spread out"),
    "effective_tokens": ("tokens", "Number of counted terms that the topic has"),
    "seed_share": ("words in topic", "Share of the topic that the words it was asked for with are"),
    "seed_held": ("words held", "Share of the occurrences of these words that are of the topic"),
    "seed_lift": (
        "lift",
        "How many times more frequent these words are in its texts than elsewhere",
    ),
    "seed_coherence": ("NPMI of words", "Whether these words are in the same documents, as NPMI"),
}
"""Heading and meaning of columns of topics.csv in the report."""


def in_words(score: Mapping[str, Any]) -> str:
    """A score in one line.

    Examples
    --------
    >>> in_words({"name": "diversity", "value": 0.9, "reference": "all", "settings": {"terms": 10}})
    'diversity: 0.900 (over all; 10 terms of every topic)'
    >>> in_words({"name": "perplexity", "value": 2414.2, "settings": {"unigram": 4812.0}})
    'perplexity: 2,414; lower is better; a unigram model scores 4,812'
    """
    comparison = without_topics(score)
    line = f"{score.get('name')}: {value_in_words(score)}"
    line += f"; {comparison}" if comparison else ""
    reference = str(score.get("reference") or "")
    about = [f"over {reference}"] if reference else []
    about += [details] if (details := settings_in_words(score)) else []
    return f"{line} ({'; '.join(about)})" if about else line


def settings_in_words(score: Mapping[str, Any]) -> str:
    """The settings of a score, without what its reference names already.

    Examples
    --------
    >>> settings_in_words({"reference": "10 terms", "settings": {"terms": 10, "window": 110}})
    'windows of 110 tokens'
    """
    settings = score.get("settings")
    if not isinstance(settings, Mapping):
        return "" if settings is None else str(settings)
    named = str(score.get("reference") or "").split()
    return ", ".join(
        _in_words(name, value)
        for name, value in settings.items()
        if name not in (COLUMN, UNIGRAM) and not (name in IN_REFERENCE and _setting(value) in named)
    )


def without_topics(score: Mapping[str, Any]) -> str:
    """What a model without topics scores; "" where that is not known.

    Examples
    --------
    >>> without_topics({"settings": {"unigram": 4812.0}})
    'lower is better; a unigram model scores 4,812'
    """
    settings = score.get("settings")
    unigram = settings.get(UNIGRAM) if isinstance(settings, Mapping) else None
    if not isinstance(unigram, int | float):
        return ""
    return f"lower is better; a unigram model scores {score_number(unigram)}"


def value_in_words(score: Mapping[str, Any]) -> str:
    """A score for people; a dash if one document makes it 0, whatever the topics are.

    Examples
    --------
    >>> value_in_words({"name": "coherence", "value": 0.0, "reference": "the 1 fitted document"})
    '–'
    """
    is_of_one = str(score.get("reference")).startswith("the 1 fitted document")
    is_coherence = str(score.get("name")).startswith("coherence")
    return "–" if is_of_one and is_coherence else score_number(score["value"])


def score_number(value: float) -> str:
    """A score for people: whole numbers with separators, others with three decimals if small.

    Examples
    --------
    >>> score_number(1234), score_number(0.12345), score_number(2414.2)
    ('1,234', '0.123', '2,414')
    """
    if isinstance(value, int):
        return f"{value:,}"
    if not math.isfinite(value):
        return "–"
    return f"{value:,.0f}" if abs(value) >= LARGE else f"{value:z.3f}"


def _in_words(name: str, value: Any) -> str:
    """One setting, such as "10 terms of every topic"."""
    if name in COUNTED and isinstance(value, int):
        words, noun = COUNTED[name]
        return words.format(amount(value, noun))
    return SETTINGS.get(name, f"{name} {{}}").format(_setting(value))


def _setting(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    return f"{value:,}" if isinstance(value, int) else f"{value:g}"
