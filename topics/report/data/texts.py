"""Texts of the sections in the report: how much of them, and where their terms are."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from topics.counting.words.cutting import cut_word
from topics.counting.words.tokens import tokenize
from topics.report.data.content import ReportContent, SectionTexts, TopicTerms
from topics.report.data.rows import document_rows, section_rows
from topics.report.display import single_line

EXCERPT_WORDS, FEWEST_WORDS = 60, 20
"""An excerpt has this many words; fewer, but not fewer than the second number, in large runs."""

MOST_CHARACTERS = 8_000_000
"""All excerpts have about this many characters at most, so that a browser can hold them."""

CERTAIN = 0.5
"""A term is marked with a topic if it is of the topic with at least this probability."""

_CHARACTERS_PER_WORD = 6.5
_MOST_FULL = 10_000_000
_BATCH = 4_096
_WORD = re.compile(r"\S+")
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")
_LONGEST_PHRASE = 6


def texts_data(content: ReportContent) -> dict[str, Any]:
    """Texts of the page's sections, with marks, as values that JSON can hold.

    ``kind`` is none, excerpts or full, ``step`` says that only every step-th document has texts,
    ``words`` how long an excerpt is. ``marks`` of a text are ``[gap, length, topic, …]``: after
    ``gap`` further UTF-16 units there are ``length`` of a term that is of the topic.
    """
    given = content.texts
    if given.texts is None or given.kind == "none":
        reason = "missing" if given.texts is None else "none"
        return {"kind": "none", "reason": reason, "step": 1, "words": 0, "text": [], "marks": []}
    rows = document_rows(content.documents.height, content.sections.height)
    order, start, _ = section_rows(content.documents["id"][rows], content.sections)
    words, step = _extent(len(order), given.kind)
    number = np.repeat(np.arange(len(rows)), np.diff(start))
    limit = _MOST_FULL if given.kind == "full" else 20 * words
    wanted = given.texts[order]
    text = [
        _beginning(single_line(each, limit), words) if document % step == 0 else ""
        for each, document in zip(wanted, number.tolist(), strict=True)
    ]
    marks: list[list[int]] = [[] for _ in text]
    if content.terms is not None:
        languages = None if given.languages is None else given.languages[order].to_list()
        marks = term_marks(
            text, content.section_topic[order], content.terms, given, languages=languages
        )
    return {
        "kind": given.kind,
        "reason": "",
        "step": step,
        "words": words,
        "text": text,
        "marks": marks,
    }


def _extent(n_sections: int, kind: str) -> tuple[int, int]:
    """Words of an excerpt, 0 for all, and every which document has excerpts."""
    if kind == "full" or not n_sections:
        return 0, 1
    affordable = int(MOST_CHARACTERS / (n_sections * _CHARACTERS_PER_WORD))
    words = min(EXCERPT_WORDS, max(FEWEST_WORDS, affordable))
    return words, max(1, round(words / max(affordable, 1)))


def _beginning(text: str, words: int) -> str:
    """The first words of a text, all of it with 0."""
    if not words:
        return text
    for number, match in enumerate(_WORD.finditer(text), 1):
        if number == words and match.end() < len(text):
            return text[: match.end()] + " …"
    return text


def term_marks(
    texts: list[str],
    section_topic: NDArray[np.float64],
    terms: TopicTerms,
    given: SectionTexts,
    *,
    languages: list[str] | None = None,
) -> list[list[int]]:
    r"""Where terms of a topic are in each text, as `texts_data` describes it.

    A term w of section s is of the topic k with the largest probability

    .. math:: p(k | s, w) = \frac{p(k|s) \, p(w|k)}{\sum_j p(j|s) \, p(w|j)}

    and is marked if that is at least `CERTAIN`.

    Parameters
    ----------
    texts : list of str
        One for each row of the shares.
    section_topic : array, shape (n_sections, n_topics)
    terms : TopicTerms
    given : SectionTexts
        How the texts are cut into tokens, and which terms these count as.
    languages : list of str, optional
        Language of each text, where words are normalised.
    """
    places, section, term = _places(texts, terms, given, languages)
    topic = _certain_topics(section_topic, terms.topic_term, section, term)
    marks: list[list[int]] = [[] for _ in texts]
    ends = [0] * len(texts)
    for (begin, end), s, k in zip(places, section.tolist(), topic.tolist(), strict=True):
        if k >= 0:
            marks[s] += [_units(texts[s], ends[s], begin), _units(texts[s], begin, end), k]
            ends[s] = end
    return marks


def _units(text: str, begin: int, end: int) -> int:
    """Length of a part of a text in UTF-16, in which scripts count."""
    if text.isascii():
        return end - begin
    return end - begin + sum(character > "\uffff" for character in text[begin:end])


def _places(
    texts: list[str], terms: TopicTerms, given: SectionTexts, languages: list[str] | None
) -> tuple[list[tuple[int, int]], NDArray[np.int64], NDArray[np.int64]]:
    """Begin and end of every term in the texts, its text and its number in the vocabulary."""
    column = {term: number for number, term in enumerate(terms.terms.tolist())}
    has_phrases = any("_" in term for term in column)
    words = list(dict.fromkeys(word for text in texts for word in _WORD.findall(text)))
    lists = _token_lists(words, column, given)
    parts = {word: _parts(word, tokens) for word, tokens in zip(words, lists, strict=True)}
    terms_of = _terms_by_language(lists, given, languages)
    places: list[tuple[int, int]] = []
    sections: list[int] = []
    found: list[int] = []
    for section, text in enumerate(texts):
        term_of = {} if languages is None else terms_of[languages[section]]
        tokens = [
            (match.start() + begin, match.start() + end, term_of.get(token, token))
            for match in _WORD.finditer(text)
            for begin, end, token in parts[match[0]]
        ]
        for begin, end, number in _terms_of(tokens, column, has_phrases):
            places.append((begin, end))
            sections.append(section)
            found.append(number)
    return places, np.array(sections, dtype=np.int64), np.array(found, dtype=np.int64)


def _token_lists(words: list[str], column: dict[str, int], given: SectionTexts) -> list[list[str]]:
    """Tokens of each word; what is no term is cut as the texts were."""
    lists = tokenize(pl.Series(words, dtype=pl.String), given.pattern).to_list()
    if not given.cuts:
        return lists
    uncut = [
        index
        for index, (word, tokens) in enumerate(zip(words, lists, strict=True))
        if not word.isascii() and not any(token in column for token in tokens)
    ]
    cut = pl.Series([cut_word(words[index]) for index in uncut], dtype=pl.String)
    for index, tokens in zip(uncut, tokenize(cut, given.pattern).to_list(), strict=True):
        lists[index] = tokens
    return lists


def _terms_by_language(
    lists: list[list[str]], given: SectionTexts, languages: list[str] | None
) -> dict[str, dict[str, str]]:
    """The term of every token, by the language of the text that it is in."""
    if given.terms_of is None or languages is None:
        return {}
    tokens = list(dict.fromkeys(token for each in lists for token in each))
    return {
        language: dict(zip(tokens, given.terms_of(tokens, language), strict=True))
        for language in dict.fromkeys(languages)
    }


def _parts(word: str, tokens: list[str]) -> list[tuple[int, int, str]]:
    """Where the tokens of what is between two blanks are in it."""
    lower = word.lower()
    parts = []
    if len(lower) == len(word):
        position = 0
        for token in tokens:
            begin = lower.find(token, position)
            if begin >= 0:
                position = begin + len(token)
                parts.append((begin, position, token))
    if not parts and len(tokens) == 1:  # it was folded: all but the punctuation around it
        word_itself = _EDGES.sub("", word)
        begin = word.find(word_itself)
        return [(begin, begin + len(word_itself), tokens[0])] if word_itself else []
    return parts


def _terms_of(
    tokens: list[tuple[int, int, str]], column: dict[str, int], has_phrases: bool
) -> list[tuple[int, int, int]]:
    """Terms among tokens; the longest phrase that begins at a token comes before the token."""
    found = []
    at = 0
    while at < len(tokens):
        longest = min(_LONGEST_PHRASE, len(tokens) - at) if has_phrases else 1
        for n in range(longest, 0, -1):
            number = column.get("_".join(token for _, _, token in tokens[at : at + n]))
            if number is not None:
                found.append((tokens[at][0], tokens[at + n - 1][1], number))
                at += n
                break
        else:
            at += 1
    return found


def _certain_topics(
    section_topic: NDArray[np.float64],
    topic_term: NDArray[np.float64],
    section: NDArray[np.int64],
    term: NDArray[np.int64],
) -> NDArray[np.int64]:
    """The topic of every occurrence, -1 where none is certain."""
    topic = np.full(len(term), -1, dtype=np.int64)
    for begin in range(0, len(term), _BATCH):
        part = slice(begin, begin + _BATCH)
        p = section_topic[section[part]] * topic_term[:, term[part]].T
        best = np.argmax(p, axis=1)
        largest, total = p[np.arange(len(p)), best], p.sum(axis=1)
        topic[part] = np.where((total > 0) & (largest >= CERTAIN * total), best, -1)
    return topic
