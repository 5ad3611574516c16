"""Characters on a page to lines of text, from top to bottom, one column after the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from nlp.read.pdf.chars import Char
from nlp.text import em_width

_SAME_LINE = 0.5  # baselines that differ by less, in em, are one line (superscripts)
_FAR = 3.0  # characters further apart, in em, may stand in two columns
_SAME_PLACE = 0.3  # the same character drawn again within this distance, in em, is drawn twice for boldness
_PRINTED_BLANK = 0.05  # a gap that a blank of the file leaves at least, in em; one that leaves none is invisible
_LATIN_BLANK = 0.2  # a gap between letters that is a blank, in em
_MIXED_BLANK = 0.3  # between a letter or digit and a Chinese character: typesetters leave 0.25 em there anyway
_WIDE_BLANK = 0.8  # a gap between Chinese characters that is a blank, in em
_COLUMN_LINES = 6  # lines that a column has at least
_COLUMN_WIDTH = 0.3  # of the page's text


class Line(NamedTuple):
    """A line of text: points, from the lower left corner of the page."""

    text: str
    left: float
    right: float
    baseline: float
    size: float
    bold: bool
    column: int
    """0 the only or left column, 1 the right one."""


def page_lines(chars: Sequence[Char]) -> list[Line]:
    """Lines in reading order."""
    pieces = _pieces(chars)
    middle = _gutter(pieces)
    if middle is None:
        return _lines(pieces, 0)
    lines: list[Line] = []
    band: list[list[Char]] = []
    for piece in sorted(pieces, key=lambda piece: -piece[0].baseline):
        if piece[0].left < middle < piece[-1].right:  # a title or footer over both columns parts the page
            lines += _columns(band, middle) + _lines([piece], 0)
            band = []
        else:
            band.append(piece)
    return lines + _columns(band, middle)


def _columns(pieces: Sequence[list[Char]], middle: float) -> list[Line]:
    left = [piece for piece in pieces if piece[0].left < middle]
    right = [piece for piece in pieces if piece[0].left >= middle]
    return _lines(left, 0) + _lines(right, 1)


def _pieces(chars: Sequence[Char]) -> list[list[Char]]:
    """Runs of characters that stand side by side, in the order of the file; blanks stay inside them only."""
    pieces: list[list[Char]] = []
    for char in chars:
        if not pieces or not _follows(pieces[-1][-1], char):
            pieces.append([])
        pieces[-1].append(char)
    stripped = (_stripped(piece) for piece in pieces)
    return [piece for piece in stripped if piece]


def _follows(previous: Char, char: Char) -> bool:
    em = max(previous.size, char.size)
    return (
        abs(previous.baseline - char.baseline) < _SAME_LINE * em
        and -em < char.left - previous.right < _FAR * em
        and char.right > previous.left
    )


def _stripped(piece: list[Char]) -> list[Char]:
    inked = [number for number, char in enumerate(piece) if char.text.strip()]
    return piece[inked[0] : inked[-1] + 1] if inked else []


def _gutter(pieces: Sequence[list[Char]]) -> float | None:
    """Where two columns of running text part, if the page has them."""
    if not pieces:
        return None
    left, right = min(piece[0].left for piece in pieces), max(piece[-1].right for piece in pieces)
    middle = (left + right) / 2
    wide = [piece for piece in pieces if piece[-1].right - piece[0].left > _COLUMN_WIDTH * (right - left)]
    before = sum(piece[-1].right < middle for piece in wide)
    after = sum(piece[0].left > middle for piece in wide)
    across = len(wide) - before - after
    return middle if min(before, after) >= _COLUMN_LINES and across < min(before, after) / 2 else None


def _lines(pieces: Sequence[list[Char]], column: int) -> list[Line]:
    rows: list[list[Char]] = []
    for piece in sorted(pieces, key=lambda piece: -piece[0].baseline):
        em = max(piece[0].size, rows[-1][0].size) if rows else 0.0
        if rows and abs(rows[-1][0].baseline - piece[0].baseline) < _SAME_LINE * em:
            rows[-1] += piece
        else:
            rows.append(list(piece))
    return [_line(sorted(row, key=lambda char: char.left), column) for row in rows]


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
        again = any(
            char.text == before.text and char.left - before.left < _SAME_PLACE * char.size for before in once[-3:]
        )
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
