"""Find who speaks and when in a conversation: ``00:01:12 INTERVIEWER:``, ``[12.03.24] Ana:``.

Such labels are on every line of an interview or a chat, so that their words would become topics.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

MIN_LABELS = 4
"""A conversation has at least this many lines with a label."""

MIN_DATED_LABELS = 2
"""A chat that a program has written has at least this many lines with a label."""

MIN_SHARE = 0.15
"""A conversation has a label on at least this share of its lines that are not blank."""

MIN_SHARE_ALONE = 0.35
"""A conversation with names on lines of their own has such a name on at least this share."""

N_FIRST_JUDGED = 60
"""After this many lines with less than half of the share, a text is no conversation."""

MAX_SPEAKERS = 25
"""At most this many people speak, unless every label has a time."""

MAX_NAME_WORDS = 4
"""A name has at most this many words."""

MAX_LOOKED_AT = 20_000
"""Whether a text is a conversation shows in this many characters at its beginning."""

MAX_REMARK_CHARACTERS = 120
"""What a program writes instead of a picture has fewer characters."""

N_FIRST_LINES = 6
"""A name on a line of its own is among the first lines that are not blank."""

# Dates and times: "00:01:12", "[12.03.24, 18:02:11]", "12/03/2024, 18:02 - ", "(0:10)".
_DATE = r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}"
_CLOCK = r"\d{1,2}:\d\d(?::\d\d)?(?:[.,]\d{1,3})?(?:\s?[AaPp]\.?[Mm]\.?|Z)?"
_TIME = rf"[\[(<]?(?:{_DATE}(?:,?\s{{1,2}}|T))?{_CLOCK}[\])>]?"
_NAME = r"[^\W\d_a-zß-ÿ][\w.'’\-]{0,30}(?:\s\(?[\w.'’\-]{1,30}\)?){0,3}"
_BARE_NAME = re.compile(_NAME)
_LABEL = re.compile(
    rf"[ \t]{{0,4}}(?P<time>{_TIME}\s{{0,3}}[-–—]?\s{{0,3}})?\*{{0,2}}\[?(?P<name>{_NAME})\]?\s?"
    rf"(?P<after>(?<![\d:])[\[(]?{_TIME})?\*{{0,2}}\s?:\*{{0,2}}(?:[ \t]+|$)"
)
# Who speaks and when, on a line of their own and without a colon: "Speaker 1  00:00:12".
# or "[10:02 AM] Ana Marsh", "Ana, [12.03.2024 18:02]".
_WHO_AND_WHEN = re.compile(
    rf"[ \t]{{0,4}}(?:(?P<name>{_NAME}),?\s{{1,4}}(?:[-–—]\s)?(?P<after>[\[(]?{_TIME}):?"
    rf"|(?P<time>[\[(]{_TIME})\s{{1,3}}(?P<who>{_NAME}))\s*"
)
# Times alone, also those of subtitles: "00:00:01,000 --> 00:00:02,500 align:start".
_TIME_LINE = re.compile(
    rf"\s*{_TIME}\s*(?:(?:-->|-|–|to)\s*{_TIME}(?:\s+\w{{1,20}}:\S{{1,40}}){{0,8}})?\s*"
)
# Times in brackets before what is said: "[00:00:01.000 --> 00:00:02.500] ", "[00:12] ".
_TIME_BEFORE = re.compile(
    rf"[ \t]{{0,4}}[\[(]{_CLOCK}(?:\s?(?:-->|-|–)\s?{_CLOCK})?[\])]\s{{1,4}}(?=\S)"
)
# A chat is written by a program: the day and the time are on every line, before any name,
# "[12.03.24, 18:02:11] +49 170 1234567: ", or the time before a name in brackets, "[18:02] <ana> ".
_DAY = re.compile(rf"{_DATE}(?:,?\s|T)")
_CHAT = re.compile(
    rf"[ \t]{{0,4}}(?:[\[(]?{_DATE}(?:,?\s{{1,2}}|T){_CLOCK}[\])]?\s{{0,3}}[-–—]?\s{{0,3}}"
    rf"(?P<name>[^:\n<]{{1,40}}):(?:\s+|$)|{_TIME}\s{{1,3}}<(?P<nick>[^<>\s]{{1,30}})>\s+)"
)
_DAY_AND_TIME = re.compile(
    rf"[ \t]{{0,4}}(?:[\[(]{_DATE},?\s{{1,2}}{_CLOCK}[\])]\s{{1,3}}"
    rf"|{_DATE},?\s{{1,2}}{_CLOCK}\s{{1,3}}[-–—]\s{{1,3}})(?=\S)"
)
# What programs write instead of a picture or of words that were deleted.
_REMARK = re.compile(
    r"\W{0,3}(?:<[^<>]{4,40}>|(?:media|image|photo|picture|video|audio|gif|sticker|document"
    r"|contact card|voice message) omitted|(?:bild|video|audio|sticker|medien?|dokument)"
    r" (?:weggelassen|ausgeschlossen)|(?:image|vidéo|audio|média) omise?|imagen omitida"
    r"|(?:you deleted this message|this message was deleted|diese nachricht wurde gelöscht"
    r"|du hast diese nachricht gelöscht|missed (?:voice|video) call|ce message a été supprimé"
    r"|se eliminó este mensaje)\.?|\S{1,80} \((?:file attached|datei angehängt)\))\s*",
    re.IGNORECASE,
)
_NO_LETTERS = re.compile(r"[^\w\s.'’()+-]+")
_PHONE = re.compile(r"\+?\d[\d\s().-]{5,20}")
# A name in the text of a subtitle: "<v Ana>".
_VOICE = re.compile(r"<v(?:\.\S{1,20})?\s[^<>]{1,60}>")
_SENTENCE_END = re.compile(r"[.!?…。！？؟।][\"'”’)\]]*\s*$")
_QUESTION_END = re.compile(r"[?？؟][\"'”’)\]]*\s*$")
_WORD = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"\d{1,3}$")
_COUNTER = re.compile(r"\s*\d{1,6}\s*")
# A fast look: a colon in the first characters of a line, behind a capital, a digit or a bracket.
_HAS_LABELS = re.compile(r"\n[ \t]{0,4}[^a-zß-ÿ\s][^\n:]{0,60}:")
# Words before a colon that name a part of a text and nobody.
_NO_NAMES = frozenset(
    """
    note notes warning tip tips example examples input output name date time place subject title
    author summary source sources location price pros cons reason result results step question
    address phone fax tel email e-mail url version size type status description keywords abstract
    from to cc re ps fig figure table chapter section part volume isbn pages year edition copyright
    hinweis beispiel anmerkung quelle datum ort titel monday tuesday wednesday thursday friday
    saturday sunday morning afternoon evening important attention caution todo fixme update edit
    disclaimer conclusion introduction background goal goals task ingredients method serves day
    week total score answer options option default usage returns return parameters args raises yes
    by continue reading read more share comments reply replies posted published updated tags related
    about advertisement subscribe newsletter photo image video like likes follow next previous
    problem solution cause causes effect before after myth fact claim verdict situation complaint
    outcome benefits drawbacks challenge approach strengths weaknesses symptoms treatment details
    overview discussion findings methods preparation directions instructions requirements
    no first second third finally however but and so then he she it they we you the this that
    """.split()
)
_ROLES = frozenset(
    """
    interviewer interviewee interviewerin moderator moderatorin host guest speaker sprecher caller
    participant respondent informant therapist doctor patient nurse teacher student pupil customer
    client agent operator assistant user chatbot bot reporter journalist researcher examiner
    """.split()
)
"""Words that name somebody who takes part in a conversation."""
_PERSONS = frozenset(
    """
    i you your we my me our us ich du wir mir mich dir dich mein dein uns ihr je tu vous nous moi
    mon votre ton yo tú usted te nos io noi voi mio tuo eu você nós meu ik jij je wij mijn jullie
    я ты вы мы мне меня вас нас ja ty mnie jag du vi mig jeg
    """.split()
)
"""Words of people who speak to each other, in several languages."""


def find_labels(text: str, lines: list[str]) -> dict[int, int]:
    """Number of characters of the label at the beginning of each line that has one.

    Parameters
    ----------
    text : str
    lines : list of str
        The lines of the text; lines that were taken out already are blank.

    Returns
    -------
    dict of int to int
        By index of the line; empty if the text is no conversation.
    """
    begin = text[:MAX_LOOKED_AT]
    has_labels = begin.count(":") >= MIN_LABELS and (
        len(_HAS_LABELS.findall(begin)) >= MIN_LABELS - 1 or _CHAT.match(begin) is not None
    )
    if has_labels:
        labels = _labels(lines)
        if labels:
            return labels
    return _names_alone(text, lines)


def spoken_lines(lines: list[str], labels: Iterable[int]) -> set[int]:
    """Indices of the lines that somebody says: from each label to the next blank line.

    Parameters
    ----------
    lines : list of str
        The lines of the text without the labels. Blank lines below a label alone are skipped.
    labels : iterable of int
        Indices of the lines with labels.
    """
    spoken: set[int] = set()
    for index in labels:
        while index < len(lines) and not lines[index].strip():
            index += 1
        while index < len(lines) and lines[index].strip() and index not in spoken:
            spoken.add(index)
            index += 1
    return spoken


class _Label(NamedTuple):
    """Who speaks, at the beginning of a line.

    Attributes
    ----------
    end : int
        Number of characters of the label.
    name : str
    is_dated : bool
        Whether a program wrote it: it has a day, or a name in brackets behind a time.
    is_exact : bool
        Whether its time is in brackets or has seconds, as no programme of a day has.
    """

    end: int
    name: str
    is_dated: bool
    is_exact: bool


def _label(line: str) -> _Label | None:
    """The label at the beginning of the line, or None."""
    match = _CHAT.match(line) if line.lstrip(" \t[(<")[:1].isdigit() else None
    if match is not None:
        name = _NO_LETTERS.sub("", match["name"] or "").strip()
        if match["nick"] or _PHONE.fullmatch(name) or _is_name(name):
            return _Label(match.end(), match["nick"] or name, is_dated=True, is_exact=True)
    match = _LABEL.match(line)
    if match is not None and _is_name(match["name"]):
        time, name = match["time"] or match["after"] or "", match["name"]
    else:
        match = _WHO_AND_WHEN.fullmatch(line)
        if match is None or not _is_name(match["name"] or match["who"]):
            return None
        time, name = match["time"] or match["after"], match["name"] or match["who"]
    is_exact = time.count(":") > 1 or any(map(time.__contains__, "[(<"))
    is_dated = _DAY.match(line.lstrip(" \t[(<")) is not None
    return _Label(match.end(), name, is_dated, is_exact)


def _labels(lines: list[str]) -> dict[int, int]:
    """Labels before what is said, and lines of times."""
    ends: dict[int, int] = {}
    names: dict[int, str] = {}
    times: set[int] = set()
    n_lines = n_dated = n_exact = 0
    for index, line in enumerate(lines):
        if not line or line.isspace():
            continue
        n_lines += 1
        if n_lines > N_FIRST_JUDGED and 2 * len(ends) < MIN_SHARE * n_lines:
            return {}
        if ":" not in line:
            continue
        label = _label(line[:200])
        if label is not None:
            ends[index], names[index] = label.end, label.name.casefold()
            n_dated += label.is_dated
            n_exact += label.is_exact
        elif ":" in line[:40] and (
            match := _TIME_LINE.fullmatch(line[:200]) or _TIME_BEFORE.match(line[:80])
        ):
            ends[index] = match.end()
            times.add(index)
    is_chat = 2 * n_dated >= max(len(names), 1)
    if not is_chat:
        speakers = _of_speakers(names)
        is_timed = len(times) >= MIN_LABELS or 2 * n_exact >= len(names)
        if not is_timed and not _are_sentences(lines, speakers):
            return {}
        ends = {index: end for index, end in ends.items() if index in speakers or index in times}
    n_needed = MIN_DATED_LABELS if is_chat else MIN_LABELS
    if len(ends) < n_needed or len(ends) < MIN_SHARE * n_lines:
        return {}
    ends.update(_around_cues(lines, times))
    if is_chat:
        ends.update(_of_program(lines, ends))
    return ends


def _of_program(lines: list[str], labels: dict[int, int]) -> dict[int, int]:
    """Lines of a chat that nobody wrote: ``<Media omitted>``, ``[12.03.24, 18:02] Tom left``."""
    ends: dict[int, int] = {}
    for index, line in enumerate(lines):
        said = line[labels[index] :] if index in labels else ""
        is_remark = len(said) < MAX_REMARK_CHARACTERS and _REMARK.fullmatch(said) is not None
        day = None if index in labels else _DAY_AND_TIME.match(line)
        if is_remark or (day is not None and ": " not in line[day.end() :]):
            ends[index] = len(line)
    return ends


def _around_cues(lines: list[str], times: set[int]) -> dict[int, int]:
    """What subtitles have beside their times: their numbers, a header, and names in tags."""
    ends: dict[int, int] = {}
    for index in times:
        if index and "-->" in lines[index] and _COUNTER.fullmatch(lines[index - 1]):
            ends[index - 1] = len(lines[index - 1])
    if times and lines[0].startswith("WEBVTT"):
        for index, line in enumerate(lines):
            if not line.strip():
                break
            ends[index] = len(line)
        for index, line in enumerate(lines):
            if line.startswith("<v") and (match := _VOICE.match(line[:200])):
                ends[index] = match.end()
    return ends


def _are_sentences(lines: list[str], labelled: Iterable[int]) -> bool:
    """Whether most of what follows the labels ends like a sentence, as no field of a form does."""
    n_sentences = n_all = 0
    labels = frozenset(labelled)
    for index in labels:
        end = index
        while end + 1 < len(lines) and lines[end + 1].strip() and end < index + 30:
            if end + 1 in labels or _LABEL.match(lines[end + 1][:200]):
                break
            end += 1
        n_all += 1
        n_sentences += _SENTENCE_END.search(lines[end][-20:]) is not None
    return n_all > 0 and 10 * n_sentences >= 6 * n_all


def _of_speakers(names: dict[int, str]) -> dict[int, str]:
    """The names that occur several times, if nearly all labels are such names.

    A name with another number, such as "P2" where "P1" speaks several times, may occur once.
    """
    counts = Counter(names.values())
    repeated = {name for name, count in counts.items() if count > 1}
    numbered = {_NUMBER.sub("", name) for name in repeated if _NUMBER.search(name)}
    speakers = repeated | {name for name in counts if _NUMBER.sub("", name) in numbered}
    kept = {index: name for index, name in names.items() if name in speakers}
    is_talk = 1 < len(repeated) <= len(speakers) <= MAX_SPEAKERS and 10 * len(kept) >= 7 * len(
        names
    )
    return kept if is_talk and not _are_fields(list(kept.values())) else {}


def _are_fields(names: list[str]) -> bool:
    """Whether three or more names follow each other in one order, as fields of records do."""
    n_distinct = len(set(names))
    return n_distinct > 2 and all(
        names[index] == names[index % n_distinct] for index in range(len(names))
    )


def _names_alone(text: str, lines: list[str]) -> dict[int, int]:
    """Lines that are a name and nothing else, if several names alternate on such lines."""
    if len(lines) < 2 * MIN_LABELS:
        return {}
    first = [line for line in lines[: 4 * N_FIRST_LINES] if line and not line.isspace()]
    short = [line for line in first[:N_FIRST_LINES] if len(line) <= 40]
    candidates = [
        line
        for line in dict.fromkeys(short)
        if _BARE_NAME.fullmatch(line.strip(" :")) and _is_name(line.strip(" :"))
    ]
    if not candidates:
        return {}
    padded = f"\n{text}\n".replace("\n", "\n\n")
    counts = {line: padded.count(f"\n{line}\n") for line in candidates}
    names = {line for line, count in counts.items() if count > 1}
    found = {index: len(line) for index, line in enumerate(lines) if line in names}
    n_lines = sum(bool(line.strip()) for line in lines)
    if len(names) < 2 or len(found) < MIN_SHARE_ALONE * n_lines:
        return {}
    if sum(count > 2 for count in counts.values()) > 1:
        return {index: end for index, end in found.items() if counts[lines[index]] > 2}
    return found if _are_turns(lines, list(found)) else {}


def _are_turns(lines: list[str], labels: list[int]) -> bool:
    """Whether two people, who speak twice each, talk to each other.

    Two headings of two articles alternate as well, so that the names are not enough: they are
    roles, or something is asked and answered in turns with words such as "I" and "you".
    """
    names = [lines[index] for index in labels]
    if len(set(names)) != 2 or any(map(str.__eq__, names, names[1:])):
        return False
    said = [
        " ".join(lines[first + 1 : end]).strip()
        for first, end in zip(labels, [*labels[1:], len(lines)], strict=True)
    ]
    if not all(_SENTENCE_END.search(turn[-20:]) for turn in said):
        return False
    if all(_any_of(name.strip(" :").split(), _ROLES) for name in names):
        return True
    n_asked = sum(_QUESTION_END.search(turn[-20:]) is not None for turn in said)
    n_talking = sum(
        _QUESTION_END.search(turn[-20:]) is not None or _any_of(_WORD.findall(turn), _PERSONS)
        for turn in said
    )
    return 0 < n_asked < len(said) and 4 * n_talking >= 3 * len(said)


def _is_name(name: str) -> bool:
    """Whether the words could name somebody who speaks."""
    words = name.replace("(", " ").replace(")", " ").split()
    if not 1 <= len(words) <= MAX_NAME_WORDS or _any_of(words, _NO_NAMES):
        return False
    # Arabic, Hebrew and Indic scripts have no capitals.
    return all(not word[0].islower() or len(word) <= 3 for word in words)


def _any_of(words: Iterable[str], others: frozenset[str]) -> bool:
    return not others.isdisjoint(word.casefold().strip(".") for word in words)
