"""YAML front matter at the top of Markdown files → metadata."""

from __future__ import annotations

import re
from typing import Any, ClassVar

MAX_CHARACTERS = 64 * 1024
"""Maximum length of front matter. Anything longer is a document that begins with a rule."""


class FrontMatterError(ValueError):
    """The front matter is not a plain YAML mapping; the message says why."""


def split_front_matter(lines: list[str]) -> tuple[list[str], int]:
    """Lines of the front matter, and how many lines of the file it takes with its rules.

    A file without front matter gives an empty list and 0.
    """
    if not lines or lines[0].rstrip() != "---":
        return [], 0
    n_characters = 0
    for index, line in enumerate(lines[1:], 1):
        if line.rstrip() in ("---", "..."):
            return lines[1:index], index + 1
        n_characters += len(line) + 1
        if n_characters > MAX_CHARACTERS:
            break
    return [], 0


def parse_front_matter(lines: list[str]) -> dict[str, Any]:
    """Keys and values of front matter. Dates stay text, as they are written.

    Raises
    ------
    FrontMatterError
        Invalid YAML, not a mapping, or an alias, with which a few lines can expand to
        gigabytes.
    """
    import yaml

    try:
        # _loader() returns a SafeLoader: its tags build plain data only.
        value = yaml.load("\n".join(lines), Loader=_loader())  # noqa: S506
    except (yaml.YAMLError, ValueError, RecursionError, TypeError) as error:
        reason = " ".join(str(error).split())[:200]
        raise FrontMatterError(reason or type(error).__name__) from error
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise FrontMatterError(f"front matter is {type(value).__name__}, expected keys and values")
    return {str(key): entry for key, entry in value.items() if entry is not None}


def _loader() -> Any:
    """A SafeLoader class that refuses aliases and reads scalars as they look.

    YAML 1.1 would turn the country NO into false and the time 12:30 into the number 750, and
    would reformat dates.
    """
    import yaml

    class Loader(yaml.SafeLoader):  # type: ignore[misc]
        yaml_implicit_resolvers: ClassVar[dict[str, Any]] = {}

        def compose_node(self, parent: Any, index: Any) -> Any:
            if self.check_event(yaml.AliasEvent):
                raise yaml.YAMLError("aliases (*name) are not read")
            return super().compose_node(parent, index)

    plain = {
        "null": (r"~|null|Null|NULL|", ["~", "n", "N", ""]),
        "bool": (r"true|True|TRUE|false|False|FALSE", list("tTfF")),
        "int": (r"[-+]?(?:0|[1-9][0-9]*)", list("-+0123456789")),
        "float": (r"[-+]?[0-9]+\.[0-9]+(?:[eE][-+]?[0-9]+)?", list("-+0123456789")),
    }
    for name, (pattern, first_characters) in plain.items():
        tag = f"tag:yaml.org,2002:{name}"
        Loader.add_implicit_resolver(tag, re.compile(rf"(?:{pattern})$"), first_characters)
    return Loader
