"""Wrapped lines → units: where does a paragraph end?

A wrapped line ends because the next character had no room, a paragraph's last line because the paragraph ended. The
width decides most cases, but a last line may happen to be full and a dump may have lost its indents, so every way to
cut the lines is costed by what it would have to explain away (a short line that goes on, a sentence cut off, a first
line without indent, …) and the cheapest is taken: a shortest path over lines × position in the unit, one pass.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from nlp.document import Block
from nlp.structure.bylines import begins_credit, is_byline
from nlp.structure.front import is_subtitle, is_title_line
from nlp.structure.layout import FULL, NEVER_FIRST, Layout, extent_of, layout_of, measured, room_after, short_line_cost
from nlp.structure.numbering import BARE_STYLES, ITEM_DEPTH, begins_enumeration, parse_number, parse_series
from nlp.structure.unit import Unit, ends_sentence, is_balanced, looks_like_heading, unit_of

_POSITIONS = 3
_LUCK = 1.2  # -ln of how much more often a full line ends a paragraph than chance has it


def join_lines(blocks: Sequence[Block]) -> list[Unit]:
    """Units in order: a whole block is one, lines are joined when the source is wrapped and else are one each."""
    printed = any(block.width is not None for block in blocks)
    blocks = blocks if printed else measured(blocks)
    layout = layout_of(blocks, printed=printed)
    if layout is None:
        return [unit_of([replace(block, whole=True)], block.text) for block in blocks]
    units: list[Unit] = []
    run: list[Block] = []
    for block in blocks:
        if block.role != "text" or block.level is not None:
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


def _cut(lines: Sequence[Block], layout: Layout) -> list[Unit]:
    """The lines as units, cut at the least total cost."""
    if not lines:
        return []
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


def _break_cost(lines: Sequence[Block], i: int, position: int, layout: Layout) -> float:
    """What must be explained away if a unit ends with line `i`, the unit's first, second or a later line."""
    block, following = lines[i], lines[i + 1]
    cost = _open_end_cost(lines, i, position)
    room = room_after(block, following, position, layout)
    cost += max(0.0, math.log(layout.margin / (1.0 + max(room, 0.0))) - _LUCK)  # a last line happens to be this full
    if room < FULL and not ends_sentence(block.text):
        cost += 1.0
    if layout.indented and following.indent < 1.0 and not _stands_out(following, layout):
        cost += 6.0
    if layout.lost_indent:
        hanging = 1.0 if following.text[-1] in NEVER_FIRST else 0.0
        excess = extent_of(following, layout.size) - hanging - (layout.margin - layout.lost_indent)
        cost += min(3.0, max(0.0, 2.0 * excess))  # too long for a first line
    if following.text[0] in NEVER_FIRST:
        cost += 8.0
    return cost


def _open_end_cost(lines: Sequence[Block], i: int, position: int) -> float:
    text = lines[i].text
    if ends_sentence(text):
        return 0.0
    if text[-1] in "：:":
        return 0.3
    if position < 2:
        if position == 0 and is_byline(text) and is_balanced(text):
            return 0.5
        whole = _unit_so_far(lines, i, position)
        number = parse_number(whole)
        if looks_like_heading(whole, number):
            return (1.0 if number else 2.0) + position  # headings of two lines are rarer
    if not is_balanced(text) and text[-1] not in "；;":
        return 12.0
    return 3.0 if text[-1] in "；;" else 8.0


def _unit_so_far(lines: Sequence[Block], i: int, position: int) -> str:
    return join_text(lines[i - 1].text, lines[i].text) if position == 1 else lines[i].text


def _join_cost(lines: Sequence[Block], i: int, position: int, layout: Layout) -> float:
    """What must be explained away if line `i` goes on in the next one."""
    block, following = lines[i], lines[i + 1]
    cost = short_line_cost(block, following, position, layout)
    cost += _new_unit_cost(block.text, following.text)
    if position == 0 and is_byline(block.text) and is_balanced(block.text):
        cost += 5.0
    full = extent_of(following, layout.size) > layout.margin - 4
    if position < 2 and full and _is_complete(_unit_so_far(lines, i, position), layout):
        cost += 5.0
    if layout.indented and 1.5 <= following.indent <= 6:
        cost += 8.0
    if following.gap > layout.gap + 0.75:
        cost += 5.0
    if _looks_differ(block, following):
        cost += 5.0
    return cost


def _new_unit_cost(text: str, following: str) -> float:
    """What must be explained away if `following` does not begin a unit after `text`: its number, its form."""
    number = parse_number(following)
    if number and looks_like_heading(following, number):
        return 6.0
    if number and number.style not in BARE_STYLES:
        return 6.0 if number.depth < ITEM_DEPTH else 4.0
    if begins_enumeration(following):
        return 2.0
    if begins_credit(following) and not ends_sentence(following):
        return 5.0
    question = following[-1] in "？?" and looks_like_heading(following, None)
    return 3.0 if question and ends_sentence(text) else 0.0  # a line that is a short question is as a rule a heading


def _is_complete(text: str, layout: Layout) -> bool:
    """Whether the text is a whole subtitle, or a whole heading numbered as the headings of one line are."""
    if is_subtitle(text) and is_title_line(text):
        return True
    number = parse_number(text) or parse_series(text)
    return number is not None and number.style in layout.heading_styles and looks_like_heading(text, number)


def _stands_out(block: Block, layout: Layout) -> bool:
    """Whether an unindented line shows that it begins a unit all the same: bold, centred, larger, or numbered."""
    larger = bool(block.size and layout.size and block.size > layout.size + 0.6)
    numbered = not layout.numbers_indented and parse_number(block.text) is not None
    return larger or bool(block.bold) or bool(block.centred) or numbered


def _looks_differ(a: Block, b: Block) -> bool:
    if a.size and b.size and abs(a.size - b.size) > 0.6:
        return True
    return a.bold is not None and b.bold is not None and a.bold != b.bold
