"""Codes of languages and their names in English."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

import polars as pl

from topics.errors import OptionError
from topics.values import printable

_TABLE = """
af Afrikaans afr
am Amharic amh
ar Arabic ara
as Assamese asm
az Azerbaijani aze
be Belarusian bel
bg Bulgarian bul
bn Bengali ben
br Breton bre
bs Bosnian bos
ca Catalan cat
cs Czech ces cze
cy Welsh cym wel
da Danish dan
de German deu ger
el Greek ell gre
en English eng
eo Esperanto epo
es Spanish spa
et Estonian est
eu Basque eus baq
fa Persian fas per
fi Finnish fin
fr French fra fre
fy Frisian fry
ga Irish gle
gd Gaelic gla
gl Galician glg
gu Gujarati guj
ha Hausa hau
he Hebrew heb iw
hi Hindi hin
hr Croatian hrv
ht Haitian hat
hu Hungarian hun
hy Armenian hye arm
id Indonesian ind in
ig Igbo ibo
is Icelandic isl ice
it Italian ita
ja Japanese jpn jp
jv Javanese jav
ka Georgian kat geo
kk Kazakh kaz
km Khmer khm
kn Kannada kan
ko Korean kor kr
ku Kurdish kur
ky Kyrgyz kir
la Latin lat
lg Ganda lug
ln Lingala lin
lo Lao lao
lt Lithuanian lit
lv Latvian lav
mg Malagasy mlg
mk Macedonian mkd mac
ml Malayalam mal
mn Mongolian mon
mr Marathi mar
ms Malay msa may
my Burmese mya bur
ne Nepali nep
nl Dutch nld dut
no Norwegian nor nb nn nob nno
om Oromo orm
or Odia ori
pa Punjabi pan
pl Polish pol
ps Pashto pus
pt Portuguese por
qu Quechua que
ro Romanian ron rum
ru Russian rus
sa Sanskrit san
si Sinhala sin
sk Slovak slk slo
sl Slovenian slv
so Somali som
sq Albanian sqi alb
sr Serbian srp
st Sotho sot
sv Swedish swe
sw Swahili swa
ta Tamil tam
te Telugu tel
th Thai tha
tl Tagalog tgl
tr Turkish tur
ug Uyghur uig
uk Ukrainian ukr
ur Urdu urd
uz Uzbek uzb
vi Vietnamese vie
xh Xhosa xho
yo Yoruba yor
zh Chinese zho chi cmn
zu Zulu zul
"""

NAMES: dict[str, str] = {line.split()[0]: line.split()[1] for line in _TABLE.split("\n") if line}
"""English name of every language that is known here, by its code."""

_SPELLINGS = {
    spelling.casefold(): words[0]
    for words in (line.split() for line in _TABLE.split("\n") if line)
    for spelling in words
}
"""Code by code, name, three-letter code and earlier code."""

_NO_LANGUAGE = dict.fromkeys(("und", "mul", "mis", "zxx", "x", "xx", "unknown", "none"), "")
"""Codes that state no language, or several."""


def language_name(code: str) -> str:
    """English name of a language; what is no known code is shown as it is.

    Examples
    --------
    >>> language_name("de"), language_name("tlh")
    ('German', 'tlh')
    """
    return NAMES.get(code, printable(code)[:20])


def codes_of(stated: pl.Series) -> pl.Series:
    """Codes of the languages that metadata state, empty where they state none.

    Examples
    --------
    >>> codes_of(pl.Series(["en-US", "German", "deu", "zh_Hant", "und", None, "tlh"])).to_list()
    ['en', 'de', 'de', 'zh', '', '', 'tlh']
    """
    lower = stated.cast(pl.String).fill_null("").str.strip_chars().str.to_lowercase()
    return lower.str.replace(r"[-_.].*", "").replace({**_SPELLINGS, **_NO_LANGUAGE})


def checked_codes(option: str, value: str) -> tuple[str, ...]:
    """Codes in a value such as ``"en"`` or ``"en,de"``, each once.

    Raises
    ------
    OptionError
        There is no code, or an unknown one; the message lists those that are known.

    Examples
    --------
    >>> checked_codes("language", "en, German")
    ('en', 'de')
    """
    given = [word.strip() for word in str(value).split(",")]
    codes = [_SPELLINGS.get(word.casefold(), "") for word in given]
    if all(codes):
        return tuple(dict.fromkeys(codes))
    unknown = given[codes.index("")]
    close = difflib.get_close_matches(unknown.casefold(), list(_SPELLINGS), n=1)
    hint = f" (did you mean {_SPELLINGS[close[0]]!r}?)" if close else ""
    raise OptionError(
        f"{option} is {value!r:.80}, and {unknown!r:.40} is no known language{hint}; expected "
        f"codes with commas between them, of {', '.join(NAMES)}"
    )


def in_words(codes: Iterable[str]) -> str:
    """Names of languages, joined by commas.

    Examples
    --------
    >>> in_words(["en", "de"])
    'English, German'
    """
    return ", ".join(map(language_name, codes))
