"""How are effects of metadata on topics drawn?"""

from topics.report.effects.forest import write_forest_png
from topics.report.effects.section import (
    EffectsContent,
    effects_section,
    formatted_p,
    method_in_words,
)

__all__ = [
    "EffectsContent",
    "effects_section",
    "formatted_p",
    "method_in_words",
    "write_forest_png",
]
