"""Settings of matplotlib for our figures, whatever the user's are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

BASE_FONT = "DejaVu Sans"
"""The font that comes with matplotlib: Latin, Greek, Cyrillic, Arabic, Hebrew and more."""

_SETTINGS: dict[str, Any] = {
    "svg.hashsalt": "topics",  # names in an SVG are random without it
    "text.parse_math": False,  # a "$" in a label is a dollar sign, not a formula
}


@contextmanager
def own_settings(families: Sequence[str] = (BASE_FONT,)) -> Iterator[None]:
    """Settings of matplotlib that no user has changed; they are put back at the end.

    Texts that are made in the meantime keep the fonts: the first one that has a letter draws it.
    """
    import matplotlib

    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        settings: Any = {**_SETTINGS, "font.family": list(families)}
        matplotlib.rcParams.update(settings)
        yield
