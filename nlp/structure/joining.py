"""Wrapped lines → units: where does a paragraph end?

A wrapped line ends because the next character had no room, a paragraph's last line because the paragraph ended. The
width decides most cases, but a last line may happen to be full and a dump may have lost its indents, so every way to
cut the lines is costed by what it would have to explain away (a short line that goes on, a sentence cut off, a first
line without indent, …) and the cheapest is taken: a shortest path over lines × position in the unit, one pass.
"""

from __future__ import annotations

import bisect
import math
import re
import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from nlp.document import Block
from nlp.structure.front import begins_credit, is_byline
from nlp.structure.numbering import BARE_STYLES, ITEM_DEPTH, begins_enumeration, parse_number
from nlp.structure.unit import Unit, ends_sentence, is_balanced, looks_like_heading, unit_of
from nlp.text import em_width

_NEVER_FIRST = "，。、；：！？）”’」』》】〉,.;:!?)%％…"
_OPENERS = "（“‘「『《【〈("
_RUN = re.compile(r"[A-Za-z0-9.%+/-]+")
_FULL = -0.25  # em: with less room than this at its end a line is full
_IRREGULAR = 25
_POSITIONS = 3  # line 1, line 2, later line of a unit


@dataclass(frozen=True, slots=True)
class _Layout:
    """How the lines of a source are set, in em of the body's font."""

    margin: float
    """Extent of a full line."""
    lost_indent: float
    """How much shorter a paragraph's full first line is, because its indent was lost; 0 when it was not."""
    indented: bool
    """Whether first lines are indented."""
    gap: float
    """Usual gap between two lines of a paragraph."""
    size: float | None
    """Font size of the body in points."""
    rooms: tuple[float, ...] = ()
    """Room left at the ends of lines that surely go on, ascending: how exactly the source is set."""


def join_lines(blocks: Sequence[Block]) -> list[Unit]:
    """Units in order: a whole block is one, lines are joined when the source is wrapped and else are one each."""
    layout = _layout(blocks)
    units: list[Unit] = []
    run: list[Block] = []
    for block in blocks:
        if block.role != "text" or block.level is not None or layout is None:
            units += _cut(run, layout)
            run = []
            units.append(unit_of([block], block.text))
        else:
            run.append(block)
    return units + _cut(run, layout)


def join_text(first: str, second: str) -> str:
    """Two lines as one text: no blank next to a Chinese character, one between Latin words, none inside a number."""
    a, b = first[-1:], second[:1]
    latin = a.isascii() and b.isascii() and a.isalnum() and b.isalnum() and not (a.isdigit() and b.isdigit())
    sentence = a in ".,;:!?" and b.isascii() and b.isalpha()
    return f"{first} {second}" if latin or sentence else first + second


def _layout(blocks: Sequence[Block]) -> _Layout | None:
    """The layout of wrapped text, or None when lines are whole paragraphs."""
    lines = [block for block in blocks if block.role == "text" and block.level is None]
    if len(lines) < 4:
        return None
    sizes = Counter(block.size for block in lines for _ in block.text if block.size)
    size = sizes.most_common(1)[0][0] if sizes else None
    extents = [_extent(block, size) for block in lines]
    counts = Counter(round(2 * extent) / 2 for extent in extents if extent >= 12)
    if not counts:
        return None
    margin = max(counts, key=lambda width: (2 * counts[width] + counts[width - 0.5] + counts[width + 0.5], width))
    full = [i for i, extent in enumerate(extents) if abs(extent - margin) <= 1.5]
    cut = sum(not ends_sentence(lines[i].text) for i in full)
    beyond = sum(extent > margin + 4 for extent in extents)
    if len(full) < 0.25 * len(lines) or cut < 0.5 * len(full) or beyond > 0.02 * len(lines) + 1:
        return None
    indents = sum(1.5 <= block.indent <= 6 for block in lines)
    indented = 0.02 * len(lines) < indents < 0.7 * len(lines)
    layout = _Layout(
        margin=margin,
        lost_indent=0.0 if indented else _lost_indent(lines, extents, margin),
        indented=indented,
        gap=statistics.median(lines[i].gap for i in full),
        size=size,
    )
    going_on = [
        i
        for i in range(1, len(lines) - 1)
        if min(extents[i - 1], extents[i]) > margin - 4 and not any(_ends_unit(lines[j].text) for j in (i - 1, i))
    ]
    return replace(layout, rooms=tuple(sorted(_room(lines[i], lines[i + 1], 1, layout) for i in going_on)))


def _ends_unit(text: str) -> bool:
    return ends_sentence(text) or text[-1] in "：:"


def _lost_indent(lines: Sequence[Block], extents: Sequence[float], margin: float) -> float:
    """2 em when the first full line after a paragraph's end is as a rule that much shorter than the margin."""
    firsts = [
        extents[i]
        for i in range(1, len(lines))
        if extents[i - 1] < margin - 4
        and margin - 3.5 < extents[i] < margin + 1
        and parse_number(lines[i].text) is None
    ]
    short = sum(extent < margin - 0.75 for extent in firsts)
    return 2.0 if firsts and short > 0.5 * len(firsts) else 0.0


def _extent(block: Block, size: float | None) -> float:
    indent = block.indent if block.indent >= 1.0 else 0.0  # a single blank is a page's first line, or a slip
    width = indent + (block.width if block.width is not None else em_width(block.text))
    return width * block.size / size if block.size and size else width


