"""The characters of a PDF page with their places, as pdfium reports them, turned upright."""

from __future__ import annotations

import ctypes
import math
import re
from collections import defaultdict
from collections.abc import Container, Iterator, Sequence
from itertools import pairwise
from operator import itemgetter
from typing import Any, NamedTuple

_UPRIGHT = math.radians(5)  # text that leans more is a watermark or a margin note
_BOLD_FONT = re.compile(r"bold|heavy|black|simhei|heiti|fzhei|stxihei|黑体", re.IGNORECASE)
_BOLD_WEIGHT = 600
_NO_WIDTH = 0.01  # points
_SAME_PLACE = 0.25  # text as wide drawn again within this distance, in its height, is drawn twice for boldness
_LIGATURE = 1.5  # a box wider than this, in em, holds more than one character
_NAME_LENGTH = 256  # bytes
_LINE_END_HYPHEN = 0x2
_UNKNOWN = frozenset({0, 0xFFFD, 0xFFFE, 0xFFFF})
_PRIVATE = range(0xE000, 0xF900)


class Char(NamedTuple):
    """A character, its left and right edge, its baseline and its size: points, from the page's lower left corner."""

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
    left, bottom, right, top = page.get_bbox()
    turn = page.get_rotation()
    _give_width(page)
    text_page = page.get_textpage()
    try:
        found = _parted(list(_chars(text_page.raw, turn, _drawn_twice(page))))
    finally:
        text_page.close()
    width, height = right - left, top - bottom
    chars = [
        char._replace(left=char.left - left, right=char.right - left, baseline=char.baseline - bottom)
        if turn == 0
        else _turned(char, turn, (left, bottom, right, top))
        for char in found
    ]
    unknown = sum(char.text == "\ufffd" or ord(char.text) in _PRIVATE for char in chars)
    return Page(chars, unknown, width if turn in (90, 270) else height)


def _text_objects(page: Any) -> Iterator[tuple[Any, float, float, float, float]]:
    """Each text object of the page with its left, bottom, right and top."""
    import pypdfium2.raw as pdfium

    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    for index in range(pdfium.FPDFPage_CountObjects(page.raw)):
        thing = pdfium.FPDFPage_GetObject(page.raw, index)
        if pdfium.FPDFPageObj_GetType(thing) == pdfium.FPDF_PAGEOBJ_TEXT:
            pdfium.FPDFPageObj_GetBounds(thing, left, bottom, right, top)
            yield thing, left.value, bottom.value, right.value, top.value


def _drawn_twice(page: Any) -> frozenset[int | None]:
    """Addresses of text objects that are drawn twice for boldness; pdfium often gives the text of one of them only."""
    places: dict[tuple[int, int, int], list[tuple[float, int | None]]] = defaultdict(list)
    for thing, left, bottom, right, top in _text_objects(page):
        places[round(bottom), round(top), round(right - left)].append((left, _address(thing)))
    return frozenset(
        address
        for (bottom, top, _), alike in places.items()
        for one, other in pairwise(sorted(alike, key=itemgetter(0)))
        if other[0] - one[0] < _SAME_PLACE * (top - bottom)
        for address in (one[1], other[1])
    )


def _address(thing: Any) -> int | None:
    return ctypes.cast(thing, ctypes.c_void_p).value


def _give_width(page: Any) -> None:
    """Give text objects that have none a width in memory.

    pdfium leaves such objects out of the text: a single character, or upright ones, of a font that is neither in the
    file nor on this machine. A stroke around the letters is all that it takes, for nothing is drawn.
    """
    import pypdfium2.raw as pdfium

    for thing, left, _, right, _ in _text_objects(page):
        if right - left < _NO_WIDTH:
            pdfium.FPDFPageObj_SetStrokeWidth(thing, 1.0)
            pdfium.FPDFTextObj_SetTextRenderMode(thing, pdfium.FPDF_TEXTRENDERMODE_FILL_STROKE)
            pdfium.FPDFPageObj_Transform(thing, 1, 0, 0, 1, 0, 0)  # makes pdfium measure it again


def _chars(text_page: Any, turn: int, bold: Container[int | None]) -> Iterator[Char]:
    """Upright characters, at the place that they have before the page is turned; `bold` by the addresses of objects.

    On a page that will be turned sideways, left and right are the lower and upper end, and the baseline is upright.
    """
    import pypdfium2.raw as pdfium

    sideways = turn in (90, 270)
    looks: dict[int | None, _Look] = {}
    box = pdfium.FS_RECTF()
    x, y = ctypes.c_double(), ctypes.c_double()
    for index in range(pdfium.FPDFText_CountChars(text_page)):
        code = pdfium.FPDFText_GetUnicode(text_page, index)
        if code in (10, 13) or pdfium.FPDFText_IsGenerated(text_page, index) == 1:
            continue
        key = _address(pdfium.FPDFText_GetTextObject(text_page, index))
        if key not in looks:
            look = _look(text_page, index, turn)
            looks[key] = look._replace(bold=look.bold or key in bold)
        look = looks[key]
        if not look.upright:
            continue
        pdfium.FPDFText_GetLooseCharBox(text_page, index, box)
        pdfium.FPDFText_GetCharOrigin(text_page, index, x, y)
        if code == _LINE_END_HYPHEN or pdfium.FPDFText_IsHyphen(text_page, index) == 1:
            code = ord("-")  # pdfium takes a hyphen at a line's end for one that divides a word
        text = "\ufffd" if code in _UNKNOWN else chr(code)
        if sideways:
            yield Char(text, box.bottom, box.top, x.value, look.size, look.bold)
        else:
            yield Char(text, box.left, box.right, y.value, look.size, look.bold)


def _parted(chars: Sequence[Char]) -> list[Char]:
    """The characters with boxes of their own where one glyph stands for two, as for a dash of two em."""
    parted = list(chars)
    for number, (char, following) in enumerate(pairwise(chars)):
        if char == following and char.right - char.left > _LIGATURE * char.size:
            middle = (char.left + char.right) / 2
            parted[number : number + 2] = char._replace(right=middle), following._replace(left=middle)
    return parted


def _turned(char: Char, turn: int, box: tuple[float, float, float, float]) -> Char:
    """A character of a page that asks to be turned clockwise by `turn` degrees, where it is after that."""
    left, bottom, right, top = box
    if turn == 90:
        return char._replace(left=char.left - bottom, right=char.right - bottom, baseline=right - char.baseline)
    if turn == 270:
        return char._replace(left=top - char.right, right=top - char.left, baseline=char.baseline - left)
    return char._replace(left=right - char.right, right=right - char.left, baseline=top - char.baseline)


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
