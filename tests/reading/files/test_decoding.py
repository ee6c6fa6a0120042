"""Bytes of unknown encoding become text."""

import contextlib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from topics.cleaning import clean
from topics.errors import OptionError
from topics.reading.files.decoding import DAMAGED, GUESSED, as_utf8, check_encoding, decode
from topics.reading.records import UnusableFileError

SENTENCES = {
    "cp1252": "He wrote “naïve café” – and it’s over. ",
    "latin-1": "Die Größe der Häuser überrascht, während die Bürger schlafen. ",
    "cp1251": "Съешь же ещё этих мягких французских булок, да выпей чаю. ",
    "koi8-r": "Съешь же ещё этих мягких французских булок, да выпей чаю. ",
    "cp1250": "Zażółć gęślą jaźń, mówił stary człowiek przy źródle. ",
    "cp1253": "Ο ήλιος ανέτειλε πάνω από τη θάλασσα και οι ψαράδες γύρισαν. ",
    "shift_jis": "船は朝早く港を出て、夕方には戻ってきた。",
    "gb18030": "今天天气很好，孩子们在湖边玩耍。",
}


@pytest.mark.parametrize("encoding", SENTENCES)
def test_old_encodings_are_recognised(encoding):
    """A few sentences are enough to recognise the encodings that documents use."""
    text = SENTENCES[encoding] * 5
    assert decode(text.encode(encoding)) == text


SHORT_TEXTS = [
    ("cp1250", "Včera večer jsme šli podél řeky, kde stál starý mlýn."),
    ("iso8859_2", "Łódź i Kraków są dużymi miastami nad rzekami."),
    ("cp852", "Včera večer jsme šli podél řeky, kde stál starý mlýn."),
    ("iso8859_15", "Ma sœur a payé 5 € pour un bœuf."),
    ("mac_roman", "Los niños jugaban junto al río, en la montaña."),
    ("cp850", "Am Ufer fanden sie schöne Steine für die Brücke"),
    ("cp437", "Am Ufer fanden sie schöne Steine für die Brücke"),
    ("cp1254", "Çocuklar bahçede oynuyor, güneş ışığı çok güzel"),
    ("cp1257", "Šiandien žmonės eina į mišką prie ežero"),
    ("cp1258", "Tôi đi chơ\u0323 vào buô\u0309i sáng"),
    ("koi8_u", "Це гарна книга про їжаків і море."),
    ("cp866", "Вчера вечером мы шли вдоль реки."),
    ("iso8859_5", "Вчера вечером мы шли вдоль реки."),
    ("iso8859_7", "Τα παιδιά έπαιζαν κοντά στη θάλασσα"),
    ("cp1255", "הילדים שיחקו ליד הנהר"),
    ("cp1256", "كان الأطفال يلعبون بالقرب من النهر"),
    ("cp874", "เด็กเล่นอยู่ริมแม่น้ำ"),
    ("big5", "孩子們在河邊玩石頭"),
    ("euc_jp", "灯台の光が港を照らす"),
    ("cp949", "아이들은 강가에서 놀았다"),
    ("iso2022_jp", "灯台の光が港を照らす"),
    ("iso2022_kr", "어제 저녁 우리는 강가를 걸었다"),
    ("cp860", "Ontem à noite as crianças não tinham pão na mão"),
    ("cp1125", "Вчора ввечері діти збирали каміння і їли хліб"),
    ("cp1252", "½ cup of sugar, 3 × 4 at 20 °C – “naïve”"),
    ("cp1252", "the café was closed"),
    ("johab", "항구의 등대가 밤새 빛났다"),
    ("johab", "정부는 내년 예산을 국회에 제출했다. The KBS 뉴스는 9시에 시작한다."),
    ("hz", "老人在港口修船"),
    ("ptcp154", "Бүгін ауа райы жақсы, күн шуақты"),
    ("kz1048", "Қазақстан Республикасының астанасы"),
    ("koi8_t", "Имрӯз ҳаво хуб аст ва офтоб медурахшад"),
    ("cp775", "Prantsuse šeff küpsetas šašlõkki ja müüs šokolaadi."),
    ("cp775", "Eile õhtul kõndisime mööda jõge, kus seisis vana veski"),
    ("cp1257", "Meie šefil on uus garaaž"),
    ("cp1250", "Aseară am mers de-a lungul râului, unde era o moară veche"),
]


