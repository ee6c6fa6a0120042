"""The packages of office programs: ZIP files of XML, opened within the limits of archives."""

from __future__ import annotations

from typing import Any

from topics.options import ReadOptions
from topics.reading.archives.budget import Budget
from topics.reading.archives.zips import SafeZip
from topics.reading.files.opening import limit_or
from topics.reading.formats.registry import PAGE_LIMIT
from topics.reading.formats.xml.tree import every, line_of, parse_xml
from topics.reading.records import Document, Remark, UnusableFileError

_OLD_OR_ENCRYPTED = b"\xd0\xcf\x11\xe0"

MACROS = "files-with-macros"


class Package:
    """A document that is a ZIP file of parts.

    Parameters
    ----------
    data : bytes
    options : ReadOptions

    Raises
    ------
    UnusableFileError
        It is no package, damaged or encrypted.
    """

    def __init__(self, data: bytes, options: ReadOptions) -> None:
        if data.startswith(_OLD_OR_ENCRYPTED):
            raise UnusableFileError(
                "encrypted, or of an old version of its program; save it again without a password"
            )
        self._limit = limit_or(PAGE_LIMIT, options)
        self._zip = SafeZip(data, Budget(len(data), self._limit))
        self.problem: str | None = None

    @property
    def names(self) -> list[str]:
        """Names of the parts."""
        return self._zip.names

    def __contains__(self, name: str) -> bool:
        return name in self._zip

    def read(self, name: str) -> bytes:
        """The bytes of a part; `UnusableFileError` if it is not there."""
        return self._zip.read(name, self._limit)

    def xml(self, name: str) -> Any:
        """The root element of a part."""
        root, problem = parse_xml(self.read(name))
        self.problem = self.problem or problem
        return root

    def xml_or_none(self, name: str) -> Any | None:
        """The root element of a part that need not be there."""
        return self.xml(name) if name in self else None

    def macros(self) -> list[Remark]:
        """A remark if there are macros, which nothing here runs."""
        found = [name for name in self.names if _is_macro(name)]
        message = "documents with macros, which are never run"
        return [Remark(MACROS, message, found[0])] if found else []


def _is_macro(name: str) -> bool:
    return name.endswith("vbaProject.bin") or name.startswith(("Basic/", "Scripts/"))


_FIELDS = {
    "title": ("title",),
    "author": ("creator", "initial-creator"),
    "date": ("created", "creation-date", "date"),
    "language": ("language",),
}
_METADATA = {"subject": "subject", "keywords": "keywords", "keyword": "keywords"}


def use_properties(document: Document, root: Any | None) -> None:
    """Fill the fields that a document does not have yet by the properties of its file.

    Dublin Core, which office programs and electronic books share: title, creator, date, language;
    subject and keywords become metadata.
    """
    if root is None:
        return
    for name, tags in _FIELDS.items():
        for tag in tags:
            values = [value for each in every(root, tag) if (value := line_of(each))]
            if values and getattr(document, name) is None:
                setattr(document, name, ", ".join(values) if name == "author" else values[0])
    for tag, column in _METADATA.items():
        values = [value for each in every(root, tag) if (value := line_of(each))]
        if values:
            document.metadata.setdefault(column, ", ".join(dict.fromkeys(values)))
