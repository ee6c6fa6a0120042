"""SubRip and WebVTT files → documents of what is said, without times; speakers as metadata."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from html import unescape

from topics.options import ReadOptions
from topics.posts.clearing import SPEAKER
from topics.reading.files.decoding import clean_utf8
from topics.reading.records import Document, Parsed, RemovedLine, Section, UnusableFileError

MAX_PAUSE = 3.0
"""After more seconds without words a new paragraph begins."""

MIN_PARAGRAPH_LINES = 6
"""A paragraph of at least this many lines ends with the next sentence."""

SOUND = "sound"
"""Reason in the table ``removed`` for what is heard and not said, such as ``[music]``."""

_CLOCK = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2})[.,](\d{1,3})"
_TIMES = re.compile(rf"\s*{_CLOCK}\s*-->\s*{_CLOCK}(?:\s.*)?$")
_ASIDE = re.compile(r"(?:NOTE|STYLE|REGION)(?:\s|$)")
_VOICE = re.compile(r"<v(?:\.[^\s<>]{1,40})?\s+([^<>]{1,60})>")
_TAG = re.compile(r"</?[A-Za-z\d][^<>]{0,100}>|\{\\[^{}]{1,60}\}")
_SOUND = re.compile(r"\[[^\[\]]{1,80}\]|\([^()]{1,80}\)(?=\s*$)|[♪♫#]+")
# "- " before a line says that another person speaks.
_LABEL = re.compile(r"\s*(?:[-–—>»]+\s*)?([^\W\d_][^\n:]{0,30}):\s+(?=\S)|\s*(?:[-–—>»]+\s+)")
_SENTENCE_END = re.compile(r"[.!?…。！？][\"'”’)\]]*$")


@dataclass(slots=True)
class _Cue:
    """What is said between two times, in seconds."""

    begin: float
    end: float
    lines: list[str] = field(default_factory=list)


def read_subtitles(data: bytes, options: ReadOptions) -> Parsed:
    """The one document of a file of subtitles.

    Names before what is said are removed on record: those in tags and in capitals, and others
    that occur twice. They are listed in the metadata column ``speakers``.
    """
    cues, removed = _cues(clean_utf8(data))
    if not cues:
        raise UnusableFileError(
            "no subtitles in it, expected lines such as 00:00:01,000 --> 00:00:02,500"
        )
    document = Document([], removed=removed)
    spoken = _Spoken(cues, options)
    text = spoken.text()
    document.sections = [Section("", 0, text)] if text else []
    section = 0 if text else None
    document.removed += [RemovedLine(each, None, section, SPEAKER) for each in spoken.labels]
    document.removed += [RemovedLine(each, None, section, SOUND) for each in spoken.sounds]
    if spoken.speakers:
        document.metadata["speakers"] = ", ".join(spoken.speakers)
    yield document


def _cues(text: str) -> tuple[list[_Cue], list[RemovedLine]]:
    """The cues of a file, and lines that are for programs or for other editors."""
    cues: list[_Cue] = []
    removed: list[RemovedLine] = []
    lines = text.split("\n")
    is_aside = False
    for number, line in enumerate(lines, 1):
        following = lines[number] if number < len(lines) else ""
        times = _TIMES.match(line)
        if times is not None:
            cues.append(_Cue(_seconds(times.groups()[:4]), _seconds(times.groups()[4:])))
            is_aside = False
        elif not line.strip():
            is_aside = False
        elif is_aside or not cues or _ASIDE.match(line):
            is_aside = is_aside or _ASIDE.match(line) is not None
            if not (line.startswith("WEBVTT") or _TIMES.match(following)):
                removed.append(RemovedLine(line.strip(), number))
        elif not _TIMES.match(following):  # it would be the number or the name of a cue
            cues[-1].lines.append(line)
    return cues, removed


def _seconds(parts: tuple[str | None, ...]) -> float:
    hours, minutes, seconds, rest = (part or "0" for part in parts)
    return 3600 * int(hours) + 60 * int(minutes) + int(seconds) + int(rest.ljust(3, "0")) / 1000


class _Spoken:
    """What is said in the cues, and who says it."""

    def __init__(self, cues: list[_Cue], options: ReadOptions) -> None:
        self._cues = cues
        self._keeps = options.keep_furniture
        self.speakers: dict[str, None] = {}
        self.labels: list[str] = []
        self.sounds: list[str] = []
        found = (_LABEL.match(_without_tags(line)) for cue in cues for line in cue.lines)
        self._n_of_name = Counter(match[1] for match in found if match is not None and match[1])

    def text(self) -> str:
        """Paragraphs of what is said."""
        blocks: list[list[str]] = []
        previous: _Cue | None = None
        shown: list[str] = []
        for cue in self._cues:
            begins = previous is None or cue.begin - previous.end > MAX_PAUSE
            for line in cue.lines:
                said, changes = self._said(line)
                if not said or said in shown[-2:]:  # captions that roll show a line twice
                    continue
                is_long = bool(blocks) and len(blocks[-1]) >= MIN_PARAGRAPH_LINES
                ends = bool(blocks) and _SENTENCE_END.search(blocks[-1][-1]) is not None
                if not blocks or begins or changes or (is_long and ends):
                    blocks.append([])
                blocks[-1].append(said)
                shown.append(said)
                begins = False
            previous = cue
        return "\n\n".join("\n".join(block) for block in blocks)

    def _said(self, line: str) -> tuple[str, bool]:
        """What a line says, and whether another person begins to speak."""
        voice = _VOICE.search(line)
        if voice is not None:
            self._note(voice[1].strip(), voice[1].strip())
        said = _without_tags(line)
        label = _LABEL.match(said)
        is_name = label is not None and (label[1] is None or self._is_name(label[1]))
        if label is not None and is_name and not self._keeps:
            if label[1] is not None:
                self._note(label[1].strip(), label[0].strip())
            said = said[label.end() :]
        if not self._keeps:
            self.sounds += [each for each in _SOUND.findall(said) if any(map(str.isalnum, each))]
            said = _SOUND.sub(" ", said)
        return " ".join(said.split()), voice is not None or is_name

    def _is_name(self, name: str) -> bool:
        words = name.split()
        is_capital = name.isupper() or all(word[:1].isupper() for word in words)
        return len(words) <= 4 and is_capital and (name.isupper() or self._n_of_name[name] > 1)

    def _note(self, name: str, label: str) -> None:
        self.speakers[name.title() if name.isupper() else name] = None
        self.labels.append(label)


def _without_tags(line: str) -> str:
    return unescape(_TAG.sub("", line))
