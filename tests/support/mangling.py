"""Files of every format, mangled: the same 2,000 for everybody.

Small well-formed samples are cut, spliced, repeated, flipped, nested and so on; one input may
go through several of these. `inputs` gives the same bytes for the same seed.
"""

from __future__ import annotations

import gzip
import io
import json
import random
from collections.abc import Callable, Iterator

import polars as pl

PROSE = (
    "The tide rises over the harbour wall and falls again before the ferry leaves. "
    "Nobody on the island remembers a winter as long as the last one. "
)
BYTES = [
    b"\x00", b"\xff", b"\xfe\xff", b"\xff\xfe", b"\xef\xbb\xbf", b"\x1a", b"\x1b[2J", b"\r",
    b"\r\n",
    b"\n\n", b"\t", b"\x0c", b"\xe2\x80\xa8", b"\xe2\x80\xae", b"\xed\xa0\x80", b"\xc3",
    b"\xf0\x9f",
    b"\xcc\x81" * 50, b"<", b">", b"&#x110000;", b"&#0;", b"&lt", b"<!--", b"-->", b"<![CDATA[",
    b"</body></html>", b"<script>", b"<h1>", b"<table><tr>", b"<p hidden>", b"<meta charset=utf-7>",
    b"<meta charset=utf-16>", b"<base href='javascript:'>", b"<svg/onload=1>", b"<plaintext>",
    b'"', b"'", b"\\", b"\\u", b"\\ud800", b"{", b"}", b"[", b"]", b",", b":", b";", b"NaN",
    b"1e999",
    b"-0", b"1E400", b"null", b"true", b'{"id":', b"---\n", b"...\n", b"---\n&a [*a]\n---\n",
    b"---\na: &b [*b, *b]\nc: !!python/object:os.system x\n---\n", b"```\n", b"~~~", b"# ",
    b"====\n",
    b".. raw:: html\n\n", b"|", b"![](", b"[^1]:", b"[a]: b\n", b"<a@b>", b"**", b"__", b"`", b"$$",
    b"9" * 5000, b"a" * 300, b"(" * 200, b"=cmd|' /C calc'!A0", b"PK\x03\x04", b"%PDF-",
    b"\x1f\x8b",
]  # fmt: skip
"""What is put into a sample: marks of all formats, encodings, controls, limits."""

OPENERS = {
    "html": [(b"<div>", b"</div>"), (b"<b>", b"</b>"), (b"<ul><li>", b""), (b"<table><tr><td>",
             b""),
             (b"<h1>", b"</h1>"), (b"<a href=x>", b""), (b"<article>", b"</article>"),
             (b"<pre>", b"")],
    "json": [(b"[", b"]"), (b'{"a":', b"}"), (b'{"text":"x","sections":[', b"]}")],
    "md": [(b"> ", b""), (b"- ", b""), (b"[", b"](x)"), (b"*", b"*"), (b"`", b"`"), (b"  ", b"")],
    "rst": [(b"  ", b""), (b"* ", b""), (b"|", b"|"), (b".. note:: ", b"\n"), (b":a: ", b"")],
    "txt": [(b"(", b")"), (b"1. ", b"\n"), (b"\n\n\n", b""), (b"> ", b"")],
    "csv": [(b'"', b'"'), (b",", b""), (b'"",', b"")],
}  # fmt: skip
"""What nests, or at least repeats, by format."""


def samples() -> dict[str, bytes]:
    """A well-formed file of every format, by ending."""
    text = f"Tides and ferries\n\nBy Ann Bo\n12 May 2020\n\n{PROSE}\n\nThe winter\n\n{PROSE}\n"
    rows = [
        {"id": f"r{i}", "text": PROSE, "title": "Tides", "date": "2020-05-12", "n": i, "x": 1.5}
        for i in range(3)
    ]
    rows.append({"id": "s", "sections": [{"heading": "Tides", "level": 1, "text": PROSE}]})
    table = [{key: value for key, value in row.items() if key != "sections"} for row in rows[:3]]
    frame = pl.DataFrame(table)
    parquet = io.BytesIO()
    frame.write_parquet(parquet)
    items = "".join(f"<li><a href='/{i}'>Menu {i}</a></li>" for i in range(5))
    article = f"<article><h2>The winter</h2><p class='byline'>By Ann Bo</p><p>{PROSE}</p></article>"
    html = (
        "<!doctype html><html lang=en><head><meta charset='utf-8'><title>Tides | Harbour</title>"
        "<meta name='author' content='Ann Bo'><script type='application/ld+json'>"
        '{"@type": "Article", "headline": "Tides", "datePublished": "2020-05-12"}</script></head>'
        f"<body><nav><ul>{items}</ul></nav><main><h1>Tides</h1><p>{PROSE}</p><h2>Ferries</h2>"
        f"<p>{PROSE}</p><table><tr><td>1</td><td>2</td></tr></table><pre>a\n  b</pre></main>"
        f"{article}{article}<footer>Cookies &amp; terms</footer></body></html>"
    )
    markdown = (
        f"---\ntitle: Tides\ntags: [sea, wall]\n---\n\n# Tides\n\n{PROSE}\n\n## Why\n\n"
        f"*The* [moon](http://x.y 'z').\n\n- one\n\n```python\n# no heading\n```\n\n{PROSE}\n"
    )
    rst = (
        f"=====\nTides\n=====\n\n:Author: Ann\n\n{PROSE}\n\nWhy\n---\n\n.. note:: The moon.\n\n"
        f"See `this <http://x.y>`_ and [1]_.\n\n.. [1] A note.\n\n{PROSE}\n"
    )
    return {
        "txt": text.encode(),
        "md": markdown.encode(),
        "rst": rst.encode(),
        "html": html.encode(),
        "json": json.dumps(rows, indent=1).encode(),
        "jsonl": "\n".join(map(json.dumps, rows)).encode(),
        "csv": frame.write_csv().encode(),
        "tsv": frame.write_csv(separator="\t").encode(),
        "parquet": parquet.getvalue(),
    }