@pytest.mark.parametrize(("encoding", "text"), SHORT_TEXTS)
def test_one_sentence_is_enough(encoding, text):
    """The letters of the language and their neighbours give the encoding away."""
    assert decode(text.encode(encoding)) == clean(text)


@pytest.mark.parametrize(
    "text", ["Read ~{WORD~} and ~{NOTE~} in ~{TEXTFILE~}", "a ~{b} c ~}", "50~{ 60~}", "~{ABC~}"]
)
def test_signs_of_hz_in_other_text_stay(text):
    """What is between them must read as Chinese, not only be of two bytes each."""
    assert as_utf8(text.encode()) == (text.encode(), [])


def test_chinese_in_ascii_is_a_guess():
    """It is said, as the bytes are a text in ASCII, too."""
    _, remarks = as_utf8("今天天气很好".encode("hz"))
    assert remarks == [replace(GUESSED, example="hz")]


def test_an_unsure_guess_names_the_others():
    """Where several encodings read like text, and differently, a person decides."""
    for text, encoding in (
        ("The old façade cost £5.", "cp850"),
        ("Roedd y tŷ yn wag.", "iso8859_14"),
    ):
        _, [remark] = as_utf8(text.encode(encoding))
        assert remark.example.split("; ")[1].startswith("unsure, perhaps ")
    _, [remark] = as_utf8(("Die Größe der Häuser überrascht uns. " * 3).encode("cp1252"))
    assert remark.example == "cp1252"


def test_pairs_of_surrogates_are_one_character():
    """As Java writes emoji in what it calls UTF-8; a lone half is damage."""
    pair = b"\xed\xa0\xbd\xed\xb8\x80"
    assert decode(b"the tide " + pair + b" rose") == "the tide 😀 rose"
    assert decode("café ".encode() + pair) == "café 😀"
    assert as_utf8(b"the tide " + pair)[1] == []


def test_a_guess_and_damage_are_remarked_and_certainty_is_not():
    """Nothing is said about UTF-8, marks, and what a page declares."""
    text = "Včera večer jsme šli podél řeky."
    assert as_utf8(text.encode("cp1250"))[1] == [replace(GUESSED, example="cp1250")]
    for certain in (text.encode(), text.encode("utf-16"), b"plain"):
        assert as_utf8(certain)[1] == []
    page = "<meta charset='windows-1250'>" + text
    assert as_utf8(page.encode("cp1250"), html=True)[1] == []
    damaged = "à l’école très tôt".encode() + b"\xff"
    assert as_utf8(damaged)[1] == [replace(DAMAGED, example="utf-8, 1 characters")]


def test_a_given_encoding_is_used_where_nothing_else_is_known():
    """Files that are UTF-8 or have a mark keep their own encoding."""
    text = "Größe der Häuser"
    assert decode(text.encode("cp1252"), encoding="iso8859_5") == "Grіпe der Hфuser"
    for own in ("utf-8", "utf-8-sig", "utf-16"):
        assert decode(text.encode(own), encoding="iso8859_5") == text
    assert decode("Größe".encode("utf-16-be"), encoding="utf-16-be") == "Größe"
    assert decode("Größe".encode("utf-7"), encoding="utf-7") == "Größe"


@pytest.mark.parametrize(
    ("encoding", "hint"),
    [("cp125O", "cp125"), ("latin_l", "latin"), ("nonsense", "examples"), ("hex", "examples")],
)
def test_unknown_encodings_are_refused(encoding, hint):
    """The message suggests a name that is near, if there is one."""
    with pytest.raises(OptionError, match=f"text encoding that Python knows.*{hint}"):
        check_encoding(encoding)


def test_files_joined_from_two_encodings_are_read_line_by_line():
    """Neither half becomes mojibake; a cut character stays a cut character."""
    old, new = "Müller fährt über die Brücke", "Schäfer hört den König"
    data = b"\n".join([old.encode("cp1252"), new.encode(), b"plain", old.encode("cp1252")])
    utf8, remarks = as_utf8(data)
    assert utf8.decode() == f"{old}\n{new}\nplain\n{old}"
    assert [each.example for each in remarks] == ["utf-8, and cp1252 in 2 lines"]
    cut = as_utf8(f"{old}\n{new} é".encode()[:-1])
    assert cut[0].decode() == f"{old}\n{new} \ufffd"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(
    "text",
    [
        "Привет, мир. Это книга о море.",
        "潮は港の壁を越えて\n上がった",
        "Ο ήλιος και η θάλασσα",
        "id,text\n1,Größe",
    ],
)
def test_utf16_without_mark_of_any_script(encoding, text):
    """Few zeros are enough: those of spaces and line ends."""
    assert decode(text.encode(encoding)) == text


