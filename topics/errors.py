"""All errors, and the category of all warnings.

Every error is a :class:`TopicsError` and also the builtin error that it resembles, so that
``except ValueError`` works. A message says what was expected, what came and what to try.
"""

from __future__ import annotations


class TopicsError(Exception):
    """Base class of all errors that this package raises on purpose."""


class InputError(TopicsError, ValueError):
    """An input cannot be used: it is empty, malformed or of an unknown format."""


class MissingInputError(InputError, FileNotFoundError):
    """A path does not exist, or a pattern matches no file."""


class UnknownIdError(InputError, LookupError):
    """No document of the run has this id, or it has no section at this position."""


class LanguageError(InputError):
    """The text has no spaces between words and cannot be split into tokens."""


class EmptyVocabularyError(InputError):
    """No term is left after stop words and pruning."""


class OptionError(TopicsError, ValueError):
    """An option has a value outside its range, or two options contradict each other."""


class UnknownOptionError(OptionError, TypeError):
    """There is no option of this name."""


class RunFolderError(TopicsError, ValueError):
    """A run folder lacks a file, was changed, or has an unknown format version."""


class OutputExistsError(TopicsError, FileExistsError):
    """The output folder already contains files that would be lost."""


class OutputError(TopicsError, OSError):
    """The output cannot be written: no permission, a full disk, or not a folder."""


class WorkerError(TopicsError, RuntimeError):
    """A worker process was killed by another program or by the system."""


class MissingExtraError(TopicsError, ImportError):
    """A package of an extra is not installed."""


class TopicsWarning(UserWarning):
    """Category of the warnings that the library issues."""
