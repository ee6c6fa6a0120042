"""Topics that a person asks for, before the fit: what of their words can be used."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from topics.choices import DEFAULT_ENGINE
from topics.corpus import Corpus
from topics.counting import CountSettings, LearnedVocabulary
from topics.counting.seed_words import (
    ABSENT,
    PHRASE,
    STOP_WORD,
    TOO_FREQUENT,
    TOO_RARE,
    find_seed_words,
)
from topics.counts import Counts
from topics.errors import OptionError
from topics.models import TopicModel
from topics.models.seed_words import check_distinct
from topics.notices import StageLog
from topics.options import FitOptions
from topics.seed_topics import SeedTopic
from topics.shares import unique_labels
from topics.values import amount, printable

LISTED = 8
"""At most this many words are named in a message."""

LABEL_ORIGIN = "label_origin"
"""Column of the topics that says where a label comes from."""

FROM_TERMS = "terms"
"""Origin of a label that the fit made from the terms of its topic."""

FROM_SEEDS = "seed topics"
"""Origin of the name of a topic that a person asked for; no function replaces it."""

ADVICE = {
    STOP_WORD: "choose other words, or another list of stop_words",
    TOO_FREQUENT: "raise max_document_share, or choose other words",
    TOO_RARE: "lower min_documents, or choose other words",
    ABSENT: "check their spelling, or choose other words",
    PHRASE: "count phrases with phrases=True or ngrams=2, or list the words one by one",
}
"""What to do about words that are not in the vocabulary, by the reason."""


def check_seeds(options: FitOptions) -> None:
    """Raise OptionError if the options cannot give the topics that are asked for."""
    asked = options.asked
    if not asked:
        return
    if options.engine not in (None, DEFAULT_ENGINE):
        raise OptionError(
            f"engine {options.engine} takes no seed topics; use engine {DEFAULT_ENGINE}"
        )
    if options.topic_term_prior is not None and options.model == "nmf":
        raise OptionError("seed_topics and topic_term_prior are both given; pass one of them")
    if isinstance(options.n_topics, int) and len(asked) > options.n_topics:
        raise OptionError(
            f"{amount(len(asked), 'seed topic')}, but {amount(options.n_topics, 'topic')}; ask for "
            f"at least {len(asked)}, or for fewer seed topics"
        )


def asked_columns(
    asked: Sequence[SeedTopic],
    counts: Counts,
    corpus: Corpus,
    settings: CountSettings | None,
    learned: LearnedVocabulary,
    log: StageLog,
) -> list[list[int]]:
    """Columns of the words of each seed topic, with notices of words that cannot be used.

    Parameters
    ----------
    asked : sequence of SeedTopic
    counts : Counts
    corpus, settings, learned
        What was counted, and how; `settings` is None where counts were given.
    log : StageLog

    Raises
    ------
    OptionError
        A topic none of whose words can be used, or all of whose words other topics have, too.
    """
    if not asked:
        return []
    found = find_seed_words(
        [topic.words for topic in asked], counts, None if settings is None else corpus, settings,
        learned,
    )  # fmt: skip
    by_reason: dict[str, list[str]] = {}
    for missing in found.missing:
        for word, reason in missing.items():
            by_reason.setdefault(reason, []).append(word)
    for topic, columns, missing in zip(asked, found.columns, found.missing, strict=True):
        if not columns:
            words = ", ".join(f"{word!r} ({reason})" for word, reason in missing.items())
            raise OptionError(
                f"no word of the seed topic {topic.name!r} is in the vocabulary: "
                f"{printable(words):.500}; {ADVICE[next(iter(missing.values()))]}, or leave the "
                "topic out"
            )
    for reason, left_out in by_reason.items():
        names = list(dict.fromkeys(left_out))
        log.notice(
            "seed-words-missing",
            len(names),
            f"{len(names)} seed {'word is' if len(names) == 1 else 'words are'} not used, "
            f"{reason}: {_listed(names)}; {ADVICE[reason]}",
        )
    check_distinct(found.columns, [repr(topic.name) for topic in asked])
    _notice_shared(asked, found.columns, counts, log)
    return found.columns


def columns_again(
    asked: Sequence[SeedTopic], counts: Counts, settings: CountSettings | None
) -> list[list[int]]:
    """Columns of the words of each seed topic of a run that was fitted before."""
    return find_seed_words([topic.words for topic in asked], counts, settings=settings).columns


def seed(engine: TopicModel, asked: Sequence[SeedTopic], columns: Sequence[Sequence[int]]) -> None:
    """Give an unfitted engine the columns of seed topics; none leave it as it is."""
    if asked:
        strengths = [topic.strength for topic in asked]
        engine.set_params(seed_words=[list(each) for each in columns], seed_strength=strengths)


def with_names(topics: pl.DataFrame, asked: Sequence[SeedTopic]) -> pl.DataFrame:
    """Topics in which those that were asked for have their names, and say so."""
    if not asked:
        return topics
    names = [topic.name for topic in asked]
    labels = unique_labels([*names, *topics["label"].to_list()[len(names) :]])
    origins = [FROM_SEEDS] * len(names) + [FROM_TERMS] * (topics.height - len(names))
    return topics.with_columns(
        pl.Series("label", labels, dtype=pl.String),
        pl.Series(LABEL_ORIGIN, origins, dtype=pl.String),
    )


def _notice_shared(
    asked: Sequence[SeedTopic], columns: Sequence[Sequence[int]], counts: Counts, log: StageLog
) -> None:
    """Keep a notice of words that several topics have."""
    names: dict[int, list[str]] = {}
    for topic, numbers in zip(asked, columns, strict=True):
        for number in numbers:
            names.setdefault(number, []).append(topic.name)
    shared = {number: of for number, of in names.items() if len(of) > 1}
    listed = [f"{counts.terms[number]} ({' and '.join(of)})" for number, of in shared.items()]
    log.notice(
        "seed-words-shared",
        len(shared),
        f"{len(shared)} seed {'word is' if len(shared) == 1 else 'words are'} in several topics "
        f"and {'counts' if len(shared) == 1 else 'count'} for each of them: {_listed(listed)}",
    )


def _listed(words: Sequence[str]) -> str:
    return printable(", ".join(words[:LISTED])) + (", …" if len(words) > LISTED else "")
