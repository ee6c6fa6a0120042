"""Names of months and weekdays, and words that mark other calendars."""

from __future__ import annotations

_NAMES = """
january jan januar januari janvier janv enero ene gennaio gen janeiro styczeń stycznia января
  ledna leden
february feb februar februari février févr fevrier febrero febbraio fevereiro luty lutego
  февраля února
march mar märz maerz maart marts mars marzo março marco marzec marca марта března
april apr avril avr abril abr aprile kwiecień kwietnia апреля dubna
may mai mayo maggio mag maio mei maj maja мая května
june jun juni juin junio giugno giu junho czerwiec czerwca июня června
july jul juli juillet juil julio luglio lug julho lipiec lipca июля července
august aug août aout agosto ago augustus augusti sierpień sierpnia августа srpna
september sep sept septembre septiembre setiembre settembre set setembro wrzesień września
  сентября září
october oct oktober okt octobre octubre ottobre ott outubro październik października октября
  října
november nov novembre noviembre novembro ноября
december dec desember dezember dez décembre déc decembre diciembre dic dicembre dezembro
  grudzień grudnia декабря prosince
"""

MONTHS: dict[str, int] = {
    name: number
    for number, line in enumerate(_NAMES.replace("\n  ", " ").strip().split("\n"), 1)
    for name in line.split()
}
"""Number of the month by its name in lower case, in English and a dozen other languages.

*listopad* is missing: it is November in Polish and October in Croatian.
"""

WEEKDAYS = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,? )?"
"""An English weekday before a date, which says nothing that the date does not say."""

OTHER_CALENDARS = (
    r"\bo\. ?s\.|\bold style\b|\bjulian\b|\ba\.h\.|\bah\b|\bhijri\b|\bb\.e\.|令和|平成|昭和"
    r"|大正|明治|民國|民国|\bheisei\b|\bshowa\b|\breiwa\b|\btaish[oō]\b|\bmeiji\b"
    r"|\bmuharram\b|\bsafar\b|\brabi\b|\bjumada\b|\brajab\b|\bsha'?ban\b|\bramadan\b|\bshawwal\b"
    r"|\bdhu\b|\btishri\b|\bheshvan\b|\bkislev\b|\btevet\b|\bshevat\b|\badar\b|\bnisan\b|\biyar\b"
    r"|\bsivan\b|\btammuz\b|\belul\b|\bvend[ée]miaire\b|\bbrumaire\b|\bfrimaire\b|\bniv[ôo]se\b"
    r"|\bpluvi[ôo]se\b|\bvent[ôo]se\b|\bgerminal\b|\bflor[ée]al\b|\bprairial\b|\bmessidor\b"
    r"|\bthermidor\b|\bfructidor\b"
)
"""What marks a date of another calendar: its months, its eras, or "O.S." for the old style."""
