"""Text without control characters, bidi marks, web residue and Windows line ends."""

from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from topics.cleaning import FILLERS, clean, clean_web


def test_line_ends_become_unix():
    """Windows and old Mac line ends are line ends."""
    assert clean("a\r\nb\rc\n") == "a\nb\nc\n"


def test_invisible_characters_go_and_separators_become_spaces():
    """Bidi overrides, zero-width spaces and soft hyphens go; form feeds do not glue words."""
    assert clean("har\u00adbour\u202e wall\u200b\ufeff") == "harbour wall"
    assert clean("one\ftwo\u2028three") == "one two three"
    assert clean("می\u200cخواهم") == "می\u200cخواهم"


def test_zero_width_spaces_part_words():
    """Thai writers put them between words; zeros are left where records were joined."""
    assert clean("ข้าว\u200bปลา\u200bน้ำ") == "ข้าว ปลา น้ำ"
    assert clean("one \u200btwo\u200b\u202c\u200b, \u200b") == "one two , "
    assert clean("tide\0table \x1b") == "tide table "


def test_fillers_of_hangul_are_blanks_or_nothing():
    """A blank next to Hangul; old Korean is spelled with the first two."""
    assert clean("ti\u3164de li\uffa0ft \u115fsh\u1160ip") == "tide lift ship"
    assert clean("등대\u3164항구 김\uffa0이\u3164") == "등대 항구 김 이 "
    assert clean("\u115f\u1161 \u1100\u1160\u11ab") == "\u115f\u1161 \u1100\u1160\u11ab"
    assert clean("é\u3164 \u1112\u1161\u3164\u1112\u1161") == "é 하 하"


def test_windows_characters_read_as_latin1_are_repaired():
    """Exports have U+0092 where an apostrophe was."""
    assert clean("it\x92s \x93so\x94\x81") == "it’s “so”"


def test_spellings_of_a_character_become_one():
    """Composed and decomposed letters meet; joiners between letters stay."""
    assert clean("cafe\u0301 Å \u212b") == "café Å Å"
    assert clean("می\u200cروم") == "می\u200cروم"


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("rock &amp; roll &quot;live&quot; &#39;90s&nbsp;tour", 'rock & roll "live" \'90s\xa0tour'),
        ("It&#8217;s caf&eacute; &copy; x", "It’s café © x"),
        ("twice &amp;amp; &amp;quot;escaped&amp;quot;", 'twice & "escaped"'),
        ("&lt;p&gt;A feed&lt;/p&gt;", "\nA feed\n"),
        ("Great!<br/>Works<br>well<BR CLEAR=all>now", "Great!\nWorks\nwell\nnow"),
        ("line<br>\nline", "line \nline"),
        ("<p class='x'>One<p>two", "\nOne\ntwo"),
        ("so <b>bold</b> and <a href=x.htm>linked", "so bold and linked"),
        ("<![CDATA[A <b>feed</b>]]> and <![CDATA[\ntwo]]>", "A feed and \ntwo"),
        ("<![CDATA[ without an end", "<![CDATA[ without an end"),
        ("<![CDATA[" * 50_000, "<![CDATA[" * 50_000),
        ("a<script>let b;</script>c<!-- d -->e<style>f</style>", "ace"),
        ("har&shy;bour tide&zwj;s &ensp;a&thinsp;b", "harbour tide\u200ds \u2002a\u2009b"),
        ("ROCK &AMP; ROLL &QUOT;LIVE&QUOT; &LT;P&GT;", 'ROCK & ROLL "LIVE" \n'),
        ("a &bull; b &middot; c &rarr; d &frac12; &sbquo;e&rsquo;", "a • b · c → d ½ ‚e’"),
        ("the Nova&trade; lamp of Acme&reg; at 20&deg;C", "the Nova™ lamp of Acme® at 20°C"),
        ("Copyright &copy; 2020, 5 &times; 6 for &pound;3", "Copyright © 2020, 5 × 6 for £3"),
        ("tide<br / >lift<br/ >", "tide\nlift\n"),
        ("<table><tr><td>tide<td>lift</table>", "\n\n\ntide\nlift\n"),
        ("<dl><dt>tide<dd>lift</dl>", "\n\ntide\nlift\n"),
        ("a <svg viewBox='0 0 9 9'><path d='M0 0L10 10'/></svg>tide", "a tide"),
        ("the Nova &trade; lamp of Acme &reg;", "the Nova ™ lamp of Acme ®"),
        ("&copy; Acme\n&reg; Nova &hearts;, a &dagger;", "© Acme\n® Nova ♥, a †"),
        ("A <div> wraps:\n<div>tide</div>\nThe <div>s", "A <div> wraps:\n\ntide \nThe <div>s"),
        ("<noscript>tide</noscript>su<wbr>per", "\ntide\nsuper"),
        ("<details><summary>tide</summary>lift</details>", "\n\ntide\nlift\n"),
    ],
)
def test_residue_of_web_pages_goes(text, cleaned):
    """Entities and tags, also where they were escaped twice."""
    assert clean_web(text) == cleaned


@pytest.mark.parametrize(
    "text",
    [
        "text a <b and c> d",
        "List<T> and vector<table> of <map>",
        "let x: &[_] = &x; p = &copy; if (a && b) q = &sum;",
        "find.html?a=1&lt=2&copy=3",
        "the <table> element has rows, the <td> cells",
        "x = &trade; f(&reg;) & &deg; || mask&bits;",
        "return &copy; delete &reg; if (x) f(&times); y = a &deg;b",
        "<path> and <option> of an <svg> drawing",
        "1 < 2 && 3 > 2 <!-- no end <script> no end",
    ],
)
def test_code_and_comparisons_are_text(text):
    """Only what nobody writes by hand is residue."""
    assert clean_web(text) == text


@given(st.text(alphabet="<>/abp &;=\"'#x3-!"))
def test_clean_web_never_fails(text):
    """Any markup, however broken, becomes text."""
    assert isinstance(clean_web(text), str)


@given(st.text(st.characters(exclude_characters=[chr(code) for code in range(0x80, 0xA0)])))
def test_clean_is_idempotent_and_keeps_words(text):
    """Cleaning twice changes nothing more, and letters and digits stay."""
    once = clean(text)
    assert clean(once) == once
    letters = [c for c in normalize("NFC", text) if c.isalnum() and c not in FILLERS]
    assert [c for c in once if c.isalnum() and c not in FILLERS] == letters


def test_a_letter_with_very_many_accents_is_normalised():
    """In linear time: 300,000 accents took Python minutes."""
    marks = "\u0301\u0327"
    cleaned = clean("a" + marks * 150_000 + "\ne\u0301")
    assert cleaned.startswith("á" + "\u0327" * 150_000 + "\u0301")
    assert cleaned.endswith("\né")
    few = "a" + marks * 250
    assert clean(few) == normalize("NFC", few)
