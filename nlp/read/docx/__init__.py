"""Word documents (.docx) to Blocks: paragraphs as Word shows them, automatic numbers included.

Left out: deleted text, hidden text, page headers and footers, footnotes and endnotes, comments, tables of contents.
"""

from __future__ import annotations

from nlp.document import Block
from nlp.read.docx.body import Body
from nlp.read.docx.package import W, open_package
from nlp.read.errors import DamagedFile
from nlp.read.lines import raise_title
from nlp.read.settings import ReadSettings


def read_docx(data: bytes, *, name: str, settings: ReadSettings) -> tuple[list[Block], tuple[str, ...]]:
    """Blocks of a Word document, and warnings. Raises FileTooLarge or DamagedFile."""
    parts = open_package(data, name=name, settings=settings)
    try:
        blocks = Body(parts).blocks()
    except RecursionError as error:
        raise DamagedFile(
            f"{name} is a Word document with thousands of elements inside each other: open it in Word and save it anew"
        ) from error
    embedded = sum(1 for _ in parts.document.iter(f"{W}altChunk"))
    warnings = (f"{embedded} embedded document(s) left out",) if embedded else ()
    return raise_title(blocks), warnings
