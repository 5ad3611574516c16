"""Tables with drawn lines between their cells: a piece per row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from nlp.read.pdf.chars import Char
from nlp.read.pdf.lines import page_lines
from nlp.read.pdf.pieces import Piece, pieces_of
from nlp.read.pdf.rules import THIN, Rule, Rules

_CELL_LENGTH = 200  # characters: a cell with more holds running text, and the lines only frame it
_MIDDLE = 0.35  # of the size: so far above its baseline is the middle of a character


class _Box(NamedTuple):
    top: float
    left: float
    bottom: float
    right: float


class _Frame(NamedTuple):
    """Lines that meet."""

    across: frozenset[Rule]
    upright: frozenset[Rule]

    @property
    def box(self) -> _Box:
        """What they enclose; the outermost upright ones may be missing."""
        return _Box(
            max(rule.place for rule in self.across),
            min(*(rule.start for rule in self.across), *(rule.place for rule in self.upright)),
            min(rule.place for rule in self.across),
            max(*(rule.end for rule in self.across), *(rule.place for rule in self.upright)),
        )


def parted_tables(chars: Sequence[Char], rules: Rules) -> tuple[list[Char], list[Piece]]:
    """The characters of a page that stand in no table, and the rows of its tables."""
    rest = list(chars)
    pieces: list[Piece] = []
    for frame in sorted(_frames(rules), key=lambda frame: frame.box.right - frame.box.left):
        box = frame.box
        inside = [char for char in rest if _is_inside(char, box)]
        rows = _rows(inside, frame)
        if sum(len(row) > 1 for row in rows) > 1 and all(_is_cell(cell) for row in rows for cell in row):
            taken = set(map(id, inside))
            rest = [char for char in rest if id(char) not in taken]
            pieces += map(_row_piece, rows)
    return rest, pieces


def _frames(rules: Rules) -> list[_Frame]:
    frames: list[_Frame] = []
    for upright in rules.upright:
        met = frozenset(it for it in rules.across if it.passes(upright.place) and upright.passes(it.place))
        if not met:
            continue
        same = [frame for frame in frames if frame.across & met]
        frames = [frame for frame in frames if frame not in same]
        frames.append(
            _Frame(
                met.union(*(frame.across for frame in same)),
                frozenset({upright}).union(*(frame.upright for frame in same)),
            )
        )
    return frames


def _is_inside(char: Char, box: _Box) -> bool:
    x, y = _middle(char)
    return box.left < x < box.right and box.bottom < y < box.top


def _middle(char: Char) -> tuple[float, float]:
    return (char.left + char.right) / 2, char.baseline + _MIDDLE * char.size


def _rows(chars: Sequence[Char], frame: _Frame) -> list[list[list[Char]]]:
    """The characters of each cell, row by row; a cell over several rows belongs to its first one."""
    cells: dict[_Box, list[Char]] = defaultdict(list)
    for char in chars:
        cells[_cell(char, frame)].append(char)
    full = sorted((box for box, own in cells.items() if any(char.text.strip() for char in own)), reverse=True)
    rows: list[list[_Box]] = [full[:1]]
    for before, box in pairwise(full):
        if before.top - box.top < THIN:
            rows[-1].append(box)
        else:
            rows.append([box])
    return [[cells[box] for box in sorted(row, key=lambda box: box.left)] for row in rows]


def _cell(char: Char, frame: _Frame) -> _Box:
    x, y = _middle(char)
    beside = [rule.place for rule in frame.upright if rule.passes(y)]
    around = [rule.place for rule in frame.across if rule.passes(x)]
    return _Box(
        min((place for place in around if place > y), default=frame.box.top),
        max((place for place in beside if place <= x), default=frame.box.left),
        max((place for place in around if place <= y), default=frame.box.bottom),
        min((place for place in beside if place > x), default=frame.box.right),
    )


def _is_cell(chars: Sequence[Char]) -> bool:
    return len(chars) <= _CELL_LENGTH


def _row_piece(cells: Sequence[Sequence[Char]]) -> Piece:
    chars = [char for cell in cells for char in cell]
    row = Char(
        text="\t".join(map(_text, cells)),
        left=min(char.left for char in chars),
        right=max(char.right for char in chars),
        baseline=min(char.baseline for char in chars),
        size=max(char.size for char in chars),
        bold=all(char.bold for char in chars if char.text.strip()),
    )
    return Piece((row,), row.left, row.right, row.baseline, row.size, is_row=True)


def _text(cell: Sequence[Char]) -> str:
    """The lines of a cell, parted only where two words would run into one."""
    text = ""
    for line in page_lines(pieces_of(cell), ()):
        apart = text[-1:].isascii() and line.text[:1].isascii() and bool(text)
        text += " " * apart + line.text
    return text
