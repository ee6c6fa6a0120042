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

READING = ("justext", "lxml", "py3langid", "pyyaml", "trafilatura", "w3lib")
"""Packages that decide what is read."""

ENGINE_PACKAGES = {"topics": (), "sklearn": (), "gensim": ("gensim",)}
NORMALIZING = {STEM: "PyStemmer", LEMMA: "simplemma"}
"""Packages that find stems and lemmas."""

MAP_PACKAGES = {"topics": ("pynndescent",), "umap-learn": ("pynndescent", "umap-learn")}
"""Packages that an engine brings besides those that always take part."""


def packages_of(options: FitOptions, *, has_read: bool, has_copies: bool = False) -> list[str]:
    """Names of the packages that decided a result, in order.

    Examples
    --------
    >>> "gensim" in packages_of(FitOptions(engine="gensim"), has_read=False)
    True
    >>> packages_of(FitOptions(project=False), has_read=False)
    ['numba', 'numpy', 'polars', 'scikit-learn', 'scipy']
    """
    names = {*ALWAYS, *ENGINE_PACKAGES[options.engine or "topics"]}
    if has_read:
        names.update(READING)
    if options.phrases:
        names.add("gensim")
    if options.normalize != "none":
        names.add(NORMALIZING[options.normalize])
    if has_copies:
        names.add("rensa")
    if options.project:
        names.update(packages_of_map(options))
    return sorted(names)


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
