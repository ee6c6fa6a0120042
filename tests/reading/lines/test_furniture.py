"""Single lines of site furniture, recognised by their form."""

import pytest

from topics.reading.lines.furniture import is_amounts, line_kind

SENTENCES = (
    "The ferry left the harbour at dawn and did not come back before the evening tide, "
    "and nobody on the quay could say why the captain had changed his mind."
)


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Read more »", "more"),
        ("CONTINUE READING", "more"),
        ("View all 12 comments", "comments"),
        ("Leave a Reply", "comments"),
        ("Share on Facebook", "share"),
        ("Follow us on Mastodon", "share"),
        ("Facebook0 Twitter3 Reddit", "share"),
        ("Related articles", "related"),
        ("More stories from the coast", "links"),
        ("Filed under: Ships, Weather", "label"),
        ("4 min read", "count"),
        ("Skip to main content", "navigation"),
        ("Home | About us | Contact", "navigation"),
        ("ShipsHarbours and PortsThe WeatherTide TablesOur Shop", "navigation"),
        ("Privacy Policy", "site"),
        ("harbour@example.org", "site"),
        ("Newsletter signup", "subscribe"),
        ("Donate now", "support"),
        ("Checking your card…", "support"),
        ("Accept all cookies", "cookies"),
        ("Advertisement", "advert"),
        ("© 2021 The Harbour Post", "rights"),
        ("© Jane Doe and The Post. Republished with permission.", "rights"),
        ("The Harbour Post © 2021. All rights reserved.", "rights"),
        ("Copyright 2019 by Jane Doe", "rights"),
        ("The views in this piece are those of the author alone.", "appeal"),
        ("BBC © 2014 The BBC is not responsible for the content of external sites.", "rights"),
        ("Alle Rechte vorbehalten", "rights"),
        ("Proudly powered by WordPress", "site"),
        ("030 1234 567", "contact"),
        ("Photo by Anna Marsh", "credit"),
        ("Anna Marsh, Three Boats, 1963, Wax and Oil, Collection of the Town. © Port", "credit"),
        ("Please subscribe to our channel and never miss a tide.", "appeal"),
        ("Your donation keeps our lighthouse lit, and we thank you for it.", "appeal"),
        ("If you enjoyed this story, please share it with your friends.", "appeal"),
        ("Disclaimer: the views of the author are his own and bind nobody else.", "notice"),
        ("Todos los derechos reservados.", "rights"),
        ("Tutti i diritti riservati", "rights"),
        ("Alle rechten voorbehouden.", "rights"),
        ("Все права защищены.", "rights"),
        ("Wszelkie prawa zastrzeżone", "rights"),
        ("(c) 2020 by Jane Doe.", "rights"),
        ("(c) 1999, 2001 Port of Ebb", "rights"),
        ("Weiterlesen", "more"),
        ("Please enable cookies to continue", "navigation"),
        ("We use cookies to ensure you get the best experience.", "appeal"),
        ("Loading more comments...", "support"),
        ("Checking your browser before you reach the site…", "support"),
        ("Donate today.", "support"),
    ],
)
def test_lines_that_are_furniture(line, kind):
    """Buttons, menus, forms, appeals, notices and credits are recognised by their form."""
    assert line_kind(line) == kind


@pytest.mark.parametrize(
    "line",
    [
        SENTENCES,
        "The harbour",
        "Print media and the sea",
        "Photo: the harbour at low tide",
        "The union asked its members to support the strike and to share the costs.",
        "Readers of the newsletter were told to subscribe to a second one.",
        "“Please subscribe to our newsletter,” said the mayor.",
        "Follow the money",
        "Cookies are baked for ten minutes in a hot oven until the edges are brown.",
        "The donation of 4,000 books filled the cellar of the library.",
        "12 March: The boats return",
        "JavaScript",
        "The Lumo© lamp lit the whole harbour on the first night",
        "Windows© and doors of oak for the harbour house",
        "(c) the tenant shall pay the rent in the second month",
        "The lamp is powered by electricity",
        "She said that all rights reserved to the crown were lost in the war",
        "© is the sign that printers use for copyright",
        "Windows © 2019 Server review",
        "Please fix the login on the website.",
        "Thanks for the discount",
        "Our website went down",
        "Please share the bread.",
        "Email was down all day",
        "The views expressed in this letter are those which govern my office, and I share them.",
        "We bake cookies and sell them in our shop, and you can order the cookies by email if you "
        "live near the harbour.",
        "(c) 2020 was the last year.",
        "(c) 1999 saw a storm that no one forgot;",
        "Los asientos reservados estaban junto al mar.",
        "Share the cookies with neighbours.",
        "We use cookies as bait for mice.",
        "Subscribe to no one, said the baker.",
        "Donate blood on Tuesday at the school.",
        "Your email did not reach me.",
        "Loading grain took three days...",
        "Processing herring in the open air…",
        "Kant wrote on paper™ that 3 euros bought",
        "",
        "…",
    ],
)
def test_lines_that_are_text(line):
    """A line about such things that does not ask for them is text."""
    assert line_kind(line) is None


def test_rows_of_sums():
    """The amounts of a donation form are sums; a line with other words is not."""
    assert is_amounts("5 100")
    assert is_amounts("$10 $25 €50 Other")
    assert not is_amounts("5 boats")
    assert not is_amounts("1" * 90 + "x")
    assert not is_amounts("")
