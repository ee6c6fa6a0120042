"""The engines of the map, by name."""

from __future__ import annotations

from topics.checks import check_choice
from topics.errors import OptionError
from topics.space import topics_map, umap_learn
from topics.space.contract import MapEngine, MapOptions

ENGINES_BY_NAME: dict[str, MapEngine] = {
    "topics": topics_map.ENGINE,
    "umap-learn": umap_learn.ENGINE,
}


def map_engine(name: str, options: MapOptions) -> MapEngine:
    """Engine of this name, which can draw with these options.

    Raises
    ------
    OptionError
        There is no such engine, or it cannot draw as many coordinates.

    Examples
    --------
    >>> map_engine("umap-learn", MapOptions(n_components=3)).n_components
    (2, 3)
    """
    check_choice("map engine", name, ENGINES_BY_NAME)
    engine = ENGINES_BY_NAME[name]
    n = options.n_components
    if n not in engine.n_components:
        able = [
            f'engine="{other}"' for other, it in ENGINES_BY_NAME.items() if n in it.n_components
        ]
        raise OptionError(
            f"the map engine {name!r} draws {engine.n_components[-1]} coordinates, not {n}; "
            f"choose {' or '.join(able)}"
        )
    return engine
