"""English words that say nothing about the subject of a text.

scikit-learn's list, made for the indexing of documents, has the articles, pronouns, prepositions
and auxiliary verbs. It lacks the words that prose, letters and posts are full of, and a topic model
makes topics of them: "just like think know". The groups below add them. Words that name a subject
in some field are counted: ``case``, ``problem``, ``course`` and ``read``.
"""

from __future__ import annotations

from functools import lru_cache

CONTENT_WORDS = frozenset(
    "amount bill computer cry detail fill fire interest mill mine serious side sincere system "
    "thick thin top".split()
)
"""Words of scikit-learn's English list that carry content and are counted.

The list's oddities are known (Nothman, Qin and Yurchak 2018, "Stop word lists in free
open-source software packages").
"""

CONTRACTIONS = """
ain aren couldn didn doesn don hadn hasn haven isn ll mightn mustn needn shan shouldn ve wasn weren
won wouldn arent cant couldnt didnt doesnt dont gonna gotta hadnt hasnt havent heres isnt ive kinda
lets shes shouldnt thats theres theyre wanna wasnt werent weve whats wont wouldnt youre youve
"""
"""Parts of "aren't", "we'll" and "they've" that the token pattern leaves, and careless forms."""

VERBS = """
appear appears appeared ask asked asking asks became become becomes bring brings brought came come
comes coming did does doing done find finding finds found gave get gets getting give given gives
giving go goes going gone got gotten happen happened happening happens having keep keeping keeps
kept knew know knowing known knows let letting like liked likes look looked looking looks made make
makes making mean means meant might need needed needing needs ought put puts putting said saw say
saying says see seeing seem seemed seeming seems seen sees show showed shown shows take taken takes
taking tell telling tells think thinking thinks thought told took tried tries try trying use used
uses using want wanted wanting wants went
"""
"""Verbs that any sentence can have, in all their forms."""

OPINIONS = """
agree believe believes consider considered feel feels guess hope hopefully hoping mention mentioned
remember suppose supposed wonder wondering
"""
"""Verbs that say how sure the writer is."""

ADVERBS = """
absolutely actually ago almost already always anyway anyways anywhere apparently away basically
certainly clearly completely currently definitely directly easily else entirely especially
essentially even eventually ever evidently exactly extremely fairly far finally fully furthermore
generally highly honestly however immediately indeed instead just largely later likely literally
mainly maybe merely moreover mostly nearly necessarily never normally obviously often otherwise
particularly perhaps possibly presumably pretty probably quickly quite rather really recently
seriously simply somehow sometimes somewhat soon specifically still supposedly therefore totally
truly typically unfortunately usually well yet
"""
"""Adverbs of degree, certainty, time and order."""

FILLERS = """
bit etc example examples fact idea ideas kind kinds lot lots point points question questions reason
reasons sort sorts stuff thing things way ways
"""
"""Nouns that replace any other, or that hold a discussion together."""

GENERAL = """
call called calling calls guy guys hear heard hearing hears help helped helping helps matter
matters people person persons start started starting starts stop stopped stops talk talked talking
talks time times turn turned turning turns work worked working works
"""
"""Words that any subject has. On 20 Newsgroups each of the first of them is the head of a topic of
its own: "people person", "time times", "work working", "help"."""

JUDGEMENTS = """
bad best better big easy fine good great hard important large long new nice old real right short
small true worse worst wrong
"""
"""Adjectives that go with any noun: the noun has the subject."""

TALK = """
ah appreciate appreciated appreciates btw cheers er fyi greatly hello hey hi hmm imho imo lol nope
oh ok okay please regards sincerely sorry thank thanks thanx thx uh um wow yeah yep yes
"""
"""Words of letters, posts and speech that address the reader."""

QUANTITIES = """
able anybody certain couple different enough every everybody least less little many much nobody
ones own particular plenty possible several seven similar somebody sure thirty unable various whole
"""
"""How much, how many and which."""

RELATIONS = """
according amid among concerning despite include included includes including regarding till toward
towards unless unlike upon via whether
"""
"""Prepositions and conjunctions that scikit-learn's list lacks."""


@lru_cache(maxsize=1)
def english_words() -> frozenset[str]:
    """English stop words, in lower case."""
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

    groups = (
        CONTRACTIONS,
        VERBS,
        OPINIONS,
        ADVERBS,
        FILLERS,
        GENERAL,
        JUDGEMENTS,
        TALK,
        QUANTITIES,
        RELATIONS,
    )
    return frozenset(ENGLISH_STOP_WORDS - CONTENT_WORDS).union(*(g.split() for g in groups))
