"""Threads of forums: posts are text up to the last, and what is said about their authors is not."""

from topics.reading import read
from topics.reading.lines.blocks import split_blocks
from topics.reading.lines.units import split_units
from topics.reading.pages.posts import find_header_labels, find_posts

AUTHORS = ("mistral", "quayside", "mistral", "lanternist", "mistral", "tidewatcher")
TEXTS = (
    "The old lamp on the breakwater has been dark since Sunday, and nobody at the harbour office "
    "seems to know who has to mend it or where the key of the tower is kept.",
    "My father kept that light for twenty years, and he says that the key hangs behind the door "
    "of the chandlery, below the barometer, where it has always been.",
    "So it does.",
    "Take a torch with you, because the stairs of the tower are steep and three of the steps "
    "are loose since the storm in the autumn, which took the rail away as well.",
    "Lit again!",
    "Well done, all.",
)


def thread(last_line="You must log in or register to reply here."):
    """The lines of a page with a thread of six posts, the last of which are short."""
    lines = ["Home", "Forums", "Search", "Log in", "Register", "Who mends the harbour lamp?"]
    for number, (author, text) in enumerate(zip(AUTHORS, TEXTS, strict=True), 1):
        card = ["Joined", "May 2, 2011", "Messages", str(37 * number), f"May {number}, 2024"]
        lines += [author, *card, f"#{number}", text, "Reply"]
    return [*lines, last_line, "Similar threads", "Lamps for sale", "Privacy policy", "Contact us"]


def page_units(lines):
    """Units of a page whose lines have a blank line between them."""
    return split_units(split_blocks("\n\n".join(lines)))


def test_all_posts_are_text_and_labels_of_authors_are_furniture(tmp_path):
    """Short posts between and below furniture stay; cards of authors, and lines below, go."""
    (tmp_path / "thread.txt").write_text("\n\n".join(thread()) + "\n")
    corpus = read(tmp_path)
    text = "\n".join([*corpus.sections["heading"], *corpus.sections["text"]])
    for post in TEXTS:
        assert post in text
    for line in ("Joined", "Messages", "mistral", "May 2, 2011", "Similar threads", "Lamps"):
        assert line not in text
    assert {"Joined", "Messages", "Similar threads"} <= set(corpus.removed["text"])


def test_posts_are_numbered_in_their_order():
    """The longest series counts, and two numbers are no thread."""
    units = page_units(["#1", "a", "#7", "b", "#2", "c", "#3", "#8", "#9", "#10", "#30"])
    assert [units[index].text for index in find_posts(units)] == ["#7", "#8", "#9", "#10"]
    assert find_posts(page_units(["#1", "a", "#2", "b", "#4"])) == []


def test_labels_are_in_three_headers():
    """A line in two headers, a date and a paragraph are none; a header ends at a paragraph."""
    lines = ["Kind", TEXTS[0], "Joined", "Kind", "May 2, 2011", "#1", "x"]
    lines += ["Joined", "Kind", "May 2, 2011", "#2", "y", "Joined", "May 2, 2011", "#3", "z"]
    units = page_units(lines)
    labels = find_header_labels(units, find_posts(units))
    assert [units[index].text for index in labels] == ["Joined"] * 3
