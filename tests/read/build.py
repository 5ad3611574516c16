"""Builders of input files, and `blocks` / `texts` to read them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from nlp.document import Source
from nlp.read import ReadSettings, read_source

SETTINGS = ReadSettings(
    max_bytes=10_000_000,
    max_inflated_bytes=2_000_000,
    max_ratio=200,
    max_pages=50,
    max_paragraphs=50_000,
    max_characters=1_000_000,
)
NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
FONT = "STSong-Light"


def read(folder: Path, data: bytes, name: str, settings: ReadSettings = SETTINGS) -> Source:
    """What is read from a file with this name and content."""
    path = folder / name
    path.write_bytes(data)
    return read_source(path, name=name, settings=settings)


def texts(source: Source) -> list[str]:
    """Texts of the blocks."""
    return [block.text for block in source.blocks]


def docx(body: str, *, styles: str = "", numbering: str = "", prolog: str = "") -> bytes:
    """A Word document whose w:body, w:styles and w:numbering hold this XML."""
    parts = {"word/document.xml": f"{prolog}<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>"}
    if styles:
        parts["word/styles.xml"] = f"<w:styles {NAMESPACES}>{styles}</w:styles>"
    if numbering:
        parts["word/numbering.xml"] = f"<w:numbering {NAMESPACES}>{numbering}</w:numbering>"
    return archive({name: xml.encode() for name, xml in parts.items()})


def docx_xml(body: str) -> bytes:
    """The main part of a Word document, for an `archive` of several parts."""
    return (
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
        f"{body}</w:body></w:document>"
    ).encode()


def archive(parts: dict[str, bytes]) -> bytes:
    """A ZIP file."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in parts.items():
            file.writestr(name, data)
    return buffer.getvalue()


def paragraph(text: str, *, properties: str = "", run: str = "") -> str:
    """A w:p of one run."""
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t>{text}</w:t></w:r></w:p>"


def pdf(*pages: Callable[[Canvas], None], password: str | None = None) -> bytes:
    """A PDF (A4) whose pages are drawn by these functions; y counts from the bottom."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(595, 842), encrypt=password, pageCompression=0)
    for draw in pages:
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def write(canvas: Canvas, x: float, y: float, text: str, size: float = 12) -> None:
    """A line of text at this place."""
    canvas.setFont(FONT, size)
    canvas.drawString(x, y, text)
