"""Mails and mailboxes: one document for each mail, of what its writer wrote."""

from __future__ import annotations

import re
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from topics.errors import InputError
from topics.options import ReadOptions
from topics.reading import read
from topics.reading.formats.mail.reading import read_mail, read_mailbox
from topics.reading.records import Document, Remark, UnusableFileError

OWN = "The harbour wall needs repair before the winter storms arrive from the west."
QUOTED = "Could somebody look at the crane on the northern quay this week?"
REPLY = f"{OWN}\n\nOn Mon, 3 Feb 2025 at 10:12, Ben Quay <ben@example.org> wrote:\n> {QUOTED}\n"
SIGNATURE = "-- \nAna Marsh\nHarbour office\n"
HEADER = b"From: Ana Marsh <ana@example.org>\nDate: Mon, 3 Feb 2025 18:02:11 +0100\n"


def message(text=OWN, subject="The wall", **more):
    """A mail."""
    mail = EmailMessage()
    mail["From"] = "Ana Marsh <ana@example.org>"
    mail["To"] = "Ben Quay <ben@example.org>"
    mail["Subject"] = subject
    mail["Date"] = "Mon, 3 Feb 2025 18:02:11 +0100"
    mail.set_content(text, **more)
    return mail


def document(mail, **options):
    """The document of a mail or of its bytes."""
    data = mail if isinstance(mail, bytes) else mail.as_bytes()
    (found,) = [each for each in read_mail(data, ReadOptions(**options)) if is_document(each)]
    return found


def is_document(result):
    """Whether a parser's result is a document."""
    return isinstance(result, Document)


def text_of(found):
    """Headings and texts of a document."""
    return "\n\n".join(f"{each.heading}\n{each.text}".strip() for each in found.sections)


def removed(found):
    """What was removed, by reason."""
    return {line.reason: line.text for line in found.removed}


def test_a_mail_has_title_author_and_date():
    """They come from its header, none of which is text."""
    found = document(message())
    assert (found.title, found.author, found.date) == (
        "The wall",
        "Ana Marsh",
        "2025-02-03T18:02:11+01:00",
    )
    assert text_of(found) == OWN
    assert found.removed == []


def test_quotes_and_signature_are_removed_on_record():
    """The line above a quote goes with it."""
    found = document(message(f"{REPLY}\n{SIGNATURE}"))
    assert text_of(found) == OWN
    assert QUOTED in removed(found)["quote"]
    assert "Harbour office" in removed(found)["signature"]
    kept = document(message(f"{REPLY}\n{SIGNATURE}"), keep_furniture=True)
    assert QUOTED in text_of(kept)
    assert "Harbour office" in text_of(kept)


def test_a_text_that_is_there_twice_is_read_once():
    """Of the forms of a mail the one of plain text is taken."""
    mail = message()
    mail.add_alternative(f"<p>{OWN}</p><p>As a page.</p>", subtype="html")
    assert text_of(document(mail)) == OWN


def test_an_empty_plain_form_gives_way_to_the_page():
    """Programs write a blank plain form next to the page."""
    mail = message("\n")
    mail.add_alternative(f"<p>{OWN}</p>", subtype="html")
    assert text_of(document(mail)) == OWN


def test_a_mail_that_is_a_page_loses_its_quotes():
    """Those that mail programs mark, and those that are lines of text."""
    page = (
        f"<div>{OWN}</div><div class='gmail_quote'>On Monday Ben wrote:"
        f"<blockquote type='cite'>{QUOTED}</blockquote></div>"
        "<div class='gmail_signature'>Ana Marsh, Harbour office</div>"
        "<p style='display:none'>preview words</p>"
    )
    found = document(message(page, subtype="html"))
    assert text_of(found) == OWN
    reasons = removed(found)
    assert QUOTED in reasons["quote"]
    assert "Harbour office" in reasons["signature"]
    assert "preview words" in reasons["hidden"]


def test_a_page_of_nothing_but_a_quote_keeps_it():
    """A mail that was forwarded without a word has these words."""
    page = f"<blockquote type='cite'>{QUOTED}</blockquote>"
    assert text_of(document(message(page, subtype="html"))) == QUOTED


def test_headings_of_a_page_are_kept():
    """Newsletters have some."""
    page = f"<h1>Wall</h1><p>{OWN}</p><h2>Crane</h2><p>{QUOTED}</p>"
    found = document(message(page, subtype="html"))
    assert [each.heading for each in found.sections] == ["Wall", "Crane"]


def test_attachments_are_recorded():
    """Files and forwarded mails are no words of the writer."""
    mail = message()
    mail.add_attachment(b"words inside", maintype="text", subtype="plain", filename="note.txt")
    mail.add_attachment(message(QUOTED, "Crane"))
    found = document(mail)
    assert text_of(found) == OWN
    attachments = [line.text for line in found.removed if line.reason == "attachment"]
    assert attachments[0] == "note.txt (text/plain, 12 bytes)"
    assert attachments[1].startswith("without a name (message/rfc822, ")


