"""Articles that follow on the same HTML page, as sites load them while a reader scrolls."""

from __future__ import annotations

import html
import random
import re
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import topics
from benchmarks.reading.composed import ABOVE, BELOW, BETWEEN, INSIDE
from benchmarks.reading.material import blocks, f1, rows

N_PAGES = 100

MIN_WORDS = 120
"""Articles of the pages have at least this many words."""

NAMES = ["Ines Falk", "Robert Okoro", "Lena Vance", "Mirela Stan", "Tom Arden", "Aya Lindqvist"]
WRAPPERS = ("article", "div", "section", "nothing")
SIGNATURES = ("classes", "classes", "line", "date", "date above", "nothing")
"""How an article is signed; one in six is not."""

_MARKUP = re.compile(r"<[^>]*>|\{\{.*?\}\}|[*_`#]+")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")


@dataclass(slots=True)
class Article:
    """An article: its title, and its sections with heading and paragraphs."""

    title: str
    date: str
    sections: list[tuple[str, list[str]]]


@dataclass(slots=True)
class Page:
    """A composed page, and the articles on it."""

    articles: list[Article]
    parts: list[str] = field(default_factory=list)

    @property
    def html(self) -> str:
        """The page as a file."""
        body = "\n".join(self.parts)
        title = html.escape(self.articles[0].title)
        return f"<html><head><title>{title} | The Lantern</title></head><body>{body}</body></html>"


def run(corpora: Path) -> None:
    """Print boundary F1 and titles of pages with several articles, and splits of single ones."""
    news = [_from_news(row) for row in rows(corpora, "wikinews")]
    blogs = [_from_sections(row) for row in rows(corpora, "digitalgov_news") if row["title"]]
    entries = [_from_sections(row) for row in rows(corpora, "wikipedia_106")]
    sources = {"news, no headings inside": news, "blogs, with headings": blogs}
    print(f"{N_PAGES} pages                                boundaries F1   words in their document")
    for level in (1, 2):
        for name, articles in sources.items():
            pages = compose(_long(articles), level, random_state=level)
            measure(f"later headlines h{level}, {name}", pages)
    print("\nsingle articles                          split")
    for name, articles in {"blogs": blogs, "encyclopedia": entries}.items():
        chosen = _long([one for one in articles if len(one.sections) > 2])
        pages = [page for level in (1, 2) for page in compose(chosen, level, 3, most=1)]
        n_split = sum(len(documents) > 1 for documents in _read(pages))
        print(f"{name:40} {n_split} of {len(pages)}", flush=True)


def compose(articles: list[Article], level: int, random_state: int, *, most: int = 5) -> list[Page]:
    """Return pages of 2 to `most` articles each, or of one, identical in every run.

    The first headline is a ``h1``, those of later articles are of the given level; headings
    inside an article are one level below its headline.
    """
    rng = random.Random(random_state)  # noqa: S311 - no secrets
    pages = []
    for _ in range(N_PAGES):
        page = Page(rng.sample(articles, rng.randint(min(2, most), most)))
        wrapper, signature = rng.choice(WRAPPERS), rng.choice(SIGNATURES)
        links = "".join(f'<li><a href="/">{html.escape(line)}</a></li>' for line in ABOVE[:6])
        page.parts.append(f"<header><nav><ul>{links}</ul></nav></header><main>")
        for number, article in enumerate(page.articles):
            of_headline = level if number else 1
            inside = _lines(article, of_headline, signature, rng)
            if wrapper == "nothing":
                page.parts.append("\n".join(inside))
            else:
                joined = "\n".join(inside)
                page.parts.append(f'<{wrapper} class="story s{number}">{joined}</{wrapper}>')
            page.parts.extend(_furniture(rng, BETWEEN, rng.randint(0, 2)))
        teasers = "".join(
            f'<div class="teaser"><h3><a href="/x">{html.escape(one.title)}</a></h3></div>'
            for one in rng.sample(articles, 3)
        )
        page.parts.append(f"</main><aside>{teasers}</aside><footer>")
        page.parts.extend([*_furniture(rng, BELOW, 4), "</footer>"])
        pages.append(page)
    return pages


