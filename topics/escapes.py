r"""Text with escapes that a program wrote out → the text: ``\n``, ``\u00e9``, ``=C3=A9``.

Code, formulas, paths and addresses have the same signs. So a text is judged as a whole, and only
what nobody writes by hand is resolved.
"""

from __future__ import annotations

import re
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from itertools import pairwise
from urllib.parse import unquote

MIN_LINE_ESCAPES = 2
r"""A text has at least this many escapes such as ``\n``, unless one of them is between two
sentences."""

MAX_OTHER_SHARE = 0.25
r"""Maximum share of escapes such as ``\d`` and ``\frac``, which regular expressions and formulas
have."""

MIN_SOFT_LINE = 60
"""A line that a mail program ended with ``=`` has at least this many characters."""

# Runs of line feeds, carriage returns and tabs, escaped once or several times.
# Every pattern begins with the sign itself, so that the search is fast.
_LINE = re.compile(r"\\\\{0,3}(?:r\\{1,4}n|[nrt])(?:\\{1,4}(?:r\\{1,4}n|[nrt]))*")
_ONE_LINE = re.compile(r"\\{1,4}(r\\{1,4}n|[nrt])")
_LETTER_ESCAPE = re.compile(r"\\[A-Za-z]")
_PATH = re.compile(
    r"(?<!\w)[A-Za-z]:\\{1,2}(?:(?![.!?]\\{1,2}[nr])\S)*|(?<!\S)\\\\(?=[\w.-]{2,}\\(?!\\))\S+"
    r"|(?<!\S)\S*?\\[^\\\s]*\.(?:[a-z]{3})(?!\w)"
)
# Commands; ``\ne`` and ``\to`` in front of a symbol, because "e" and "o" are words.
_FORMULA = re.compile(
    r"\\(?:(?:nabla|natural|nearrow|neg|neq|newcommand|newline|newpage|newtheorem|nexists|ngeq"
    r"|nleq|nmid|nobreak|noindent|nolimits|nonumber|normalfont|normalsize|not|notin|nparallel|nsim"
    r"|nu|nvdash|nVert|nwarrow|tableofcontents|tabular|tag|tan|tanh|tau|tbinom|text[a-z]{0,6}|tfrac"
    r"|theta|thickapprox|thicksim|therefore|thinspace|tilde|times|tiny|title|top|triangle[a-z]{0,5}"
    r"|ttfamily|raggedright|raisebox|rangle|rbrace|rbrack|rceil|ref|renewcommand|rfloor|rgroup|rho"
    r"|right|rightarrow|righthook[a-z]{0,10}|rlap|rm|rmfamily|rtimes|rule|rvert|rVert)(?![a-z])"
    r"|(?:ne|to)(?=\s?(?:[\d\\^_{}$+-]|\w\b))|[nrt][a-z]{1,20}[{^])"
)
# ``$x_1 \ne \alpha$``, which two sums of money are not.
_IN_DOLLARS = re.compile(r"\$(?=[^$\n]{0,300}?(?:[_^{}]|\\(?![nrt])[A-Za-z]))[^$\n]{1,300}\$")
# Spaces and braces of formulas.
_FORMULA_SIGN = re.compile(r"(?<!\\)\\[ ,;{}]")
# What is directly behind an escape in code: the end of a string, of a class or a repetition.
_OF_CODE = frozenset("\"'`)]+?{%")
_QUOTES = frozenset("\"'`")
# Between two sentences, and before a blank line: no path and no formula has these.
_CERTAIN = re.compile(
    r"[.!?:;,…»”)] ?\\{1,4}(?:r\\{1,4})?n[\s\\]{0,9}[^\Wa-z_]|(?:\\{1,2}(?:r\\{1,2})?n ?){2}"
)

_UNICODE = re.compile(r"\\\\?u[0-9a-fA-F]{4}(?:\\{1,2}u[0-9a-fA-F]{4})*")
_BYTES = re.compile(r"\\\\?x[0-9a-fA-F]{2}(?:\\{1,2}x[0-9a-fA-F]{2})*")
_HEXADECIMAL = re.compile(r"[ux]([0-9a-fA-F]+)")

