"""The straight lines that are drawn on a PDF page, as those around the cells of a table."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

THIN = 3.0  # points: a thicker box is no line, and lines that miss each other by less meet
_DRAWING = 5000  # lines: a page with more shows a map or a plan, which takes long to search
_SHORT = 6.0  # points: a shorter line does not part cells

_Point = tuple[float, float]


class Rule(NamedTuple):
    """A line: where it stands, and from where to where it goes along the other axis; points, from the lower left."""

    place: float
    start: float
    end: float

    def passes(self, place: float) -> bool:
        """Whether it goes by this place of the other axis."""
        return self.start - THIN < place < self.end + THIN


class Rules(NamedTuple):
    """The lines across the page and those upright, ascending."""

    across: list[Rule]
    upright: list[Rule]


def page_rules(page: Any) -> Rules:
    """The lines of a pdfium page, turned as the page asks, pieces of one line joined; none of a map or a plan."""
    box, turn = page.get_bbox(), page.get_rotation()
    across: list[Rule] = []
    upright: list[Rule] = []
    for one, other in _segments(page):
        (left, low), (right, high) = (_turned(point, turn, box) for point in (one, other))
        if abs(high - low) < THIN and abs(right - left) > _SHORT:
            across.append(Rule((low + high) / 2, min(left, right), max(left, right)))
        elif abs(right - left) < THIN and abs(high - low) > _SHORT:
            upright.append(Rule((left + right) / 2, min(low, high), max(low, high)))
    if len(across) + len(upright) > _DRAWING:
        return Rules([], [])
    return Rules(_joined(across), _joined(upright))


def _segments(page: Any) -> Iterator[tuple[_Point, _Point]]:
    """Both ends of each line: of a path's pieces where they are drawn, or of a box that is drawn as a line."""
    import pypdfium2.raw as pdfium

    for index in range(pdfium.FPDFPage_CountObjects(page.raw)):
        thing = pdfium.FPDFPage_GetObject(page.raw, index)
        if pdfium.FPDFPageObj_GetType(thing) != pdfium.FPDF_PAGEOBJ_PATH:
            continue
        left, bottom, right, top = (ctypes.c_float() for _ in range(4))
        pdfium.FPDFPageObj_GetBounds(thing, left, bottom, right, top)
        if min(right.value - left.value, top.value - bottom.value) < THIN:
            yield (left.value, bottom.value), (right.value, top.value)
        elif _has_stroke(thing):
            yield from _pieces(thing)


def _has_stroke(path: Any) -> bool:
    import pypdfium2.raw as pdfium

    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(path, fill, stroke)
    return bool(stroke.value)


def _pieces(path: Any) -> Iterator[tuple[_Point, _Point]]:
    import pypdfium2.raw as pdfium

    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(path, matrix)
    x, y = ctypes.c_float(), ctypes.c_float()
    start = last = (0.0, 0.0)
    for index in range(pdfium.FPDFPath_CountSegments(path)):
        segment = pdfium.FPDFPath_GetPathSegment(path, index)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = (
            matrix.a * x.value + matrix.c * y.value + matrix.e,
            matrix.b * x.value + matrix.d * y.value + matrix.f,
        )
        if pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_MOVETO:
            start = point
        else:
            yield last, point
        if pdfium.FPDFPathSegment_GetClose(segment):
            yield point, start
        last = point


def _turned(point: _Point, turn: int, box: tuple[float, float, float, float]) -> _Point:
    left, bottom, right, top = box
    x, y = point
    return {
        0: (x - left, y - bottom),
        90: (y - bottom, right - x),
        180: (right - x, top - y),
        270: (top - y, x - left),
    }[turn]


def _joined(rules: Sequence[Rule]) -> list[Rule]:
    """The lines with their pieces put together: cells draw their borders one by one, often each twice."""
    joined: list[Rule] = []
    level = 0  # the first of `joined` that may be the same line
    for rule in sorted(rules):
        while level < len(joined) and rule.place - joined[level].place >= THIN:
            level += 1
        for number, other in enumerate(joined[level:], level):
            if rule.start < other.end + THIN and other.start < rule.end + THIN:
                joined[number] = Rule(other.place, min(rule.start, other.start), max(rule.end, other.end))
                break
        else:
            joined.append(rule)
    return joined
