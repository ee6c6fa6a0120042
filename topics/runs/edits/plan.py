"""What edits make of the topics of a fit: members, labels, hidden topics, groups."""

from __future__ import annotations

from dataclasses import dataclass

from topics.errors import InputError
from topics.runs.edits.steps import Edits

MAX_LISTED = 5
"""Maximum number of topics that a message lists."""


@dataclass(frozen=True)
class EditedTopics:
    """The topics after edits, in the order of their first members; entry k is topic k.

    Attributes
    ----------
    members : tuple of tuple of int
        Numbers that the topics in each have in the fit, ascending.
    labels : tuple of (str or None)
        Labels that a person gave.
    hidden : tuple of bool
    groups : tuple of (str or None)
    """

    members: tuple[tuple[int, ...], ...]
    labels: tuple[str | None, ...]
    hidden: tuple[bool, ...]
    groups: tuple[str | None, ...]

    @property
    def has_merged(self) -> bool:
        """Whether any topics were merged."""
        return any(len(numbers) > 1 for numbers in self.members)


def edited_topics(edits: Edits, n_topics: int) -> EditedTopics:
    """The topics that edits make of `n_topics` topics of a fit.

    What is said of one member holds for the whole merged topic.

    Raises
    ------
    InputError
        An unknown topic, one that is merged twice or with itself, two labels or groups of one
        topic, or no topic left that is not hidden.

    Examples
    --------
    >>> from topics.runs.edits.steps import Merge
    >>> edited_topics(Edits(merge=(Merge((2, 0), "Law"),), hide=(1,)), 4)
    EditedTopics(members=((0, 2), (1,), (3,)), labels=('Law', None, None), hidden=(False, True, \
False), groups=(None, None, None))
    """
    _check_known_topics(edits, n_topics)
    _check_merges(edits)
    whole: dict[int, tuple[int, ...]] = {topic: (topic,) for topic in range(n_topics)}
    for merge in edits.merge:
        whole |= dict.fromkeys(merge.topics, tuple(sorted(merge.topics)))
    members = tuple(dict.fromkeys(whole[topic] for topic in range(n_topics)))
    number = {topic: k for k, numbers in enumerate(members) for topic in numbers}

    given = [(merge.topics[0], merge.label) for merge in edits.merge if merge.label]
    given += [(rename.topic, rename.label) for rename in edits.rename]
    grouped = [(topic, group.name) for group in edits.group for topic in group.topics]
    hidden = {number[topic] for topic in edits.hide}
    if len(hidden) == len(members):
        raise InputError(
            "all topics would be hidden, expected at least one that is shown; hide fewer"
        )
    return EditedTopics(
        members=members,
        labels=_one_each("label", given, number, members),
        hidden=tuple(k in hidden for k in range(len(members))),
        groups=_one_each("group", grouped, number, members),
    )


def listed_numbers(numbers: tuple[int, ...]) -> str:
    """Numbers of topics as a person writes them.

    Examples
    --------
    >>> listed_numbers((4, 9))
    '4, 9'
    """
    return ", ".join(map(str, numbers))


def sentences(edits: Edits, topics: EditedTopics, labels: list[str]) -> list[str]:
    """What was done, one line an edit.

    Parameters
    ----------
    edits : Edits
    topics : EditedTopics
    labels : list of str
        Labels of the edited topics.
    """
    number = {member: k for k, members in enumerate(topics.members) for member in members}
    lines = []
    for merge in edits.merge:
        k = number[merge.topics[0]]
        lines.append(f"merged {listed_numbers(topics.members[k])} into topic {k}: {labels[k]}")
    for rename in edits.rename:
        k = number[rename.topic]
        lines.append(f"renamed {rename.topic}, now topic {k}: {rename.label}")
    for topic in edits.hide:
        lines.append(f"hid {topic}, now topic {number[topic]}: {labels[number[topic]]}")
    for group in edits.group:
        lines.append(f"grouped {listed_numbers(group.topics)}: {group.name}")
    return lines


def _check_known_topics(edits: Edits, n_topics: int) -> None:
    named = [rename.topic for rename in edits.rename]
    named += [topic for merge in edits.merge for topic in merge.topics]
    named += edits.hide
    named += [topic for group in edits.group for topic in group.topics]
    unknown = sorted({topic for topic in named if not 0 <= topic < n_topics})
    if unknown:
        more = ", …" if len(unknown) > MAX_LISTED else ""
        listed = listed_numbers(tuple(unknown[:MAX_LISTED])) + more
        known = f"0 to {n_topics - 1}" if n_topics > 1 else "only 0"
        are = "topics are" if n_topics > 1 else "topic is"
        raise InputError(
            f"there is no topic {listed:.200}: the {are} {known}; edits name topics by their "
            "numbers in the fit, before any edit"
        )


def _check_merges(edits: Edits) -> None:
    seen: set[int] = set()
    for merge in edits.merge:
        twice = sorted({t for t in merge.topics if merge.topics.count(t) > 1})
        if len(set(merge.topics)) == 1:
            raise InputError(
                f"topic {merge.topics[0]} would be merged with itself; name at least two topics"
            )
        if twice:
            raise InputError(f"a merge names topic {twice[0]} twice; name it once")
        again = sorted(seen & set(merge.topics))
        if again:
            raise InputError(
                f"topic {again[0]} is merged twice; name all topics that become one in one merge"
            )
        seen |= set(merge.topics)


def _one_each(
    what: str,
    given: list[tuple[int, str]],
    number: dict[int, int],
    members: tuple[tuple[int, ...], ...],
) -> tuple[str | None, ...]:
    """The label or group of every topic; an error if one has two."""
    found: dict[int, str] = {}
    for topic, name in given:
        k = number[topic]
        if found.setdefault(k, name) != name:
            raise InputError(
                f"topic {listed_numbers(members[k])} would get two {what}s, {found[k]!r} and "
                f"{name!r}; give it one"
            )
    return tuple(found.get(k) for k in range(len(members)))
