"""Edits: what a person changed in the topics of a run, as frozen data and as plain records.

All numbers of topics are those of the fit, so edits do not depend on their order.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from topics.errors import InputError
from topics.values import encodable, printable

MAX_NAME = 200
"""Maximum number of characters of a label or the name of a group."""

LARGEST_NUMBER = 2**31
"""Numbers of topics are below this."""

KEYS: dict[str, tuple[str, ...]] = {
    "rename": ("topic", "label"),
    "merge": ("topics", "label"),
    "hide": ("topic", "topics"),
    "group": ("name", "topic", "topics"),
}
"""Kinds of edits, and the keys that an entry may have."""


@dataclass(frozen=True)
class Rename:
    """A topic of the fit, and the label that a person gave it."""

    topic: int
    label: str


@dataclass(frozen=True)
class Merge:
    """Topics of the fit that become one, and its label if a person gave it one."""

    topics: tuple[int, ...]
    label: str | None = None


@dataclass(frozen=True)
class Group:
    """Topics of the fit that belong together under a name."""

    name: str
    topics: tuple[int, ...]


@dataclass(frozen=True)
class Edits:
    """What a person changed in the topics of a fit; numbers are those of the fit.

    Attributes
    ----------
    rename : tuple of Rename
    merge : tuple of Merge
    hide : tuple of int
    group : tuple of Group
    """

    rename: tuple[Rename, ...] = ()
    merge: tuple[Merge, ...] = ()
    hide: tuple[int, ...] = ()
    group: tuple[Group, ...] = ()

    def __bool__(self) -> bool:
        """Whether there is any edit."""
        return any(getattr(self, field.name) for field in fields(self))

    def record(self) -> dict[str, list[dict[str, Any]]]:
        """The edits as plain data, as a TOML file has them.

        Examples
        --------
        >>> Edits(hide=(7,)).record()
        {'hide': [{'topic': 7}]}
        """
        kinds: dict[str, list[dict[str, Any]]] = {
            "rename": [{"topic": entry.topic, "label": entry.label} for entry in self.rename],
            "merge": [
                {"topics": list(entry.topics)} | ({"label": entry.label} if entry.label else {})
                for entry in self.merge
            ],
            "hide": [{"topic": topic} for topic in self.hide],
            "group": [{"name": entry.name, "topics": list(entry.topics)} for entry in self.group],
        }
        return {kind: entries for kind, entries in kinds.items() if entries}

    def extended(self, added: Edits) -> Edits:
        """These edits and then others: of two labels or groups of a topic the later one counts.

        Examples
        --------
        >>> Edits(rename=(Rename(3, "Sea"),)).extended(Edits(rename=(Rename(3, "Ships"),))).rename
        (Rename(topic=3, label='Ships'),)
        """
        together: dict[int, tuple[int, ...]] = {}
        for merged in (*self.merge, *added.merge):
            together |= dict.fromkeys(merged.topics, merged.topics)
        relabelled = {
            member for entry in added.rename for member in together.get(entry.topic, (entry.topic,))
        }
        relabelled |= {member for entry in added.merge if entry.label for member in entry.topics}
        regrouped = {
            member
            for entry in added.group
            for topic in entry.topics
            for member in together.get(topic, (topic,))
        }
        merge = tuple(
            Merge(entry.topics, None if relabelled & set(entry.topics) else entry.label)
            for entry in self.merge
        )
        group = (
            Group(entry.name, tuple(t for t in entry.topics if t not in regrouped))
            for entry in self.group
        )
        kept = tuple(entry for entry in self.rename if entry.topic not in relabelled)
        return Edits(
            rename=kept + added.rename,
            merge=merge + added.merge,
            hide=tuple(dict.fromkeys(self.hide + added.hide)),
            group=tuple(entry for entry in group if entry.topics) + added.group,
        )


def edits_of_record(record: Any) -> Edits:
    """The edits in plain data, as a TOML file or ``edits.json`` has them.

    Raises
    ------
    InputError
        An unknown kind or key, or a value of the wrong type.

    Examples
    --------
    >>> edits_of_record({"merge": [{"topics": [4, 9], "label": "Courts"}]}).merge
    (Merge(topics=(4, 9), label='Courts'),)
    """
    if not isinstance(record, Mapping):
        raise InputError(f"edits are {type(record).__name__}, expected tables such as [[rename]]")
    for kind in record:
        _check_known(kind, tuple(KEYS), "edit")
    entries = {kind: list(_entries(kind, record.get(kind, []))) for kind in KEYS}
    return Edits(
        rename=tuple(
            Rename(_topic(entry, where), _name(entry, "label", where))
            for where, entry in entries["rename"]
        ),
        merge=tuple(
            Merge(
                _topics(entry, where),
                _name(entry, "label", where) if "label" in entry else None,
            )
            for where, entry in entries["merge"]
        ),
        hide=tuple(topic for where, entry in entries["hide"] for topic in _topics(entry, where)),
        group=tuple(
            Group(_name(entry, "name", where), _topics(entry, where))
            for where, entry in entries["group"]
        ),
    )


def edits_of_arguments(rename: Any, merge: Any, hide: Any, group: Any) -> Edits:
    """The edits that `TopicRun.edit` was asked for.

    Raises
    ------
    InputError
        As `edits_of_record`.

    Examples
    --------
    >>> edits_of_arguments(None, {"Courts": [4, 9]}, 7, None).hide
    (7,)
    """
    if not isinstance(rename or {}, Mapping):
        raise InputError(f"rename is {_shown(rename)}, expected labels by topic: {{3: 'Sea'}}")
    if not isinstance(group or {}, Mapping):
        raise InputError(f"group is {_shown(group)}, expected topics by name: {{'Law': [4, 5]}}")
    if isinstance(merge, Mapping):
        merges = [{"topics": topics, "label": label} for label, topics in merge.items()]
    elif isinstance(merge or [], str | bytes) or not hasattr(merge or [], "__iter__"):
        raise InputError(f"merge is {_shown(merge)}, expected lists of topics: [[4, 9]]")
    else:
        merges = [{"topics": topics} for topics in merge or []]
    if hide is None or isinstance(hide, str | bytes) or not hasattr(hide, "__iter__"):
        hidden = [] if hide is None else [hide]
    else:
        hidden = list(hide)
    return edits_of_record(
        {
            "rename": [{"topic": k, "label": label} for k, label in (rename or {}).items()],
            "merge": merges,
            "hide": [{"topic": topic} for topic in hidden],
            "group": [{"name": name, "topics": topics} for name, topics in (group or {}).items()],
        }
    )


def _entries(kind: str, value: Any) -> Any:
    """Where each entry is, for messages, and the entry; a single table is one entry."""
    values = [value] if isinstance(value, Mapping) else value
    if not isinstance(values, list | tuple):
        raise InputError(
            f"{kind} is {_shown(value)}, expected tables with the keys {', '.join(KEYS[kind])}, "
            f"each under a line [[{kind}]]"
        )
    for number, entry in enumerate(values, 1):
        where = f"[[{kind}]] number {number}"
        if not isinstance(entry, Mapping):
            raise InputError(
                f"{where} is {_shown(entry)}, expected a table with the keys "
                f"{', '.join(KEYS[kind])}"
            )
        for key in entry:
            _check_known(key, KEYS[kind], f"key of [[{kind}]]")
        yield where, entry


def _check_known(name: Any, known: tuple[str, ...], what: str) -> None:
    if name not in known:
        close = difflib.get_close_matches(str(name), known, 1)
        hint = f"did you mean {close[0]}?" if close else f"there are {', '.join(known)}"
        raise InputError(f"unknown {what} {_shown(name)}; {hint}")


def _topic(entry: Mapping[str, Any], where: str) -> int:
    if "topic" not in entry:
        raise InputError(f"{where} names no topic; expected a line such as topic = 3")
    return _number(entry["topic"], where)


def _topics(entry: Mapping[str, Any], where: str) -> tuple[int, ...]:
    """Numbers under ``topics``, or the one under ``topic``."""
    if "topic" in entry and "topics" in entry:
        raise InputError(f"{where} has topic and topics; expected one of them")
    if "topic" in entry:
        return (_number(entry["topic"], where),)
    topics: Any = entry.get("topics")
    if isinstance(topics, str | bytes | Mapping) or not hasattr(topics, "__iter__"):
        raise InputError(
            f"topics of {where} is {_shown(topics)}, expected numbers of topics such as [4, 9]"
        )
    numbers = tuple(_number(topic, where) for topic in topics)
    if not numbers:
        raise InputError(f"{where} names no topics; expected a line such as topics = [4, 9]")
    return numbers


def _number(value: Any, where: str) -> int:
    """A whole number; NumPy's are whole numbers, too."""
    if isinstance(value, bool) or not hasattr(value, "__index__"):
        raise InputError(f"a topic of {where} is {_shown(value)}, expected its number")
    number = int(value.__index__())
    if abs(number) >= LARGEST_NUMBER:  # Python does not write numbers of thousands of digits
        raise InputError(f"a topic of {where} is a very large number, expected that of a topic")
    return number


def _name(entry: Mapping[str, Any], key: str, where: str) -> str:
    value = entry.get(key)
    if not isinstance(value, str):
        raise InputError(f"{key} of {where} is {_shown(value)}, expected text")
    text = encodable(value)
    if not any(character.isprintable() and not character.isspace() for character in text):
        raise InputError(f"{key} of {where} is empty, expected a few words")
    text = " ".join(printable(text).split())
    if len(text) > MAX_NAME:
        raise InputError(
            f"{key} of {where} has {len(text)} characters, expected at most {MAX_NAME}"
        )
    return text


def _shown(value: Any) -> str:
    """A value as a message shows it."""
    return "missing" if value is None else f"{value!r:.80}"
