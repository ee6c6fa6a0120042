"""Topics that a person asks for: a name, seed words and a strength each, from Python or a file."""

from __future__ import annotations

import math
import os
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from numbers import Real
from pathlib import Path
from typing import Any

from topics.cleaning import clean_line
from topics.errors import InputError, MissingInputError, OptionError

DEFAULT_STRENGTH = 1.0
"""Seed words count as if the documents had them once more, all in their topic."""

HIGHEST_STRENGTH = 1000.0

MAX_BYTES = 1_000_000
"""Maximum size of a file of seed words."""

TABLE = "topics"
"""A file may have its topics in a table of this name."""

EXPECTED = 'expected "name" = ["word", "word"], or a table with words and strength'


@dataclass(frozen=True)
class SeedTopic:
    """A topic to find.

    Attributes
    ----------
    name : str
        The label of the topic.
    words : tuple of str
        Words that should lead to it, as they were given.
    strength : float
        How much the words count, 0 to `HIGHEST_STRENGTH`; with 0 the topic is not asked for.
    """

    name: str
    words: tuple[str, ...]
    strength: float = DEFAULT_STRENGTH


def seed_topics_of(value: Any) -> tuple[SeedTopic, ...]:
    """Topics in their order, without those of strength 0.

    Parameters
    ----------
    value : path, mapping, or iterable of SeedTopic or mappings
        A TOML file, words by the name of the topic (or mappings with ``words`` and ``strength``),
        or what a run folder holds: mappings that have ``name``, too.

    Raises
    ------
    MissingInputError, InputError
        There is no such file, or it is not TOML.
    OptionError
        No topics, a topic without a name or without words, two topics of one name, or a strength
        out of range.

    Examples
    --------
    >>> seed_topics_of({"sea": ["reef", "tide"], "law": {"words": ["judge"], "strength": 2}})[1]
    SeedTopic(name='law', words=('judge',), strength=2.0)
    """
    if isinstance(value, str | Path):
        return read_seed_topics(value)
    if isinstance(value, Mapping):
        topics = [_topic(name, entry) for name, entry in value.items()]
    elif isinstance(value, Iterable) and not isinstance(value, bytes):
        topics = [_recorded(entry) for entry in value]
    else:
        raise OptionError(
            f"seed_topics is {value!r:.80}, expected words by the name of the topic, or a TOML file"
        )
    if not topics:
        raise OptionError(f"seed_topics has no topics; {EXPECTED}")
    names: dict[str, str] = {}
    for topic in topics:
        folded = unicodedata.normalize("NFC", topic.name).casefold()
        if folded in names:
            raise OptionError(
                f"two seed topics are called {names[folded]!r} and {topic.name!r}; give each a "
                "name of its own"
            )
        names[folded] = topic.name
    return tuple(topic for topic in topics if topic.strength > 0)


def read_seed_topics(path: str | Path) -> tuple[SeedTopic, ...]:
    """The topics in a TOML file, at the top or in its table ``[topics]``; raises as above."""
    try:
        if not os.path.isfile(path):
            found = os.path.exists(path)
            error = InputError if found else MissingInputError
            problem = "is no file" if found else "does not exist"
            raise error(f"seed topics {path} {problem}; name a TOML file: {EXPECTED}")
        with open(path, "rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        if isinstance(error, InputError):
            raise
        raise InputError(f"cannot read seed topics {path}: {error.strerror or error}") from error
    if len(data) > MAX_BYTES:
        raise InputError(f"{path} is larger than {MAX_BYTES:,} bytes; is it a file of seed words?")
    try:
        return seed_topics_of(record_of_toml(data))
    except UnicodeDecodeError as error:
        raise InputError(f"{path} is not UTF-8; save it as UTF-8") from error
    except OptionError as error:
        raise OptionError(f"{path}: {error}") from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise InputError(f"{path} is not valid TOML: {error}; {EXPECTED}") from error


def record_of_toml(data: bytes) -> dict[str, Any]:
    r"""Topics by name in the bytes of a TOML file.

    Raises
    ------
    ValueError
        It is not TOML in UTF-8.

    Examples
    --------
    >>> record_of_toml(b'[topics]\nsea = ["reef"]'), record_of_toml(b'sea = ["reef"]')
    ({'sea': ['reef']}, {'sea': ['reef']})
    """
    record = tomllib.loads(data.decode("utf-8-sig").replace("\r\n", "\n"))
    inner = record.get(TABLE)
    if len(record) == 1 and isinstance(inner, dict) and not {*inner} <= {"words", "strength"}:
        return inner
    return record


def _recorded(entry: Any) -> SeedTopic:
    """A topic of a run folder."""
    if isinstance(entry, SeedTopic):
        return _topic(entry.name, {"words": entry.words, "strength": entry.strength})
    if not isinstance(entry, Mapping) or "name" not in entry:
        raise OptionError(
            f"seed_topics holds {entry!r:.80}, expected words by the name of the topic"
        )
    return _topic(entry["name"], {key: entry[key] for key in entry if key != "name"})


def _topic(name: Any, entry: Any) -> SeedTopic:
    """A topic from its words, or from a mapping with words and strength."""
    if not isinstance(name, str):
        raise OptionError(f"the seed topic {name!r:.80} has no name, expected text")
    label = clean_line(name)
    if not any(character.isprintable() and not character.isspace() for character in label):
        raise OptionError(f"a seed topic is called {name!r:.80}, expected a name that can be read")
    strength: Any = DEFAULT_STRENGTH
    words = entry
    if isinstance(entry, Mapping):
        unknown = [str(key) for key in entry if key not in ("words", "strength")]
        if unknown or "words" not in entry:
            found = f"has {', '.join(unknown)}" if unknown else "has no words"
            raise OptionError(f"seed topic {label!r} {found}; expected words and strength")
        words, strength = entry["words"], entry.get("strength", DEFAULT_STRENGTH)
    if isinstance(words, str | bytes | Mapping) or not isinstance(words, Iterable):
        raise OptionError(f"seed topic {label!r} is {words!r:.80}, expected a list of words")
    listed = tuple(words)
    wrong = [word for word in listed if not isinstance(word, str) or not word.strip()]
    if wrong:
        raise OptionError(f"seed topic {label!r} holds {wrong[0]!r:.80}, expected words")
    if not listed:
        raise OptionError(f"seed topic {label!r} has no words; list some, or leave it out")
    is_number = isinstance(strength, Real) and not isinstance(strength, bool)
    if not is_number or not (math.isfinite(strength) and 0 <= strength <= HIGHEST_STRENGTH):
        raise OptionError(
            f"seed topic {label!r} has strength {strength!r:.80}, expected 0 to "
            f"{HIGHEST_STRENGTH:g}"
        )
    return SeedTopic(label, listed, float(strength))
