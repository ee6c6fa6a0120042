"""Languages of documents, recognised by their most frequent words."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
import scipy.sparse as sp
from numpy.typing import NDArray

from topics.counting.stop_words.english import english_words
from topics.counting.stop_words.languages import NAMES, WORDS
from topics.notices import StageLog
from topics.values import agreeing, amount, printable

MIN_SHARE = 0.15
"""A document is in a language if at least this share of its tokens are frequent words of it."""

MIN_WORDS = 2
"""And if at least this many different words of it are among them."""

MIN_DOCUMENTS_SHARE = 0.02
"""A language is named if at least this share of the documents, and two of them, are in it."""

N_SAMPLED = 5_000
SAMPLED_CHARACTERS = 2_000
"""The languages of texts are found from the beginnings of about so many of them."""

_ENGLISH_TOO = frozenset(
    "ad ada al allen alt am ama an andre ani art as at bare ben bent bile bin car care chi "
    "col com come comment con da dan dare den di die dies dig dir do dog door dos dove du ed "
    "eli elk end era fare fin font for from had ham han hans has hat hay her hi ho hon in ins "
    "io is it jo kim kind las ma main man mas me men mere met min mina mine mint mis mit mod "
    "mon most mu nam ned no non num of on once one op or os over pa pan para per plus pour "
    "prima pro proto sale sea seine sen she si sin sino sit so solo son sue sur tai tan te "
    "ten til till to tom ton ty under va vain van var vars vi via war was we will yang".split()
)
"""Words of other languages that English texts have, too; they say nothing."""

_OTHERS = {
    "ar": "في من على إلى عن أن التي الذي هذا هذه كان كانت قد لا ما لم بعد بين كل مع ذلك أو",
    "bg": "и на да се от за не са че по като това си ще до при има към след който която бе тя",
    "ca": "amb els les dels una però per és que més també com aquest aquesta són ser molt seva va",
    "el": "και το να του η της με που την από για στο είναι δεν τα των θα σε τον οι στην τη ένα",
    "fa": "و در به از که این را با است برای آن یک تا بر هم نیز شد شده بود خود ها می کرد",
    "he": "של את על לא עם הוא היא זה כי גם אל כל או יש אבל אני הם מה היה רק אם כמו",
    "hi": "के में की है और से को का पर ने यह हैं कि भी एक इस नहीं था हो कर लिए तो",
    "hu": "a az és hogy nem is egy ez meg de volt csak már ha mint van még el vagy azt minden ki",
    "id": "yang dan di dengan untuk dari pada ini itu adalah tidak dalam akan juga oleh ada atau",
    "ro": "și în de la cu pe care din nu este un o că mai pentru sa ce fost sunt prin lui ale",
    "uk": "і в на не що з до та як від за це у але його про для так був вона він є або які який",
    "vi": "và của là có cho không được trong một với các đã những khi người này để từ đến",
}
_OTHER_NAMES = {
    "ar": "Arabic",
    "bg": "Bulgarian",
    "ca": "Catalan",
    "el": "Greek",
    "fa": "Persian",
    "he": "Hebrew",
    "hi": "Hindi",
    "hu": "Hungarian",
    "id": "Indonesian",
    "ro": "Romanian",
    "uk": "Ukrainian",
    "vi": "Vietnamese",
}
"""Languages that are recognised and have no stop list here."""

_LANGUAGES = {**NAMES, **_OTHER_NAMES}

_NO_LANGUAGE = dict.fromkeys(("und", "mul", "mis", "zxx", "x", "xx", "unknown"), "")
"""Codes that state no language, or several."""


def languages_of(matrix: Any, terms: pl.Series, english: frozenset[str]) -> NDArray[np.str_]:
    """Code of the language of every document, empty where no language is recognised.

    Parameters
    ----------
    matrix : CSR, shape (n_documents, n_terms)
        Counts of all tokens that are not stop words.
    terms : polars.Series of String, shape (n_terms,)
    english : frozenset of str
        English stop words, so that English documents are recognised if these are counted.

    Examples
    --------
    >>> terms = pl.Series(["der", "hafen", "schiff", "tide", "und"])
    >>> matrix = sp.csr_array([[1, 1, 1, 0, 2], [0, 0, 0, 4, 0]])
    >>> languages_of(matrix, terms, frozenset({"the"})).tolist()
    ['de', '']
    """
    lists = {"en": english}
    lists |= {code: words - _ENGLISH_TOO for code, words in WORDS.items()}
    lists |= {code: frozenset(words.split()) - _ENGLISH_TOO for code, words in _OTHERS.items()}
    codes = np.array([*lists, ""])
    pairs = [(word, row) for row, words in enumerate(lists.values()) for word in words]
    known = pl.DataFrame(pairs, schema={"word": pl.String, "list": pl.Int64}, orient="row")
    places = pl.DataFrame({"word": terms}).with_row_index("term").join(known, on="word")
    is_in_list = sp.csr_array(
        (np.ones(places.height, dtype=np.int64), (places["term"], places["list"])),
        shape=(len(terms), len(lists)),
    )
    hits = (matrix @ is_in_list).toarray()
    n_tokens = np.asarray(matrix.sum(axis=1)).ravel()
    best = hits.argmax(axis=1)
    most = hits[np.arange(len(hits)), best]
    is_sure = (most >= MIN_WORDS) & (most >= MIN_SHARE * n_tokens)
    rows = np.flatnonzero(is_sure)
    n_words = ((matrix[rows] > 0).astype(np.int64) @ is_in_list).toarray()
    is_sure[rows] = n_words[np.arange(len(rows)), best[rows]] >= MIN_WORDS
    return codes[np.where(is_sure, best, -1)]


def languages_of_texts(texts: pl.Series) -> str:
    """Codes of the languages with a stop list that the texts are in, with commas between them.

    The beginnings of some texts are enough. ``"en"`` if no language is recognised.

    Examples
    --------
    >>> languages_of_texts(pl.Series(["The tide and the reef", "Der Hafen und die Schiffe"]))
    'de,en'
    """
    from topics.counting.words.word_table import WordTable

    step = max(1, len(texts) // N_SAMPLED)
    sample = texts.gather_every(step).str.head(SAMPLED_CHARACTERS)
    table = WordTable([])
    ids, lengths = table.number(sample)
    offsets = np.concatenate([[0], np.cumsum(lengths)])
    terms = table.terms()
    matrix = sp.csr_array((np.ones(len(ids), np.int64), ids, offsets), (len(sample), len(terms)))
    languages = languages_of(matrix, terms, english_words())
    known = {code: n for code, n in frequent_languages(languages).items() if code in NAMES}
    return ",".join(sorted(known)) or "en"


def frequent_languages(languages: NDArray[np.str_]) -> dict[str, int]:
    """Number of documents of every language that is no exception, most frequent first."""
    codes, counts = np.unique(languages[languages != ""], return_counts=True)
    least = max(2 if len(languages) > 2 else 1, MIN_DOCUMENTS_SHARE * len(languages))
    pairs = sorted(zip(codes.tolist(), counts.tolist(), strict=True), key=lambda x: (-x[1], x[0]))
    return {code: n for code, n in pairs if n >= least}


def notice_languages(languages: NDArray[np.str_], stated: pl.Series, log: StageLog) -> None:
    """Keep a notice of several languages: of those whose frequent words are counted, or as stated.

    Parameters
    ----------
    languages : array of str, shape (n_documents,)
        Codes as `languages_of` gives them.
    stated : polars.Series of String, shape (n_documents,)
        The column ``language`` of the documents; null where nothing is stated.
    log : StageLog
    """
    foreign = {code: n for code, n in frequent_languages(languages).items() if code != "en"}
    if not foreign:
        _notice_stated(stated, log)
        return
    n_documents, n = len(languages), sum(foreign.values())
    with_list = [code for code in foreign if code in WORDS]
    codes = ",".join(with_list if n > 0.9 * n_documents else ["en", *with_list])
    remedy = f"stop_words={codes!r}, or " if with_list else ""
    log.notice(
        "second-language",
        n,
        f"{n:,} of {amount(n_documents, 'document')} ({n / n_documents:.0%}) "
        f"{agreeing(n, 'seems', 'seem')} to be in a language whose frequent words are counted "
        f"({_amounts(foreign)}); leave these words out with {remedy}stop_words=… and a file of "
        "words",
    )


def _notice_stated(stated: pl.Series, log: StageLog) -> None:
    """Keep a notice if the metadata state several languages."""
    names = {name.casefold(): code for code, name in _LANGUAGES.items()}
    # "en-US" and "en_GB" are English, and so is "English".
    codes = stated.fill_null("").str.strip_chars().str.to_lowercase().str.replace(r"[-_.].*", "")
    codes = codes.replace({**names, **_NO_LANGUAGE})
    known = frequent_languages(codes.to_numpy().astype(np.str_))
    if len(known) < 2:
        return
    n = sum(list(known.values())[1:])
    log.notice(
        "several-languages",
        n,
        f"{n:,} of {amount(len(stated), 'document')} {agreeing(n, 'is', 'are')} in another "
        f"language than most, as their metadata say ({_amounts(known)}); topics can be languages "
        "instead of subjects: fit the documents of each language on their own",
    )


def _amounts(languages: dict[str, int]) -> str:
    """Numbers of documents with the names of their languages: "40 in German, 3 in Danish"."""
    return ", ".join(
        f"{n} in {printable(_LANGUAGES.get(code, code))[:20]}" for code, n in languages.items()
    )
