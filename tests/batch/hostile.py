"""Files that strangers might send: each with what becomes of it, the kind of its error or nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from tests.read.build import archive, docx, paragraph

SENTENCE = "建议把食堂运行经费列入财政预算，按就餐人数给予补助。"
AFTER = "后面还有话，一个字也不能丢。"


class Hostile(NamedTuple):
    """A file, and the `kind` of the ReadError that it ends in; None when it is labelled."""

    make: Callable[[], bytes]
    kind: str | None


def text(body: str) -> bytes:
    """A report in plain text, or in Markdown."""
    return f"# 关于食堂的调研报告\n\n一、存在的问题\n\n{body}\n".encode("utf-8", "surrogatepass")


def page(body: str, *, before: str = "") -> bytes:
    """An HTML page."""
    return f"{before}<html><body>{body}</body></html>".encode("utf-8", "surrogatepass")


def circular_pdf() -> bytes:
    """A page tree that holds itself and says that it has a billion pages."""
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[2 0 R 3 0 R]/Count 999999999/Parent 2 0 R>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 3 0 R/Resources 3 0 R>>endobj\n"
        b"trailer<</Root 1 0 R/Size 4/Prev 0>>\nstartxref\n0\n%%EOF"
    )


def out_of_the_archive() -> bytes:
    """A Word file whose parts are called as files elsewhere, and whose text is said to stand there."""
    relation = (
        '<Relationships><Relationship Type="http://x/officeDocument" Target="../../../../etc/passwd"/></Relationships>'
    )
    return archive(
        {
            "_rels/.rels": relation.encode(),
            "../../../../tmp/evil": b"evil",
            "/etc/passwd": b"evil",
            "word/document.xml": docx_xml(paragraph(SENTENCE)),
        }
    )


def table(properties: str) -> str:
    """A table of one cell with these properties."""
    return f"<w:tbl><w:tr><w:tc>{properties}{paragraph(SENTENCE)}</w:tc></w:tr></w:tbl>"


def docx_xml(body: str) -> bytes:
    """The main part of a Word file."""
    namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return f'<w:document xmlns:w="{namespace}"><w:body>{body}</w:body></w:document>'.encode()


_ENTITIES = '<!DOCTYPE html [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
HOSTILE = {
    "bomb.docx": Hostile(lambda: docx(paragraph(" " * 20_000_000)), "file_too_large"),
    "entities.docx": Hostile(lambda: docx(paragraph("前&b;后"), prolog=_ENTITIES.replace("html", "d")), "damaged_file"),
    "entities.html": Hostile(lambda: page(f"<p>{SENTENCE}&b;&f;{AFTER}</p>", before=_ENTITIES), None),
    "paths.docx": Hostile(out_of_the_archive, None),
    "line.txt": Hostile(lambda: text("长" * 17_000_000), "file_too_large"),
    "nested.html": Hostile(lambda: page("<div>" * 50_000 + f"<p>{SENTENCE}</p>"), None),
    "nested-inline.html": Hostile(lambda: page("<span>" * 50_000 + SENTENCE), None),
    "lines.txt": Hostile(
        lambda: text("1" * 200_000 + "、\n\n" + "（" * 200_000 + "\n\n" + "。" * 500_000 + f"\n\n{SENTENCE}"), None
    ),
    "quotes.md": Hostile(lambda: text(">" * 50_000 + SENTENCE + "\n\n" + "[" * 50_000), None),
    "items.md": Hostile(lambda: text("- " * 50_000 + SENTENCE), None),
    "nested.docx": Hostile(lambda: docx("<w:tbl><w:tr><w:tc>" * 20_000 + paragraph(SENTENCE)), "damaged_file"),
    "span.html": Hostile(
        lambda: page(f'<p>{SENTENCE}</p><table><tr><td colspan="999999999" rowspan="999999999">甲</td></tr></table>'),
        None,
    ),
    "span.docx": Hostile(lambda: docx(table('<w:tcPr><w:gridSpan w:val="999999999"/></w:tcPr>')), None),
    "empty.docx": Hostile(lambda: docx("<w:p/>" * 30_000 + paragraph(SENTENCE)), None),
    "empty-millions.docx": Hostile(lambda: docx("<w:p/>" * 9_000_000 + paragraph(SENTENCE)), "file_too_large"),
    "circular.pdf": Hostile(circular_pdf, "scanned_file"),
    "characters.txt": Hostile(
        lambda: text(SENTENCE * 20 + "列\x07入\x1b[31m预\ue000算\u200b，\ud800按\ufeff人\u202e数\x00补助。"),
        None,
    ),
    "references.html": Hostile(lambda: page(f"<p>{SENTENCE}&#xD800;&#0;&#x1F;&#xE000;&#8203;{AFTER}</p>"), None),
}
"""By file name."""

ODD_NAMES = [
    "-rf.txt",
    "=HYPERLINK(1).txt",
    "a\nb.txt",
    "'; DROP TABLE paragraphs.txt",
    "%2e%2e%2f%2e%2e%2fetc.txt",
    r"C:\Windows\..\system.txt",
    "CON.txt",
    "食堂🍚（终）.txt",
    "é" * 120 + ".txt",
]
