"""A report as plain text: a line per paragraph, or the lines of a printed page as a text dump gives them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nlp.text import em_width
from scripts.report_writers.rows import Row, looks
from scripts.report_writers.wrap import wrap

INDENT = "\u3000\u3000"
TITLE_SIZE = 1.4  # of the body's, so a title's line holds fewer characters


def plain(rows: Sequence[Row], *, indent: bool, spaced: bool) -> str:
    """A line per paragraph, with the first-line indent or not, with a blank line between or not."""
    lines = [(INDENT if indent and row.kind in ("heading", "paragraph") else "") + row.text for row in rows]
    return ("\n\n" if spaced else "\n").join(lines) + "\n"


@dataclass(frozen=True, slots=True)
class Dump:
    """How a text dump of a printed report looks."""

    width: int
    """Of a line, in em."""
    indented: bool
    """Whether the first-line indent and the centring survived; the printed first line is 2 em shorter all the same."""
    spaced: bool
    """Whether a blank line stands between lines."""
    page_lines: int
    """Printed lines on a page; a page's first line starts with a blank."""
    number: str | None
    """The line at a page's end, with {page} and {pages}."""
    header: str | None
    """The line at a page's top."""


def dump(rows: Sequence[Row], look: Dump) -> str:
    """The printed lines of one report, page after page."""
    lines = printed_lines(rows, look)
    pages = _batched(lines, look.page_lines)
    return "".join(_page(page, number, len(pages), look) for number, page in enumerate(pages, 1))


def dump_book(reports: Sequence[Sequence[Row]], look: Dump) -> str:
    """Several reports, one after the other, each from a new page; pages are numbered through."""
    pages = [page for rows in reports for page in _batched(printed_lines(rows, look), look.page_lines)]
    return "".join(_page(page, number, len(pages), look) for number, page in enumerate(pages, 1))


def printed_lines(rows: Sequence[Row], look: Dump) -> list[str]:
    """The lines of the type area, without page furniture."""
    lines: list[str] = []
    for kind, row in looks(rows):
        if kind in ("title", "subtitle", "byline") or (kind == "signature" and em_width(row.text) < look.width):
            width = look.width / TITLE_SIZE if kind == "title" else float(look.width)
            wrapped = wrap(row.text, first=width, width=width, measure=em_width)
            lines += [_placed(line, kind, look) for line in wrapped]
        else:
            wrapped = wrap(row.text, first=look.width - 2, width=look.width, measure=em_width)
            lines += [(INDENT if look.indented and n == 0 else "") + line for n, line in enumerate(wrapped)]
    return lines


def _placed(line: str, kind: str, look: Dump) -> str:
    """A centred line, or a signature at the right edge, where the dump keeps the place."""
    if not look.indented:
        return line
    room = max(0.0, look.width - em_width(line))
    return " " * int(2 * room if kind == "signature" else room) + line


def _page(lines: Sequence[str], number: int, pages: int, look: Dump) -> str:
    top = [look.header] if look.header else []
    feet = [look.number.format(page=number, pages=pages)] if look.number else []
    body = list(lines)
    if not look.indented:
        body[0] = " " + body[0]
    gap = "\n\n" if look.spaced else "\n"
    space = "\n\n\n" if feet else ""
    return gap.join([*top, *body]) + "\n" + space + "".join(f"{foot}\n\n" for foot in feet)


def _batched(lines: list[str], size: int) -> list[list[str]]:
    return [lines[start : start + size] for start in range(0, len(lines), size)]
