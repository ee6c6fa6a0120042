"""A page of posts is read as all its posts, without what is around and between them."""

import pytest

from topics.options import ReadOptions
from topics.reading.formats.html.parser import read_html

POSTS = [
    (
        "marta",
        "The hinge of our garden gate has rusted through and I would like to know which oil to "
        "take before the winter, because the last one washed off in a week of rain.",
    ),
    (
        "oldwelder",
        "Take a grease instead of an oil, and put it on with a brush after you have filed the "
        "rust away down to the bare metal, or it will only seal the damp in.",
    ),
    (
        "jonas_k",
        "We had the same trouble with a cellar door and in the end replaced both hinges with "
        "brass ones, which cost a little more and have been silent for nine years.",
    ),
]


def texts(page):
    """Text of each document of a page."""
    documents = read_html(page.encode(), ReadOptions())
    return [
        "\n".join(part for one in document.sections for part in (one.heading, one.text) if part)
        for document in documents
    ]


def forum(posts):
    """A page of a forum in the manner of most of them."""
    items = "".join(
        f'<li class="message {"first" if not number else ""}" id="post-{80 + number}">'
        f'<div class="message-user"><a class="username" href="/members/{name}">{name}</a>'
        f'<dl class="postprofile"><dt>Joined:</dt><dd>May 2011</dd></dl></div>'
        f'<div class="message-main"><a href="#post-{number}"><time>3 May 2021</time></a>'
        f'<div class="message-body">{text}</div>'
        f'<div class="signature">Measure twice, cut once and blame the saw.</div>'
        f'<ul class="message-actions"><li><a href="/report">Report</a></li></ul></div></li>'
        for number, (name, text) in enumerate(posts)
    )
    return (
        "<html><head><title>Gate hinge | The Workbench</title></head><body>"
        '<nav><a href="/">Home</a><a href="/new">New posts</a></nav>'
        f'<h1>Gate hinge</h1><ol class="message-list">{items}</ol>'
        "<footer>The Workbench, since 2003</footer></body></html>"
    )


def test_a_thread_is_all_its_posts():
    """The bodies of all posts are the text, in their order; signatures and buttons are not."""
    (text,) = texts(forum([(name, f"<p>{said}</p>") for name, said in POSTS]))
    assert text.split("\n\n") == [said for _, said in POSTS]


def test_short_posts_of_a_thread_are_kept():
    """An answer of two words is a post like the others."""
    posts = [*POSTS, ("marta", "Many thanks!")]
    (text,) = texts(forum([(name, f"<p>{said}</p>") for name, said in posts]))
    assert text.endswith("\n\nMany thanks!")


def test_what_a_post_quotes_of_another_is_read_once():
    """A quote of an earlier post is left out; a quote of somebody else stays."""
    foreign = "Rust never sleeps, as the song that nobody here remembers has it."
    posts = [(name, f"<p>{said}</p>") for name, said in POSTS]
    posts[2] = (
        "jonas_k",
        f"<blockquote><p>{POSTS[0][1]}</p></blockquote><p>{POSTS[2][1]}</p>"
        f"<blockquote><p>{foreign}</p></blockquote>",
    )
    (text,) = texts(forum(posts))
    assert text.split("\n\n") == [*(said for _, said in POSTS), foreign]


def test_answers_inside_answers_are_read_once_and_in_order():
    """A discussion that nests its comments is as good a thread as a flat one."""
    nested = ""
    for name, said in reversed(POSTS):
        nested = (
            f'<li class="comments_subtree"><div class="comment" id="c{name}"><span class="byline">'
            f'<a href="/u/{name}">{name}</a> <span class="time">2 hours ago</span></span>'
            f'<div class="comment_text"><p>{said}</p></div></div><ol>{nested}</ol></li>'
        )
    page = f'<html><body><h1>Gate hinge</h1><ol class="comments">{nested}</ol></body></html>'
    (text,) = texts(page)
    assert text.split("\n\n") == [said for _, said in POSTS]


def test_a_thread_inside_noscript_is_read():
    """Forums that are drawn by scripts have their posts for crawlers in ``<noscript>``."""
    posts = "".join(
        f'<div id="post_{number}" class="topic-body crawler-post" '
        f'itemtype="http://schema.org/Comment" itemscope><div class="crawler-post-meta">'
        f'<span itemprop="author">{name}</span><time>3 May 2021</time></div>'
        f'<div class="post" itemprop="text"><p>{said}</p></div></div>'
        for number, (name, said) in enumerate(POSTS)
    )
    page = f"<html><body><section>Loading</section><noscript>{posts}</noscript></body></html>"
    (text,) = texts(page)
    assert text.split("\n\n") == [said for _, said in POSTS]


ARTICLE = "".join(
    f"<p>The lamp on pier {number} was lit by hand until the autumn of the great storm, and the "
    "keeper wrote every evening into his book how much oil it had taken and which ships had "
    "passed, so that we know more of that harbour than of any other on the coast.</p>"
    for number in range(5)
)


def test_comments_below_an_article_are_no_thread():
    """The article is the text, and what readers wrote below it is not."""
    comments = "".join(
        f'<li class="comment" id="comment-{number}"><span class="author">{name}</span>'
        f"<p>{said}</p></li>"
        for number, (name, said) in enumerate(POSTS)
    )
    page = (
        f"<html><body><article><h1>The lamps</h1>{ARTICLE}</article>"
        f'<ol class="commentlist">{comments}</ol></body></html>'
    )
    text = "\n".join(texts(page))
    assert "lamp on pier 4" in text
    assert "garden gate" not in text


@pytest.mark.parametrize("name", ["post", "message"])
def test_teasers_with_linked_headlines_are_no_thread(name):
    """The front page of a blog calls its articles posts, and each has a headline of its own."""
    teasers = "".join(
        f'<div class="{name}" id="{name}-{number}"><h2><a href="/{number}">What we have learnt '
        f'about {who}</a></h2><span class="author">{who}</span><time>3 May</time>'
        f'<div class="entry-content"><p>{said}</p></div></div>'
        for number, (who, said) in enumerate(POSTS)
    )
    page = f"<html><body><h1>The Workbench</h1><main>{teasers}</main></body></html>"
    text = "\n".join(texts(page))
    assert "What we have learnt about oldwelder" in text