def _cut(data: bytes, kind: str, chance: random.Random) -> bytes:
    place = chance.randrange(len(data) + 1)
    return data[:place] if chance.random() < 0.7 else data[place:]


def _drop(data: bytes, kind: str, chance: random.Random) -> bytes:
    begin, end = _span(data, chance)
    return data[:begin] + data[end:]


def _repeat(data: bytes, kind: str, chance: random.Random) -> bytes:
    begin, end = _span(data, chance)
    piece = data[begin:end] or b"a"
    times = min(chance.choice([2, 5, 50, 2_000, 20_000]), max(2, 200_000 // len(piece)))
    return data[:begin] + piece * times + data[end:]


def _swap(data: bytes, kind: str, chance: random.Random) -> bytes:
    first, second = _span(data, chance), _span(data, chance)
    if first[1] > second[0]:
        return data[::-1][:100] + data
    (a, b), (c, d) = first, second
    return data[:a] + data[c:d] + data[b:c] + data[a:b] + data[d:]


def _flip(data: bytes, kind: str, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice([1, 3, 10, 100])):
        if changed:
            changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _noise(data: bytes, kind: str, chance: random.Random) -> bytes:
    begin, end = _span(data, chance)
    return data[:begin] + chance.randbytes(end - begin) + data[end:]


def _insert(data: bytes, kind: str, chance: random.Random) -> bytes:
    for _ in range(chance.choice([1, 2, 5, 20])):
        place = chance.randrange(len(data) + 1)
        data = data[:place] + chance.choice(BYTES) + data[place:]
    return data


def _splice(data: bytes, kind: str, chance: random.Random) -> bytes:
    other = chance.choice(list(samples().values()))
    place = chance.randrange(len(data) + 1)
    begin, end = _span(other, chance)
    return data[:place] + other[begin:end] + data[place:]


def _nest(data: bytes, kind: str, chance: random.Random) -> bytes:
    kind = {"jsonl": "json", "tsv": "csv"}.get(kind, kind)
    opener, closer = chance.choice(OPENERS.get(kind, OPENERS["json"]))
    depth = chance.choice([10, 300, 1_000, 10_000])
    place = chance.randrange(len(data) + 1)
    inner = data[place : place + 50]
    closed = closer * depth if chance.random() < 0.5 else b""
    return data[:place] + opener * depth + inner + closed + data[place + 50 :]


def _recode(data: bytes, kind: str, chance: random.Random) -> bytes:
    text = data.decode("utf-8", errors="replace") + " café – “naïve” ещё 船 "
    codec = chance.choice(["utf-16", "utf-16-le", "utf-32", "cp1252", "cp1251", "shift_jis"])
    return text.encode(codec, errors="replace")


def _double_keys(data: bytes, kind: str, chance: random.Random) -> bytes:
    for key in (b'"id"', b'"text"', b"id,", b"<title>", b"title:", b'"n"'):
        if chance.random() < 0.5:
            data = data.replace(
                key, chance.choice([key * 2, b'"text"', b'"sections"', b'"",', b""])
            )
    return data


def _change_values(data: bytes, kind: str, chance: random.Random) -> bytes:
    for value in (b"1.5", b'"2020-05-12"', b'"Tides"', b"Tides", b" 1", b'"r1"', b"2020"):
        if chance.random() < 0.5:
            other = [
                b"1" + b"0" * 400,
                b"-1e308",
                b"[]",
                b"{}",
                b"null",
                b"NaN",
                b"\xff",
                b"\n",
                b'"',
            ]
            data = data.replace(value, chance.choice(other))
    return data


def _long_line(data: bytes, kind: str, chance: random.Random) -> bytes:
    unit = chance.choice([b"a", b"word ", b"<", b"[", b"*a ", b"&amp;", b"\\", b'"', b"a,", b"| "])
    place = chance.randrange(len(data) + 1)
    return data[:place] + unit * (chance.choice([10_000, 100_000]) // len(unit)) + data[place:]


OPERATORS: list[Callable[[bytes, str, random.Random], bytes]] = [
    _cut, _drop, _repeat, _swap, _flip, _noise, _insert, _insert, _splice, _nest, _recode,
    _double_keys, _change_values, _long_line,
]  # fmt: skip


def inputs(n: int, seed: int = 0) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of mangled files; formats take turns, every eighth is gzipped.

    Of the gzipped ones a part is mangled once more after it was packed.
    """
    chance = random.Random(seed)  # noqa: S311 - no secrets
    whole = samples()
    kinds = list(whole)
    for number in range(n):
        kind = kinds[number % len(kinds)]
        data = whole[kind]
        for _ in range(chance.choice([1, 1, 2, 3])):
            data = chance.choice(OPERATORS)(data, kind, chance)[:1_000_000]
        name = f"{number:05d}.{kind}"
        if number % 8 == 0 and kind != "parquet":
            data = gzip.compress(data, 1, mtime=0)
            if chance.random() < 0.5:
                data = chance.choice([_cut, _flip, _repeat, _noise])(data, kind, chance)
            name += ".gz"
        yield name, data


def _span(data: bytes, chance: random.Random) -> tuple[int, int]:
    begin = chance.randrange(len(data) + 1)
    return begin, min(len(data), begin + chance.choice([1, 8, 60, 400]))
