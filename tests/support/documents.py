"""Documents of office programs and electronic books, made in memory for tests."""

from __future__ import annotations

from support.packing import zipped

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/officeDocument" Target="word/document.xml"/></Relationships>'
)
_STYLES = (
    f'<w:styles xmlns:w="{W}">'
    '<w:style w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:styleId="Kapitel"><w:name w:val="Kapitel"/><w:basedOn w:val="berschrift1"/>'
    "</w:style>"
    '<w:style w:styleId="Ebene"><w:name w:val="Ebene"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr>'
    "</w:style>"
    '<w:style w:styleId="Titel"><w:name w:val="Title"/></w:style>'
    '<w:style w:styleId="Verz1"><w:name w:val="toc 1"/></w:style></w:styles>'
)
_CORE = (
    '<cp:coreProperties xmlns:cp="urn:cp" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:dcterms="http://purl.org/dc/terms/"><dc:title>Template</dc:title>'
    "<dc:creator>Ana Marsh</dc:creator><dc:subject>Harbours</dc:subject>"
    "<cp:keywords>wall, tide</cp:keywords><dc:language>en-GB</dc:language>"
    "<dcterms:created>2025-02-03T10:00:00Z</dcterms:created></cp:coreProperties>"
)


def paragraph(text, style=""):
    """A paragraph of a DOCX file; `text` may be markup that begins with ``<``."""
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    runs = text if text.startswith("<") else f"<w:r><w:t>{text}</w:t></w:r>"
    return f"<w:p>{properties}{runs}</w:p>"


def docx(*paragraphs, styles=_STYLES, core=_CORE, more=None):
    """Bytes of a DOCX file with a style sheet in German."""
    body = f'<w:document xmlns:w="{W}"><w:body>{"".join(paragraphs)}</w:body></w:document>'
    parts = {"_rels/.rels": _RELATIONS, "word/document.xml": body}
    parts |= {"word/styles.xml": styles, "docProps/core.xml": core}
    return zipped(parts | (more or {}))


_ODF = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"'
)


def odt(body, more=None):
    """Bytes of an ODT file with this markup as text."""
    content = (
        f"<office:document-content {_ODF}><office:automatic-styles>"
        '<style:style style:name="P1" style:parent-style-name="Title"/>'
        f"</office:automatic-styles><office:body><office:text>{body}</office:text>"
        "</office:body></office:document-content>"
    )
    meta = (
        f"<office:document-meta {_ODF}><office:meta><meta:initial-creator>Ana Marsh"
        "</meta:initial-creator><meta:creation-date>2025-02-03T10:00:00</meta:creation-date>"
        "<meta:keyword>wall</meta:keyword><meta:keyword>tide</meta:keyword>"
        "</office:meta></office:document-meta>"
    )
    styles = (
        f"<office:document-styles {_ODF}><style:header><text:p>Harbour office</text:p>"
        "</style:header></office:document-styles>"
    )
    parts = {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content}
    return zipped(parts | {"meta.xml": meta, "styles.xml": styles} | (more or {}))


def epub(chapters, *, labels=None, more=None):
    """Bytes of an electronic book of chapters, given as bodies of pages by name."""
    container = (
        '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
        '<rootfile full-path="OEBPS/book.opf"/></rootfiles></container>'
    )
    kind = 'media-type="application/xhtml+xml"'
    items = "".join(f'<item id="{name}" href="{name}.xhtml" {kind}/>' for name in chapters)
    order = "".join(f'<itemref idref="{name}"/>' for name in chapters)
    links = "".join(
        f'<li><a href="{name}.xhtml">{label}</a></li>' for name, label in (labels or {}).items()
    )
    book = (
        '<package xmlns="http://www.idpf.org/2007/opf"><metadata '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>The Tide</dc:title>'
        "<dc:creator>Ana Marsh</dc:creator><dc:creator>Ben Quay</dc:creator>"
        "<dc:language>en</dc:language><dc:date>2025</dc:date></metadata>"
        f'<manifest><item id="nav" href="nav.xhtml" properties="nav" {kind}/>{items}</manifest>'
        f'<spine><itemref idref="nav"/>{order}</spine></package>'
    )
    pages = {f"OEBPS/{name}.xhtml": page(body) for name, body in chapters.items()}
    nav = page(f"<nav><h1>Contents</h1><ol>{links}</ol></nav>")
    parts = {"mimetype": "application/epub+zip", "META-INF/container.xml": container}
    return zipped(parts | {"OEBPS/book.opf": book, "OEBPS/nav.xhtml": nav} | pages | (more or {}))