def measure(label: str, pages: list[Page]) -> None:
    """Print how many later articles are documents, and how many words are in the right one."""
    n_right = n_found = n_gold = n_words = n_own = 0
    for page, documents in zip(pages, _read(pages), strict=True):
        gold = {one.title for one in page.articles[1:]}
        found = [title for title, _ in documents[1:]]
        n_right += len(gold.intersection(found))
        n_found += len(found)
        n_gold += len(gold)
        texts = dict(reversed(documents))
        for article in page.articles:
            text = " ".join(texts.get(article.title, "").split())
            for paragraph in (one for _, paragraphs in article.sections for one in paragraphs):
                n_words += len(paragraph.split())
                n_own += len(paragraph.split()) if paragraph in text else 0
    print(f"{label:46} {f1(n_right, n_found, n_gold):6.3f} {n_own / n_words:15.3f}", flush=True)


def _lines(article: Article, level: int, signature: str, rng: random.Random) -> list[str]:
    """Return the elements of an article, with its headline and signature."""
    headline = f"<h{level}>{html.escape(article.title)}</h{level}>"
    name, date = rng.choice(NAMES), article.date
    lines = {
        "classes": [headline, f'<div class="meta"><span class="author">{name}</span>'
                              f" <time>{date}</time></div>"],
        "line": [headline, f"<p>By {name}</p>"],
        "date": [headline, f"<p>{date}</p>"],
        "date above": [f'<div class="kicker">{date}</div>', headline],
        "nothing": [headline],
    }[signature]  # fmt: skip
    for heading, paragraphs in article.sections:
        if heading:
            lines.append(f"<h{level + 1}>{html.escape(heading)}</h{level + 1}>")
        lines.extend(f"<p>{html.escape(paragraph)}</p>" for paragraph in paragraphs)
    if rng.random() < 0.5:
        lines[len(lines) // 2 : len(lines) // 2] = _furniture(rng, INSIDE, 1)
    return lines


def _furniture(rng: random.Random, lines: list[str], n_lines: int) -> list[str]:
    return [f"<div>{html.escape(line)}</div>" for line in rng.sample(lines, n_lines)]


def _read(pages: list[Page]) -> list[list[tuple[str, str]]]:
    """Return title and text of each document of each page; each is read alone.

    Pages share articles here, which would be repeated blocks if they were read together.
    """
    documents = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "page.html")
        for page in pages:
            path.write_text(page.html, encoding="utf-8")
            corpus = topics.read(path)
            texts: dict[str, list[str]] = {}
            for row in corpus.sections.iter_rows(named=True):
                texts.setdefault(row["document"], []).append(row["text"])
            documents.append(
                [
                    (row["title"], "\n\n".join(texts.get(row["id"], [])))
                    for row in corpus.documents.iter_rows(named=True)
                ]
            )
    return documents


def _from_news(row: dict[str, Any]) -> Article:
    first, *others = blocks(row["text"])
    body = others if len(first.split()) <= 5 else [first, *others]
    return Article(" ".join(row["title"].split()), first if body is others else row["date"], [
        ("", body)
    ])  # fmt: skip


def _from_sections(row: dict[str, Any]) -> Article:
    sections = [
        (_plain(one["heading"]), [text for each in blocks(one["text"]) if (text := _plain(each))])
        for one in row["sections"]
    ]
    return Article(_plain(row["title"]), str(row.get("date", "2012-03-04"))[:10], sections)


def _plain(text: str) -> str:
    """Return a text without most of its markup."""
    return " ".join(_MARKUP.sub(" ", _LINK.sub(r"\1", text)).split())


def _long(articles: list[Article]) -> list[Article]:
    return [
        one
        for one in articles
        if len(one.title.split()) > 1
        and sum(len(text.split()) for _, texts in one.sections for text in texts) >= MIN_WORDS
    ]
