"""What a run says of the model that it was adopted from."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Any

from topics.errors import RunFolderError

KEY = "adopted"
"""Entry of the manifest with this record."""

MOST_CHARACTERS = 500
"""A text of the record has at most this many characters."""


@dataclass(frozen=True)
class Adopted:
    """Where the topics of an adopted run come from.

    Attributes
    ----------
    library : str
        ``"gensim"``, ``"scikit-learn"``, ``"tomotopy"``, ``"mallet"``, ``"bertopic"``,
        ``"topics"`` or ``"arrays"``.
    version : str
        Installed version of the library when the model was adopted; empty if it is unknown.
    kind : str
        Name of the model's class.
    no_transform : str
        Why new documents cannot get its topics; empty where they can.
    no_refits : str
        Why its topics have no stability; empty where they can have one.
    """

    library: str
    version: str
    kind: str
    no_transform: str = ""
    no_refits: str = ""

    @classmethod
    def from_record(cls, record: Any) -> Adopted | None:
        """The record of a manifest, which is untrusted; None where there is none.

        Raises
        ------
        RunFolderError
            It has other entries than a run writes.
        """
        if record is None:
            return None
        names = {each.name for each in fields(cls)}
        is_proper = isinstance(record, dict) and record.keys() == names
        if not is_proper or not all(
            isinstance(value, str) and len(value) <= MOST_CHARACTERS for value in record.values()
        ):
            raise RunFolderError(
                "the run does not record properly which model it was adopted from; adopt it again"
            )
        return cls(**record)

    def record(self) -> dict[str, str]:
        """The entry of the manifest."""
        return asdict(self)

    @property
    def in_words(self) -> str:
        """Class, library and version.

        Examples
        --------
        >>> Adopted("gensim", "4.4.0", "LdaModel").in_words
        'LdaModel of gensim 4.4.0, adopted'
        """
        if self.library == self.kind:
            return "arrays, adopted"
        return f"{self.kind} of {f'{self.library} {self.version}'.strip()}, adopted"