def test_two_zeros_do_not_make_a_text_binary():
    """Records that were joined carelessly leave a few zeros behind."""
    text = "The tide rose over the wall.\n" * 20
    data = text.encode()
    assert decode(data[:100] + b"\0\0" + data[100:]) == text


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be"]
)
def test_unicode_is_recognised_with_and_without_a_mark(encoding):
    """Byte order marks are used and dropped; UTF-16 is recognised without one."""
    text = "The tide rose – slowly – over the harbour wall.\nThen it fell.\n"
    assert decode(text.encode(encoding)) == text


def test_old_bytes_deep_in_an_ascii_file_are_found():
    """The sample surrounds the first byte that is not ASCII, wherever it is."""
    text = "plain words only. " * 20_000 + "Une forêt d’été très verte. " * 3
    assert decode(text.encode("cp1252")) == text


def test_a_broken_byte_does_not_change_the_encoding():
    """UTF-8 with one damaged character stays UTF-8, with U+FFFD in place of the damage."""
    data = "Ça va très bien à l’école. ".encode() * 10 + b"\xff end"
    text = decode(data)
    assert text.count("l’école") == 10
    assert text.endswith("\ufffd end")


@pytest.mark.parametrize("text", ["große Brücke ü", "вечер река", "café €", "été 🌊"])
def test_a_cut_last_character_does_not_change_the_encoding(text):
    """Short UTF-8 that ends inside a character, as files of a limited size do."""
    data = text.encode()[:-1]
    assert decode(data) == data.decode(errors="replace")
    assert decode(text.encode("utf-8")) == text


def test_html_declares_its_encoding():
    """A page that is not UTF-8 is decoded as it declares, under the name's WHATWG meaning."""
    page = "<html><head><meta charset='iso-8859-1'></head><body>“é”</body></html>"
    assert decode(page.encode("cp1252"), html=True) == page


@pytest.mark.parametrize(
    "declaration",
    [
        "<?xml version='1.0' encoding='iso-8859-2'?>",
        "<meta http-equiv='Content-Type' content='text/html; charset=iso-8859-2'>",
        "<script src='a.js' charset='windows-1251'></script><meta charset='iso-8859-2'>",
        "<!-- <meta charset='windows-1251'> --><meta charset='iso-8859-2'>",
    ],
)
def test_declarations_in_html(declaration):
    """XML declarations and <meta> count; the charset of a script and comments do not."""
    page = f"{declaration}<p>zażółć gęślą jaźń"
    assert decode(page.encode("iso-8859-2"), html=True) == page


@pytest.mark.parametrize("name", ["utf-7", "zip", "rot13", "nonsense", "unicode_escape"])
def test_html_cannot_declare_a_codec_that_is_no_charset(name):
    """Codecs that compress, escape or hide markup are ignored."""
    page = f"<meta charset='{name}'><p>caf\xe9 \\x41</p>"
    assert decode(page.encode("latin-1"), html=True) == page


@pytest.mark.parametrize(
    "data",
    [
        bytes(range(256)) * 10,
        b"\x89PNG\r\n\x1a\n" + b"IHDR" * 10,
        b"%PDF-1.4 text",
        b"PK\x03\x04 zip",
        b"some\x00\x00\x00text",
    ],
)
def test_binary_data_is_refused(data):
    """Zeros, control characters and well-known beginnings distinguish binary data from text."""
    with pytest.raises(UnusableFileError, match="binary"):
        decode(data)


def test_one_stray_control_character_is_dropped():
    """A text with a single NUL is a text."""
    assert decode(b"a note\x00 on tides") == "a note on tides"


@given(st.binary(max_size=400))
def test_decode_never_crashes(data):
    """Any bytes become text that can be stored, or are refused."""
    for html, encoding in ((False, None), (True, None), (False, "utf-7"), (False, "gb18030")):
        with contextlib.suppress(UnusableFileError):
            decode(data, html=html, encoding=encoding).encode("utf-8")