def _cut(lines: Sequence[Block], layout: _Layout | None) -> list[Unit]:
    """The lines as units, cut at the least total cost."""
    if not lines:
        return []
    if layout is None:
        return [unit_of([replace(block, whole=True)], block.text) for block in lines]
    infinite = float("inf")
    cost = [0.0] + [infinite] * (_POSITIONS - 1)  # of all before this line, by its position in its unit
    back: list[list[int]] = []  # position of the line before, by position of this line
    for i in range(len(lines) - 1):
        ends = [cost[p] + _break_cost(lines, i, p, layout) for p in range(_POSITIONS)]
        goes_on = [cost[p] + _join_cost(lines, i, p, layout) for p in range(_POSITIONS)]
        best_end = min(range(_POSITIONS), key=ends.__getitem__)
        best_later = min((1, 2), key=goes_on.__getitem__)
        cost = [ends[best_end], goes_on[0], goes_on[best_later]]
        back.append([best_end, 0, best_later])
    last = len(lines) - 1
    position = min(range(_POSITIONS), key=lambda p: cost[p] + _open_end_cost(lines, last, p))
    starts = []
    for i in range(last, -1, -1):
        if position == 0:
            starts.append(i)
        position = back[i - 1][position] if i else 0
    starts = starts[::-1]
    return [_unit(lines[a:b]) for a, b in zip(starts, [*starts[1:], len(lines)], strict=True)]


def _unit(lines: Sequence[Block]) -> Unit:
    text = lines[0].text
    for block in lines[1:]:
        text = join_text(text, block.text)
    return unit_of(lines, text)


def _break_cost(lines: Sequence[Block], i: int, position: int, layout: _Layout) -> float:
    """What must be explained away if a unit ends with line `i`, the unit's first, second or a later line."""
    block, following = lines[i], lines[i + 1]
    cost = _open_end_cost(lines, i, position)
    room = _room(block, following, position, layout)
    cost += max(0.0, math.log(layout.margin / (1.0 + max(room, 0.0))) - 1.2)  # a last line happens to be this full
    if room < _FULL and not ends_sentence(block.text):
        cost += 1.0
    if layout.indented and following.indent < 1.0 and not _stands_out(following, layout):
        cost += 6.0
    if layout.lost_indent:
        hanging = 1.0 if following.text[-1] in _NEVER_FIRST else 0.0
        excess = _extent(following, layout.size) - hanging - (layout.margin - layout.lost_indent)
        cost += min(3.0, max(0.0, 2.0 * excess))  # too long for a first line
    if following.text[0] in _NEVER_FIRST:
        cost += 8.0
    return cost


def _open_end_cost(lines: Sequence[Block], i: int, position: int) -> float:
    text = lines[i].text
    if ends_sentence(text):
        return 0.0
    if text[-1] in "：:":
        return 0.3
    if position < 2:
        whole = join_text(lines[i - 1].text, text) if position == 1 else text
        number = parse_number(whole)
        if position == 0 and is_byline(text) and is_balanced(text):
            return 0.5
        if looks_like_heading(whole, number):
            return (1.0 if number else 2.0) + position  # headings of two lines are rarer
    if not is_balanced(text) and text[-1] not in "；;":
        return 12.0
    return 3.0 if text[-1] in "；;" else 8.0


def _join_cost(lines: Sequence[Block], i: int, position: int, layout: _Layout) -> float:
    """What must be explained away if line `i` goes on in the next one."""
    block, following = lines[i], lines[i + 1]
    cost = _short_line_cost(_room(block, following, position, layout), layout.rooms)
    number = parse_number(following.text)
    if number and looks_like_heading(following.text, number):
        cost += 6.0
    elif number and number.style not in BARE_STYLES:
        cost += 6.0 if number.depth < ITEM_DEPTH else 4.0
    elif begins_enumeration(following.text):
        cost += 2.0
    elif begins_credit(following.text) or (position == 0 and is_byline(block.text) and is_balanced(block.text)):
        cost += 5.0
    if layout.indented and 1.5 <= following.indent <= 6:
        cost += 8.0
    if following.gap > layout.gap + 0.75:
        cost += 5.0
    if _looks_differ(block, following):
        cost += 5.0
    return cost


def _short_line_cost(room: float, rooms: Sequence[float]) -> float:
    """How surprising this much room is in a line that goes on: -ln of the share of such lines with as much room.

    Next to what was seen, one line in `_IRREGULAR` is expected to be set loosely, the less likely the looser.
    """
    if room < _FULL:
        return 0.0
    as_much = (len(rooms) - bisect.bisect_left(rooms, room)) / max(1, len(rooms))
    return min(12.0, -math.log(min(1.0, as_much + math.exp(-max(room, 0.0)) / _IRREGULAR)))


def _room(block: Block, following: Block, position: int, layout: _Layout) -> float:
    """Em left at the end of the line once the next line's first unbreakable piece is set there; < 0: no room."""
    scale = block.size / layout.size if block.size and layout.size else 1.0
    margin = layout.margin - (layout.lost_indent if position == 0 else 0.0)
    return margin - _extent(block, layout.size) - scale * em_width(_piece(following.text))


def _piece(text: str) -> str:
    """What a line break could not have cut off the text's beginning: a Latin word, or a character, with its marks."""
    end = 0
    while end < len(text) - 1 and text[end] in _OPENERS:
        end += 1
    run = _RUN.match(text, end)
    end = run.end() if run else end + 1
    while end < len(text) and text[end] in _NEVER_FIRST:
        end += 1
    return text[:end]


def _stands_out(block: Block, layout: _Layout) -> bool:
    """Whether an unindented line shows that it begins a unit all the same: numbered, bold, centred, larger."""
    larger = bool(block.size and layout.size and block.size > layout.size + 0.6)
    return larger or bool(block.bold) or bool(block.centred) or parse_number(block.text) is not None


def _looks_differ(a: Block, b: Block) -> bool:
    if a.size and b.size and abs(a.size - b.size) > 0.6:
        return True
    return a.bold is not None and b.bold is not None and a.bold != b.bold
