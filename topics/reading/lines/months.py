"""The names of months, which make a line or a word a date."""

from __future__ import annotations

ENGLISH_MONTHS = (
    "january february march april may june july august september october november december "
    "jan feb mar apr jun jul aug sep sept oct nov dec"
).split()
"""Full names and abbreviations, in lower case."""

MONTHS = "|".join(sorted(ENGLISH_MONTHS, key=len, reverse=True))
"""The names as alternatives of a regular expression, longer ones first."""

_FOREIGN = (
    "januar jänner janvier enero gennaio janeiro januari stycznia января ledna tammikuuta ocak",
    "februar feber février febrero febbraio fevereiro februari lutego февраля února helmikuuta "
    "şubat",
    "märz mars marzo março maart marca марта března maaliskuuta mart",
    "april avril abril aprile kwietnia апреля dubna huhtikuuta nisan",
    "mai mayo maggio maio mei maj maja мая května toukokuuta mayıs",
    "juni juin junio giugno junho czerwca июня června kesäkuuta haziran",
    "juli juillet julio luglio julho lipca июля července heinäkuuta temmuz",
    "august août agosto augustus augusti sierpnia августа srpna elokuuta ağustos",
    "september septembre septiembre setiembre settembre setembro września сентября září syyskuuta "
    "eylül",
    "oktober octobre octubre ottobre outubro października октября října lokakuuta ekim",
    "november novembre noviembre novembro listopada ноября listopadu marraskuuta kasım",
    "dezember décembre diciembre dicembre dezembro desember december grudnia декабря prosince "
    "joulukuuta aralık",
)
"""The names of each month in twelve other languages, as dates have them."""

FOREIGN_MONTHS = "|".join(
    sorted(set(" ".join(_FOREIGN).split()), key=lambda name: (-len(name), name))
)
"""These names as alternatives of a regular expression, longer ones first."""

NUMBER_OF_MONTH = {
    name: number
    for number, names in enumerate(_FOREIGN, 1)
    for name in (*names.split(), ENGLISH_MONTHS[number - 1], ENGLISH_MONTHS[number - 1][:3])
} | {"sept": 9}
"""Number of a month, 1 to 12, by its name in lower case."""
