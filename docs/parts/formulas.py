"""Formulas as MathML, which browsers show without a script and without the network."""

from __future__ import annotations

import re
from typing import Any

from docutils.nodes import SkipNode
from docutils.utils.math.latex2mathml import tex2mathml
from sphinx.application import Sphinx

# Brackets of MathML grow by themselves, and docutils does not know the commands for it.
_SIZE = re.compile(r"\\[bB]igg?[lr]?(?![a-zA-Z])")


def setup(app: Sphinx) -> dict[str, bool]:
    """Add the renderer "mathml"."""
    app.add_html_math_renderer("mathml", (_inline, None), (_block, None))
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _inline(writer: Any, node: Any) -> None:
    writer.body.append(_mathml(node))
    _end(node)


def _block(writer: Any, node: Any) -> None:
    formula = _mathml(node, as_block=True)
    writer.body.append(f'<div class="formula" style="overflow-x: auto">{formula}</div>\n')
    _end(node)


def _mathml(node: Any, *, as_block: bool = False) -> str:
    return tex2mathml(_SIZE.sub("", node.astext()), as_block=as_block)


def _end(node: Any) -> None:
    """Leave the node: its text was written already."""
    raise SkipNode
