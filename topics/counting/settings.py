"""The settings of counting, and what counting learned from a corpus."""

from __future__ import annotations

from dataclasses import dataclass

from topics.checks import check_choice, check_whole
from topics.choices import DEFAULT_HEADING_SHARE, MAX_NGRAMS, NORMALIZATIONS, TOKEN_PATTERN
from topics.counting.headings import check_heading_share
from topics.counting.vocabulary import check_pruning
from topics.counting.words.tokens import PRE_TOKENIZED, check_token_pattern
from topics.errors import OptionError


@dataclass(frozen=True)
class CountSettings:
    """How texts become counts.

    Attributes
    ----------
    stop_words : frozenset of str
        Tokens that are not counted.
    token_pattern : str
        Regular expression of a token in lower-case text, in the syntax of Rust's regex crate.
    pre_tokenized : bool
        Whether blanks separate the tokens of a text, and `token_pattern` is not used.
    normalize : {"none", "stem", "lemma"}
        Whether words with the same stem or lemma are one term.
    ngrams : int
        Longest run of consecutive tokens (stop words left out) that is a term; 1 or more.
    phrases : bool
        Whether collocations found by gensim's ``Phrases`` are joined with ``_`` first.
    min_documents, max_document_share : int and float in (0, 1], or None
        Terms in fewer documents, or in a larger share of documents, are left out. None is the
        default for the number of documents (`default_pruning`).
    max_terms : int or None
        Keep only this many terms, those with the highest summed counts.
    max_heading_share : float in (0, 1]
        Words of headings in a larger share of documents (and in at least 5) are not counted,
        because such headings are structure. 1 counts all headings.
    piece_tokens : int or None
        Sections of over 1.5 times this many words are cut into pieces of about this length, the
        rows that a model sees; n-grams and phrases do not cross the ends of pieces. 0 leaves all
        sections whole; None is the default for the number of words (`default_piece_tokens`).
    """

    stop_words: frozenset[str] = frozenset()
    token_pattern: str = TOKEN_PATTERN
    pre_tokenized: bool = False
    normalize: str = "none"
    ngrams: int = 1
    phrases: bool = False
    min_documents: int | None = None
    max_document_share: float | None = None
    max_terms: int | None = None
    max_heading_share: float = DEFAULT_HEADING_SHARE
    piece_tokens: int | None = 0

    def __post_init__(self) -> None:
        if not 1 <= self.ngrams <= MAX_NGRAMS:
            raise OptionError(f"ngrams is {self.ngrams}, expected 1 to {MAX_NGRAMS}")
        check_token_pattern(self.token_pattern)
        check_choice("normalize", self.normalize, NORMALIZATIONS)
        if self.pre_tokenized and self.token_pattern != TOKEN_PATTERN:
            raise OptionError(
                "pre_tokenized says that blanks separate the tokens, and token_pattern is "
                f"{self.token_pattern!r}; pass one of them"
            )
        check_pruning(self.min_documents, self.max_document_share, self.max_terms)
        check_heading_share(self.max_heading_share)
        check_whole("piece_tokens", self.piece_tokens, 0, optional=True)

    @property
    def pattern(self) -> str:
        """Regular expression of a token."""
        return PRE_TOKENIZED if self.pre_tokenized else self.token_pattern


@dataclass(frozen=True)
class LearnedVocabulary:
    """What counting learned from the corpus besides the vocabulary; needed again for new documents.

    Attributes
    ----------
    phrases : tuple of str
        Collocations, joined with ``_``.
    shared_headings : tuple of str
        Headings whose words are not counted, in lower case.
    too_frequent : tuple of str
        Terms that are in more documents than `max_document_share` allows.
    piece_tokens : int
        Words of the pieces that long sections were cut into; 0 if they were not.
    main_language : str
        The language of documents whose language is not known, where words are normalised.
    forms : tuple of (str, str, str)
        Language, stem and the word that is shown for it.
    cut_by : str
        The package that cut texts in scripts without spaces into words; empty if none were cut.
    analyzer : str
        Module and name of the caller's function that made the terms; empty if none did.
    """

    phrases: tuple[str, ...] = ()
    shared_headings: tuple[str, ...] = ()
    too_frequent: tuple[str, ...] = ()
    piece_tokens: int = 0
    main_language: str = ""
    forms: tuple[tuple[str, str, str], ...] = ()
    cut_by: str = ""
    analyzer: str = ""
