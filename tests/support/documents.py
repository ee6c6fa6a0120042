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
