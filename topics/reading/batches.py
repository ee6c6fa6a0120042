"""The documents that one call of `read` has read so far: in batches, most of them on disk."""

from __future__ import annotations

import pickle
from bisect import bisect
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from operator import attrgetter
from os import SEEK_END
from tempfile import TemporaryFile, gettempdir
from typing import IO, NamedTuple

import numpy as np
from numpy.typing import NDArray

from topics.errors import OutputError
from topics.memory import release_free_memory
from topics.reading.files.discovery import InputFile
from topics.reading.records import Document

BATCH_CHARACTERS = 8_000_000
"""A batch has documents of about this many characters."""

BATCH_DOCUMENTS = 20_000
"""A batch has at most this many documents, because each of them costs memory of its own."""


class Numbered(NamedTuple):
    """A document, its number in the order of reading (from 0), and the file that it is from."""

    number: int
    document: Document
    file: InputFile


@dataclass(frozen=True)
class _Packed:
    """Where the packed documents of a batch are in the spool.

    Attributes
    ----------
    first : int
        Number of the first document.
    offsets : array of int64, shape (n_documents + 1,)
    files : array of int32, shape (n_documents,)
        Numbers of their files.
    """

    first: int
    offsets: NDArray[np.int64]
    files: NDArray[np.int32]


class DocumentBatches:
    """Documents in the order of reading; only one batch of them is in memory as objects.

    A document takes ten times the memory of its text: a million short rows would take five
    gigabytes. Complete batches are packed into a temporary file that has no name, so that nobody
    else can open it; that is why they can be pickled. The text of a batch is in memory while it is
    in use.

    Examples
    --------
    >>> from topics.reading.records import Section
    >>> batches = DocumentBatches()
    >>> batches.append(Document([Section("", 0, "Tides rise.")]), None)
    0
    >>> [each.document.sections[0].text for batch in batches for each in batch]
    ['Tides rise.']
    """

    def __init__(self) -> None:
        self._packed: list[_Packed] = []
        self._open: list[Numbered] = []
        self._n_characters = 0
        self._held: dict[int, Document] = {}
        self._file_numbers: dict[int, int] = {}
        self._files: list[InputFile] = []
        self._n = 0

    def __len__(self) -> int:
        return self._n

    def append(self, document: Document, file: InputFile) -> int:
        """Add a document; its index. The document must not change any more, unless it is held."""
        index = self._n
        self._open.append(Numbered(index, document, file))
        self._n += 1
        self._n_characters += sum(len(section.text) for section in document.sections)
        if self._n_characters >= BATCH_CHARACTERS or len(self._open) >= BATCH_DOCUMENTS:
            self._packed.append(self._pack(self._open))
            self._open, self._n_characters = [], 0
        return index

    def held(self, index: int) -> Document:
        """A document that may change from now on and stays in memory, such as one of many rows."""
        if index not in self._held:
            self._held[index] = self._document(index)
        return self._held[index]

    def __iter__(self) -> Iterator[list[Numbered]]:
        """The batches in order."""
        for packed in list(self._packed):
            yield self._unpack(packed)
        if self._open:
            yield self._with_held(self._open)

    def change(self, changing: NDArray[np.integer]) -> Iterator[list[Numbered]]:
        """The batches with documents of these indices (ascending); their changes are kept."""
        begins = [*(packed.first for packed in self._packed), self._n - len(self._open), self._n]
        firsts = np.searchsorted(changing, begins).tolist()
        for number, (first, stop) in enumerate(pairwise(firsts)):
            if first == stop:
                continue
            if number == len(self._packed):
                yield self._with_held(self._open)
                continue
            batch = self._unpack(self._packed[number])
            yield batch
            self._packed[number] = self._pack(batch)

    def close(self) -> None:
        """Let go of all documents."""
        if "_spool" in self.__dict__:
            self._spool.close()
        self._packed, self._open, self._held = [], [], {}

    @cached_property
    def _spool(self) -> IO[bytes]:
        """The file, made when the first batch is complete: most corpora need none."""
        return TemporaryFile()

    def _document(self, index: int) -> Document:
        if self._open and index >= self._open[0].number:
            return self._open[index - self._open[0].number].document
        batch = bisect(self._packed, index, key=attrgetter("first")) - 1
        packed = self._packed[batch]
        begin, end = packed.offsets[index - packed.first :][:2].tolist()
        return self._unpacked(self._read(begin, end))

    def _with_held(self, batch: Iterable[Numbered]) -> list[Numbered]:
        held = self._held
        if not held:
            return list(batch)
        return [each._replace(document=held.get(each.number, each.document)) for each in batch]

    def _pack(self, batch: list[Numbered]) -> _Packed:
        held = self._held
        rows = [
            b"" if each.number in held else pickle.dumps(each.document, pickle.HIGHEST_PROTOCOL)
            for each in batch
        ]
        files = np.array([self._number_of_file(each.file) for each in batch], dtype=np.int32)
        try:
            begin = self._spool.seek(0, SEEK_END)
            self._spool.write(b"".join(rows))
            self._spool.flush()
        except OSError as error:
            raise OutputError(
                f"cannot write what was read to a temporary file in {gettempdir()}: "
                f"{error.strerror or error}; free space there, or set TMPDIR to another folder"
            ) from error
        offsets = begin + np.cumsum([0, *map(len, rows)])
        del rows
        release_free_memory()
        return _Packed(batch[0].number, offsets, files)

    def _unpack(self, packed: _Packed) -> list[Numbered]:
        begin = int(packed.offsets[0])
        data = self._read(begin, int(packed.offsets[-1]))
        bounds = pairwise((packed.offsets - begin).tolist())
        held = self._held
        return [
            Numbered(
                number,
                held[number] if number in held else self._unpacked(data[first:stop]),
                self._files[file],
            )
            for number, ((first, stop), file) in enumerate(
                zip(bounds, packed.files.tolist(), strict=True), packed.first
            )
        ]

    def _read(self, begin: int, end: int) -> bytes:
        self._spool.seek(begin)
        return self._spool.read(end - begin)

    @staticmethod
    def _unpacked(data: bytes) -> Document:
        document: Document = pickle.loads(data)  # noqa: S301 - from a file of this process
        return document

    def _number_of_file(self, file: InputFile) -> int:
        number = self._file_numbers.setdefault(id(file), len(self._files))
        if number == len(self._files):
            self._files.append(file)
        return number
