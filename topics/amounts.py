"""How does a message count things: "1 document", "2,000 documents"?"""

from __future__ import annotations


def amount(n: int, singular: str, plural: str | None = None) -> str:
    """A number with its noun in singular or plural; the plural has an "s" unless it is given.

    Examples
    --------
    >>> amount(1, "document"), amount(2000, "document"), amount(0, "near-copy", "near-copies")
    ('1 document', '2,000 documents', '0 near-copies')
    """
    return f"{n:,} {agreeing(n, singular, plural or f'{singular}s')}"


def agreeing(n: int, singular: str, plural: str) -> str:
    """The word that agrees with a number.

    Examples
    --------
    >>> [f"{n} of 5 topics {agreeing(n, 'has', 'have')} no terms" for n in (1, 2)]
    ['1 of 5 topics has no terms', '2 of 5 topics have no terms']
    """
    return singular if n == 1 else plural
