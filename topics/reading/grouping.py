"""Several rows → one document, with the sections of all rows in their order."""

from __future__ import annotations

from dataclasses import replace

from topics.reading.records import Document, RemovedLine


class Group:
    """The document of rows that have the same value in the column of ``group_by``.

    Attributes
    ----------
    differing : set of str
        Fields and metadata columns in which rows have another value than the first row.
    """

    def __init__(self, first: Document) -> None:
        self._document = first
        self._title = first.title
        self.differing: set[str] = set()
        first.title = first.title or first.id
        first.removed = self._removed(first)

    def add(self, row: Document) -> None:
        """Append the sections of another row; values that the document lacks are filled."""
        whole = self._document
        whole.removed.extend(self._removed(row, len(whole.sections)))
        whole.sections.extend(row.sections)
        for name in ("author", "date", "language"):
            if getattr(whole, name) is None:
                setattr(whole, name, getattr(row, name))
            elif getattr(row, name) not in (None, getattr(whole, name)):
                self.differing.add(name)
        if row.title not in (None, self._title):
            # Titles of chapters, for example: none of them is the title of the document.
            if self._title is not None:
                self.differing.add("title")
            whole.title = whole.id if "title" in self.differing else row.title
            self._title = self._title or row.title
        for name, value in row.metadata.items():
            if whole.metadata.setdefault(name, value) != value:
                self.differing.add(name)

    @staticmethod
    def _removed(row: Document, n_sections: int = 0) -> list[RemovedLine]:
        """What was removed from a row, with its line and the index of the section in the whole."""
        return [
            replace(
                line,
                line=row.line,
                section=None if line.section is None else line.section + n_sections,
            )
            for line in row.removed
        ]
