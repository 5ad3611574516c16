"""The columns of running text on the pages of a PDF."""

from __future__ import annotations

import statistics
from bisect import bisect
from collections.abc import Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from nlp.read.pdf.pieces import Piece, are_level

_LINES = 6  # full lines that a column has at least where the page alone shows it
_WIDTH = 8.0  # em: a column is wider
_FULL = 0.7  # of a column's width: a full line is wider
_NEIGHBOURS = 2  # pages further away do not say how a page is set


class Column(NamedTuple):
    """Left and right edge of a text column, in points."""

    left: float
    right: float


Columns = tuple[Column, ...]


def page_columns(pages: Sequence[Sequence[Piece]]) -> list[Columns]:
    """The columns of each page from left to right; () where there is only one.

    A page too short to show them, as often the last one, has those of a page nearby, if possible one on the same side
    of the sheet.
    """
    own = [find_columns(pieces) for pieces in pages]
    found = [number for number, columns in enumerate(own) if columns]
    return [
        columns or _of_neighbour(number, [it for it in found if abs(it - number) <= _NEIGHBOURS], own)
        for number, columns in enumerate(own)
    ]


def _of_neighbour(page: int, near: Sequence[int], own: Sequence[Columns]) -> Columns:
    return own[min(near, key=lambda number: ((number - page) % 2, abs(number - page)))] if near else ()


def find_columns(pieces: Sequence[Piece]) -> Columns:
    """Strips of running text that are parted by white ones, which few lines cross.

    The vertical step of the recursive X-Y cut: Nagy and Seth, Hierarchical representation of optically scanned
    documents, ICPR 1984. Strips of short lines are no columns, but those of a table.
    """
    if not pieces:
        return ()
    em = statistics.median(piece.size for piece in pieces for _ in piece.chars)
    wide = [piece for piece in pieces if piece.width > _FULL * _WIDTH * em]
    gutters = _gutters(wide)
    strips = [
        [piece for piece in pieces if before <= piece.left and piece.right <= after]
        for before, after in pairwise((float("-inf"), *gutters, float("inf")))
    ]
    columns = tuple(Column(min(it.left for it in strip), max(it.right for it in strip)) for strip in strips if strip)
    running = len(columns) == len(strips) and all(map(_is_running, strips, columns))
    return columns if gutters and running and all(it.right - it.left > _WIDTH * em for it in columns) else ()


def _is_running(strip: Sequence[Piece], column: Column) -> bool:
    full = [piece.width for piece in strip if is_full(piece, column)]
    return len(full) >= _LINES and 2 * sum(full) > sum(piece.width for piece in strip)


def is_full(piece: Piece, column: Column) -> bool:
    """Whether the piece fills a line of the column, more or less."""
    return piece.width > _FULL * (column.right - column.left)


def _gutters(pieces: Sequence[Piece]) -> list[float]:
    """Where fewer lines cross than half of those on either side: the least crossed place of each such stretch."""
    lefts, rights = sorted(piece.left for piece in pieces), sorted(piece.right for piece in pieces)
    edges = sorted({*lefts, *rights})
    gutters: list[float] = []
    best: tuple[int, float, float] | None = None
    begun = ended = 0
    for edge, following in pairwise(edges):
        while begun < len(lefts) and lefts[begun] <= edge:
            begun += 1
        while ended < len(rights) and rights[ended] <= edge:
            ended += 1
        least = min(ended, len(pieces) - begun)
        if least >= _LINES and 2 * (begun - ended) < least:
            place = begun - ended, edge - following, (edge + following) / 2
            best = min(best, place) if best else place
        elif best:
            gutters.append(best[-1])
            best = None
    return gutters


def bands(pieces: Sequence[Piece], columns: Columns) -> list[tuple[list[Piece], int]]:
    """Pieces in the order in which they are read, each group with its column; 0 the only or left one.

    A title or a footer over more than one column parts the page. Between two of them there are columns only if one
    has a full line.
    """
    gutters = [(one.right + other.left) / 2 for one, other in pairwise(columns)]
    over = [piece for piece in pieces if any(piece.left < gutter < piece.right for gutter in gutters)]
    spans = {id(piece) for piece in pieces if any(piece is it or are_level(piece, it, 0.0) for it in over)}
    found: list[tuple[list[Piece], int]] = []
    ordered = sorted(pieces, key=lambda piece: -piece.baseline)
    for spanning, group in groupby(ordered, key=lambda piece: id(piece) in spans):
        band = list(group)
        found += [(band, 0)] if spanning else _strips(band, columns, gutters)
    return found


def _strips(band: list[Piece], columns: Columns, gutters: Sequence[float]) -> list[tuple[list[Piece], int]]:
    strips = [[piece for piece in band if bisect(gutters, piece.left) == number] for number in range(len(gutters) + 1)]
    if any(is_full(piece, column) for strip, column in zip(strips, columns, strict=False) for piece in strip):
        return [(strip, number) for number, strip in enumerate(strips) if strip]
    return [(band, 0)]