@pytest.mark.parametrize(
    ("head", "body"),
    [
        (b"Content-Type: text/plain; charset=no-such-charset\n", "Küste und Häfen"),
        (b"Content-Type: text/plain; charset=us-ascii\n", "Küste und Häfen"),
        (b"", "Küste und Häfen"),
        (b'Content-Type: text/plain; charset="utf-8\n', "Küste und Häfen"),
    ],
)
def test_wrong_encodings_lose_no_word(head, body):
    """What the header says is tried, then the text is looked at."""
    for encoding in ("utf-8", "cp1252"):
        data = HEADER + head + b"\n" + f"{body} nach dem Sturm.\n".encode(encoding)
        assert "Küste" in text_of(document(data))


@pytest.mark.parametrize(
    ("raw", "subject"),
    [
        (b"=?utf-8?q?K=C3=BCste?=", "Küste"),
        (b"=?no-such?q?K=C3=BCste?=", "Küste"),
        ("Küste".encode(), "Küste"),
        ("Küste".encode("cp1252"), "Küste"),
        (b"=?utf-8?b?not base64!?=", "=?utf-8?b?not base64!?="),
        (b"one\n two", "one two"),
    ],
)
def test_subjects_in_any_encoding(raw, subject):
    """Encoded words, bytes without any encoding, and lines that are continued."""
    found = document(b"Subject: " + raw + b"\n" + HEADER + b"\n" + OWN.encode())
    assert found.title == subject


def test_a_date_or_sender_that_is_none_is_no_error():
    """They stay as they are written, or are missing."""
    found = document(b"From: \nDate: some day\n\n" + OWN.encode())
    assert (found.author, found.date) == (None, "some day")


def test_parts_nested_too_deeply_are_refused():
    """The error says why."""
    depth = 3_000
    begin = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (i, i) for i in range(depth)
    )
    with pytest.raises(UnusableFileError, match="nested too deeply"):
        list(read_mail(HEADER + begin + b"\ntext", ReadOptions()))


def mailbox(*mails, begin=b"From ana@example.org Mon Feb  3 18:02:11 2025\n"):
    """Bytes of a mailbox; lines that look like the beginning of a mail are escaped."""
    return b"".join(
        begin + re.sub(rb"(?m)^(>*From )", rb">\1", mail.as_bytes()) + b"\n\n" for mail in mails
    )


def test_a_mailbox_is_a_document_for_each_mail(tmp_path):
    """They are numbered, and lines that begin like a mail are text of it."""
    two = message(f"{QUOTED}\n\nFrom the quay 10:12 it is hard to see.", "Crane")
    (tmp_path / "list.mbox").write_bytes(mailbox(message(), two, message(REPLY, "Re: Crane")))
    corpus = read(tmp_path)
    assert corpus.documents["id"].to_list() == [f"list.mbox#{n}" for n in (1, 2, 3)]
    assert corpus.documents["title"].to_list() == ["The wall", "Crane", "Re: Crane"]
    assert set(corpus.documents["author"]) == {"Ana Marsh"}
    texts = corpus.sections["text"].to_list()
    assert "From the quay 10:12 it is hard to see." in texts[1]
    assert texts[2] == OWN
    assert set(corpus.removed["reason"]) == {"quote"}
    assert corpus.removed["document"].to_list() == ["list.mbox#3"]


def test_a_bad_mail_does_not_stop_a_mailbox():
    """It is counted."""
    depth = 3_000
    begin = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (i, i) for i in range(depth)
    )
    line = b"From ana@example.org Mon Feb  3 18:02:11 2025\n"
    data = mailbox(message()) + line + begin + b"\n\n" + mailbox(message(QUOTED))
    results = list(read_mailbox(data, ReadOptions()))
    assert [text_of(each) for each in results if is_document(each)] == [OWN, QUOTED]
    (remark,) = [each for each in results if isinstance(each, Remark)]
    assert (remark.code, remark.count) == ("unreadable-mails", 1)


def test_what_is_no_mailbox_says_so(tmp_path):
    """Text under that ending is no mail."""
    (tmp_path / "a.mbox").write_text(OWN)
    with pytest.raises(InputError, match="no mail in it"):
        read(tmp_path / "a.mbox")


WORDS = st.lists(
    st.text(alphabet="abcdefghijklmnoprstuvwäöüßéłжщ", min_size=2, max_size=9),
    min_size=1,
    max_size=8,
)


@settings(max_examples=60, deadline=None)
@given(
    paragraphs=st.lists(WORDS, min_size=1, max_size=6),
    quoted=st.lists(WORDS, max_size=3),
    encoding=st.sampled_from(["8bit", "quoted-printable", "base64"]),
    as_page=st.booleans(),
)
def test_no_word_of_a_mail_is_lost(paragraphs, quoted, encoding, as_page):
    """Each is in the document or in what was removed from it, in any transfer encoding."""
    lines = [" ".join(words) for words in paragraphs]
    text = "\n\n".join(lines) + "".join(f"\n> {' '.join(words)}" for words in quoted)
    if as_page:
        text = "".join(f"<p>{line}</p>" for line in lines)
    subtype = "html" if as_page else "plain"
    mail = message(text, "Words", subtype=subtype, charset="utf-8", cte=encoding)
    found = document(mail)
    everything = "\n".join([text_of(found), *(line.text for line in found.removed)])
    expected = [word for words in paragraphs for word in words]
    assert set(expected) <= set(re.findall(r"\w+", everything))
