"""The characters of a PDF page with their places, as pdfium reports them, turned upright."""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

_UPRIGHT = math.radians(5)  # text that leans more is a watermark or a margin note
_BOLD_FONT = re.compile(r"bold|heavy|black|simhei|heiti|fzhei|stxihei|黑体", re.IGNORECASE)
_BOLD_WEIGHT = 600
_NAME_LENGTH = 256
_UNKNOWN = frozenset({0, 0xFFFD, 0xFFFE, 0xFFFF})


class Char(NamedTuple):
    """A character, its box from left to right, its baseline, and its size: points, from the lower left corner."""

    text: str
    left: float
    right: float
    baseline: float
    size: float
    bold: bool


class Page(NamedTuple):
    """Upright characters in the order of the file, and how many characters have no known meaning."""

    chars: list[Char]
    unknown: int
    height: float


class _Look(NamedTuple):
    """What the characters of one text object share."""

    size: float
    bold: bool
    upright: bool


def page_chars(page: Any) -> Page:
    """Characters of a pdfium page. Blanks that pdfium inserts are left out; the file's own stay."""
    import pypdfium2.raw as pdfium

    turn = page.get_rotation()
    left, bottom, right, top = page.get_bbox()
    width, height = right - left, top - bottom
    looks: dict[int | None, _Look] = {}
    chars: list[Char] = []
    unknown = 0
    box = pdfium.FS_RECTF()
    x, y = ctypes.c_double(), ctypes.c_double()
    text_page = page.get_textpage()
    try:
        for index in range(pdfium.FPDFText_CountChars(text_page)):
            code = pdfium.FPDFText_GetUnicode(text_page, index)
            if pdfium.FPDFText_IsGenerated(text_page, index) == 1 or code in (10, 13):
                continue
            thing = pdfium.FPDFText_GetTextObject(text_page, index)
            key = ctypes.cast(thing, ctypes.c_void_p).value
            if key not in looks:
                looks[key] = _look(text_page, index, turn)
            look = looks[key]
            if not look.upright:
                continue
            if code in _UNKNOWN or 0xE000 <= code <= 0xF8FF:
                unknown += 1
            pdfium.FPDFText_GetLooseCharBox(text_page, index, box)
            pdfium.FPDFText_GetCharOrigin(text_page, index, x, y)
            edges = [
                _turned(place - left, y.value - bottom, turn, (width, height))[0] for place in (box.left, box.right)
            ]
            if turn in (90, 270):
                edges = [_turned(0.0, place - bottom, turn, (width, height))[0] for place in (box.bottom, box.top)]
            baseline = _turned(x.value - left, y.value - bottom, turn, (width, height))[1]
            text = "\ufffd" if code in _UNKNOWN else chr(code)
            chars.append(Char(text, min(edges), max(edges), baseline, look.size, look.bold))
    finally:
        text_page.close()
    return Page(chars, unknown, width if turn in (90, 270) else height)


def _turned(x: float, y: float, turn: int, size: tuple[float, float]) -> tuple[float, float]:
    """A place on the page after the page is turned clockwise as it asks to be."""
    width, height = size
    if turn == 90:
        return y, width - x
    if turn == 180:
        return width - x, height - y
    if turn == 270:
        return height - y, x
    return x, y


def _look(text_page: Any, index: int, turn: int) -> _Look:
    import pypdfium2.raw as pdfium

    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFText_GetMatrix(text_page, index, matrix):
        matrix.a = matrix.d = 1.0
    angle = math.atan2(matrix.b, matrix.a) - math.radians(turn)
    scale = math.hypot(matrix.c, matrix.d)
    size = pdfium.FPDFText_GetFontSize(text_page, index) * (scale or 1.0)
    bold = pdfium.FPDFText_GetFontWeight(text_page, index) >= _BOLD_WEIGHT
    return _Look(
        size=size if size > 0 else 1.0,
        bold=bold or _BOLD_FONT.search(_font_name(text_page, index)) is not None,
        upright=abs(math.remainder(angle, math.tau)) < _UPRIGHT,
    )


def _font_name(text_page: Any, index: int) -> str:
    import pypdfium2.raw as pdfium

    buffer = ctypes.create_string_buffer(_NAME_LENGTH)
    pdfium.FPDFText_GetFontInfo(text_page, index, buffer, _NAME_LENGTH, ctypes.c_int())
    return buffer.value.decode("utf-8", "replace")


def pictures(page: Any) -> Iterator[float]:
    """Share of the page that each picture on it covers."""
    import pypdfium2.raw as pdfium

    width, height = page.get_size()
    for thing in page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_IMAGE,)):
        left, bottom, right, top = thing.get_bounds()
        yield (right - left) * (top - bottom) / max(1.0, width * height)