def page(body):
    """A page of a book."""
    return (
        '<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml">'
        f"<head><title>x</title></head><body>{body}</body></html>"
    )


def pdf(pages, *, outline=(), info="", encrypted=False):
    """Bytes of a PDF file; a page is a list of lines: text, size, and height on the page."""
    objects = ["<< /Type /Catalog /Pages 2 0 R /Outlines 4 0 R >>", "", _FONT]
    kids = []
    objects.append("")  # the outline, once its entries are known
    for lines in pages:
        content = "".join(
            f"BT /F1 {size} Tf 60 {base} Td ({text}) Tj ET\n" for text, size, base in lines
        )
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] "
            f"/Resources << /Font << /F1 3 0 R >> >> /Contents {len(objects)} 0 R >>"
        )
        kids.append(len(objects))
    references = " ".join(f"{number} 0 R" for number in kids)
    objects[1] = f"<< /Type /Pages /Kids [{references}] /Count {len(kids)} >>"
    begin = len(objects) + 1
    for index, title in enumerate(outline):
        following = f"/Next {begin + index + 1} 0 R" if index + 1 < len(outline) else ""
        objects.append(f"<< /Title ({title}) /Parent 4 0 R {following} >>")
    ends = f"/First {begin} 0 R /Last {begin + len(outline) - 1} 0 R" if outline else ""
    objects[3] = f"<< /Type /Outlines {ends} >>"
    objects.append(f"<< {info} >>")
    trailer = f"/Root 1 0 R /Info {len(objects)} 0 R"
    if encrypted:
        key = "00" * 32
        objects.append(f"<< /Filter /Standard /V 1 /R 2 /Length 40 /P -1 /O <{key}> /U <{key}> >>")
        trailer += f" /Encrypt {len(objects)} 0 R /ID [<00> <00>]"
    return _file(objects, trailer)


def pdf_of_forms(n_levels):
    """A page that shows a form ten times, which shows another one ten times, and so on."""
    draw = "/F1 11 Tf 50 700 Td (The tide rises over the reef.) Tj"
    contents = ["/X Do " * 10] * n_levels + [f"BT {draw} ET"]
    font = "/Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>"
    parts = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R "
        f"/Resources << {font} /XObject << /X 5 0 R >> >> >>",
    ]
    for number, content in enumerate(contents, start=4):
        form = (
            "/Type /XObject /Subtype /Form /BBox [0 0 600 800] "
            f"/Resources << {font} /XObject << /X {number + 1} 0 R >> >>"
        )
        parts.append(
            f"<< {form if number > 4 else ''} /Length {len(content)} >>\n"
            f"stream\n{content}\nendstream"
        )
    return _file(parts, "/Root 1 0 R")


_FONT = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def _file(objects, trailer):
    data = "%PDF-1.4\n"
    offsets = []
    for number, each in enumerate(objects, 1):
        offsets.append(len(data))
        data += f"{number} 0 obj\n{each}\nendobj\n"
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    return (
        f"{data}xref\n0 {size}\n0000000000 65535 f \n{table}"
        f"trailer\n<< /Size {size} {trailer} >>\nstartxref\n{len(data)}\n%%EOF\n"
    ).encode("latin-1")


