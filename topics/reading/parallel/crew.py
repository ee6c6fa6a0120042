"""Who parses the parts of a large file, and from where they take them."""

from __future__ import annotations

from dataclasses import dataclass, field

from topics.scheduling import Scheduler, ThisProcess


@dataclass(frozen=True)
class Crew:
    """Who parses the parts of a large file.

    Attributes
    ----------
    scheduler : Scheduler
    path : str or None
        A file with the bytes that are parsed, from which the others take their parts. None if
        there is none, because they were unpacked or recoded: then they are sent.
    """

    scheduler: Scheduler = field(default_factory=ThisProcess)
    path: str | None = None

    @property
    def shared_path(self) -> str | None:
        """The path, if others than this process parse."""
        return None if isinstance(self.scheduler, ThisProcess) else self.path


ALONE = Crew()
"""This process parses everything."""
