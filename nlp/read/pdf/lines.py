"""Characters on a page to lines of text, from top to bottom, one column after the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple

from nlp.read.pdf.chars import Char
from nlp.read.pdf.columns import Columns, bands
from nlp.read.pdf.pieces import Piece, are_level, are_near, are_twice, clash
from nlp.text import em_width

ASIDE = -1  # the column of lines in the margin, or in a box that the text flows around
_ROWS = 4  # that a piece may belong to: lines of text that lies over or beside other text mix
_BESIDE = 0.8  # baselines of lines side by side differ by less, in em
_PRINTED_BLANK = 0.05  # a gap that a blank of the file leaves at least, in em; one that leaves none is invisible
_LATIN_BLANK = 0.2  # a gap between letters that is a blank, in em
_MIXED_BLANK = 0.3  # between a letter or digit and a Chinese character: typesetters leave 0.25 em there anyway
_WIDE_BLANK = 0.8  # a gap between Chinese characters that is a blank, in em


class Line(NamedTuple):
    """A line of text: points, from the lower left corner of the page."""

    text: str
    left: float
    right: float
    baseline: float
    size: float
    bold: bool
    column: int
    """0 the only or left column, 1 the next one; `ASIDE`."""
    is_row: bool = False
    """Whether it is a row of a table, cells parted by a tab."""


def page_lines(pieces: Sequence[Piece], columns: Columns) -> list[Line]:
    """Lines in reading order."""
    return [line for band, column in bands(pieces, columns) for line in _asides_last(_lines(band, column))]


def _lines(pieces: Sequence[Piece], column: int) -> list[Line]:
    rows = _attached(_level_rows(pieces))
    lines = [
        _line(sorted((char for piece in row for char in piece.chars), key=lambda char: char.left), column)._replace(
            is_row=row[0].is_row
        )
        for row in rows
    ]
    return sorted(lines, key=lambda line: -line.baseline)


def _level_rows(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Pieces on one baseline that stand side by side."""
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: (-piece.baseline, piece.left)):
        row = next((row for row in rows[-_ROWS:] if _fits(piece, row, are_level)), None)
        if row:
            row.append(piece)
        else:
            rows.append([piece])
    return rows


def _attached(rows: Sequence[list[Piece]]) -> list[list[Piece]]:
    """The rows with superscripts, and pieces of a slanted line, moved to the longer row that they belong to."""
    whole: list[list[Piece]] = []
    for row in sorted(rows, key=lambda row: -sum(len(piece.chars) for piece in row)):
        apart: list[Piece] = []
        for piece in row:
            other = next((other for other in whole if _fits(piece, other, are_near)), None)
            (apart if other is None else other).append(piece)
        if apart:
            whole.append(apart)
    return whole


def _fits(piece: Piece, row: Sequence[Piece], fits: Callable[[Piece, Piece, float], bool]) -> bool:
    if piece.is_row or row[0].is_row or abs(piece.baseline - row[0].baseline) > max(piece.size, row[0].size):
        return False
    nearest = min(row, key=lambda other: _gap(piece, other))
    return fits(piece, nearest, _gap(piece, nearest)) and not any(clash(piece, other) for other in row)


def _gap(one: Piece, other: Piece) -> float:
    """Points between two pieces; less than 0 when one stands over the other."""
    return max(one.left, other.left) - min(one.right, other.right)


def _asides_last(lines: list[Line]) -> list[Line]:
    """The lines in reading order where some stand beside others: first all on the left, then all on the right."""
    for start, (one, other) in enumerate(pairwise(lines)):
        if _are_beside(one, other):
            end, gutter = _aside(lines, start)
            left = [line for line in lines[start:end] if line.right <= gutter]
            right = [line for line in lines[start:end] if line.right > gutter]
            fewer = min(left, right, key=lambda side: sum(len(line.text) for line in side))
            aside = [line._replace(column=ASIDE) for line in fewer]
            both = aside + right if fewer is left else left + aside
            return lines[:start] + both + _asides_last(lines[end:])
    return lines


def _aside(lines: Sequence[Line], start: int) -> tuple[int, float]:
    """Where lines that stand beside each other from `start` on end, and a place between the left and right ones."""
    low = min(line.right for line in lines[start : start + 2])  # of the gap
    high = max(line.left for line in lines[start : start + 2])
    end = start + 2
    for number, line in enumerate(lines[end:], end):
        if line.right <= high:
            low = max(low, line.right)
        elif line.left >= low:
            high = min(high, line.left)
        else:
            break
        if _are_beside(lines[number - 1], line):
            end = number + 1
    return end, low


def _are_beside(one: Line, other: Line) -> bool:
    level = abs(one.baseline - other.baseline) < _BESIDE * max(one.size, other.size)
    return level and min(one.right, other.right) < max(one.left, other.left)


def _line(row: Sequence[Char], column: int) -> Line:
    once, doubled = _without_doubles(row)
    size = Counter(round(char.size, 1) for char in once if char.text.strip()).most_common(1)[0][0]
    return Line(
        text=_text(once),
        left=once[0].left,
        right=once[-1].right,
        baseline=Counter(char.baseline for char in once).most_common(1)[0][0],
        size=size,
        bold=doubled or all(char.bold for char in once if char.text.strip()),
        column=column,
    )


def _without_doubles(row: Sequence[Char]) -> tuple[list[Char], bool]:
    once: list[Char] = []
    for char in row:
        again = any(are_twice(char, before) for before in once[-3:])
        if not again or not char.text.strip():
            once.append(char)
    return once, len(row) > 1.5 * len(once)


def _text(row: Sequence[Char]) -> str:
    """Characters with blanks where letters or words stand apart, but not in a line that is spaced out as a whole."""
    inked: list[Char] = []
    blanks: list[bool] = []  # before each character of `inked`
    blank: Char | None = None
    for char in row:
        if not char.text.strip():
            blank = char
            continue
        blanks.append(bool(inked) and _is_apart(inked[-1], char, blank))
        inked.append(char)
        blank = None
    wide = [_is_wide(char) for char in inked]
    inner = [number for number in range(1, len(inked)) if wide[number - 1] and wide[number]]
    spaced_out = len(inner) > 1 and sum(blanks[number] for number in inner) > len(inner) / 2
    for number in inner if spaced_out else ():
        blanks[number] = False
    return "".join(" " * blank + char.text for char, blank in zip(inked, blanks, strict=True))


def _is_apart(char: Char, following: Char, blank: Char | None) -> bool:
    """Whether a blank shows between two characters; `blank`: the one that the file has there."""
    size = max(char.size, following.size)
    gap = (following.left - char.right) / size
    if blank is not None:  # some files set a blank between all characters and the next one over it
        shown = min(blank.right, following.left) - blank.left
        return max(gap, shown / size) > _PRINTED_BLANK
    return gap > (_LATIN_BLANK, _MIXED_BLANK, _WIDE_BLANK)[_is_wide(char) + _is_wide(following)]


def _is_wide(char: Char) -> bool:
    return em_width(char.text) >= 1
