"""The column ``language`` of the documents: what metadata state, else what the text says."""

from __future__ import annotations

import polars as pl

from topics.notices import Notice
from topics.texts.languages.detection import detected_languages
from topics.texts.languages.names import NAMES, codes_of, language_name
from topics.values import printable

_EXAMPLES = 3

_CLOSE = (
    {"da", "no", "sv"},
    {"id", "ms"},
    {"hr", "sr", "bs", "sl"},
    {"cs", "sk"},
    {"bg", "mk"},
    {"ca", "es", "gl", "pt"},
    {"af", "nl", "fy"},
    {"fa", "ur", "ps", "ku"},
    {"hi", "mr", "ne", "sa"},
    {"xh", "zu"},
    {"az", "tr"},
    {"ga", "gd"},
)
"""Languages that a detector confuses, so that it contradicts nobody."""


def with_languages(
    documents: pl.DataFrame, sections: pl.DataFrame
) -> tuple[pl.DataFrame, list[Notice]]:
    """The documents with ``language`` filled, and a notice of those that contradict their text.

    What metadata state stays as it is. Other documents get the code of the language that their
    text is in, and none if it does not say.

    Parameters
    ----------
    documents, sections : polars.DataFrame
        The tables of a corpus, in order.
    """
    detected = _detected(documents, sections)
    stated = documents["language"]
    is_filled = pl.select((detected != "") & (stated.fill_null("") == "")).to_series()
    filled = stated.zip_with(~is_filled, detected) if is_filled.any() else stated
    notices = _contradictions(documents.select("id", "language"), detected)
    return documents.with_columns(filled.alias("language")), notices


def known_languages(documents: pl.DataFrame, sections: pl.DataFrame) -> pl.Series:
    """Codes of the documents' languages, detected if the column has none at all."""
    codes = codes_of(documents["language"])
    return codes if (codes != "").any() else _detected(documents, sections)


def _detected(documents: pl.DataFrame, sections: pl.DataFrame) -> pl.Series:
    rows = documents.select(document="id").with_row_index("row")
    row = sections.select("document").join(rows, on="document", how="left", maintain_order="left")[
        "row"
    ]
    texts = sections.select("heading", "text", row=row.cast(pl.Int64))
    return detected_languages(texts, documents.height)


def _contradictions(stated: pl.DataFrame, detected: pl.Series) -> list[Notice]:
    """Notice of documents whose text is in another language than their metadata state."""
    codes = codes_of(stated["language"])
    pairs = stated.with_columns(code=codes, detected=detected).filter(
        pl.col("code").is_in(list(NAMES)) & (pl.col("detected") != "")
    )
    pairs = pairs.filter(pl.col("code") != pl.col("detected"))
    rows = [row for row in pairs.iter_rows(named=True) if not _are_close(row)]
    if not rows:
        return []
    examples = "; ".join(
        f"{row['id']!r}: {printable(row['language'])[:20]} stated, text in "
        f"{language_name(row['detected'])}"
        for row in rows[:_EXAMPLES]
    )
    more = "; …" if len(rows) > _EXAMPLES else ""
    message = (
        "documents whose text seems to be in another language than their metadata state, which is "
        f"kept: {len(rows)} ({examples}{more})"
    )
    return [Notice("language-not-as-stated", len(rows), message)]


def _are_close(row: dict[str, str]) -> bool:
    return any({row["code"], row["detected"]} <= group for group in _CLOSE)
