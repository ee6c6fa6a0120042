"""How are effects of metadata on topics drawn?"""

from topics.report.effects.forest import forest_figure
from topics.report.effects.section import (
    EffectsContent,
    effects_section,
    formatted_p,
    method_in_words,
)

__all__ = [
    "EffectsContent",
    "effects_section",
    "forest_figure",
    "formatted_p",
    "method_in_words",
]
