"""A report as a PDF with a text layer, on A4 pages with header and page number (GB/T 9704: 28 characters a line)."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from scripts.report_writers.rows import Row, looks
from scripts.report_writers.wrap import wrap

FONT = "STSong-Light"  # named, not embedded: no font of ours to ship
_PAGE_WIDTH, _PAGE_HEIGHT = 595.28, 841.89
_TOP, _BOTTOM = 760.0, 90.0


@dataclass(frozen=True, slots=True)
class Print:
    """How the PDF looks."""

    size: float
    """Of the body's characters, in points."""
    styled: bool
    """Headings larger and bold; else they look as the body does."""
    header: str | None
    """At the top of every page."""


def pdf(reports: Sequence[Sequence[Row]], look: Print) -> bytes:
    """One report, or a book of several, each from a new page; the same rows give the same bytes."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(_PAGE_WIDTH, _PAGE_HEIGHT), invariant=1)
    pages = _Pages(canvas, look)
    for rows in reports:
        pages.turn()
        for kind, row in looks(rows):
            pages.write(kind, row)
    pages.close()
    canvas.save()
    return buffer.getvalue()


class _Pages:
    """The place on the page where the next line goes."""

    def __init__(self, canvas: Any, look: Print) -> None:  # reportlab has no types
        self.canvas, self.look = canvas, look
        self.number, self.y = 0, _TOP
        self.width = 28 * 16.0 if look.size == 16 else 440.0
        self.left = (_PAGE_WIDTH - self.width) / 2

    def turn(self) -> None:
        """Finish the page and start the next, with its header and number."""
        if self.number:
            self.canvas.showPage()
        self.number, self.y = self.number + 1, _TOP
        if self.look.header:
            self._centred(self.look.header, 9, _PAGE_HEIGHT - 50)
        self._centred(f"— {self.number} —", 14, 50)

    def close(self) -> None:
        """Finish the last page."""
        self.canvas.showPage()

    def write(self, kind: str, row: Row) -> None:
        """Set one row in its look."""
        size, bold = self.look.size, False
        if kind == "title":
            size, bold = size * 1.375, True
        elif kind == "heading" and self.look.styled:
            size, bold = size * (1.15 if row.level == 1 else 1.0), True
        elif kind == "caption":
            size *= 0.75
        centred = kind in ("title", "subtitle", "byline", "caption")
        centred = centred or (kind == "signature" and _width(row.text, size) < self.width)
        indent = 0.0 if centred else 2 * size
        width = self.width - 2 * size if kind == "title" else self.width
        lines = wrap(row.text, first=width - indent, width=width, measure=lambda text: _width(text, size))
        for number, line in enumerate(lines):
            x = self.left + (indent if number == 0 else 0.0)
            if centred:
                room = self.width - _width(line, size)
                x = self.left + max(0.0, room if kind == "signature" else room / 2)
            full = not centred and number < len(lines) - 1
            self._line(line, (x, size), bold=bold, stretch=self.left + self.width - x if full else None)
        if kind in ("title", "byline"):
            self.y -= self.look.size

    def _line(self, line: str, place: tuple[float, float], *, bold: bool, stretch: float | None) -> None:
        x, size = place
        if self.y < _BOTTOM:
            self.turn()
        space = 0.0
        if stretch is not None and len(line) > 1:
            space = max(-0.1 * size, (stretch - _width(line, size)) / (len(line) - 1))
        _draw(self.canvas, line, (x, self.y, size), space=space, bold=bold)
        self.y -= 1.8 * size

    def _centred(self, text: str, size: float, y: float) -> None:
        _draw(self.canvas, text, ((_PAGE_WIDTH - _width(text, size)) / 2, y, size), space=0.0, bold=False)


def _draw(canvas: Any, text: str, place: tuple[float, float, float], *, space: float, bold: bool) -> None:
    """One line; bold is the outline drawn as well.

    Digits stay in the Chinese font: where it is missing, pdfium loses a character that stands alone between two fonts.
    """
    x, y, size = place
    canvas.saveState()  # the render mode outlives the text object
    line = canvas.beginText(x, y)
    line.setCharSpace(space)
    line.setTextRenderMode(2 if bold else 0)
    line.setFont(FONT, size)
    line.textOut(text)
    canvas.drawText(line)
    canvas.restoreState()


def _width(text: str, size: float) -> float:
    from reportlab.pdfbase.pdfmetrics import stringWidth

    return float(stringWidth(text, FONT, size))
