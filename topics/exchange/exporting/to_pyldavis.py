"""pyLDAvis: its PreparedData, and a page that opens without a network."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from topics.errors import InputError
from topics.exchange.exporting.plain import PlainRun

N_TERMS = 30
"""Terms that the page shows for each topic, as LDAvis does."""

SMALLEST = 1e-12
"""Probabilities are at least this: the page shows logarithms of them."""

PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Topics</title>
<style>{css}</style></head><body>
<div id="topics" style="background-color:white;"></div>
<script>{d3}</script>
<script>{ldavis}</script>
<script>new LDAvis("#topics", {data});</script>
</body></html>
"""


def exported(plain: PlainRun) -> Any:
    """``pyLDAvis.PreparedData`` with the numbers, from 0, and the order of the run's topics."""
    pyldavis = import_module("pyLDAvis")
    is_counted, has_terms = plain.term_counts > 0, plain.n_terms > 0
    if not has_terms.any():
        raise InputError("the run has no counted terms to show")
    # Terms of an adopted model may not occur at all, which pyLDAvis cannot draw.
    topic_term = plain.topic_term[:, is_counted]
    mass = topic_term.sum(axis=1, keepdims=True)
    even = np.full_like(topic_term, 1 / topic_term.shape[1])
    topic_term = np.where(mass > 0, topic_term / np.where(mass > 0, mass, 1), even)
    topic_term = np.maximum(topic_term, SMALLEST)
    topic_term /= topic_term.sum(axis=1, keepdims=True)
    return pyldavis.prepare(
        topic_term,
        plain.row_topic[has_terms],
        plain.n_terms[has_terms],
        plain.terms[is_counted].tolist(),
        plain.term_counts[is_counted],
        R=min(N_TERMS, int(is_counted.sum())),
        mds=principal_coordinates,
        sort_topics=False,
        start_index=0,
        n_jobs=1,
    )


def principal_coordinates(topic_term: Any) -> NDArray[np.float64]:
    """Classical scaling of the Jensen-Shannon distances of topics, shape (n_topics, 2).

    pyLDAvis takes roots of eigenvalues that may be negative, and so gets complex numbers; here
    they count as 0.
    """
    shares = np.asarray(topic_term, dtype=np.float64)
    n = len(shares)
    with np.errstate(divide="ignore", invalid="ignore"):
        entropy = -np.nansum(shares * np.log(shares), axis=1)
        squared = np.empty((n, n))
        for k, row in enumerate(shares):
            middle = (shares + row) / 2
            mixed = -np.nansum(middle * np.log(middle), axis=1)
            squared[k] = np.maximum(mixed - (entropy + entropy[k]) / 2, 0.0)
    centre = np.eye(n) - 1 / n
    values, vectors = np.linalg.eigh(centre @ squared @ centre * -0.5)
    order = np.argsort(-values)[:2]
    found = np.zeros((n, 2))
    axes = vectors[:, order] * np.sqrt(np.maximum(values[order], 0.0))
    # An axis may point either way: its largest number is above 0.
    signs = np.sign(axes[np.abs(axes).argmax(axis=0), np.arange(axes.shape[1])])
    found[:, : axes.shape[1]] = axes * np.where(signs == 0, 1, signs)
    return found


def write(prepared: Any, path: Path) -> None:
    """A page with everything in it; terms cannot leave the data that they are in."""
    urls = import_module("pyLDAvis.urls")

    def source(name: str) -> str:
        return Path(name).read_text(encoding="utf-8").replace("</script", "<\\/script")

    data = prepared.to_json().replace("<", "\\u003c").replace("\u2028", "\\u2028")
    page = PAGE.format(
        css=source(urls.LDAVIS_CSS_LOCAL),
        d3=source(urls.D3_LOCAL),
        ldavis=source(urls.LDAVIS_LOCAL),
        data=data.replace("\u2029", "\\u2029"),
    )
    path.write_text(page, encoding="utf-8")
