"""Lines of mails, posts and dumps that are not the words of their writer."""

from __future__ import annotations

import pytest

from topics.posts.clearing import Cleared, clear_post


def words_of(text):
    """The lines that are left, and the reasons for which others were taken out."""
    cleared = clear_post(text)
    kept = [line for line in cleared.text.split("\n") if line.strip()]
    return kept, [taken.reason for taken in cleared.taken]


MAIL = """From: Jane Doe <jane@example.org>
Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?= from the pilot
Date: Mon, 3 May 2021 10:30:00 +0200
Message-ID: <1@x>

The tide turned at noon.

On Mon, 3 May 2021 at 09:00, Tom Lee <tom@example.org>
wrote:
> When does the tide turn?
>> I do not know.
> Ask Jane.

The ships wait.

--\x20
Jane Doe
Harbour office
Sent from my iPhone"""


def test_a_mail_keeps_its_words():
    """Header, quotes of any depth with the line above them, and signature go."""
    cleared = clear_post(MAIL)
    assert cleared.is_mail
    assert cleared.subject == "Grüße from the pilot"
    assert cleared.date == "Mon, 3 May 2021 10:30:00 +0200"
    kept, reasons = words_of(MAIL)
    assert kept == ["The tide turned at noon.", "The ships wait."]
    assert reasons == ["mail header", "quote", "signature"]
    assert cleared.text.count("\n") == MAIL.count("\n")
    assert [taken.first for taken in cleared.taken] == [1, 8, 16]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (
            "In article <1@x.edu> tom@x.edu (Tom Lee) writes:\n|> The tide turns.\n\nNo.",
            ["No."],
        ),
        ("Jane <j@x.org> wrote on 3 May:\nJD> Tides turn.\nJD> Ships wait.\nNo.", ["No."]),
        (
            "Am 3.5.2021 um 10:30 schrieb Tom <t@x.de>:\n> Wann kommt die Flut?\nUm zehn.",
            ["Um zehn."],
        ),
        ("> > Tides turn?\n> Yes.\nThey do turn.", ["They do turn."]),
        (
            "Die Flut kommt um zehn.\n\nVon: Jane Doe\nGesendet: Montag, 3. Mai 2021\nAn: Tom\n"
            "Betreff: Flut\n\nWann kommt die Flut?",
            ["Die Flut kommt um zehn."],
        ),
        (
            "It turns at ten, we think.\n\nOn Mon, May 3, 2021 at 9:00 AM Tom <t@x.org> wrote:\n\n"
            "When does it turn?",
            ["It turns at ten, we think."],
        ),
    ],
)
def test_what_a_mail_quotes_goes(text, kept):
    """Marked lines below a line with an address or a date, and earlier mails below the text."""
    assert words_of(text)[0] == kept
    assert set(words_of(text)[1]) == {"quote"}


@pytest.mark.parametrize(
    "text",
    [
        "Kant begins so:\n\n> Enlightenment is light.\n\nAs Hume wrote:\n\n> Reason.\n\nEnd.",
        "From: the harbour\nTo: the sea\n\nThe road runs down.",
        "> The tide turns.\n>> Ships wait.",
        "Type:\n\n>>> x = 1\n>>> x > 0\nTrue\n\n>>> x",
        "On 12 May 2012 the mayor said:\n\n> The tide turns.\n\nOthers said no.",
        "On 12 May 2012 the mayor said:\n\nThe tide turns.\n\nOthers said no.",
        "He kept a diary.\n\nOn 5/12/1944 Henrik wrote:\n\nThe sea froze.\n\nNo ship came.",
        "A diary.\n\nOn the morning of 12 May at 6:30 he wrote:\n\nThe sea froze.\n\nNone came.",
        "if a > b:\n    print(a)\nand so on",
        "Name      Tide\n------------------\nTom       3\nJane      4\n\nWe saw them at the port.",
        "The boats -- and the ships -- wait.\n\n--\n\n"
        + "The tide is high and the wind strong. " * 20,
        "THE SHIPS AND BOATS\nMANY OF THEM WAIT AT THE HARBOUR UNTIL THE TIDE TURNS AND THE WIND",
        "theHarbourMasterOfTheTownWritesALetterToTheCaptain\n/usr/local/share/harbour/of/the/long/name",
        "68000   16      32      16\n68020   32      32      32\n68030   32      32      32",
        "灯台の光が港を照らす" * 60,
        "Donaudampfschifffahrtsgesellschaftskapitänsmütze" * 2,
        "https://example.org/a/very/long/path/with/many/parts/and?query=Something&other=1",
        "He said --\n\nTom Lee had gone.",
    ],
)
def test_texts_that_are_no_mails(text):
    """Quotations of an author, tables, rules and shouted lines are text; so is a whole quote."""
    assert clear_post(text) == Cleared(text, [])


