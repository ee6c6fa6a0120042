"""The error tree, and the category of warnings.

Every error is a :class:`TopicsError` and also the builtin that it resembles, so that
``except ValueError`` keeps working. A message says what was expected, what came and
what to try.
"""

from __future__ import annotations


class TopicsError(Exception):
    """Base of every error that this package raises on purpose."""


class InputError(TopicsError, ValueError):
    """An input was found but cannot be used: empty, malformed, of an unknown kind."""


class MissingInputError(InputError, FileNotFoundError):
    """A path that was named does not exist, or a pattern matches nothing."""


class UnknownIdError(InputError, LookupError):
    """No document of the run has this id, or it has no section at this position."""


class LanguageError(InputError):
    """The text is written without spaces between words and cannot be cut into tokens."""


class EmptyVocabularyError(InputError):
    """No term is left after stop words and pruning."""


class OptionError(TopicsError, ValueError):
    """An option has a value outside its range, or two options contradict each other."""


class RunFolderError(TopicsError, ValueError):
    """A run folder is missing a file, was edited, or has an unknown format version."""


class OutputExistsError(TopicsError, FileExistsError):
    """The output folder already holds something that would be lost."""


class OutputError(TopicsError, OSError):
    """The output cannot be written: no permission, no space, not a folder."""


class WorkerError(TopicsError, RuntimeError):
    """A process that works for this one was killed from outside."""


class MissingExtraError(TopicsError, ImportError):
    """An optional dependency is not installed; the message names the extra."""


class TopicsWarning(UserWarning):
    """Category of the warnings that the library issues."""
