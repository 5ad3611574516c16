"""Runs of characters that stand side by side on a page, and what of them lies over or beside the text of every page."""

from __future__ import annotations

import bisect
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from nlp.read.pdf.chars import Char

_SAME_PLACE = 0.3  # the same character drawn again within this distance, in em, is drawn twice for boldness
_LEVEL = 0.15  # baselines that differ by less, in em, are one
_RAISED = 0.5  # superscripts and lines of a slanted scan differ by less, in em
_NEAR = 1.0  # characters that are not level are one line only if they are no further apart, in em
_ALIKE = 1.1  # sizes whose ratio is less are one
_APART = 1.5  # level characters of different size that are further apart, in em, are not one line
_FAR = 1.8  # characters further apart, in em, may stand in two columns
_OVERLAP = 0.4  # of the narrower character: more than characters of one line share
_MARGIN = 1.2  # text in the margin is further from the body, in em of its size; a hanging number is not

_Key = tuple[str, int, int, int]  # what is drawn, and where: the same on every page


class Piece(NamedTuple):
    """A run of characters in the order of the file: points, from the page's lower left corner."""

    chars: Sequence[Char]
    left: float
    right: float
    baseline: float
    size: float
    is_row: bool = False
    """Whether it is a row of a table, then as one character with tabs between the cells."""

    @property
    def text(self) -> str:
        """Its characters."""
        return "".join(char.text for char in self.chars)

    @property
    def width(self) -> float:
        """In points."""
        return self.right - self.left


def pieces_of(chars: Sequence[Char]) -> list[Piece]:
    """The pieces of a page, in the order of the file; blanks stay inside them only."""
    runs: list[list[Char]] = []
    for char in chars:
        if not runs or not _follows(runs[-1][-1], char):
            runs.append([])
        runs[-1].append(char)
    stripped = (_stripped(run) for run in runs)
    return [_piece(run) for run in stripped if run]


def _piece(run: Sequence[Char]) -> Piece:
    main = max(run, key=lambda char: char.size)
    return Piece(run, run[0].left, run[-1].right, main.baseline, main.size)


def _follows(previous: Char, char: Char) -> bool:
    em = max(previous.size, char.size)
    gap = char.left - previous.right
    if gap <= -em or char.right <= previous.left:
        return False
    return (gap < _FAR * em and are_level(previous, char, gap)) or are_near(previous, char, gap)


def _stripped(run: list[Char]) -> list[Char]:
    inked = [number for number, char in enumerate(run) if char.text.strip()]
    return run[inked[0] : inked[-1] + 1] if inked else []


def are_level(one: Char | Piece, other: Char | Piece, gap: float) -> bool:
    """Whether two things `gap` points apart stand on one baseline, and are of one line by their sizes."""
    em = max(one.size, other.size)
    return abs(one.baseline - other.baseline) < _LEVEL * em and (_are_alike(one, other) or gap < _APART * em)


def are_near(one: Char | Piece, other: Char | Piece, gap: float) -> bool:
    """Whether two things `gap` points apart are of one line though one is raised, or set lower by a slanted scan."""
    em = max(one.size, other.size)
    return abs(one.baseline - other.baseline) < _RAISED * em and gap < em * (
        _NEAR if _are_alike(one, other) else _NEAR / 2
    )


def _are_alike(one: Char | Piece, other: Char | Piece) -> bool:
    return max(one.size, other.size) < _ALIKE * min(one.size, other.size)


def clash(one: Piece, other: Piece) -> bool:
    """Whether characters of the one stand over other characters of the other, so that they cannot be one line."""
    if min(one.right, other.right) <= max(one.left, other.left):
        return False
    chars = sorted((char for char in other.chars if char.text.isalnum()), key=lambda char: char.left)
    lefts = [char.left for char in chars]
    for char in one.chars:
        if char.text.isalnum():
            last = bisect.bisect_left(lefts, char.right)
            if any(_overlap(char, before) for before in chars[max(0, last - 3) : last]):
                return True
    return False


def are_twice(one: Char, other: Char) -> bool:
    """Whether they are one character that is drawn twice for boldness; two narrow ones side by side are not."""
    near = min(_SAME_PLACE * one.size, (one.right - one.left) / 2)
    return one.text == other.text and abs(one.left - other.left) < near


def _overlap(one: Char, other: Char) -> bool:
    shared = min(one.right, other.right) - max(one.left, other.left)
    return shared > _OVERLAP * min(one.right - one.left, other.right - other.left) and not are_twice(one, other)


def without_watermarks(pages: Sequence[Sequence[Piece]]) -> list[list[Piece]]:
    """The pages without what is drawn at one place on two or more of them, over other text or out in the margin.

    That are watermarks, the line along which the pages are bound, and numbers of lines. Headers and footers stay.
    """
    counts = Counter(key for pieces in pages for key in {_key(piece) for piece in pieces})
    marks: Counter[tuple[str, int]] = Counter()
    margins: Counter[_Key] = Counter()
    for pieces in pages:
        again = [piece for piece in pieces if counts[_key(piece)] > 1]
        own = [piece for piece in pieces if counts[_key(piece)] == 1]
        marks.update({(piece.text, round(piece.size)) for piece in again if any(_is_over(piece, it) for it in own)})
        margins.update({_key(piece) for piece in again if own and _is_beside(piece, own)})
    return [
        [
            piece
            for piece in pieces
            if counts[_key(piece)] == 1 or (not marks[piece.text, round(piece.size)] and margins[_key(piece)] < 2)
        ]
        for pieces in pages
    ]


def _key(piece: Piece) -> _Key:
    return piece.text, round(piece.size), round(piece.left), round(piece.baseline)


def _is_over(mark: Piece, piece: Piece) -> bool:
    shared = min(mark.baseline + mark.size, piece.baseline + piece.size) - max(mark.baseline, piece.baseline)
    return shared > _OVERLAP * min(mark.size, piece.size) and clash(mark, piece)


def _is_beside(piece: Piece, body: Sequence[Piece]) -> bool:
    room = _MARGIN * piece.size
    if not min(it.baseline for it in body) <= piece.baseline <= max(it.baseline for it in body):
        return False
    return piece.right + room < min(it.left for it in body) or piece.left - room > max(it.right for it in body)
