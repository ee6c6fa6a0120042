"""Several articles on one page, with furniture that the rules of `topics/` do not list."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.reading.material import blocks, f1, read_texts, rows

N_PAGES = 500

# Furniture above, between, inside and below articles. It is test material: no line of it may
# be copied into the rules of topics/.
ABOVE = """
Jump to navigation
Stay in touch
Log in | Register
Get our app
You have 3 free stories left this month.
Today's paper
Skip ahead to the main story
Watch live
Become a member for as little as £1 a week
We value your privacy
Tip us off
Find us on Mastodon
Today's weather: 14° and cloudy
Choose your edition
Membership card
Breaking
Hi, guest
The Daily Lantern | Est. 1931
Press Enter to search
""".strip().split("\n")

BETWEEN = """
Keep reading
Read the full story
Read more…
Continue reading below the advertisement
View comments (17)
Show all comments
12 shares
Tweet this
Pin it
E-mail this to a friend
Print this page
Load more
Next story
More on this topic
You might also like
Filed under: World, Politics
Report an error
Leave a reply
Enjoyed it? Clap for the author
Send to Kindle
Cite this article
Hide this story
3 people found this helpful
Older
Gift this story to a friend
Read in app
Back to all reports
Get this delivered daily
Go to full article »
Up next
""".strip().split("\n")

INSIDE = """
Sign up here for our morning briefing
ADVERTISEMENT
Story continues below
Like what you read? Chip in to keep us independent.
Don't forget to follow us on Instagram for daily updates!
Click to share on Facebook
This site uses cookies to improve your experience.
Get the week's best stories straight to your inbox
Enter your email address
Back our journalism from just $5 a month
Allow notifications
RELATED STORIES
Swipe for the next picture
You are reading a free story. Subscribers get all of them.
Want to know more? Ask our reporters by e-mail.
Our reporting needs readers like you: take out a subscription
Article continues after this message
Download our free app for Android and iPhone
""".strip().split("\n")

BELOW = """
Please consider making a donation today.
Choose an amount
$10 $25 $50 $100 Other
Give once
Give monthly
Card number
Processing your payment, one moment please
Newsletter sign-up
By signing up you agree to our terms of use.
The opinions expressed here are the writers' own and do not reflect those of the publisher.
Copyright © 2020 The Daily Lantern. All rights reserved.
Terms of service
Privacy notice
Contact the newsroom
Advertise with us
Back to top
Powered by WordPress
Sitemap
Work for us
Registered office: 4 Quay Street, Harbourton
Part of the Lantern Media group
We accept Visa, Mastercard and bank transfer.
You can cancel at any time.
Cookie choices
ISSN 1234-5678
""".strip().split("\n")

NAMES = ["Ines Falk", "By Robert Okoro", "By Lena Vance and Tom Arden", "Mirela Stan"]


@dataclass(slots=True)
class Page:
    """A composed page with its correct article boundaries, titles and furniture."""

    blocks: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    furniture: set[int] = field(default_factory=set)

    def add(self, lines: list[str], *, furniture: bool = False) -> None:
        """Append blocks."""
        for line in lines:
            if furniture:
                self.furniture.add(len(self.blocks))
            self.blocks.append(line)


def run(corpora: Path) -> None:
    """Print boundary F1, titles and removed blocks, with and without datelines."""
    articles = list(rows(corpora, "wikinews"))
    print(f"{N_PAGES} pages       boundaries F1   titles   furniture removed   body removed")
    for datelines in ("kept", "left out"):
        pages = compose(articles, datelines == "kept")
        _measure(f"datelines {datelines}", pages)


def compose(articles: list[dict[str, Any]], with_datelines: bool) -> list[Page]:
    """Return pages of 2 to 5 articles each, identical in every run."""
    rng = random.Random(20)  # noqa: S311 - no secrets
    pages = []
    for _ in range(N_PAGES):
        page = Page()
        page.add(_some(rng, ABOVE, 0, 3), furniture=True)
        chosen = rng.sample(articles, rng.randint(2, 5))
        has_names = rng.random() < 0.3
        for article in chosen:
            _add_article(page, article, rng, with_datelines, has_names)
        page.add(_some(rng, BELOW, 0, 6), furniture=True)
        pages.append(page)
    return pages


def _add_article(
    page: Page, article: dict[str, Any], rng: random.Random, dateline: bool, has_name: bool
) -> None:
    page.starts.append(len(page.blocks))
    page.titles.append(" ".join(article["title"].split()))
    page.add([page.titles[-1]])
    body = blocks(article["text"])
    has_dateline = len(body[0].split()) <= 5 and body[0][-4:].isdigit()
    if has_name:
        page.add([rng.choice(NAMES)])
    if has_dateline and not dateline:
        body = body[1:]
    n_inside = rng.choice([0, 0, 1, 2]) if len(body) > 4 else 0
    indices = sorted(rng.sample(range(2, len(body)), n_inside)) if n_inside else []
    for index, block in enumerate(body):
        if index in indices:
            page.add(_some(rng, INSIDE, 1, 1), furniture=True)
        page.add([block])
    page.add(_some(rng, BETWEEN, 1, 2), furniture=True)


def _some(rng: random.Random, lines: list[str], minimum: int, maximum: int) -> list[str]:
    return rng.sample(lines, rng.randint(minimum, maximum))


def _measure(label: str, pages: list[Page]) -> None:
    texts = ["\n\n".join(page.blocks) + "\n" for page in pages]
    n_right = n_found = n_gold = n_titles = n_furniture = n_gone = n_body = n_body_gone = 0
    for page, documents in zip(pages, read_texts(texts), strict=True):
        starts = _starts(page, documents)
        gold = dict(zip(page.starts, page.titles, strict=True))
        n_right += len(starts.keys() & gold.keys())
        n_found += len(starts)
        n_gold += len(gold)
        n_titles += sum(starts.get(index) == title for index, title in gold.items())
        removed = [" ".join(line.split()) for document in documents for line in document["removed"]]
        furniture = [page.blocks[index] for index in page.furniture]
        n_furniture += len(furniture)
        n_gone += sum(line in furniture for line in removed)
        n_body += len(page.blocks) - len(furniture)
        n_body_gone += sum(line not in furniture for line in removed)
    print(
        f"{label:19} {f1(n_right, n_found, n_gold):12.3f} {n_titles / n_gold:8.3f} "
        f"{n_gone / n_furniture:19.3f} {n_body_gone / n_body:14.4f}",
        flush=True,
    )


def _starts(page: Page, documents: list[dict[str, Any]]) -> dict[int, str]:
    """Return the title of every document that was read, by the index of its first block."""
    starts: dict[int, str] = {}
    begin = 0
    for document in documents:
        lines = [document["title"]]
        for section in document["sections"]:
            lines += [section["heading"], *blocks(section["text"])[:1]]
        for line in lines:
            line = " ".join(line.split())
            if line and line in page.blocks[begin:]:
                index = page.blocks.index(line, begin)
                starts[index] = document["title"]
                begin = index + 1
                break
    return starts