@pytest.mark.parametrize(
    "data",
    [
        "MAX>'AX>'AX>'AX>'AX>'AX>'AX>'AX>'AX>'AX>'AX>'AX>'AX>'AX>'AX>'\n"
        "M9&0@:6M9&0@:6M9&0@:6M9&0@:6M9&0@:6M9&0@:6M9&0@:6M9&0@:6M9&0@\n#12$!\nend",
        "iVBORw0KGgoAAAANSUhEUgAAAAUAAAAFCAYAAACNbyblAAAAHElEQVQI12P4\nAAAAHElEQVQI12P4/zEFCAYAAACN"
        "bybliVBORw0KGgoAAAANSUhEUgAA",
        "00000000  7f 45 4c 46 02 01 01 00  00 00 00 00 00 00 00 00  |.ELF............|\n"
        "00000010  02 00 3e 00 01 00 00 00  c5 48 40 00 00 00 00 00  |..>......H@.....|",
        "static char bits[] = {\n   0x00, 0x3f, 0x1c, 0x00,\n   0x00, 0x3f, 0x1c, 0xff,".split(
            "\n", 1
        )[1],
        "   0x0, 0x3, 0x1, 0x0, 0x7, 0x1,\n   0x0, 0x3, 0x1, 0xf, 0x7, 0x1",
        "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "function(a,b){return a.c(b)?d[e]=f:g(h,i)};" * 9,
        "-----BEGIN PGP SIGNATURE-----\nVersion: 2.2\n\niQBuA\n=Ftek\n-----END PGP SIGNATURE-----",
        "%!PS-Adobe-2.0\n%%Title: boats\n/x 3 def\n10 20 moveto\n%%EOF",
        'begin 644 a.gif\nM1TE&.#=AN@*6`?```````/___RP`````N@*6`0`"_@Q@J)O-[XQ4#IYX::Z3\n`\nend',
    ],
)
def test_machine_data_between_words(data):
    """Only the lines of encoded data go."""
    kept, reasons = words_of(f"Look at my boats:\n\n{data}\n\nThey are fast.")
    assert kept == ["Look at my boats:", "They are fast."]
    assert set(reasons) == {"machine data"}


@pytest.mark.parametrize(
    "signature",
    [
        "\u00a0Sent from my iPhone",
        "Sent from my iPhone",
        "Verstuurd vanaf mijn iPad",
        "Sendt fra min telefon",
        "Odesláno z mého telefonu",
        "Get Outlook for iOS<https://aka.example/o0ukef>",
        "Von meinem iPhone gesendet",
        "Gesendet von Mail für Windows",
        "Get Outlook for Android",
        "Envoyé de mon iPhone",
        "Enviado desde mi iPhone",
        "-- \nTom",
        "--\nTom Lee, Harbour Road",
        "==================\n| Tom Lee  t@x.edu |\n| (415) 497-0663  |\n==================",
        "______________________\nTom Lee\nTel: 030 1234 567",
    ],
)
def test_signatures_go(signature):
    """With a delimiter, between rules with an address, or of a program."""
    assert words_of(f"The tide turns at noon.\n\n{signature}\n") == (
        ["The tide turns at noon."],
        ["signature"],
    )


