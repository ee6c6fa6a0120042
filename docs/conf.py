"""Settings of Sphinx; ``python -m sphinx -W docs build/docs`` builds the documentation."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from topics.version import __version__

project = "topics"
author = "The topics founders"
project_copyright = "the topics founders; MIT licence"
version = release = __version__

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "parts.command_line",
    "parts.formulas",
]
exclude_patterns = ["parts"]
myst_enable_extensions = ["dollarmath"]
myst_heading_anchors = 3

html_theme = "furo"
html_title = f"topics {__version__}"
html_show_sphinx = False
html_math_renderer = "mathml"

smartquotes = False

# Names in backticks are links where there is something of that name.
default_role = "py:obj"
suppress_warnings = ["ref.python"]
autodoc_typehints = "none"
autodoc_member_order = "bysource"
autodoc_class_signature = "mixed"
napoleon_google_docstring = False
napoleon_use_ivar = True
napoleon_use_rtype = False
python_use_unqualified_type_names = True
