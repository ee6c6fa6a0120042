"""The libraries that runs are exported to: what makes their objects, and what writes files."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from topics.checks import check_choice
from topics.errors import MissingExtraError, OptionError, OutputError
from topics.exchange.exporting.plain import PlainRun
from topics.storage import check_file_name

ROOM = "topics.exchange.exporting"


@dataclass(frozen=True)
class Target:
    """A library that runs are exported to.

    Attributes
    ----------
    module : str
        Module of this room with ``exported(plain)`` and, where there are `endings`,
        ``write(object, path)``.
    package : str
        What is imported of the library; empty where the object is plain data.
    install : str
        What pip installs.
    endings : tuple of str
        Endings of its files; empty where it has no file that is safe to load.
    """

    module: str
    package: str
    install: str
    endings: tuple[str, ...] = ()


TARGETS: dict[str, Target] = {
    "pyldavis": Target("to_pyldavis", "pyLDAvis", "pyLDAvis", (".html",)),
    "bertopic": Target("to_bertopic", "bertopic", "bertopic"),
    "gensim": Target("to_gensim", "gensim", "gensim"),
    "octis": Target("to_octis", "", "octis", (".json",)),
    "topicwizard": Target("to_topicwizard", "", "topic-wizard"),
    "anndata": Target("to_anndata", "anndata", "anndata", (".h5ad",)),
    "networkx": Target("to_networkx", "networkx", "networkx", (".graphml", ".gexf")),
}
"""Libraries by name."""


def exported(plain: PlainRun, name: str) -> Any:
    """The run as an object of another library.

    Raises
    ------
    OptionError
        An unknown library.
    MissingExtraError
        It is not installed; the message says what to install.
    """
    check_exportable(name)
    return import_module(f"{ROOM}.{TARGETS[name].module}").exported(plain)


def check_exportable(name: str) -> None:
    """Raise the errors of `exported`, before a run is prepared for it."""
    check_choice("target", name, TARGETS)
    target = TARGETS[name]
    if target.package and find_spec(target.package) is None:
        raise MissingExtraError(
            f"{name} needs the package {target.install}, which is not installed: "
            f"pip install {target.install}"
        )


def check_export(name: str, path: str | Path) -> None:
    """Raise the errors of `write_export`, before a run is prepared for it."""
    endings = files_of(name)
    if Path(path).suffix.lower() not in endings:
        raise OptionError(f"the output {path} should end with {' or '.join(endings)} for {name}")
    check_exportable(name)


def files_of(name: str) -> tuple[str, ...]:
    """Endings of the files that an export can be written to.

    Raises
    ------
    OptionError
        An unknown library, or one whose objects have no file that is safe to load.
    """
    check_choice("target", name, TARGETS)
    if not TARGETS[name].endings:
        with_files = [each for each, target in TARGETS.items() if target.endings]
        raise OptionError(
            f"{name} keeps its objects as pickles, which run code when they are loaded; use "
            f"run.to({name!r}) in Python, or export to {', '.join(with_files)}"
        )
    return TARGETS[name].endings


def write_export(plain: PlainRun, name: str, path: str | Path) -> Path:
    """Write the run as a file of another library, whole or not at all, and give its path.

    Raises
    ------
    OptionError
        An unknown library, one without files, or another ending.
    MissingExtraError
        It is not installed.
    OutputError
        The file cannot be written.
    """
    check_export(name, path)
    check_file_name(path)
    target = Path(path)
    module = import_module(f"{ROOM}.{TARGETS[name].module}")
    made = exported(plain, name)
    # Under another name with the same ending first, so that no half of a file is left.
    partial = target.with_name(f".partial-{target.name}")
    try:
        module.write(made, partial)
        partial.replace(target)
    except OSError as error:
        raise OutputError(
            f"cannot write {path}: {error.strerror or error}; name a file in another folder"
        ) from error
    finally:
        with suppress(OSError):  # never made, or its name is too long
            partial.unlink()
    return target
