"""The names of months, which make a line or a word a date."""

from __future__ import annotations

ENGLISH_MONTHS = (
    "january february march april may june july august september october november december "
    "jan feb mar apr jun jul aug sep sept oct nov dec"
).split()
"""Full names and abbreviations, in lower case."""

MONTHS = "|".join(sorted(ENGLISH_MONTHS, key=len, reverse=True))
"""The names as alternatives of a regular expression, longer ones first."""

_FOREIGN = """
januar februar märz april mai juni juli august september oktober november dezember jänner feber
janvier février mars avril juin juillet août septembre octobre novembre décembre
enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre noviembre diciembre
gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre
janeiro fevereiro março maio junho julho setembro outubro novembro dezembro
januari februari maart mei augustus maj juni augusti desember december
stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia
января февраля марта апреля мая июня июля августа сентября октября ноября декабря
ledna února března dubna května června července srpna září října listopadu prosince
tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta
lokakuuta marraskuuta joulukuuta
ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık
"""
FOREIGN_MONTHS = "|".join(sorted(set(_FOREIGN.split()), key=lambda name: (-len(name), name)))
"""Names in twelve other languages as dates have them, as alternatives of a regular expression."""