# Capitals, as the standard says; small letters only where they are UTF-8.
_QUOTED = re.compile(
    r"=(?:[0-9A-F]{2}(?:=[0-9A-F]{2})*|[c-f][0-9a-f](?:=[89ab][0-9a-f])+(?:=[89a-f][0-9a-f])*)"
)
_QUOTED_OR_SOFT_END = re.compile(rf"{_QUOTED.pattern}|=\n")
_ENCODED_WORDS = re.compile(
    r"=\?[\w-]{1,40}\?[QqBb]\?[^?\s]{0,500}\?="
    r"(?:\s{0,9}=\?[\w-]{1,40}\?[QqBb]\?[^?\s]{0,500}\?=){0,99}"
)
_CELL = re.compile(r"_x([0-9A-F]{4}|000[ad])_")
"""What spreadsheets write for line ends in their files: ``_x000D_``."""
_PERCENT = re.compile(r"%[C-F][0-9A-F](?:%[89AB][0-9A-F])+(?:%[89A-F][0-9A-F])*")
_HAS_PERCENT = re.compile(r"%(?:20|0A|0D%|[C-F][0-9A-F]%)")
_PERCENT_BLANK = re.compile(r"%(?:20|0A|0D%0A)(?<=[^\W\d_]%..)(?=[^\W\d_])")
_SOFT_END = re.compile(r"=(?<![=<>]=)[ \t]*\n")
_LONG_SOFT_END = re.compile(rf"(?m)^(?=\S{{1,40}} \S)[^\n]{{{MIN_SOFT_LINE},77}}(?<![=<>])=$")
_BLANK_AT_END = re.compile(r"(?m)=(?:20|09)$")
_ADDRESS = re.compile(r"(?<!\S)\S*?(?:://|%(?:25)?2[Ff]|%(?:25)?3[Aa]|www\.|\?[\w.-]+=)\S*")


def without_escapes(text: str) -> str:
    r"""The text with line ends, blanks and letters where a program wrote escapes for them.

    Examples
    --------
    >>> without_escapes("The tide rose.\\nThe caf\\u00e9 closed.")
    'The tide rose.\nThe café closed.'
    >>> without_escapes("in C:\\new\\table and $\\nu + \\tau$")
    'in C:\\new\\table and $\\nu + \\tau$'
    """
    if "\\" in text:
        if "\\n" in text or "\\r" in text or "\\t" in text:
            text = _without_line_escapes(text)
        if "\\u" in text:
            text = _UNICODE.sub(_unicode, text)
        if "\\x" in text:
            text = _BYTES.sub(_bytes, text)
    if "_" in text:
        text = _CELL.sub(_cell, text)
    if "%" in text and _HAS_PERCENT.search(text):
        text = _without_percents(text)
    if "=" in text:
        text = _ENCODED_WORDS.sub(_encoded_words, text)
        if _QUOTED_OR_SOFT_END.search(text):
            text = _without_quoted_printable(text)
    return text


def _without_line_escapes(text: str) -> str:
    r"""The text with a line end for ``\n`` and a blank for ``\t``, if all of it was escaped."""
    if _LINE.search(text) is None:
        return text
    masked = _masked(text, "\\", _PATH)
    masked = _masked(masked, "$", _IN_DOLLARS) if "$" in masked else masked
    masked = _FORMULA.sub(lambda match: "\\!" + " " * (len(match[0]) - 2), masked)
    found = list(_LINE.finditer(masked))
    if not found:
        return text
    n_other = masked.count("\\!") + len(_FORMULA_SIGN.findall(masked))
    n_other += sum(match[0][1] not in "nrtux" for match in _LETTER_ESCAPE.finditer(masked))
    n_code = sum(
        masked[match.end() : match.end() + 1] in _OF_CODE
        or masked[match.end() : match.end() + 2] == "\\\n"
        or masked[match.start() - 1 : match.start()] in _QUOTES
        for match in found
    )
    if n_other > MAX_OTHER_SHARE * len(found) or 2 * n_code > len(found):
        return text
    if _CERTAIN.search(masked) is None and not _are_apart(masked, found):
        return text
    pieces, position = [], 0
    for match in found:
        resolved = _ONE_LINE.sub(lambda one: " " if one[1] == "t" else "\n", match[0])
        pieces += [text[position : match.start()], resolved]
        position = match.end()
    return "".join([*pieces, text[position:]])


def _masked(text: str, sign: str, pattern: re.Pattern[str]) -> str:
    """The text with blanks in the place of what the pattern finds in lines with the sign."""
    return "\n".join(
        pattern.sub(lambda match: " " * len(match[0]), line) if sign in line else line
        for line in text.split("\n")
    )


def _are_apart(text: str, found: list[re.Match[str]]) -> bool:
    r"""Whether several escapes are in different words, or all in the only word of the text.

    A path such as ``docs\new\table`` has several in one word.
    """
    if len(found) < MIN_LINE_ESCAPES:
        return False
    between = (text[one.end() : other.start()] for one, other in pairwise(found))
    return any(map(_has_blank, between)) or not _has_blank(text.strip())