_X = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def cell(value, reference=""):
    """A cell of a sheet."""
    where = f' r="{reference}"' if reference else ""
    if isinstance(value, str) and value:
        return f'<c{where} t="inlineStr"><is><t>{value}</t></is></c>'
    if isinstance(value, bool):
        return f'<c{where} t="b"><v>{int(value)}</v></c>'
    return f"<c{where}/>" if value in ("", None) else f"<c{where}><v>{value}</v></c>"


def sheet(rows):
    """A sheet of rows of cells."""
    inner = "".join(f"<row>{''.join(cell(value) for value in row)}</row>" for row in rows)
    return f"<worksheet {_X}><sheetData>{inner}</sheetData></worksheet>"


def xlsx(sheets, *, more=None):
    """Bytes of a workbook; a sheet is a list of rows, or its XML."""
    names = "".join(
        f'<sheet name="{name}" sheetId="{number}" xmlns:r="{_R}" r:id="r{number}"/>'
        for number, name in enumerate(sheets, 1)
    )
    relations = "".join(
        f'<Relationship Id="r{number}" Type="{_R}/worksheet" Target="worksheets/s{number}.xml"/>'
        for number in range(1, len(sheets) + 1)
    )
    parts = {
        "_rels/.rels": _RELATIONS.replace("word/document.xml", "xl/workbook.xml"),
        "xl/workbook.xml": f"<workbook {_X}><sheets>{names}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": "<Relationships xmlns="
        f'"http://schemas.openxmlformats.org/package/2006/relationships">{relations}'
        "</Relationships>",
    }
    for number, rows in enumerate(sheets.values(), 1):
        parts[f"xl/worksheets/s{number}.xml"] = rows if isinstance(rows, str) else sheet(rows)
    return zipped(parts | (more or {}))


MAIL = (
    "From: Ana Marsh <ana@example.org>\nSubject: The wall\nDate: Mon, 3 Feb 2025 18:02:11 +0100\n"
    "Content-Type: text/plain; charset=utf-8\n\n{}\n\n-- \nAna Marsh\nHarbour office\n"
)


def every_kind(text):
    """A file of every kind by its name; in each is `text`, which is called with a number."""
    warc = (
        "WARC/1.0\r\nWARC-Type: resource\r\nWARC-Target-URI: https://example.org/a\r\n"
        "WARC-Date: 2025-02-03T18:02:11Z\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
        "Content-Type: text/plain\r\nContent-Length: {}\r\n\r\n{}\r\n\r\n"
    )
    page_text = text(14)
    odt_text = f"<text:p>{text(5)}</text:p>"
    lines = text(8).split(". ")
    files = {
        "a.txt": text(0),
        "b.md": f"# Tides\n\n{text(1)}",
        "c.html": f"<title>Tides</title><h1>Tides</h1><p>{text(2)}</p>",
        "d.csv": f'text,n\n"{text(3)}",1\n',
        "e.docx": docx(paragraph(text(4))),
        "f.odt": odt(odt_text),
        "g.epub": epub({"one": f"<h1>Tides</h1><p>{text(6)}</p>"}),
        "h.eml": MAIL.format(text(7)),
        "i.pdf": pdf([[(line, 11, 700 - 14 * i) for i, line in enumerate(lines)]]),
        "j.mbox": f"From ana@example.org Mon Feb  3 18:02:11 2025\n{MAIL.format(text(9))}\n",
        "k.srt": f"1\n00:00:01,000 --> 00:00:02,000\n{text(10)}\n",
        "l.xml": f"<TEI><text><body><div><p>{text(11)}</p></div></body></text></TEI>",
        "m.rss": f"<rss><channel><item><description>{text(12)}</description></item>"
        "</channel></rss>",
        "n.xlsx": xlsx({"A": [["text", "n"], [text(13), 1]]}),
        "o.warc": warc.format(len(page_text), page_text),
    }
    return files | {"p.zip": zipped({f"in/{name}": data for name, data in files.items()})}
