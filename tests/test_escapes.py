r"""Escapes that programs wrote out: ``\n``, ``\u00e9`` and ``=C3=A9``."""

import pytest

from topics import Corpus
from topics.escapes import without_escapes


@pytest.mark.parametrize(
    ("text", "resolved"),
    [
        (r"tide\nlift\nship", "tide\nlift\nship"),
        (r"the tide\nlift the ship\nreef", "the tide\nlift the ship\nreef"),
        (r"The tide rose.\nThe ship left.", "The tide rose.\nThe ship left."),
        (r"The tide\r\nrose and\r\nfell", "The tide\nrose and\nfell"),
        (r"The tide\trose and\tfell", "The tide rose and fell"),
        (r"The tide\\nrose and\\nfell", "The tide\nrose and\nfell"),
        (r"Dear Jane,\n\nthe tide rose", "Dear Jane,\n\nthe tide rose"),
        (r"tide\n- lift\n- ship and \"reef\"", 'tide\n- lift\n- ship and \\"reef\\"'),
        (r"the caf\u00e9 and \ud83d\ude00 M\u00fcnchen", "the café and 😀 München"),
        (r"the caf\xc3\xa9 and M\xfcnchen", "the café and München"),
        ("the caf=C3=A9 is open", "the café is open"),
        ("the tide is ris=\ning at the caf=C3=A9=20\nnow", "the tide is rising at the café \nnow"),
        (r"the tide\x0alift \x0d\x0aship", "the tide\nlift \r\nship"),
        (r"Hi!\nSee C:\new\table.\nBye", "Hi!\nSee C:\\new\\table.\nBye"),
        ("tide_x000D_\nlift_x000a_", "tide\n\nlift\n"),
        ("=?UTF-8?Q?caf=C3=A9?= =?utf-8?b?w6k=?= tide", "caféé tide"),
        ("=?no-such?Q?caf=41?=", "=?no-such?Q?caf=41?="),
        ("caf=c3=a9 and the ship=92s", "café and the ship’s"),
        ("the ship=92s and the crew=92s", "the ship’s and the crew’s"),
        ("my%20file%20name caf%C3%A9", "my file name café"),
        ("gr=FC=DFe aus M=FCnchen", "grüße aus München"),
        ("it=E2=80=99s a =3D b", "it’s a = b"),
        (
            "The tide came in early this morning, and nobody was at the ha=\nrbour.=20\nA =3D B",
            "The tide came in early this morning, and nobody was at the harbour. \nA = B",
        ),
    ],
)
def test_escapes_are_resolved(text, resolved):
    """Where a program wrote them for the whole text."""
    assert without_escapes(text) == resolved


@pytest.mark.parametrize(
    "text",
    [
        r"the folder C:\new\table and D:\texts\notes\readme.txt",
        r"the folder docs\new\table has it",
        r"on \\server\new\texts and \\nas\tide",
        r"with $\nu + \tau$ and $\nabla \times \rho$",
        r"the unit {\rm 1\ A=1\tfrac{C}{s}} and {\rm 2\ B}",
        r"$\rm 1\ A=1\tfrac{C}{s}$",
        r"lim_{x \to 0} f(x) \ne 0 and $a\ne b$ and $c \nleq d$",
        r"\rmfamily \ttfamily \normalfont \raggedright",
        r"\begin{table} \nu \textbf{tide} \end{table}",
        r"the pattern (\d+)\n\s*(\w+)\t",
        r'printf("tide\n"); printf("lift\t%d\n", 3);',
        r'"\n".join(lines).split("\t")',
        r"re.sub('[\r\n]+', ' ', x)",
        "a=10 b=20 c=3D",
        "color=FF size=A0 key=E9",
        "see https://example.org/a?id=3D&b=C3=A9 and x=1",
        "Title\n=====\n\ntext =\nmore",
        "x =\n  3\ny =\n  4\n",
        r"\x90\x90\x00",
        r"the file a\xff is",
        'printf("\\n\\n\\n"); print "\\nThe tide"',
        "<Key>KP_8: up() \\n\\\n<Key>KP_6: down() \\n\\\n",
        'M"5!=ED$<-Y]=EF9)=F1Z\nM9&=C5;[ =FCa =E0b\n',
        "x=default y=define a=be b=ab",
        "50%20mm a%20b 100%C3",
        "https%3A%2F%2Fexample.org%2Fa%20b%20c https://example.org/a%20b%20c%C3%A9",
    ],
)
def test_code_paths_formulas_and_addresses_stay(text):
    """They have the same signs."""
    assert without_escapes(text) == text


def test_texts_and_titles_are_resolved():
    """Before words are counted."""
    corpus = Corpus.from_texts([r"the tide\nlift and\nship"])
    assert corpus.sections["text"].to_list() == ["the tide\nlift and\nship"]
