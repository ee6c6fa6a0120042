"""Which folders of the analyst's disk must not be named in files that are sent around?"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import PurePath

_PATTERN_SIGNS = "*?["


def own_folders(paths: Iterable[str | os.PathLike[str]]) -> tuple[str, ...]:
    """The folders that hold what was named by absolute paths, with a separator at the end.

    A pattern counts as the folder that its first sign is in; what is named by relative paths needs
    nothing.

    Examples
    --------
    >>> own_folders(["/home/ann/crawl", "/home/ann/more/*/a.txt", "seeds"])
    ('/home/ann/',)
    """
    found = set()
    for named in paths:
        path = os.fspath(named)
        parts = PurePath(path).parts
        fixed = next((i for i, part in enumerate(parts) if set(part) & set(_PATTERN_SIGNS)), None)
        parent = PurePath(*parts[:fixed]).parent
        if PurePath(path).is_absolute() and parent != parent.parent:
            found.add(f"{parent}{os.sep}")
    return tuple(sorted(found, key=lambda folder: (-len(folder), folder)))


def without_own_folders(text: str, folders: Iterable[str]) -> str:
    """A text that names files, without the folders that they are in.

    Examples
    --------
    >>> without_own_folders("/home/ann/a.csv, line 3: one cell", ["/home/ann/"])
    'a.csv, line 3: one cell'
    """
    for folder in folders:
        text = text.replace(folder, "")
    return text
