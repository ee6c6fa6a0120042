"""The manifest of a result: options, inputs, versions, seconds."""

from __future__ import annotations

import platform
from collections.abc import Iterable
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import polars as pl

from topics.choices import LEMMA, STEM
from topics.options import FitOptions
from topics.own_paths import own_folders, without_own_folders
from topics.version import __version__

ALWAYS = ("numba", "numpy", "polars", "scipy", "scikit-learn")
"""Packages that take part in every fit and transform."""

READING = ("justext", "lxml", "pyyaml", "trafilatura", "w3lib")
"""Packages that decide what is read."""

READERS = {
    "pdf": "pypdfium2",
    "warc": "warcio",
    "xlsm": "python-calamine",
    "xlsx": "python-calamine",
}
"""Packages that read files of these endings."""

DETECTING = "py3langid"
"""The package that finds the languages of texts."""

ENGINE_PACKAGES = {"topics": (), "sklearn": (), "gensim": ("gensim",)}
NORMALIZING = {STEM: "PyStemmer", LEMMA: "simplemma"}
"""Packages that find stems and lemmas."""

MAP_PACKAGES = {"topics": ("pynndescent",), "umap-learn": ("pynndescent", "umap-learn")}
"""Packages that an engine brings besides those that always take part."""


def packages_of(
    options: FitOptions,
    *,
    sources: pl.Series | None,
    has_texts: bool,
    has_copies: bool = False,
    cut_by: str = "",
) -> list[str]:
    """Names of the packages that decided a result, in order.

    Parameters
    ----------
    options : FitOptions
    sources : polars.Series or None
        The files of the documents, archives included; None if none were read.
    has_texts : bool
        Whether texts were counted, and not counts given.
    has_copies : bool
        Whether documents were found to be copies.
    cut_by : str
        The package that cut texts into words; empty if none did.

    Examples
    --------
    >>> "gensim" in packages_of(FitOptions(engine="gensim"), sources=None, has_texts=True)
    True
    >>> packages_of(FitOptions(project=False), sources=None, has_texts=False)
    ['numba', 'numpy', 'polars', 'scikit-learn', 'scipy']
    """
    names = {*ALWAYS, *ENGINE_PACKAGES[options.engine or "topics"]}
    if sources is not None:
        names.update(READING)
        names.update(_readers(sources))
    if has_texts:
        names.add(DETECTING)
    if cut_by:
        names.add(cut_by)
    if options.phrases:
        names.add("gensim")
    if options.normalize != "none":
        names.add(NORMALIZING[options.normalize])
    if has_copies:
        names.add("rensa")
    if options.project:
        names.update(packages_of_map(options))
    return sorted(names)


def _readers(sources: pl.Series) -> set[str]:
    """Packages that read some of the files; in archives, their names end within the path."""
    paths = sources.cast(pl.String).str.to_lowercase()
    return {
        package
        for ending, package in READERS.items()
        if paths.str.contains(rf"\.{ending}(?:\.gz)?(?:/|$)").any()
    }


def packages_of_map(options: FitOptions) -> list[str]:
    """Names of the packages that draw a map with these options."""
    return sorted({*ALWAYS, *MAP_PACKAGES[options.map_engine]})


def package_versions(names: Iterable[str]) -> dict[str, str]:
    """Installed versions of packages, by name."""
    return {name: version(name) for name in names}


def manifest(
    paths: Iterable[str | Path],
    inputs: pl.DataFrame,
    parameters: dict[str, Any],
    packages: Iterable[str],
    seconds: dict[str, float],
) -> dict[str, Any]:
    """Everything but the checksums, which are added when files are written.

    Parameters
    ----------
    paths : iterable of str or Path
        What was read, as it was named; empty for data in memory. What is named by an absolute
        path is recorded without the folders that it is in.
    inputs : polars.DataFrame
        path, sha256 and bytes of every file.
    parameters : dict
        As `topics.results.parameters.write_parameters` makes it.
    packages : iterable of str
    seconds : dict
        Seconds by stage.
    """
    named = [str(path) for path in paths]
    folders = own_folders(named)
    files = [
        {**file, "path": without_own_folders(file["path"], folders)} for file in inputs.to_dicts()
    ]
    return {
        "created": f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC",
        "versions": {
            "topics": __version__,
            "python": platform.python_version(),
            **package_versions(packages),
        },
        "machine": platform.machine(),
        "arguments": [without_own_folders(path, folders) for path in named],
        "parameters": parameters,
        "inputs": files,
        "seconds": seconds,
    }
