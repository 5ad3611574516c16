"""A report as a Word file, part by part: python-docx writes no automatic numbers, revisions or text boxes."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from scripts.report_writers import docx_parts
from scripts.report_writers.numbering import Level, automatic
from scripts.report_writers.rows import Row, looks

_EPOCH = (1980, 1, 1, 0, 0, 0)  # a fixed time, so that the same report gives the same bytes
_RUNS = re.compile(r"[\x20-\x7e]+|[^\x20-\x7e]+")


@dataclass(frozen=True, slots=True)
class Word:
    """How the author used Word."""

    headings: str
    """style (标题 1, …), outline (outline level on plain paragraphs) or none (bold or not)."""
    numbers: str
    """typed, style (the list hangs on the heading styles) or paragraph (each heading names the list)."""
    bold: bool
    """Whether headings without a style are bold."""
    revised: bool
    """Tracked changes, a text box, a content control and a table of contents; the text stays the same."""


def docx(rows: Sequence[Row], look: Word) -> bytes:
    """The file's bytes; the same rows give the same bytes."""
    levels: dict[int, Level] = {}
    typed = [row.text for row in rows if row.kind == "heading"]
    lists = [False] * len(typed)
    if look.numbers != "typed":
        levels, headings = automatic(rows)
        typed, lists = [heading.text for heading in headings], [heading.automatic for heading in headings]
    body: list[str] = []
    queue = iter(zip(typed, lists, strict=True))
    for kind, row in looks(rows):
        if kind == "heading":
            text, numbered = next(queue)
            body.append(_heading(text, row.level or 1, numbered=numbered, look=look))
        else:
            body.append(_paragraph(kind, row.text))
    if look.revised:
        body = _revise(body, looks(rows))
    return _package(body, docx_parts.numbering(levels, linked=look.numbers == "style"), look, levels)


def runs(text: str, properties: str = "") -> str:
    """The text in runs that change between Chinese and ASCII, as Word splits them."""
    fonts = '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="仿宋_GB2312" w:hint="eastAsia"/>'
    properties = f'<w:rPr>{fonts}{properties}<w:sz w:val="32"/></w:rPr>'
    pieces = [escape(piece) for piece in _RUNS.findall(text)]
    return "".join(f'<w:r>{properties}<w:t xml:space="preserve">{piece}</w:t></w:r>' for piece in pieces)


def _heading(text: str, level: int, *, numbered: bool, look: Word) -> str:
    bold = "<w:b/>" if look.headings != "none" or look.bold else ""
    properties = f'<w:pStyle w:val="{level}"/>' if look.headings == "style" else ""
    if numbered and look.numbers == "paragraph":
        properties += f'<w:numPr><w:ilvl w:val="{level - 1}"/><w:numId w:val="1"/></w:numPr>'
    elif not numbered and look.numbers == "style":
        properties += '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr>'
    if look.headings != "style":
        properties += docx_parts.FIRST_LINE
    if look.headings == "outline":
        properties += f'<w:outlineLvl w:val="{level - 1}"/>'
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs(text, bold)}</w:p>"


def _paragraph(kind: str, text: str) -> str:
    properties = {
        "title": '<w:jc w:val="center"/>',
        "subtitle": '<w:jc w:val="center"/>',
        "byline": '<w:jc w:val="center"/>',
        "caption": '<w:pStyle w:val="a6"/><w:jc w:val="center"/>',
        "signature": '<w:jc w:val="right"/>',
        "paragraph": docx_parts.FIRST_LINE,
    }[kind]
    marked = runs(text, "<w:b/>").replace('<w:sz w:val="32"/>', '<w:sz w:val="44"/>') if kind == "title" else runs(text)
    return f"<w:p><w:pPr>{properties}</w:pPr>{marked}</w:p>"


def _revise(body: list[str], kinds: Sequence[tuple[str, Row]]) -> list[str]:
    """The same text with everything in it that a much-edited file holds."""
    places = [index for index, (kind, _) in enumerate(kinds) if kind == "paragraph"]
    bylines = [index for index, (kind, _) in enumerate(kinds) if kind == "byline"]
    headings = [index for index, (kind, _) in enumerate(kinds) if kind == "heading"]
    body = list(body)
    for index in bylines[:1]:
        body[index] = docx_parts.text_box(body[index])
    text = kinds[places[1]][1].text
    body[places[1]] = docx_parts.inserted(runs(text[:8]), runs(text[8:20]), runs(text[20:]))
    text = kinds[places[2]][1].text
    body[places[2]] = docx_parts.deleted(runs(text[:10]), "这几个字已经删去", runs(text[10:]))
    body[places[3]] = docx_parts.content_control(body[places[3]])
    body.insert(places[4], docx_parts.deleted_paragraph("这一段在修订中整段删去，不应当再出现。"))
    if headings:
        body.insert(headings[0], docx_parts.contents([kinds[index][1].text for index in headings]))
    return body


def _package(body: Sequence[str], numbering: str, look: Word, levels: dict[int, Level]) -> bytes:
    linked = levels if look.numbers == "style" else {}
    parts = {
        "[Content_Types].xml": docx_parts.CONTENT_TYPES,
        "_rels/.rels": docx_parts.PACKAGE_RELATIONS,
        "word/document.xml": docx_parts.document("".join(body)),
        "word/_rels/document.xml.rels": docx_parts.DOCUMENT_RELATIONS,
        "word/styles.xml": docx_parts.styles(sorted(linked)),
        "word/numbering.xml": numbering,
        "word/header1.xml": docx_parts.header("调研报告"),
        "word/footer1.xml": docx_parts.FOOTER,
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, content.encode("utf-8"))
    return buffer.getvalue()