def _has_blank(text: str) -> bool:
    """Whether the text has white space."""
    return len(text.split(None, 1)) > 1 or text[:1].isspace() or text[-1:].isspace()


def _unicode(match: re.Match[str]) -> str:
    r"""The characters that a run of ``\u00e9`` is; what was written if they are unknown."""
    data = bytes.fromhex("".join(_HEXADECIMAL.findall(match[0])))
    decoded = data.decode("utf-16-be", errors="replace")
    return match[0] if "\ufffd" in decoded else decoded


def _bytes(match: re.Match[str]) -> str:
    r"""The characters that a run of ``\xc3\xa9`` is, in UTF-8 or as one letter of Latin-1.

    Programs also write controls and plain letters in this way, which stay as they are.
    """
    digits = "".join(_HEXADECIMAL.findall(match[0]))
    decoded = _decoded(digits)
    if decoded.isspace():
        return decoded
    if _is_latin(digits) and not match.string[match.end() : match.end() + 1].islower():
        return match[0]  # there is no word around it: a byte of a file name, or of a program
    is_odd = "\ufffd" in decoded or decoded.isascii() or not decoded.isprintable()
    return match[0] if is_odd else decoded


def _decoded(digits: str) -> str:
    """The characters of bytes in hexadecimal digits: UTF-8, or Windows' Latin-1."""
    data = bytes.fromhex(digits)
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _without_quoted_printable(text: str) -> str:
    """The text as it was before a mail program wrote ``=C3=A9`` and ``=`` at the ends of lines."""
    joined = _SOFT_END.sub("", text)
    masked = _masked(joined, "=", _ADDRESS)
    runs = list(_QUOTED.finditer(masked))
    has_soft_ends = "=\n" in text or text.endswith("=")
    if not (runs or has_soft_ends):  # all of them were in addresses
        return text
    n_certain = n_probable = n_plain = n_odd = 0
    for run in runs:
        decoded = _decoded(run[0].replace("=", ""))
        before, after = joined[run.start() - 1 : run.start()], joined[run.end() : run.end() + 1]
        if decoded.isascii():
            n_plain += decoded.isprintable()
        elif not _is_latin(run[0].replace("=", "")):
            n_certain += "\ufffd" not in decoded
        elif decoded.isalpha() or (decoded == "’" and before.isalpha()):
            # In front of a small letter: color=FF is no word.
            n_probable += after.islower() and not before.isdigit()
            n_odd += not (after.islower() or before.islower())
    if n_odd > n_certain + n_probable:  # data in letters, as programs once sent files in mails
        return text
    n_soft = len(_BLANK_AT_END.findall(text))
    if has_soft_ends:
        n_soft += len(_LONG_SOFT_END.findall(text))
    if not (n_certain or n_probable > 1 or (n_soft and n_probable) or n_soft > 1 + (n_plain == 0)):
        return text
    pieces, position = [], 0
    for run in runs:
        pieces += [joined[position : run.start()], _decoded(run[0].replace("=", ""))]
        position = run.end()
    return "".join([*pieces, joined[position:]])


def _cell(match: re.Match[str]) -> str:
    """The character that a spreadsheet wrote as ``_x000D_``, unless it is half of one."""
    character = chr(int(match[1], 16))
    return match[0] if "\ud800" <= character <= "\udfff" else character.replace("\r", "\n")


def _without_percents(text: str) -> str:
    """The text with letters for ``%C3%A9``, and blanks for ``%20``, if there are several."""
    masked = _masked(text, "%", _ADDRESS)
    runs = list(_PERCENT.finditer(masked))
    blanks = list(_PERCENT_BLANK.finditer(masked))
    if len(blanks) > 1 or runs:
        runs = sorted([*runs, *blanks], key=re.Match.start)
    pieces, position = [], 0
    for run in runs:
        decoded = unquote(run[0])
        pieces += [text[position : run.start()], run[0] if "\ufffd" in decoded else decoded]
        position = run.end()
    return "".join([*pieces, text[position:]])


def _encoded_words(match: re.Match[str]) -> str:
    """The text of ``=?utf-8?q?Gr=C3=BC=C3=9Fe?=`` from the header of a mail, on one line."""
    try:
        return " ".join(str(make_header(decode_header(match[0]))).split())
    except (LookupError, ValueError, HeaderParseError):  # an unknown or a wrong encoding
        return match[0]


def _is_latin(digits: str) -> bool:
    """Whether bytes in hexadecimal digits are no UTF-8."""
    try:
        bytes.fromhex(digits).decode()
    except UnicodeDecodeError:
        return True
    return False
