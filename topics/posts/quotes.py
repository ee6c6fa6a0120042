"""Find what a mail or post quotes from earlier ones: marked lines, and whole mails below it."""

from __future__ import annotations

import re

from topics.posts.headers import DATE, FROM, SENT, SUBJECT, find_header

MAX_LINES_TO_QUOTE = 3
"""At most this many lines, blank ones included, separate "Jane wrote:" from what she wrote."""

MIN_WORDS_ABOVE = 3
"""A mail with fewer words above an earlier one passes it on: the earlier one is its text."""

MAX_INNER_HEADER = 30
"""A header inside a text has at most this many lines: one may begin at every line "From:"."""

_WRITTEN = "wrote|schrieb|a écrit|escribió|ha scritto|scrisse|escreveu|schreef|skrev|написал"
_SAID = "writes|says|said|schreibt|écrit|пишет"
# A mark of quoted lines: ">", "> >", "JD>", "|>"; others only below "Jane wrote:".
_MARK = re.compile(r"\s{0,2}(?:[A-Za-z]{0,4}|[|:}\]])>")
# A fast look at a whole text: a search for a line feed is fast.
_HAS_MARK = re.compile(r"\n\s{0,2}(?:[A-Za-z]{0,4}>|[|:}\]])")
_OTHER_MARK = re.compile(r"\s{0,2}[|:}\]]\s?")
_TWICE = re.compile(r"\s{0,2}(?:[A-Za-z]{0,4}|\|)>\s?(?:[A-Za-z]{0,4}|\|)>")
# Programs write the day with the time, or the address: "On Mon, 3 May 2021, 10:30, Jane Doe
# wrote:", "Am 3.5.21 schrieb Jane Doe <jane@example.org>:". "In 2012 the mayor said:" is text.
_WHEN = r"(?:On|Am|Le|El|Il|Em|Op)\s(?=.{0,200}(?:\d:\d\d|@)|.{0,12}\d{1,2}[./-]\d)(?=.{0,60}\d)"
_DATED = re.compile(
    rf"\s{{0,3}}{_WHEN}.{{0,200}}\b(?:{_WRITTEN})\b.{{0,100}}:\s*",
    re.IGNORECASE,
)
# Nothing marks a whole mail below such a line, so it needs a time or an address: a historian writes
# "On 5/12/1944 Henrik wrote:" and "On the morning of 12 May at 6:30 he wrote:".
_SENT_AT = re.compile(r"\s{0,3}\w\w\s(?!the\b).{0,200}(?:\d:\d\d|@)")
# "In article <1@x> jane@x.org writes:", "Jane Doe <jane@example.org> writes:".
_ATTRIBUTION = re.compile(
    rf"\s{{0,3}}(?=.{{0,300}}(?:@|<))\S.{{0,300}}\b(?:{_WRITTEN}|{_SAID})\b.{{0,80}}[:.]?\s*"
    r"|\s{0,3}In (?:article|message|<).{0,300}",
    re.IGNORECASE,
)
# Above marked lines a day with a time is enough, in whatever language: "W dniu 3.05.2021 o 10:30,
# Tom Lee pisze:".
_MARKED_BELOW = re.compile(
    r"(?=.*\b\d{1,2}[:.]\d\d\b)"
    r"(?=.*(?:\b(?:19|20)\d\d(?!\d)|\b\d{1,2}[./-]\s?\d{1,2}[./-]\s?\d\d))\s{0,3}[^\W_].{9,180}:\s*"
)
_NAMED = re.compile(rf"\s{{0,3}}\S.{{0,100}}\b(?:{_WRITTEN}|{_SAID})\s?:?\s*", re.IGNORECASE)
_ANSWERED = re.compile(
    r"\s*[-_*]{2,}\s?(?:Original(?:e|ny)? (?:Message|Appointment|Nachricht)|Ursprüngliche Nachricht"
    r"|Ursprüngliche Mail|Reply message|Message d'origine|Message original|Mensaje original"
    r"|Messaggio originale|Oorspronkelijk bericht)\s?[-_*]*\s*",
    re.IGNORECASE,
)
_FORWARDED = re.compile(
    r"\s*[-_*]{0,20}\s?(?:Forwarded message|Weitergeleitete Nachricht|Begin forwarded message"
    r"|Anfang der weitergeleiteten Nachricht|End forwarded message|Message transféré"
    r"|Mensaje reenviado|Messaggio inoltrato)\s?:?\s?[-_*]*\s*",
    re.IGNORECASE,
)
_OPENINGS = ("On ", "In article", "In message", "In <", "Am ", "Le ", "El ", "Il ", "Em ", "Op ")
_ENDS = (":", "wrote", "writes", "said", "schrieb", ".", "...")


def is_quote_mark(line: str) -> bool:
    """Whether the line begins with a mark of quoted lines."""
    return ">" in line[:8] and _MARK.match(line) is not None and line[:3] not in ("PS>", "NB>")


def has_marks(text: str) -> bool:
    """Whether a line of the text may begin with a mark of quoted lines."""
    return _HAS_MARK.search(text) is not None or _MARK.match(text) is not None


