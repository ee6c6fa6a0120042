"""One call of `read`: files parsed one after the other; what is left out is counted."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from functools import partial

from topics.corpus import Corpus
from topics.errors import InputError
from topics.memory import release_free_memory
from topics.notices import Progress, missing_cells, silent
from topics.options import ReadOptions
from topics.reading.assemble import Assembly
from topics.reading.batches import DocumentBatches, Numbered
from topics.reading.files.discovery import Found, InputFile
from topics.reading.files.opening import limit_of, read_bytes
from topics.reading.files.seed_words import holds_seed_words
from topics.reading.formats.markup.inline_marks import strip_title
from topics.reading.formats.registry import advice
from topics.reading.grouping import Group
from topics.reading.ids import Ids, document_id
from topics.reading.pages.cutting import cut_long
from topics.reading.parallel.ahead import ParsedFile
from topics.reading.parsing import parse_bytes
from topics.reading.records import (
    MISSING_VALUE,
    BadRow,
    Document,
    OfExtraError,
    OwnFileError,
    Parsed,
    Remark,
    Removal,
    Section,
    TooLargeError,
    UnusableFileError,
    source_line,
)
from topics.reading.repeats.clearing import clear_repeated
from topics.scheduling import Scheduler
from topics.texts.cut_words import CutWords
from topics.values import amount

DOCUMENTS_A_STEP = 1_000
"""Progress is reported once in this many documents, and not at all if there are fewer."""


class Session:
    """The state of one call of `read`.

    Parameters
    ----------
    options : ReadOptions
    repeated : mapping of str to int, optional
        As `topics.read` takes it.
    progress : callable
    scheduler : Scheduler, optional
        Its workers parse large files of rows.
    """

    def __init__(
        self,
        options: ReadOptions,
        repeated: Mapping[str, int] | None = None,
        progress: Progress = silent,
        scheduler: Scheduler | None = None,
    ) -> None:
        self._options = options
        self._scheduler = scheduler
        self._repeated = repeated
        self._progress = progress
        self._assembly = Assembly()
        self._read = DocumentBatches()
        self._unreadable: list[str] = []
        self._too_large: list[str] = []
        self._unknown: list[str] = []
        self._others: dict[str, list[str]] = {}
        self._runs: list[str] = []
        self._own: list[str] = []
        self._bad_rows: list[str] = []
        self._without_text: list[str] = []
        self._emptied: list[str] = []
        self._problems: list[str] = []
        self._remarks: dict[str, list[tuple[str, Remark]]] = {}
        self._groups: dict[str, Group] = {}
        self._ids = Ids()
        self._words = CutWords()
        self._joined: list[str] = []
        self._missing: list[str] = []

    @property
    def n_documents(self) -> int:
        """Documents read so far."""
        return len(self._read)

    def close(self) -> None:
        """Let go of what was read."""
        self._read.close()

    def leave_out(self, found: Found) -> None:
        """Count and list the files in folders that cannot be used."""
        for path in found.unknown:
            hint = advice(path)
            if hint:
                self._others.setdefault(hint, []).append(path)
            elif not holds_seed_words(path):
                self._unknown.append(path)
        self._runs.extend(found.runs)
        for source, why in found.unreadable:
            self._list_unreadable(source, why)

    def read_parsed(self, file: InputFile, parsed: Parsed) -> None:
        """Add documents that are in no file; errors as in `read_file`."""
        try:
            self._use(file, parsed)
        except UnusableFileError as error:
            self._leave_out_file(file, error)

    def read_file(self, file: InputFile, parsed: ParsedFile | None = None) -> None:
        """Add the documents of one file, which another process may have parsed already.

        Raises
        ------
        InputError
            A row is malformed (unless they are skipped), or the file gives no text and was
            named by the caller.
        """
        try:
            if file.format.is_container:
                self._read_archive(file)
            else:
                self._use(file, self._parse(file) if parsed is None else self._take(file, parsed))
        except UnusableFileError as error:
            self._leave_out_file(file, error)

    def _read_archive(self, file: InputFile) -> None:
        """Add the documents of the files in an archive; one that is bad does not stop others."""
        # Imported here: the module imports the reader of every kind of archive.
        from topics.reading.archives.members import inner_files

        for found in inner_files(file, self._bytes_of(file), self._options):
            if isinstance(found, Remark):
                self._note(file, found)
                continue
            inner, content = found
            try:
                if isinstance(content, UnusableFileError):
                    raise content
                if content is None:
                    self.leave_out(Found([], [], [inner.source], []))
                else:
                    self._use(inner, parse_bytes(inner, content, self._options))
            except UnusableFileError as error:
                self._leave_out_file(inner, error)

    def _use(self, file: InputFile, parsed: Parsed) -> None:
        """Add what was parsed from one file."""
        for result in parsed:
            if isinstance(result, Remark):
                self._note(file, result)
                continue
            bad = result if isinstance(result, BadRow) else self._add(result, file)
            if bad is not None:
                self._refuse_or_list(bad, file)

    def _note(self, file: InputFile, remark: Remark) -> None:
        self._remarks.setdefault(remark.code, []).append((file.source, remark))

    def _leave_out_file(self, file: InputFile, error: UnusableFileError) -> None:
        """List a file that gives no text; an error if the caller named it."""
        if file.is_named:
            raise InputError(f"{file.source}: {error}") from error
        if isinstance(error, OwnFileError):
            self._own.append(file.source)
        elif isinstance(error, TooLargeError):
            self._list_too_large(file.source, str(error))
        elif isinstance(error, OfExtraError):
            self._others.setdefault(str(error), []).append(file.source)
        else:
            self._list_unreadable(file.source, str(error))

    def reasons(self) -> str:
        """Why nothing was read, as the middle of a message that counts every file and folder."""
        unreadable = [*self._too_large, *self._unreadable, *self._bad_rows]
        more = "; …" if len(unreadable) > 3 else ""
        parts = [f"{len(unreadable):,} unreadable: {'; '.join(unreadable[:3])}{more}"]
        parts = parts if unreadable else []
        if self._runs:
            folders = amount(len(self._runs), "folder with a run", "folders with a run each")
            parts.append(f"{folders}, first {self._runs[0]}")
        if self._own:
            parts.append(f"{amount(len(self._own), 'file')} that a run wrote, first {self._own[0]}")
        for hint, files in self._others.items():
            others = amount(len(files), "file of another kind", "files of other kinds")
            parts.append(f"{others}, first {files[0]}: {hint}")
        if self._unknown:
            unknown = f"{amount(len(self._unknown), 'file')} of unknown or no ending"
            hint = "all_files=True reads those that are text"
            parts.append(f"{unknown}, first {self._unknown[0]}: {hint}")
        return f" ({'; '.join(parts)})" if parts else " (no files)"

    def corpus(self) -> Corpus:
        """The corpus of everything read, without the blocks that repeat in it."""
        n_read = len(self._read)
        progress = self._progress if n_read >= DOCUMENTS_A_STEP else silent
        progress("assemble", 0, 1)
        new_ids = self._ids.separate(self._read)
        self._assembly.notice(
            "ids-in-several-files",
            list(new_ids.values()),
            "documents whose id another file has, too, so that the name of their file is put in "
            "front of it",
        )
        if not self._options.keep_furniture:
            clear_repeated(self._read, self._repeated, self._look_for_cut_words)
            release_free_memory()
        for batch in self._read if self._words.has_any else ():
            self._words.count([section.text for section in _sections(batch)])
        self._notice_groups()
        self._ids.forget()
        self._groups.clear()
        for batch in self._read:
            _join_cut_words(batch, self._words)
            for index, document, file in batch:
                document.id = new_ids.get(index, document.id)
                self._assemble(document, file)
                if (index + 1) % DOCUMENTS_A_STEP == 0 and index + 1 < n_read:
                    progress("assemble", index + 1, n_read)
        self._read.close()
        progress("assemble", 1, 1)
        notice = self._assembly.notice
        notice(
            "unknown-endings",
            self._unknown,
            "files of unknown or no ending in folders, left alone; all_files=True reads those "
            "that are text",
        )
        for hint, files in self._others.items():
            notice("files-of-others", files, f"files of other kinds, left alone; {hint}")
        notice("runs-in-folders", self._runs, "folders that hold a run or a transform, left alone")
        notice("files-of-runs", self._own, "files that a run wrote, such as reports, left alone")
        notice("files-too-large", self._too_large, "files above the size limit, left out")
        what = "files in folders that could not be used; all are listed as removed, with reasons"
        notice("unreadable-files", self._unreadable, what)
        notice("bad-rows", self._bad_rows, "rows that could not be read, skipped")
        notice(
            "rows-of-one-id",
            self._joined,
            "rows whose id an earlier row of their file has, kept as sections of its document",
        )
        notice("documents-without-text", self._without_text, "documents without text")
        notice(
            "documents-of-furniture",
            self._emptied,
            "documents without text, because all of it was removed as furniture, machine data or "
            "repeated; keep_furniture=True keeps it",
        )
        notice("files-with-problems", self._problems, "files with a problem, read all the same")
        self._notice_remarks()
        return self._assembly.corpus()

    def _notice_remarks(self) -> None:
        """Counted notices of what parsers said, and of cells."""
        for code, remarks in self._remarks.items():
            examples = [f"{source}: {remark.example}" for source, remark in remarks]
            count = sum(remark.count for _, remark in remarks)
            self._assembly.notice(code, examples, remarks[0][1].message, count)
        self._assembly.extend(missing_cells(self._missing))

    def _notice_groups(self) -> None:
        """A counted notice of columns in which the rows of one document differ."""
        groups = [*self._groups.values(), *self._ids.groups]
        differing = {column for group in groups for column in group.differing}
        self._assembly.notice(
            "values-differ-in-group",
            [repr(column) for column in sorted(differing)],
            "columns whose values differ between the rows of a document, which has the first",
        )

    def _take(self, file: InputFile, parsed: ParsedFile) -> Parsed:
        if parsed.sha256:
            self._assembly.add_input(file, parsed.sha256, parsed.n_bytes)
        yield from parsed.results
        if parsed.error is not None:
            raise parsed.error

    def _parse(self, file: InputFile) -> Parsed:
        data = self._bytes_of(file)
        on_line = partial(self._progress, "read rows")
        results = parse_bytes(file, data, self._options, on_line, self._scheduler)
        del data  # a table of gigabytes must not be in memory twice
        return results

    def _bytes_of(self, file: InputFile) -> bytes:
        """The bytes of a file as they are on disk, recorded as an input."""
        data = read_bytes(file, limit_of(file, self._options))
        self._assembly.add_input(file, hashlib.sha256(data).hexdigest(), len(data))
        return data

    def _add(self, document: Document, file: InputFile) -> BadRow | None:
        _tidy_titles(document)
        self._look_for_cut_words(document)
        if document.is_part_of_group:
            group = self._groups.get(str(document.id))
            if group is not None:
                group.add(document)
                return None
        is_empty = not (document.has_text or document.title or document.removed)
        if document.row is None and is_empty:
            raise UnusableFileError("no text in it")
        first = self._ids.earlier_in_file(document, file, len(self._read))
        if first is not None:
            return self._add_to_earlier(document, first, file)
        index = self._read.append(document, file)
        if document.is_part_of_group:
            self._groups[str(document.id)] = Group(self._read.held(index))
        if document.problem is not None:
            self._problems.append(f"{file.source}: {document.problem}")
        return None

    def _add_to_earlier(self, row: Document, index: int, file: InputFile) -> BadRow | None:
        """Append a row to the document of an earlier row of its file that has the same id."""
        name = document_id(row, file)
        first = self._read.held(index)
        where = source_line(file.source, first.line)
        if not self._options.skip_bad:
            column = self._options.id_column or "id"
            return BadRow(
                row.line,
                f"the id {name!r} is taken: {where}; if rows of one id are parts of one document, "
                f"group_by={column!r} makes them its sections",
            )
        if not self._ids.join(row, first):
            return BadRow(row.line, f"the id and text of {where}, again")
        self._joined.append(f"{source_line(file.source, row.line)}: {name!r}")
        return None

    def _look_for_cut_words(self, document: Document) -> None:
        self._words.look_for(section.text for section in document.sections)

    def _assemble(self, document: Document, file: InputFile) -> None:
        """Add a document, cut if it is to be, with the record of what was taken out of it."""
        sections, positions = self._cut(document.sections)
        self._assembly.add(document, file, sections)
        for line in document.removed:
            where = None if line.section is None else positions[line.section]
            self._assembly.remove_line(document, file, line, where)
            if line.reason == MISSING_VALUE:
                self._missing.append(line.text)
        if not document.has_text and any(x.reason != MISSING_VALUE for x in document.removed):
            self._emptied.append(source_line(file.source, document.line))
        elif not document.has_text:
            self._without_text.append(source_line(file.source, document.line))

    def _cut(self, sections: list[Section]) -> tuple[list[Section], list[int]]:
        """The sections, long ones cut, and where the pieces of each begin."""
        pieces: list[Section] = []
        positions = []
        for section in sections:
            positions.append(len(pieces))
            if self._options.section_tokens is None:
                pieces.append(section)
            else:
                pieces.extend(cut_long(section, self._options.section_tokens))
        return pieces, positions

    def _refuse_or_list(self, bad: BadRow, file: InputFile) -> None:
        where = source_line(file.source, bad.line)
        if not self._options.skip_bad:
            raise InputError(f"{where}: {bad.why}; skip_bad=True goes on without it")
        self._bad_rows.append(f"{where}: {bad.why}")
        self._assembly.remove(Removal(file.source, "unreadable", bad.why, line=bad.line))

    def _list_too_large(self, source: str, why: str) -> None:
        self._too_large.append(f"{source}: {why}")
        self._assembly.remove(Removal(source, "too large", why))

    def _list_unreadable(self, source: str, why: str) -> None:
        self._unreadable.append(f"{source}: {why}")
        self._assembly.remove(Removal(source, "unreadable", why))


def _sections(batch: Iterable[Numbered]) -> Iterator[Section]:
    return (section for each in batch for section in each.document.sections)


def _join_cut_words(batch: Iterable[Numbered], words: CutWords) -> None:
    """Join words that are cut at line ends and occur whole in some document."""
    if words.has_any:
        sections = list(_sections(batch))
        for index, text in words.joined(section.text for section in sections).items():
            sections[index].text, sections[index].blocks = text, None


def _tidy_titles(document: Document) -> None:
    """Resolve entities and marks in the title and the headings that their format left."""
    if document.title is not None:
        document.title = strip_title(document.title)
    for section in document.sections:
        if section.heading:
            section.heading = strip_title(section.heading)
