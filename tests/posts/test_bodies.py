"""Encodings of mails are undone."""

from __future__ import annotations

import base64

import pytest

from topics.posts.clearing import clear_post

TEXT = "Die Boote für alle sind grün.\nSie liegen im Hafen."
TOP = "From: Tom <tom@port.example>\nSubject: Boote\nMIME-Version: 1.0\n"


def words(text):
    """What is left of a mail, without blank lines."""
    return [line for line in clear_post(text).text.split("\n") if line.strip()]


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1", '"windows-1252"'])
def test_quoted_printable_is_decoded(charset):
    """In the encoding that the header names; a line that was cut is joined."""
    code = "=C3=BC" if charset == "utf-8" else "=FC"
    body = f"Die Boote f={code[1:]}r alle sind gr=\n{code}n.\nSie liegen im Hafen."
    header = f"Content-Type: text/plain; charset={charset}\n"
    mail = f"{TOP}{header}Content-Transfer-Encoding: quoted-printable\n\n{body}\n"
    assert words(mail) == TEXT.split("\n")


def test_base64_is_decoded():
    """Such a mail is no encoded file."""
    body = base64.encodebytes(TEXT.encode()).decode()
    mail = f"{TOP}Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n"
    assert words(mail + body) == TEXT.split("\n")
    footer = "_____\nA list of the port: lists.port.example"
    assert words(mail + body + footer) == [*TEXT.split("\n"), *footer.split("\n")]


PLAIN = "Content-Type: text/plain\n\nBoats are in."
PAGE = "Content-Type: text/html\n\n<p>Boats are in.</p>"
FILE = (
    "Content-Type: image/png\nContent-Disposition: attachment; filename=b.png\n"
    "Content-Transfer-Encoding: base64\n\niVBORw0KGgo="
)
NOTE = 'Content-Type: text/plain\nContent-Disposition: attachment; filename="n.txt"\n\nA note.'
INNER = (
    f'Content-Type: multipart/alternative; boundary="in"\n\n--in\n{PLAIN}\n\n--in\n{PAGE}\n--in--'
)


@pytest.mark.parametrize(
    "parts", [(PLAIN, PAGE), (PAGE,), (PAGE, FILE), (PLAIN, FILE), (INNER, NOTE), (INNER, FILE)]
)
def test_parts_are_read_once(parts):
    """The text and not the page that says the same; no attachments and no lines of programs."""
    body = "".join(f"--b1\n{part}\n" for part in parts)
    header = 'Content-Type: multipart/mixed;\n\tboundary="b1"\n'
    mail = f"{TOP}{header}\nThis is a message with parts.\n{body}--b1--\n\n"
    assert [line.replace("<p>", "").replace("</p>", "") for line in words(mail)] == [
        "Boats are in."
    ]
    assert {one.reason for one in clear_post(mail).taken} == {"mail header", "machine data"}


def test_a_damaged_or_missing_encoding_loses_nothing():
    """Words that are not in the encoding that the header names stay as they are."""
    for name in ("base64", "quoted-printable", "8bit", "x-unknown"):
        mail = f"{TOP}Content-Transfer-Encoding: {name}\n\nThe boats are in.\n"
        assert words(mail) == ["The boats are in."]
    mail = f'{TOP}Content-Type: multipart/mixed; boundary="b1"\n\nThe boats are in.\n'
    assert words(mail) == ["The boats are in."]