def find_marked(lines: list[str], *, is_mail: bool) -> set[int]:
    """Indices of the quoted lines that begin with a mark, and of the lines that introduce them.

    Parameters
    ----------
    lines : list of str
    is_mail : bool
        Whether something else shows that the text is a mail or a post. Otherwise lines with a
        mark are quotations of an author, unless they are quoted twice or introduced with an
        address or a date.
    """
    marked = [index for index, line in enumerate(lines) if is_quote_mark(line)]
    introductions = _introductions(lines, is_mail=is_mail)
    if not marked and not introductions:
        return set()
    found: set[int] = set()
    for first, end, start in introductions:
        found.update(range(first, end))
        # Other signs than ">" are marks only directly below the line that introduces them.
        mark = _MARK if _MARK.match(lines[start]) else _OTHER_MARK
        index = start
        while index < len(lines) and (mark.match(lines[index]) or not lines[index].strip()):
            if lines[index].strip():
                found.add(index)
            index += 1
    is_mail = is_mail or bool(introductions)
    if is_mail or _quotes_twice([lines[index] for index in marked]):
        found.update(marked)
    return found


def _quotes_twice(marked: list[str]) -> bool:
    """Whether some lines are quoted once and others twice; ">>> x = 1" is typed to a program."""
    marked = [line for line in marked if ">>>" not in line[:8]]
    n_twice = sum(_TWICE.match(line) is not None for line in marked)
    return 0 < n_twice < len(marked)


def _introductions(lines: list[str], *, is_mail: bool) -> list[tuple[int, int, int]]:
    """First line and end of every line such as "Jane wrote:", and where her words begin."""
    introductions: list[tuple[int, int, int]] = []
    for index, line in enumerate(lines):
        if not line.rstrip().endswith(_ENDS) or is_quote_mark(line):
            continue
        start = _next_text(lines, index + 1)
        if start is None:
            continue
        is_marked = is_quote_mark(lines[start])
        if not is_marked and _OTHER_MARK.match(lines[start]) is None:
            continue
        first = _first_line(lines, index)
        if first is None and is_marked and _MARKED_BELOW.fullmatch(line[:200]):
            first = index
        if first is None and is_mail and is_marked and _NAMED.fullmatch(line[:200]):
            first = index
        if first is not None:
            introductions.append((first, index + 1, start))
    return introductions


def _first_line(lines: list[str], index: int) -> int | None:
    """Index of the line on which an introduction begins that ends at an index, or None.

    Programs break "On Mon, 3 May 2021, Jane Doe <jane@example.org> wrote:" into several lines.
    """
    for first in range(max(index - 2, 0), index):
        above = lines[first : index + 1]
        if above[0].lstrip().startswith(_OPENINGS) and all(map(str.strip, above)):
            joined = " ".join(line.strip()[:400] for line in above)
            if _is_attribution(joined):
                return first
    return index if _is_attribution(lines[index][:400]) else None


def _is_attribution(line: str) -> bool:
    """Whether the line says who wrote the words below it, with an address or a time."""
    return _ATTRIBUTION.fullmatch(line) is not None or _DATED.fullmatch(line) is not None


def find_earlier_mail(lines: list[str]) -> set[int]:
    """Indices of the lines of an earlier mail that is attached as a whole below the text.

    The mail that is answered begins with a line such as "-----Original Message-----", with a
    header as Outlook writes it, or with "On Mon, 3 May 2021, Jane Doe <jane@x.org> wrote:". A mail
    that is passed on has text that its reader shall read: only its header is taken.
    """
    found: set[int] = set()
    n_words = 0
    for index, line in enumerate(lines):
        if not line or line.isspace() or index in found:
            continue
        is_answered, end = _earlier_header(lines, index)
        if end > index:
            if is_answered and n_words >= MIN_WORDS_ABOVE:
                found.update(range(index, len(lines)))
                break
            found.update(range(index, end))
            continue
        n_words += len(line.split())
    return {index for index in found if lines[index].strip()}


def _earlier_header(lines: list[str], index: int) -> tuple[bool, int]:
    """Whether a mail that is answered begins at an index, and the end of its header.

    The end is the index itself where no earlier mail begins.
    """
    line = lines[index]
    is_answered = _ANSWERED.fullmatch(line[:120]) is not None
    if is_answered or _FORWARDED.fullmatch(line[:120]):
        start = _next_text(lines, index + 1)
        header = None if start is None else find_header(lines, start)
        return is_answered, index + 1 if header is None else header.end
    name = line[:14].lstrip("*_ ").partition(":")[0].strip("* ").casefold()
    header = None
    if name in FROM:
        header = find_header(lines, index, n_needed=3, max_lines=MAX_INNER_HEADER)
    if header is not None:
        names = header.fields.keys()
        if not SUBJECT.isdisjoint(names) and not DATE.isdisjoint(names):
            return not SENT.isdisjoint(names), header.end
    if (
        line.rstrip().endswith(":")
        and line.lstrip().startswith(_OPENINGS)
        and _SENT_AT.match(line)
        and _DATED.fullmatch(line)
    ):
        start = _next_text(lines, index + 1)
        if start is not None and not is_quote_mark(lines[start]):
            return True, index + 1
    return False, index


def _next_text(lines: list[str], index: int) -> int | None:
    """Index of the next line that is not blank, at most a few lines below."""
    below = range(index, min(index + MAX_LINES_TO_QUOTE + 1, len(lines)))
    return next((number for number in below if lines[number].strip()), None)
