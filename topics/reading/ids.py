"""Which documents have the same id, and what becomes of them?"""

from __future__ import annotations

from topics.cleaning import clean_line
from topics.reading.batches import DocumentBatches
from topics.reading.files.discovery import InputFile
from topics.reading.grouping import Group
from topics.reading.records import Document


class Ids:
    """The ids of the documents that one call of `read` has read so far.

    Attributes
    ----------
    groups : list of Group
        Documents with the rows of their file that repeat their id.
    """

    def __init__(self) -> None:
        self.groups: list[Group] = []
        self._latest: dict[str, tuple[int, InputFile]] = {}
        self._shared: set[str] = set()
        self._repeated: dict[int, tuple[Group, set[_Texts]]] = {}

    def earlier_in_file(self, document: Document, file: InputFile, index: int) -> int | None:
        """Index of the document of the same file that has the id already, or None.

        Then the document is remembered with its index.
        """
        name = document_id(document, file)
        earlier, its_file = self._latest.get(name, (None, None))
        if earlier is not None and its_file is file:
            return earlier
        if earlier is not None:
            self._shared.add(name)
        self._latest[name] = index, file
        return None

    def join(self, row: Document, first: Document) -> bool:
        """Append a row to the document of an earlier row; False if it repeats the text of one."""
        if id(first) not in self._repeated:
            known = {_texts(first)}
            first.is_part_of_group = True
            self.groups.append(Group(first))
            self._repeated[id(first)] = self.groups[-1], known
        group, known = self._repeated[id(first)]
        texts = _texts(row)
        if texts in known:
            return False
        known.add(texts)
        group.add(row)
        return True

    def separate(self, batches: DocumentBatches) -> dict[int, str]:
        """New ids of documents, by index: where files share an id, with the file's name before."""
        renamed: dict[int, str] = {}
        if not self._shared:
            return renamed
        taken = set(self._latest)
        named_by_file: set[str] = set()
        for index, document, file in (each for batch in batches for each in batch):
            name = document_id(document, file)
            if name not in self._shared:
                continue
            if document.id is None and name not in named_by_file:
                named_by_file.add(name)
                continue
            new = f"{file.id}#{name}"
            while new in taken:
                new = f"{file.id}#{new}"
            taken.add(new)
            renamed[index] = new
        return renamed

    def forget(self) -> None:
        """Let go of the documents, whose texts would otherwise stay in memory."""
        self.groups.clear()
        self._latest.clear()
        self._repeated.clear()


def document_id(document: Document, file: InputFile) -> str:
    """The document's own id, else the file's with the row's or the article's number."""
    if document.id is not None:
        return document.id
    number = document.row if document.row is not None else document.part
    above = file.id if document.table is None else f"{file.id}/{clean_line(document.table)}"
    return above if number is None else f"{above}#{number}"


_Texts = tuple[tuple[str, str], ...]


def _texts(document: Document) -> _Texts:
    return tuple((section.heading, section.text) for section in document.sections)
