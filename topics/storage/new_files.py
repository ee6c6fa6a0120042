"""Whether a file can be written beside a run."""

from __future__ import annotations

from pathlib import Path

from topics.errors import OptionError, OutputError, OutputExistsError


def check_file_name(path: str | Path) -> None:
    """Raise OutputError if no system has files of this name."""
    if "\0" in str(path):
        raise OutputError(f"cannot write {str(path)!r}: the name has a zero character")


def check_new_file(path: str | Path, *, inside: str | Path | None, overwrite: bool) -> None:
    """Raise an error if a file cannot be written, before anything is read for it.

    Parameters
    ----------
    path : str or Path
    inside : str, Path or None
        A run folder, whose files stay as its checksums say; None where there is none.
    overwrite : bool
        Whether a file that exists is replaced.

    Raises
    ------
    OptionError
        The file would be in the run folder.
    OutputExistsError
        It exists.
    OutputError
        Its folder does not exist, or it is a folder itself.
    """
    target = Path(path)
    try:
        own = None if inside is None else Path(inside).resolve()
        is_inside = own is not None and target.resolve().is_relative_to(own)
        is_folder, exists = target.is_dir(), target.exists()
        has_folder = target.parent.is_dir()
    except (OSError, ValueError) as error:
        raise OutputError(f"cannot write {path}: {error}") from error
    if is_inside:
        raise OptionError(
            f"the output {path} is in the run {inside}, whose files are checked; name a file "
            "elsewhere"
        )
    if is_folder:
        raise OutputError(f"cannot write {path}: it is a folder; name a file")
    if not has_folder:
        raise OutputError(f"cannot write {path}: there is no folder {target.parent}")
    if exists and not overwrite:
        raise OutputExistsError(f"{path} exists; pass overwrite=True to replace it")