def test_a_signed_message_keeps_its_text():
    """Only the armour of a signed message goes."""
    text = (
        "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA1\n\nThe tide turns.\n\n"
        "-----BEGIN PGP SIGNATURE-----\niQBuAgUBK9Rx\n-----END PGP SIGNATURE-----"
    )
    assert words_of(text)[0] == ["The tide turns."]


def test_a_mail_that_is_passed_on_keeps_its_text():
    """With hardly a word above it, the earlier mail is the text."""
    text = "FYI\n\n-----Original Message-----\nFrom: A\nSent: 3 May\nTo: B\nSubject: C\n\nAt ten."
    assert words_of(text)[0] == ["FYI", "At ten."]


@pytest.mark.parametrize(
    "introduction",
    [
        "W dniu 3.05.2021 o 10:30, Tom Lee pisze:",
        "Dne 3. 5. 2021 v 10:30 Tom Lee napsal(a):",
        "På 3. mai 2021 kl. 10.30 skrev Tom Lee:",
        "2021年5月3日(月) 10:30 Tom <tom@port.example>:",
        "Tom Lee (3 May 2021 10:30):",
    ],
)
def test_a_day_with_a_time_introduces_marked_lines_in_any_language(introduction):
    """Without marked lines below it, such a line is text."""
    said = "In the shed.\nAnd there they stay."
    assert clear_post(f"{introduction}\n> Where are they?\n\n{said}").text.strip() == said
    assert not clear_post(f"{introduction}\nWhere are they?\n\n{said}").taken
    assert not clear_post(f"The ship of 2021:\n> She leaks.\n\n{said}").taken


def test_dumps_that_end_with_characters_are_machine_data():
    """Also if their first bytes have no letters."""
    row = "00000010  54 69 64 65 73 20 72 69 73 65 0a 00 6f 6e 00 00  |Tides rise...on.|"
    assert clear_post(f"Boats.\n{row}\n{row}\n{row}\nRopes.").text.split() == ["Boats.", "Ropes."]


BOOK = "THE STORM\n\nThe tide rose all night.\n\nCHAPTER II\n\nThe ships came home."
HEADER = (
    "The Project Gutenberg eBook of The Storm\n\nTitle: The Storm\nAuthor: Anna Marsh\n\n"
    "*** START OF THE PROJECT GUTENBERG EBOOK THE STORM ***\n\n"
)
LICENCE = (
    "\n\n*** END OF THE PROJECT GUTENBERG EBOOK THE STORM ***\n\nUpdated editions will replace"
    " the previous one.\n\nSection 1. General Terms of Use"
)


@pytest.mark.parametrize(
    ("header", "licence"),
    [
        (HEADER, LICENCE),
        (HEADER, ""),
        ("", LICENCE),
        (HEADER.replace("*** START OF THE", "***START OF THIS"), LICENCE),
        (HEADER.replace("EBOOK THE STORM", "EBOOK THE STORM,\nVOLUME I"), LICENCE),
        (HEADER, "\n\nEnd of the Project Gutenberg EBook of The Storm, by Anna Marsh" + LICENCE),
    ],
)
def test_the_licence_of_a_book_is_no_text(header, licence):
    """A book alone has nothing to repeat; header and licence are recognised by their marks."""
    cleared = clear_post(header + BOOK + licence)
    assert cleared.text.strip() == BOOK
    assert {taken.reason for taken in cleared.taken} == {"licence"}
    expected = ("The Storm", "Anna Marsh") if header else (None, None)
    assert (cleared.subject, cleared.author) == expected


def test_several_books_in_one_file_lose_all_licences():
    """Between an end and the next beginning nothing is text."""
    cleared = clear_post((HEADER + BOOK + LICENCE + "\n\n") * 2)
    assert cleared.text.split() == (BOOK + " " + BOOK).split()
    assert cleared.subject is None


def test_a_text_about_project_gutenberg_stays():
    """And so does a file of nothing but the licence."""
    for text in ("The PROJECT GUTENBERG site has books.\n\nI like it.", HEADER + LICENCE):
        assert clear_post(text).text == text
