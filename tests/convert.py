"""One gold report as people meet it: every format, and every look of a format, that must read as the same report."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from scripts.report_writers.docx import Word, docx
from scripts.report_writers.html import br_page, nbsp_page, trs_page
from scripts.report_writers.md import markdown
from scripts.report_writers.pdf import Print, pdf
from scripts.report_writers.rows import Row
from scripts.report_writers.txt import Dump, dump, plain
from tests.read.build import SETTINGS

Write = Callable[[Sequence[Row]], bytes]

READ_SETTINGS = replace(SETTINGS, max_inflated_bytes=10_000_000, max_pages=100)


def _plain(rows: Sequence[Row], *, indent: bool, spaced: bool, encoding: str, newline: str = "\n") -> bytes:
    return plain(rows, indent=indent, spaced=spaced).replace("\n", newline).encode(encoding)


def _dump(rows: Sequence[Row], look: Dump) -> bytes:
    return dump(rows, look).encode("utf-8")


def _pdf(rows: Sequence[Row], look: Print) -> bytes:
    return pdf([rows], look)


def _markdown(rows: Sequence[Row], *, marked: bool) -> bytes:
    return markdown(rows, marked=marked).encode("utf-8")


DUMPS = {
    "book": Dump(width=28, indented=False, spaced=True, page_lines=22, number=None, header=None),
    "book_numbered": Dump(width=28, indented=False, spaced=True, page_lines=24, number="{page}", header=None),
    "narrow": Dump(width=24, indented=False, spaced=True, page_lines=20, number="{page}", header=None),
    "wide": Dump(width=40, indented=False, spaced=False, page_lines=30, number="- {page} -", header=None),
    "unpaged": Dump(width=36, indented=False, spaced=False, page_lines=10_000, number=None, header=None),
    "header": Dump(width=34, indented=False, spaced=True, page_lines=30, number="— {page} —", header="调查研究文集"),
    "indented": Dump(width=34, indented=True, spaced=False, page_lines=30, number="- {page} -", header=None),
    "indented_spaced": Dump(
        width=28, indented=True, spaced=True, page_lines=26, number="第 {page} 页 共 {pages} 页", header="调研报告选编"
    ),
}

# Name → (suffix, writer). The writer of big5 takes rows in traditional characters.
VARIANTS: dict[str, tuple[str, Write]] = {
    "txt": ("txt", partial(_plain, indent=False, spaced=False, encoding="utf-8")),
    "txt_indented": ("txt", partial(_plain, indent=True, spaced=False, encoding="utf-8")),
    "txt_spaced_crlf": ("txt", partial(_plain, indent=False, spaced=True, encoding="utf-8", newline="\r\n")),
    "txt_bom": ("txt", partial(_plain, indent=True, spaced=True, encoding="utf-8-sig")),
    "txt_utf16": ("txt", partial(_plain, indent=True, spaced=False, encoding="utf-16")),
    "txt_gb18030": ("txt", partial(_plain, indent=True, spaced=False, encoding="gb18030", newline="\r\n")),
    "txt_big5": ("txt", partial(_plain, indent=True, spaced=False, encoding="big5")),
    **{f"dump_{name}": ("txt", partial(_dump, look=look)) for name, look in DUMPS.items()},
    "docx_styles": ("docx", partial(docx, look=Word("style", "typed", bold=True, revised=False))),
    "docx_styles_numbered": ("docx", partial(docx, look=Word("style", "style", bold=True, revised=False))),
    "docx_numbered": ("docx", partial(docx, look=Word("style", "paragraph", bold=True, revised=False))),
    "docx_outline": ("docx", partial(docx, look=Word("outline", "paragraph", bold=True, revised=False))),
    "docx_bold": ("docx", partial(docx, look=Word("none", "typed", bold=True, revised=False))),
    "docx_bold_numbered": ("docx", partial(docx, look=Word("none", "paragraph", bold=True, revised=False))),
    "docx_plain": ("docx", partial(docx, look=Word("none", "typed", bold=False, revised=False))),
    "docx_revised": ("docx", partial(docx, look=Word("style", "typed", bold=True, revised=True))),
    "pdf_styled": ("pdf", partial(_pdf, look=Print(16.0, styled=True, header="泽阳市调查研究文稿"))),
    "pdf_plain": ("pdf", partial(_pdf, look=Print(14.0, styled=False, header=None))),
    "html_gbk": ("html", partial(trs_page, charset="gb2312", tags=False)),
    "html_tags": ("html", partial(trs_page, charset="utf-8", tags=True)),
    "html_br": ("htm", partial(br_page, charset="gbk")),
    "html_nbsp": ("html", partial(nbsp_page, charset="utf-8")),
    "md": ("md", partial(_markdown, marked=True)),
    "md_bold": ("md", partial(_markdown, marked=False)),
}
