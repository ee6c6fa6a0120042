"""A TOML file with edits of topics."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

from topics.errors import InputError, MissingInputError
from topics.runs.edits.steps import Edits, edits_of_record

MAX_BYTES = 2**20
"""Maximum size of a file with edits: a label for each of ten thousand topics fits."""


def read_edits(path: str | Path) -> Edits:
    """The edits in a TOML file.

    Raises
    ------
    MissingInputError
        There is no such file.
    InputError
        It is no TOML, too large, empty, or names something unknown; the message says where.
    """
    try:
        if not os.path.isfile(path):
            found = os.path.exists(path)
            problem = "is no file" if found else "does not exist"
            error = InputError if found else MissingInputError
            raise error(f"{path} {problem}; name a TOML file with edits")
        with open(path, "rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        if isinstance(error, InputError):
            raise
        raise InputError(f"cannot read {path}: {error.strerror or error}") from error
    if len(data) > MAX_BYTES:
        raise InputError(f"{path} is larger than {MAX_BYTES:,} bytes; is it a file with edits?")
    try:
        record = tomllib.loads(data.decode("utf-8-sig").replace("\r\n", "\n"))
        edits = edits_of_record(record)
    except UnicodeDecodeError as error:
        raise InputError(f"{path} is not UTF-8; save it as UTF-8") from error
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        if isinstance(error, InputError):
            raise InputError(f"{path}: {error}") from error
        raise InputError(f"{path} is not valid TOML: {error}; see https://toml.io") from error
    if not edits:
        raise InputError(
            f"{path} holds no edits; expected [[rename]], [[merge]], [[hide]] or [[group]] "
            "(run.undo_edits() removes those of a run)"
        )
    return edits
