"""The posts of a thread: of forums, questions with answers, and discussions of a link."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from topics.reading.formats.html.blocks.walking import (
    MIN_PROSE_WORDS,
    PageBlock,
    blocks_and_sections,
    letters_of,
    sections_of_parts,
)
from topics.reading.records import Section

MIN_POSTS = 2
"""A thread has at least this many posts."""

MIN_SIGNED = 0.6
"""At least this share of the posts names an author or a time."""

MIN_BODIES = 0.8
"""Elements of one name are the bodies of posts if at least this share of the posts has one."""

MIN_BODY_SHARE = 0.5
"""The bodies are the smallest of these elements with at least this share of the words that the
largest have."""

MIN_SHARE = 0.6
"""The posts of a thread have at least this share of the words of running text on the page."""

MIN_COMMENTS_SHARE = 0.9
"""The same for comments: below an article they are no thread."""

MAX_SHARE = 0.95
"""If one post has a larger share of the words of all, the elements around it are no posts."""

MAX_TEASERS = 0.5
"""If a larger share of the posts has a headline with a link, they are teasers of articles."""

MIN_QUOTED_LETTERS = 20
"""A quote that is shorter is not searched in the posts above it."""

MAX_POSTS_ABOVE = 500
"""A quote is searched in at most this many sections of posts above it."""

_POST = re.compile(r"post|comment|message|repl(?:y|ies)|answer|response", re.IGNORECASE)
"""What forums call their posts, in classes, ids and names of elements."""

_COMMENT = re.compile(r"comment|repl(?:y|ies)|response", re.IGNORECASE)
"""What also the notes of readers below an article are called."""

_NO_POST = re.compile(
    r"blog|list|grid|archive|paging|single|type|related|latest|recent|recommend|teaser|widget|sidebar|card|form|link|button|count|footer",
    re.IGNORECASE,
)
_TYPES = frozenset(("Comment", "UserComments", "Answer", "Question", "DiscussionForumPosting"))
_BODY = re.compile(
    r"body|content|text|wrapper|inner|cooked|prose|markdown|^md$|^post$|description", re.IGNORECASE
)
_SIGNED = re.compile(
    r"author|user|name|avatar|poster|profile|member|creator|date|time|posted|\bby\b", re.IGNORECASE
)
_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:sig|signature|avatar|badges?|likes?|reactions?|ratings?|votes?|share|toolbar"
    r"|controls?|actions?|buttons?|report|userinfo|user-info|user-details|profile|postprofile"
    r"|byline|tools?|menu)(?:$|[\s_-])|author_?pane|signature",
    re.IGNORECASE,
)
_FURNITURE_TAGS = frozenset("nav footer form button label".split())
_INLINE = frozenset("a b em i span strong time img small u br abbr code p font sup sub".split())
_DIGITS = re.compile(r"\d+")
_ANSWERS = re.compile(r"^(?:re|aw|sv|antw)\b\W*", re.IGNORECASE)


def read_thread(tree: Any, blocks: list[PageBlock]) -> list[Section]:
    """Sections of all posts of a page, in order; empty if the page is no thread.

    Posts are elements that share a class, a kind of id or a type, which names posts; most of
    them are signed, and they have most of the running text. What another post has said already
    is left out of a quote.

    Parameters
    ----------
    tree : lxml element
    blocks : list of PageBlock
        All visible blocks of the page.
    """
    groups = {tuple(posts): name for name, posts in _groups(tree).items()}
    sizes = {
        posts: sum(len(" ".join(post.itertext()).split()) for post in _outermost(posts))
        for posts in groups
        if len(posts) >= MIN_POSTS
    }
    for posts in sorted(sizes, key=sizes.__getitem__, reverse=True):
        if not _are_signed(posts):
            continue
        sections = _sections_of_posts(posts)
        if _have_the_text(groups[posts], posts, sections, blocks):
            return _joined(sections)
    return []


def _groups(tree: Any) -> dict[str, list[Any]]:
    """Elements by the class, the id without its numbers, the type or the tag that names posts."""
    groups: dict[str, list[Any]] = defaultdict(list)
    for element in tree.iter():
        if not isinstance(element.tag, str) or element.tag in _INLINE:
            continue
        for name in _names(element):
            groups[name].append(element)
    return groups


def _names(element: Any) -> set[str]:
    """Names of the groups of posts that an element could belong to."""
    names: set[str] = set()
    classes, own_id = element.get("class"), element.get("id")
    if classes and _POST.search(classes):
        names.update(
            _DIGITS.sub("#", one)
            for one in classes.split()
            if _POST.search(one) and not _NO_POST.search(one)
        )
    if own_id and own_id[-1:].isdigit() and _POST.search(own_id) and not _NO_POST.search(own_id):
        names.add(f"id {_DIGITS.sub('#', own_id)}")
    kind = element.get("itemtype")
    if kind is not None and kind.rpartition("/")[2] in _TYPES:
        names.add("type post")
    if "-" in element.tag and _POST.search(element.tag):
        names.add(f"tag {element.tag}")
    return names


def _outermost(elements: Sequence[Any]) -> list[Any]:
    chosen = set(elements)
    return [one for one in elements if not any(above in chosen for above in one.iterancestors())]


def _are_signed(posts: Sequence[Any]) -> bool:
    """Whether most elements have an author or a time, and are no teasers of articles."""
    if sum(map(_is_signed, posts)) < MIN_SIGNED * len(posts):
        return False
    headlines = {_headline_with_link(post) for post in posts} - {None}
    return len(headlines) <= MAX_TEASERS * len(posts)


def _have_the_text(
    name: str, posts: Sequence[Any], sections: list[list[Section]], blocks: list[PageBlock]
) -> bool:
    """Whether the elements of one name, which have these sections, are the text of the page."""
    chosen = set(posts)
    counts = [sum(len(section.text.split()) for section in own) for own in sections]
    inside = sum(counts)
    if max(counts, default=0) > MAX_SHARE * inside:
        return False
    outside = sum(
        block.n_words
        for block in blocks
        if block.is_running_text
        and not any(one in chosen for one in (block.element, *block.element.iterancestors()))
    )
    least = MIN_COMMENTS_SHARE if _COMMENT.search(name) else MIN_SHARE
    return inside >= MIN_PROSE_WORDS and inside >= least * (inside + outside)


def _is_signed(post: Any) -> bool:
    """Whether the post has an element for its author or its time."""
    return any(
        one.tag == "time"
        or _SIGNED.search(f"{one.get('class', '')} {one.get('itemprop', '')}") is not None
        for one in post.iterdescendants()
        if isinstance(one.tag, str)
    )


def _headline_with_link(post: Any) -> str | None:
    """A heading of at least three words with a link to another page, without ``Re:``."""
    for heading in post.iter("h1", "h2", "h3", "h4"):
        links = [one for one in heading.iter("a") if not one.get("href", "#").startswith("#")]
        words = "".join(heading.itertext()).split()
        if links and len(words) > 2:
            return _ANSWERS.sub("", " ".join(words))
    return None


def _sections_of_posts(posts: Sequence[Any]) -> list[list[Section]]:
    """Sections of each post without its furniture and what it quotes of others above."""
    chosen = set(posts)
    bodies = _bodies(posts, chosen)
    sections = []
    said: list[str] = []
    skipped = set(posts)
    for post in posts:
        body = bodies.get(post, post)
        above = said[-MAX_POSTS_ABOVE:]
        furniture = set(_furniture(_own_elements(body, chosen), above)) - chosen
        skipped |= furniture
        skipped.discard(body)
        _, own = blocks_and_sections(body, skipped=skipped)
        skipped -= furniture
        skipped.add(post)
        said.extend(letters_of(section.text) for section in own)
        sections.append(own)
    return sections


def _joined(sections: list[list[Section]]) -> list[Section]:
    """The sections of all posts; text without a heading continues the section above it."""
    return sections_of_parts(
        part
        for own in sections
        for section in own
        for part in ((section.level, section.heading), (0, section.text))
        if part[1]
    )


def _bodies(posts: Sequence[Any], chosen: set[Any]) -> dict[Any, Any]:
    """The element of each post that has its text, if most have one of the same name."""
    by_name: dict[str, dict[Any, Any]] = defaultdict(dict)
    n_words: dict[str, int] = defaultdict(int)
    for post in posts:
        for element in _own_elements(post, chosen):
            for name in _body_names(element):
                if post not in by_name[name]:
                    by_name[name][post] = element
                    n_words[name] += len(" ".join(element.itertext()).split())
    names = [name for name, of in by_name.items() if len(of) >= MIN_BODIES * len(posts)]
    most = max((n_words[name] for name in names), default=0)
    names = [name for name in names if n_words[name] >= MIN_BODY_SHARE * most]
    if not names:
        return {}
    return by_name[min(names, key=n_words.__getitem__)]


def _own_elements(post: Any, chosen: set[Any]) -> Iterable[Any]:
    """Elements inside a post, without those inside another post."""
    from lxml import etree

    walker = etree.iterwalk(post, events=("start",))
    for _, element in walker:
        if element is post:
            continue
        if element in chosen:
            walker.skip_subtree()
            continue
        yield element


def _body_names(element: Any) -> list[str]:
    if element.tag in _INLINE and element.tag != "span":
        return []
    names = [one for one in element.get("class", "").split() if _BODY.search(one)]
    for attribute in ("itemprop", "data-role", "component"):
        value = element.get(attribute)
        if value and _BODY.search(value):
            names.append(f"{attribute} {value}")
    own_id = element.get("id")
    if own_id and own_id[-1:].isdigit():
        names.append(f"id {_DIGITS.sub('#', own_id)}")
    return names


def _furniture(elements: Iterable[Any], said: list[str]) -> Iterable[Any]:
    """Those elements of a post that are no text of its own."""
    for element in elements:
        tag = element.tag
        if tag in _FURNITURE_TAGS:
            yield element
        elif tag == "blockquote" or "quote" in element.get("class", "").lower():
            letters = letters_of("".join(element.itertext()))
            if len(letters) >= MIN_QUOTED_LETTERS and _is_said(element, said):
                yield element
        elif tag not in _INLINE and _FURNITURE.search(element.get("class", "")):
            yield element


def _is_said(quote: Any, said: list[str]) -> bool:
    """Whether most of a quote was said above."""
    whole = "\n".join(said)  # one search in all is faster than one in each
    n_letters = n_said = 0
    for text in quote.itertext():
        letters = letters_of(text)
        n_letters += len(letters)
        if len(letters) >= MIN_QUOTED_LETTERS and letters in whole:
            n_said += len(letters)
    return 2 * n_said > n_letters
